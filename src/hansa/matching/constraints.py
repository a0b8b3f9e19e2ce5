"""What must hold, one function each. The planner's plans and a person's hand moves obey the very same functions.

Each constraint looks at one placement against a board on which that placement does not stand, and yields a
`Violation` for whatever is in its way. A whole plan is checked by putting its placements on the board one by one.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Literal

from hansa.matching.board import Board
from hansa.matching.problem import Problem, Wish
from hansa.matching.timetable import Placement

ViolationKind = Literal[
    "unknown_wish",  # wish
    "unknown_slot",  # wish, slot
    "unknown_interpreter",  # wish, interpreter
    "placed_twice",  # wish, slot
    "pinned_elsewhere",  # wish, slot; pinned_slot is where it must stay
    "pinned_unplaced",  # wish; pinned_slot is where it must stand
    "slot_excluded",  # wish, slot
    "must_not_meet",  # wish, parties (both)
    "party_unavailable",  # wish, parties (one), slot
    "party_busy",  # wish, parties (one), slot, other_wish
    "day_full",  # wish, parties (one), slot, limit
    "interpreter_needed",  # wish, parties (both), slot
    "interpreter_cannot_bridge",  # wish, parties (both), interpreter
    "interpreter_unavailable",  # wish, interpreter, slot
    "interpreter_busy",  # wish, interpreter, slot, other_wish
    "no_such_table",  # wish, slot, table, limit
    "table_taken",  # wish, slot, table, other_wish
    "not_its_table",  # wish, parties (one), slot, table; limit is the table that it is given
]


@dataclass(frozen=True)
class Violation:
    """One thing that does not hold, in fields from which a sentence in any language can be made. All are ids."""

    kind: ViolationKind
    wish: str
    parties: tuple[str, ...] = ()
    slot: str | None = None
    table: int | None = None
    interpreter: str | None = None
    other_wish: str | None = None
    pinned_slot: str | None = None
    limit: int | None = None

    @property
    def sentence(self) -> str:
        """The violation in English, with ids."""
        names = {
            **vars(self),
            "party": self.parties[0] if self.parties else "",
            "pair": " and ".join(self.parties),
        }
        return SENTENCES[self.kind].format(**names)


SENTENCES: dict[ViolationKind, str] = {
    "unknown_wish": "There is no wish {wish}.",
    "unknown_slot": "There is no slot {slot} for {wish}.",
    "unknown_interpreter": "There is no interpreter {interpreter} for {wish}.",
    "placed_twice": "{wish} is placed already, and again in {slot}.",
    "pinned_elsewhere": "{wish} is pinned to {pinned_slot} and may not be in {slot}.",
    "pinned_unplaced": "{wish} is pinned to {pinned_slot} and is not placed.",
    "slot_excluded": "{wish} may not be in {slot}.",
    "must_not_meet": "{pair} must not meet.",
    "party_unavailable": "{party} is not available in {slot}.",
    "party_busy": "{party} is busy in {slot} with {other_wish}.",
    "day_full": "{party} may have only {limit} meetings on the day of {slot}.",
    "interpreter_needed": "{pair} share no language and need an interpreter in {slot}.",
    "interpreter_cannot_bridge": "{interpreter} does not speak a language of both {pair}.",
    "interpreter_unavailable": "{interpreter} is not available in {slot}.",
    "interpreter_busy": "{interpreter} is busy in {slot} with {other_wish}.",
    "no_such_table": "There is no table {table} in {slot}, which has {limit}.",
    "not_its_table": "{party} is given table {limit} and may not sit at table {table} in {slot}.",
    "table_taken": "Table {table} in {slot} is taken by {other_wish}.",
}


def stays_where_pinned(board: Board, wish: Wish, at: Placement) -> Iterator[Violation]:
    if wish.pinned is not None and board.problem.slot_at[at.slot] != wish.pinned:
        pinned_slot = board.problem.slots[wish.pinned].id
        yield Violation("pinned_elsewhere", wish.id, slot=at.slot, pinned_slot=pinned_slot)


def keeps_to_its_slots(board: Board, wish: Wish, at: Placement) -> Iterator[Violation]:
    if wish.slots is not None and board.problem.slot_at[at.slot] not in wish.slots:
        yield Violation("slot_excluded", wish.id, slot=at.slot)


def parties_may_meet(board: Board, wish: Wish, at: Placement) -> Iterator[Violation]:
    if frozenset(wish.parties) in board.problem.forbidden_pairs:
        yield Violation("must_not_meet", wish.id, parties=wish.parties)


def parties_are_available(board: Board, wish: Wish, at: Placement) -> Iterator[Violation]:
    for party in wish.parties:
        if board.problem.slot_at[at.slot] not in board.problem.party_by_id[party].available:
            yield Violation("party_unavailable", wish.id, parties=(party,), slot=at.slot)


def parties_have_a_seat(board: Board, wish: Wish, at: Placement) -> Iterator[Violation]:
    for party in wish.parties:
        others = board.of_party.get((party, at.slot), ())
        if len(others) >= board.problem.party_by_id[party].seats:
            for other in others:
                yield Violation(
                    "party_busy",
                    wish.id,
                    parties=(party,),
                    slot=at.slot,
                    other_wish=other.wish,
                )


def days_are_not_too_full(board: Board, wish: Wish, at: Placement) -> Iterator[Violation]:
    day = board.problem.slots[board.problem.slot_at[at.slot]].day
    for party in wish.parties:
        limit = board.problem.party_by_id[party].max_per_day
        if limit is not None and len(board.of_day.get((party, day), ())) >= limit:
            yield Violation("day_full", wish.id, parties=(party,), slot=at.slot, limit=limit)


def parties_understand_each_other(board: Board, wish: Wish, at: Placement) -> Iterator[Violation]:
    if at.interpreter is None:
        if not board.problem.share_a_language(wish):
            yield Violation("interpreter_needed", wish.id, parties=wish.parties, slot=at.slot)
        return
    interpreter = board.problem.interpreter_by_id.get(at.interpreter)
    if interpreter is None:
        yield Violation("unknown_interpreter", wish.id, interpreter=at.interpreter)
    elif not board.problem.can_bridge(interpreter, wish):
        yield Violation(
            "interpreter_cannot_bridge",
            wish.id,
            parties=wish.parties,
            interpreter=at.interpreter,
        )


def interpreter_is_free(board: Board, wish: Wish, at: Placement) -> Iterator[Violation]:
    interpreter = board.problem.interpreter_by_id.get(at.interpreter or "")
    if interpreter is None:
        return
    if board.problem.slot_at[at.slot] not in interpreter.available:
        yield Violation("interpreter_unavailable", wish.id, slot=at.slot, interpreter=interpreter.id)
    other = board.of_interpreter.get((interpreter.id, at.slot))
    if other is not None:
        yield Violation(
            "interpreter_busy",
            wish.id,
            slot=at.slot,
            interpreter=interpreter.id,
            other_wish=other.wish,
        )


def table_is_free(board: Board, wish: Wish, at: Placement) -> Iterator[Violation]:
    tables = board.problem.slots[board.problem.slot_at[at.slot]].tables
    if not 0 <= at.table < tables:
        yield Violation("no_such_table", wish.id, slot=at.slot, table=at.table, limit=tables)
    other = board.at_table.get((at.slot, at.table))
    if other is not None:
        yield Violation("table_taken", wish.id, slot=at.slot, table=at.table, other_wish=other.wish)


def parties_keep_their_table(board: Board, wish: Wish, at: Placement) -> Iterator[Violation]:
    for party in wish.parties:
        fixed = board.problem.party_by_id[party].fixed_table
        if fixed is not None and at.table != fixed:
            yield Violation("not_its_table", wish.id, parties=(party,), slot=at.slot, table=at.table, limit=fixed)


Constraint = Callable[[Board, Wish, Placement], Iterator[Violation]]

CONSTRAINTS: tuple[Constraint, ...] = (
    stays_where_pinned,
    keeps_to_its_slots,
    parties_may_meet,
    parties_are_available,
    parties_have_a_seat,
    days_are_not_too_full,
    parties_understand_each_other,
    interpreter_is_free,
    table_is_free,
    parties_keep_their_table,
)


def in_the_way(board: Board, at: Placement) -> Iterator[Violation]:
    """Whatever forbids a placement on a board on which its wish does not stand."""
    wish = board.problem.wish_by_id.get(at.wish)
    if wish is None:
        yield Violation("unknown_wish", at.wish)
    elif at.slot not in board.problem.slot_at:
        yield Violation("unknown_slot", at.wish, slot=at.slot)
    elif at.wish in board.of_wish:
        yield Violation("placed_twice", at.wish, slot=at.slot)
    else:
        for constraint in CONSTRAINTS:
            yield from constraint(board, wish, at)


def violations(problem: Problem, placements: Iterable[Placement]) -> list[Violation]:
    """Check a whole plan; an empty list means that everything holds."""
    board, found = Board(problem), list[Violation]()
    for placement in placements:
        found += in_the_way(board, placement)
        board.put(placement)
    for wish in problem.wishes:
        if wish.pinned is not None and wish.id not in board.of_wish:
            found.append(
                Violation(
                    "pinned_unplaced",
                    wish.id,
                    pinned_slot=problem.slots[wish.pinned].id,
                )
            )
    return found


def violations_of_move(problem: Problem, placements: Iterable[Placement], move: Placement) -> list[Violation]:
    """Check one hand move: the wish is taken from where it stands, if anywhere, and put where `move` says."""
    board = Board(problem, placements)
    board.take(move.wish)
    return list(in_the_way(board, move))
