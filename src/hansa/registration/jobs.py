"""What comes due by the clock: sensitive answers go, late changes are told."""

from django.utils import timezone

from hansa.base.jobs import chore
from hansa.registration.actions import purge
from hansa.registration.models import Questionnaire, Sensitive
from hansa.registration.naming import late_entries, tell_late_changes


@chore("registration.purge")
def purge_sensitive() -> int:
    """Delete the sensitive answers whose day has come."""
    today = timezone.localdate()
    return purge(by=None, on=today) if Sensitive.objects.filter(purge_on__lte=today).exists() else 0


@chore("registration.late")
def tell_of_late_changes() -> int:
    """Tell those concerned of late changes; events whose last day is long past are left alone."""
    today = timezone.localdate()
    open_ones = Questionnaire.objects.filter(late_from__lte=today, event__ends_on__gte=today).select_related("event")
    return sum(tell_late_changes(one) for one in open_ones if late_entries(one))
