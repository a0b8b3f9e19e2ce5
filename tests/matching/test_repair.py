"""A published plan is repaired with few moves, at a price for each; what has changed is told."""

from collections import Counter
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hansa.matching import solver
from hansa.matching.constraints import violations
from hansa.matching.problem import Problem, read_problem
from hansa.matching.repair import Difference, difference, usual_price, who_must_be_told
from hansa.matching.search.localsearch import is_there
from hansa.matching.solver import solve
from tests.matching.small_problems import a_problem, best_answer, small_problems

FORUM_S = Path(__file__).parent / "data" / "forum_s.json.gz"


def disturbed() -> Problem:
    """The forum with its plan published, a person who loses half of their time, and tables that close in one slot."""
    problem = read_problem(FORUM_S)
    source = problem.to_dict()
    source["published"] = [{"wish": p.wish, "slot": p.slot} for p in solve(problem).placements]
    party = max(source["parties"], key=lambda party: len(problem.requests) and problem.requests[party["id"]])
    pinned = {wish.pinned for wish in problem.wishes if party["id"] in wish.parties}
    party["available"] = [t for n, t in enumerate(party["available"]) if n % 2 or t in pinned]
    source["slots"][3]["tables"] = 4
    return Problem.from_dict(source)


def cannot_stay(problem: Problem) -> int:
    """How many published meetings have lost a party, and how many of the others a table."""
    free, at_slot = [], Counter()
    for standing in problem.published:
        position, wish = problem.slot_at[standing.slot], problem.wish_by_id[standing.wish]
        free.append(all(position in problem.party_by_id[party].available for party in wish.parties))
        at_slot[position] += free[-1]
    crowded = sum(max(0, count - problem.slots[position].tables) for position, count in at_slot.items())
    return free.count(False) + crowded


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(small_problems(), st.integers(0, 4))
def test_small_repair_is_worth_most_at_its_price(problem, price):
    timetable = solve(problem, move_price=price)

    value, kept, gaps = best_answer(problem, price)
    told = difference(problem, timetable.placements)
    assert violations(problem, timetable.placements) == []
    assert (timetable.value + price * len(told.kept), len(told.kept)) == (value + price * kept, kept)
    assert timetable.gaps == gaps
    assert timetable.value <= best_answer(problem)[0] <= timetable.bound


@pytest.mark.parametrize("exact", [True, False])
def test_repair_moves_hardly_more_than_what_cannot_stay(monkeypatch, exact):
    if not exact and not is_there():
        pytest.skip("there is no C++ compiler here, so no kernel")
    monkeypatch.setattr(solver, "EXACT", 1 << 30 if exact else -1)
    problem = disturbed()

    timetable = solve(problem)

    told = difference(problem, timetable.placements)
    fixed = {wish.id: wish.pinned for wish in problem.wishes if wish.pinned is not None}
    assert violations(problem, timetable.placements) == []
    assert {p.wish: problem.slot_at[p.slot] for p in timetable.placements if p.wish in fixed} == fixed
    assert len(told.moved) <= 1.1 * cannot_stay(problem)
    assert timetable.value >= 0.95 * timetable.bound


def test_difference_puts_each_wish_in_one_list_and_names_who_must_be_told():
    parties = {f"p{n}": {} for n in range(6)}
    wishes = [("p0", "p1", 2), ("p2", "p3", 2), ("p0", "p2", 1), ("p4", "p5", 1)]
    published = [{"wish": "w0", "slot": "t0"}, {"wish": "w1", "slot": "t0"}, {"wish": "w3", "slot": "t1"}]
    problem = a_problem([(0, 2)] * 2, parties, wishes, published=published)
    placements = solve(a_problem([(0, 2)] * 2, parties, [wishes[0], *wishes[1:]])).placements
    at = {p.wish: p for p in placements}

    told = difference(problem, [at["w0"], at["w2"]])

    moved = at["w0"].slot != "t0"
    assert told == Difference(
        kept=() if moved else ("w0",), moved=("w0",) if moved else (), dropped=("w1", "w3"), added=("w2",)
    )
    assert set(who_must_be_told(problem, told)) >= {"p0", "p2", "p3", "p4", "p5"}


def test_usual_price_is_three_quarters_of_the_middle_weight_and_nothing_without_a_published_plan():
    wishes = [("p0", "p1", weight) for weight in (9, 2, 4)]
    published = [{"wish": "w0", "slot": "t0"}]

    assert usual_price(a_problem([(0, 1)], {"p0": {}, "p1": {}}, wishes)) == 0
    assert usual_price(a_problem([(0, 1)], {"p0": {}, "p1": {}}, wishes, published=published)) == 3
