"""The planner: first the greatest sum of weights, proved; then the fewest gaps at that sum; then tables and reasons."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from hansa.matching.coarse import CoarseModel
from hansa.matching.constraints import violations
from hansa.matching.dive import day_by_day, dive
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

# What the first stage leaves to the others, as a part of the time limit.
RESERVE = 0.1
# Time kept for tables, reasons and the last check, for each wish and slot.
SECONDS_A_CELL = 3e-5
# Columns of the slot model above which its relaxation is too slow.
LARGE = 100_000


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
    writing = min(seconds / 2, SECONDS_A_CELL * len(problem.wishes) * len(problem.slots))
    effort = Effort(seconds - writing, progress)
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
    """Make the plan, in which only pinned wishes stand, worth as much as can be, and bound it.

    First greedily, with the bound of the coarse model. If the two do not meet, a large forum is placed day by day; any
    other by the relaxation of the slot model, and, only if that falls short of its own bound, by the whole slot model.
    """
    instance, bound = plan.instance, worth_of_all(plan)
    waiting = {w: slots for w, slots in enumerate(instance.domain) if slots and plan.slot_of[w] < 0}
    pinned = plan.worth
    if waiting and effort.left:
        relaxed = CoarseModel(plan, waiting, [sum(instance.day_masks)]).relax(_share(effort))
        bound = min(bound, pinned + math.floor(relaxed.value + TOLERANCE)) if relaxed else bound
    fill(plan)
    if plan.worth == bound or not effort.left:
        return Bounded(bound, instance.domain)
    effort.tell("bound", 0.1, plan.value, bound // instance.scale)
    greedy = plan.copy_slots()
    plan.become(instance.pinned)
    if sum(slots.bit_count() for slots in waiting.values()) > LARGE:
        day_by_day(plan, effort, seed)
        fill(plan)
        _better_of(plan, greedy)
        return Bounded(bound, instance.domain)
    return _by_slots(plan, SlotModel(plan, waiting), greedy, bound, effort, seed)


def _by_slots(plan: Plan, model: SlotModel, greedy: list[int], bound: int, effort: Effort, seed: int) -> Bounded:
    """Place by the slot model's relaxation, then exactly; `bound` is what is known so far."""
    instance, pinned = plan.instance, plan.worth
    relaxed = model.relax(_share(effort))
    if relaxed is None:
        plan.become(greedy)
        return Bounded(bound, instance.domain)
    bound = min(bound, pinned + math.floor(relaxed.value + TOLERANCE))
    effort.tell("plan", 0.2, plan.value, bound // instance.scale)
    dive(plan, model, relaxed, bound, _share(effort), seed)
    fill(plan)
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
    unplaced = explain(problem, placements)
    return Timetable(
        value=plan.value,
        bound=bound,
        proven=plan.value == bound,
        gaps=count_gaps(problem, placements),
        seconds=effort.spent,
        placements=placements,
        unplaced=unplaced,
        gaps_proven=gaps_proven,
    )
