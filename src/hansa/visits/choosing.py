"""A delegation chooses its visits: who goes on which, who waits, which offer is taken."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from hansa.base.panels import lent
from hansa.base.web import answer, attempt, demand, fetch, number_in
from hansa.delegations.models import Delegate, Delegation
from hansa.events.models import Visit
from hansa.visits import actions
from hansa.visits.models import Booking
from hansa.visits.queries import choices, turns, why_closed
from hansa.visits.rules import may_choose, may_choose_for
from hansa.visits.sentences import closed_because


def _delegation(request: HttpRequest, key: str, pk: int) -> Delegation:
    found = Delegation.objects.filter(event__key=key, withdrawn_on=None)
    return fetch(found.select_related("event__city", "organization"), may_choose, request.user, pk=pk)


def _page(request: HttpRequest, delegation: Delegation, refusal: str = "") -> HttpResponse:
    found = choices(delegation)
    place = turns(choice.filling.visit for choice in found)
    rows: list[dict[str, Any]] = []
    for choice in found:
        visit, terms = choice.filling.visit, choice.filling.terms
        closed = why_closed(terms) if terms else "over"
        people = [
            {
                "delegate": one,
                "booking": booking,
                "goes": goes,
                "turn": place.get(booking.pk) if booking else None,
                "may": may_choose_for(request.user, delegation, one.person_id),
            }
            for one, booking, goes in choice.people
        ]
        rows.append(
            {
                "visit": visit,
                "filling": choice.filling,
                "own": choice.own,
                "closed": closed_because(terms, closed) if terms and closed else "",
                "people": people,
            }
        )
    busy: dict[tuple[int, int], list[str]] = {}
    for answered in lent("busy", request, delegation=delegation, visits=[row["visit"] for row in rows]):
        busy |= answered
    for row in rows:
        for one in row["people"]:
            one["busy"] = busy.get((row["visit"].pk, one["delegate"].pk), [])
    context = {"event": delegation.event, "delegation": delegation, "rows": rows, "refusal": refusal}
    return answer(request, "visits/choose.html", context, status=409 if refusal else 200)


@require_safe
def choose(request: HttpRequest, key: str, delegation: int) -> HttpResponse:
    """The visits of the event with the people of one delegation."""
    return _page(request, _delegation(request, key, delegation))


@require_POST
def ask(request: HttpRequest, key: str, delegation: int) -> HttpResponse:
    """Ask for a place for one of its people."""
    shown = _delegation(request, key, delegation)
    people = Delegate.objects.filter(delegation=shown).select_related("person", "delegation__organization")
    who = fetch(people, lambda _u, _d: True, request.user, pk=number_in(request.POST.get("delegate")))
    demand(may_choose_for(request.user, shown, who.person_id))
    found = Visit.objects.filter(event=shown.event, terms__isnull=False).select_related("event")
    visit = fetch(found, lambda _u, _v: True, request.user, pk=number_in(request.POST.get("visit")))
    _booking, refusal = attempt(lambda: actions.ask(visit, who, by=request.user))
    return _back(request, shown, visit, refusal)


def _booking(request: HttpRequest, shown: Delegation, pk: int) -> Booking:
    rows = Booking.objects.filter(delegate__delegation=shown).select_related("visit__event", "delegate__person")
    found = fetch(rows, lambda _u, _b: True, request.user, pk=pk)
    demand(may_choose_for(request.user, shown, found.delegate.person_id))
    return found


@require_POST
def accept(request: HttpRequest, key: str, delegation: int, booking: int) -> HttpResponse:
    """Take an offered place."""
    shown = _delegation(request, key, delegation)
    found = _booking(request, shown, booking)
    _done, refusal = attempt(lambda: actions.accept_offer(found, by=request.user))
    return _back(request, shown, found.visit, refusal)


@require_POST
def give_up(request: HttpRequest, key: str, delegation: int, booking: int) -> HttpResponse:
    """Give up a place, an offer or a turn."""
    shown = _delegation(request, key, delegation)
    found = _booking(request, shown, booking)
    _done, refusal = attempt(lambda: actions.give_up(found, by=request.user))
    return _back(request, shown, found.visit, refusal)


def _back(request: HttpRequest, shown: Delegation, visit: Visit, refusal: str) -> HttpResponse:
    if refusal:
        return _page(request, shown, refusal)
    response = redirect("visits_choose", key=shown.event.key, delegation=shown.pk)
    response["Location"] += f"#v{visit.pk}"
    return response
