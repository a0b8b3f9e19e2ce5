"""The second stage: the fewest gaps at the worth that the first stage proved.

Annealing does most of it. What is left sits with a few parties: around each, a small exact model rearranges the day
together with whatever unplaced wish weighs as much. A small problem is at last solved whole, which proves the number.
"""

from __future__ import annotations

from hansa.matching.effort import Effort
from hansa.matching.gapmodel import GapModel
from hansa.matching.instance import bits
from hansa.matching.plan import Plan
from hansa.matching.polish import HOTTEST, WARM, Polish
from hansa.matching.searching import Searching, is_kernel_there

STEPS_A_WISH, STEPS_IF_LARGE = 120, 30
FIRST_STEPS, FEWEST_STEPS = 8_000, 40_000
# Wishes above which a round has fewer steps a wish, so that it ends within a minute.
MANY = 5_000
ROUNDS = 4
ROUNDS_IF_SMALL = 8
# Columns of the slot model up to which the whole is solved for its gaps; up to TINY at once, before any annealing.
SMALL, TINY = 4_000, 100
# Seconds for one small model, and for the proof of a small problem.
WINDOW_SECONDS, PROOF_SECONDS = 2.0, 0.35
# What must be left of the time limit for this stage to go on.
RESERVE = 0.2


def fewest_gaps(plan: Plan, domain: list[int], effort: Effort, seed: int) -> bool:
    """Lower the gaps, never the worth, with each wish in the slots of `domain` only.

    True when it is proved that no plan of this worth has fewer.
    """
    large = len(plan.slot_of) > MANY
    steps = max(FEWEST_STEPS, (STEPS_IF_LARGE if large else STEPS_A_WISH) * len(plan.slot_of))
    columns = sum(slots.bit_count() for slots in domain)
    small = columns <= SMALL
    if plan.gaps and columns <= TINY and effort.left > RESERVE and _solved_whole(plan, domain, effort, seed):
        return True
    rounds = ROUNDS_IF_SMALL if small else ROUNDS
    if plan.gaps and effort.left > RESERVE:
        Polish(plan, domain, seed).run(FIRST_STEPS, lambda _: effort.left < RESERVE)
    if plan.gaps and effort.left > RESERVE and is_kernel_there():
        searching = Searching(plan, effort, seed, domain=domain)
        searching.take_over()
        searching.fewest_gaps(effort.spent + effort.left / 2, range(ROUNDS))
        searching.hand_over()
        rounds = 0
    for number in range(rounds):
        if not plan.gaps or effort.left < RESERVE:
            break

        def stop(done: float, before: int = number) -> bool:
            effort.tell("gaps", 0.5 + 0.4 * (before + done) / rounds, plan.value)
            return effort.left < RESERVE

        Polish(plan, domain, seed + number).run(steps, stop, WARM if number % 2 else HOTTEST)
        rearrange_troubled(plan, domain, effort, seed)
    if plan.gaps and small and effort.left > RESERVE:
        return _solved_whole(plan, domain, effort, seed)
    return not plan.gaps


def _solved_whole(plan: Plan, domain: list[int], effort: Effort, seed: int) -> bool:
    """Rearrange everything at once; True when the number of gaps is proved."""
    everything = {wish: slots for wish, slots in enumerate(domain) if slots}
    return _rearrange(plan, everything, min(PROOF_SECONDS, effort.left - RESERVE), seed)


def rearrange_troubled(plan: Plan, domain: list[int], effort: Effort, seed: int) -> None:
    """For each party and day with gaps, rearrange that day of the party and of all whom it wishes to meet."""
    wishes_of: list[list[int]] = [[] for _ in plan.met]
    for wish, pair in enumerate(plan.instance.pairs):
        if domain[wish]:
            for party in pair:
                wishes_of[party].append(wish)
    for party in range(len(plan.met)):
        for day in plan.instance.day_masks:
            met = plan.met[party]
            if plan.gaps_if(party, met & day) and effort.left > RESERVE + WINDOW_SECONDS:
                _rearrange(plan, _window(plan, domain, wishes_of, party, day), WINDOW_SECONDS, seed)


def _window(plan: Plan, domain: list[int], wishes_of: list[list[int]], party: int, day: int) -> dict[int, int]:
    """The party's own wishes in all slots, and those of its partners that stand in the day, or nowhere, in the day."""
    window = {}
    partners = dict.fromkeys(p for wish in wishes_of[party] for p in plan.instance.pairs[wish])
    for partner in partners:
        for wish in wishes_of[partner]:
            slot = plan.slot_of[wish]
            if slot < 0 or day >> slot & 1:
                window[wish] = domain[wish] & day
    window.update((wish, domain[wish]) for wish in wishes_of[party])
    return window


def _rearrange(plan: Plan, window: dict[int, int], seconds: float, seed: int) -> bool:
    """Solve the window exactly, all else kept; the plan never gets worse. True when HiGHS proved its optimum."""
    before, known = plan.gaps, plan.copy_slots()
    worth = plan.worth
    for wish in window:
        if plan.slot_of[wish] >= 0:
            plan.take(wish)
    left = {wish: slots & plan.open_slots(wish) for wish, slots in window.items()}
    must = [wish for wish in window if plan.instance.pinned[wish] >= 0]
    model = GapModel(plan, {wish: slots for wish, slots in left.items() if slots}, worth - plan.worth, must)
    outcome = model.solve(seconds, seed, warm={wish: known[wish] for wish in window if known[wish] in bits(left[wish])})
    for wish, slot in (outcome.slot_of or {}).items():
        plan.put(wish, slot)
    if plan.worth < worth or plan.gaps > before:
        plan.become(known)
    return outcome.optimal
