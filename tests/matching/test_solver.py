"""The planner against every other plan of small problems, and on forums of true size."""

import os
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from hansa.matching.constraints import violations
from hansa.matching.effort import Progress
from hansa.matching.problem import Problem, read_problem
from hansa.matching.solver import solve
from hansa.matching.timetable import Timetable, count_gaps
from tests.matching.small_problems import a_problem, best_answer, small_problems

FORUM_S = Path(__file__).parent / "data" / "forum_s.json.gz"
SHARED = Path(os.environ.get("HANSA_SHARED", "../shared"))


def kept(problem: Problem, timetable: Timetable) -> int:
    standing = {(published.wish, published.slot) for published in problem.published}
    return len(standing & {(placement.wish, placement.slot) for placement in timetable.placements})


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(small_problems())
def test_small_problem_is_planned_as_well_as_can_be(problem):
    timetable = solve(problem, move_price=0)

    value, most_kept, gaps = best_answer(problem)
    assert violations(problem, timetable.placements) == []
    assert (timetable.value, timetable.bound, timetable.proven) == (value, value, True)
    assert (kept(problem, timetable), timetable.gaps, timetable.gaps_proven) == (most_kept, gaps, True)
    assert count_gaps(problem, timetable.placements) == gaps
    assert sorted([p.wish for p in timetable.placements] + [u.wish for u in timetable.unplaced]) == sorted(
        wish.id for wish in problem.wishes
    )


def test_empty_problem_has_an_empty_timetable():
    timetable = solve(Problem())

    assert (timetable.value, timetable.bound, timetable.proven, timetable.gaps) == (0, 0, True, 0)
    assert (timetable.placements, timetable.unplaced) == ((), ())


def test_one_person_without_wishes_is_planned():
    assert solve(a_problem([(0, 1)], {"p0": {}}, [])).proven


def test_all_pinned_stays_where_it_is():
    problem = a_problem([(0, 1)] * 3, {"p0": {}, "p1": {}}, [("p0", "p1", 1, {"pinned": n}) for n in (2, 0)])

    timetable = solve(problem)

    assert [(p.wish, p.slot) for p in timetable.placements] == [("w0", "t2"), ("w1", "t0")]


def test_more_than_64_slots_are_ordinary():
    others = {f"p{n}": {"available": [n - 1]} for n in range(1, 71)}
    problem = a_problem([(n // 10, 1) for n in range(70)], {"p0": {}, **others}, [("p0", name, 1) for name in others])

    timetable = solve(problem)

    assert (timetable.value, timetable.proven, timetable.gaps) == (70, True, 0)


def test_several_seats_hold_several_meetings_at_once():
    problem = a_problem(
        [(0, 3)], {"p0": {"seats": 2}, "p1": {}, "p2": {}, "p3": {}}, [("p0", f"p{n}", n) for n in (1, 2, 3)]
    )

    timetable = solve(problem)

    assert sorted(p.wish for p in timetable.placements) == ["w1", "w2"]


def test_published_wish_keeps_its_slot_even_at_the_price_of_a_gap():
    wishes = [("p0", "p1", 1, {"pinned": 0}), ("p0", "p2", 1)]
    problem = a_problem([(0, 2)] * 3, {"p0": {}, "p1": {}, "p2": {}}, wishes, published=[{"wish": "w1", "slot": "t2"}])

    timetable = solve(problem)

    assert [(p.wish, p.slot) for p in timetable.placements] == [("w0", "t0"), ("w1", "t2")]
    assert timetable.gaps == 1


def test_forum_of_sixty_people_is_proved_without_gaps():
    problem = read_problem(FORUM_S)

    timetable = solve(problem)

    assert (timetable.value, timetable.bound, timetable.proven, timetable.gaps) == (597, 597, True, 0)
    assert violations(problem, timetable.placements) == []


def test_same_seed_gives_the_same_plan():
    problem = read_problem(FORUM_S)

    first, second = solve(problem, seed=7), solve(problem, seed=7)

    assert replace(first, seconds=0.0) == replace(second, seconds=0.0)


def test_names_and_order_change_neither_value_nor_gaps():
    source = read_problem(FORUM_S).to_dict()
    source["wishes"].reverse()
    source["parties"].reverse()
    source["interpreters"].reverse()

    timetable = solve(Problem.from_dict(source))

    assert (timetable.value, timetable.gaps) == (597, 0)


def test_no_time_still_gives_a_valid_plan_and_a_bound():
    problem = read_problem(FORUM_S)

    timetable = solve(problem, seconds=0)

    assert violations(problem, timetable.placements) == []
    assert 500 < timetable.value <= 597 <= timetable.bound
    assert timetable.proven == (timetable.value == timetable.bound)


def test_progress_only_goes_forward_and_ends():
    heard: list[Progress] = []

    timetable = solve(read_problem(FORUM_S), progress=heard.append)

    fractions = [news.fraction for news in heard]
    assert fractions == sorted(fractions)
    assert heard[-1] == Progress("done", 1.0, timetable.value, timetable.bound)
    assert len(heard) > 4


@pytest.mark.skipif(not (SHARED / "data/forum").is_dir(), reason="the shared forum problems are not here")
def test_forum_of_three_hundred_people_is_proved():
    problem = read_problem(SHARED / "data/forum/M_1.json.gz")

    timetable = solve(problem)

    assert (timetable.value, timetable.bound, timetable.proven) == (4671, 4671, True)
    assert violations(problem, timetable.placements) == []
    assert timetable.gaps == 0
