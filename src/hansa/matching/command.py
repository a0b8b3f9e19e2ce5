"""`hansa match`: plan a problem from a file and print one line of JSON."""

from __future__ import annotations

import argparse
import gzip
import json
import sys
from pathlib import Path
from typing import Any

from hansa.matching.problem import ProblemError, read_problem


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `run` understands."""
    parser.description = "Plan bilateral meetings: a problem in, a timetable out."
    parser.add_argument("problem", metavar="PROBLEM", type=Path, help="a hansa-problem/1 file, .json or .json.gz")
    parser.add_argument("--seconds", type=_seconds, default=60.0, metavar="N", help="time limit (default 60)")
    parser.add_argument(
        "--seed", type=int, default=0, metavar="N", help="the same seed gives the same plan (default 0)"
    )
    parser.add_argument("--out", type=Path, metavar="FILE", help="write the whole timetable here, .json or .json.gz")


def run(args: argparse.Namespace) -> int:
    """Plan, write, print; 0 when done, 1 when the input was refused."""
    try:
        problem = read_problem(args.problem)
    except ProblemError as error:
        print(error, file=sys.stderr)
        return 1
    from hansa.matching.solver import solve  # the solver is heavy; a refused file need not wait for it

    timetable = solve(problem, seconds=args.seconds, seed=args.seed)
    if args.out is not None:
        try:
            _write(args.out, timetable.to_dict())
        except OSError as error:
            print(f"{args.out} cannot be written: {error.strerror or error}.", file=sys.stderr)
            return 1
    print(json.dumps({**timetable.figures(), "placed": len(timetable.placements)}))
    return 0


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 <= seconds < float("inf"):
        raise argparse.ArgumentTypeError(f"{text} is not a number of seconds")
    return seconds


def _write(path: Path, timetable: dict[str, Any]) -> None:
    text = json.dumps(timetable)
    if path.name.endswith(".gz"):
        path.write_bytes(gzip.compress(text.encode(), mtime=0))
    else:
        path.write_text(text, encoding="utf-8")
