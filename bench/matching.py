"""Our planner beside what a user would otherwise have: one table, each plan made in a process of its own and checked.

`./run bench matching`, or `python bench/matching.py [--seconds N] [--large] [PROBLEM…]`. Without a PROBLEM it takes
the forum of 60 people that the tests have and, from the folder that HANSA_SHARED names, that of 300; with `--large`
also those of 600, 2,000 and 10,000 and a repair of the last. The peers are in the `tools` group; one that is not there
is left out, and said to be. Seconds are of the clock and of the processor, with start, reading and writing.
"""

from __future__ import annotations

import argparse
import gzip
import importlib.util
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import Any

from peers.check import breaches, gaps

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("HANSA_SHARED", ROOT.parent / "shared"))
SMALL = [ROOT / "tests/matching/data/forum_s.json.gz", SHARED / "data/forum/M_1.json.gz"]
LARGE = [SHARED / f"data/forum/{name}_1.json.gz" for name in ("L", "LT", "LD", "XL")]
PEER = ROOT / "bench" / "peers" / "plan.py"
PEERS = {"greedy": None, "cbc": "pulp", "cp-sat": "ortools"}
# Beyond its limit a process has this long to build its model and write, then it is ended.
GRACE = 60
COLUMNS = "{:<14} {:<9} {:>8} {:>9} {:>6} {:>8} {:>8} {:>8}  {}"


def main() -> int:
    """Print the table; 1 when a plan breaks a rule or beats our bound."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("problems", nargs="*", type=Path, metavar="PROBLEM")
    parser.add_argument("--seconds", type=float, default=60, help="time limit for each plan (default 60)")
    parser.add_argument("--large", action="store_true", help="the large forums and a repair too")
    args = parser.parse_args()
    wanted = args.problems or SMALL + LARGE * args.large
    paths = [path for path in wanted if path.is_file()]
    for path in set(wanted) - set(paths):
        print(f"{path.name}: left out, it is not here (set HANSA_SHARED).")
    print(COLUMNS.format("problem", "planner", "value", "% bound", "gaps", "seconds", "cpu s", "MB", "check"))
    with tempfile.TemporaryDirectory() as folder:
        wrong = sum(compared(path, Path(folder), args.seconds) for path in paths)
        if args.large and not args.problems and paths:
            wrong += repaired(paths[-1], Path(folder), args.seconds)
    return int(wrong > 0)


def compared(path: Path, folder: Path, seconds: float) -> int:
    """The rows of one problem; how many are wrong."""
    ours = planned("hansa", path, folder / "hansa.json.gz", seconds)
    bound = ours["plan"]["bound"] if ours["plan"] else None
    wrong = told("hansa", path, ours, bound)
    for peer, package in PEERS.items():
        if package and importlib.util.find_spec(package) is None:
            print(f"{name_of(path):<14} {peer:<9} is not installed")
            continue
        wrong += told(peer, path, planned(peer, path, folder / f"{peer}.json.gz", seconds), bound)
    return wrong


def planned(planner: str, path: Path, out: Path, seconds: float) -> dict[str, Any]:
    """Run a planner in a process of its own; its plan (None if it has none), and what it took."""
    limit = ["--seconds", str(seconds), "--out", str(out)]
    words = ["-m", "hansa.matching", path, *limit] if planner == "hansa" else [PEER, planner, path, *limit]
    out.unlink(missing_ok=True)
    with tempfile.TemporaryFile() as errors:
        began = time.monotonic()
        process = subprocess.Popen([sys.executable, *words], stdout=subprocess.DEVNULL, stderr=errors)
        status, usage, late = None, None, began + seconds + GRACE
        while status is None:
            pid, ended, used = os.wait4(process.pid, os.WNOHANG)
            if pid:
                status, usage = ended, used
                process.returncode = os.waitstatus_to_exitcode(ended)
            elif time.monotonic() > late:
                process.kill()
                late = float("inf")
            else:
                time.sleep(0.01)
        took = time.monotonic() - began
    plan = None
    if process.returncode == 0 and out.is_file():
        with gzip.open(out, "rt", encoding="utf-8") as file:
            plan = json.load(file)
    assert usage is not None
    return {"plan": plan, "seconds": took, "cpu": usage.ru_utime + usage.ru_stime, "mb": usage.ru_maxrss / 1024}


def told(planner: str, path: Path, found: dict[str, Any], bound: int | None) -> int:
    """Print one row, the plan checked by other code; 1 if it is wrong."""
    figures = f"{found['seconds']:.2f}", f"{found['cpu']:.2f}", f"{found['mb']:.0f}"
    if found["plan"] is None:
        print(COLUMNS.format(name_of(path), planner, "-", "-", "-", *figures, "no plan in time"), flush=True)
        return 0
    problem = load(path)
    weight = {wish["id"]: wish["weight"] for wish in problem["wishes"]}
    value = sum(weight[place["wish"]] for place in found["plan"]["placements"])
    faults = breaches(problem, found["plan"]["placements"])
    if bound is not None and value > bound:
        faults.append("it is worth more than our bound")
    part = f"{100 * value / bound:.3f}" if bound else "-"
    idle = gaps(problem, found["plan"]["placements"])
    verdict = f"WRONG: {faults[0]}" if faults else "ok"
    print(COLUMNS.format(name_of(path), planner, value, part, idle, *figures, verdict), flush=True)
    return int(bool(faults))


def repaired(path: Path, folder: Path, seconds: float) -> int:
    """Repair our plan: 2 % of the people have lost a quarter of their slots, a tenth of a slot's tables are closed."""
    first = planned("hansa", path, folder / "first.json.gz", seconds)
    if first["plan"] is None:
        return 1
    problem = disturbed(load(path), first["plan"]["placements"])
    target = folder / f"{name_of(path)} repair.json.gz"
    with gzip.open(target, "wt", encoding="utf-8", compresslevel=1) as file:
        json.dump(problem, file)
    found = planned("hansa", target, folder / "repaired.json.gz", seconds)
    if found["plan"] is None:
        return 1
    wrong = told("hansa", target, found, found["plan"]["bound"])
    before = {place["wish"]: place["slot"] for place in problem["published"]}
    now = {place["wish"]: place["slot"] for place in found["plan"]["placements"]}
    moved = sum(wish in now and now[wish] != slot for wish, slot in before.items())
    left_out = sum(wish not in now for wish in before)
    print(f"  {cannot_stay(problem)} published meetings could not stay; {moved} moved, {left_out} left out")
    return wrong


def disturbed(problem: dict[str, Any], placements: list[dict[str, Any]]) -> dict[str, Any]:
    """The problem with the plan published and the disturbance; what is pinned can stay."""
    chance = random.Random(7)
    pinned: dict[str, set[int]] = {}
    for wish in problem["wishes"]:
        if wish.get("pinned") is not None:
            for name in wish["parties"]:
                pinned.setdefault(name, set()).add(wish["pinned"])
    for party in chance.sample(problem["parties"], max(1, len(problem["parties"]) // 50)):
        loose = [slot for slot in party["available"] if slot not in pinned.get(party["id"], ())]
        gone = chance.sample(loose, min(len(loose), len(party["available"]) // 4))
        party["available"] = [slot for slot in party["available"] if slot not in gone]
    slot = chance.choice(problem["slots"])
    slot["tables"] -= slot["tables"] // 10
    problem["published"] = [{"wish": place["wish"], "slot": place["slot"]} for place in placements]
    return problem


def cannot_stay(problem: dict[str, Any]) -> int:
    """The published meetings that lost a party, and those beyond the tables."""
    free = {party["id"]: set(party["available"]) for party in problem["parties"]}
    parties = {wish["id"]: wish["parties"] for wish in problem["wishes"]}
    number = {slot["id"]: position for position, slot in enumerate(problem["slots"])}
    held = Counter(
        place["slot"]
        for place in problem["published"]
        if all(number[place["slot"]] in free[name] for name in parties[place["wish"]])
    )
    crowded = sum(max(0, held[slot["id"]] - slot["tables"]) for slot in problem["slots"])
    return len(problem["published"]) - held.total() + crowded


def load(path: Path) -> dict[str, Any]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return json.load(file)


def name_of(path: Path) -> str:
    return path.name.removesuffix(".json.gz")


if __name__ == "__main__":
    sys.exit(main())
