"""When did we last meet them? Meetings that were held and contacts that were noted, between two organizations."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils import timezone

from hansa.events.models import Event
from hansa.meetings.models import Contact, ContactPerson, Meeting, Party, Report
from hansa.network.models import Organization


@dataclass(frozen=True)
class Encounter:
    """The last time that two organizations met: that it was, and when and where, never what was said.

    A meeting outweighs a contact of the same moment.
    """

    at: dt.datetime
    is_meeting: bool
    key: int
    event: Event | None = None
    place: str = ""

    @property
    def local_day(self) -> dt.date:
        """The day, in the event's own zone where there is one."""
        return (self.event.local(self.at) if self.event else timezone.localtime(self.at)).date()


def held(meetings: QuerySet[Meeting], now: dt.datetime | None = None) -> QuerySet[Meeting]:
    """Those of these meetings that were held: their time is over, not cancelled, and nobody reported otherwise."""
    over = meetings.filter(cancelled_at=None, ends_at__lte=now or timezone.now())
    return over.exclude(report__in=Report.objects.exclude(state=Report.State.HELD))


def met_before(
    organization: Organization, others: Iterable[Organization | int], *, before: dt.datetime | None = None
) -> dict[int, Encounter]:
    """The last encounter with each of these organizations (by key), before that moment (now); who is not in it was
    never met. Two queries, whatever their number."""
    keys = {other if isinstance(other, int) else other.pk for other in others} - {organization.pk}
    now = before or timezone.now()
    found: dict[int, Encounter] = {}
    if not keys:
        return found
    own_contacts = ContactPerson.objects.filter(organization=organization).values("contact")
    contacts = ContactPerson.objects.filter(
        organization__in=keys, contact__in=own_contacts, contact__met_at__lte=now, contact__struck_at=None
    )
    for row in contacts.select_related("contact__event").order_by("contact__met_at", "pk"):
        found[row.organization_id or 0] = _of_contact(row.contact)
    own_meetings = Party.objects.filter(organization=organization).values("meeting")
    parties = Party.objects.filter(organization__in=keys, meeting__in=held(Meeting.objects.all(), now))
    parties = parties.filter(meeting__in=own_meetings).select_related("meeting__event")
    for party in parties.order_by("meeting__starts_at", "pk"):
        known = found.get(party.organization_id)
        if known is None or known.at <= party.meeting.starts_at:
            found[party.organization_id] = _of_meeting(party.meeting)
    return found


def _of_contact(contact: Contact) -> Encounter:
    return Encounter(contact.met_at, False, contact.pk, contact.event, contact.place)


def _of_meeting(meeting: Meeting) -> Encounter:
    return Encounter(meeting.starts_at, True, meeting.pk, meeting.event, meeting.place)
