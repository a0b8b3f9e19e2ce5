"""What precedence lends to lower pages: the way to it, and each delegation's place for their lists."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string

from hansa.base.panels import lend
from hansa.events.models import Event
from hansa.precedence.queries import places_of
from hansa.precedence.rules import may_order


@lend("delegations_acts", order=10)
def delegations_acts(request: HttpRequest, *, event: Event, **context: Any) -> str:
    """The way to the order, for those who may see it."""
    if not may_order(request.user, event):
        return ""
    return render_to_string("precedence/_delegations_acts.html", {"event": event}, request)


@lend("places", order=10)
def places(request: HttpRequest, *, event: Event, **context: Any) -> dict[int, int]:
    """The place of each delegation in the order of precedence."""
    return places_of(event) if may_order(request.user, event) else {}
