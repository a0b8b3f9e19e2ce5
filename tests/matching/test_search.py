"""The compiled search, made to plan problems of every kind that the exact models would otherwise settle."""

from dataclasses import replace
from pathlib import Path

import numpy
import pytest
from hypothesis import HealthCheck, given, settings

from hansa.matching import solver
from hansa.matching.constraints import violations
from hansa.matching.instance import Instance
from hansa.matching.plan import Plan
from hansa.matching.problem import Problem, read_problem
from hansa.matching.search.library import Schedule
from hansa.matching.search.localsearch import LocalSearch, is_there
from tests.matching.small_problems import a_problem, best_answer, small_problems

FORUM_S = Path(__file__).parent / "data" / "forum_s.json.gz"
MANY = settings(
    max_examples=300,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)

pytestmark = pytest.mark.skipif(not is_there(), reason="there is no C++ compiler here, so no kernel")


@pytest.fixture(autouse=True)
def searched(monkeypatch):
    """Every problem counts as too large for the exact models."""
    monkeypatch.setattr(solver, "EXACT", -1)


def wandering(problem: Problem, moves: int, seed: int = 0) -> LocalSearch:
    """A search that keeps almost every move it makes."""
    instance = Instance(problem)
    search = LocalSearch(instance, instance.domain, seed)
    search.fill([w for w, slot in enumerate(instance.pinned) if slot >= 0])
    search.anneal(Schedule(moves, 100.0, 100.0, 1.0, 0.1, 0, 1 << 60, 0, 500))
    return search


@MANY
@given(problem=small_problems())
def test_searched_plan_breaks_nothing_and_keeps_below_its_bound(problem):
    timetable = solver.solve(problem, moves=2_000)

    best, _, _ = best_answer(problem)
    assert violations(problem, timetable.placements) == []
    assert timetable.value <= best <= timetable.bound
    assert timetable.proven == (timetable.value == timetable.bound)


@MANY
@given(problem=small_problems())
def test_sums_of_the_kernel_are_those_of_the_plan(problem):
    search = wandering(problem, 500)

    plan = Plan(Instance(problem))
    plan.become(search.known().slots.tolist())
    assert (search.worth, search.gaps) == (plan.worth, plan.gaps)


def test_refused_moves_leave_everything_as_it_was():
    search = wandering(read_problem(FORUM_S), 2_000)
    before = search.known()

    search.anneal(Schedule(5_000, 0.0, 0.0, 1.0, 0.0, 1 << 60, 1 << 60, 0, 700))

    after = search.known()
    assert (after.worth, after.gaps) == (before.worth, before.gaps)
    assert numpy.array_equal(after.slots, before.slots)
    assert numpy.array_equal(after.helpers, before.helpers)


def test_more_than_64_slots_are_searched():
    others = {f"p{n}": {"available": [n - 1]} for n in range(1, 71)}
    problem = a_problem([(n // 10, 1) for n in range(70)], {"p0": {}, **others}, [("p0", name, 1) for name in others])

    timetable = solver.solve(problem)

    assert (timetable.value, timetable.proven, timetable.gaps) == (70, True, 0)


def test_forum_is_proved_without_gaps_by_search():
    timetable = solver.solve(read_problem(FORUM_S))

    assert (timetable.value, timetable.proven, timetable.gaps) == (597, True, 0)


def test_same_seed_and_moves_give_the_same_plan():
    problem = read_problem(FORUM_S)

    first, second = (solver.solve(problem, seed=3, moves=3_000) for _ in range(2))

    assert replace(first, seconds=0.0) == replace(second, seconds=0.0)


def test_search_that_is_stopped_at_once_returns_a_valid_plan():
    problem = read_problem(FORUM_S)

    timetable = solver.solve(problem, is_stopped=lambda: True)

    assert violations(problem, timetable.placements) == []
    assert 0 < timetable.value <= 597 <= timetable.bound
