"""The slot model: one variable for a wish in a slot, solved by HiGHS.

    maximise    sum of worth[w,t] * x[w,t]
    subject to  sum over t of x[w,t] <= 1                             each wish once (= 1 if pinned)
                sum over wishes w of party p of x[w,t] <= seats       each party and slot
                sum over w of x[w,t] <= tables                        each slot
                sum over the day of x[w,t] <= cap                     each party and day with a cap
                sum over w of class c of x[w,t] = sum over i in c of f[c,i,t]    classes and slots
                sum over c of f[c,i,t] <= 1                           each interpreter and slot

A class is the set of interpreters who can bridge a pair. For whole x the flows f form a transportation polytope, whose
corners are whole (Hoffman, Kruskal 1956), so f stays continuous; neither tables nor interpreters get a variable for a
meeting, which would multiply the model and fill it with symmetry.

A model can be a part of the whole: wishes that are not in it stand where a plan has them, and take their room away.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from hansa.matching.instance import Instance, bits
from hansa.matching.plan import Plan

# HiGHS takes a value within this of a whole number for whole; sums of weights are compared with the same patience.
TOLERANCE = 1e-6


@dataclass
class Columns:
    """The model under construction: columns, and rows as lists of (column, coefficient)."""

    cost: list[float] = field(default_factory=list)
    upper: list[float] = field(default_factory=list)
    whole: list[bool] = field(default_factory=list)
    index: list[int] = field(default_factory=list)
    value: list[float] = field(default_factory=list)
    start: list[int] = field(default_factory=lambda: [0])
    low: list[float] = field(default_factory=list)
    high: list[float] = field(default_factory=list)

    def column(self, cost: float, whole: bool, upper: float = 1.0) -> int:
        self.cost.append(cost)
        self.upper.append(upper)
        self.whole.append(whole)
        return len(self.cost) - 1

    def row(self, low: float, high: float, columns: Sequence[int], values: Sequence[float] | None = None) -> None:
        self.index += columns
        self.value += [1.0] * len(columns) if values is None else values
        self.start.append(len(self.index))
        self.low.append(low)
        self.high.append(high)


@dataclass(frozen=True)
class Outcome:
    """What HiGHS found: the slot of each wish of the model (None: no plan), its objective, and a bound on it."""

    slot_of: dict[int, int] | None
    objective: float
    bound: float
    optimal: bool


@dataclass(frozen=True)
class Relaxed:
    """An optimum of the linear relaxation: its value, its columns, what each would lose (reduced cost), and what one
    more of each row's limit would be worth (its price)."""

    value: float
    columns: list[float]
    losses: list[float]
    prices: list[float]


class SlotModel:
    """The slot model of some wishes in some slots, all else standing as in `plan` (empty: the whole problem)."""

    def __init__(self, plan: Plan, domain: dict[int, int], must: Iterable[int] = ()) -> None:
        self.instance: Instance = plan.instance
        self.plan = plan
        self.columns = Columns()
        self.cell: dict[tuple[int, int], int] = {}
        self.of_party: dict[tuple[int, int], list[int]] = {}
        self.of_slot: dict[int, list[int]] = {}
        self._wishes(domain, set(must))
        self._parties()
        self._tables()
        self._days()
        self._interpreters()

    def _wishes(self, domain: dict[int, int], must: set[int]) -> None:
        """A column for each wish and slot, a row for each wish. Wishes of the model must not stand in the plan."""
        for wish, mask in domain.items():
            cells = []
            for slot in bits(mask):
                cell = self.columns.column(-self.instance.worth(wish, slot), True)
                self.cell[wish, slot] = cell
                cells.append(cell)
                self.of_slot.setdefault(slot, []).append(cell)
                for party in self.instance.pairs[wish]:
                    self.of_party.setdefault((party, slot), []).append(cell)
            self.columns.row(1.0 if wish in must else 0.0, 1.0, cells)

    def _parties(self) -> None:
        for (party, slot), cells in self.of_party.items():
            left = self.instance.seats[party] - len(self.plan.meetings[party].get(slot, ()))
            if len(cells) > left:
                self.columns.row(0.0, left, cells)

    def _tables(self) -> None:
        for slot, cells in self.of_slot.items():
            left = self.instance.tables[slot] - self.plan.in_slot[slot]
            if len(cells) > left:
                self.columns.row(0.0, left, cells)

    def _days(self) -> None:
        capped: dict[tuple[int, int], list[int]] = {}
        for (party, slot), cells in self.of_party.items():
            if self.instance.day_cap[party] is not None:
                capped.setdefault((party, self.instance.day_of[slot]), []).extend(cells)
        for (party, day), cells in capped.items():
            cap = self.instance.day_cap[party]
            if cap is not None:
                self.columns.row(0.0, cap - self.plan.per_day[party][day], cells)

    def _interpreters(self) -> None:
        """Flow from classes to interpreters in each slot; strangers who stand in the plan have a fixed demand."""
        demand: dict[tuple[int, int], list[int]] = {}
        for (wish, slot), cell in self.cell.items():
            if self.instance.bridge[wish] >= 0:
                demand.setdefault((slot, self.instance.bridge[wish]), []).append(cell)
        standing: dict[tuple[int, int], int] = {}
        for slot in {slot for slot, _ in demand}:
            for wish in self.plan.serves[slot].values():
                key = (slot, self.instance.bridge[wish])
                standing[key] = standing.get(key, 0) + 1
        supply: dict[tuple[int, int], list[int]] = {}
        for slot, bridge in sorted(demand.keys() | standing.keys()):
            cells = demand.get((slot, bridge), [])
            flows = []
            for interpreter in self.instance.classes[bridge]:
                if self.instance.on_duty[interpreter] >> slot & 1:
                    flows.append(self.columns.column(0.0, False))
                    supply.setdefault((slot, interpreter), []).append(flows[-1])
            fixed = standing.get((slot, bridge), 0)
            self.columns.row(-fixed, -fixed, cells + flows, [1.0] * len(cells) + [-1.0] * len(flows))
        for flows in supply.values():
            if len(flows) > 1:
                self.columns.row(0.0, 1.0, flows)

    def relax(self, seconds: float) -> Relaxed | None:
        """Solve the linear relaxation, None if time ran out."""
        highs = self._highs(seconds)
        # The models are sparse and already tight; presolve costs more than it saves.
        highs.setOptionValue("presolve", "off")
        self._pass(highs, whole=False)
        highs.run()
        import highspy  # heavy; only for problems that need it

        if highs.getModelStatus() != highspy.HighsModelStatus.kOptimal:
            return None
        solution = highs.getSolution()
        prices = [-price for price in solution.row_dual]
        value = -highs.getInfo().objective_function_value
        return Relaxed(value, list(solution.col_value), list(solution.col_dual), prices)

    def solve(
        self, seconds: float, seed: int = 0, stop_at: float | None = None, warm: dict[int, int] | None = None
    ) -> Outcome:
        """Solve in whole numbers, minimising the columns' cost; `stop_at` ends the search at that objective."""
        highs = self._highs(seconds, seed)
        if stop_at is not None:
            highs.setOptionValue("objective_target", stop_at + 0.5)
        self._pass(highs, whole=True)
        if warm is not None:
            self._hint(highs, warm)
        highs.run()
        return self._outcome(highs)

    def _highs(self, seconds: float, seed: int = 0) -> Any:
        import highspy  # heavy; only for problems that need it

        highs = highspy.Highs()
        for name, value in (
            ("output_flag", False),
            ("threads", 1),
            ("random_seed", seed % 2**31),
            ("time_limit", max(0.01, seconds)),
            ("mip_rel_gap", 0.0),
            ("mip_abs_gap", 1e-4),
        ):
            highs.setOptionValue(name, value)
        return highs

    def _pass(self, highs: Any, whole: bool) -> None:
        import highspy  # heavy; only for problems that need it
        import numpy  # comes with highspy

        made, model = self.columns, highspy.HighsLp()
        model.num_col_, model.num_row_ = len(made.cost), len(made.low)
        model.col_cost_ = numpy.array(made.cost, dtype=float)
        model.col_lower_ = numpy.zeros(len(made.cost))
        model.col_upper_ = numpy.array(made.upper, dtype=float)
        model.row_lower_ = numpy.array(made.low, dtype=float)
        model.row_upper_ = numpy.array(made.high, dtype=float)
        model.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
        model.a_matrix_.start_ = numpy.array(made.start, dtype=numpy.int32)
        model.a_matrix_.index_ = numpy.array(made.index, dtype=numpy.int32)
        model.a_matrix_.value_ = numpy.array(made.value, dtype=float)
        if whole:
            kinds = highspy.HighsVarType.kContinuous, highspy.HighsVarType.kInteger
            model.integrality_ = [kinds[whole] for whole in made.whole]
        highs.passModel(model)

    def _hint(self, highs: Any, warm: dict[int, int]) -> None:
        """Tell HiGHS a plan; it completes the other columns itself."""
        import numpy  # comes with highspy

        cells = numpy.array(list(self.cell.values()), dtype=numpy.int32)
        values = numpy.array([float(warm.get(wish) == slot) for wish, slot in self.cell])
        highs.setSolution(len(cells), cells, values)

    def _outcome(self, highs: Any) -> Outcome:
        import highspy  # heavy; only for problems that need it

        info, status = highs.getInfo(), highs.getModelStatus()
        optimal = status == highspy.HighsModelStatus.kOptimal
        if status == highspy.HighsModelStatus.kInfeasible:
            return Outcome(None, math.inf, math.inf, True)
        if info.primal_solution_status != 2:  # no feasible point
            return Outcome(None, math.inf, info.mip_dual_bound, False)
        x = highs.getSolution().col_value
        slot_of = {wish: slot for (wish, slot), cell in self.cell.items() if x[cell] > 0.5}
        objective = info.objective_function_value
        return Outcome(slot_of, objective, objective if optimal else info.mip_dual_bound, optimal)
