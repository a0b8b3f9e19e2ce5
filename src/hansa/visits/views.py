"""The office's pages of visits: how full each is, who goes, who waits, and on what terms."""

from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hansa.base.exports import exported
from hansa.base.web import answer, attempt, fetch
from hansa.base.words import country_name, language_name, with_commas, zone_name
from hansa.events.models import Event, Visit
from hansa.network.rules import Visitor
from hansa.people.models import Person
from hansa.visits import actions
from hansa.visits.forms import PutOnForm, TermsForm
from hansa.visits.models import Booking, Terms
from hansa.visits.queries import Seat, filling_of, fillings, seats, waiting_list
from hansa.visits.rules import may_run


def _run(user: Visitor, visit: Visit) -> bool:
    return may_run(user, visit.event)


def _visit(request: HttpRequest, key: str, pk: int) -> Visit:
    return fetch(Visit.objects.filter(event__key=key).select_related("event__city"), _run, request.user, pk=pk)


@require_safe
def visits(request: HttpRequest, key: str) -> HttpResponse:
    """Every visit of the event: places, who goes, who waits."""
    event = fetch(Event.objects.select_related("city"), may_run, request.user, key=key)
    return answer(request, "visits/visits.html", {"event": event, "fillings": fillings(event)})


def _page(request: HttpRequest, visit: Visit, refusal: str = "", form: PutOnForm | None = None) -> HttpResponse:
    filling = filling_of(visit)
    context = {
        "event": visit.event,
        "visit": visit,
        "filling": filling,
        "seats": seats(visit),
        "waiting": waiting_list(visit),
        "form": form or PutOnForm(None, visit=visit),
        "refusal": refusal,
    }
    status = 409 if refusal else 422 if form and form.errors else 200
    return answer(request, "visits/visit.html", context, status=status)


@require_safe
def visit(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """One visit: who goes, by delegation, and the waiting list."""
    return _page(request, _visit(request, key, pk))


@require_safe
def visit_export(request: HttpRequest, key: str, pk: int, kind: str) -> HttpResponseBase:
    """The list for the bus."""
    shown = _visit(request, key, pk)
    header = [_("Number"), _("Name"), _("Name in Latin letters"), _("Delegation"), _("Country"), _("Languages")]
    name = _("List for the bus, %(visit)s") % {"visit": shown}
    return exported(kind, name, header, _lines(seats(shown)))


def _lines(found: list[Seat]) -> Iterator[list[Any]]:
    for number, seat in enumerate(found, 1):
        person, delegate = seat.person, seat.delegate
        latin = person.latin_name if person.latin_name != person.full_name else ""
        body = delegate.delegation.organization if delegate else None
        yield [
            number,
            f"{person.full_name} {person.mark}".rstrip(),
            latin,
            str(body) if body else "",
            country_name(body.country) if body else "",
            with_commas(language_name(code) for code in delegate.languages) if delegate else "",
        ]


@require_http_methods(["GET", "HEAD", "POST"])
def terms(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Set the terms of a visit."""
    shown = _visit(request, key, pk)
    form = TermsForm(request.POST or None, visit=shown, terms=Terms.objects.filter(visit=shown).first())
    refusal = ""
    if request.method == "POST" and form.is_valid():
        _done, refusal = attempt(lambda: actions.set_terms(shown, by=request.user, **form.cleaned_data))
        if not refusal:
            return redirect("visit", key=key, pk=pk)
    zone = zone_name(shown.event.local(shown.starts_at))
    context = {"event": shown.event, "visit": shown, "form": form, "refusal": refusal, "zone": zone}
    return answer(request, "visits/terms.html", context, status=409 if refusal else 422 if form.errors else 200)


@require_POST
def put_on(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Give a place past the waiting list."""
    shown = _visit(request, key, pk)
    form = PutOnForm(request.POST, visit=shown)
    if not form.is_valid():
        return _page(request, shown, form=form)
    return _done(request, shown, lambda: actions.put_on(shown, by=request.user, **form.cleaned_data))


@require_POST
def take_off(request: HttpRequest, key: str, pk: int, person: int) -> HttpResponse:
    """Take somebody off."""
    shown = _visit(request, key, pk)
    found = fetch(Person.objects.filter(visits=shown), lambda _u, _p: True, request.user, pk=person)
    return _done(request, shown, lambda: actions.take_off(shown, found, by=request.user))


@require_POST
def put_forward(request: HttpRequest, key: str, pk: int, booking: int) -> HttpResponse:
    """Put somebody to the front of the waiting list."""
    shown = _visit(request, key, pk)
    rows = Booking.objects.filter(visit=shown).select_related("visit__event")
    found = fetch(rows, lambda _u, _b: True, request.user, pk=booking)
    reason = request.POST.get("reason", "")[:300]
    return _done(request, shown, lambda: actions.put_forward(found, by=request.user, reason=reason))


def _done(request: HttpRequest, shown: Visit, act: Callable[[], Any]) -> HttpResponse:
    _answer, refusal = attempt(act)
    return _page(request, shown, refusal) if refusal else redirect("visit", key=shown.event.key, pk=shown.pk)
