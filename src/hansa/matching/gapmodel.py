"""The second stage as a model: the fewest gaps for some wishes at no loss of value, all else standing as in the plan.

For each party and day a span u runs over consecutive slots and covers all its meetings: with a start z,

    u[t] >= met[t],     u[t] - u[t-1] <= z[t],     sum over t of z[t] <= 1

so that u is a mixture of intervals; its gaps are the slots of the span in which the party is available and idle. The
rows over u and z have consecutive ones in each column, so for whole x both are whole by themselves.
"""

from __future__ import annotations

from collections.abc import Iterable

from hansa.matching.instance import bits
from hansa.matching.model import Outcome, SlotModel
from hansa.matching.plan import Plan


class GapModel(SlotModel):
    """Costs are gaps; the wishes of the model must together be worth at least `worth`.

    A party's gaps are counted on the days on which some of its meetings are in the model; meetings that stand in the
    plan take part in its span.
    """

    def __init__(self, plan: Plan, domain: dict[int, int], worth: int, must: Iterable[int] = ()) -> None:
        super().__init__(plan, domain, must)
        weights = [float(self.instance.worth(wish, slot)) for wish, slot in self.cell]
        self.columns.row(worth, float("inf"), list(self.cell.values()), weights)
        for cell in self.cell.values():
            self.columns.cost[cell] = 0.0
        touched: dict[tuple[int, int], None] = {}
        for party, slot in self.of_party:
            touched[party, self.instance.day_of[slot]] = None
        self.constant = sum(self._span(party, day) for party, day in touched)

    def _span(self, party: int, day: int) -> int:
        """Add the span of a party's day; returns how many idle slots its standing meetings fill already."""
        columns, previous, starts, filled = self.columns, None, [], 0
        for slot in bits(self.instance.day_masks[day]):
            standing = bool(self.plan.met[party] >> slot & 1)
            idle_counts = self.instance.available[party] >> slot & 1
            span = columns.column(1.0 if idle_counts else 0.0, False)
            starts.append(columns.column(0.0, False))
            if previous is None:
                columns.row(-1.0, 0.0, [span, starts[-1]], [1.0, -1.0])
            else:
                columns.row(-2.0, 0.0, [span, previous, starts[-1]], [1.0, -1.0, -1.0])
            previous = span
            if standing:
                columns.row(1.0, 1.0, [span])
                filled += idle_counts
            elif cells := self.of_party.get((party, slot)):
                self._meets(party, span, cells)
        columns.row(0.0, 1.0, starts)
        return filled

    def _meets(self, party: int, span: int, cells: list[int]) -> None:
        """The span covers the slot if there is a meeting, and the slot is then no gap."""
        columns = self.columns
        if self.instance.seats[party] == 1:
            columns.row(0.0, 1.0, [span, *cells], [1.0] + [-1.0] * len(cells))
            for cell in cells:
                columns.cost[cell] -= 1.0
            return
        met = columns.column(-1.0, False)
        columns.row(-float(len(cells)), 0.0, [met, *cells], [1.0] + [-1.0] * len(cells))
        for cell in cells:
            columns.row(0.0, 1.0, [span, cell], [1.0, -1.0])

    def gaps(self, outcome: Outcome) -> float:
        """The gaps of the touched days in the outcome."""
        return outcome.objective - self.constant

    def fewest(self, outcome: Outcome) -> float:
        """A proved lower bound on them."""
        return outcome.bound - self.constant
