"""Why a wish is not placed: the fewest things in its way, so named that taking away exactly these lets it in.

For each slot the obstacles are collected: a party away or busy, a table or an interpreter lacking, a rule against it.
The slot with the least of them wins (somebody's availability or a rule weighs more than a seat, a table or an
interpreter). With what is named taken away, the wish stands in that slot and all else stays where it is, so nothing
is lost; and no part of what is named would do with all else kept, since in no slot is only that part in the way. Where
several things are named, it is also tried whether one will do if other meetings move.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from itertools import combinations

from hansa.matching.consistency import named
from hansa.matching.instance import Instance, bits
from hansa.matching.plan import Plan
from hansa.matching.problem import Interpreter, Problem, positions
from hansa.matching.rearrange import PATIENCE, Relief, gets_in
from hansa.matching.timetable import Cause, CauseKind, Placement, Unplaced


@dataclass(frozen=True, order=True)
class Obstacle:
    """One thing in the way: its kind, and the party, slot or day it is about (-1 where it is about none)."""

    kind: CauseKind
    party: int = -1
    where: int = -1


# What it would take, from an extra seat to a rule set aside; the sum decides between slots.
BURDEN: dict[CauseKind, int] = {
    "party_full": 100,
    "no_common_free_slot": 100,
    "no_interpreter": 101,
    "no_bridge": 102,
    "no_table": 103,
    "day_full": 110,
    "slots_too_narrow": 1_000,
    "no_common_slot": 10_000,
    "must_not_meet": 100_000,
}


# Obstacles that moving other meetings may make unnecessary to name.
RELIEVED = ("party_full", "no_table", "no_interpreter", "no_bridge")


def explain(problem: Problem, placements: Iterable[Placement]) -> tuple[Unplaced, ...]:
    """Return why each wish that is not among the placements is left out. The placements must break no constraint."""
    instance = Instance(problem)
    plan = Plan(instance)
    number = {wish.id: position for position, wish in enumerate(problem.wishes)}
    slots = [-1] * len(problem.wishes)
    for placement in placements:
        slots[number[placement.wish]] = problem.slot_at[placement.slot]
    plan.become(slots)
    left_out, patience = [], PATIENCE
    for wish, slot in enumerate(slots):
        if slot < 0:
            cause, patience = _cause(plan, wish, patience)
            left_out.append(Unplaced(cause.wish, sentence(cause), cause.blocked_by, cause))
    return tuple(left_out)


def _cause(plan: Plan, wish: int, patience: int) -> tuple[Cause, int]:
    in_the_way = [_obstacles(plan, wish, slot) for slot in range(len(plan.instance.tables))]
    if not in_the_way:
        return Cause("no_slots", plan.instance.problem.wishes[wish].id), patience
    slot = min(range(len(in_the_way)), key=lambda slot: (sum(BURDEN[o.kind] for o in in_the_way[slot]), slot))
    chosen = in_the_way[slot]
    alike = [other for other, obstacles in enumerate(in_the_way) if obstacles == chosen]
    if len(chosen) > 1:
        chosen, patience = _fewest(plan, wish, chosen, patience)
    return _composed(plan, wish, slot, [_told(plan, wish, obstacle, slot, alike) for obstacle in chosen]), patience


def _composed(plan: Plan, wish: int, slot: int, told: list[Cause]) -> Cause:
    if not told:
        return _cause_of(plan, "nothing", wish, slot)
    if len(told) == 1:
        return told[0]
    kind: CauseKind = "both_full" if all(part.kind == "party_full" for part in told) else "several"
    whole = _cause_of(plan, kind, wish, slot)
    return replace(whole, parties=tuple(dict.fromkeys(p for part in told for p in part.parties)), parts=tuple(told))


def _fewest(plan: Plan, wish: int, obstacles: tuple[Obstacle, ...], patience: int) -> tuple[tuple[Obstacle, ...], int]:
    """Leave out what need not be named, because meetings can move so that the wish gets in without it."""
    if any(obstacle.kind not in RELIEVED for obstacle in obstacles):
        return obstacles, patience
    for count in range(1, len(obstacles)):
        for fewer in combinations(obstacles, count):
            relief = Relief(
                parties=[o.party for o in fewer if o.kind == "party_full"],
                tables=[o.where for o in fewer if o.kind == "no_table"],
                interpreted=[o.where for o in fewer if o.kind in ("no_interpreter", "no_bridge")],
            )
            found, patience = gets_in(plan, wish, relief, patience)
            if found:
                return fewer, patience
    return obstacles, patience


def _cause_of(plan: Plan, kind: CauseKind, wish: int, slot: int) -> Cause:
    problem = plan.instance.problem
    return Cause(kind, problem.wishes[wish].id, slots=(problem.slots[slot].id,))


def _obstacles(plan: Plan, wish: int, slot: int) -> tuple[Obstacle, ...]:
    """All that keeps the unplaced wish out of the slot."""
    instance, found = plan.instance, list[Obstacle]()
    stated = instance.problem.wishes[wish]
    if frozenset(stated.parties) in instance.problem.forbidden_pairs:
        found.append(Obstacle("must_not_meet"))
    if stated.slots is not None and slot not in stated.slots:
        found.append(Obstacle("slots_too_narrow", where=slot))
    for party in instance.pairs[wish]:
        cap, day = instance.day_cap[party], instance.day_of[slot]
        if not instance.available[party] >> slot & 1:
            found.append(Obstacle("no_common_slot", party, slot))
        elif len(plan.meetings[party].get(slot, ())) >= instance.seats[party]:
            found.append(Obstacle("party_full", party))
        if cap is not None and plan.per_day[party][day] >= cap:
            found.append(Obstacle("day_full", party, day))
    if plan.in_slot[slot] >= instance.tables[slot]:
        found.append(Obstacle("no_table", where=slot))
    if not plan.could_interpret(wish, slot):
        spoken = instance.classes[instance.bridge[wish]]
        found.append(Obstacle("no_interpreter" if spoken else "no_bridge", where=slot))
    return tuple(found)


def _told(plan: Plan, wish: int, obstacle: Obstacle, slot: int, alike: list[int]) -> Cause:
    """The obstacle with all that its sentence needs; `alike` are the slots in which exactly the same is in the way."""
    instance, problem = plan.instance, plan.instance.problem
    stated = problem.wishes[wish]
    cause = _cause_of(plan, obstacle.kind, wish, slot)
    if obstacle.kind in ("no_interpreter", "no_bridge"):
        first, second = (problem.party_by_id[party].languages for party in stated.parties)
        return replace(cause, parties=stated.parties, languages=(*first[:1], *second[:1]))
    if obstacle.kind == "no_table":
        return replace(cause, capacity=instance.tables[slot])
    if obstacle.kind in ("must_not_meet", "slots_too_narrow"):
        return replace(cause, parties=stated.parties)
    party = problem.parties[obstacle.party]
    other = next(name for name in stated.parties if name != party.id)
    cause = replace(cause, parties=(party.id, other))
    if obstacle.kind == "day_full":
        return replace(cause, day=problem.slots[slot].day, capacity=party.max_per_day)
    if obstacle.kind == "no_common_slot":
        return cause
    return _busy(plan, cause, obstacle.party, alike)


def _busy(plan: Plan, cause: Cause, party: int, alike: list[int]) -> Cause:
    """A party without a seat: full altogether, or only where the other could come."""
    instance, problem = plan.instance, plan.instance.problem
    held = plan.meetings[party]
    places = list(bits(instance.available[party]))
    full = all(len(held.get(slot, ())) >= instance.seats[party] for slot in places)
    shown = places if full else alike
    return replace(
        cause,
        kind="party_full" if full else "no_common_free_slot",
        slots=tuple(problem.slots[slot].id for slot in shown),
        meetings=tuple(problem.wishes[w].id for slot in shown for w in held.get(slot, ())),
        requests=problem.requests[problem.parties[party].id],
        capacity=len(places) * instance.seats[party],
    )


def sentence(cause: Cause) -> str:
    """The cause in English, with ids; ids keep their letters, words begin with a capital."""
    parts = cause.parts or (cause,)
    text = "; ".join(_clause(part) for part in parts)
    begins_with_a_name = parts[0].parties and text.startswith(parts[0].parties[0])
    if not begins_with_a_name and parts[0].kind != "slots_too_narrow":
        text = text[0].upper() + text[1:]
    return f"{text}."


def _clause(cause: Cause) -> str:
    party, other = (*cause.parties, "", "")[:2]
    slot = cause.slots[0] if cause.slots else ""
    languages = " and ".join(cause.languages)
    match cause.kind:
        case "no_slots":
            return "there are no slots"
        case "party_full":
            places = "1 place" if cause.capacity == 1 else f"{cause.capacity} places"
            return f"{party} has {cause.requests} requests for {places}, all taken by {named(cause.meetings)}"
        case "no_common_free_slot":
            busy = f"{party} is busy in {named(cause.slots)} with {named(cause.meetings)}"
            return f"{busy}, and {other} is not free for it at another time"
        case "no_common_slot":
            return (
                f"{party} is not available in {slot}, and at no other time could it meet {other} without more changes"
            )
        case "slots_too_narrow":
            return f"{cause.wish} may not be in {slot}, and the slots it may be in are taken or closed to it"
        case "day_full":
            limit = "no meeting" if not cause.capacity else f"{cause.capacity} a day"
            return f"{party} may have {limit} and has no more to give on day {cause.day}"
        case "no_interpreter":
            return f"no interpreter for {languages} is free in {slot}, when {party} and {other} would meet"
        case "no_bridge":
            return f"no interpreter bridges {party} and {other} ({languages}) at all; one in {slot} would do"
        case "no_table":
            taken = {0: "there is no table", 1: "the only table is taken"}
            return f"{taken.get(cause.capacity or 0, f'all {cause.capacity} tables are taken')} in {slot}"
        case "must_not_meet":
            return f"{party} and {other} must not meet"
        case _:
            return f"nothing is in the way in {slot}"


def relax(problem: Problem, cause: Cause) -> Problem:
    """Return the problem with exactly what the cause names out of the way, and nothing else changed."""
    if cause.parts:
        for part in cause.parts:
            problem = relax(problem, part)
        return problem
    slot = problem.slot_at[cause.slots[0]] if cause.slots else -1
    match cause.kind:
        case "party_full" | "no_common_free_slot":
            return _with_party(problem, cause.parties[0], seats=problem.party_by_id[cause.parties[0]].seats + 1)
        case "no_common_slot":
            available = positions((*problem.party_by_id[cause.parties[0]].available, slot))
            return _with_party(problem, cause.parties[0], available=available)
        case "day_full":
            return _with_party(problem, cause.parties[0], max_per_day=(cause.capacity or 0) + 1)
        case "no_table":
            slots = (replace(s, tables=s.tables + (s.id == cause.slots[0])) for s in problem.slots)
            return replace(problem, slots=tuple(slots))
        case "no_interpreter" | "no_bridge":
            extra = Interpreter(_unused_id(problem), cause.languages, (slot,))
            return replace(problem, interpreters=(*problem.interpreters, extra))
        case "slots_too_narrow":
            wishes = (
                replace(w, slots=positions((*(w.slots or ()), slot))) if w.id == cause.wish else w
                for w in problem.wishes
            )
            return replace(problem, wishes=tuple(wishes))
        case "must_not_meet":
            pair = frozenset(cause.parties)
            return replace(problem, must_not_meet=tuple(p for p in problem.must_not_meet if frozenset(p) != pair))
        case _:
            return problem


def _with_party(problem: Problem, name: str, **changes: object) -> Problem:
    parties = (replace(p, **changes) if p.id == name else p for p in problem.parties)  # type: ignore[arg-type]
    return replace(problem, parties=tuple(parties))


def _unused_id(problem: Problem) -> str:
    number = len(problem.interpreters)
    while f"extra-{number}" in problem.interpreter_by_id:
        number += 1
    return f"extra-{number}"
