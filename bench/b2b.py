"""The business-to-business instances of Bofill et al. (JAIR 74, 2022), planned one after the other, one thread each.

`./run bench b2b`, or `python bench/b2b.py [--seconds N] [--seed N] [--second-method] [NAME…]`, where a NAME is a part
of a file's name: `original`, `forum-13.`. The instances are not ours to ship: they are read from `data/b2b` in the
folder that HANSA_SHARED names. Each answer is checked by `tools/check_b2b.py` there, which shares no code with us.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("HANSA_SHARED", ROOT.parent / "shared"))
INSTANCES = SHARED / "data" / "b2b"
CHECKER = SHARED / "tools" / "check_b2b.py"
COLUMNS = "{:<30} {:>8} {:>6} {:>7} {:>8} {:>6} {:>9}  {}"


def main() -> int:
    """Print one table; 1 when an answer breaks a rule or contradicts what is published or proved otherwise."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help="parts of file names (default: all instances)")
    parser.add_argument("--seconds", type=float, default=60, help="time limit for each instance (default 60)")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--second-method", action="store_true", help="solve each by CP-SAT too (needs ortools)")
    args = parser.parse_args()
    if not CHECKER.is_file():
        print(f"b2b: left out, there are no instances in {INSTANCES} (set HANSA_SHARED).")
        return 0
    paths = [path for path in sorted(INSTANCES.glob("*.dzn")) if not args.names or _is_named(path, args.names)]
    print(COLUMNS.format("instance", "status", "breaks", "bound", "seconds", "check", "published", "second method"))
    answers = []
    for path in paths:
        answers.append(row(path, args))
        print(COLUMNS.format(*answers[-1].values()), flush=True)
    for line in summary(answers):
        print(line)
    return int(any(answer["check"] == "WRONG" for answer in answers))


def row(path: Path, args: argparse.Namespace) -> dict[str, Any]:
    """Plan one instance in a process of its own; what the table says of it."""
    found, seconds = planned(path, args)
    published = optima().get(path.stem.removesuffix(".original"), "") if path.stem.endswith(".original") else ""
    second = second_method(path, args.seconds) if args.second_method else ""
    status = found["status"]
    sure = {"proved": str(found["breaks"]), "none": "none"}.get(status)
    others = [answer for answer in (published, second) if answer and not answer.startswith(">")]
    agrees = sure is None or all(answer == sure for answer in others)
    return {
        "instance": path.stem,
        "status": status,
        "breaks": found["breaks"],
        "bound": found["bound"],
        "seconds": f"{seconds:.2f}",
        "check": "ok" if agrees and found["valid"] else "WRONG",
        "published": published,
        "second": second,
    }


def planned(path: Path, args: argparse.Namespace) -> tuple[dict[str, Any], float]:
    """What `hansa match` answers, checked, and the seconds of the whole process."""
    with tempfile.TemporaryDirectory() as folder:
        out = Path(folder) / "timetable.json"
        words = [sys.executable, "-m", "hansa.matching", path, "--out", out]
        words += ["--seconds", args.seconds, "--seed", args.seed]
        began = time.perf_counter()
        answer = subprocess.run([str(word) for word in words], capture_output=True, text=True, check=False)
        seconds = time.perf_counter() - began
        if answer.returncode:
            status = "none" if answer.stderr.startswith("No timetable places all") else "unknown"
            return {"status": status, "breaks": "-", "bound": "-", "valid": answer.returncode == 1}, seconds
        figures = json.loads(answer.stdout)
        check = subprocess.run([sys.executable, CHECKER, path, out], capture_output=True, text=True, check=False)
        valid = check.returncode == 0 and json.loads(check.stdout)["breaks"] == figures["breaks"]
        return {**figures, "valid": valid, "status": "proved" if figures["proven"] else "open"}, seconds


def optima() -> dict[str, str]:
    """The published optima of the originals, by name."""
    with (INSTANCES / "b2b_summary.csv").open(newline="") as file:
        return {line["instance"]: line["optimum_d2"] for line in csv.DictReader(file)}


def second_method(path: Path, seconds: float) -> str:
    """The optimum by CP-SAT in core mode, `none`, `>=N` where it stays open; "" where ortools is not installed."""
    try:
        from ortools.sat.python import cp_model  # only this column needs it
    except ImportError:
        return ""
    model = cp_model.CpModel()
    total = _model_by_starts(model, path)
    solver = cp_model.CpSolver()
    solver.parameters.max_time_in_seconds = seconds
    solver.parameters.num_workers = 1
    solver.parameters.optimize_with_core = True
    solver.parameters.linearization_level = 0
    model.minimize(total)
    outcome = solver.solve(model)
    if outcome == cp_model.INFEASIBLE:
        return "none"
    if outcome == cp_model.OPTIMAL:
        return str(round(solver.objective_value))
    return f">={max(0, round(solver.best_objective_bound))}"


def _model_by_starts(model: Any, path: Path) -> Any:
    """Another model on purpose: a whole-number slot a meeting, breaks as starts of blocks less one."""
    from hansa.matching.b2b.instance import read_instance  # only this column needs it

    instance = read_instance(path)
    cells = {
        (number, slot): model.new_bool_var("") for number in instance.allowed for slot in range(1, instance.slots + 1)
    }
    for (number, slot), cell in cells.items():
        if slot not in instance.allowed[number]:
            model.add(cell == 0)
    times = {number: model.new_int_var(1, max(1, instance.slots), "") for number in instance.allowed}
    for number, meeting in enumerate(instance.meetings, 1):
        row_of = {slot: cells[number, slot] for slot in range(1, instance.slots + 1)}
        model.add_exactly_one(row_of.values())
        model.add(times[number] == sum(slot * cell for slot, cell in row_of.items()))
        for earlier in meeting.after:
            model.add(times[earlier] < times[number])
    for slot in range(1, instance.slots + 1):
        model.add(sum(cells[number, slot] for number in instance.allowed) <= instance.places)
    breaks = [_breaks_by_starts(model, instance, cells, numbers) for numbers in instance.meetings_of.values()]
    most = model.new_int_var(0, instance.slots, "")
    for one in breaks:
        model.add(one <= most)
        model.add(one >= most - instance.fairness)
    return sum(breaks)


def _breaks_by_starts(model: Any, instance: Any, cells: Any, numbers: tuple[int, ...]) -> Any:
    breaks = model.new_int_var(0, max(0, len(numbers) - 1), "")
    busy = [0]
    for slot in range(1, instance.slots + 1):
        busy.append(model.new_bool_var(""))
        model.add(sum(cells[number, slot] for number in numbers) == busy[-1])
    starts = []
    for before, now in pairwise(busy):
        starts.append(model.new_bool_var(""))
        model.add(starts[-1] >= now - before)
        model.add(starts[-1] <= now)
        model.add(starts[-1] <= 1 - before)
    model.add(breaks == sum(starts) - bool(numbers))
    return breaks


def summary(answers: list[dict[str, Any]]) -> Iterator[str]:
    """How many are closed, and how long they took."""
    times = [float(answer["seconds"]) for answer in answers]
    for what, wanted in (("originals", True), ("variants", False)):
        kind = [answer for answer in answers if answer["instance"].endswith(".original") == wanted]
        closed = sum(answer["status"] in ("proved", "none") for answer in kind)
        if kind:
            without = sum(answer["status"] == "none" for answer in kind)
            yield f"{closed} of {len(kind)} {what} closed, {without} of them proved to have no timetable."
    if times:
        yield f"Seconds for each whole process: median {sorted(times)[len(times) // 2]:.2f}, worst {max(times):.2f}."


def _is_named(path: Path, names: list[str]) -> bool:
    return any(name in path.stem for name in names)


if __name__ == "__main__":
    sys.exit(main())
