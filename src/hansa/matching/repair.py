"""A plan that people already hold, repaired: few meetings move, and what has changed is told.

Each published meeting that leaves its slot, for another or for good, costs a price in units of weight. So a plan may be
worth a little less than could be had, and be worth it. The bound stays that of the value alone.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from hansa.matching.problem import Problem
from hansa.matching.timetable import Placement


def usual_price(problem: Problem) -> int:
    """Three quarters of the middle weight of all wishes: to move somebody costs nearly what a meeting is worth."""
    weights = sorted(wish.weight for wish in problem.wishes)
    return (3 * weights[(len(weights) - 1) // 2] + 3) // 4 if problem.published else 0


@dataclass(frozen=True)
class Difference:
    """What a plan does to the published one; wishes by id in the order of the problem, each in exactly one list.

    `kept` stay in their slot, `moved` stand in another, `dropped` have none any more, `added` had none before.
    """

    kept: tuple[str, ...]
    moved: tuple[str, ...]
    dropped: tuple[str, ...]
    added: tuple[str, ...]

    @property
    def changed(self) -> tuple[str, ...]:
        """Whatever somebody must be told."""
        return self.moved + self.dropped + self.added


def difference(problem: Problem, placements: Iterable[Placement]) -> Difference:
    """Compare placements with the problem's published plan."""
    before = {standing.wish: standing.slot for standing in problem.published}
    now = {placement.wish: placement.slot for placement in placements}
    either = [wish.id for wish in problem.wishes if wish.id in before or wish.id in now]
    return Difference(
        kept=tuple(w for w in either if w in before and before[w] == now.get(w)),
        moved=tuple(w for w in either if w in before and w in now and before[w] != now[w]),
        dropped=tuple(w for w in either if w in before and w not in now),
        added=tuple(w for w in either if w not in before),
    )


def who_must_be_told(problem: Problem, told: Difference) -> tuple[str, ...]:
    """The parties of whatever has changed, by id in the order of the problem."""
    affected = {party for wish in told.changed for party in problem.wish_by_id[wish].parties}
    return tuple(party.id for party in problem.parties if party.id in affected)
