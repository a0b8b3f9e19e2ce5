"""Who may read and write what remains of a meeting. Page, list, panel, file and search all ask these.

A side's account reads what its own side noted, what is shared with it and what was promised to it; the secretariat's
officers, and the host's for the events that they manage, read reports, contacts, promises and outcomes of all. Minutes
are never read by anybody but the side whose they are, until it shares them with the other side and the event's office.
"""

import datetime as dt

from django.db.models import Q, QuerySet
from django.utils import timezone

from hansa.base.memory import once_a_request
from hansa.events.models import Event
from hansa.events.rules import managed_by, may_manage
from hansa.followup.models import Minutes, Outcome, Promise
from hansa.meetings.models import Contact, Meeting, Party
from hansa.network.models import Appointment, Network, Organization
from hansa.network.rules import Visitor, has_account, is_officer
from hansa.network.rules import seen_by as organizations_seen_by

# How long a contact is its author's to correct; afterwards it is the officers'.
A_DAY = dt.timedelta(days=1)


@once_a_request
def own_sides(user: Visitor) -> tuple[int, ...]:
    """The organizations (by key) for which this account has a duty today, the longest held first."""
    if not has_account(user):
        return ()
    duties = Appointment.objects.on(timezone.localdate()).filter(user=user).order_by("pk")
    found = list(dict.fromkeys(duties.values_list("organization", flat=True)))
    if not found and user.is_superuser:
        found = list(Network.objects.order_by("pk").values_list("secretariat", flat=True))
    return tuple(found)


def may_follow_up(user: Visitor) -> bool:
    """Whoever has a duty for an organization notes contacts and promises for it."""
    return bool(own_sides(user))


def may_note_for(user: Visitor, organization: Organization) -> bool:
    """Its own people."""
    return organization.pk in own_sides(user)


def _managed(user: Visitor) -> QuerySet[Event]:
    return managed_by(user).values("pk")


def meetings_seen_by(user: Visitor) -> QuerySet[Meeting]:
    """The meetings on which this person may report: those of their own sides and of the events that they manage."""
    if is_officer(user):
        return Meeting.objects.all()
    own = Party.objects.filter(organization__in=own_sides(user)).values("meeting")
    return Meeting.objects.filter(Q(pk__in=own) | Q(event__in=_managed(user)))


def may_see_meeting(user: Visitor, meeting: Meeting) -> bool:
    """Whether ``meetings_seen_by`` holds it."""
    return meetings_seen_by(user).filter(pk=meeting.pk).exists()


def contacts_seen_by(user: Visitor) -> QuerySet[Contact]:
    """Those of one's own sides and of managed events; all for officers. The other side hears only that it was."""
    if is_officer(user):
        return Contact.objects.all()
    return Contact.objects.filter(Q(noted_for__in=own_sides(user)) | Q(event__in=_managed(user)))


def may_see_contact(user: Visitor, contact: Contact) -> bool:
    """Whether ``contacts_seen_by`` holds it."""
    return contacts_seen_by(user).filter(pk=contact.pk).exists()


def may_revise_contact(user: Visitor, contact: Contact) -> bool:
    """Its author within a day of noting it; afterwards, and at any time, officers and who manages its event."""
    is_fresh = timezone.now() <= contact.noted_at + A_DAY
    if has_account(user) and contact.noted_by_id == user.pk and is_fresh:
        return contact.noted_for_id in own_sides(user)
    return is_officer(user) or (contact.event is not None and may_manage(user, contact.event))


def writes_minutes_for(user: Visitor, meeting: Meeting) -> list[int]:
    """The sides (by key) for which this person writes minutes of a meeting: own ones that took part; an office whose
    event it is keeps its own of any meeting."""
    own = own_sides(user)
    if may_manage(user, meeting.event):
        return list(own)
    parties = set(Party.objects.filter(meeting=meeting).values_list("organization", flat=True))
    return [pk for pk in own if pk in parties]


def minutes_seen_by(user: Visitor) -> QuerySet[Minutes]:
    """One's own side's, and shared ones of the meetings that one sees; no office reads others' private minutes."""
    shared = Q(shared_at__isnull=False, meeting__in=meetings_seen_by(user))
    return Minutes.objects.filter(Q(owner__in=own_sides(user)) | shared)


def may_see_minutes(user: Visitor, minutes: Minutes) -> bool:
    """Whether ``minutes_seen_by`` holds them."""
    return minutes_seen_by(user).filter(pk=minutes.pk).exists()


def may_write_minutes(user: Visitor, minutes: Minutes) -> bool:
    """Revise, share and withhold: the side whose they are."""
    return minutes.owner_id in own_sides(user)


def promises_seen_by(user: Visitor) -> QuerySet[Promise]:
    """Recorded for one's own side, made to it, or made by it and shared; of managed events; all for officers."""
    if is_officer(user):
        return Promise.objects.all()
    own = own_sides(user)
    mine = Q(recorded_for__in=own) | Q(to_organization__in=own) | Q(by_organization__in=own, shared_at__isnull=False)
    return Promise.objects.filter(mine | Q(event__in=_managed(user)))


def may_see_promise(user: Visitor, promise: Promise) -> bool:
    """Whether ``promises_seen_by`` holds it; whoever sees one may also say that it was kept."""
    return promises_seen_by(user).filter(pk=promise.pk).exists()


def may_revise_promise(user: Visitor, promise: Promise) -> bool:
    """Its words and its day: the side that recorded it, officers, and who manages its event."""
    if promise.recorded_for_id in own_sides(user) or is_officer(user):
        return True
    return promise.event is not None and may_manage(user, promise.event)


def outcomes_seen_by(user: Visitor) -> QuerySet[Outcome]:
    """Those of the meetings and contacts that one sees."""
    found = Outcome.objects.filter(withdrawn_at=None)
    if is_officer(user):
        return found
    return found.filter(Q(meeting__in=meetings_seen_by(user)) | Q(contact__in=contacts_seen_by(user)))


def may_withdraw_outcome(user: Visitor, outcome: Outcome) -> bool:
    """The side that recorded it, and officers."""
    return outcome.recorded_for_id in own_sides(user) or is_officer(user)


def may_see_history(user: Visitor, other: Organization) -> bool:
    """What was between one's own side and another: whoever has a side and may see the other on record."""
    own = own_sides(user)
    return bool(own) and other.pk not in own and organizations_seen_by(user).filter(pk=other.pk).exists()
