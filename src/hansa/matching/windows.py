"""Exact neighbourhoods: all meetings of two to four slots, and the unplaced wishes worth trying, arranged anew.

A window is chosen around an unplaced wish: slots in which one of its parties could meet it and the other is taken, and
slots in which that other one is free. HiGHS arranges it at the greatest worth; the plan never gets worse.
"""

from __future__ import annotations

from collections.abc import Sequence
from random import Random

from hansa.matching.effort import Effort
from hansa.matching.instance import bits
from hansa.matching.model import SlotModel
from hansa.matching.plan import Plan

SLOTS = 4
# Columns above which a window is cut to fewer slots, and seconds for one window.
LARGEST, SECONDS = 12_000, 3.0


def improve(
    plan: Plan, promising: Sequence[bool], bound: int, effort: Effort, deadline: float, seed: int, tries: int
) -> None:
    """Solve windows around unplaced wishes until the bound is reached, the tries are spent or time is up."""
    chance = Random(seed)  # noqa: S311 - a search, no secret
    domain = plan.instance.domain
    for _ in range(tries):
        waiting = [w for w, slot in enumerate(plan.slot_of) if slot < 0 and promising[w] and domain[w]]
        if not waiting or plan.worth >= bound or effort.spent >= deadline or effort.is_cut:
            break
        wish = waiting[chance.randrange(len(waiting))]
        _solve(plan, waiting, _slots(plan, wish, chance), bound, min(SECONDS, deadline - effort.spent), seed)


def _slots(plan: Plan, wish: int, chance: Random) -> int:
    """Two slots that the wish could have but for one party, and two in which that party could meet; as a mask."""
    first, second = plan.instance.pairs[wish]
    domain, available = plan.instance.domain[wish], plan.instance.available
    half = list(bits(domain & (plan.full[first] ^ plan.full[second]))) or list(bits(domain))
    chosen = chance.sample(half, min(2, len(half)))
    taken = first if plan.full[first] >> chosen[0] & 1 else second
    free = list(bits(available[taken] & ~plan.full[taken])) or list(bits(available[taken]))
    chosen += chance.sample(free, min(SLOTS - len(chosen), len(free)))
    while len(set(chosen)) < min(SLOTS, len(plan.instance.tables)):
        chosen.append(chance.randrange(len(plan.instance.tables)))
    return sum(1 << slot for slot in set(chosen))


def _solve(plan: Plan, waiting: Sequence[int], window: int, bound: int, seconds: float, seed: int) -> None:
    """Arrange the window anew; the plan stays as it is unless that is worth more, or as much in another way."""
    known, worth = plan.copy_slots(), plan.worth
    inside = [w for w, t in enumerate(known) if t >= 0 and window >> t & 1 and plan.instance.pinned[w] < 0]
    for wish in inside:
        plan.take(wish)
    domain = {w: plan.open_slots(w) & window for w in [*inside, *waiting]}
    domain = {wish: slots for wish, slots in domain.items() if slots}
    if sum(slots.bit_count() for slots in domain.values()) <= LARGEST:
        model = SlotModel(plan, domain)
        outcome = model.solve(seconds, seed, stop_at=plan.worth - bound, warm={wish: known[wish] for wish in domain})
        for wish, slot in (outcome.slot_of or {}).items():
            if not (plan.open_slots(wish) >> slot & 1 and plan.put(wish, slot)):
                break
    if plan.worth < worth:
        plan.become(known)
