"""Why a wish is not placed: the fewest things in its way, so named that taking away exactly these lets it in.

For each slot the obstacles are collected: a party away or busy, a table or an interpreter lacking, a rule against it.
The slot with the least of them wins (somebody's availability or a rule weighs more than a seat, a table or an
interpreter). With what is named taken away, the wish stands in that slot and all else stays where it is, so nothing
is lost; and no part of what is named would do with all else kept, since in no slot is only that part in the way. Where
several things are named, it is also tried whether fewer will do if other meetings move; where the problem is small
enough, by planning it anew without each of them, so that the answer is exact.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from hansa.matching.consistency import named
from hansa.matching.greedy import pin
from hansa.matching.instance import Instance, bits, mask_of
from hansa.matching.model import TOLERANCE, SlotModel
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


# Obstacles that are the same thing in whatever slot; of the others each slot has its own, of a full day each day.
ANYWHERE, NOWHERE = ("must_not_meet", "party_full"), -1

# Obstacles that moving other meetings may make unnecessary to name.
RELIEVED = ("party_full", "no_table", "no_interpreter", "no_bridge")

# Columns of the slot model up to which a reason is proved by planning anew, and the seconds that each plan may take.
SMALL, SECONDS = 5_000, 1.0


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


def explain_plan(plan: Plan, *, is_best: bool = False) -> tuple[Unplaced, ...]:
    """The same for a plan in the engine's own terms, as before afterwards; `is_best` where its value is proved."""
    left_out, patience, known = [], PATIENCE, Known(plan, is_best)
    for wish, slot in enumerate(plan.copy_slots()):
        if slot < 0:
            cause, patience = _cause(known, wish, patience)
            left_out.append(Unplaced(cause.wish, sentence(cause), cause.blocked_by, cause))
    return tuple(left_out)


class Known:
    """What many wishes ask of the same plan. It stays true while a search tries moves, as long as all are undone."""

    def __init__(self, plan: Plan, is_best: bool) -> None:
        self.plan, self.is_best = plan, is_best
        self.everywhere = (1 << len(plan.instance.tables)) - 1
        self.is_small = sum(slots.bit_count() for slots in plan.instance.domain) <= SMALL
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
    if not plan.instance.tables:
        return Cause("no_slots", plan.instance.problem.wishes[wish].id), patience
    chosen, alike = _lightest(known, wish)
    slot = alike[0]
    if len(chosen) > 1 and patience > 0:
        chosen, patience = _fewest(plan, wish, chosen, patience)
    told = [_told(known, wish, obstacle, slot, alike) for obstacle in chosen]
    return _composed(plan, wish, slot, _needed(known, wish, told) if len(told) > 1 else told), patience


def _lightest(known: Known, wish: int) -> tuple[tuple[Obstacle, ...], list[int]]:
    """The lightest obstacles of any slot, and the slots in which exactly they are in the way.

    Slots with the same kinds in the way are told together, as sets, so that a wish costs some dozen steps.
    """
    sorts: list[tuple[int, int, tuple[tuple[CauseKind, int], ...]]] = [(0, known.everywhere, ())]
    for kind, party, slots in _in_the_way(known, wish):
        if not slots:
            continue
        finer = []
        for burden, held, met in sorts:
            if held & slots:
                finer.append((burden + BURDEN[kind], held & slots, (*met, (kind, party))))
            if held & ~slots:
                finer.append((burden, held & ~slots, met))
        sorts = finer
    _, held, met = min(sorts, key=lambda sort: (sort[0], sort[1] & -sort[1]))
    slot, day_of = (held & -held).bit_length() - 1, known.plan.instance.day_of
    chosen = tuple(
        Obstacle(kind, party, day_of[slot] if kind == "day_full" else NOWHERE if kind in ANYWHERE else slot)
        for kind, party in met
    )
    if all(kind in ANYWHERE for kind, _ in met):
        return chosen, list(bits(held))
    if all(kind in ANYWHERE or kind == "day_full" for kind, _ in met):
        held &= known.plan.instance.day_masks[day_of[slot]]
        return chosen, list(bits(held))
    return chosen, [slot]


def _in_the_way(known: Known, wish: int) -> Iterator[tuple[CauseKind, int, int]]:
    """All that keeps the unplaced wish out of slots: the kind, the party it is about (or -1), and the slots."""
    plan, instance, everywhere = known.plan, known.plan.instance, known.everywhere
    stated = instance.problem.wishes[wish]
    if instance.problem.must_not_meet and frozenset(stated.parties) in instance.problem.forbidden_pairs:
        yield "must_not_meet", -1, everywhere
    if stated.slots is not None:
        yield "slots_too_narrow", -1, everywhere & ~mask_of(stated.slots)
    for party in instance.pairs[wish]:
        cap = instance.day_cap[party]
        yield "no_common_slot", party, everywhere & ~instance.available[party]
        if cap is None:
            yield "party_full", party, plan.full[party]
            continue
        seated = plan.meetings[party].items()
        yield "party_full", party, mask_of(t for t, held in seated if len(held) >= instance.seats[party])
        spent = [day for day, count in enumerate(plan.per_day[party]) if count >= cap]
        yield "day_full", party, sum(instance.day_masks[day] for day in spent)
    yield "no_table", -1, plan.no_table
    helped = everywhere & ~known.helped(wish)
    yield "no_interpreter" if helped and instance.classes[instance.bridge[wish]] else "no_bridge", -1, helped


def _composed(plan: Plan, wish: int, slot: int, told: list[Cause]) -> Cause:
    if not told:
        problem = plan.instance.problem
        return Cause("nothing", problem.wishes[wish].id, slots=(problem.slots[slot].id,))
    if len(told) == 1:
        return told[0]
    kind: CauseKind = "both_full" if all(part.kind == "party_full" for part in told) else "several"
    parties = tuple(dict.fromkeys(party for part in told for party in part.parties))
    return Cause(kind, told[0].wish, parties, (plan.instance.problem.slots[slot].id,), parts=tuple(told))


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


def _needed(known: Known, wish: int, told: list[Cause]) -> list[Cause]:
    """Leave out what need not be named, because a plan of the same weight holds the wish without it.

    Exact, and so only asked of small problems; not of a plan to which the wish could be added as things are, for such
    a plan was not the best.
    """
    plan, instance = known.plan, known.plan.instance
    if not known.is_small:
        return told
    problem, wanted = instance.problem, plan.value + instance.weight[wish]
    if not known.is_best and _reaches(problem, wish, wanted):
        return told
    for count in range(1, len(told)):
        for fewer in combinations(told, count):
            relaxed = problem
            for part in fewer:
                relaxed = relax(relaxed, part)
            if _reaches(relaxed, wish, wanted):
                return list(fewer)
    return told


def _reaches(problem: Problem, wish: int, wanted: int) -> bool:
    """Whether a plan that holds the wish has that value: the relaxation says no, or a plan says yes, mostly at once."""
    instance = Instance(problem)
    instance.forget_published()
    plan = Plan(instance)
    pin(plan)
    waiting = {w: slots for w, slots in enumerate(instance.domain) if slots and plan.slot_of[w] < 0}
    if wish not in waiting:
        return False
    lacking = wanted - plan.value
    model = SlotModel(plan, waiting, must=[wish])
    relaxed = model.relax(SECONDS)
    if relaxed is None or relaxed.value < lacking - TOLERANCE:
        return False
    outcome = model.solve(SECONDS, stop_at=-lacking)
    return outcome.slot_of is not None and sum(instance.weight[w] for w in outcome.slot_of) >= lacking


def _told(known: Known, wish: int, obstacle: Obstacle, slot: int, alike: list[int]) -> Cause:
    """The obstacle with all that its sentence needs; `alike` are the slots in which exactly the same is in the way."""
    instance, problem = known.plan.instance, known.plan.instance.problem
    stated, kind, slots = problem.wishes[wish], obstacle.kind, (problem.slots[slot].id,)
    if kind in ("no_interpreter", "no_bridge"):
        first, second = (problem.party_by_id[party].languages for party in stated.parties)
        return Cause(kind, stated.id, stated.parties, slots, languages=(*first[:1], *second[:1]))
    if kind == "no_table":
        return Cause(kind, stated.id, slots=slots, capacity=instance.tables[slot])
    if kind in ("must_not_meet", "slots_too_narrow"):
        return Cause(kind, stated.id, stated.parties, slots)
    party = problem.parties[obstacle.party]
    parties = stated.parties if stated.parties[0] == party.id else stated.parties[::-1]
    if kind == "day_full":
        day = problem.slots[slot].day
        return Cause(kind, stated.id, parties, slots, day=day, capacity=party.max_per_day)
    if kind == "no_common_slot":
        return Cause(kind, stated.id, parties, slots)
    return _busy(known, stated.id, parties, obstacle.party, alike)


def _busy(known: Known, wish: str, parties: tuple[str, ...], party: int, alike: list[int]) -> Cause:
    """A party without a seat: full altogether, or only where the other could come."""
    plan, instance = known.plan, known.plan.instance
    available, seats = instance.available[party], instance.seats[party]
    if instance.day_cap[party] is None:
        full = not available & ~plan.full[party]
    else:
        full = all(len(plan.meetings[party].get(slot, ())) >= seats for slot in bits(available))
    slots, meetings = known.full_diary(party) if full else known.diary(party, alike)
    return Cause(
        "party_full" if full else "no_common_free_slot",
        wish,
        parties,
        slots,
        meetings=meetings,
        requests=instance.problem.requests[parties[0]],
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
