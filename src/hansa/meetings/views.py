"""The board and its plans, the list of requests. What a hand does to one meeting is in ``handwork.py``."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from hansa.base.exports import exported
from hansa.base.web import answer, attempt, demand, number_in
from hansa.events.models import Event
from hansa.events.rules import may_manage
from hansa.meetings import actions, differences, filters, lately, queries, rules
from hansa.meetings.models import Plan, Round
from hansa.meetings.portal_forms import RuleForm
from hansa.meetings.queries import Board, plan_on_board
from hansa.meetings.sentences import of_relief
from hansa.meetings.sheets import board_sheet, requests_sheet

PER_PAGE = 100
SHOWN_WAITING = 9
SHOWN_TOLD = 6
THRIFTS: dict[str, Promise] = {
    "balanced": gettext_lazy("balanced: a move costs nearly what a meeting is worth"),
    "few moves": gettext_lazy("as few moves as possible"),
    "best value": gettext_lazy("best value, whatever has to move"),
}


def round_of(request: HttpRequest, key: str, rule: Callable[[Any, Round], bool] = rules.may_plan) -> Round:
    """The round of the event with that key, if this person may; else 404."""
    found = Round.objects.filter(event__key=key).select_related("event__city").first()
    if found is None:
        raise Http404
    demand(rule(request.user, found))
    return found


@require_safe
def board(request: HttpRequest, key: str) -> HttpResponse:
    """Tables by slots: the open proposal beside what is published."""
    found = Round.objects.filter(event__key=key).select_related("event__city").first()
    if found is None:
        event = Event.objects.filter(key=key).first()
        demand(event is not None and may_manage(request.user, event))
        return answer(request, "meetings/no_round.html", {"event": event})
    demand(rules.may_see_board(request.user, found))
    context = board_context(request, found)
    return answer(request, "meetings/board.html", context, partial="meetings/_board.html")


@require_safe
def board_live(request: HttpRequest, key: str) -> HttpResponse:
    """For a board that stands open: nothing while nothing was done, else its part anew; the whole page where more
    than the part changes, for a plan that was asked for or published."""
    of = round_of(request, key, rules.may_see_board)
    seen, now = request.GET.get("edition", ""), lately.edition(of)
    if seen == now:
        return HttpResponse(status=204)
    is_drawing = Plan.objects.filter(round=of, state=Plan.State.DRAWING).exists()
    if is_drawing or seen.partition("-")[0] != str(of.version):
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return answer(request, "meetings/_board.html", board_context(request, of))


def board_context(request: HttpRequest, of: Round) -> dict[str, Any]:
    """Everything the board's page and its fragment show."""
    published_only = request.GET.get("show") == "published"
    drawing = Plan.objects.filter(round=of, state=Plan.State.DRAWING).select_related("job", "asked_by").first()
    shown = queries.board(of, plan_on_board(of, published=published_only))
    published = plan_on_board(of, published=True)
    return {
        **plan_context(of, shown),
        "drawing": drawing,
        "published": published,
        "published_count": len(shown.ground.standing),
        "differences": differences.beside_published(shown, published),
        "thrifts": THRIFTS,
        # What happened since is one reason to repair; a conflict is another.
        "to_repair": lately.acts_since(published).count() if published else 0,
        "proposal": shown.plan if shown.plan and shown.plan.state == Plan.State.PROPOSED else None,
        "changes_only": request.GET.get("changes") == "1",
        "published_only": published_only,
        "may_move": True,
        "edition": lately.edition(of),
        "last": lately.last_act(of),
    }


def plan_context(of: Round, shown: Board, *, is_past: bool = False) -> dict[str, Any]:
    """A plan on its board, and who waits."""
    halls = list(dict.fromkeys(table.hall for table in shown.ground.tables if table.hall))
    plan = shown.plan
    is_stale = plan is not None and plan.state == Plan.State.PROPOSED and bool(plan.digest)
    is_stale = is_stale and plan is not None and plan.digest != shown.ground.digest
    told = shown.told
    return {
        "event": of.event,
        "round": of,
        "board": shown,
        "plan": plan,
        "halls": halls,
        "told": told[:SHOWN_TOLD],
        "told_more": told[SHOWN_TOLD:],
        # They were tried on the records as they were then.
        "reliefs": [of_relief(shown.names, one) for one in plan.reliefs] if plan and not is_stale else [],
        "waiting": shown.waiting[:SHOWN_WAITING],
        "waiting_more": shown.waiting[SHOWN_WAITING:],
        "conflicts": [(shown.names.pair(pair), said) for pair, told in shown.conflicts.items() for said in told],
        "changes": lately.acts_since(plan).count() if plan and is_stale else 0,
        "is_stale": is_stale,
        # Of an earlier plan it is told what was proved then.
        "is_bound_true": plan is not None and (is_past or shown.ground.upholds(plan)),
    }


@require_safe
def board_export(request: HttpRequest, key: str, kind: str) -> HttpResponseBase:
    """The meetings of the plan on the board, a row each, in the order of time."""
    of = round_of(request, key, rules.may_see_board)
    published_only = request.GET.get("show") == "published"
    shown = queries.board(of, plan_on_board(of, published=published_only), with_refusals=False)
    return exported(kind, _("Board of %(event)s") % {"event": of.event}, *board_sheet(shown))


@require_POST
def plan_propose(request: HttpRequest, key: str) -> HttpResponse:
    """Ask for a plan; the page then shows how far it is."""
    of = round_of(request, key)
    _plan, refusal = attempt(lambda: actions.propose(of, by=request.user))
    return back_to_board(request, of, refusal)


@require_POST
def plan_repair(request: HttpRequest, key: str) -> HttpResponse:
    """Ask for a repair of what is published."""
    of = round_of(request, key)
    thrift: Any = request.POST.get("thrift")
    values = {"thrift": thrift if thrift in THRIFTS else "balanced", "free_promises": request.POST.get("free") == "1"}
    _plan, refusal = attempt(lambda: actions.repair(of, by=request.user, **values))
    return back_to_board(request, of, refusal)


@require_safe
def plan_progress(request: HttpRequest, key: str) -> HttpResponse:
    """The line of the plan being drawn up; once it is done, the page around it is asked to read itself again."""
    of = round_of(request, key)
    drawing = Plan.objects.filter(round=of, state=Plan.State.DRAWING).select_related("job", "asked_by").first()
    if drawing is None or drawing.job is None or not drawing.job.is_open:
        return HttpResponse(headers={"HX-Refresh": "true"})
    return answer(request, "meetings/_progress.html", {"event": of.event, "round": of, "drawing": drawing})


@require_POST
def plan_publish(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Make a proposal the plan that people hold."""
    of = round_of(request, key)
    plan = plan_of(of, number)
    seen = {name: number_of(request, name) for name in ("based_on", "edition")}
    changes, refusal = attempt(lambda: actions.publish(plan, by=request.user, **seen))
    letters = len(changes.letters) if changes else 0
    told = ngettext(
        "The plan is published. Every diary shows it now. One letter is drafted; it waits in the outbox.",
        "The plan is published. Every diary shows it now. %(n)s letters are drafted; they wait in the outbox.",
        letters,
    )
    done = told % {"n": letters} if letters else _("The plan is published. Every diary shows it now.")
    return back_to_board(request, of, refusal, done)


@require_POST
def plan_discard(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """Set a proposal aside."""
    of = round_of(request, key)
    plan = plan_of(of, number)
    _nothing, refusal = attempt(lambda: actions.discard(plan, by=request.user))
    return back_to_board(request, of, refusal, _("The proposal is set aside; it stays among the earlier plans."))


@require_safe
def plan(request: HttpRequest, key: str, number: int) -> HttpResponse:
    """An earlier plan, as it was."""
    of = round_of(request, key, rules.may_see_board)
    shown = queries.board(of, plan_of(of, number))
    history = list(queries.history(of))
    context = {
        **plan_context(of, shown, is_past=True),
        "history": history,
        "is_past": True,
        "newest": next((one for one in history if one.state in (Plan.State.PUBLISHED, Plan.State.PROPOSED)), None),
        "may_take_back": shown.rows
        and shown.plan
        and shown.plan.state in (Plan.State.SUPERSEDED, Plan.State.DISCARDED),
    }
    return answer(request, "meetings/plan.html", context)


@require_safe
def requests(request: HttpRequest, key: str) -> HttpResponse:
    """All open requests: where each stands, or why it stands nowhere."""
    of = round_of(request, key, rules.may_see_board)
    wanted = filters.wanted_of(request.GET)
    shown = queries.board(of, plan_on_board(of))
    rows = filters.found_rows(shown, wanted)
    cities = queries.cities(shown.ground)
    context = {
        "event": of.event,
        "round": of,
        "plan": shown.plan,
        "wanted": wanted,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "count": len(rows),
        "all": sum(len(found) for found in shown.ground.requests.values()),
        "placed": sum(row.is_placed for row in rows),
        "states": filters.STATES,
        "answers": filters.ANSWERS,
        "rule_form": RuleForm(None, of=of),
        "priorities": filters.PRIORITIES,
        "cities": cities,
        "in_force": list(filters.in_force(request.GET, wanted, cities)),
        "sorts": filters.sorts(request.GET, wanted.sort),
    }
    return answer(request, "meetings/requests.html", context, partial="meetings/_request_rows.html")


@require_safe
def requests_export(request: HttpRequest, key: str, kind: str) -> HttpResponseBase:
    """The requests that the filters leave, a row each."""
    of = round_of(request, key, rules.may_see_board)
    shown = queries.board(of, plan_on_board(of))
    rows = filters.found_rows(shown, filters.wanted_of(request.GET))
    name = _("Meeting requests of %(event)s") % {"event": of.event}
    return exported(kind, name, *requests_sheet(shown, rows))


def plan_of(of: Round, number: int) -> Plan:
    """A plan of the round by its number, else 404."""
    found = Plan.objects.filter(round=of, number=number).select_related("asked_by", "published_by", "job").first()
    if found is None:
        raise Http404
    found.round = of
    return found


def number_of(request: HttpRequest, name: str) -> int:
    """A whole number of a form; -1 for anything else, which no record has."""
    number = number_in(request.POST.get(name))
    return -1 if number is None else number


def back_to_board(request: HttpRequest, of: Round, refusal: str, done: str = "") -> HttpResponse:
    """To the board, with what was done or why it was not."""
    if refusal:
        messages.error(request, refusal, extra_tags="refusal")
    elif done:
        messages.success(request, done)
    return redirect("board", key=of.event.key)
