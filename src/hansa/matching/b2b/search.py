"""The fewest breaks: a lower bound from unsatisfiable cores, and better and better timetables on the way.

Core-guided search with soft cardinality constraints (OLL: Andres, Kaufmann, Matheis, Schaub, ICLP 2012; for MaxSAT
Morgado, Dodaro, Marques-Silva, CP 2014, and RC2: Ignatiev, Morgado, Marques-Silva, JSAT 2019) over CaDiCaL, with
stretches of improving the timetable in between. All limits are in conflicts, not in seconds, except that the last
stretches before the time limit are cut to fit.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import pysolvers
from pysat.card import ITotalizer
from pysat.solvers import Cadical195

from hansa.matching.b2b.formula import Formula
from hansa.matching.effort import Effort

# Conflicts of one stretch of the proof: at first, and at most, for it doubles while nothing comes of it.
STRETCH, LONGEST_STRETCH = 1_000, 20_000
# Conflicts that are always granted, and the seconds for one as long as none was measured.
FEWEST, PACE = 100, 1e-4
# Conflicts for one attempt to make a core smaller, to raise a core's own bound, and to save one break.
SHRINK, EXHAUST, SAVE = 500, 500, 1_000
# Cores longer than this are not minimised literal by literal.
LONG_CORE = 40
# Clauses above which a conflict costs noticeably more, so that fewer are granted at a time.
LARGE = 500_000
# The part of all conflicts that goes into better timetables rather than into the proof.
IMPROVING = 0.15


@dataclass
class Found:
    """What is known: the slot of each meeting in the best timetable (None: none yet), its breaks, what is proved.

    `bound` is a proved lower bound on the breaks; `impossible` says that it is proved that there is no timetable.
    """

    slots: dict[int, int] | None = None
    breaks: int = 0
    bound: int = 0
    impossible: bool = False

    @property
    def is_proven(self) -> bool:
        return self.impossible or (self.slots is not None and self.breaks == self.bound)


def fewest_breaks(formula: Formula, effort: Effort, seed: int) -> Found:
    """Search until the fewest breaks are proved or the time is over. The same seed makes the same steps."""
    search = _Search(formula, effort, seed)
    try:
        search.run()
    except _TimeIsUp:
        pass
    except (KeyboardInterrupt, pysolvers.error) as stopped:  # Ctrl-C, which the compiled solver tells in its own way
        if "interrupt" not in f"{stopped!r}".lower():
            raise
        if search.found.slots is None:
            raise KeyboardInterrupt from stopped
    return search.found


class _TimeIsUp(Exception):  # noqa: N818 - no error, the ordinary end of a search
    pass


class _Search:
    """`costs` are literals that each cost a break. `asked` are assumptions: a cost that shall not be, or for a core of
    costs (in `cores`, with its totalizer) that no more than so many of them shall be."""

    def __init__(self, formula: Formula, effort: Effort, seed: int) -> None:
        self.formula = formula
        self.effort = effort
        self.found = Found()
        self.solver = Cadical195(bootstrap_with=formula.clauses.all)
        self.solver.configure({"seed": seed % 2_000_000_000})
        self.top = formula.clauses.top
        self.sure = self.found.bound = formula.sure_breaks
        self.costs = formula.costs
        self.asked: dict[int, None] = dict.fromkeys(-literal for literal in self.costs)
        self.cores: dict[int, tuple[ITotalizer, int]] = {}
        self.model: list[int] = []
        self.spent = self.improving = 0
        # Costs of the best timetable: those to try to save, and those to try again with more patience.
        self.waiting: list[int] = []
        self.undecided: list[int] = []
        self.patience = SAVE
        self.stretch = STRETCH
        self.scale = min(1.0, LARGE / len(formula.clauses.all))
        self.pace = PACE / self.scale

    def run(self) -> None:
        outcome = self._solve([])
        self.found.impossible = outcome is False
        while not self.found.is_proven:
            if self.waiting and self.improving < IMPROVING * self.spent:
                self._save_a_break()
            else:
                self._prove()

    def _prove(self) -> None:
        """Ask for all that is asked, for one stretch; a refusal is a core, which raises the bound by one."""
        outcome = self._solve(list(self.asked), self.stretch)
        if outcome is None:
            self.stretch = min(LONGEST_STRETCH, 2 * self.stretch)
        if outcome is not False:
            return
        self.stretch = STRETCH
        core = self._smaller(self.solver.get_core() or [])
        self._raise_bound()
        if core:
            self._relax(core)

    def _save_a_break(self) -> None:
        """Ask for the best timetable's breaks without one of them; where that cannot be, the next one."""
        cost = self.waiting.pop()
        before = self.spent
        kept = [-literal for literal in self.costs if self.model[literal - 1] < 0]
        if self._solve([*kept, -cost], self.patience) is None:
            self.undecided.append(cost)
        self.improving += self.spent - before
        if not self.waiting and self.undecided:
            self.waiting, self.undecided, self.patience = self.undecided, [], 2 * self.patience

    def _solve(self, assumptions: Iterable[int], conflicts: int | None = None) -> bool | None:
        """Whether the formula can hold with the assumptions; None where the conflicts did not suffice."""
        assumptions = list(assumptions)
        used = 0
        while conflicts is None or used < conflicts:
            granted = math.ceil(LONGEST_STRETCH / self.scale) if conflicts is None else conflicts - used
            outcome, passed = self._call(assumptions, granted)
            used += passed
            self.spent += passed
            if outcome:
                self._keep(self.solver.get_model() or [])
            if outcome is not None:
                return outcome
        return None

    def _call(self, assumptions: list[int], conflicts: int) -> tuple[bool | None, int]:
        """One call of the solver, which cannot be stopped by the clock; near the limit it gets what it can still do."""
        left = self.effort.left
        if not left:
            raise _TimeIsUp
        before = self.solver.accum_stats()["conflicts"]
        granted = min(self.scale * conflicts, max(self.scale * FEWEST, left / self.pace))
        self.solver.conf_budget(math.ceil(granted))
        outcome: bool | None = self.solver.solve_limited(assumptions)
        passed = self.solver.accum_stats()["conflicts"] - before
        if passed >= self.scale * FEWEST:
            self.pace = (left - self.effort.left) / passed
        return outcome, max(1, math.ceil(passed / self.scale))

    def _keep(self, model: list[int]) -> None:
        breaks = self.sure + sum(model[cost - 1] > 0 for cost in self.costs)
        if self.found.slots is None or breaks < self.found.breaks:
            self.model = model
            self.found.slots, self.found.breaks = self.formula.slots_of(model), breaks
            self.waiting = [cost for cost in self.costs if model[cost - 1] > 0]
            self.undecided, self.patience = [], SAVE
            self._tell()

    def _raise_bound(self) -> None:
        self.found.bound += 1
        self._tell()

    def _tell(self) -> None:
        known = self.found.slots is not None
        part = self.effort.spent / (self.effort.spent + self.effort.left + 1e-9)
        self.effort.tell("bound" if known else "plan", part, self.found.breaks if known else None, self.found.bound)

    def _smaller(self, core: list[int]) -> list[int]:
        """The core with fewer literals: what the solver did not use when asked again, then one by one."""
        while True:
            refused = self._solve(core, SHRINK) is False
            smaller = self.solver.get_core() or [] if refused else core
            if len(smaller) >= len(core):
                break
            core = smaller
        place = 0
        while 1 < len(core) <= LONG_CORE and place < len(core):
            if self._solve([*core[:place], *core[place + 1 :]], SHRINK) is False:
                used = set(self.solver.get_core() or [])
                core = [literal for literal in core if literal in used]
            else:
                place += 1
        return core

    def _relax(self, core: list[int]) -> None:
        """One of the core's costs is paid for; ask that no second one be, and so on while that is refused at once."""
        for literal in core:
            self._give_up(literal)
        if len(core) == 1:
            self.solver.add_clause([-core[0]])
            return
        counter = ITotalizer(lits=[-literal for literal in core], ubound=1, top_id=self.top)
        self.top = max(self.top, counter.top_id)
        self.solver.append_formula(counter.cnf.clauses)
        paid = 1
        while paid < len(core):
            literal = self._ask(counter, paid)
            if self._solve([literal], EXHAUST) is not False:
                break
            del self.asked[literal], self.cores[literal]
            self.solver.add_clause([-literal])
            self._raise_bound()
            paid += 1

    def _give_up(self, literal: int) -> None:
        """Ask this no more; of a core that was allowed `paid` costs, ask for one more than that."""
        del self.asked[literal]
        if literal in self.cores:
            counter, paid = self.cores.pop(literal)
            if paid + 1 < len(counter.lits):
                self._ask(counter, paid + 1)

    def _ask(self, counter: ITotalizer, paid: int) -> int:
        """Ask that at most `paid` of the counted costs be; the assumption."""
        if len(counter.rhs) <= paid:
            counter.increase(ubound=paid, top_id=self.top)
            self.top = max(self.top, counter.top_id)
            if counter.nof_new:
                self.solver.append_formula(counter.cnf.clauses[-counter.nof_new :])
        literal = -counter.rhs[paid]
        self.asked[literal] = None
        self.cores[literal] = (counter, paid)
        return literal
