"""The pages of delegations: the list for those who manage the event, one delegation, one of its people."""

from collections.abc import Iterator
from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hansa.base.exports import exported
from hansa.base.panels import lent
from hansa.base.web import answer, attempt, demand, fetch
from hansa.base.words import country_name, language_name, with_commas, zone_name
from hansa.delegations import actions, rules
from hansa.delegations.filters import in_force, sorts
from hansa.delegations.forms import DelegateForm, FilterForm
from hansa.delegations.models import Delegate, Delegation
from hansa.delegations.queries import Row, counted, focal_points_of, found_rows, row_of, with_people
from hansa.events.models import Event
from hansa.events.rules import may_manage

PER_PAGE = 100


def _managed(request: HttpRequest, key: str) -> Event:
    return fetch(Event.objects.select_related("city"), may_manage, request.user, key=key)


def _places(request: HttpRequest, event: Event, sort: str) -> dict[int, int]:
    """The order of precedence, where the list is sorted by it and an upper room lends it."""
    found: dict[int, int] = {}
    for places in lent("places", request, event=event) if sort == "precedence" else []:
        found |= places
    return found


def _fetch(request: HttpRequest, key: str, pk: int) -> Delegation:
    found = with_people(Delegation.objects.filter(event__key=key).select_related("event__city"))
    return fetch(found, rules.may_see_delegation, request.user, pk=pk)


@require_safe
def delegations(request: HttpRequest, key: str) -> HttpResponse:
    """All delegations to an event, with filters that show."""
    event = _managed(request, key)
    form = FilterForm(request.GET, event=event)
    wanted = form.wanted
    rows = found_rows(event, wanted, _places(request, event, wanted.sort))
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "event": event,
        "form": form,
        "page": page,
        "count": len(rows),
        "people": sum(len(row.people) for row in rows),
        "figures": counted(event),
        "in_force": in_force(request.GET, form),
        "sorts": sorts(request.GET, wanted.sort),
        "withdrawn": wanted.withdrawn,
    }
    return answer(request, "delegations/delegations.html", context, partial="delegations/_rows.html")


@require_safe
def delegations_export(request: HttpRequest, key: str, kind: str) -> HttpResponseBase:
    """The people of the delegations that the filters leave, a row each."""
    event = _managed(request, key)
    wanted = FilterForm(request.GET, event=event).wanted
    rows = found_rows(event, wanted, _places(request, event, wanted.sort))
    zone = zone_name(event.local(rows[0].first_arrival)) if rows and rows[0].first_arrival else event.zone
    header = [
        _("Delegation"), _("Own name"), _("Country"), _("Capacity"), _("Role"), _("Title"), _("Name"),
        _("Name in Latin letters"), _("Languages"),
        _("Arrival, %(zone)s") % {"zone": zone}, _("Departure, %(zone)s") % {"zone": zone},
    ]  # fmt: skip
    name = _("Delegations to %(event)s") % {"event": event}
    return exported(kind, name, header, (line for row in rows for line in _lines(row, event)))


def _lines(row: Row, event: Event) -> Iterator[list[Any]]:
    organization = row.delegation.organization
    front = [
        str(organization), organization.own_name, country_name(organization.country),
        row.delegation.get_capacity_display(),
    ]  # fmt: skip
    for one in row.people:
        stay = [event.local(moment) if moment else None for moment in (one.arrives_at, one.departs_at)]
        tongues = with_commas(language_name(code) for code in one.languages)
        # The mark of an invented person goes wherever the name goes.
        name = f"{one.person.full_name} {one.person.mark}".rstrip()
        latin = one.person.latin_name if one.person.latin_name != one.person.full_name else ""
        yield [*front, one.get_role_display(), one.title, name, latin, tongues, *stay]


@require_safe
def delegation(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """One delegation: its people, their stay, who answers for it, and what the upper rooms lend."""
    shown = _fetch(request, key, pk)
    focal = focal_points_of([shown.organization_id]).get(shown.organization_id, [])
    context = {
        "delegation": shown,
        "event": shown.event,
        "row": row_of(shown, focal),
        "gone": [one for one in shown.delegates.all() if one.withdrawn_on],
        "manages": may_manage(request.user, shown.event),
        "speaks": rules.may_speak_for(request.user, shown),
    }
    return answer(request, "delegations/delegation.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def delegate_edit(request: HttpRequest, key: str, pk: int, delegate: int) -> HttpResponse:
    """Set arrival, departure and languages of one of its people."""
    shown = _fetch(request, key, pk)
    demand(rules.may_speak_for(request.user, shown))
    people = Delegate.objects.select_related("person", "delegation__event", "delegation__organization")
    one = fetch(people, lambda _user, _record: True, request.user, pk=delegate, delegation=shown)
    form = DelegateForm(request.POST or None, delegate=one)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        _changes, refusal = attempt(lambda: actions.revise_delegate(one, by=request.user, **form.cleaned_data))
        if not refusal:
            return redirect("delegation", key=key, pk=pk)
    context = {"delegation": shown, "event": shown.event, "delegate": one, "form": form, "refusal": refusal}
    status = 409 if refusal else 422 if form.errors else 200
    return answer(request, "delegations/delegate_edit.html", context, status=status)
