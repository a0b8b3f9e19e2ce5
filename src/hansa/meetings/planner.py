"""The only door to ``hansa.matching``: a round's rows become a problem, a timetable becomes the rows of a plan.

Ids of the engine are made of keys, so that the same rows make the same problem: ``s3`` a slot, ``d7`` a delegate,
``i2`` an interpreter, ``d7-d9`` a wish. The engine counts tables from 0 among those that are open in a slot.
"""

import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from hansa.delegations.models import Delegate
from hansa.matching import constraints, explain, greedy, moves, problem, solver, timetable
from hansa.matching.board import Board
from hansa.matching.effort import Progress
from hansa.matching.instance import Instance
from hansa.matching.plan import Plan as Draft
from hansa.matching.preferences import Preferences
from hansa.meetings.models import Interpreter, Meeting, Placement, Plan, Refusal, Round, Slot
from hansa.meetings.rows import Pair, Rows, read_rows, weight_of

Violation = constraints.Violation
Cause = timetable.Cause
Timetable = timetable.Timetable
Place = tuple[int, int]

SEED = 1
SECONDS = 60.0


@dataclass(frozen=True)
class Ground(Rows):
    """The rows and the problem that they make; without the pins that today's rows forbid, which are named."""

    problem: problem.Problem
    broken_pins: tuple[Violation, ...]

    def weight(self, pair: Pair) -> int:
        """How much the wish weighs; 0 where nobody wishes it any more."""
        wish = self.problem.wish_by_id.get(wish_id(pair))
        return wish.weight if wish else 0

    @cached_property
    def digest(self) -> str:
        """Names the problem: the same as long as nothing that a plan rests on has changed, but for pins."""
        free = tuple(replace(wish, pinned=None) for wish in self.problem.wishes)
        stated = json.dumps(replace(self.problem, published=(), wishes=free).to_dict(), sort_keys=True)
        return hashlib.sha256(stated.encode()).hexdigest()

    @cached_property
    def pins(self) -> list[list[str]]:
        """The pinned wishes, each with its slot."""
        slots = self.problem.slots
        return [[wish.id, slots[wish.pinned].id] for wish in self.problem.wishes if wish.pinned is not None]

    def upholds(self, plan: Plan) -> bool:
        """Whether the bound of the plan still holds: more pins only take freedom away, anything else may add to it."""
        return plan.digest == self.digest and all(pin in self.pins for pin in plan.pins)


def wish_id(pair: Pair) -> str:
    return f"d{pair[0]}-d{pair[1]}"


def pair_from(wish: str) -> Pair:
    """The pair of a wish's id."""
    first, second = wish.split("-")
    return int(first[1:]), int(second[1:])


def key_from(name: str) -> int:
    """The key of a slot's, delegate's or interpreter's id."""
    return int(name[1:])


# ---- rows to problem --------------------------------------------------------


def read(of: Round) -> Ground:
    """The round as it stands now, with its problem; a fixed number of queries."""
    rows = read_rows(of)
    stated, broken = _stated(rows)
    return Ground(**vars(rows), problem=stated, broken_pins=broken)


def _stated(rows: Rows) -> tuple[problem.Problem, tuple[Violation, ...]]:
    """The problem, and the violations of those pins that had to be left out of it."""
    position = {slot.pk: number for number, slot in enumerate(rows.slots)}
    slots = {pair: rows.pinned_slot(pair) for pair in rows.requests}
    pins = {pair: position[slot] for pair, slot in slots.items() if slot in position}
    try:
        return _problem(rows, pins), ()
    except problem.ProblemError:
        free = _problem(rows, {})
    kept, broken = _fitting(free, pins)
    return _problem(rows, kept), tuple(broken)


def _problem(rows: Rows, pins: Mapping[Pair, int]) -> problem.Problem:
    parties = sorted({pk for pair in rows.requests for pk in pair})
    standing = {pair: meeting.slot_id for pair, meeting in sorted(rows.standing.items()) if pair in rows.requests}
    return problem.Problem(
        slots=tuple(_slot(rows, slot) for slot in rows.slots),
        parties=tuple(_party(rows, rows.delegates[pk]) for pk in parties),
        interpreters=tuple(_interpreter(rows, interpreter) for interpreter in rows.interpreters.values()),
        wishes=tuple(
            problem.Wish(wish_id(pair), (f"d{pair[0]}", f"d{pair[1]}"), weight_of(requests), pinned=pins.get(pair))
            for pair, requests in rows.requests.items()
        ),
        published=tuple(problem.Published(wish_id(pair), f"s{slot}") for pair, slot in standing.items() if slot),
        met_before=tuple((f"d{pair[0]}", f"d{pair[1]}") for pair in rows.requests if rows.have_met(pair)),
        preferences=Preferences(**rows.round.preferences),
        must_not_meet=tuple((f"d{pair[0]}", f"d{pair[1]}") for pair in rows.must_not),
    )


def _slot(rows: Rows, slot: Slot) -> problem.Slot:
    day = rows.round.event.local(slot.starts_at).date().toordinal()
    return problem.Slot(f"s{slot.pk}", day, len(rows.open_tables[slot.pk]))


def _party(rows: Rows, delegate: Delegate) -> problem.Party:
    free = (n for n, slot in enumerate(rows.slots) if rows.absences.first_in(slot, delegate) is None)
    return problem.Party(
        f"d{delegate.pk}",
        f"g{delegate.delegation_id}",
        tuple(delegate.languages),
        tuple(free),
        principal=delegate.role == Delegate.Role.HEAD,
    )


def _interpreter(rows: Rows, interpreter: Interpreter) -> problem.Interpreter:
    """Without shifts they are there all the time, else a slot must lie wholly in one; and no leave may touch it."""
    shifts, leaves = list(interpreter.shifts.all()), list(interpreter.leaves.all())
    there = (
        number
        for number, slot in enumerate(rows.slots)
        if (not shifts or any(s.starts_at <= slot.starts_at and slot.ends_at <= s.ends_at for s in shifts))
        and not any(leave.covers(slot) for leave in leaves)
    )
    return problem.Interpreter(f"i{interpreter.pk}", tuple(interpreter.languages), tuple(there))


def _fitting(free: problem.Problem, pins: Mapping[Pair, int]) -> tuple[dict[Pair, int], list[Violation]]:
    """The pins that can stand beside each other, in the order of their pairs, and what forbids the others."""
    board, kept, broken = Board(free), dict[Pair, int](), list[Violation]()
    for pair, position in pins.items():
        slot = free.slots[position]
        used = {placement.table for placement in board.of_wish.values() if placement.slot == slot.id}
        table = next((number for number in range(slot.tables) if number not in used), slot.tables)
        helper = moves.free_interpreter(free, board.of_wish.values(), wish_id(pair), slot.id)
        place = timetable.Placement(wish_id(pair), slot.id, table, helper)
        found = list(constraints.in_the_way(board, place))
        broken += found
        if not found:
            board.put(place)
            kept[pair] = position
    return kept, broken


# ---- timetable to rows ------------------------------------------------------


def draw(
    ground: Ground,
    *,
    move_price: int = 0,
    progress: Callable[[Progress], None] | None = None,
    seconds: float = SECONDS,
) -> Timetable:
    """The most valuable plan, with few gaps; meetings that keep their slot keep their table and interpreter too.

    Each published meeting that leaves its slot costs ``move_price``; at no price, of the plans with the highest value
    it is the one that keeps most.
    """
    drawn = solver.solve(ground.problem, seconds=seconds, seed=SEED, move_price=move_price, progress=progress)
    by_slot: dict[str, list[timetable.Placement]] = defaultdict(list)
    for placement in drawn.placements:
        by_slot[placement.slot].append(placement)
    settled = {p.wish: p for group in by_slot.values() for p in _same_helpers(ground, _same_tables(ground, group))}
    return replace(drawn, placements=tuple(settled[placement.wish] for placement in drawn.placements))


def _stays(ground: Ground, placement: timetable.Placement) -> Meeting | None:
    """The published meeting of the pair, if it stays in its slot."""
    meeting = ground.standing.get(pair_from(placement.wish))
    return meeting if meeting and meeting.slot_id == key_from(placement.slot) else None


def _same_tables(ground: Ground, group: list[timetable.Placement]) -> list[timetable.Placement]:
    """One slot's meetings, those that stay in it at their old tables."""
    keys = [table.pk for table in ground.open_tables[key_from(group[0].slot)]]
    kept = {}
    for placement in group:
        meeting = _stays(ground, placement)
        if meeting and meeting.table_id in keys:
            kept[placement.wish] = keys.index(meeting.table_id)
    taken = set(kept.values())
    for placement in group:
        if placement.wish not in kept:
            choices = (placement.table, *range(len(keys)))
            kept[placement.wish] = next(table for table in choices if table not in taken)
            taken.add(kept[placement.wish])
    return [replace(placement, table=kept[placement.wish]) for placement in group]


def _same_helpers(ground: Ground, group: list[timetable.Placement]) -> list[timetable.Placement]:
    """One slot's meetings, those that stay in it with their old interpreter if two need only change theirs."""
    stated, by_wish = ground.problem, {placement.wish: placement for placement in group}
    holder = {placement.interpreter: placement.wish for placement in group if placement.interpreter}
    for placement in group:
        now, meeting = by_wish[placement.wish].interpreter, _stays(ground, placement)
        old = f"i{meeting.interpreter_id}" if meeting and meeting.interpreter_id else None
        helper = stated.interpreter_by_id.get(old or "")
        if now is None or old is None or old == now or helper is None:
            continue
        if stated.slot_at[placement.slot] not in helper.available:
            continue
        other = holder.get(old)
        if not stated.can_bridge(helper, stated.wish_by_id[placement.wish]):
            continue
        if other and not stated.can_bridge(stated.interpreter_by_id[now], stated.wish_by_id[other]):
            continue
        by_wish[placement.wish], holder[old] = replace(by_wish[placement.wish], interpreter=old), placement.wish
        del holder[now]
        if other:
            by_wish[other], holder[now] = replace(by_wish[other], interpreter=now), other
    return list(by_wish.values())


def rows_of(ground: Ground, plan: Plan, drawn: Timetable) -> tuple[list[Placement], list[Refusal]]:
    """The timetable as rows of a plan, not yet saved."""
    placed = [as_row(ground, plan, placement) for placement in drawn.placements]
    return placed, [refused(ground, plan, pair_from(left.wish), left.cause) for left in drawn.unplaced]


def as_row(ground: Ground, plan: Plan, placement: timetable.Placement) -> Placement:
    """One placement of the engine as a row, not yet saved."""
    pair, slot = pair_from(placement.wish), key_from(placement.slot)
    return Placement(
        plan=plan,
        first=ground.delegates[pair[0]],
        second=ground.delegates[pair[1]],
        weight=ground.weight(pair),
        slot_id=slot,
        table_id=ground.open_tables[slot][placement.table].pk,
        interpreter_id=key_from(placement.interpreter) if placement.interpreter else None,
        is_pinned=ground.pinned_slot(pair) == slot,
    )


def refused(ground: Ground, plan: Plan, pair: Pair, cause: Cause) -> Refusal:
    """Why a pair has no place, as a row, not yet saved."""
    return Refusal(
        plan=plan, first_id=pair[0], second_id=pair[1], weight=ground.weight(pair) or 1, cause=written(cause)
    )


def written(cause: Cause) -> dict[str, object]:
    """A cause as JSON; ``Cause`` again by ``cause_from``."""
    fields = {name: value for name, value in vars(cause).items() if value not in (None, ()) and name != "parts"}
    return {**fields, "parts": [written(part) for part in cause.parts]} if cause.parts else fields


def cause_from(source: Mapping[str, object]) -> Cause:
    """A cause as it was written."""
    fields = {name: tuple(value) if isinstance(value, list) else value for name, value in source.items()}
    parts = tuple(cause_from(part) for part in source.get("parts", ()))  # type: ignore[attr-defined]
    return Cause(**{**fields, "parts": parts})  # type: ignore[arg-type]


# ---- plans that hands have touched ------------------------------------------


def as_engine(ground: Ground, rows: Iterable[Placement]) -> list[timetable.Placement]:
    """Rows of a plan in the engine's terms; a table that is not open in its slot has the number -1."""
    return [
        timetable.Placement(
            wish_id((row.first_id, row.second_id)),
            f"s{row.slot_id}",
            table_number(ground, (row.slot_id, row.table_id)),
            f"i{row.interpreter_id}" if row.interpreter_id else None,
        )
        for row in rows
    ]


def table_number(ground: Ground, place: Place) -> int:
    """The engine's number of a table in a slot, -1 where it is not open then."""
    keys = [table.pk for table in ground.open_tables.get(place[0], ())]
    return keys.index(place[1]) if place[1] in keys else -1


def violations(ground: Ground, rows: Iterable[Placement]) -> list[Violation]:
    """All that today's rows forbid of a plan; what was promised and cannot be held is part of it."""
    found = constraints.violations(ground.problem, as_engine(ground, rows))
    told = {violation.wish for violation in found}
    return found + [broken for broken in ground.broken_pins if broken.wish not in told]


def placed_at(ground: Ground, rows: Sequence[Placement], pair: Pair, place: Place) -> timetable.Placement:
    """The pair in that place, with an interpreter who is free for it where it needs one and there is one."""
    wish, slot = wish_id(pair), f"s{place[0]}"
    helper = moves.free_interpreter(ground.problem, as_engine(ground, rows), wish, slot)
    return timetable.Placement(wish, slot, table_number(ground, place), helper)


def why_not(ground: Ground, rows: Sequence[Placement], pair: Pair, place: Place) -> list[Violation]:
    """What forbids the pair that place, all others staying; a wish that is no more is the first thing."""
    if wish_id(pair) not in ground.problem.wish_by_id:
        return [Violation("unknown_wish", wish_id(pair))]
    if f"s{place[0]}" not in ground.problem.slot_at:
        return [Violation("unknown_slot", wish_id(pair), slot=f"s{place[0]}")]
    engine, target = as_engine(ground, rows), placed_at(ground, rows, pair, place)
    return constraints.violations_of_move(ground.problem, engine, target)


def everywhere(ground: Ground, rows: Sequence[Placement], pair: Pair) -> dict[Place, list[Violation]]:
    """For every place of the board, what forbids it to the pair."""
    wish, engine, found = wish_id(pair), as_engine(ground, rows), dict[Place, list[Violation]]()
    if wish not in ground.problem.wish_by_id:
        return {}
    board = Board(ground.problem, engine)
    board.take(wish)
    for slot in ground.slots:
        helper = moves.free_interpreter(ground.problem, engine, wish, f"s{slot.pk}")
        for number, table in enumerate(ground.open_tables[slot.pk]):
            place = timetable.Placement(wish, f"s{slot.pk}", number, helper)
            found[slot.pk, table.pk] = list(constraints.in_the_way(board, place))
    return found


def figures(ground: Ground, rows: Sequence[Placement]) -> tuple[int, int]:
    """(value, gaps) of placements, by the engine's own reckoning; a wish that is no more counts for nothing."""
    known = [p for p in as_engine(ground, rows) if p.wish in ground.problem.wish_by_id]
    value = sum(ground.problem.wish_by_id[placement.wish].weight for placement in known)
    return value, timetable.count_gaps(ground.problem, known)


def simple_bound(ground: Ground) -> int:
    """A bound that holds for the problem as it is now: the weight of all that can be placed at all."""
    return greedy.best_of_all(Draft(Instance(ground.problem)))


def reasons(ground: Ground, rows: Sequence[Placement]) -> dict[Pair, Cause]:
    """Why each wish without a place has none, beside those placements; none are told while the plan is in conflict."""
    if violations(ground, rows):
        return {}
    left_out = explain.explain(ground.problem, as_engine(ground, rows))
    return {pair_from(left.wish): left.cause for left in left_out}
