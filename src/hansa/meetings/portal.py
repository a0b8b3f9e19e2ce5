"""A delegation's own page of requests: whom it would like to meet, and what it answers those who ask for it."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hansa.base.web import answer as answered
from hansa.base.web import attempt, fetch, number_in
from hansa.delegations.models import Delegation
from hansa.delegations.rules import may_see_delegation, may_speak_for
from hansa.meetings import actions, portal_queries
from hansa.meetings.filters import address
from hansa.meetings.models import MeetingRequest, Round
from hansa.meetings.portal_forms import AnswerForm, AskForm, FilterForm, RuleForm
from hansa.meetings.rules import may_plan
from hansa.meetings.views import round_of

PER_PAGE = 50


def _delegation(request: HttpRequest, key: str, pk: int, *, speaks: bool) -> tuple[Round, Delegation]:
    """The round and a delegation that has this page, if this person may look, or speak for it; else 404."""
    rule = may_speak_for if speaks else may_see_delegation
    found = Delegation.objects.filter(event__key=key).select_related("event__city", "event__round", "organization")
    own = fetch(found, rule, request.user, pk=pk)
    of = Round.objects.filter(event=own.event_id).first()
    if of is None or not portal_queries.has_portal(own):
        raise Http404
    of.event = own.event
    return of, own


@require_safe
def portal(request: HttpRequest, key: str, delegation: int) -> HttpResponse:
    """Whom one delegation may ask, what it asked, who asks it."""
    of, own = _delegation(request, key, delegation, speaks=False)
    return _page(request, of, own)


def _page(request: HttpRequest, of: Round, own: Delegation, refusal: str = "") -> HttpResponse:
    speaks = may_speak_for(request.user, own)
    shown = portal_queries.portal(of, own, user=request.user, discreet=not speaks)
    form = FilterForm(request.GET, shown=shown)
    wanted = form.wanted()
    found = portal_queries.fitting(shown, wanted)
    context = {
        "event": of.event,
        "round": of,
        "delegation": own,
        "shown": shown,
        "form": form,
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "count": len(found),
        "in_force": _in_force(request, form),
        "priorities": MeetingRequest.Priority.choices,
        "may": speaks,
        "is_office": may_plan(request.user, of),
        "needs_yes": of.rule == Round.Rule.ACCEPTANCE,
        "refusal": refusal,
    }
    status = 409 if refusal else 200
    return answered(request, "meetings/portal.html", context, partial="meetings/_choices.html", status=status)


def _in_force(request: HttpRequest, form: FilterForm) -> list[dict[str, Any]]:
    """The filters that narrow the list, in words, each with the way out of it."""
    titles = {
        "q": _("what holds"), "theme": _("theme"), "language": _("somebody speaks"), "country": _("country"),
        "met": _("met before"),
    }  # fmt: skip
    found = []
    for name, title in titles.items():
        value = form.cleaned_data.get(name)
        if value:
            words = dict(getattr(form.fields[name], "choices", ()))
            found.append(
                {"name": title, "value": words.get(value, value), "without": address(request.GET, **{name: ""})}
            )
    return found


@require_POST
def ask(request: HttpRequest, key: str, delegation: int) -> HttpResponse:
    """Ask to meet another delegation."""
    of, own = _delegation(request, key, delegation, speaks=True)
    coming = Delegation.objects.filter(event=own.event_id).exclude(capacity=Delegation.Capacity.PRESS)
    found = coming.select_related("organization")
    other = fetch(found, lambda _u, _d: True, request.user, pk=number_in(request.POST.get("other")))
    form = AskForm(request.POST)
    if not form.is_valid():
        return _page(request, of, own, _("Choose a priority; the topic has 300 signs at most."))
    values = form.cleaned_data
    _made, refusal = attempt(lambda: actions.ask_to_meet(of, own, other, by=request.user, **values))
    return _back(request, of, own, refusal, _("You ask to meet %(other)s.") % {"other": other})


def _request(of: Round, pk: int, **sides: Delegation) -> MeetingRequest:
    rows = MeetingRequest.objects.filter(round=of, **sides).select_related("asker__delegation__organization")
    return fetch(rows, lambda _u, _r: True, None, pk=pk)


@require_POST
def withdraw(request: HttpRequest, key: str, delegation: int, pk: int) -> HttpResponse:
    """No longer ask."""
    of, own = _delegation(request, key, delegation, speaks=True)
    found = _request(of, pk, asker__delegation=own)
    _done, refusal = attempt(lambda: actions.stop_asking(found, by=request.user))
    return _back(
        request, of, own, refusal, _("You no longer ask to meet %(other)s.") % {"other": found.asked.delegation}
    )


@require_POST
def answer(request: HttpRequest, key: str, delegation: int, pk: int) -> HttpResponse:
    """Accept, decline, or must not."""
    of, own = _delegation(request, key, delegation, speaks=True)
    found = _request(of, pk, asked__delegation=own)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _page(request, of, own, _("Say whether you accept or decline; the reason has 300 signs at most."))
    _done, refusal = attempt(lambda: actions.answer(found, by=request.user, **form.cleaned_data))
    return _back(request, of, own, refusal, _("Your answer is noted."))


@require_POST
def take_back(request: HttpRequest, key: str, delegation: int, pk: int) -> HttpResponse:
    """Undo an answer."""
    of, own = _delegation(request, key, delegation, speaks=True)
    found = _request(of, pk, asked__delegation=own)
    _done, refusal = attempt(lambda: actions.take_back_answer(found, by=request.user))
    return _back(request, of, own, refusal, _("Your answer is undone."))


@require_POST
def rule(request: HttpRequest, key: str) -> HttpResponse:
    """The office says what a request needs, and until when delegations ask and answer."""
    of = round_of(request, key)
    form = RuleForm(request.POST, of=of)
    if form.is_valid():
        _changes, refusal = attempt(lambda: actions.set_rule(of, by=request.user, **form.cleaned_data))
    else:
        refusal = " ".join(form.said)
    if refusal:
        messages.error(request, refusal, extra_tags="refusal")
    else:
        messages.success(request, _("The rule is set. A plan that is open should be drawn up again."))
    return redirect("requests", key=key)


def _back(request: HttpRequest, of: Round, own: Delegation, refusal: str, done: str) -> HttpResponse:
    if refusal:
        return _page(request, of, own, refusal)
    messages.success(request, done)
    return redirect("portal", key=of.event.key, delegation=own.pk)
