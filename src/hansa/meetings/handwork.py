"""One meeting under a person's hand: its page, where it could go, and the acts of moving, pinning, taking off."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from hansa.base.errors import Refused
from hansa.base.web import answer, number_in
from hansa.meetings import actions, planner, queries
from hansa.meetings.models import Plan, Round
from hansa.meetings.queries import Board, plan_on_board
from hansa.meetings.rows import Pair, pair_of
from hansa.meetings.sentences import of_violation
from hansa.meetings.views import board_context, number_of, round_of


def _shown(request: HttpRequest, key: str, first: int, second: int) -> tuple[Round, Board, Pair]:
    """The board and the pair, if it is asked for or stands on it."""
    of, pair = round_of(request, key), pair_of(first, second)
    shown = queries.board(of, plan_on_board(of))
    if pair not in shown.ground.requests and pair not in shown.by_pair:
        raise Http404
    return of, shown, pair


@require_safe
def pair(request: HttpRequest, key: str, first: int, second: int) -> HttpResponse:
    """A pair: who asked, where it stands, where it could go; each thing that can be done works without a script."""
    of, shown, two = _shown(request, key, first, second)
    row = shown.by_pair.get(two)
    context = {
        "event": of.event,
        "round": of,
        "board": shown,
        "plan": shown.plan,
        "title": shown.names.pair(two),
        "first": two[0],
        "second": two[1],
        "row": row,
        "place": shown.place(row.slot_id, row.table_id) if row else "",
        "helper": shown.ground.interpreters.get(row.interpreter_id or 0) if row else None,
        "requests": shown.ground.requests.get(two, ()),
        "delegates": [shown.ground.delegates[pk] for pk in two if pk in shown.ground.delegates],
        "weight": shown.ground.weight(two),
        "standing": shown.ground.standing.get(two),
        "conflicts": shown.conflicts.get(two, []),
        "said": next((waiting.said for waiting in shown.waiting if waiting.pair == two), None),
        "times": _times(shown, two),
    }
    return answer(request, "meetings/pair.html", context)


def _times(shown: Board, two: Pair) -> list[dict[str, Any]]:
    """Each slot with its open tables, or with the one sentence that forbids all of them."""
    forbidden = planner.everywhere(shown.ground, shown.rows, two)
    found = []
    for slot in shown.ground.slots:
        tables = shown.ground.open_tables[slot.pk]
        ways = [(table, forbidden.get((slot.pk, table.pk), [])) for table in tables]
        free = [table for table, violations in ways if not violations]
        first = next((v for _table, violations in ways for v in violations if v.kind != "table_taken"), None)
        here = shown.by_pair.get(two)
        if here and here.slot_id == slot.pk:
            free = [table for table in free if table.pk != here.table_id]
            found.append({"slot": slot, "title": shown.names.moment(slot), "free": free, "why": _("It stands here.")})
        elif tables:
            why = of_violation(shown.names, first).what if first else "" if free else _("All tables are taken.")
            found.append({"slot": slot, "title": shown.names.moment(slot), "free": free, "why": why})
    return found


@require_safe
def places(request: HttpRequest, key: str, first: int, second: int) -> HttpResponse:
    """For the board's script: what forbids the pair each place; "" where nothing does."""
    _of, shown, two = _shown(request, key, first, second)
    told = {}
    for place, violations in planner.everywhere(shown.ground, shown.rows, two).items():
        other = shown.by_place.get(place)
        sentence = " ".join(dict.fromkeys(of_violation(shown.names, violation).what for violation in violations))
        if other and two in shown.by_pair and (other.first_id, other.second_id) != two:
            names = {"other": shown.names.pair((other.first_id, other.second_id))}
            sentence = _("%(other)s meets there. Drop it to see whether the two may change places.") % names
        told["{}-{}".format(*place)] = sentence
    return JsonResponse(told, headers={"Cache-Control": "no-store"})


@require_POST
def move(request: HttpRequest, key: str, first: int, second: int) -> HttpResponse:
    """Put the pair into a place, or let two change places."""
    keys = {"first": first, "second": second, **_place(request)}
    swap = request.POST.get("swap") == "1"
    pair = (first, second)
    return _act(request, key, pair, lambda plan, **seen: actions.move(plan, **keys, swap=swap, **seen), _("Moved."))


def _place(request: HttpRequest) -> dict[str, int]:
    """A slot and a table: chosen apart, or together by one button (``place``)."""
    slot, _dash, table = request.POST.get("place", "").partition("-")
    if slot:
        return {"slot": number_in(slot) or -1, "table": number_in(table) or -1}
    return {name: number_of(request, name) for name in ("slot", "table")}


@require_POST
def pin(request: HttpRequest, key: str, first: int, second: int) -> HttpResponse:
    """Promise the pair its time, or take the promise back (``undo``)."""
    act = actions.unpin_meeting if request.POST.get("undo") == "1" else actions.pin_meeting
    done = _("Unpinned.") if request.POST.get("undo") == "1" else _("Pinned.")
    pair = (first, second)
    return _act(request, key, pair, lambda plan, **seen: act(plan, first=first, second=second, **seen), done)


@require_POST
def take_off(request: HttpRequest, key: str, first: int, second: int) -> HttpResponse:
    """Leave the pair without a place."""
    keys = {"first": first, "second": second}
    return _act(
        request, key, (first, second), lambda plan, **seen: actions.take_off(plan, **keys, **seen), _("Taken off.")
    )


def _act(request: HttpRequest, key: str, pair: Pair, act: Callable[..., Plan], done: str) -> HttpResponse:
    """Do it on the plan that the form names; the board's script gets the new board or the sentence of the refusal."""
    of = round_of(request, key)
    plan = Plan.objects.filter(round=of, number=number_of(request, "plan")).first()
    if plan is None:
        raise Http404
    plan.round = of
    htmx = request.htmx  # type: ignore[attr-defined]
    try:
        act(plan, by=request.user, edition=number_of(request, "edition"))
    except Refused as refusal:
        can_swap = isinstance(refusal, actions.Occupied) and refusal.can_swap
        offers = refusal.offers if isinstance(refusal, actions.Forbidden) else []
        if htmx:
            # An answer like any other to the script that asked; a status of its own would be noted as a fault.
            offered = [vars(offer) for offer in offers]
            return JsonResponse({"refused": str(refusal), "can_swap": can_swap, "offers": offered})
        told = refusal.in_full if isinstance(refusal, actions.Forbidden) else str(refusal)
        messages.error(request, told, extra_tags="refusal")
        # Where there is another place for it, its own page has a button for each.
        return redirect("pair", key=key, first=pair[0], second=pair[1]) if offers else redirect("board", key=key)
    if htmx:
        return answer(request, "meetings/_board.html", board_context(request, of))
    messages.success(request, done)
    return redirect("board", key=key)
