"""What is done for large forums, tried on small ones: the coarse bound holds, and the plan made day by day is valid."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from hansa.matching import solver
from hansa.matching.coarse import CoarseModel
from hansa.matching.constraints import violations
from hansa.matching.greedy import pin
from hansa.matching.instance import Instance
from hansa.matching.plan import Plan
from hansa.matching.problem import read_problem
from tests.matching.small_problems import best_answer, small_problems

FORUM_S = Path(__file__).parent / "data" / "forum_s.json.gz"


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(small_problems())
def test_coarse_bound_is_never_below_the_best_plan(problem):
    plan = Plan(Instance(problem))
    pin(plan)
    waiting = {w: slots for w, slots in enumerate(plan.instance.domain) if slots and plan.slot_of[w] < 0}

    bounds = [
        plan.worth + (CoarseModel(plan, waiting, periods).relax(10).value if waiting else 0)
        for periods in (plan.instance.day_masks, [sum(plan.instance.day_masks)])
    ]

    value, kept, _ = best_answer(problem)
    assert min(bounds) >= value * plan.instance.scale + kept - 1e-6


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
)
@given(problem=small_problems())
def test_plan_made_day_by_day_breaks_nothing(monkeypatch, problem):
    monkeypatch.setattr(solver, "LARGE", 0)
    monkeypatch.setattr(solver, "is_kernel_there", lambda: False)

    timetable = solver.solve(problem)

    assert violations(problem, timetable.placements) == []
    assert timetable.value <= best_answer(problem)[0] <= timetable.bound


def test_forum_placed_day_by_day_is_close_to_its_bound(monkeypatch):
    monkeypatch.setattr(solver, "LARGE", 0)
    monkeypatch.setattr(solver, "is_kernel_there", lambda: False)
    problem = read_problem(FORUM_S)

    timetable = solver.solve(problem)

    assert violations(problem, timetable.placements) == []
    assert timetable.bound == pytest.approx(597, abs=3)
    assert timetable.value >= 0.98 * timetable.bound
