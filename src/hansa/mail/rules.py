"""Who may read letters. What an officer is, and whose an event is, upper rooms say: they lend the answers."""

from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet

from hansa.mail.models import Letter

_READERS: list[Callable[[Any], bool]] = []
_FOLDERS: list[Callable[[Any], dict[str, str]]] = []


def lend_readers(rule: Callable[[Any], bool]) -> Callable[[Any], bool]:
    """An upper room names who reads every letter."""
    _READERS.append(rule)
    return rule


def lend_folders(folders: Callable[[Any], dict[str, str]]) -> Callable[[Any], dict[str, str]]:
    """An upper room names the folders that a user may read, each with its title."""
    _FOLDERS.append(folders)
    return folders


def may_read_all(user: Any) -> bool:
    """Superusers, and those whom an upper room names."""
    return bool(user.is_active and (user.is_superuser or any(rule(user) for rule in _READERS)))


def folders_of(user: Any) -> dict[str, str]:
    """The folders that this user may read, by key, with their titles."""
    found: dict[str, str] = {}
    if user.is_active:
        for folders in _FOLDERS:
            found |= folders(user)
    return found


def may_read_any(user: Any) -> bool:
    """Whether there is an outbox for this user at all."""
    return may_read_all(user) or bool(folders_of(user))


def may_read(user: Any, letter: Letter) -> bool:
    """Read a letter, approve it, hold it: those who read all, and those whose folder it lies in."""
    return may_read_all(user) or (letter.folder != "" and letter.folder in folders_of(user))


def seen_by(user: Any) -> QuerySet[Letter]:
    """All letters that ``may_read`` would grant; for lists."""
    if may_read_all(user):
        return Letter.objects.all()
    return Letter.objects.filter(folder__in=list(folders_of(user))).exclude(folder="")
