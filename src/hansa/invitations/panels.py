"""What invitations lend to lower pages: the way to them, invitations that wait for one's answer, answers to look at."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hansa.base.panels import Todo, lend
from hansa.delegations.queries import event_at_hand
from hansa.events.models import Event
from hansa.invitations.models import Invitation
from hansa.invitations.queries import unconfirmed
from hansa.invitations.rules import may_invite
from hansa.network.models import Appointment


@lend("event_acts", order=15)
def event_acts(request: HttpRequest, *, event: Event, **context: Any) -> str:
    """The way from an event to its invitations."""
    if not may_invite(request.user, event):
        return ""
    return render_to_string("invitations/_event_acts.html", {"event": event}, request)


@lend("delegations_acts", order=5)
def delegations_acts(request: HttpRequest, *, event: Event, **context: Any) -> str:
    """The way from the delegations to the invitations."""
    return event_acts(request, event=event)


@lend("todo", order=10)
def todo(request: HttpRequest, **context: Any) -> list[Todo]:
    """Invitations that wait for this reader's answer; for the office, answers that nobody confirmed."""
    if not request.user.is_authenticated:
        return []
    event = event_at_hand(request.user)
    return [*_own(request), *(_to_look_at(event) if event else [])]


def _own(request: HttpRequest) -> list[Todo]:
    duties = Appointment.objects.on(timezone.localdate()).filter(user=request.user, duty=Appointment.Duty.FOCAL_POINT)
    waiting = Invitation.objects.unanswered().filter(organization__in=duties.values("organization"))
    return [
        Todo(
            _("%(name)s is invited to %(event)s") % {"name": one.organization, "event": one.event},
            reverse("invitation_own", args=[one.pk]),
            str(one.event),
            when=_("answer by %(day)s") % {"day": date_format(one.answer_by, "DATE_FORMAT")},
            late=one.is_over,
        )
        for one in waiting.select_related("event", "organization").order_by("answer_by", "pk")
    ]


def _to_look_at(event: Event) -> list[Todo]:
    number = unconfirmed(event)
    if not number:
        return []
    sentence = ngettext(
        "%(n)s answer to an invitation is not confirmed", "%(n)s answers to invitations are not confirmed", number
    )
    address = f"{reverse('invitations', args=[event.key])}?state=unconfirmed"
    more = _("Somebody answered by the link and did not type the code. Ask them, then confirm it or set it aside.")
    return [Todo(sentence % {"n": number}, address, _("Invitations"), more=more)]
