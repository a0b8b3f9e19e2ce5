"""The board: placements by party, table and interpreter, so that a constraint sees at once who is in the way."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from hansa.matching.problem import Problem
from hansa.matching.timetable import Placement


class Board:
    """Placements as they stand; the constraints ask it, nobody else changes it but by `put` and `take`."""

    def __init__(self, problem: Problem, placements: Iterable[Placement] = ()) -> None:
        self.problem = problem
        self.of_wish: dict[str, Placement] = {}
        self.of_party: dict[tuple[str, str], list[Placement]] = defaultdict(list)
        self.of_day: dict[tuple[str, int], list[Placement]] = defaultdict(list)
        self.at_table: dict[tuple[str, int], Placement] = {}
        self.of_interpreter: dict[tuple[str, str], Placement] = {}
        for placement in placements:
            self.put(placement)

    def put(self, placement: Placement) -> None:
        """Add a placement, right or wrong; of two in one place the first keeps it, and what is unknown is left out."""
        wish = self.problem.wish_by_id.get(placement.wish)
        position = self.problem.slot_at.get(placement.slot)
        if wish is None or position is None or wish.id in self.of_wish:
            return
        self.of_wish[wish.id] = placement
        for party in wish.parties:
            self.of_party[party, placement.slot].append(placement)
            self.of_day[party, self.problem.slots[position].day].append(placement)
        self.at_table.setdefault((placement.slot, placement.table), placement)
        if placement.interpreter is not None:
            self.of_interpreter.setdefault((placement.interpreter, placement.slot), placement)

    def take(self, wish: str) -> Placement | None:
        """Take a wish off the board; returns where it stood."""
        placement = self.of_wish.pop(wish, None)
        if placement is None:
            return None
        day = self.problem.slots[self.problem.slot_at[placement.slot]].day
        for party in self.problem.wish_by_id[wish].parties:
            self.of_party[party, placement.slot].remove(placement)
            self.of_day[party, day].remove(placement)
        if self.at_table.get((placement.slot, placement.table)) is placement:
            del self.at_table[placement.slot, placement.table]
        helper = (placement.interpreter or "", placement.slot)
        if self.of_interpreter.get(helper) is placement:
            del self.of_interpreter[helper]
        return placement
