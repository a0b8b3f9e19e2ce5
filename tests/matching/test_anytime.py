"""Whenever it is stopped, the planner has a valid plan, a proved bound of its value, and has told how far it was."""

import argparse
import json
import os
import signal
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings

from hansa.matching import solver
from hansa.matching.command import add_arguments, run
from hansa.matching.constraints import violations
from hansa.matching.effort import Effort
from hansa.matching.greedy import pin, worth_by_capacity
from hansa.matching.instance import Instance
from hansa.matching.plan import Plan
from hansa.matching.problem import read_problem
from hansa.matching.search.localsearch import is_there
from hansa.matching.timetable import Placement
from tests.matching.small_problems import best_answer, small_problems

FORUM_S = Path(__file__).parent / "data" / "forum_s.json.gz"
HIGHEST = 597


@pytest.fixture(params=["exact", "search"])
def method(request, monkeypatch):
    """The forum by the exact models, then as if it were too large for them."""
    if request.param == "search":
        if not is_there():
            pytest.skip("there is no C++ compiler here, so no kernel")
        monkeypatch.setattr(solver, "EXACT", -1)
    return request.param


def match(*words: str) -> int:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    return run(parser.parse_args(words))


@pytest.mark.parametrize("patience", [0, 1, 2, 4, 8, 16, 32])
def test_stopped_anywhere_it_has_a_valid_plan_and_a_bound(method, patience):
    problem, asked = read_problem(FORUM_S), count()

    timetable = solver.solve(problem, is_stopped=lambda: next(asked) >= patience)

    assert violations(problem, timetable.placements) == []
    assert 0 < timetable.value <= HIGHEST <= timetable.bound
    assert timetable.proven == (timetable.value == timetable.bound)
    assert len(timetable.placements) + len(timetable.unplaced) == len(problem.wishes)


@pytest.mark.parametrize("moves", [0, 1, 1_000])
def test_limit_in_moves_gives_the_same_valid_plan_twice(method, moves):
    problem = read_problem(FORUM_S)

    first, second = (solver.solve(problem, seed=5, moves=moves) for _ in range(2))

    assert first.placements == second.placements
    assert violations(problem, first.placements) == []
    assert first.value <= HIGHEST <= first.bound


def test_ctrl_c_writes_the_best_plan_so_far_and_ends_well(method, monkeypatch, tmp_path, capfd):
    told, interrupted = Effort.tell, []

    def interrupt(effort, phase, *news):
        if phase == "bound" or (phase == "plan" and not interrupted):
            interrupted.append(phase)
            if len(interrupted) == 1:
                os.kill(os.getpid(), signal.SIGINT)
        told(effort, phase, *news)

    monkeypatch.setattr(Effort, "tell", interrupt)
    path = tmp_path / "plan.json"

    code = match(str(FORUM_S), "--out", str(path))

    written = json.loads(path.read_text())
    problem = read_problem(FORUM_S)
    assert (code, len(interrupted) > 0) == (0, True)
    assert violations(problem, [Placement(**place) for place in written["placements"]]) == []
    assert written["value"] <= HIGHEST <= written["bound"]
    assert json.loads(capfd.readouterr().out)["value"] == written["value"]


def test_progress_is_told_in_lines_on_standard_error(method, capfd):
    assert match(str(FORUM_S), "--progress") == 0

    lines = [json.loads(line) for line in capfd.readouterr().err.splitlines()]
    fractions = [line["fraction"] for line in lines]
    assert fractions == sorted(fractions)
    assert lines[-1] == {"phase": "done", "fraction": 1.0, "value": HIGHEST, "bound": HIGHEST}
    assert len({line["phase"] for line in lines}) > 2


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(small_problems())
def test_bound_by_capacity_is_never_below_the_best_plan(problem):
    plan = Plan(Instance(problem))
    pin(plan)

    value, kept, _ = best_answer(problem)
    assert worth_by_capacity(plan) >= value * plan.instance.scale + kept
