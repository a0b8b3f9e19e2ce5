"""Reasons are true and minimal: taking away exactly what is named lets the wish in, taking away less does not."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from hansa.matching.effort import Effort
from hansa.matching.explain import relax
from hansa.matching.greedy import pin
from hansa.matching.instance import Instance
from hansa.matching.moves import legal_places
from hansa.matching.plan import Plan
from hansa.matching.problem import Problem, read_problem
from hansa.matching.solver import most_valuable, solve
from tests.matching.small_problems import a_problem, best_answer, small_problems

FORUM_S = Path(__file__).parent / "data" / "forum_s.json.gz"
TWO = {"p0": {}, "p1": {}}


def best_value(problem: Problem) -> int:
    """The proved value of the first stage alone."""
    plan = Plan(Instance(problem))
    pin(plan)
    bounded = most_valuable(plan, Effort(60), 0)
    assert plan.worth == bounded.worth
    return plan.value


def value_with(problem: Problem, wish: str) -> int:
    """The proved value of the best plan that places the wish."""
    lure = 10**6
    wishes = (replace(w, weight=w.weight + lure * (w.id == wish)) for w in problem.wishes)
    return best_value(replace(problem, wishes=tuple(wishes))) - lure


CASES = {
    "party_full": (
        a_problem(
            [(0, 2)] * 2,
            {"p0": {}, "p1": {}, "p2": {}, "p3": {}},
            [("p0", "p1", 2, {"pinned": 0}), ("p0", "p2", 2), ("p0", "p3", 1)],
        ),
        "p0 has 3 requests for 2 places, all taken by w0 and w1.",
        ("p0",),
    ),
    "both_full": (
        a_problem(
            [(0, 3)], {"p0": {}, "p1": {}, "p2": {}, "p3": {}}, [("p0", "p2", 2), ("p1", "p3", 2), ("p0", "p1", 1)]
        ),
        "p0 has 2 requests for 1 place, all taken by w0; p1 has 2 requests for 1 place, all taken by w1.",
        ("p0", "p1"),
    ),
    "no_common_free_slot": (
        a_problem(
            [(0, 2)] * 2,
            {"p0": {}, "p1": {"available": [1]}, "p2": {"available": [1]}},
            [("p0", "p2", 2), ("p0", "p1", 1)],
        ),
        "p0 is busy in t1 with w0, and p1 is not free for it at another time.",
        ("p0",),
    ),
    "no_common_slot": (
        a_problem([(0, 1)] * 2, {"p0": {"available": [0]}, "p1": {"available": [1]}}, [("p0", "p1", 1)]),
        "p1 is not available in t0, and at no other time could it meet p0 without more changes.",
        ("p1 not available in t0",),
    ),
    "no_interpreter": (
        a_problem(
            [(0, 2)],
            {n: {"languages": [spoken]} for n, spoken in zip(["p0", "p1", "p2", "p3"], ["ko", "fr"] * 2, strict=True)},
            [("p0", "p1", 2), ("p2", "p3", 1)],
            [(["ko", "fr"], [0])],
        ),
        "No interpreter for ko and fr is free in t0, when p2 and p3 would meet.",
        ("no interpreter ko-fr in t0",),
    ),
    "no_bridge": (
        a_problem([(0, 1)], {"p0": {"languages": ["ko"]}, "p1": {}}, [("p0", "p1", 1)]),
        "No interpreter bridges p0 and p1 (ko and en) at all; one in t0 would do.",
        ("no interpreter ko-en in t0",),
    ),
    "no_table": (
        a_problem([(0, 1)], {"p0": {}, "p1": {}, "p2": {}, "p3": {}}, [("p0", "p1", 2), ("p2", "p3", 1)]),
        "The only table is taken in t0.",
        ("no table in t0",),
    ),
    "day_full": (
        a_problem([(0, 1)] * 2, {"p0": {"max_per_day": 1}, "p1": {}}, [("p0", "p1", 2), ("p0", "p1", 1)]),
        "p0 may have 1 a day and has no more to give on day 0.",
        ("p0 no more meetings on day 0",),
    ),
    "slots_too_narrow": (
        a_problem([(0, 1)] * 2, TWO, [("p0", "p1", 1, {"slots": []})]),
        "w0 may not be in t0, and the slots it may be in are taken or closed to it.",
        ("w0 not allowed in t0",),
    ),
    "must_not_meet": (
        a_problem([(0, 1)], TWO, [("p0", "p1", 1)], must_not_meet=[["p1", "p0"]]),
        "p0 and p1 must not meet.",
        ("p0 must not meet p1",),
    ),
    "no_slots": (a_problem([], TWO, [("p0", "p1", 1)]), "There are no slots.", ("no slots",)),
}


@pytest.mark.parametrize("kind", CASES)
def test_cause_is_told_in_one_true_sentence(kind):
    problem, sentence, blocked_by = CASES[kind]

    (left,) = solve(problem).unplaced

    assert (left.cause.kind, left.reason, left.blocked_by) == (kind, sentence, blocked_by)


def test_each_unplaced_wish_of_a_forum_is_let_in_by_what_its_reason_names():
    problem = read_problem(FORUM_S)
    timetable = solve(problem)

    for left in timetable.unplaced:
        relaxed = relax(problem, left.cause)

        assert value_with(relaxed, left.wish) >= timetable.value + problem.wish_by_id[left.wish].weight, left


def test_fifty_wishes_of_a_crowded_forum_are_let_in_by_what_their_reasons_name():
    source = read_problem(FORUM_S).to_dict()
    source["slots"] = [{**slot, "tables": 5} for slot in source["slots"]]
    source["parties"] = [{**party, "available": party["available"][::2]} for party in source["parties"]]
    source["wishes"] = [wish for wish in source["wishes"] if "pinned" not in wish]
    problem = Problem.from_dict(source)
    timetable = solve(problem)

    assert len(timetable.unplaced) >= 50
    assert len({left.cause.kind for left in timetable.unplaced}) >= 4
    for left in timetable.unplaced:
        relaxed = relax(problem, left.cause)

        assert value_with(relaxed, left.wish) >= timetable.value + problem.wish_by_id[left.wish].weight, left


def test_no_part_of_a_reason_would_do_alone():
    problem = read_problem(FORUM_S)
    timetable = solve(problem)
    several = [left for left in timetable.unplaced if left.cause.parts]

    assert several
    for left in several:
        for part in left.cause.parts:
            assert legal_places(relax(problem, part), timetable.placements, left.wish) == [], left


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(small_problems())
def test_reasons_of_small_problems_are_true_and_minimal(problem):
    timetable = solve(problem)

    for left in timetable.unplaced:
        if left.cause.kind != "no_slots":
            relaxed = relax(problem, left.cause)
            assert best_answer(relaxed)[0] >= timetable.value + problem.wish_by_id[left.wish].weight
            for part in left.cause.parts:
                assert legal_places(relax(problem, part), timetable.placements, left.wish) == []
