"""The coarse model: wishes in whole periods (a day, or the whole forum) in place of slots.

Its rows are sums of the slot model's rows, so its optimum is a bound on the slot model's, of a small fraction of the
size. Where interpreters and tables are not scarce in single slots it is often the same number.
"""

from __future__ import annotations

from collections.abc import Sequence

from hansa.matching.instance import bits
from hansa.matching.model import SlotModel
from hansa.matching.plan import Plan


class CoarseModel(SlotModel):
    """A column for a wish in a period (a mask of slots); `cell` is keyed by the wish and the period's number."""

    def __init__(self, plan: Plan, domain: dict[int, int], periods: Sequence[int]) -> None:
        self.periods = periods
        # The rows of a party and of an interpreter in a period, where there are any.
        self.party_row: dict[tuple[int, int], int] = {}
        self.interpreter_row: dict[tuple[int, int], int] = {}
        super().__init__(plan, domain)

    def _wishes(self, domain: dict[int, int], must: set[int]) -> None:
        instance = self.instance
        for wish, mask in domain.items():
            cells = []
            for number, period in enumerate(self.periods):
                if not mask & period:
                    continue
                kept = instance.published[wish] >= 0 and (mask & period) >> instance.published[wish] & 1
                worth = instance.weight[wish] * instance.scale + kept * instance.stays[wish]
                cell = self.columns.column(-worth, True)
                self.cell[wish, number] = cell
                cells.append(cell)
                self.of_slot.setdefault(number, []).append(cell)
                for party in instance.pairs[wish]:
                    self.of_party.setdefault((party, number), []).append(cell)
            # A single column is at most 1 by itself; rows for that would be most of the model.
            if len(cells) > 1 or wish in must:
                self.columns.row(1.0 if wish in must else 0.0, 1.0, cells)

    def _parties(self) -> None:
        for (party, number), cells in self.of_party.items():
            left = self._seats_left(party, self.periods[number])
            if len(cells) > left:
                self.party_row[party, number] = len(self.columns.low)
                self.columns.row(0.0, left, cells)

    def _seats_left(self, party: int, period: int) -> int:
        """Free seats in the period's slots, on each day no more than the party's cap leaves."""
        instance, left = self.instance, 0
        cap = instance.day_cap[party]
        for day, mask in enumerate(instance.day_masks):
            slots = mask & period & instance.available[party]
            free = instance.seats[party] * slots.bit_count()
            free -= sum(len(self.plan.meetings[party].get(slot, ())) for slot in bits(slots & self.plan.met[party]))
            left += free if cap is None else min(free, cap - self.plan.per_day[party][day])
        return left

    def _tables(self) -> None:
        for number, cells in self.of_slot.items():
            slots = list(bits(self.periods[number]))
            left = sum(self.instance.tables[slot] - self.plan.in_slot[slot] for slot in slots)
            if len(cells) > left:
                self.columns.row(0.0, left, cells)

    def _days(self) -> None:
        """Caps are in the seats that are left; periods of a part of a day would need a row of their own."""

    def _interpreters(self) -> None:
        instance = self.instance
        demand: dict[tuple[int, int], list[int]] = {}
        for (wish, number), cell in self.cell.items():
            if instance.bridge[wish] >= 0:
                demand.setdefault((number, instance.bridge[wish]), []).append(cell)
        standing: dict[tuple[int, int], int] = {}
        for number in {number for number, _ in demand}:
            for slot in bits(self.periods[number]):
                for wish in self.plan.serves[slot].values():
                    key = (number, instance.bridge[wish])
                    standing[key] = standing.get(key, 0) + 1
        supply: dict[tuple[int, int], list[int]] = {}
        for number, bridge in sorted(demand.keys() | standing.keys()):
            cells, flows = demand.get((number, bridge), []), []
            for interpreter in instance.classes[bridge]:
                duty = (instance.on_duty[interpreter] & self.periods[number]).bit_count()
                if duty:
                    flows.append(self.columns.column(0.0, False, duty))
                    supply.setdefault((number, interpreter), []).append(flows[-1])
            fixed = standing.get((number, bridge), 0)
            self.columns.row(-fixed, -fixed, cells + flows, [1.0] * len(cells) + [-1.0] * len(flows))
        for (number, interpreter), flows in supply.items():
            self.interpreter_row[interpreter, number] = len(self.columns.low)
            self.columns.row(0.0, (instance.on_duty[interpreter] & self.periods[number]).bit_count(), flows)
