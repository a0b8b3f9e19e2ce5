"""What registration lends to lower pages: the way to it, what is missing, what waits for a yes."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hansa.base.panels import Todo, lend
from hansa.delegations.models import Delegate, Delegation
from hansa.delegations.queries import event_at_hand, own_delegation
from hansa.events.models import Event
from hansa.registration.models import Registration
from hansa.registration.queries import questionnaire_of, why_closed
from hansa.registration.rules import may_name, may_run


@lend("event_acts", order=22)
def event_acts(request: HttpRequest, *, event: Event, **context: Any) -> str:
    """The way from an event to its registrations."""
    if not may_run(request.user, event):
        return ""
    return render_to_string("registration/_event_acts.html", {"event": event}, request)


@lend("delegations_acts", order=15)
def delegations_acts(request: HttpRequest, *, event: Event, **context: Any) -> str:
    """The way from the delegations to the registrations."""
    return event_acts(request, event=event)


@lend("delegation_acts", order=10)
def delegation_acts(request: HttpRequest, *, delegation: Delegation, **context: Any) -> str:
    """The way to naming and registering, for who speaks for the delegation; to their own form for its people."""
    if delegation.withdrawn_on:
        return ""
    own = None
    if getattr(request.user, "person_id", None) and questionnaire_of(delegation.event) is not None:
        own = Delegate.objects.coming().filter(delegation=delegation, person=request.user.person_id).first()
    values = {"delegation": delegation, "names": may_name(request.user, delegation), "own": own}
    return render_to_string("registration/_delegation_acts.html", values, request)


@lend("todo", order=25)
def todo(request: HttpRequest, **context: Any) -> list[Todo]:
    """Registrations that wait for the office's yes; those of one's own that are sent back or not begun."""
    if not request.user.is_authenticated:
        return []
    event = event_at_hand(request.user)
    return _to_approve(event) if event else _own(request)


def _to_approve(event: Event) -> list[Todo]:
    rows = Registration.objects.filter(state=Registration.State.SUBMITTED, delegate__delegation__event=event)
    number = rows.count()
    if not number:
        return []
    sentence = ngettext("%(n)s registration waits to be approved", "%(n)s registrations wait to be approved", number)
    address = f"{reverse('registrations', args=[event.key])}?state=submitted"
    return [Todo(sentence % {"n": number}, address, _("Registration"))]


def _own(request: HttpRequest) -> list[Todo]:
    own = own_delegation(request.user)
    if own is None or own.withdrawn_on or why_closed(questionnaire_of(own.event)):
        return []
    people = Delegate.objects.coming().filter(delegation=own)
    if not may_name(request.user, own):
        people = people.filter(person=request.user.person_id)
    address, found = reverse("registration_delegation", args=[own.event.key, own.pk]), []
    for delegate in people.filter(registration__state=Registration.State.RETURNED).select_related("person"):
        sentence = _("The registration of %(person)s was sent back") % {"person": delegate.person}
        form = reverse("registration_form", args=[own.event.key, delegate.pk])
        found.append(Todo(sentence, form, str(own.event), more=delegate.registration.remark, late=True))
    left = people.filter(registration=None).count()
    left += people.filter(registration__state=Registration.State.DRAFT).count()
    if left:
        sentence = ngettext("%(n)s of your people is not registered", "%(n)s of your people are not registered", left)
        found.append(Todo(sentence % {"n": left}, address, str(own.event)))
    return found
