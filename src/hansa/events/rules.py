"""Who may manage an event, and what of it the public may see."""

from django.db.models import QuerySet
from django.utils import timezone

from hansa.base.memory import once_a_request
from hansa.events.models import Event, EventRole
from hansa.network.models import Appointment
from hansa.network.rules import Visitor, has_account, is_officer


@once_a_request
def is_host_officer(user: Visitor, event: Event) -> bool:
    """A protocol officer of a host of the event, or of a host of the event it is part of, today."""
    if not has_account(user):
        return False
    events = [pk for pk in (event.pk, event.part_of_id) if pk]
    hosts = EventRole.objects.filter(event__in=events, role=EventRole.Role.HOST).values("organization")
    duties = Appointment.objects.on(timezone.localdate()).filter(user=user, duty=Appointment.Duty.PROTOCOL)
    return duties.filter(organization__in=hosts).exists()


def may_manage(user: Visitor, event: Event) -> bool:
    """The officers of the secretariat and the protocol officers of the host."""
    return is_officer(user) or is_host_officer(user, event)


def may_see(user: Visitor, event: Event) -> bool:
    """Everybody once it is announced; before that those who manage it."""
    return event.announced_at is not None or may_manage(user, event)


def may_see_programme(user: Visitor, event: Event) -> bool:
    """The sessions and visits: published for an announced event, or managed."""
    is_public = event.announced_at is not None and event.programme_published_at is not None
    return is_public or may_manage(user, event)


def may_see_participants(user: Visitor, event: Event) -> bool:
    """Who comes: published for an announced event, or managed."""
    is_public = event.announced_at is not None and event.participants_published_at is not None
    return is_public or may_manage(user, event)


def may_record(user: Visitor) -> bool:
    """Put an event on record: officers; a host's officers inside an event that they manage."""
    return is_officer(user) or managed_by(user).exists()


def managed_by(user: Visitor) -> QuerySet[Event]:
    """All events that ``may_manage`` would grant, as one query; for lists."""
    if is_officer(user):
        return Event.objects.all()
    if not has_account(user):
        return Event.objects.none()
    duties = Appointment.objects.on(timezone.localdate()).filter(user=user, duty=Appointment.Duty.PROTOCOL)
    hosted = EventRole.objects.filter(role=EventRole.Role.HOST, organization__in=duties.values("organization"))
    own = Event.objects.filter(pk__in=hosted.values("event"))
    return own | Event.objects.filter(part_of__in=hosted.values("event"))


def seen_by(user: Visitor) -> QuerySet[Event]:
    """All events that ``may_see`` would grant; for lists."""
    return Event.objects.filter(announced_at__isnull=False) | managed_by(user)
