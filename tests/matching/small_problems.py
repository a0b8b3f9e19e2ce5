"""Small problems for the planner: a short way to write one, random ones, and their answers by trying everything."""

from __future__ import annotations

from itertools import permutations, product
from typing import Any

from hypothesis import strategies as st

from hansa.matching.problem import Problem, ProblemError


def a_problem(
    slots: list[tuple[int, int]],
    parties: dict[str, dict[str, Any]],
    wishes: list[tuple[Any, ...]],
    interpreters: list[tuple[list[str], list[int]]] | None = None,
    **more: Any,
) -> Problem:
    """Slots as (day, tables); parties by id with what is unusual; wishes as (party, party, weight[, fields])."""
    every = list(range(len(slots)))
    return Problem.from_dict(
        {
            "format": "hansa-problem/1",
            "slots": [{"id": f"t{n}", "day": day, "tables": tables} for n, (day, tables) in enumerate(slots)],
            "parties": [{"id": n, "languages": ["en"], "available": every, **p} for n, p in parties.items()],
            "interpreters": [
                {"id": f"i{n}", "languages": spoken, "available": at}
                for n, (spoken, at) in enumerate(interpreters or [])
            ],
            "wishes": [
                {"id": f"w{n}", "parties": [first, second], "weight": weight, **(rest[0] if rest else {})}
                for n, (first, second, weight, *rest) in enumerate(wishes)
            ],
            **more,
        }
    )


def fits(problem: Problem, slot_of: tuple[int | None, ...]) -> bool:
    """Whether wishes can stand in these slots, by counting alone."""
    party = problem.party_by_id
    held: dict[tuple[str, int], int] = {}
    days: dict[tuple[str, int], int] = {}
    for wish, slot in zip(problem.wishes, slot_of, strict=True):
        if slot is None:
            if wish.pinned is not None:
                return False
            continue
        if wish.pinned not in (None, slot) or (wish.slots is not None and slot not in wish.slots):
            return False
        if set(wish.parties) in [set(pair) for pair in problem.must_not_meet]:
            return False
        for name in wish.parties:
            held[name, slot] = held.get((name, slot), 0) + 1
            days[name, problem.slots[slot].day] = days.get((name, problem.slots[slot].day), 0) + 1
            cap = party[name].max_per_day
            if slot not in party[name].available or held[name, slot] > party[name].seats:
                return False
            if cap is not None and days[name, problem.slots[slot].day] > cap:
                return False
    return all(_served(problem, slot_of, slot) for slot in range(len(problem.slots)))


def _served(problem: Problem, slot_of: tuple[int | None, ...], slot: int) -> bool:
    """Whether the meetings of a slot have tables and interpreters, trying each order of these."""
    here = [wish for wish, at in zip(problem.wishes, slot_of, strict=True) if at == slot]
    strangers = [wish for wish in here if not problem.share_a_language(wish)]
    on_duty = [interpreter for interpreter in problem.interpreters if slot in interpreter.available]
    return len(here) <= problem.slots[slot].tables and any(
        all(problem.can_bridge(helper, wish) for helper, wish in zip(helpers, strangers, strict=True))
        for helpers in permutations(on_duty, len(strangers))
    )


def best_answer(problem: Problem, price: int = 0) -> tuple[int, int, int]:
    """Value, published wishes kept, and gaps of the best plan: the greatest value and price of what is kept, of such
    plans the most kept, of such plans the fewest gaps."""
    published = {standing.wish: problem.slot_at[standing.slot] for standing in problem.published}
    answers = []
    for slot_of in product([None, *range(len(problem.slots))], repeat=len(problem.wishes)):
        if fits(problem, slot_of):
            placed = [(w, s) for w, s in zip(problem.wishes, slot_of, strict=True) if s is not None]
            kept = sum(published.get(wish.id) == slot for wish, slot in placed)
            value = sum(wish.weight for wish, _ in placed)
            answers.append((value + price * kept, kept, -_gaps(problem, slot_of), value))
    _, kept, gaps, value = max(answers)
    return value, kept, -gaps


def _gaps(problem: Problem, slot_of: tuple[int | None, ...]) -> int:
    gaps = 0
    for party in problem.parties:
        met = {s for w, s in zip(problem.wishes, slot_of, strict=True) if s is not None and party.id in w.parties}
        for slot in set(party.available) - met:
            today = {s for s in met if problem.slots[s].day == problem.slots[slot].day}
            gaps += any(s < slot for s in today) and any(s > slot for s in today)
    return gaps


LANGUAGES = ["en", "fr", "ko"]


@st.composite
def small_problems(draw: st.DrawFn, wishes: int = 5) -> Problem:
    """Up to four slots, four parties, two interpreters and a few wishes; pins that contradict are left out."""
    slots = sorted(draw(st.lists(st.tuples(st.integers(0, 1), st.integers(0, 2)), max_size=4)))
    times = st.lists(st.integers(0, len(slots) - 1), unique=True) if slots else st.just([])
    often = st.one_of(st.just(list(range(len(slots)))), times)
    names = [f"p{n}" for n in range(draw(st.integers(0, 4)))]
    spoken = st.lists(st.sampled_from(LANGUAGES), min_size=1, max_size=2, unique=True)
    unusual = {"max_per_day": st.integers(0, 2), "seats": st.integers(1, 2)}
    parties = {
        name: draw(st.fixed_dictionaries({"languages": spoken, "available": often}, optional=unusual)) for name in names
    }
    pairs = st.lists(st.sampled_from(names or ["nobody"]), min_size=2, max_size=2, unique=True)
    wish = st.tuples(pairs, st.integers(1, 3), st.fixed_dictionaries({}, optional={"slots": times}))
    several = len(names) > 1
    asked = [(*pair, weight, more) for pair, weight, more in (draw(st.lists(wish, max_size=wishes)) if several else [])]
    interpreters = draw(st.lists(st.tuples(spoken, often), max_size=2))
    apart = draw(st.lists(pairs, max_size=1)) if several and draw(st.integers(0, 4)) == 0 else []
    standing = [
        {"wish": f"w{n}", "slot": f"t{draw(st.integers(0, len(slots) - 1))}"}
        for n in range(len(asked))
        if slots and draw(st.integers(0, 3)) == 0
    ]
    problem = a_problem(slots, parties, asked, interpreters, must_not_meet=apart, published=standing)
    return _with_pins(draw, problem)


def _with_pins(draw: st.DrawFn, problem: Problem) -> Problem:
    source = problem.to_dict()
    for wish in source["wishes"]:
        if problem.slots and draw(st.integers(0, 4)) == 0:
            wish["pinned"] = draw(st.integers(0, len(problem.slots) - 1))
            try:
                Problem.from_dict(source)
            except ProblemError:
                del wish["pinned"]
    return Problem.from_dict(source)
