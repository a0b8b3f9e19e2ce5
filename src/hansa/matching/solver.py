"""The planner: first the greatest sum of weights, proved; then the fewest gaps at that sum; then tables and reasons."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from hansa.matching.constraints import violations
from hansa.matching.effort import Effort, Progress
from hansa.matching.explain import explain
from hansa.matching.greedy import fill, pin, worth_of_all
from hansa.matching.instance import Instance
from hansa.matching.lessgaps import fewest_gaps
from hansa.matching.model import TOLERANCE, Relaxed, SlotModel
from hansa.matching.plan import Plan
from hansa.matching.problem import Problem
from hansa.matching.tables import assign_tables
from hansa.matching.timetable import Placement, Timetable, count_gaps

# Room kept for tables, reasons and the last check, as a part of the time limit.
RESERVE = 0.1


def solve(
    problem: Problem,
    *,
    seconds: float = 60,
    seed: int = 0,
    progress: Callable[[Progress], None] | None = None,
) -> Timetable:
    """Plan the problem. The same problem and seed give the same timetable, unless the time limit cut the search short.

    At the limit it returns the best valid plan so far with the bound that was proved by then. Of plans of equal value
    it prefers those that keep published wishes in their slots, then those with fewer gaps.
    """
    effort = Effort(seconds, progress)
    effort.tell("reading", 0.0)
    instance = Instance(problem)
    plan = Plan(instance)
    pin(plan)
    bounded = most_valuable(plan, effort, seed)
    bound = bounded.worth // instance.scale
    effort.tell("gaps", 0.5, plan.value, bound)
    gaps_proven = fewest_gaps(plan, bounded.domain, effort, seed)
    effort.tell("reasons", 0.9, plan.value, bound)
    timetable = _written(problem, plan, bound, gaps_proven, effort)
    effort.tell("done", 1.0, timetable.value, timetable.bound)
    return timetable


@dataclass(frozen=True)
class Bounded:
    """What the first stage proved: a bound on the worth, and the slots a wish can have in a plan as good."""

    worth: int
    domain: list[int]


def most_valuable(plan: Plan, effort: Effort, seed: int) -> Bounded:
    """Make the plan worth as much as can be, and bound it.

    The linear relaxation of the slot model gives the bound. Where it is whole it is kept; a small model places the
    rest. Only if that falls short of the bound, the whole model is solved, from the best plan known.
    """
    instance, bound = plan.instance, worth_of_all(plan)
    fill(plan)
    if plan.worth == bound or not effort.left:
        return Bounded(bound, instance.domain)
    effort.tell("bound", 0.05, plan.value, bound // instance.scale)
    greedy = plan.copy_slots()
    plan.become(instance.pinned)
    model = SlotModel(plan, {w: m for w, m in enumerate(instance.domain) if m and plan.slot_of[w] < 0})
    pinned = plan.worth
    relaxed = model.relax(_share(effort))
    if relaxed is None:
        plan.become(greedy)
        return Bounded(bound, instance.domain)
    bound = min(bound, pinned + math.floor(relaxed.value + TOLERANCE))
    effort.tell("plan", 0.2, plan.value, bound // instance.scale)
    _dive(plan, model, relaxed, bound, effort, seed)
    _better_of(plan, greedy)
    if plan.worth < bound and effort.left:
        bound = min(bound, _exact(plan, model, pinned, effort, seed))
    return Bounded(bound, _still_possible(plan, model, relaxed, pinned))


def _still_possible(plan: Plan, model: SlotModel, relaxed: Relaxed, pinned: int) -> list[int]:
    """The slots of each wish without those that no plan as good as this one uses.

    A plan with a column that loses d is worth at most the relaxation's optimum less d (reduced-cost fixing).
    """
    domain = plan.instance.domain.copy()
    slack = pinned + relaxed.value - plan.worth + TOLERANCE
    for (wish, slot), cell in model.cell.items():
        if relaxed.losses[cell] > slack and plan.slot_of[wish] != slot:
            domain[wish] &= ~(1 << slot)
    return domain


def _dive(plan: Plan, model: SlotModel, relaxed: Relaxed, bound: int, effort: Effort, seed: int) -> None:
    """Keep what the relaxation places whole, and place the rest as well as possible around it.

    A plan that reaches the relaxation's value uses only columns that lose nothing (complementary slackness), so the
    small model has only those.
    """
    lossless: dict[int, int] = {}
    for (wish, slot), cell in model.cell.items():
        if relaxed.columns[cell] > 1 - TOLERANCE:
            plan.put(wish, slot)
        elif abs(relaxed.losses[cell]) < TOLERANCE:
            lossless[wish] = lossless.get(wish, 0) | 1 << slot
    rest = {wish: slots & plan.open_slots(wish) for wish, slots in lossless.items() if plan.slot_of[wish] < 0}
    rest = {wish: slots for wish, slots in rest.items() if slots}
    if rest:
        outcome = SlotModel(plan, rest).solve(_share(effort), seed, stop_at=plan.worth - bound)
        for wish, slot in (outcome.slot_of or {}).items():
            plan.put(wish, slot)
    fill(plan)


def _exact(plan: Plan, model: SlotModel, pinned: int, effort: Effort, seed: int) -> int:
    """Solve the whole slot model from the plan; returns the bound that HiGHS proved."""
    known, fixed = plan.copy_slots(), plan.instance.pinned
    outcome = model.solve(_share(effort), seed, warm={wish: known[wish] for wish, _ in model.cell})
    if outcome.slot_of is not None:
        plan.become([outcome.slot_of.get(wish, slot) for wish, slot in enumerate(fixed)])
    _better_of(plan, known)
    if math.isinf(outcome.bound):
        return worth_of_all(plan)
    return max(plan.worth, pinned + math.floor(-outcome.bound + TOLERANCE))


def _better_of(plan: Plan, other: list[int]) -> None:
    """Turn into the other assignment if that is worth more."""
    if sum(plan.instance.worth(wish, slot) for wish, slot in enumerate(other) if slot >= 0) > plan.worth:
        plan.become(other)


def _share(effort: Effort) -> float:
    return effort.left * (1 - RESERVE)


def _written(problem: Problem, plan: Plan, bound: int, gaps_proven: bool, effort: Effort) -> Timetable:
    """Give tables, explain what is unplaced, and check the whole once more with the constraints themselves."""
    tables = assign_tables(plan)
    placements = tuple(
        Placement(
            wish=wish.id,
            slot=problem.slots[plan.slot_of[number]].id,
            table=tables[number],
            interpreter=problem.interpreters[plan.helper[number]].id if number in plan.helper else None,
        )
        for number, wish in enumerate(problem.wishes)
        if plan.slot_of[number] >= 0
    )
    broken = violations(problem, placements)
    if broken:
        raise AssertionError(f"the planner broke a constraint: {broken[0].sentence}")
    return Timetable(
        value=plan.value,
        bound=bound,
        proven=plan.value == bound,
        gaps=count_gaps(problem, placements),
        seconds=effort.spent,
        placements=placements,
        unplaced=explain(problem, placements),
        gaps_proven=gaps_proven,
    )
