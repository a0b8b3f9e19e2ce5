"""The value of forums for which one exact model is too much: a coarse bound, and local search up to it.

The relaxation of the coarse model bounds the value, and says what each wish would lose in its optimum (its reduced
cost). Its optimum is whole or nearly so: a choice of wishes that is worth the bound. The search starts from that choice
and tries only wishes that lose little; where it comes to a stand below the bound, windows of few slots are solved
exactly. The clock decides only whether to go on; the plan depends on the seed and the number of moves.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hansa.matching.coarse import CoarseModel
from hansa.matching.effort import Effort, Phase
from hansa.matching.greedy import worth_by_capacity, worth_of_all
from hansa.matching.instance import Instance
from hansa.matching.model import TOLERANCE
from hansa.matching.plan import Plan

if TYPE_CHECKING:
    from hansa.matching.search.localsearch import LocalSearch

MOVES_A_WISH = 60
CHUNK = 8192
# Wishes above which time hardly suffices for the bound, so that gaps count a little from the start. Elsewhere that
# would only bar ways to a greater value.
MANY, GAP_PRICE = 30_000, 0.02
# Heats are in units of the mean weight of a wish.
WORTH_HEAT = (0.04, 0.02)
GAP_HEAT = (0.6, 0.08)
INSERTS, INSERTS_FOR_GAPS = 400, 200
# In a repair: moves for each wish that waits, and for each gap; a gap costs something from the start.
MOVES_A_WAITING, MOST_FOR_WAITING, MOVES_A_GAP, MOST_FOR_GAPS = 64, 75_000, 1_000, 30_000
MENDING_GAP_PRICE, MENDING_GAP_HEAT = 0.15, (0.3, 0.08)
# Wishes that lose more than this part of the mean weight are let in only on the way, never for themselves.
PROMISING = 0.1
ANY = 1 << 60
# How much further the time may be than the moves, as parts of a round, before the round is shortened.
AHEAD = 0.05


@dataclass(frozen=True)
class Round:
    """What one round of the search is to do, as `Schedule` of the kernel; `heat` falls from the first to the second."""

    steps: int
    heat: tuple[float, float]
    worth_price: float
    gap_price: float
    floor: int
    target: int
    enough_gaps: int
    inserts: int


@dataclass
class Reduced:
    """What the relaxation says of each wish: how much of it is placed, and what it loses if it is, in weight.

    Parties and interpreters whose rows have a price are scarce: no plan that reaches the bound leaves one of them idle.
    """

    bound: int
    share: list[float]
    loss: list[float]
    scarce: list[bool]
    sought: list[bool]


def unreduced(instance: Instance, bound: int, loss: float) -> Reduced:
    """What is known before, or without, a relaxation."""
    count, parties, interpreters = len(instance.pairs), len(instance.available), len(instance.on_duty)
    return Reduced(bound, [0.0] * count, [loss] * count, [False] * parties, [False] * interpreters)


def reduced(plan: Plan, periods: Sequence[int], seconds: float) -> Reduced | None:
    """Relax the coarse model with these periods, the plan standing; None if time ran out."""
    instance = plan.instance
    waiting = {w: slots for w, slots in enumerate(instance.domain) if slots and plan.slot_of[w] < 0}
    if not waiting:
        return unreduced(instance, plan.worth, math.inf)
    model = CoarseModel(plan, waiting, periods)
    relaxed = model.relax(seconds)
    if relaxed is None:
        return None
    bound = plan.worth + math.floor(relaxed.value + TOLERANCE)
    found = unreduced(instance, bound, math.inf)
    for rows, dear in ((model.party_row, found.scarce), (model.interpreter_row, found.sought)):
        for (number, _), row in rows.items():
            dear[number] |= relaxed.prices[row] > TOLERANCE
    for (wish, _), cell in model.cell.items():
        found.share[wish] += relaxed.columns[cell]
        found.loss[wish] = min(found.loss[wish], relaxed.losses[cell] / instance.scale)
    return found


class Searching:
    """The stages for one problem; `search` holds the plan."""

    def __init__(
        self, plan: Plan, effort: Effort, seed: int, moves: int | None = None, domain: Sequence[int] | None = None
    ) -> None:
        from hansa.matching.search.localsearch import LocalSearch  # loads the kernel; small problems do without

        self.plan, self.instance, self.effort = plan, plan.instance, effort
        self.left = ANY if moves is None else moves
        self.bound = worth_of_all(plan)
        self.search: LocalSearch = LocalSearch(self.instance, domain or self.instance.domain, seed)
        self.unit = mean_weight(self.instance) * self.instance.scale
        self.promising = [bool(slots) for slots in self.instance.domain]

    def begin(self, known: Reduced | None) -> None:
        """Place what is pinned, then what is published, then what the relaxation chose, then whatever else fits."""
        instance = self.instance
        if known is None:
            self.bound = min(self.bound, worth_by_capacity(self.plan))
            known = unreduced(instance, self.bound, 0.0)
        else:
            self.heed(known)
        usable = [w for w, slots in enumerate(instance.domain) if slots]
        usable.sort(
            key=lambda w: (
                instance.pinned[w] < 0,
                -known.share[w],
                known.loss[w],
                -instance.weight[w],
                instance.domain[w].bit_count(),
            )
        )
        self.search.fill([w for w in usable if instance.pinned[w] >= 0])
        standing = [w for w in usable if instance.published[w] >= 0]
        self.search.fill(sorted(standing, key=lambda w: -instance.weight[w]), only_home=True)
        self.search.fill(usable)

    def heed(self, known: Reduced) -> None:
        """Take over a bound, and from now on try only wishes that lose little in its relaxation."""
        import numpy  # comes with highspy

        self.bound = max(self.search.worth, min(self.bound, known.bound))
        limit = PROMISING * self.unit / self.instance.scale
        self.promising = [s > TOLERANCE or m < limit for s, m in zip(known.share, known.loss, strict=True)]
        self.search.try_only(numpy.array(self.promising))
        self.search.fill_up(numpy.array(known.scarce), numpy.array(known.sought))

    @property
    def is_best(self) -> bool:
        return self.search.worth >= self.bound

    def most_valuable(self, deadline: float, rounds: Iterable[int], moves_a_wish: int = MOVES_A_WISH) -> None:
        """Search in rounds, each twice as long as the one before, until the bound is reached or time is up.

        Times are of `effort.spent`. The plan never ends as one of less worth than it had.
        """
        best = self.search.known()
        for number in rounds:
            if self.is_best or self.effort.spent >= deadline or self.left <= 0:
                break
            round_ = Round(
                steps=(moves_a_wish << number) * self.search.wishes,
                heat=WORTH_HEAT,
                worth_price=1 / self.unit,
                gap_price=GAP_PRICE if self.search.wishes > MANY else 0.0,
                floor=0,
                target=self.bound,
                enough_gaps=ANY,
                inserts=INSERTS,
            )
            self._cool(round_, deadline, "plan", 0.1, 0.5)
            if self.search.worth > best.worth:
                best = self.search.known()
        if self.search.worth < best.worth:
            self.search.become(best)

    def fewest_gaps(self, deadline: float, rounds: Iterable[int], moves_a_wish: int = MOVES_A_WISH) -> None:
        """Lower the gaps at no loss of worth."""
        best = self.search.known()
        for number in rounds:
            if not best.gaps or self.effort.spent >= deadline or self.left <= 0:
                break
            round_ = Round(
                steps=(moves_a_wish << number) * self.search.wishes,
                heat=GAP_HEAT if not number else (GAP_HEAT[0] / 2, GAP_HEAT[1]),
                worth_price=0.0,
                gap_price=1.0,
                floor=best.worth,
                target=best.worth,
                enough_gaps=0,
                inserts=INSERTS_FOR_GAPS,
            )
            self._cool(round_, deadline, "gaps", 0.5, 0.9)
            if self.search.known().rank > best.rank:
                best = self.search.known()
        self.search.become(best)

    def mend(self) -> None:
        """Let in what fits at the price, then lower the gaps where they are; all else stays as it stands.

        How long that takes depends on how much is waiting and how many gaps there are, not on how large the forum is.
        """
        import numpy  # comes with highspy

        # At a price for each move, whoever is idle is so for good reason: looking there finds little.
        self.search.fill_up(numpy.zeros(len(self.instance.available)), numpy.zeros(len(self.instance.on_duty)))
        waiting = int((self.search.known().slots[self.promising] < 0).sum())
        price = 1 / self.unit
        steps = min(waiting * MOVES_A_WAITING, MOST_FOR_WAITING)
        self._better(Round(steps, WORTH_HEAT, price, MENDING_GAP_PRICE, 0, self.bound, ANY, 1000))
        worth, gaps = self.search.worth, self.search.gaps
        steps = min(gaps * MOVES_A_GAP, MOST_FOR_GAPS)
        self._better(Round(steps, MENDING_GAP_HEAT, 0.0, 1.0, worth, worth, 0, 0))

    def _better(self, wanted: Round) -> None:
        """One round until time is up, unless the plan was better before it."""
        best = self.search.known()
        self._cool(wanted, self.effort.spent + self.effort.left, "plan", 0.1, 0.9)
        if self.search.known().rank < best.rank:
            self.search.become(best)

    def _cool(self, wanted: Round, deadline: float, phase: Phase, low: float, high: float) -> None:
        """One round. If time is shorter than the moves need, it cools faster, so that it always ends cold."""
        from hansa.matching.search.library import Schedule  # see above

        began, done = self.effort.spent, 0
        steps = min(wanted.steps, self.left)
        hot, cold = wanted.heat
        while done < steps:
            passed = (self.effort.spent - began) / max(1e-9, deadline - began)
            if passed >= 1 or self.effort.is_cut:
                break
            # A clock that is a little ahead changes nothing, so that the plan depends on the moves alone.
            part = passed if passed > done / steps + AHEAD else done / steps
            heat = hot * (cold / hot) ** part
            count = min(CHUNK, steps - done)
            made = self.search.anneal(
                Schedule(
                    count,
                    heat,
                    heat,
                    wanted.worth_price,
                    wanted.gap_price,
                    wanted.floor,
                    wanted.target,
                    wanted.enough_gaps,
                    wanted.inserts,
                )
            )
            done += made
            self.left -= made
            scale = self.instance.scale
            self.effort.tell(phase, low + (high - low) * part, self.search.worth // scale, self.bound // scale)
            if made < count:
                break

    # ---- to and from the plan -----------------------------------------------------------------------------------

    def hand_over(self) -> None:
        """Have the plan be what the search found."""
        known = self.search.known()
        self.plan.load(known.slots.tolist(), known.helpers.tolist())

    def take_over(self) -> None:
        """Have the search be what the plan is."""
        from hansa.matching.search.localsearch import NOBODY, Known  # see above

        helpers = [self.plan.helper.get(wish, NOBODY) for wish in range(self.search.wishes)]
        self.search.become(Known(self.plan.worth, self.plan.gaps, self.plan.slot_of, helpers))


def is_kernel_there() -> bool:
    """Whether the compiled search can be used; small problems ask only if they are stubborn."""
    from hansa.matching.search.localsearch import is_there  # loads the kernel

    return is_there()


def mean_weight(instance: Instance) -> float:
    """The mean weight of the wishes that can be placed."""
    weights = [weight for weight, slots in zip(instance.weight, instance.domain, strict=True) if slots]
    return sum(weights) / len(weights) if weights else 1.0
