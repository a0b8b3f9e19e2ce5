"""Who may see a delegation, and who may speak for it."""

from django.db.models import QuerySet
from django.utils import timezone

from hansa.delegations.models import Delegate, Delegation
from hansa.events.rules import managed_by, may_manage
from hansa.network.models import Appointment
from hansa.network.rules import Visitor, has_account, is_focal_point

__all__ = ["is_focal_point", "is_own_delegate", "may_see_delegation", "may_speak_for", "seen_by"]


def is_own_delegate(user: Visitor, delegation: Delegation) -> bool:
    """Whether this account is that of a delegate in it who has not withdrawn."""
    if not has_account(user) or not user.person_id:
        return False
    return Delegate.objects.filter(delegation=delegation, person=user.person_id, withdrawn_on=None).exists()


def may_speak_for(user: Visitor, delegation: Delegation) -> bool:
    """Name delegates, ask for meetings: its organization's focal point and those who manage the event."""
    return is_focal_point(user, delegation.organization) or may_manage(user, delegation.event)


def may_see_delegation(user: Visitor, delegation: Delegation) -> bool:
    """Who speaks for it, and its own delegates."""
    return may_speak_for(user, delegation) or is_own_delegate(user, delegation)


def seen_by(user: Visitor) -> QuerySet[Delegation]:
    """All delegations that ``may_see_delegation`` would grant; for lists."""
    if not has_account(user):
        return Delegation.objects.none()
    duties = Appointment.objects.on(timezone.localdate()).filter(user=user, duty=Appointment.Duty.FOCAL_POINT)
    found = Delegation.objects.filter(event__in=managed_by(user))
    found |= Delegation.objects.filter(organization__in=duties.values("organization"))
    if user.person_id:
        own = Delegate.objects.filter(person=user.person_id, withdrawn_on=None)
        found |= Delegation.objects.filter(pk__in=own.values("delegation"))
    return found
