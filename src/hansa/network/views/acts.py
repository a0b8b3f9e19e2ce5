"""One page for each act: a form, the day, the reason; a refusal in place, or back to the organization."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from hansa.base.fields import Dated
from hansa.base.text import fold, nfc
from hansa.base.web import answer, attempt, demand, fetch
from hansa.network import actions
from hansa.network.actions.entries import span
from hansa.network.acts import ACTS
from hansa.network.forms import acts as forms
from hansa.network.models import Organization, Seat
from hansa.network.queries import called_by_country, only_network
from hansa.network.rules import is_officer, seen_by

FORM_METHODS = ["GET", "HEAD", "POST"]


def _is_officers(user: Any, _record: Any) -> bool:
    return is_officer(user)


@require_http_methods(FORM_METHODS)
def act(request: HttpRequest, pk: int, *, name: str, row: int | None = None) -> HttpResponse:
    """The page of one act on an organization, for officers."""
    organization = fetch(Organization.objects.all(), _is_officers, request.user, pk=pk)
    page = ACTS[name]
    record = fetch(page.rows(organization).distinct(), _is_officers, request.user, pk=row) if page.rows else None
    form = page.form(
        request.POST or None, request.FILES or None, reader=request.user, organization=organization, record=record
    )
    back = reverse("organization", args=[organization.pk])

    def done() -> Any:
        return page.verb(organization, record, request.user, form.values)

    period = span(record) if isinstance(record, Dated) else ""
    context = {"organization": organization, "record": record, "period": period, "title": page.title, "back": back}
    return _answered(request, form, done, context)


@require_http_methods(FORM_METHODS)
def record_organization(request: HttpRequest) -> HttpResponse:
    """Put an organization on record."""
    demand(is_officer(request.user))
    form = forms.RecordForm(request.POST or None, reader=request.user, organization=None, record=None)
    made: list[Organization] = []

    def done() -> Any:
        made.append(actions.record_organization(by=request.user, **form.values))
        context["back"] = reverse("organization", args=[made[0].pk])

    context = {"title": _("Put an organisation on record"), "back": reverse("register")}
    return _answered(request, form, done, context)


@require_http_methods(FORM_METHODS)
def set_up_seat(request: HttpRequest) -> HttpResponse:
    """A new seat of the network."""
    demand(is_officer(request.user))
    network = only_network()
    demand(network is not None)
    form = forms.SeatForm(request.POST or None, reader=request.user, organization=None, record=None)

    def done() -> Any:
        return actions.set_up_seat(network, by=request.user, **form.values)

    return _answered(request, form, done, {"title": _("Set up a seat"), "back": reverse("seats")})


@require_http_methods(FORM_METHODS)
def seat_act(request: HttpRequest, row: int, *, name: str) -> HttpResponse:
    """Give a vacant seat, or abolish it."""
    seat = fetch(Seat.objects.all(), _is_officers, request.user, pk=row)
    pages: dict[str, tuple[Any, Any, str]] = {
        "give_seat": (forms.GiveSeatForm, actions.give_seat, _("Give the seat")),
        "abolish_seat": (forms.LastDayForm, actions.abolish_seat, _("Abolish the seat")),
    }
    form_class, verb, title = pages[name]
    form = form_class(request.POST or None, reader=request.user, organization=None, record=seat)

    def done() -> Any:
        return verb(seat, by=request.user, **form.values)

    return _answered(request, form, done, {"title": title, "record": seat, "back": reverse("seats")})


@require_http_methods(["GET", "HEAD"])
def names(request: HttpRequest) -> HttpResponse:
    """The options of a field that asks for an organization, while one types."""
    if not request.user.is_authenticated:
        raise Http404
    typed = fold(nfc(request.GET.get("organization_name")))
    found = seen_by(request.user).filter(search__contains=typed).order_by("name")[:20] if typed else []
    options = [called_by_country(one) for one in found]
    return answer(request, "network/_names.html", {"options": options})


def _answered(request: HttpRequest, form: Any, done: Any, context: dict[str, Any]) -> HttpResponse:
    """Do it where the form is clean, and go back; else the form with what is wrong, or with the refusal."""
    refusal = ""
    if request.method == "POST" and form.is_valid():
        _made, refusal = attempt(done)
        if not refusal:
            messages.success(request, _("Done: %(act)s.") % {"act": context["title"]})
            return redirect(context["back"])
    status = 409 if refusal else 422 if form.is_bound and form.errors else 200
    return answer(request, "network/act.html", {**context, "form": form, "refusal": refusal}, status=status)
