"""Those concerned are reminded of a promise: a week before its day, and the day after. Once for each day and stage."""

import datetime as dt
from collections.abc import Iterable

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from hansa.followup.models import Promise
from hansa.mail.actions import draft
from hansa.mail.kinds import kind
from hansa.mail.languages import language_for
from hansa.network.models import Appointment, Network
from hansa.people.models import User

REMINDER = kind("promise", gettext_lazy("reminder of a promise"))
BEFORE = dt.timedelta(days=7)


def remind(today: dt.date | None = None) -> int:
    """Draft the letters that are due; answers how many promises they are about. Safe beside itself."""
    day = today or timezone.localdate()
    coming = Q(due_on__range=(day, day + BEFORE)) & (Q(reminded_before=None) | ~Q(reminded_before=F("due_on")))
    gone = Q(due_on__lt=day) & (Q(reminded_after=None) | ~Q(reminded_after=F("due_on")))
    due = Promise.objects.open().filter(coming | gone).values_list("pk", flat=True)
    return sum(_remind(pk, day) for pk in list(due))


@transaction.atomic
def _remind(pk: int, day: dt.date) -> bool:
    promise = Promise.objects.select_for_update().get(pk=pk)
    is_late = bool(promise.due_on and promise.due_on < day)
    column = "reminded_after" if is_late else "reminded_before"
    if not promise.is_open or promise.due_on is None or getattr(promise, column) == promise.due_on:
        return False
    for user in concerned(promise):
        _draft(promise, user, is_late)
    setattr(promise, column, promise.due_on)
    promise.save(update_fields=[column])
    return True


def concerned(promise: Promise) -> list[User]:
    """Who answers today for the side that gave it (as far as it reads it), and for the side that recorded it."""
    sides = {promise.recorded_for_id}
    if promise.is_seen_by_promiser():
        sides.add(promise.by_organization_id)
    return _answering(sides)


def _answering(sides: Iterable[int]) -> list[User]:
    """The focal points; for a secretariat its programme officers."""
    duties = Appointment.objects.on(timezone.localdate()).filter(organization__in=set(sides), user__is_active=True)
    offices = Network.objects.values("secretariat")
    answers = Q(duty=Appointment.Duty.FOCAL_POINT) | Q(duty=Appointment.Duty.PROGRAMME, organization__in=offices)
    found = duties.filter(answers).select_related("user__person").order_by("pk")
    return list({duty.user_id: duty.user for duty in found}.values())


def _draft(promise: Promise, user: User, is_late: bool) -> None:
    chosen = language_for(user.language)
    stage = "after" if is_late else "before"
    with override(chosen.language):
        if is_late:
            subject = _("A promise is past its day: %(what)s")
            opening = _("%(by)s promised %(to)s on %(made)s, to be done by %(due)s, and nobody has closed it:")
        else:
            subject = _("A promise is due soon: %(what)s")
            opening = _("%(by)s promised %(to)s on %(made)s, to be done by %(due)s:")
        closing = _("If it was kept, or need not be kept, say so on the page of promises.")
        values = {
            "what": promise.what, "by": promise.by_organization, "to": promise.to_organization,
            "made": date_format(promise.made_on, "DATE_FORMAT"), "due": promise.due,
        }  # fmt: skip
        draft(
            REMINDER, by=None, once=f"promise:{promise.pk}:{promise.due_on}:{stage}:{user.pk}", address=user.email,
            language=chosen.language, wanted_language=chosen.wanted, to=user.person, name=str(user),
            subject=subject % values, body="\n\n".join([opening % values, promise.what, closing]),
            folder=f"event:{promise.event_id}" if promise.event_id else "",
        )  # fmt: skip
