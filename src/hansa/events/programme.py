"""The programme's own pages: days and tracks for everybody, sessions, visits and halls for those who write it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hansa.base.text import nfc
from hansa.base.web import answer, attempt, fetch, number_in
from hansa.events import actions, rules
from hansa.events.clashes import clashes, clashes_of
from hansa.events.filters import Filters, sections_for, zone_named
from hansa.events.forms import HallForm, HappeningForm, ReasonForm, SessionForm, VisitForm
from hansa.events.lanes import by_hall, by_track, table_of
from hansa.events.models import Event, Hall, Session, Visit
from hansa.events.queries import programme
from hansa.events.releases import differences, last_release, lines_in, working
from hansa.events.speakers import titles_for

# By the word in the address: the record, its form, the acts that record and revise it.
KINDS: dict[str, tuple[Any, type[HappeningForm], Any, Any]] = {
    "sessions": (Session, SessionForm, actions.record_session, actions.revise_session),
    "visits": (Visit, VisitForm, actions.record_visit, actions.revise_visit),
}


def _managed(request: HttpRequest, key: str) -> Event:
    return fetch(Event.objects.select_related("city", "part_of"), rules.may_manage, request.user, key=key)


@require_safe
def programme_page(request: HttpRequest, key: str) -> HttpResponse:
    """Days, tracks and halls: the last version for everybody, the working programme for those who write it."""
    event = fetch(Event.objects.select_related("city", "part_of"), rules.may_see_programme, request.user, key=key)
    manages = rules.may_manage(request.user, event)
    release = last_release(event)
    in_work = manages and request.GET.get("shown") != "released"
    days = programme(event, sections_for(request.user, event, in_work), titles_for(request, event))
    filters = Filters(request.GET, event, days)
    own_zone, zone_unknown = zone_named(nfc(request.GET.get("zone")))
    column = by_track if filters.columns == "track" else by_hall
    context = {
        "event": event,
        "manages": manages,
        "in_work": in_work,
        "release": release,
        "filters": filters,
        "days": [(day, table_of(day.items, column)) for day in filters.days],
        "own_zone": own_zone if own_zone != event.tz else None,
        "zone_unknown": zone_unknown,
        "clashes": clashes(event) if in_work else [],
        "waiting": len(differences(working(event), lines_in(release))) if manages else 0,
    }
    return answer(request, "events/programme.html", context, partial="events/_programme.html")


@require_http_methods(["GET", "HEAD", "POST"])
def happening_new(request: HttpRequest, key: str, kind: str) -> HttpResponse:
    """Put a session or a visit into the programme."""
    event = _managed(request, key)
    _model, form_class, record, _revise = _kind(kind)
    form = form_class(request.POST or None, event=event, record=None)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        made, refusal = attempt(lambda: record(event, by=request.user, **form.values))
        if made:
            return redirect(_back(event, made))
    return _form(request, event, kind, form, refusal)


@require_http_methods(["GET", "HEAD", "POST"])
def happening(request: HttpRequest, key: str, kind: str, pk: int) -> HttpResponse:
    """Change a session or a visit; what clashes with it is said, and saved all the same."""
    event = _managed(request, key)
    model, form_class, _record, revise = _kind(kind)
    one = fetch(model.objects.filter(event=event), lambda _user, _one: True, request.user, pk=pk)
    form = form_class(request.POST or None, event=event, record=one)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data.get("seen")
        changes, refusal = attempt(lambda: revise(one, by=request.user, seen=seen or 0, **form.values))
        if changes is not None:
            return redirect(_back(event, one))
    return _form(request, event, kind, form, refusal)


@require_POST
def happening_cancel(request: HttpRequest, key: str, kind: str, pk: int) -> HttpResponse:
    """Cancel it with its reason, or take that back (``undo``)."""
    event = _managed(request, key)
    model, form_class, _record, _revise = _kind(kind)
    one = fetch(model.objects.filter(event=event), lambda _user, _one: True, request.user, pk=pk)
    seen = number_in(request.POST.get("seen"))
    if request.POST.get("undo") == "1":
        _done, refusal = attempt(lambda: actions.restore(one, by=request.user, seen=seen))
    else:
        reason = ReasonForm(request.POST)
        if not reason.is_valid():
            return _form(request, event, kind, form_class(None, event=event, record=one), "", reason)
        why = reason.cleaned_data["reason"]
        _done, refusal = attempt(lambda: actions.cancel(one, by=request.user, reason=why, seen=seen))
    if refusal:
        return _form(request, event, kind, form_class(None, event=event, record=one), refusal)
    return redirect(_back(event, one))


@require_POST
def clashes_live(request: HttpRequest, key: str, kind: str, pk: int = 0) -> HttpResponse:
    """What would clash if the form were saved as it stands; it saves nothing."""
    event = _managed(request, key)
    model, form_class, _record, _revise = _kind(kind)
    one = fetch(model.objects.filter(event=event), lambda _user, _one: True, request.user, pk=pk) if pk else None
    form = form_class(request.POST, event=event, record=one)
    form.is_valid()
    found = clashes_of(event, form.line()) if {"starts_at", "ends_at"} <= form.cleaned_data.keys() else []
    return answer(request, "events/_clashes.html", {"clashes": found, "checked": form.is_valid()})


@require_http_methods(["GET", "HEAD", "POST"])
def halls(request: HttpRequest, key: str) -> HttpResponse:
    """The halls of the event and how many they seat."""
    event = _managed(request, key)
    form = HallForm(request.POST or None)
    if request.method == "POST" and (gone := number_in(request.POST.get("remove"))):
        hall = fetch(Hall.objects.filter(event=event), lambda _user, _one: True, request.user, pk=gone)
        actions.remove_hall(hall, by=request.user)
        return redirect("event_halls", key=key)
    if request.method == "POST" and form.is_valid():
        actions.record_hall(event, by=request.user, **form.cleaned_data)
        return redirect("event_halls", key=key)
    context = {"event": event, "halls": list(event.halls.all()), "form": form}
    return answer(request, "events/halls.html", context, status=422 if form.errors else 200)


def _kind(word: str) -> tuple[Any, type[HappeningForm], Any, Any]:
    if word not in KINDS:
        raise Http404
    return KINDS[word]


def _back(event: Event, record: Session | Visit) -> str:
    return reverse("event_programme", args=[event.key]) + f"#l-{record.uid}"


def _form(
    request: HttpRequest, event: Event, kind: str, form: Any, refusal: str, reason: ReasonForm | None = None
) -> HttpResponse:
    record = form.record
    found: list[Any] = []
    if record is not None and record.cancelled_at is None:
        found = [clash for clash in clashes(event) if str(record.uid) in clash.uids]
    context = {
        "event": event,
        "kind": kind,
        "form": form,
        "record": record,
        "refusal": refusal,
        "reason": reason or ReasonForm(),
        "clashes": found,
    }
    wrong = form.errors or (reason is not None and reason.errors)
    return answer(request, "events/happening.html", context, status=409 if refusal else 422 if wrong else 200)
