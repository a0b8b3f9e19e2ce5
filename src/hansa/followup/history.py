"""When did we last meet them, and what did we promise? What was between two organizations, as a line of time."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.db.models import Prefetch, Q
from django.utils import timezone

from hansa.base.memory import once_a_request
from hansa.delegations.models import Delegation
from hansa.followup.models import Outcome, Promise
from hansa.followup.queries import with_parties, with_sides
from hansa.followup.rules import contacts_seen_by, meetings_seen_by, outcomes_seen_by, own_sides, promises_seen_by
from hansa.meetings.encounters import Encounter, met_before
from hansa.meetings.models import Contact, ContactPerson, Meeting, Party
from hansa.network.models import Organization
from hansa.network.rules import Visitor


@dataclass(frozen=True)
class Moment:
    """A line of the history: a meeting or a contact on its day, or a promise on the day on which it was given."""

    on: dt.date
    kind: str
    record: Any
    is_over: bool = True
    outcomes: tuple[Outcome, ...] = ()


@dataclass
class History:
    """Between ``mine`` and ``other``: the last encounter, all moments (the latest first), and open promises."""

    mine: Organization
    other: Organization
    last: Encounter | None
    moments: list[Moment] = field(default_factory=list)

    @property
    def promises(self) -> list[Promise]:
        return [moment.record for moment in self.moments if moment.kind == "promise"]

    @property
    def open_promises(self) -> list[Promise]:
        found = [promise for promise in self.promises if promise.is_open]
        return sorted(found, key=lambda promise: (promise.due_on or dt.date.max, promise.pk))

    @property
    def years(self) -> list[tuple[int, list[Moment]]]:
        return [(year, list(found)) for year, found in groupby(self.moments, key=lambda moment: moment.on.year)]


@once_a_request
def own_side(user: Visitor, key: int | None = None) -> Organization | None:
    """The organization for which this person asks: that one of theirs, else the first."""
    own = own_sides(user)
    wanted = key if key in own else (own[0] if own else None)
    return Organization.objects.filter(pk=wanted).first() if wanted else None


def between(user: Visitor, mine: Organization, other: Organization) -> History:
    """All that this person may see of what was between the two; a fixed number of queries."""
    promises = with_sides(promises_seen_by(user)).filter(
        Q(by_organization=mine, to_organization=other) | Q(by_organization=other, to_organization=mine)
    )
    moments = [Moment(promise.made_on, "promise", promise) for promise in promises]
    moments += _meetings(user, mine, other)
    moments += _contacts(user, mine, other)
    moments.sort(key=lambda moment: (moment.on, moment.kind != "promise", moment.record.pk), reverse=True)
    return History(mine, other, met_before(mine, [other]).get(other.pk), moments)


def _outcomes(user: Visitor) -> Prefetch:
    seen = outcomes_seen_by(user).select_related("agreement", "event", "organization", "person")
    return Prefetch("outcomes", seen, to_attr="seen_outcomes")


def _meetings(user: Visitor, mine: Organization, other: Organization) -> list[Moment]:
    with_mine = Party.objects.filter(organization=mine).values("meeting")
    with_other = Party.objects.filter(organization=other).values("meeting")
    found: Iterable[Meeting] = with_parties(meetings_seen_by(user)).filter(pk__in=with_mine, cancelled_at=None)
    found = found.filter(pk__in=with_other).prefetch_related(_outcomes(user))  # type: ignore[attr-defined]
    now = timezone.now()
    return [
        Moment(
            meeting.event.local(meeting.starts_at).date(),
            "meeting",
            meeting,
            meeting.ends_at <= now,
            tuple(meeting.seen_outcomes),  # type: ignore[attr-defined]
        )
        for meeting in found
    ]


def _contacts(user: Visitor, mine: Organization, other: Organization) -> list[Moment]:
    with_mine = ContactPerson.objects.filter(organization=mine).values("contact")
    with_other = ContactPerson.objects.filter(organization=other).values("contact")
    people = Prefetch("people", ContactPerson.objects.select_related("organization", "person"))
    found = contacts_seen_by(user).filter(pk__in=with_mine, struck_at=None).filter(pk__in=with_other)
    found = found.select_related("event").prefetch_related(people, _outcomes(user))
    return [Moment(day_of(contact), "contact", contact, True, tuple(contact.seen_outcomes)) for contact in found]


def day_of(contact: Contact) -> dt.date:
    """The day of a contact, in its event's zone where it has one."""
    moment = contact.met_at
    return (contact.event.local(moment) if contact.event else timezone.localtime(moment)).date()


@once_a_request
def beside(user: Visitor, delegation: Delegation) -> dict[str, tuple[int, Encounter | None]]:
    """For each meeting of a delegation that this person sees, by its calendar's name: its key, and when the two had
    last met before the event. The same few queries for a diary of any length."""
    event, mine = delegation.event, delegation.organization
    seen = meetings_seen_by(user).filter(event=event, cancelled_at=None)
    with_mine = Party.objects.filter(organization=mine).values("meeting")
    parties = Party.objects.filter(meeting__in=seen.filter(pk__in=with_mine)).exclude(organization=mine)
    found = list(parties.select_related("meeting"))
    before = dt.datetime.combine(event.starts_on, dt.time(), event.tz)
    last = met_before(mine, [party.organization_id for party in found], before=before)
    return {str(party.meeting.uid): (party.meeting_id, last.get(party.organization_id)) for party in found}
