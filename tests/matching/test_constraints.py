"""Each constraint, kept and broken; the same functions judge a whole plan and one hand move."""

from itertools import product

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from hansa.matching.constraints import SENTENCES, violations, violations_of_move
from hansa.matching.moves import free_interpreter, legal_places
from hansa.matching.solver import solve
from hansa.matching.timetable import Placement
from tests.matching.small_problems import a_problem, small_problems

PROBLEM = a_problem(
    [(0, 2), (0, 2), (1, 1)],
    {
        "ana": {},
        "bram": {"available": [0, 1], "max_per_day": 1},
        "chidi": {"languages": ["ig"]},
        "dina": {"available": [1, 2]},
        "host": {"available": [0, 1], "fixed_table": 1},
    },
    [
        ("ana", "bram", 1, {"pinned": 0}),
        ("ana", "chidi", 1),
        ("bram", "dina", 1),
        ("chidi", "dina", 1, {"slots": [1, 2]}),
        ("ana", "dina", 1),
        ("bram", "host", 1),
    ],
    [(["ig", "en"], [0, 1]), (["fr", "en"], [0, 1, 2])],
    must_not_meet=[["ana", "dina"]],
)
STANDING = (Placement("w0", "t0", 0), Placement("w3", "t1", 1, "i0"))

BROKEN = {
    "unknown_wish": (Placement("w9", "t0", 0), "There is no wish w9."),
    "unknown_slot": (Placement("w1", "t9", 0), "There is no slot t9 for w1."),
    "pinned_elsewhere": (Placement("w0", "t1", 0), "w0 is pinned to t0 and may not be in t1."),
    "slot_excluded": (Placement("w3", "t0", 1, "i0"), "w3 may not be in t0."),
    "must_not_meet": (Placement("w4", "t2", 0), "ana and dina must not meet."),
    "party_unavailable": (Placement("w2", "t2", 0), "bram is not available in t2."),
    "party_busy": (Placement("w1", "t0", 1, "i0"), "ana is busy in t0 with w0."),
    "day_full": (Placement("w2", "t1", 0), "bram may have only 1 meetings on the day of t1."),
    "interpreter_needed": (Placement("w1", "t2", 0), "ana and chidi share no language and need an interpreter in t2."),
    "interpreter_cannot_bridge": (
        Placement("w1", "t2", 0, "i1"),
        "i1 does not speak a language of both ana and chidi.",
    ),
    "interpreter_unavailable": (Placement("w1", "t2", 0, "i0"), "i0 is not available in t2."),
    "interpreter_busy": (Placement("w1", "t1", 0, "i0"), "i0 is busy in t1 with w3."),
    "unknown_interpreter": (Placement("w1", "t2", 0, "i9"), "There is no interpreter i9 for w1."),
    "no_such_table": (Placement("w1", "t2", 1, "i0"), "There is no table 1 in t2, which has 1."),
    "not_its_table": (
        Placement("w5", "t1", 0),
        "host is given table 1 and may not sit at table 0 in t1.",
    ),
    "table_taken": (Placement("w1", "t1", 1, "i0"), "Table 1 in t1 is taken by w3."),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_forbidden_move_says_why(kind):
    move, sentence = BROKEN[kind]

    found = violations_of_move(PROBLEM, STANDING, move)

    assert {violation.kind: violation.sentence for violation in found}.get(kind) == sentence


def test_plan_that_holds_has_no_violations():
    assert violations(PROBLEM, STANDING) == []


def test_wish_placed_twice_and_pinned_wish_left_out_are_seen_in_a_plan():
    found = violations(PROBLEM, (STANDING[1], Placement("w3", "t2", 0, "i0")))

    assert [violation.sentence for violation in found] == [
        "w3 is placed already, and again in t2.",
        "w0 is pinned to t0 and is not placed.",
    ]


def test_every_kind_has_a_sentence_and_a_test():
    assert {*BROKEN, "placed_twice", "pinned_unplaced"} == set(SENTENCES)


def test_move_within_its_own_place_is_allowed():
    assert violations_of_move(PROBLEM, STANDING, Placement("w3", "t1", 0, "i0")) == []


def test_legal_places_are_told_nearest_first():
    problem = a_problem([(0, 2)] * 3, {"p0": {}, "p1": {}, "p2": {}}, [("p0", "p1", 1), ("p0", "p2", 1)])
    standing = (Placement("w0", "t1", 0), Placement("w1", "t2", 0))

    places = legal_places(problem, standing, "w0")

    assert [(place.slot, place.table) for place in places] == [("t1", 1), ("t0", 0), ("t0", 1)]


def test_interpreter_who_serves_stays_with_a_meeting():
    problem = a_problem(
        [(0, 2)] * 2,
        {"p0": {"languages": ["ko"]}, "p1": {}},
        [("p0", "p1", 1)],
        [(["ko", "en"], [0, 1]), (["ko", "en"], [0, 1])],
    )

    assert free_interpreter(problem, (), "w0", "t0") == "i0"
    assert free_interpreter(problem, (Placement("w0", "t0", 0, "i1"),), "w0", "t1") == "i1"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(small_problems(), st.data())
def test_legal_places_are_exactly_the_moves_without_violations(problem, data):
    timetable = solve(problem)
    if not problem.wishes:
        return
    wish = data.draw(st.sampled_from(problem.wishes)).id

    places = legal_places(problem, timetable.placements, wish)

    helpers = [None, *(interpreter.id for interpreter in problem.interpreters)]
    free = {
        (slot.id, table)
        for slot, helper in product(problem.slots, helpers)
        for table in range(slot.tables)
        if not violations_of_move(problem, timetable.placements, Placement(wish, slot.id, table, helper))
    }
    own = {(p.slot, p.table) for p in timetable.placements if p.wish == wish}
    assert all(violations_of_move(problem, timetable.placements, place) == [] for place in places)
    assert {(place.slot, place.table) for place in places} == free - own
