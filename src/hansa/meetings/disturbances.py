"""Something changed: one page on which an officer says what, and what is closed or away just now."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from hansa.base.web import answer, attempt
from hansa.delegations import actions as delegations
from hansa.delegations.models import Delegation
from hansa.meetings import actions, forms, lately
from hansa.meetings.models import Closure, Leave, Round
from hansa.meetings.queries import plan_on_board
from hansa.meetings.views import round_of

Values = dict[str, Any]
SHOWN = 50


@dataclass(frozen=True)
class Kind:
    """A kind of disturbance: what it is called, its form, and the act that the form leads to."""

    title: Promise
    form: type[forms.Disturbance]
    act: Callable[[Round, forms.Disturbance, Values, Any], Any]


def _withdraw(of: Round, form: forms.Disturbance, read: Values, by: Any) -> None:
    people = form.chosen(read["who"])
    if read["who"].startswith("g"):
        delegations.withdraw_delegation(people[0].delegation, by=by)
    else:
        delegations.withdraw_delegate(people[0], by=by)


def _travel(of: Round, form: forms.Disturbance, read: Values, by: Any) -> None:
    actions.change_stay(form.chosen(read["who"]), by=by, **{read["what"]: read["moment"]})


def _close(of: Round, form: forms.Disturbance, read: Values, by: Any) -> None:
    actions.close_tables(of, by=by, **read)


def _let_go(of: Round, form: forms.Disturbance, read: Values, by: Any) -> None:
    actions.let_go(read["interpreter"], starts_at=read["starts_at"], ends_at=read["ends_at"], by=by)


def _ask(of: Round, form: forms.Disturbance, read: Values, by: Any) -> None:
    (asker,), (asked,) = (form.chosen(read[name]) for name in ("asker", "asked"))
    actions.record_request(of, asker, asked, by=by, priority=read["priority"], topic=read["topic"])


KINDS: dict[str, Kind] = {
    "withdrawal": Kind(gettext_lazy("Somebody does not come"), forms.Withdrawal, _withdraw),
    "travel": Kind(gettext_lazy("An arrival or a departure moved"), forms.Travel, _travel),
    "tables": Kind(gettext_lazy("A room or tables close"), forms.Closing, _close),
    "interpreter": Kind(gettext_lazy("An interpreter is away"), forms.Absence, _let_go),
    "request": Kind(gettext_lazy("A meeting is asked for"), forms.Asking, _ask),
}


@require_http_methods(["GET", "HEAD", "POST"])
def changed(request: HttpRequest, key: str, kind: str = "") -> HttpResponse:
    """Say what changed; then the page is there for the next thing, and the board for the repair."""
    of = round_of(request, key)
    if kind and kind not in KINDS:
        raise Http404
    chosen = KINDS.get(kind)
    form = chosen.form(request.POST if request.method == "POST" else None, of=of) if chosen else None
    refusal = ""
    if chosen and form and form.is_valid():
        _done, refusal = attempt(lambda: chosen.act(of, form, form.cleaned_data, request.user))
        if not refusal:
            messages.success(request, _("It is on record. Say what else changed, or repair the plan."))
            return redirect("changed", key=key)
    published = plan_on_board(of, published=True)
    context = {
        "event": of.event,
        "round": of,
        "kinds": [(name, one.title) for name, one in KINDS.items()],
        "kind": kind,
        "title": chosen.title if chosen else "",
        "form": form,
        "refusal": refusal,
        "published": published,
        "entries": lately.told_since(published, SHOWN) if published else [],
        "closures": lately.closed_by_hand(of),
        "gone": Delegation.objects.filter(event=of.event).exclude(withdrawn_on=None).select_related("organization"),
        "leaves": Leave.objects.filter(interpreter__round=of).select_related("interpreter__person"),
    }
    status = 409 if refusal else 422 if form and form.errors else 200
    return answer(request, "meetings/changed.html", context, status=status)


@require_POST
def open_again(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """The tables of one closure are there again."""
    closure = Closure.objects.filter(slot__round=round_of(request, key), pk=pk).select_related("slot__round").first()
    if closure is None:
        raise Http404
    return _back(request, key, lambda: actions.open_tables(closure, by=request.user), _("The tables are open again."))


@require_POST
def take_in_again(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """An interpreter is there after all."""
    found = Leave.objects.filter(interpreter__round=round_of(request, key), pk=pk)
    leave = found.select_related("interpreter__round", "interpreter__person").first()
    if leave is None:
        raise Http404
    return _back(request, key, lambda: actions.take_in_again(leave, by=request.user), _("The interpreter is there."))


@require_POST
def return_after_all(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """A delegation that had withdrawn comes after all."""
    found = Delegation.objects.filter(event=round_of(request, key).event, pk=pk)
    delegation = found.select_related("event", "organization").first()
    if delegation is None:
        raise Http404
    act = partial(delegations.return_delegation, delegation, by=request.user)
    return _back(request, key, act, _("The delegation comes after all. Its meetings come back with a repair."))


def _back(request: HttpRequest, key: str, act: Callable[[], Any], done: str) -> HttpResponse:
    _nothing, refusal = attempt(act)
    if refusal:
        messages.error(request, refusal, extra_tags="refusal")
    else:
        messages.success(request, done)
    return redirect("changed", key=key)
