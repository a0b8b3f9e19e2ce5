"""`hansa match`: plan a problem from a file and print one line of JSON."""

from __future__ import annotations

import argparse
import gc
import gzip
import json
import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Event
from typing import Any

from hansa.matching.problem import ProblemError, read_problem


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare what `run` understands."""
    parser.description = "Plan bilateral meetings: a problem in, a timetable out."
    parser.add_argument("problem", metavar="PROBLEM", type=Path, help="hansa-problem/1 (.json, .json.gz) or B2B (.dzn)")
    parser.add_argument("--seconds", type=_seconds, default=60.0, metavar="N", help="time limit (default 60)")
    parser.add_argument(
        "--seed", type=int, default=0, metavar="N", help="the same seed gives the same plan (default 0)"
    )
    parser.add_argument(
        "--moves",
        type=_count,
        metavar="N",
        help="limit the moves of the local search; then the plan depends on no clock",
    )
    parser.add_argument(
        "--move-price", type=_count, metavar="N", help="what a published meeting that leaves its slot costs, in weight"
    )
    parser.add_argument(
        "--progress", action="store_true", help="tell on standard error, once a second, how far it is: JSON lines"
    )
    parser.add_argument("--out", type=Path, metavar="FILE", help="write the whole timetable here, .json or .json.gz")


def run(args: argparse.Namespace) -> int:
    """Plan, write, print; 0 when done, 1 when the input was refused."""
    try:
        with without_collecting():
            timetable = _planned(args)
    except ProblemError as error:
        print(error, file=sys.stderr)
        return 1
    if args.out is not None:
        try:
            _write(args.out, timetable)
        except OSError as error:
            print(f"{args.out} cannot be written: {error.strerror or error}.", file=sys.stderr)
            return 1
    placed = len(timetable.pop("placements"))
    del timetable["unplaced"]
    print(json.dumps({**timetable, "placed": placed}))
    return 0


def _planned(args: argparse.Namespace) -> dict[str, Any]:
    """The outside form of the timetable; raises `ProblemError`."""
    if args.problem.suffix == ".dzn":
        from hansa.matching.b2b.command import solve_file  # only these files need the satisfiability solver

        return solve_file(args.problem, seconds=args.seconds, seed=args.seed)
    began = time.monotonic()
    problem = read_problem(args.problem)
    from hansa.matching.solver import solve  # the solver is heavy; a refused file need not wait for it

    with stopping() as stop:
        drawn = solve(
            problem,
            # The limit is of the whole: what reading took is spent already.
            seconds=max(0.0, args.seconds - (time.monotonic() - began)),
            seed=args.seed,
            moves=args.moves,
            move_price=args.move_price,
            progress=telling() if args.progress else None,
            is_stopped=stop.is_set,
        )
    return drawn.to_dict()


def telling() -> Callable[[Any], None]:
    """Have each new phase, and what is known after each second, be a line of JSON on standard error."""
    last = ("", 0.0)

    def tell(news: Any) -> None:
        nonlocal last
        now = time.monotonic()
        if news.phase != last[0] or now > last[1] + 1:
            last = news.phase, now
            print(json.dumps(vars(news)), file=sys.stderr, flush=True)

    return tell


@contextmanager
def without_collecting() -> Iterator[None]:
    """Have Python not look for circles: one problem holds millions of things and makes none worth looking for."""
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


@contextmanager
def stopping() -> Iterator[Event]:
    """Have the first Ctrl-C set the event, so that the best plan so far is written; the second one ends the program."""
    stop, before = Event(), signal.getsignal(signal.SIGINT)

    def heed(_signal: int, _frame: object) -> None:
        stop.set()
        signal.signal(signal.SIGINT, before)

    signal.signal(signal.SIGINT, heed)
    try:
        yield stop
    finally:
        signal.signal(signal.SIGINT, before)


def _count(text: str) -> int:
    number = int(text)
    if number < 0:
        raise argparse.ArgumentTypeError(f"{text} is below zero")
    return number


def _seconds(text: str) -> float:
    seconds = float(text)
    if not 0 <= seconds < float("inf"):
        raise argparse.ArgumentTypeError(f"{text} is not a number of seconds")
    return seconds


def _write(path: Path, timetable: dict[str, Any]) -> None:
    text = json.dumps(timetable)
    if path.name.endswith(".gz"):
        # The best compression takes four times as long and saves a tenth.
        path.write_bytes(gzip.compress(text.encode(), compresslevel=5, mtime=0))
    else:
        path.write_text(text, encoding="utf-8")
