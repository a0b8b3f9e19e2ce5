"""The planner: first the greatest sum of weights, proved; then the fewest gaps at that sum; then tables and reasons."""

from __future__ import annotations

import math
from collections.abc import Callable

from hansa.matching.constraints import violations
from hansa.matching.effort import Effort, Progress
from hansa.matching.explain import explain
from hansa.matching.greedy import best_of_all, fill, pin
from hansa.matching.instance import Instance
from hansa.matching.lessgaps import fewest_gaps
from hansa.matching.model import TOLERANCE, SlotModel
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
    bound = most_valuable(plan, effort, seed)
    effort.tell("gaps", 0.5, plan.value, bound)
    gaps_proven = fewest_gaps(plan, effort, seed)
    effort.tell("reasons", 0.9, plan.value, bound)
    timetable = _written(problem, plan, bound, gaps_proven, effort)
    effort.tell("done", 1.0, timetable.value, timetable.bound)
    return timetable


def most_valuable(plan: Plan, effort: Effort, seed: int) -> int:
    """Make the plan as valuable as can be; returns a proved upper bound on the value.

    The linear relaxation of the slot model gives the bound. Where it is whole it is kept; a small model places the
    rest. Only if that falls short of the bound, the whole model is solved, from the best plan known.
    """
    bound = best_of_all(plan)
    fill(plan)
    if plan.value == bound or not effort.left:
        return bound
    effort.tell("bound", 0.05, plan.value, bound)
    greedy = plan.copy_slots()
    plan.become(plan.instance.pinned)
    open_wishes = {w: m for w, m in enumerate(plan.instance.domain) if m and plan.slot_of[w] < 0}
    model = SlotModel(plan, open_wishes)
    pinned = plan.value
    relaxed = model.relax(_share(effort))
    if relaxed is None:
        plan.become(greedy)
        return bound
    bound = min(bound, pinned + math.floor(relaxed[0] + TOLERANCE))
    effort.tell("plan", 0.2, plan.value, bound)
    _dive(plan, model, relaxed[1], effort, seed)
    _better_of(plan, greedy)
    if plan.value < bound and effort.left:
        bound = min(bound, _exact(plan, model, pinned, effort, seed))
    return bound


def _dive(plan: Plan, model: SlotModel, x: list[float], effort: Effort, seed: int) -> None:
    """Keep what the relaxation places whole, and place the rest as well as possible around it."""
    for (wish, slot), cell in model.cell.items():
        if x[cell] > 1 - TOLERANCE:
            plan.put(wish, slot)
    rest = {
        w: plan.open_slots(w) for w in dict.fromkeys(wish for wish, _ in model.cell) if plan.slot_of[w] < 0
    }
    rest = {wish: mask for wish, mask in rest.items() if mask}
    if rest:
        outcome = SlotModel(plan, rest).solve(_share(effort), seed)
        for wish, slot in (outcome.slot_of or {}).items():
            plan.put(wish, slot)
    fill(plan)


def _exact(plan: Plan, model: SlotModel, pinned: int, effort: Effort, seed: int) -> int:
    """Solve the whole slot model from the plan; returns the bound that HiGHS proved."""
    known = plan.copy_slots()
    warm = {wish: known[wish] for wish, _ in model.cell}
    outcome = model.solve(_share(effort), seed, warm=warm)
    if outcome.slot_of is not None:
        plan.become(
            [
                pinned_slot if pinned_slot >= 0 else outcome.slot_of.get(w, -1)
                for w, pinned_slot in enumerate(plan.instance.pinned)
            ]
        )
    _better_of(plan, known)
    if math.isinf(outcome.bound):
        return best_of_all(plan)
    return max(plan.value, pinned + math.floor(-outcome.bound + TOLERANCE))


def _better_of(plan: Plan, other: list[int]) -> None:
    """Turn into the other assignment if that is worth more."""
    weight = plan.instance.weight
    if sum(weight[wish] for wish, slot in enumerate(other) if slot >= 0) > plan.value:
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
