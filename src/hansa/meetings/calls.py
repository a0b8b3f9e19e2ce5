"""Meetings outside the tables: their list, and the form on which an officer arranges, changes or calls one off."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hansa.base.errors import Refused
from hansa.base.web import answer, attempt, fetch
from hansa.delegations.models import Delegate
from hansa.events.models import Event
from hansa.events.rules import may_manage
from hansa.meetings import actions, forms
from hansa.meetings.models import Meeting


def _event(request: HttpRequest, key: str) -> Event:
    return fetch(Event.objects.select_related("city"), may_manage, request.user, key=key)


def _call(event: Event, pk: int) -> Meeting:
    found = Meeting.objects.filter(event=event, round=None, pk=pk)
    meeting = found.select_related("event").prefetch_related("parties__organization", "parties__person").first()
    if meeting is None:
        raise Http404
    return meeting


@require_safe
def calls(request: HttpRequest, key: str) -> HttpResponse:
    """Those that are arranged, in the order of time; those called off stay readable."""
    event = _event(request, key)
    found = Meeting.objects.filter(event=event, round=None).prefetch_related("parties__organization", "parties__person")
    return answer(request, "meetings/calls.html", {"event": event, "calls": list(found)})


@require_http_methods(["GET", "HEAD", "POST"])
def call_new(request: HttpRequest, key: str) -> HttpResponse:
    """Arrange one."""
    return _form(request, _event(request, key), None)


@require_http_methods(["GET", "HEAD", "POST"])
def call(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Change one."""
    event = _event(request, key)
    return _form(request, event, _call(event, pk))


def _form(request: HttpRequest, event: Event, meeting: Meeting | None) -> HttpResponse:
    data = request.POST if request.method == "POST" else None
    form, refusal, is_clash = forms.Call(data, event=event, meeting=meeting, clashing=bool(data)), "", False
    if form.is_valid():
        try:
            _save(event, meeting, form, request.user)
        except Refused as refused:
            refusal, is_clash = str(refused), isinstance(refused, actions.Clash)
        else:
            messages.success(request, _("It stands in the diaries. A letter to each side waits in the outbox."))
            return redirect("calls", key=event.key)
    if data and not is_clash:
        form.fields.pop("in_spite")
    context = {"event": event, "meeting": meeting, "form": form, "refusal": refusal, "is_clash": is_clash}
    status = 409 if refusal else 422 if form.errors else 200
    return answer(request, "meetings/call.html", context, status=status)


def _save(event: Event, meeting: Meeting | None, form: forms.Call, by: Any) -> None:
    read = form.cleaned_data
    values = {name: read[name] for name in ("starts_at", "ends_at", "place", "topic", "in_spite")}
    if meeting:
        actions.change_call(meeting, by=by, **values)
        return
    one, other = (_side(form, read[name]) for name in ("first", "second"))
    actions.arrange_call(event, (one, other), by=by, **values)


def _side(form: forms.Call, value: str) -> actions.Side:
    found = form.side(value)
    assert found is not None  # the field has checked it
    if isinstance(found, Delegate):
        return actions.Side(found.delegation.organization, found.person, found)
    return actions.Side(found.organization, found.person)


@require_POST
def call_cancel(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Call one off."""
    meeting = _call(_event(request, key), pk)
    _nothing, refusal = attempt(lambda: actions.call_off(meeting, by=request.user))
    if refusal:
        messages.error(request, refusal, extra_tags="refusal")
    else:
        messages.success(request, _("It is called off. A letter to each side waits in the outbox."))
    return redirect("calls", key=key)
