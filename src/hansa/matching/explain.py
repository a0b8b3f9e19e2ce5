"""Why a wish is not placed: the fewest things in its way, so named that taking away exactly these lets it in.

For each slot the obstacles are collected: a party away or busy, a table or an interpreter lacking, a rule against it.
The slot with the least of them wins (somebody's availability or a rule weighs more than a seat, a table or an
interpreter). With what is named taken away, the wish stands in that slot and all else stays where it is, so nothing
is lost; and no part of what is named would do with all else kept, since in no slot is only that part in the way. Where
several things are named, it is also tried whether one will do if other meetings move.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from hansa.matching.consistency import named
from hansa.matching.instance import Instance, bits, mask_of
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


# The least that two obstacles weigh.
TWO = 2 * min(BURDEN.values())

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
    return explain_plan(plan)


def explain_plan(plan: Plan) -> tuple[Unplaced, ...]:
    """The same for a plan in the engine's own terms, which is as before afterwards."""
    left_out, patience, known = [], PATIENCE, Known(plan)
    for wish, slot in enumerate(plan.copy_slots()):
        if slot < 0:
            cause, patience = _cause(known, wish, patience)
            left_out.append(Unplaced(cause.wish, sentence(cause), cause.blocked_by, cause))
    return tuple(left_out)


class Known:
    """What many wishes ask of the same plan. It stays true while a search tries moves, as long as all are undone."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._helped: dict[int, int] = {}
        self._diaries: dict[int, tuple[tuple[str, ...], tuple[str, ...]]] = {}

    def helped(self, wish: int) -> int:
        """The slots in which the wish has an interpreter or needs none. Which serve whom does not matter for that."""
        bridge = self.plan.instance.bridge[wish]
        if bridge not in self._helped:
            slots = range(len(self.plan.instance.tables))
            self._helped[bridge] = mask_of(slot for slot in slots if self.plan.could_interpret(wish, slot))
        return self._helped[bridge]

    def diary(self, party: int, slots: Sequence[int]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The ids of the slots and of the party's meetings in them."""
        problem, held = self.plan.instance.problem, self.plan.meetings[party]
        meetings = (problem.wishes[w].id for slot in slots if slot in held for w in held[slot])
        return tuple(problem.slots[slot].id for slot in slots), tuple(meetings)

    def full_diary(self, party: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """The same of all slots in which the party is available."""
        if party not in self._diaries:
            self._diaries[party] = self.diary(party, list(bits(self.plan.instance.available[party])))
        return self._diaries[party]


def _cause(known: Known, wish: int, patience: int) -> tuple[Cause, int]:
    plan = known.plan
    slots = range(len(plan.instance.tables))
    if not slots:
        return Cause("no_slots", plan.instance.problem.wishes[wish].id), patience
    chosen, alike = _at_a_glance(known, wish) or _lightest(plan, wish)
    slot = alike[0]
    if len(chosen) > 1:
        chosen, patience = _fewest(plan, wish, chosen, patience)
    return _composed(plan, wish, slot, [_told(known, wish, obstacle, slot, alike) for obstacle in chosen]), patience


def _lightest(plan: Plan, wish: int) -> tuple[tuple[Obstacle, ...], list[int]]:
    """The lightest obstacles of any slot, and the slots in which exactly they are in the way."""
    in_the_way = {slot: _obstacles(plan, wish, slot) for slot in bits(_nearly_open(plan, wish))}
    if all(_burden(obstacles) >= TWO for obstacles in in_the_way.values()):
        in_the_way = {slot: _obstacles(plan, wish, slot) for slot in range(len(plan.instance.tables))}
    first = min(in_the_way, key=lambda slot: (_burden(in_the_way[slot]), slot))
    chosen = in_the_way[first]
    return chosen, [slot for slot, obstacles in in_the_way.items() if obstacles == chosen]


def _at_a_glance(known: Known, wish: int) -> tuple[tuple[Obstacle, ...], list[int]] | None:
    """The same where only seats or an interpreter are lacking, told from sets of slots; None if that is not all."""
    plan, instance = known.plan, known.plan.instance
    first, second = instance.pairs[wish]
    if instance.day_cap[first] is not None or instance.day_cap[second] is not None:
        return None
    stated = instance.problem.wishes[wish]
    if instance.problem.must_not_meet and frozenset(stated.parties) in instance.problem.forbidden_pairs:
        return None
    anywhere = instance.available[first] & instance.available[second]
    anywhere &= anywhere if stated.slots is None else mask_of(stated.slots)
    slots = anywhere & ~plan.no_table
    one, other, helped = plan.full[first], plan.full[second], known.helped(wish)
    here, there = Obstacle("party_full", first), Obstacle("party_full", second)
    if slots & helped & ~one & ~other:
        return None
    if single := slots & helped & (one ^ other):
        lowest = single & -single
        return ((here,), list(bits(single & one))) if lowest & one else ((there,), list(bits(single & other)))
    if silent := slots & ~one & ~other:
        slot = next(bits(silent))
        kind: CauseKind = "no_interpreter" if instance.classes[instance.bridge[wish]] else "no_bridge"
        return (Obstacle(kind, where=slot),), [slot]
    # A table alone lacking somewhere would weigh less than two seats.
    both = slots & helped & one & other
    return ((here, there), list(bits(both))) if both and not anywhere & plan.no_table & ~one & ~other else None


def _burden(obstacles: tuple[Obstacle, ...]) -> int:
    return sum(BURDEN[obstacle.kind] for obstacle in obstacles)


def _nearly_open(plan: Plan, wish: int) -> int:
    """The slots in which at most one seat or table is lacking; in all others the burden is `TWO` or more."""
    instance = plan.instance
    first, second = instance.pairs[wish]
    stated = instance.problem.wishes[wish].slots
    both = instance.available[first] & instance.available[second]
    both &= both if stated is None else mask_of(stated)
    one, other, table = plan.full[first], plan.full[second], plan.no_table
    return both & ~(one & other | one & table | other & table)


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


def _told(known: Known, wish: int, obstacle: Obstacle, slot: int, alike: list[int]) -> Cause:
    """The obstacle with all that its sentence needs; `alike` are the slots in which exactly the same is in the way."""
    plan, instance, problem = known.plan, known.plan.instance, known.plan.instance.problem
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
    return _busy(known, cause, obstacle.party, alike)


def _busy(known: Known, cause: Cause, party: int, alike: list[int]) -> Cause:
    """A party without a seat: full altogether, or only where the other could come."""
    plan, instance, problem = known.plan, known.plan.instance, known.plan.instance.problem
    available, seats = instance.available[party], instance.seats[party]
    if instance.day_cap[party] is None:
        full = not available & ~plan.full[party]
    else:
        full = all(len(plan.meetings[party].get(slot, ())) >= seats for slot in bits(available))
    slots, meetings = known.full_diary(party) if full else known.diary(party, alike)
    return replace(
        cause,
        kind="party_full" if full else "no_common_free_slot",
        slots=slots,
        meetings=meetings,
        requests=problem.requests[problem.parties[party].id],
        capacity=available.bit_count() * seats,
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
