"""The second stage: the fewest gaps at the value that the first stage proved, by annealing and then by small models."""

from __future__ import annotations

from hansa.matching.effort import Effort
from hansa.matching.plan import Plan
from hansa.matching.polish import Polish

STEPS_A_WISH = 150
FEWEST_STEPS = 40_000


def fewest_gaps(plan: Plan, effort: Effort, seed: int) -> bool:
    """Lower the gaps, never the value. True when no plan of this value has fewer."""
    if not plan.gaps:
        return True
    steps = max(FEWEST_STEPS, STEPS_A_WISH * len(plan.slot_of))
    Polish(plan, seed).run(steps, lambda done: effort.left < 0.1)
    return not plan.gaps
