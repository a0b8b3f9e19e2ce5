"""Diaries on screen and on paper: all of an event for those who manage it, one's own for everybody else."""

from urllib.parse import urlsplit, urlunsplit

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from hansa.base.text import search_key
from hansa.base.web import answer, demand, fetch, number_in
from hansa.delegations import rules
from hansa.delegations.actions import renew_calendar
from hansa.delegations.models import Delegate, Delegation
from hansa.delegations.queries import row_of, with_people
from hansa.diaries.queries import diary_of, meetings_by_delegation
from hansa.events.models import Event
from hansa.events.rules import may_manage

# Up to so many lines a sheet of A4 holds in that type; a longer diary is set tight.
DENSITIES = [(10, "airy"), (22, "dense")]


def _fetch(request: HttpRequest, key: str, pk: int) -> Delegation:
    found = Delegation.objects.filter(event__key=key).select_related("event__city", "organization")
    return fetch(found, rules.may_see_delegation, request.user, pk=pk)


@require_safe
def diaries(request: HttpRequest, key: str) -> HttpResponse:
    """The diaries of an event that this reader may see; the only one opens at once."""
    event = Event.objects.select_related("city").filter(key=key).first()
    if event is None:
        raise Http404
    seen = list(with_people(rules.seen_by(request.user).filter(event=event)))
    manages = may_manage(request.user, event)
    demand(bool(seen) or manages)
    if len(seen) == 1 and not manages:
        return redirect("diary", key=key, pk=seen[0].pk)
    counts = meetings_by_delegation(event)
    rows = [(row_of(one), counts.get(one.organization_id, 0)) for one in seen]
    rows.sort(key=lambda row: search_key(str(row[0].delegation.organization)))
    return answer(request, "diaries/diaries.html", {"event": event, "rows": rows, "manages": manages})


@require_safe
def diary(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """The diary of a delegation, or with ``?who=`` that of one of its people."""
    delegation = _fetch(request, key, pk)
    shown = diary_of(delegation, _who(request, delegation))
    now = timezone.now()
    feed = reverse("diary_feed", args=[delegation.calendar_key]) + (f"?who={shown.who.pk}" if shown.who else "")
    address = request.build_absolute_uri(feed)
    context = {
        "diary": shown,
        "delegation": delegation,
        "event": delegation.event,
        "now": now,
        "next": shown.next_after(now),
        "is_over": shown.is_over(now),
        "density": _density(len(shown.entries)),
        "speaks": rules.may_speak_for(request.user, delegation),
        "manages": may_manage(request.user, delegation.event),
        "feed": address,
        "subscribe": urlunsplit(urlsplit(address)._replace(scheme="webcal")),
    }
    return answer(request, "diaries/diary.html", context)


@require_POST
def renew_address(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Make a new address for the calendar feed; the old one is shut."""
    delegation = _fetch(request, key, pk)
    demand(rules.may_speak_for(request.user, delegation))
    renew_calendar(delegation, by=request.user)
    return redirect(reverse("diary", args=[key, pk]) + "#calendar")


def _density(lines: int) -> str:
    """How close a diary of so many lines is set on paper, so that it stays one sheet."""
    return next((name for most, name in DENSITIES if lines <= most), "tight")


def _who(request: HttpRequest, delegation: Delegation) -> Delegate | None:
    asked = request.GET.get("who", "")
    if not asked:
        return None
    return fetch(
        Delegate.objects.select_related("person"),
        lambda _user, one: one.delegation_id == delegation.pk,
        request.user,
        pk=number_in(asked),
    )
