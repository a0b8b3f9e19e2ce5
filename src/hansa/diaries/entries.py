"""What a diary is made of: its entries, each with who, when and where, in the reader's language when it is read."""

import datetime as dt
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansa.base.fields import Multilingual
from hansa.base.words import language_name
from hansa.delegations.models import Delegate, Delegation
from hansa.network.models import Organization
from hansa.people.models import Person

NEVER = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
ARRIVAL, DEPARTURE = gettext_lazy("Arrival"), gettext_lazy("Departure")


@dataclass(frozen=True)
class Other:
    """The other side of a meeting: who, as what, of which organization; ``languages`` by code, the best one first."""

    person: Person
    title: str
    organization: Organization
    languages: tuple[str, ...] = ()


@dataclass(frozen=True)
class Entry:
    """A line of a diary. ``kind`` is "session", "visit", "meeting", "arrival" or "departure".

    ``uid`` names it in calendars for ever, ``sequence`` and ``changed_at`` say how often and when those who hold it
    had to be told anew. ``ours`` are those of the delegation whom it concerns; nobody for what concerns all.
    """

    kind: str
    uid: str
    starts_at: dt.datetime
    ends_at: dt.datetime
    title: Multilingual | Promise | str
    place: str = ""
    table: int | None = None
    ours: tuple[Delegate, ...] = ()
    other: Other | None = None
    topic: str = ""
    interpreter: Person | None = None
    between: tuple[str, ...] = ()
    spoken: tuple[str, ...] = ()
    interpreted: tuple[str, ...] = ()
    sequence: int = 0
    changed_at: dt.datetime = NEVER
    cancelled_at: dt.datetime | None = None
    # Where it stood in the plan that was published before, if it was moved since.
    was_at: dt.datetime | None = None

    @property
    def is_meeting(self) -> bool:
        return self.kind == "meeting"

    @property
    def is_stay(self) -> bool:
        """An arrival or a departure: a moment, not a period."""
        return self.kind in ("arrival", "departure")

    @property
    def till(self) -> dt.datetime | None:
        """The end, where there is one to print."""
        return None if self.is_stay else self.ends_at

    @property
    def where(self) -> str:
        """Hall and table, or the place."""
        if self.table is None:
            return self.place
        if not self.place:
            return _("table %(table)s") % {"table": self.table}
        return _("%(hall)s, table %(table)s") % {"hall": self.place, "table": self.table}

    @property
    def tongues(self) -> str:
        """The languages between which the interpreter stands, by name: "Korean–English"."""
        return "–".join(language_name(code) for code in self.between)


@dataclass(frozen=True)
class Day:
    """The entries of one day of the event's own calendar."""

    date: dt.date
    entries: list[Entry]

    @property
    def meetings(self) -> int:
        return sum(entry.is_meeting for entry in self.entries)


@dataclass(frozen=True)
class Diary:
    """A delegation's share of an event, or that of one of its people (``who``) alone.

    ``version`` counts the published plans of meetings, 0 before the first; ``people`` are those whose diary it is.
    """

    delegation: Delegation
    people: list[Delegate]
    entries: list[Entry]
    version: int = 0
    published_at: dt.datetime | None = None
    who: Delegate | None = None
    shows_programme: bool = True
    everybody: list[Delegate] = field(default_factory=list)

    @property
    def days(self) -> list[Day]:
        """What stands, day by day in the event's zone."""
        standing = [entry for entry in self.entries if entry.cancelled_at is None]
        dates = sorted({self._date(entry) for entry in standing})
        return [Day(date, [entry for entry in standing if self._date(entry) == date]) for date in dates]

    @property
    def changes(self) -> list[Entry]:
        """What was called off, and what was moved to another time, the latest first."""
        changed = [entry for entry in self.entries if entry.cancelled_at or entry.was_at]
        return sorted(changed, key=lambda entry: (entry.changed_at, entry.uid), reverse=True)

    @property
    def head(self) -> Delegate | None:
        return next((one for one in self.people if one.role == Delegate.Role.HEAD), None)

    def next_after(self, now: dt.datetime) -> Entry | None:
        """What runs now or comes next."""
        return next((entry for entry in self.entries if not entry.cancelled_at and entry.ends_at > now), None)

    def is_over(self, now: dt.datetime) -> bool:
        """Whether the event's last day has passed in its own zone."""
        return self.delegation.event.local(now).date() > self.delegation.event.ends_on

    def _date(self, entry: Entry) -> dt.date:
        return self.delegation.event.local(entry.starts_at).date()
