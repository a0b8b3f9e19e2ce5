"""The pages of events: the list and one event, for the public and the office alike, each as far as they may see."""

from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from hansa.base.panels import lent
from hansa.base.text import nfc
from hansa.base.web import answer, attempt, fetch
from hansa.events import actions, rules
from hansa.events.filters import sections_for
from hansa.events.models import Event
from hansa.events.queries import Day, claims_of, found_events, programme, roles_of
from hansa.events.speakers import titles_for
from hansa.events.structured import event_data
from hansa.events.wording import claimed, publications, roles_in_words

PER_PAGE = 50
PUBLISHING = {
    "announce": actions.announce,
    "close": actions.close,
    "publish-programme": actions.publish_programme,
    "take-back-programme": actions.take_back_programme,
    "publish-participants": actions.publish_participants,
    "take-back-participants": actions.take_back_participants,
}


@require_safe
def event_list(request: HttpRequest) -> HttpResponse:
    """The events that this reader may see."""
    search = nfc(request.GET.get("q"))
    found = found_events(rules.seen_by(request.user), search)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return answer(
        request,
        "events/event_list.html",
        {"page": page, "search": search, "count": len(found), "may_record": rules.may_record(request.user)},
        partial="events/_event_rows.html",
    )


@require_safe
def event(request: HttpRequest, key: str) -> HttpResponse:
    """One event: what it is, its programme as far as this reader may see it, and what the upper rooms lend."""
    shown = fetch(Event.objects.select_related("part_of", "city"), rules.may_see, request.user, key=key)
    manages = rules.may_manage(request.user, shown)
    sees_programme = rules.may_see_programme(request.user, shown)
    roles = roles_of(shown)
    days = _days(request, shown, manages) if sees_programme else []
    told = _days(request, shown, False) if manages and shown.programme_published_at else days
    visible = rules.seen_by(request.user).order_by("starts_on", "key")
    context = {
        "event": shown,
        "manages": manages,
        "sees_programme": sees_programme,
        "roles": roles_in_words(roles),
        "claims": [(source, [claimed(claim) for claim in claims]) for source, claims in claims_of(shown)],
        "around": visible.filter(pk=shown.part_of_id).first() if shown.part_of_id else None,
        "parts": list(visible.filter(part_of=shown)),
        "days": days,
        "told": told,
        "plans": list(shown.earlier_plans.select_related("city").prefetch_related("hosts")),
        "figures": lent("figures", request, event=shown) if manages else [],
        "publications": publications(shown) if manages else [],
    }
    context["data"] = _data(request, context, [entry for _role, entries in roles for entry in entries])
    return answer(request, "events/event.html", context)


@require_POST
def publication(request: HttpRequest, key: str) -> HttpResponse:
    """Open to the public, or take back, the page, the programme or who comes."""
    shown = fetch(Event.objects.all(), rules.may_manage, request.user, key=key)
    act = PUBLISHING.get(request.POST.get("act", ""))
    if act is None:
        raise Http404
    _done, refusal = attempt(lambda: act(shown, by=request.user))
    if refusal:
        return answer(request, "events/refused.html", {"event": shown, "refusal": refusal}, status=409)
    return redirect("event", key=shown.key)


def _days(request: HttpRequest, shown: Event, in_work: bool) -> list[Day]:
    """The working programme for those who write it, the last version for everybody else."""
    return programme(shown, sections_for(request.user, shown, in_work), titles_for(request, shown))


def _data(request: HttpRequest, context: dict[str, Any], roles: list[Any]) -> str:
    """The event for machines; only once it is public, and its programme only once that is."""
    shown: Event = context["event"]
    if shown.announced_at is None:
        return ""

    def address(of: Event) -> str:
        return request.build_absolute_uri(reverse("event", args=[of.key]))

    days = context["told"] if shown.programme_published_at else []
    parts = {address(part): part for part in context["parts"] if part.announced_at}
    return event_data(shown, address(shown), roles, days, parts, context["plans"][0] if context["plans"] else None)
