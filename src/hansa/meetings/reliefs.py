"""What would place more meetings: one more interpreter on a day, one more table. Each is found by planning again.

The candidates are what the reasons of the unplaced wishes name most; of each, a plan with it is drawn up, and only what
that plan really places is told.
"""

from collections import Counter
from dataclasses import replace

from hansa.matching import problem, solver
from hansa.meetings.planner import SEED, Cause, Ground, Timetable, key_from

# How many are tried, for how long each, and up to how many wishes: a larger forum is not held up for it.
TRIED, SECONDS, MOST_WISHES = 4, 2.0, 20_000
# Kind, languages, day.
Want = tuple[str, tuple[str, ...], int]
Relief = dict[str, object]


def find(ground: Ground, drawn: Timetable) -> list[Relief]:
    """The reliefs that help, the most helpful first, as JSON; [] where everything has a place."""
    stated = ground.problem
    if not drawn.unplaced or len(stated.wishes) > MOST_WISHES:
        return []
    weights: Counter[Want] = Counter()
    for left in drawn.unplaced:
        for want in {want for part in _parts(left.cause) for want in _wants(stated, part)}:
            weights[want] += stated.wish_by_id[left.wish].weight
    standing = tuple(problem.Published(placed.wish, placed.slot) for placed in drawn.placements)
    found = []
    for want, _weight in sorted(weights.items(), key=lambda item: (-item[1], item[0]))[:TRIED]:
        eased = replace(_eased(stated, want), published=standing)
        better = solver.solve(eased, seconds=SECONDS, seed=SEED, move_price=0)
        count, gain = len(better.placements) - len(drawn.placements), better.value - drawn.value
        if count > 0 and gain > 0:
            kind, languages, day = want
            first = next(slot for slot in stated.slots if slot.day == day)
            found.append(
                {"kind": kind, "languages": list(languages), "slot": key_from(first.id), "count": count, "gain": gain}
            )
    return sorted(found, key=lambda relief: -relief["gain"])  # type: ignore[operator]


def _parts(cause: Cause) -> list[Cause]:
    return [deep for part in cause.parts for deep in _parts(part)] if cause.parts else [cause]


def _wants(stated: problem.Problem, cause: Cause) -> list[Want]:
    if cause.kind not in ("no_interpreter", "no_bridge", "no_table") or not cause.slots:
        return []
    day = stated.slots[stated.slot_at[cause.slots[0]]].day
    return [("table", (), day)] if cause.kind == "no_table" else [("interpreter", tuple(cause.languages), day)]


def _eased(stated: problem.Problem, want: Want) -> problem.Problem:
    """The problem with one more of it, on that day alone."""
    kind, languages, day = want
    if kind == "table":
        slots = (replace(slot, tables=slot.tables + (slot.day == day and slot.tables > 0)) for slot in stated.slots)
        return replace(stated, slots=tuple(slots))
    there = tuple(number for number, slot in enumerate(stated.slots) if slot.day == day)
    return replace(stated, interpreters=(*stated.interpreters, problem.Interpreter("i0", languages, there)))
