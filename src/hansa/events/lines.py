"""A line of the programme, whether it stands in the working programme or in a released version: one form for both.

So the public page, the diary, the calendar and the difference between two versions all read the same thing.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any

from hansa.base.fields import Multilingual
from hansa.base.text import fold
from hansa.events.models import Session, Visit

# A change of these must reach the calendars of those who were told.
TOLD = ("title", "starts_at", "ends_at", "where", "is_cancelled")
# And these besides are said in the difference between two versions.
SAID = (*TOLD, "people", "kind", "track", "spoken", "interpreted", "everybody")


@dataclass(frozen=True)
class Line:
    """A session or a visit. ``people`` are the keys of those who speak, in their order, or who go today."""

    uid: str
    is_visit: bool
    kind: str
    title: Multilingual
    starts_at: dt.datetime
    ends_at: dt.datetime
    where: str = ""
    track: str = ""
    spoken: tuple[str, ...] = ()
    interpreted: tuple[str, ...] = ()
    everybody: bool = False
    people: tuple[int, ...] = ()
    sequence: int = 0
    changed_at: dt.datetime = dt.datetime(1970, 1, 1, tzinfo=dt.UTC)
    cancelled_at: dt.datetime | None = None
    reason: str = ""
    # The row that it was made of; 0 in a released version.
    pk: int = 0

    @property
    def is_cancelled(self) -> bool:
        return self.cancelled_at is not None

    @property
    def kind_name(self) -> str:
        """Its kind in the reader's language."""
        kinds: Any = Visit.Kind if self.is_visit else Session.Kind
        return str(dict(kinds.choices).get(self.kind, self.kind))

    @property
    def hall_key(self) -> str:
        """The hall as two sessions are compared by it; "" for a visit, whose place many may share."""
        return "" if self.is_visit else fold(self.where)

    @property
    def order(self) -> tuple[Any, ...]:
        """As lines stand in a programme."""
        return self.starts_at, self.ends_at, self.is_visit, self.uid

    def overlaps(self, starts_at: dt.datetime, ends_at: dt.datetime) -> bool:
        """Half-open: what begins when this ends does not touch it."""
        return self.starts_at < ends_at and starts_at < self.ends_at

    def told_anew(self, *times: dt.datetime, **values: Any) -> "Line":
        """The same line as calendars must hear of it again: with these times, where given, and these values."""
        when: dict[str, Any] = dict(zip(("starts_at", "ends_at"), times, strict=False))
        return replace(self, sequence=self.sequence + 1, **when, **values)


def of_session(session: Session, people: Iterable[int]) -> Line:
    """A session as a line, with the keys of its speakers in their order."""
    return Line(
        is_visit=False,
        where=session.hall,
        track=session.track,
        spoken=tuple(session.spoken),
        interpreted=tuple(session.interpreted),
        everybody=session.everybody,
        people=tuple(people),
        **_shared(session),
    )


def of_visit(visit: Visit, people: Iterable[int]) -> Line:
    """A visit as a line, with the keys of those who go."""
    return Line(is_visit=True, where=visit.place, people=tuple(people), **_shared(visit))


def _shared(record: Session | Visit) -> dict[str, Any]:
    return {
        "uid": str(record.uid),
        "kind": record.kind,
        "title": record.title,
        "starts_at": record.starts_at,
        "ends_at": record.ends_at,
        "sequence": record.sequence,
        "changed_at": record.changed_at,
        "cancelled_at": record.cancelled_at,
        "reason": record.cancelled_for,
        "pk": record.pk,
    }


def as_data(line: Line) -> dict[str, Any]:
    """The line as a released version keeps it: texts, numbers and moments in ISO 8601."""
    return {
        "uid": line.uid,
        "visit": line.is_visit,
        "kind": line.kind,
        "title": dict(line.title),
        "starts_at": line.starts_at.isoformat(),
        "ends_at": line.ends_at.isoformat(),
        "where": line.where,
        "track": line.track,
        "spoken": list(line.spoken),
        "interpreted": list(line.interpreted),
        "everybody": line.everybody,
        # Who goes on a visit is booked from hour to hour and shows at once; a version fixes only what it is and when.
        "people": [] if line.is_visit else list(line.people),
        "sequence": line.sequence,
        "changed_at": line.changed_at.isoformat(),
        "cancelled_at": line.cancelled_at.isoformat() if line.cancelled_at else None,
        "reason": line.reason,
    }


def from_data(data: dict[str, Any]) -> Line:
    """What ``as_data`` wrote."""
    read: dict[str, Any] = {name: data[name] for name in ("uid", "kind", "where", "track", "everybody", "reason")}
    read |= {name: tuple(data[name]) for name in ("spoken", "interpreted", "people")}
    read |= {name: dt.datetime.fromisoformat(data[name]) for name in ("starts_at", "ends_at", "changed_at")}
    read["cancelled_at"] = dt.datetime.fromisoformat(data["cancelled_at"]) if data["cancelled_at"] else None
    return Line(is_visit=data["visit"], title=Multilingual(data["title"]), sequence=data["sequence"], **read)
