"""`hansa match` and the room alone: one line out, one sentence when refused, and no Django anywhere."""

import argparse
import gzip
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from hansa.matching.command import add_arguments, run
from hansa.matching.constraints import violations
from hansa.matching.problem import read_problem
from hansa.matching.timetable import Placement

FORUM_S = Path(__file__).parent / "data" / "forum_s.json.gz"
SOURCE = Path(__file__).parents[2] / "src"
BLOCKED = """
import sys
class Blocked:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in ("django", "wagtail"):
            raise ImportError(name)
sys.meta_path.insert(0, Blocked())
"""


def match(*words: str) -> int:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    return run(parser.parse_args(words))


def python(code: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(SOURCE)}
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, env=environment, check=False)


def test_match_prints_one_line_of_figures(capfd):
    assert match(str(FORUM_S)) == 0

    printed = capfd.readouterr()
    figures = json.loads(printed.out)
    assert printed.out.count("\n") == 1
    assert figures.pop("seconds") > 0
    assert figures == {
        "format": "hansa-timetable/1",
        "value": 597,
        "bound": 597,
        "proven": True,
        "gaps": 0,
        "placed": figures["placed"],
    }


@pytest.mark.parametrize("name", ["plan.json", "plan.json.gz"])
def test_out_holds_the_whole_timetable(tmp_path, name):
    path = tmp_path / name

    assert match(str(FORUM_S), "--out", str(path)) == 0

    content = path.read_bytes()
    written = json.loads(gzip.decompress(content) if name.endswith(".gz") else content)
    problem = read_problem(FORUM_S)
    assert violations(problem, [Placement(**placement) for placement in written["placements"]]) == []
    assert len(written["placements"]) + len(written["unplaced"]) == len(problem.wishes)
    assert {frozenset(left) for left in written["unplaced"]} == {frozenset(["wish", "reason", "blocked_by"])}


def test_refused_problem_is_one_sentence_and_writes_nothing(tmp_path, capfd):
    problem, out = tmp_path / "bad.json", tmp_path / "plan.json"
    problem.write_text("{}")

    assert match(str(problem), "--out", str(out)) == 1

    printed = capfd.readouterr()
    assert (printed.out, printed.err) == ("", "The problem's format is not hansa-problem/1.\n")
    assert not out.exists()


def test_wrong_usage_ends_with_2(capfd):
    with pytest.raises(SystemExit) as ended:
        match(str(FORUM_S), "--seconds", "soon")

    assert ended.value.code == 2


def test_out_that_cannot_be_written_is_told(tmp_path, capfd):
    assert match(str(FORUM_S), "--out", str(tmp_path / "none" / "plan.json")) == 1

    assert capfd.readouterr().err.endswith("plan.json cannot be written: No such file or directory.\n")


def test_room_works_without_django():
    started = "import runpy\nrunpy.run_module('hansa.matching', run_name='__main__')"

    ran = python(f"{BLOCKED}\nsys.argv = ['match', {str(FORUM_S)!r}]\n{started}")

    assert (ran.returncode, ran.stderr) == (0, "")
    assert json.loads(ran.stdout)["proven"] is True


def test_importing_the_room_is_light():
    ran = python(
        "import sys, hansa.matching, hansa.matching.solver, hansa.matching.constraints\n"
        "print(sorted({'highspy', 'numpy', 'numba', 'ortools', 'django'} & set(sys.modules)))"
    )

    assert ran.stdout == "[]\n"
