"""When a delegate cannot meet anybody, and why: travelling, speaking, attending, on a visit, in another meeting."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from django.db.models import Q

from hansa.delegations.models import Delegate
from hansa.events.models import Session, Speech, Visit
from hansa.meetings.models import Party, Round, Slot

# From the landing to a seat at a table: passport control, luggage, the road into the city, the badge.
AFTER_ARRIVAL = dt.timedelta(minutes=90)
# From the last handshake to the departure: half an hour on the road, and check-in closes an hour before.
BEFORE_DEPARTURE = dt.timedelta(minutes=90)
LONG_AGO, FAR_OFF = dt.datetime.min.replace(tzinfo=dt.UTC), dt.datetime.max.replace(tzinfo=dt.UTC)

Why = Literal["arrives", "departs", "speaks", "attends", "visits", "meets"]


@dataclass(frozen=True)
class Absence:
    """A time in which a delegate cannot meet: ``title`` names the session or visit, ``at`` the arrival or departure."""

    why: Why
    starts_at: dt.datetime
    ends_at: dt.datetime
    title: object = ""

    def covers(self, slot: Slot) -> bool:
        """Half-open: a session that ends when the slot starts does not touch it."""
        return self.starts_at < slot.ends_at and slot.starts_at < self.ends_at


@dataclass(frozen=True)
class Absences:
    """By delegate the periods in which they are away, and the periods of all."""

    of_delegate: Mapping[int, tuple[Absence, ...]]
    of_all: tuple[Absence, ...]

    def of(self, delegate: Delegate) -> Iterator[Absence]:
        """Everything that keeps this delegate from the tables."""
        yield from travel(delegate)
        yield from self.of_all
        yield from self.of_delegate.get(delegate.pk, ())

    def first_in(self, slot: Slot, delegate: Delegate) -> Absence | None:
        """What keeps the delegate from meeting in that slot, if anything."""
        return next((absence for absence in self.of(delegate) if absence.covers(slot)), None)


def travel(delegate: Delegate) -> Iterator[Absence]:
    """Before the arrival and its margin, and from the margin before the departure; what is unknown binds nothing."""
    if delegate.arrives_at:
        yield Absence("arrives", LONG_AGO, delegate.arrives_at + AFTER_ARRIVAL, delegate.arrives_at)
    if delegate.departs_at:
        yield Absence("departs", delegate.departs_at - BEFORE_DEPARTURE, FAR_OFF, delegate.departs_at)


def read(of: Round, slots: Iterable[Slot], delegates: Iterable[Delegate]) -> Absences:
    """All absences of these delegates while the round lasts; four queries, whatever their number."""
    listed = list(slots)
    if not listed:
        return Absences({}, ())
    first, last = min(slot.starts_at for slot in listed), max(slot.ends_at for slot in listed)
    by_person: dict[int, list[int]] = defaultdict(list)
    for delegate in delegates:
        by_person[delegate.person_id].append(delegate.pk)
    found: dict[int, list[Absence]] = defaultdict(list)
    during = {"starts_at__lt": last, "ends_at__gt": first}
    for person, absence in (*_speeches(of, first, last), *_visits(of, first, last), *_meetings(of, first, last)):
        for pk in by_person.get(person, ()):
            found[pk].append(absence)
    shared = Session.objects.standing().filter(event=of.event, everybody=True, **during)
    for_all = tuple(Absence("attends", session.starts_at, session.ends_at, session.title) for session in shared)
    return Absences({pk: tuple(absences) for pk, absences in found.items()}, for_all)


Found = Iterator[tuple[int, Absence]]


def _speeches(of: Round, first: dt.datetime, last: dt.datetime) -> Found:
    """In any event: one who speaks at the fair around the forum is not at the forum's tables."""
    speeches = Speech.objects.filter(
        person__delegate_roles__delegation__event=of.event,
        session__cancelled_at=None,
        session__event__cancelled_at=None,
        session__starts_at__lt=last,
        session__ends_at__gt=first,
    )
    for speech in speeches.select_related("session").distinct():
        session = speech.session
        yield speech.person_id, Absence("speaks", session.starts_at, session.ends_at, session.title)


def _visits(of: Round, first: dt.datetime, last: dt.datetime) -> Found:
    goers = Visit.participants.through.objects.filter(
        person__delegate_roles__delegation__event=of.event,
        visit__cancelled_at=None,
        visit__event__cancelled_at=None,
        visit__starts_at__lt=last,
        visit__ends_at__gt=first,
    )
    for goer in goers.select_related("visit").distinct():
        yield goer.person_id, Absence("visits", goer.visit.starts_at, goer.visit.ends_at, goer.visit.title)


def _meetings(of: Round, first: dt.datetime, last: dt.datetime) -> Found:
    """Courtesy calls and whatever else is not of this round."""
    parties = Party.objects.filter(
        Q(meeting__round=None) | ~Q(meeting__round=of),
        person__delegate_roles__delegation__event=of.event,
        meeting__cancelled_at=None,
        meeting__starts_at__lt=last,
        meeting__ends_at__gt=first,
    )
    for party in parties.select_related("meeting").distinct():
        yield party.person_id, Absence("meets", party.meeting.starts_at, party.meeting.ends_at, party.meeting.place)
