"""The working programme, its released versions, and what differs between two of them.

What leaves the office is the last released version: the public page, data for machines, diaries and calendars. Before
the first version there is nothing to show, except for an event whose programme was opened before versions were kept:
its rows are shown as they stand.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from hashlib import sha256

from django.db.models import OuterRef, Subquery

from hansa.events.lines import SAID, TOLD, Line, as_data, from_data, of_session, of_visit
from hansa.events.models import Event, Release, Session, Speech, Visit


@dataclass(frozen=True)
class Change:
    """What happened to a line between two versions. ``what`` is one of "added", "cancelled", "restored", "changed".

    ``fields`` names what differs where it was changed; ``before`` is None for what was added.
    """

    what: str
    line: Line
    before: Line | None = None
    fields: tuple[str, ...] = ()

    @property
    def is_moved(self) -> bool:
        return bool({"starts_at", "ends_at"} & set(self.fields))

    @property
    def people(self) -> frozenset[int]:
        """Those whom it concerns: who was bound by the line before, and who is bound now."""
        return frozenset((*self.line.people, *(self.before.people if self.before else ())))

    @property
    def everybody(self) -> bool:
        return self.line.everybody or bool(self.before and self.before.everybody)


def working_of(events: Iterable[Event]) -> dict[int, list[Line]]:
    """The programmes as the office has them now, whatever was released, by event; four queries."""
    keys = [event.pk for event in events]
    speaking: dict[int, list[int]] = defaultdict(list)
    speeches = Speech.objects.filter(session__event__in=keys).order_by("order", "pk")
    for session, person in speeches.values_list("session", "person"):
        speaking[session].append(person)
    going: dict[int, list[int]] = defaultdict(list)
    goers = Visit.participants.through.objects.filter(visit__event__in=keys).order_by("pk")
    for visit, person in goers.values_list("visit", "person"):
        going[visit].append(person)
    found: dict[int, list[Line]] = {key: [] for key in keys}
    for session in Session.objects.filter(event__in=keys):
        found[session.event_id].append(of_session(session, speaking.get(session.pk, ())))
    for visit in Visit.objects.filter(event__in=keys):
        found[visit.event_id].append(of_visit(visit, going.get(visit.pk, ())))
    return {key: sorted(lines, key=lambda line: line.order) for key, lines in found.items()}


def working(event: Event) -> list[Line]:
    """The working programme of one event."""
    return working_of([event])[event.pk]


def last_release(event: Event) -> Release | None:
    """The version in force."""
    return Release.objects.filter(event=event).order_by("-version").first()


def lines_in(release: Release | None) -> list[Line]:
    """The lines of a version, in the order of the programme."""
    return sorted((from_data(data) for data in release.content), key=lambda line: line.order) if release else []


def public_of(events: Iterable[Event]) -> dict[int, list[Line]]:
    """What the public and the diaries may show, by event: the last version, while the programme is published."""
    open_now = [event for event in events if event.programme_published_at is not None]
    last: dict[int, Release] = {}
    newest = Release.objects.filter(event=OuterRef("event")).order_by("-version").values("pk")[:1]
    for release in Release.objects.filter(event__in=open_now, pk=Subquery(newest)):
        last[release.event_id] = release
    unversioned = [event for event in open_now if event.pk not in last]
    told = with_goers({key: lines_in(release) for key, release in last.items()})
    return {**told, **(working_of(unversioned) if unversioned else {})}


def public(event: Event) -> list[Line]:
    """The same for one event; nothing where the programme is not published."""
    if event.programme_published_at is None:
        return []
    return public_of([event])[event.pk]


def with_goers(versions: Mapping[int, list[Line]]) -> dict[int, list[Line]]:
    """The lines with those who go on each visit now: places are booked from hour to hour and show at once."""
    uids = [line.uid for lines in versions.values() for line in lines if line.is_visit]
    going: dict[str, list[int]] = defaultdict(list)
    if uids:
        goers = Visit.participants.through.objects.filter(visit__uid__in=uids).order_by("pk")
        for uid, person in goers.values_list("visit__uid", "person"):
            going[str(uid)].append(person)
    return {
        key: [replace(line, people=tuple(going[line.uid])) if line.is_visit else line for line in lines]
        for key, lines in versions.items()
    }


def next_version(lines: Iterable[Line], before: Iterable[Line], at: dt.datetime) -> list[Line]:
    """The lines as the version after ``before`` holds them.

    A line that calendars must hear of takes the next sequence and this moment; any other keeps both, so that an
    unchanged line is the same to the byte. What was cancelled before anybody heard of it is left out.
    """
    known = {line.uid: line for line in before}
    found = []
    for line in lines:
        earlier = known.get(line.uid)
        if earlier is None:
            if not line.is_cancelled:
                found.append(replace(line, pk=0))
        elif _differs(line, earlier, TOLD):
            found.append(replace(line, pk=0, sequence=max(line.sequence, earlier.sequence + 1), changed_at=at))
        else:
            found.append(replace(line, pk=0, sequence=earlier.sequence, changed_at=earlier.changed_at))
    return found


def differences(lines: Iterable[Line], before: Iterable[Line]) -> list[Change]:
    """What a reader of the earlier lines must be told, in the order of the programme."""
    known = {line.uid: line for line in before}
    changes = [_change(line, known) for line in lines]
    return [change for change in changes if change is not None]


def _change(line: Line, known: Mapping[str, Line]) -> Change | None:
    earlier = known.get(line.uid)
    if earlier is None:
        return None if line.is_cancelled else Change("added", line)
    fields = _differs(line, earlier, SAID)
    if not fields:
        return None
    if "is_cancelled" in fields:
        return Change("cancelled" if line.is_cancelled else "restored", line, earlier, fields)
    return None if line.is_cancelled else Change("changed", line, earlier, fields)


def _differs(line: Line, earlier: Line, names: tuple[str, ...]) -> tuple[str, ...]:
    """Who goes on a visit is no part of a version."""
    asked = [name for name in names if not (line.is_visit and name == "people")]
    return tuple(name for name in asked if getattr(line, name) != getattr(earlier, name))


def digest(lines: Iterable[Line]) -> str:
    """A short name of exactly these lines: what an officer has read is what is released."""
    return sha256(repr([as_data(line) for line in lines]).encode()).hexdigest()[:32]
