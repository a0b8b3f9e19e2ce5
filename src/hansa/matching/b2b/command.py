"""`hansa match FILE.dzn`: a business-to-business instance in, a timetable out."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hansa.matching.b2b.formula import Formula
from hansa.matching.b2b.instance import Instance, InstanceError, read_instance
from hansa.matching.b2b.reasons import why_impossible
from hansa.matching.b2b.search import fewest_breaks
from hansa.matching.b2b.timetable import timetable_of, violations
from hansa.matching.effort import Effort, Progress

# Time kept for the tables and the last check, for each meeting and slot.
SECONDS_A_CELL = 2e-6


def solve_file(path: Path, *, seconds: float = 60, seed: int = 0) -> dict[str, Any]:
    """Plan a `.dzn` file; the outside form of the timetable. Raises `InstanceError` as `solve` and the reader do."""
    began = time.monotonic()
    instance = read_instance(path)
    return solve(instance, seconds=max(0.0, seconds - (time.monotonic() - began)), seed=seed)


def solve(
    instance: Instance,
    *,
    seconds: float = 60,
    seed: int = 0,
    progress: Callable[[Progress], None] | None = None,
) -> dict[str, Any]:
    """Return the timetable with the fewest breaks as `hansa-timetable/1`, with what was proved of it.

    The same instance and seed give the same timetable, unless the time limit cut the search short; then it is the best
    valid one so far. Raises `InstanceError` where it is proved that there is none, or where none was found in time.
    """
    effort = Effort(max(0.0, seconds - SECONDS_A_CELL * len(instance.meetings) * instance.slots), progress)
    found = fewest_breaks(Formula(instance), effort, seed)
    if found.impossible:
        raise InstanceError(why_impossible(instance, effort))
    if found.slots is None:
        raise InstanceError("No timetable was found in the time given, and it is not proved that there is none.")
    broken = violations(instance, found.slots)
    if broken:
        raise AssertionError(f"The search broke a rule: {broken[0]}")
    effort.tell("done", 1.0, found.breaks, found.bound)
    return timetable_of(instance, found.slots, found.bound, effort.spent)
