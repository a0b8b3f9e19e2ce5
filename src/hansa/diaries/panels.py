"""What the diaries lend: the ways to them, from the row of rooms, an event and a delegation."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from hansa.base.panels import Room, lend
from hansa.delegations.models import Delegation
from hansa.delegations.queries import event_at_hand, own_delegation
from hansa.delegations.rules import may_see_delegation, seen_by
from hansa.events.models import Event
from hansa.events.rules import may_manage

# Somebody who answers for a city over many years sees the latest of its delegations.
ON_TODAY = 5


@lend("rooms", order=50)
def rooms(request: HttpRequest, **context: Any) -> list[Room]:
    """All diaries for those who manage an event; their own for those who answer for a delegation."""
    if not request.user.is_authenticated:
        return []
    key = str(request.resolver_match.kwargs.get("key", "")) if request.resolver_match else ""
    event = event_at_hand(request.user, key)
    if event:
        return [Room(_("Diaries"), reverse("diaries", args=[event.key]))]
    own = own_delegation(request.user, key)
    return [Room(_("My diary"), reverse("diary", args=[own.event.key, own.pk]))] if own else []


@lend("today", order=10)
def own_delegations(request: HttpRequest, **context: Any) -> str:
    """The delegations for which this person speaks or in which they come, each with the way to its diary."""
    if not request.user.is_authenticated or event_at_hand(request.user):
        return ""
    own = seen_by(request.user).select_related("event", "organization").order_by("-event__starts_on", "pk")[:ON_TODAY]
    return render_to_string("diaries/_today.html", {"delegations": own}, request) if own else ""


@lend("event_acts", order=50)
def from_event(request: HttpRequest, *, event: Event, **context: Any) -> str:
    """All diaries, or one's own."""
    if may_manage(request.user, event):
        return _act(_("Diaries"), reverse("diaries", args=[event.key]))
    own = own_delegation(request.user, event.key) if request.user.is_authenticated else None
    if own is None or own.event_id != event.pk:
        return ""
    return _act(_("My diary"), reverse("diary", args=[event.key, own.pk]))


@lend("delegation_acts", order=50)
def from_delegation(request: HttpRequest, *, delegation: Delegation, **context: Any) -> str:
    """The diary of this delegation."""
    if not may_see_delegation(request.user, delegation):
        return ""
    return _act(_("Diary"), reverse("diary", args=[delegation.event.key, delegation.pk]))


def _act(title: str, url: str) -> str:
    return render_to_string("diaries/_act.html", {"title": title, "url": url})
