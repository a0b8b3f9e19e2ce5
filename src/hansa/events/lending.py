"""What the events must hear from rooms above them about people: other engagements, their stay, who is to be told.

An upper room's ``panels.py`` says ``@lend_engagements`` above a function; the events never import it.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from hansa.events.models import Event
from hansa.events.releases import Change


@dataclass(frozen=True)
class Engagement:
    """A time in which a person is bound elsewhere, and by what, in the reader's words."""

    person: int
    starts_at: dt.datetime
    ends_at: dt.datetime
    what: str


@dataclass(frozen=True)
class Stay:
    """When a person comes to the event and leaves it, as far as that is known, and the zone in which they live."""

    person: int
    arrives_at: dt.datetime | None = None
    departs_at: dt.datetime | None = None
    zone: str = ""
    home: str = ""


@dataclass(frozen=True)
class Told:
    """A group of people who must be told, counted now: who they are, how many, the names, the list behind it."""

    who: str
    number: int
    names: tuple[str, ...] = ()
    url: str = ""


Engagements = Callable[[Event, set[int]], list[Engagement]]
Stays = Callable[[Event, set[int]], list[Stay]]
# The changes of a version, or None where the whole event is moved or cancelled.
ToBeTold = Callable[[Event, list[Change] | None], list[Told]]
_ENGAGEMENTS: list[Engagements] = []
_STAYS: list[Stays] = []
_TOLD: list[ToBeTold] = []


def lend_engagements(function: Engagements) -> Engagements:
    """An upper room names what else binds these persons."""
    _ENGAGEMENTS.append(function)
    return function


def lend_stays(function: Stays) -> Stays:
    """An upper room names when these persons are at the event."""
    _STAYS.append(function)
    return function


def lend_told(function: ToBeTold) -> ToBeTold:
    """An upper room counts whom a change concerns."""
    _TOLD.append(function)
    return function


def engagements(event: Event, persons: set[int]) -> list[Engagement]:
    """Everything that the upper rooms know to bind these persons."""
    return [found for lender in _ENGAGEMENTS for found in lender(event, persons)] if persons else []


def stays(event: Event, persons: set[int]) -> dict[int, Stay]:
    """The stay of each of these persons that is on record."""
    return {found.person: found for lender in _STAYS for found in lender(event, persons)} if persons else {}


def to_be_told(event: Event, changes: list[Change] | None) -> list[Told]:
    """Everybody whom the changes concern, group by group; nobody is left out because the number is 0."""
    return [found for lender in _TOLD for found in lender(event, changes)]
