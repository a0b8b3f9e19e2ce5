"""Empty frames on lower pages, which upper rooms fill.

A room's ``panels.py`` says ``@lend("event", order=20)`` above a function of (request, **context). It answers a fragment
(HTML that is safe, or "" where this reader has nothing to see there) or, for the frames "rooms", "todo" and "figures",
a list. Each lender asks its own rules; it never trusts the page around it.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest

Lender = Callable[..., Any]
_LENT: dict[str, list[tuple[int, str, Lender]]] = defaultdict(list)


@dataclass(frozen=True)
class Room:
    """An entry of the letterhead's row of rooms."""

    title: str
    url: str
    current: bool = False


@dataclass(frozen=True)
class Todo:
    """Something that waits for this reader: since or until when, a sentence, a second one, where it is done."""

    sentence: str
    url: str
    room: str
    when: str = ""
    more: str = ""
    late: bool = False


@dataclass(frozen=True)
class Figure:
    """A number that is a query: what it counts, its definition, the list behind it."""

    number: int | str
    counts: str
    definition: str
    url: str = ""
    of: int | None = None


def lend(frame: str, *, order: int) -> Callable[[Lender], Lender]:
    """Lend a fragment to a frame; lower order stands first."""

    def register(lender: Lender) -> Lender:
        entry = (order, f"{lender.__module__}.{lender.__qualname__}", lender)
        if entry not in _LENT[frame]:
            _LENT[frame].append(entry)
            _LENT[frame].sort(key=lambda item: item[:2])
        return lender

    return register


def lent(frame: str, request: HttpRequest, **context: Any) -> list[Any]:
    """What the upper rooms lend to this frame for this reader; lists are joined, empty answers left out."""
    found: list[Any] = []
    for _order, _name, lender in _LENT[frame]:
        answer = lender(request, **context)
        if isinstance(answer, list):
            found.extend(answer)
        elif answer:
            found.append(answer)
    return found
