"""What visits lend to lower pages: the way to them, offers that wait for an answer, visits that are too full."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from hansa.base.panels import Todo, lend
from hansa.delegations.models import Delegation
from hansa.delegations.queries import event_at_hand
from hansa.delegations.rules import seen_by
from hansa.events.models import Event, Visit
from hansa.visits.models import Booking, Terms
from hansa.visits.queries import fillings
from hansa.visits.rules import may_choose, may_run
from hansa.visits.sentences import moment_in


@lend("event_acts", order=25)
def event_acts(request: HttpRequest, *, event: Event, **context: Any) -> str:
    """The way to the visits, for those who run them."""
    if not may_run(request.user, event) or not Visit.objects.filter(event=event).exists():
        return ""
    return render_to_string("visits/_event_acts.html", {"event": event}, request)


@lend("delegation_acts", order=30)
def delegation_acts(request: HttpRequest, *, delegation: Delegation, **context: Any) -> str:
    """The way to the choice of visits, where there is something to choose."""
    if delegation.withdrawn_on or not may_choose(request.user, delegation):
        return ""
    if not Terms.objects.filter(visit__event=delegation.event_id).exists():
        return ""
    return render_to_string("visits/_delegation_acts.html", {"delegation": delegation}, request)


@lend("todo", order=30)
def todo(request: HttpRequest, **context: Any) -> list[Todo]:
    """Offers that wait for one's answer; for the office, visits on which more go than there are places."""
    if not request.user.is_authenticated:
        return []
    event = event_at_hand(request.user)
    return _too_full(event) if event else _offers(request)


def _offers(request: HttpRequest) -> list[Todo]:
    rows = Booking.objects.filter(state=Booking.State.OFFERED, delegate__delegation__in=seen_by(request.user))
    found = rows.select_related("visit__event", "delegate__person", "delegate__delegation").order_by("offered_until")
    return [
        Todo(
            _("A place on “%(visit)s” is offered to %(person)s") % {"visit": one.visit, "person": one.delegate.person},
            reverse("visits_choose", args=[one.visit.event.key, one.delegate.delegation_id]),
            str(one.visit.event.name),
            when=_("until %(moment)s") % {"moment": moment_in(one.visit.event, one.offered_until)},
        )
        for one in found
        if one.is_offer and one.offered_until
    ]


def _too_full(event: Event) -> list[Todo]:
    return [
        Todo(
            _("%(n)s more go on “%(visit)s” than there are places") % {"n": one.over, "visit": one.visit},
            reverse("visit", args=[event.key, one.visit.pk]),
            _("Visits"),
        )
        for one in fillings(event)
        if one.over
    ]
