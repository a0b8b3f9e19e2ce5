"""From the relaxation to a plan: for a window of wishes and slots, and, for large forums, day by day."""

from __future__ import annotations

import math

from hansa.matching.coarse import CoarseModel
from hansa.matching.effort import Effort
from hansa.matching.model import TOLERANCE, Relaxed, SlotModel
from hansa.matching.plan import Plan

# Seconds for sharing the wishes out among the days; that which is found by then is used.
SHARING_SECONDS = 10.0


def dive(plan: Plan, model: SlotModel, relaxed: Relaxed, bound: int, seconds: float, seed: int) -> None:
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
        outcome = SlotModel(plan, rest).solve(seconds, seed, stop_at=plan.worth - bound)
        for wish, slot in (outcome.slot_of or {}).items():
            plan.put(wish, slot)


def day_by_day(plan: Plan, effort: Effort, seed: int) -> None:
    """Place wishes one day after the other: the coarse model shares them out, the slot model of the day places them.

    What a day could not hold is shared out again among the days that are left; the last day may take anything.
    """
    days = plan.instance.day_masks
    for number, day in enumerate(days):
        left = sum(days[number:])
        rest = {w: slots & left for w, slots in enumerate(plan.instance.domain) if slots & left and plan.slot_of[w] < 0}
        if number + 1 < len(days):
            shared = CoarseModel(plan, rest, days[number:]).solve(min(SHARING_SECONDS, effort.left), seed).slot_of or {}
            rest = {wish: slots for wish, slots in rest.items() if shared.get(wish) == 0}
        domain = {wish: day & plan.open_slots(wish) for wish in rest}
        domain = {wish: slots for wish, slots in domain.items() if slots}
        if not domain or not effort.left:
            continue
        model = SlotModel(plan, domain)
        relaxed = model.relax(effort.left)
        if relaxed is not None:
            bound = plan.worth + math.floor(relaxed.value + TOLERANCE)
            dive(plan, model, relaxed, bound, effort.left, seed)
