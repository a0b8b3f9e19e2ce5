"""The planner: first the greatest sum of weights, proved; then the fewest gaps at that sum; then tables and reasons."""

from __future__ import annotations

import math
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from hansa.matching.canon import in_canonical_order
from hansa.matching.coarse import CoarseModel
from hansa.matching.constraints import violations
from hansa.matching.dive import day_by_day, dive
from hansa.matching.effort import Effort, Progress
from hansa.matching.explain import explain_plan
from hansa.matching.greedy import fill, pin, worth_by_capacity, worth_of_all
from hansa.matching.instance import Instance
from hansa.matching.lessgaps import fewest_gaps, rearrange_troubled
from hansa.matching.model import TOLERANCE, Relaxed, SlotModel
from hansa.matching.plan import Plan
from hansa.matching.preferences import (
    HUNDRED,
    below_their_floor,
    changes_something,
    counts_for,
    lacking,
    raised,
    shaped,
)
from hansa.matching.preferences import ROUNDS as ROUNDS_OF_FLOORS
from hansa.matching.problem import Problem
from hansa.matching.repair import usual_price
from hansa.matching.searching import MANY, Searching, is_kernel_there, reduced
from hansa.matching.tables import assign_tables
from hansa.matching.timetable import Placement, Timetable, count_gaps
from hansa.matching.windows import improve

# What the first stage leaves to the others, as a part of the time limit.
RESERVE = 0.1
# Time kept for tables, reasons and the last check, for each wish and slot.
SECONDS_A_CELL = 5e-6
# Columns of the slot model up to which it is solved as it is, and above which even its relaxation is too slow.
EXACT, LARGE = 5_000, 100_000
# Columns up to which closer relaxations are tried, and their part of the time that is left.
LARGEST_RELAXED, SHARE_OF_RELAXATION = 350_000, 0.25
# What the search leaves for the gaps: no more than this part of the time, or so long for each wish.
SHARE_OF_GAPS, SECONDS_FOR_GAPS = 0.4, 4e-4
# Windows of the plan that are solved exactly between two rounds of the search, unless wishes are many.
WINDOWS = 6
# Rounds of the search at most, how long they become, and before which of them the bound is sought by days and by slots.
ROUNDS, LONGEST_ROUND, BY_DAYS, BY_SLOTS = 20, 1, 2, 4


def solve(
    problem: Problem,
    *,
    seconds: float = 60,
    seed: int = 0,
    moves: int | None = None,
    move_price: int | None = None,
    progress: Callable[[Progress], None] | None = None,
    is_stopped: Callable[[], bool] = lambda: False,
) -> Timetable:
    """Plan the problem. The same problem and seed give the same timetable, unless the time limit cut the search short;
    with `moves`, a limit on the moves of the local search, it does not depend on the clock as long as time suffices.

    At the limit, or when `is_stopped` answers yes, it returns the best valid plan so far with the bound that was proved
    by then. Each published meeting that leaves its slot costs `move_price` units of weight (None:
    `repair.usual_price`). Of plans equally good it prefers those that keep published wishes in their slots, then those
    with fewer gaps. Names and the order of lists have no say (`canon`); where the problem states preferences, the plan
    is the best by what wishes count for (`preferences`), its value and bound stay those of the weights.
    """
    limits: dict[str, Any] = {"seed": seed, "moves": moves, "progress": progress, "is_stopped": is_stopped}
    clear = in_canonical_order(problem)
    if changes_something(problem):
        found = _as_preferred(clear, seconds, move_price, limits)
    else:
        found = _by_weight(clear, seconds=seconds, move_price=move_price, **limits)
    return _listed(problem, found)


def _listed(problem: Problem, found: Timetable) -> Timetable:
    """The timetable in the order of the problem's own list of wishes."""
    place = {wish.id: number for number, wish in enumerate(problem.wishes)}
    return replace(
        found,
        placements=tuple(sorted(found.placements, key=lambda placed: place[placed.wish])),
        unplaced=tuple(sorted(found.unplaced, key=lambda left: place[left.wish])),
        short=below_their_floor(problem, found.placements),
    )


def _as_preferred(problem: Problem, seconds: float, move_price: int | None, limits: dict[str, Any]) -> Timetable:
    """The best plan by what wishes count for: bounded by the weights first, then sought, again while floors lack."""
    began, counting = time.monotonic(), counts_for(problem)
    plain = shaped(problem, [wish.weight for wish in problem.wishes])
    first = _by_weight(plain, seconds=seconds / 3, move_price=move_price, **limits)
    best = _liking(problem, counting, first), first
    raising, is_shaped = list(counting), counting != [wish.weight * HUNDRED for wish in problem.wishes]
    for left in range(ROUNDS_OF_FLOORS + is_shaped, 0, -1):
        if left <= ROUNDS_OF_FLOORS:
            if not best[0][0]:
                break
            raising = raised(problem, raising, below_their_floor(problem, best[1].placements))
        share = max(0.0, seconds - (time.monotonic() - began)) / left
        price = None if move_price is None else move_price * HUNDRED
        found = _by_weight(shaped(problem, raising), seconds=share, move_price=price, **limits)
        best = max(best, (_liking(problem, counting, found), found), key=lambda one: one[0])
    value = sum(problem.wish_by_id[placed.wish].weight for placed in best[1].placements)
    bound = max(first.bound, value)
    spent = time.monotonic() - began
    return replace(best[1], value=value, bound=bound, proven=value == bound, seconds=spent, gaps_proven=False)


def _liking(problem: Problem, counting: Sequence[int], found: Timetable) -> tuple[int, int, int]:
    """How a plan compares by preferences: what floors lack, what its wishes count for, its gaps."""
    count = dict(zip((wish.id for wish in problem.wishes), counting, strict=True))
    counted = sum(count[placed.wish] for placed in found.placements)
    return -lacking(below_their_floor(problem, found.placements)), counted, -found.gaps


def _by_weight(
    problem: Problem,
    *,
    seconds: float,
    seed: int,
    moves: int | None,
    move_price: int | None,
    progress: Callable[[Progress], None] | None,
    is_stopped: Callable[[], bool],
) -> Timetable:
    """Plan by weights alone, in the order in which the problem lists its members."""
    writing = min(seconds / 2, SECONDS_A_CELL * len(problem.wishes) * len(problem.slots))
    effort = Effort(seconds - writing, progress, is_stopped)
    effort.tell("reading", 0.0)
    instance = Instance(problem)
    price = (usual_price(problem) if move_price is None else move_price) if problem.published else 0
    if sum(slots.bit_count() for slots in instance.domain) > EXACT and is_kernel_there():
        found = mended(instance, price, effort, seed, moves) if price else by_search(instance, effort, seed, moves)
    else:
        found = exactly(instance, price, effort, seed)
    effort.tell("reasons", 0.9, found.plan.value, found.bound)
    timetable = _written(problem, found, effort)
    effort.tell("done", 1.0, timetable.value, timetable.bound)
    return timetable


@dataclass(frozen=True)
class Found:
    """A plan, a proved bound of its value, and whether it is proved to have the fewest gaps of all plans as good."""

    plan: Plan
    bound: int
    gaps_proven: bool


def exactly(instance: Instance, price: int, effort: Effort, seed: int) -> Found:
    """Plan by the exact models; with a price, the value is bounded first, then the best plan at that price sought."""
    plan = Plan(instance)
    pin(plan)
    effort.tell("bound", 0.05)
    bounded = most_valuable(plan, effort, seed)
    bound = bounded.worth // instance.scale
    if price:
        instance.charge(price)
        plan = Plan(instance)
        pin(plan)
        bounded = most_valuable(plan, effort, seed)
    effort.tell("gaps", 0.5, plan.value, bound)
    return Found(plan, bound, fewest_gaps(plan, bounded.domain, effort, seed))


def mended(instance: Instance, price: int, effort: Effort, seed: int, moves: int | None) -> Found:
    """Repair a large plan: who can stay stays, then a short search at the price, then one for the gaps."""
    instance.forget_published()
    plan = Plan(instance)
    pin(plan)
    known = reduced(plan, [sum(instance.day_masks)], _share(effort))
    bound = known.bound if known else min(worth_of_all(plan), worth_by_capacity(plan))
    instance.charge(price)
    plan = Plan(instance)
    searching = Searching(plan, effort, seed, moves)
    searching.begin(known)
    searching.bound = worth_of_all(plan)
    searching.mend()
    searching.hand_over()
    return Found(plan, bound, not plan.gaps)


def by_search(instance: Instance, effort: Effort, seed: int, moves: int | None) -> Found:
    """Make the plan by local search.

    The bound is sought in three levels, each only if the search comes to a stand below the one before: over the whole
    forum, over days, over single slots.
    """
    plan = Plan(instance)
    pin(plan)
    for_gaps = 0 if moves is None else moves // 3
    searching = Searching(plan, effort, seed, None if moves is None else moves - for_gaps)
    searching.begin(reduced(plan, [sum(instance.day_masks)], _share(effort)))
    _seek(searching, effort, seed, is_timed=moves is None)
    bound = searching.bound // instance.scale
    searching.left += for_gaps
    searching.fewest_gaps(effort.spent + effort.left, range(3))
    searching.hand_over()
    if plan.gaps and len(instance.pairs) <= MANY and moves is None:
        rearrange_troubled(plan, instance.domain, effort, seed)
    return Found(plan, bound, not plan.gaps)


def _seek(searching: Searching, effort: Effort, seed: int, is_timed: bool) -> None:
    """Search in rounds and, unless moves alone limit it, bound more closely and solve windows between them."""
    plan, instance = searching.plan, searching.instance
    slots = [1 << slot for slot in range(len(instance.tables))]
    latest = effort.spent + effort.left - min(effort.left * SHARE_OF_GAPS, SECONDS_FOR_GAPS * len(instance.pairs))
    for number in range(ROUNDS):
        if searching.is_best or searching.left <= 0 or effort.is_cut or effort.spent >= latest:
            break
        if is_timed and number in (BY_DAYS, BY_SLOTS):
            _tighten(searching, instance.day_masks if number == BY_DAYS else slots, effort)
        deadline = latest if len(instance.pairs) > MANY else min(latest, effort.spent + effort.left * 0.7)
        if is_timed and number > 1 and len(instance.pairs) <= MANY:
            searching.hand_over()
            improve(plan, searching.promising, searching.bound, effort, deadline, seed + number, WINDOWS)
            searching.take_over()
        searching.most_valuable(deadline, [min(number, LONGEST_ROUND)])


def _tighten(searching: Searching, periods: Sequence[int], effort: Effort) -> None:
    """Bound the value more closely by these periods, if it is still short of its bound and they are not too many."""
    plan, instance = searching.plan, searching.instance
    size = sum(bool(domain & period) for domain in instance.domain for period in periods)
    if size <= LARGEST_RELAXED and not searching.is_best and effort.left > RESERVE:
        plan.become(instance.pinned)
        known = reduced(plan, periods, effort.left * SHARE_OF_RELAXATION)
        if known is not None:
            searching.heed(known)


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


def _written(problem: Problem, found: Found, effort: Effort) -> Timetable:
    """Give tables, explain what is unplaced, and check the whole once more with the constraints themselves."""
    plan, bound, gaps_proven = found.plan, found.bound, found.gaps_proven
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
    unplaced = explain_plan(plan, is_best=plan.value == bound)
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
