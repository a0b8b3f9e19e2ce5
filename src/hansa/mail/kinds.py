"""The kinds of letters that there are. A room names its own, beside the act that drafts it."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Kind:
    """What a kind of letter is called, and whether a person looks at each before it goes."""

    code: str
    title: Promise
    needs_approval: bool = True


_KINDS: dict[str, Kind] = {}
_UNKNOWN = _("letter")


def kind(code: str, title: Promise, *, needs_approval: bool = True) -> str:
    """Name a kind of letter, once, when the module is read; answers its code."""
    _KINDS[code] = Kind(code, title, needs_approval)
    return code


def kind_of(code: str) -> Kind:
    """A kind by its code; one that a later version no longer knows is just a letter, and is looked at."""
    return _KINDS.get(code) or Kind(code, _UNKNOWN)


def is_known(code: str) -> bool:
    return code in _KINDS


def kinds() -> list[Kind]:
    """All kinds, by title in the reader's language."""
    return sorted(_KINDS.values(), key=lambda one: str(one.title))
