"""Who may see and keep personal data. What an officer is, an upper room says: it lends the answer."""

from collections.abc import Callable
from typing import Any

_KEEPERS: list[Callable[[Any], bool]] = []


def lend_keepers(rule: Callable[[Any], bool]) -> Callable[[Any], bool]:
    """An upper room names who keeps personal data."""
    _KEEPERS.append(rule)
    return rule


def may_keep_persons(user: Any, _record: Any = None) -> bool:
    """Superusers, and those whom an upper room names; nobody else."""
    return bool(user.is_active and (user.is_superuser or any(rule(user) for rule in _KEEPERS)))
