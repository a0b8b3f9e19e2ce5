"""`hansa match FILE.dzn`: one line out, one sentence when refused."""

import argparse
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from hansa.matching.b2b.command import solve, solve_file
from hansa.matching.b2b.dzn import read_dzn
from hansa.matching.b2b.instance import Instance, InstanceError, Meeting, instance_from
from hansa.matching.command import add_arguments, run
from tests.matching.b2b.small_instances import LUNCH

SHARED = Path(os.environ.get("HANSA_SHARED", Path(__file__).parents[4] / "shared"))


def match(*words: str) -> int:
    parser = argparse.ArgumentParser()
    add_arguments(parser)
    return run(parser.parse_args(words))


@pytest.fixture
def lunch(tmp_path):
    path = tmp_path / "lunch.dzn"
    path.write_text(LUNCH, encoding="utf-8")
    return path


def test_match_prints_the_breaks_and_writes_the_timetable(lunch, tmp_path, capfd):
    lunch.write_text(LUNCH.replace("fixed = [0,", "fixed = [2,"), encoding="utf-8")

    assert match(str(lunch), "--out", str(tmp_path / "out.json")) == 0

    figures = json.loads(capfd.readouterr().out)
    timetable = json.loads((tmp_path / "out.json").read_text())
    assert figures.pop("seconds") >= 0
    assert figures == {
        "format": "hansa-timetable/1",
        "value": 0,
        "bound": 0,
        "proven": True,
        "breaks": 0,
        "gaps": 0,
        "placed": 5,
    }
    assert [placement["wish"] for placement in timetable["placements"]] == ["w1", "w2", "w3", "w4", "w5"]
    assert timetable["placements"][0] == {"wish": "w1", "slot": "t2", "table": 0, "interpreter": None}
    assert timetable["unplaced"] == []


@pytest.mark.parametrize(
    ("old", "new", "reason"),
    [
        (
            "fixed = [0, 0,",
            "fixed = [0, 4,",
            "w2 in slot 4, to which it is fixed, is ruled out by its session or by the slots forbidden to its"
            " participants",
        ),
        ("nTables = 2;", "nTables = 1;", "there are 5 and only 4 places in all slots"),
        ("{0}, {}, {4}", "{1, 2}, {}, {4}", "w1 is ruled out by its session or by the slots forbidden to its"
         " participants"),
        ("{4}, {1}]", "{3, 4}, {1}]", "participant 3 has 3 and 2 slots for them"),
        ("[{}, {}, {}, {1}", "[{4}, {}, {}, {1}", "there is no slot for w1 after the meetings that must be before it"),
        ("fixed = [0,", "fixed = [1,", "w2, w4 and w5 exclude each other, given what must be before them"),
    ],
)  # fmt: skip
def test_match_says_why_there_is_no_timetable(lunch, capfd, old, new, reason):
    assert old in LUNCH
    lunch.write_text(LUNCH.replace(old, new), encoding="utf-8")

    assert match(str(lunch)) == 1

    printed = capfd.readouterr()
    assert printed.out == ""
    assert printed.err == f"No timetable places all meetings: {reason}.\n"


def test_match_refuses_what_it_cannot_read(lunch, capfd):
    lunch.write_text("nBusiness = 4; nTables = ;", encoding="utf-8")

    assert match(str(lunch)) == 1

    sentence = "lunch.dzn is not a forum that can be planned: line 1: “;” stands where a value should.\n"
    assert capfd.readouterr().err == sentence


def test_solve_says_when_the_time_was_too_short():
    with pytest.raises(InstanceError) as refused:
        solve(instance_from(read_dzn(LUNCH)), seconds=0)

    assert str(refused.value) == ("No timetable was found in the time given, and it is not proved that there is none.")


def test_solve_gives_an_empty_timetable_for_no_meetings():
    timetable = solve(Instance(participants=2, slots=0, morning=0, places=0, meetings=()))

    assert (timetable["breaks"], timetable["proven"], timetable["placements"]) == (0, True, [])


def test_solve_is_the_same_for_the_same_seed():
    meetings = tuple(Meeting(first, second) for first in range(1, 9) for second in range(first + 1, 9) if first % 3)
    instance = Instance(participants=8, slots=9, morning=9, places=3, meetings=meetings)

    first, second = solve(instance, seed=7), solve(instance, seed=7)

    assert first["placements"] == second["placements"]


def test_solve_keeps_participants_at_a_table_that_is_free():
    meetings = tuple(Meeting(1, other, fixed=slot) for slot, other in enumerate((2, 3, 4), 1))
    others = (Meeting(5, 6, fixed=2), Meeting(5, 7, fixed=3))
    instance = Instance(participants=7, slots=3, morning=3, places=2, meetings=(*others, *meetings))

    tables = {placement["wish"]: placement["table"] for placement in solve(instance)["placements"]}

    assert tables == {"w3": 0, "w4": 0, "w5": 0, "w1": 1, "w2": 1}


def test_solve_tells_how_far_it_is():
    told = []

    solve(instance_from(read_dzn(LUNCH)), progress=told.append)

    assert (told[-1].phase, told[-1].fraction, told[-1].value, told[-1].bound) == ("done", 1.0, 0, 0)


@pytest.mark.parametrize(("name", "fewest"), [("tic-12.original", "optimum_d2"), ("forumt-14.original", "optimum_d2")])
def test_published_instances_are_proved_and_pass_the_other_checker(tmp_path, name, fewest):
    if not (SHARED / "data" / "b2b").is_dir():
        pytest.skip("the instances of Bofill et al. are not here (HANSA_SHARED)")
    path, out = SHARED / "data" / "b2b" / f"{name}.dzn", tmp_path / "out.json"
    timetable = solve_file(path)
    out.write_text(json.dumps(timetable))

    checker = [sys.executable, str(SHARED / "tools" / "check_b2b.py"), str(path), str(out)]
    checked = json.loads(subprocess.run(checker, capture_output=True, text=True, check=True).stdout)

    rows = (SHARED / "data" / "b2b" / "b2b_summary.csv").read_text().splitlines()
    published = next(row.split(",") for row in rows if row.startswith(name.removesuffix(".original") + ","))
    assert timetable["proven"]
    assert checked == {"breaches": 0, "first": [], "breaks": timetable["breaks"]}
    assert timetable["breaks"] == int(published[rows[0].split(",").index(fewest)])
