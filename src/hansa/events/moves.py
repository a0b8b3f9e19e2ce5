"""An event itself: put on record, revised, moved, cancelled; and whom that concerns."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST

from hansa.base.web import answer, attempt, demand, fetch, number_in
from hansa.events import actions, rules
from hansa.events.event_forms import EventForm, MoveForm, PlaceForm
from hansa.events.forms import ReasonForm
from hansa.events.lending import to_be_told
from hansa.events.models import Event, EventRole
from hansa.network.models import Organization


def _managed(request: HttpRequest, key: str) -> Event:
    return fetch(Event.objects.select_related("city", "part_of"), rules.may_manage, request.user, key=key)


def _hosts(event: Event) -> list[Organization]:
    hosts = EventRole.objects.filter(event=event, role=EventRole.Role.HOST).select_related("organization")
    return [one.organization for one in hosts]


@require_http_methods(["GET", "HEAD", "POST"])
def event_new(request: HttpRequest) -> HttpResponse:
    """Put an event on record; a host's officer one inside an event that they manage."""
    wholes = rules.managed_by(request.user)
    demand(rules.may_record(request.user))
    form = EventForm(request.POST or None, event=None, wholes=wholes)
    form.fields["part_of"].required = not rules.is_officer(request.user)
    place = PlaceForm(request.POST or None, reader=request.user, event=None, hosts=[])
    refusal = ""
    if request.method == "POST" and form.is_valid() and place.is_valid():
        to = place.destination
        made, refusal = attempt(lambda: actions.plan_event(by=request.user, to=to, **form.values))
        if made:
            return redirect("event", key=made.key)
    context = {"event": None, "form": form, "place": place, "refusal": refusal}
    wrong = form.errors or place.errors
    return answer(request, "events/event_form.html", context, status=409 if refusal else 422 if wrong else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def event_edit(request: HttpRequest, key: str) -> HttpResponse:
    """What it is called and what it is; its days and its place are moved."""
    event = _managed(request, key)
    form = EventForm(request.POST or None, event=event, wholes=rules.managed_by(request.user).exclude(pk=event.pk))
    refusal = ""
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data.get("seen") or 0
        changes, refusal = attempt(lambda: actions.revise_event(event, by=request.user, seen=seen, **form.values))
        if changes is not None:
            return redirect("event", key=key)
    context = {"event": event, "form": form, "refusal": refusal}
    return answer(request, "events/event_form.html", context, status=409 if refusal else 422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def event_move(request: HttpRequest, key: str) -> HttpResponse:
    """Other days, another host, city or mode; first whom it concerns, then the act."""
    event = _managed(request, key)
    form = MoveForm(request.POST or None, reader=request.user, event=event, hosts=_hosts(event))
    refusal = ""
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        plan, refusal = attempt(
            lambda: actions.move_event(
                event, by=request.user, to=form.destination, reason=said["reason"], seen=said.get("seen") or 0
            )
        )
        if plan:
            return redirect("event", key=key)
    return _moving(request, event, form, refusal)


@require_POST
def event_cancel(request: HttpRequest, key: str) -> HttpResponse:
    """Cancel the event with its reason, or take that back (``undo``)."""
    event = _managed(request, key)
    seen = number_in(request.POST.get("seen"))
    reason = ReasonForm(request.POST)
    if request.POST.get("undo") == "1":
        _done, refusal = attempt(lambda: actions.reinstate_event(event, by=request.user, seen=seen))
    elif reason.is_valid():
        why = reason.cleaned_data["reason"]
        _done, refusal = attempt(lambda: actions.cancel_event(event, by=request.user, reason=why, seen=seen))
    else:
        return _moving(
            request, event, MoveForm(None, reader=request.user, event=event, hosts=_hosts(event)), "", reason
        )
    if refusal:
        form = MoveForm(None, reader=request.user, event=event, hosts=_hosts(event))
        return _moving(request, event, form, refusal)
    return redirect("event", key=key)


def _moving(
    request: HttpRequest, event: Event, form: Any, refusal: str, reason: ReasonForm | None = None
) -> HttpResponse:
    wrong = form.errors or reason is not None
    context = {
        "event": event,
        "form": form,
        "reason": reason or ReasonForm(prefix=None),
        "told": to_be_told(event, None),
        "refusal": refusal,
    }
    return answer(request, "events/event_move.html", context, status=409 if refusal else 422 if wrong else 200)
