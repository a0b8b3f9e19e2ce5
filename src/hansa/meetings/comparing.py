"""Pages on which plans are compared, and the way back to an earlier one."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hansa.base.exports import exported
from hansa.base.web import answer, attempt, number_in
from hansa.meetings import actions, queries, rules
from hansa.meetings.comparison import Comparison
from hansa.meetings.comparison import compare as compared
from hansa.meetings.models import Plan, Round
from hansa.meetings.views import back_to_board, plan_of, round_of


@require_safe
def compare(request: HttpRequest, key: str) -> HttpResponse:
    """Two plans side by side: by default what is published, and the open proposal or the version before."""
    of = round_of(request, key, rules.may_see_board)
    plans = list(queries.history(of))
    one, other = _chosen(request, plans)
    context = {"event": of.event, "round": of, "plans": plans, "one": one, "other": other}
    if one and other:
        found = compared(of, one, other)
        context |= {"found": found, "shares": [share for share in found.shares if not share.is_same]}
        context["same"] = len(found.shares) - len(context["shares"])  # type: ignore[arg-type]
    return answer(request, "meetings/compare.html", context)


@require_safe
def compare_export(request: HttpRequest, key: str, kind: str) -> HttpResponseBase:
    """The delegations and what each has of the two plans, a row each."""
    of = round_of(request, key, rules.may_see_board)
    one, other = _chosen(request, list(queries.history(of)))
    if one is None or other is None:
        raise Http404
    header = [_("Delegation")]
    for what in (_("meetings"), _("weight"), _("gaps")):
        header += [_("%(what)s, plan %(n)s") % {"what": what, "n": plan.number} for plan in (one, other)]
    header += [_("moved"), _("given up"), _("added")]
    name = _("Plans %(one)s and %(other)s compared") % {"one": one.number, "other": other.number}
    return exported(kind, name, header, _lines(compared(of, one, other)))


def _lines(found: Comparison) -> Iterator[list[Any]]:
    for one in found.shares:
        yield [one.name, *one.meetings, *one.weight, *one.gaps, one.moved, one.lost, one.added]


def _chosen(request: HttpRequest, plans: list[Plan]) -> tuple[Plan | None, Plan | None]:
    """The two plans that the address names, the earlier first; what it does not name is what one would look at."""
    by_number = {plan.number: plan for plan in plans}
    published = next((plan for plan in plans if plan.state == Plan.State.PUBLISHED), None)
    proposed = next((plan for plan in plans if plan.state == Plan.State.PROPOSED), None)
    before = next((plan for plan in plans if plan.state == Plan.State.SUPERSEDED), None)
    usual = (published, proposed) if proposed else (before, published)
    named = (by_number.get(number_in(request.GET.get(name)) or 0) for name in ("one", "other"))
    one, other = (chosen or fallback for chosen, fallback in zip(named, usual, strict=True))
    return one, other


@require_POST
def take_back(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Propose an earlier plan again; what it would change is shown on the board before it is published."""
    of: Round = round_of(request, key)
    earlier = plan_of(of, number)
    plan, refusal = attempt(lambda: actions.take_back(earlier, by=request.user))
    if refusal:
        messages.error(request, refusal, extra_tags="refusal")
        return redirect("plan", key=key, number=number)
    left = earlier.placements.count() - plan.placements.count()
    done = (
        _("Plan %(n)s is proposed again, whole.")
        if left <= 0
        else _("Plan %(n)s is proposed again. What no longer fits is left out, and named below with its reason.")
    )
    return back_to_board(request, of, "", done % {"n": number})
