"""What the register does when a room below says that something happened."""

from typing import Any

from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext as _

from hansa.base.dates import PartialDate
from hansa.network.actions import end_appointment
from hansa.network.models import Appointment
from hansa.people.models import User
from hansa.people.signals import person_erased


@receiver(person_erased)
def end_duties(sender: Any, *, account: User | None, by: User | None, **facts: Any) -> None:
    """Whoever was forgotten answers for nobody any more."""
    if account is None:
        return
    today = timezone.localdate()
    for appointment in Appointment.objects.filter(user=account).exclude(ended_on__lte=today):
        last = max(today, appointment.started_on or today)
        end_appointment(appointment, by=by, on=PartialDate(last), reason=_("The person was erased."))
