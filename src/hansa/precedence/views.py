"""The pages of the order of precedence: the order with its reasons, its rule, one place changed by hand."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hansa.base.exports import exported
from hansa.base.web import answer, attempt, fetch
from hansa.base.words import country_name
from hansa.delegations.models import Delegation
from hansa.events.models import Event, Session
from hansa.network.rules import Visitor
from hansa.precedence import actions
from hansa.precedence.forms import PlaceForm, RuleForm
from hansa.precedence.models import Override
from hansa.precedence.queries import order_of, ranking_of, speaking_orders
from hansa.precedence.reasons import reasons
from hansa.precedence.rules import may_order


def _event(request: HttpRequest, key: str) -> Event:
    return fetch(Event.objects.select_related("city"), may_order, request.user, key=key)


def _delegation(request: HttpRequest, key: str, pk: int) -> Delegation:
    def rule(user: Visitor, found: Delegation) -> bool:
        return may_order(user, found.event)

    found = Delegation.objects.coming().filter(event__key=key).select_related("event", "organization")
    return fetch(found, rule, request.user, pk=pk)


def _page(request: HttpRequest, event: Event, form: RuleForm | None = None, refusal: str = "") -> HttpResponse:
    ranking = ranking_of(event)
    order = order_of(event, ranking)
    context = {
        "event": event,
        "ranking": ranking,
        "places": [(place, reasons(place, ranking)) for place in order],
        "by_hand": sum(1 for place in order if place.override),
        "form": form or RuleForm(None, ranking=ranking),
        "refusal": refusal,
        "sessions": speaking_orders(event, order),
    }
    status = 409 if refusal else 422 if form and form.errors else 200
    return answer(request, "precedence/precedence.html", context, status=status)


@require_safe
def precedence(request: HttpRequest, key: str) -> HttpResponse:
    """The delegations in order, each with the reasons for its place."""
    return _page(request, _event(request, key))


@require_safe
def precedence_export(request: HttpRequest, key: str, kind: str) -> HttpResponseBase:
    """The order as a file."""
    event = _event(request, key)
    ranking = ranking_of(event)
    header = [
        pgettext("in an order", "Place"),
        _("Delegation"),
        _("Country"),
        _("Head of delegation"),
        _("Title"),
        _("Why"),
    ]
    return exported(
        kind,
        _("Order of precedence of %(event)s") % {"event": event},
        header,
        (
            [
                place.number,
                str(place.delegation.organization),
                country_name(place.delegation.organization.country),
                str(place.head.person) if place.head else "",
                place.facts.title,
                " · ".join(reasons(place, ranking)),
            ]
            for place in order_of(event, ranking)
        ),
    )


@require_POST
def rule(request: HttpRequest, key: str) -> HttpResponse:
    """Choose the rule of the event."""
    event = _event(request, key)
    form = RuleForm(request.POST, ranking=ranking_of(event))
    if not form.is_valid():
        return _page(request, event, form)
    _done, refusal = attempt(lambda: actions.choose_rule(event, by=request.user, **form.cleaned_data))
    return _page(request, event, form, refusal) if refusal else redirect("precedence", key=key)


@require_http_methods(["GET", "HEAD", "POST"])
def place(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Change one place by hand."""
    delegation = _delegation(request, key, pk)
    known = Override.objects.filter(delegation=delegation).select_related("after__organization", "by").first()
    form = PlaceForm(request.POST or None, delegation=delegation, known=known)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        _done, refusal = attempt(lambda: actions.change_place(delegation, by=request.user, **form.cleaned_data))
        if not refusal:
            return redirect("precedence", key=key)
    ranking = ranking_of(delegation.event)
    here = next(one for one in order_of(delegation.event, ranking) if one.delegation.pk == delegation.pk)
    context: dict[str, Any] = {
        "event": delegation.event,
        "place": here,
        "reasons": reasons(here, ranking),
        "form": form,
        "known": known,
        "refusal": refusal,
    }
    status = 409 if refusal else 422 if form.errors else 200
    return answer(request, "precedence/place.html", context, status=status)


@require_POST
def take_back(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Let the rule decide again."""
    delegation = _delegation(request, key, pk)
    _done, refusal = attempt(lambda: actions.take_back(delegation, by=request.user))
    return _page(request, delegation.event, refusal=refusal) if refusal else redirect("precedence", key=key)


@require_POST
def let_speak(request: HttpRequest, key: str, session: int) -> HttpResponse:
    """Put the speakers of a session into the order of precedence."""
    event = _event(request, key)
    found = fetch(Session.objects.select_related("event"), lambda _u, _s: True, request.user, pk=session, event=event)
    _done, refusal = attempt(lambda: actions.let_speak_in_order(found, by=request.user))
    if refusal:
        return _page(request, event, refusal=refusal)
    messages.success(request, _("The speakers of “%(session)s” stand in this order now.") % {"session": found})
    return redirect("precedence", key=key)
