"""Who may read the log. What an officer is, an upper room says: it lends the answer."""

from collections.abc import Callable
from typing import Any

_LOG_READERS: list[Callable[[Any], bool]] = []


def lend_log_readers(rule: Callable[[Any], bool]) -> Callable[[Any], bool]:
    """An upper room names who may read the log."""
    _LOG_READERS.append(rule)
    return rule


def may_read_log(user: Any) -> bool:
    """Superusers, and those whom an upper room names; nobody else."""
    return bool(user.is_active and (user.is_superuser or any(rule(user) for rule in _LOG_READERS)))
