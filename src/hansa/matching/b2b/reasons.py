"""Why there is no timetable, in one sentence that is true and that can be checked by hand where it is short."""

from __future__ import annotations

from pysat.solvers import Cadical195

from hansa.matching.b2b.formula import Formula
from hansa.matching.b2b.instance import Instance
from hansa.matching.effort import Effort

# Conflicts for one attempt to name fewer meetings.
SHRINK = 1_000
# More meetings than this are counted, not named.
NAMED = 8


def why_impossible(instance: Instance, effort: Effort) -> str:
    """Return the sentence for an instance that is proved to have no timetable.

    It names meetings that cannot all be placed. None can be left out of them, unless the time was over or an attempt
    took too long.
    """
    return f"No timetable places all meetings: {_plain_reason(instance) or _conflict(instance, effort)}."


def _plain_reason(instance: Instance) -> str:
    """What counting alone can tell; "" where it tells nothing."""
    for number, allowed in instance.allowed.items():
        if not allowed:
            return _no_slot(instance, number)
    if len(instance.meetings) > instance.places * instance.slots:
        return f"there are {len(instance.meetings)} and only {instance.places * instance.slots} places in all slots"
    for participant, numbers in instance.meetings_of.items():
        slots = {slot for number in numbers for slot in instance.allowed[number]}
        if len(slots) < len(numbers):
            return f"participant {participant} has {len(numbers)} and {_counted(len(slots), 'slot')} for them"
    return ""


def _no_slot(instance: Instance, number: int) -> str:
    meeting = instance.meetings[number - 1]
    fixed = f" in slot {meeting.fixed}, to which it is fixed," if meeting.fixed else ""
    return f"w{number}{fixed} is ruled out by its session or by the slots forbidden to its participants"


def _conflict(instance: Instance, effort: Effort) -> str:
    formula = Formula(instance, optional=True)
    with Cadical195(bootstrap_with=formula.clauses.all) as solver:
        core = list(formula.wanted.values())
        outcome = _within(solver, core, effort, 100 * SHRINK)
        if outcome:
            return (
                f"all can be placed, but never so that two participants’ breaks differ by at most {instance.fairness}"
            )
        core = solver.get_core() if outcome is False else core
        for literal in list(core):
            if literal in core and _within(solver, [other for other in core if other != literal], effort) is False:
                core = solver.get_core()
    numbers = sorted(number for number, literal in formula.wanted.items() if literal in core)
    if len(numbers) == 1:
        return f"there is no slot for w{numbers[0]} after the meetings that must be before it"
    named = f"{', '.join(f'w{number}' for number in numbers[:-1])} and w{numbers[-1]}"
    if len(numbers) > NAMED:
        named = f"{len(numbers)} of them, from w{numbers[0]} to w{numbers[-1]},"
    ordered = any(instance.meetings[number - 1].after for number in numbers)
    return f"{named} exclude each other{', given what must be before them' if ordered else ''}"


def _within(solver: Cadical195, wanted: list[int], effort: Effort, conflicts: int = SHRINK) -> bool | None:
    if not effort.left:
        return None
    solver.conf_budget(conflicts)
    outcome: bool | None = solver.solve_limited(wanted)
    return outcome


def _counted(number: int, thing: str) -> str:
    return f"{number} {thing}{'' if number == 1 else 's'}"
