"""Hand moves: where a wish could go as the board stands, nearest first."""

from __future__ import annotations

from collections.abc import Iterable

from hansa.matching.board import Board
from hansa.matching.constraints import in_the_way
from hansa.matching.problem import Problem, Wish
from hansa.matching.timetable import Placement


def free_interpreter(problem: Problem, placements: Iterable[Placement], wish: str, slot: str) -> str | None:
    """Return an interpreter for the wish in the slot: the one it has if that one can stay, else the first that is free.

    None when none is needed, and when none is free (`violations_of_move` then says so). Raises `KeyError` for an
    unknown wish or slot.
    """
    board = Board(problem, placements)
    standing = board.take(wish)
    return _interpreter(board, problem.wish_by_id[wish], problem.slot_at[slot], standing)


def legal_places(problem: Problem, placements: Iterable[Placement], wish: str) -> list[Placement]:
    """Return every legal placement of the wish with all else kept, its own place left out, nearest first.

    Near is first the distance in slots, then in tables, from where the wish stands (from the first slot and table if
    it is unplaced). For each slot one interpreter is offered. Raises `KeyError` for an unknown wish.
    """
    board = Board(problem, placements)
    standing = board.take(wish)
    home = (problem.slot_at[standing.slot], standing.table) if standing else (0, 0)
    found = []
    for position, slot in enumerate(problem.slots):
        interpreter = _interpreter(board, problem.wish_by_id[wish], position, standing)
        for table in range(slot.tables):
            place = Placement(wish, slot.id, table, interpreter)
            if place == standing:
                continue
            # What forbids a free table forbids all tables of the slot: party, day, language, interpreter.
            obstacles = list(in_the_way(board, place))
            if not obstacles:
                found.append(
                    (
                        abs(position - home[0]),
                        abs(table - home[1]),
                        position,
                        table,
                        place,
                    )
                )
            elif any(obstacle.kind != "table_taken" for obstacle in obstacles):
                break
    return [place for *_, place in sorted(found, key=lambda item: item[:4])]


def _interpreter(board: Board, wish: Wish, position: int, standing: Placement | None) -> str | None:
    problem = board.problem
    if problem.share_a_language(wish):
        return None
    slot = problem.slots[position].id
    free = [
        interpreter.id
        for interpreter in problem.bridges(wish)
        if position in interpreter.available and (interpreter.id, slot) not in board.of_interpreter
    ]
    if standing is not None and standing.interpreter in free:
        return standing.interpreter
    return free[0] if free else None
