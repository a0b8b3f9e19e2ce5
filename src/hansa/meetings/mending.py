"""What of a plan still stands on today's ground, and what it costs to move somebody: for repairs and for going back."""

from collections.abc import Iterator, Sequence
from typing import Literal

from hansa.matching import constraints, repair, timetable
from hansa.matching.board import Board
from hansa.meetings import planner
from hansa.meetings.models import Placement, Plan
from hansa.meetings.planner import Ground, Place, pair_from, wish_id
from hansa.meetings.rows import Pair

Thrift = Literal["few moves", "balanced", "best value"]
# By so much a move outweighs the heaviest meeting, where as few as possible are to move.
NEVER = 4
# How many places are offered where one is forbidden.
OFFERED = 3


def price_of_a_move(ground: Ground, thrift: Thrift) -> int:
    """In units of weight. At best value moves cost nothing; still, of plans worth the same the stillest is taken."""
    if thrift == "few moves":
        return NEVER * max((wish.weight for wish in ground.problem.wishes), default=0)
    return repair.usual_price(ground.problem) if thrift == "balanced" else 0


def still_held(ground: Ground, rows: Sequence[Placement]) -> list[Placement]:
    """Those of a published plan's meetings that nothing forbids today, each where it stands."""
    broken = {violation.wish for violation in planner.violations(ground, rows)}
    return [row for row in rows if wish_id((row.first_id, row.second_id)) not in broken]


def still_fitting(ground: Ground, plan: Plan) -> list[Placement]:
    """The meetings of an earlier plan that may stand today, as new rows: promises first, then the heaviest.

    Each keeps its time; its table and interpreter where they are to be had, else others.
    """
    before = {(row.first_id, row.second_id): row for row in plan.placements.all()}
    promised = [pair_from(wish.id) for wish in ground.problem.wishes if wish.pinned is not None]
    wanted = [pair for pair in before if pair in ground.requests and pair not in set(promised)]
    wanted.sort(key=lambda pair: (-ground.weight(pair), pair))
    board, kept = Board(ground.problem), []
    for pair in (*promised, *wanted):
        place = next(_allowed(ground, board, pair, before.get(pair)), None)
        if place is not None:
            board.put(place)
            kept.append(planner.as_row(ground, plan, place))
    return kept


def _allowed(ground: Ground, board: Board, pair: Pair, row: Placement | None) -> Iterator[timetable.Placement]:
    """Where the pair may stand beside those on the board: at the old table with the old interpreter first."""
    slot = ground.pinned_slot(pair) or (row.slot_id if row else 0)
    standing = ground.standing.get(pair)
    old = [(place.slot_id, place.table_id, place.interpreter_id) for place in (row, standing) if place]
    here = [(table, helper) for when, table, helper in old if when == slot]
    tables = [planner.table_number(ground, (slot, table or 0)) for table, _helper in here]
    tables += range(len(ground.open_tables.get(slot, ())))
    wish = ground.problem.wish_by_id[wish_id(pair)]
    helpers: list[str | None] = [None]
    if not ground.problem.share_a_language(wish):
        helpers = [*(f"i{helper}" for _table, helper in here if helper), *(i.id for i in ground.problem.interpreters)]
    for helper in helpers:
        for table in tables:
            place = timetable.Placement(wish.id, f"s{slot}", table, helper)
            found = list(constraints.in_the_way(board, place))
            if not found:
                yield place
            elif any(violation.kind not in ("table_taken", "no_such_table") for violation in found):
                break  # another table is no help


def nearest(ground: Ground, rows: Sequence[Placement], pair: Pair, place: Place) -> list[Place]:
    """Where the pair may stand instead, all others staying: in the nearest slots, at the table nearest to that one."""
    slots = [slot.pk for slot in ground.slots]
    tables = [table.pk for table in ground.tables]
    if place[0] not in slots or place[1] not in tables:
        return []
    here = next(((row.slot_id, row.table_id) for row in rows if (row.first_id, row.second_id) == pair), None)
    free = (at for at, found in planner.everywhere(ground, rows, pair).items() if not found and at != here)

    def far(at: Place) -> tuple[int, int, int, int]:
        away = [slots.index(at[0]) - slots.index(place[0]), tables.index(at[1]) - tables.index(place[1])]
        return abs(away[0]), -away[0], abs(away[1]), away[1]

    by_slot: dict[int, Place] = {}
    for at in sorted(free, key=far):
        by_slot.setdefault(at[0], at)
    return list(by_slot.values())[:OFFERED]
