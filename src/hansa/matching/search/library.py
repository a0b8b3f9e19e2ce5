"""The kernel as a library of the environment: built once for each text of the sources, loaded when first needed.

`python -m hansa.matching.search.library` builds it and says so. The file is named after the text of its sources and the
machine, so that an update of the code never meets an older library.
"""

from __future__ import annotations

import ctypes
import hashlib
import os
import platform
import shutil
import subprocess
import sys
import tempfile
from ctypes import POINTER, c_double, c_int32, c_int64, c_uint8, c_uint64, c_void_p
from functools import cache
from pathlib import Path

HERE = Path(__file__).parent
KEPT = Path(sys.prefix) / "lib" / "hansa-search"
COMPILERS = ("c++", "g++", "clang++")
OPTIONS = ("-O3", "-march=native", "-std=c++17", "-shared", "-fPIC")
# Seconds after which a compiler that does not answer is given up.
PATIENCE = 60


class Rows(ctypes.Structure):
    _fields_ = (("start", c_void_p), ("item", c_void_p))


class Instance(ctypes.Structure):
    """The fields of `Instance` in plan.hpp, in the same order."""

    _fields_ = (
        *((name, c_int32) for name in ("wishes", "parties", "slots", "days", "interpreters", "words", "crew")),
        *((name, c_void_p) for name in ("first", "second", "worth", "stays", "home", "bridge", "pinned", "allowed")),
        *((name, c_void_p) for name in ("seats", "cap", "free", "tables", "day_of", "duty", "members")),
        *((name, Rows) for name in ("choices", "mine")),
    )


class Schedule(ctypes.Structure):
    """The fields of `Schedule` in kernel.cpp, in the same order."""

    _fields_ = (
        ("steps", c_int64),
        ("heat_at_start", c_double),
        ("heat_at_end", c_double),
        ("worth_price", c_double),
        ("gap_price", c_double),
        ("floor", c_int64),
        ("target", c_int64),
        ("enough_gaps", c_int64),
        ("inserts", c_int32),
    )


def place() -> Path:
    """Where the library of these sources is kept."""
    text = b"".join(path.read_bytes() for path in sorted(HERE.glob("*.[ch]pp")))
    named = hashlib.sha256(text + repr((OPTIONS, platform.machine(), sys.platform)).encode()).hexdigest()[:16]
    return KEPT / f"kernel-{named}.so"


def build() -> Path | None:
    """Build the library unless it is there; None where there is no compiler, or it fails, or nothing may be written."""
    target = place()
    if target.is_file():
        return target
    compiler = os.environ.get("CXX") or next((found for name in COMPILERS if (found := shutil.which(name))), None)
    if compiler is None:
        return None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=target.parent) as folder:
            made = Path(folder) / target.name
            words = [compiler, *OPTIONS, "-o", str(made), str(HERE / "kernel.cpp")]
            subprocess.run(words, check=True, capture_output=True, timeout=PATIENCE)
            made.replace(target)
    except (OSError, subprocess.SubprocessError):
        return None
    for older in set(target.parent.glob("kernel-*.so")) - {target}:
        older.unlink(missing_ok=True)
    return target


@cache
def load() -> ctypes.CDLL | None:
    """The library, built if that was not done at set-up; None where it cannot be had."""
    path = build()
    if path is None:
        return None
    library = ctypes.CDLL(str(path))
    plan, numbers = c_void_p, c_void_p
    for name, result, arguments in (
        ("new", plan, [POINTER(Instance), c_uint64]),
        ("free", None, [plan]),
        ("worth", c_int64, [plan]),
        ("gaps", c_int64, [plan]),
        ("read", None, [plan, numbers, numbers]),
        ("become", None, [plan, numbers, numbers]),
        ("try_only", None, [plan, POINTER(c_uint8)]),
        ("fill_up", None, [plan, POINTER(c_uint8), POINTER(c_uint8)]),
        ("fill", None, [plan, numbers, c_int32, c_int32]),
        ("anneal", c_int64, [plan, POINTER(Schedule)]),
    ):
        function = getattr(library, f"search_{name}")
        function.restype, function.argtypes = result, arguments
    return library


def main() -> int:
    """Build, and say how it went."""
    if place().is_file():
        return 0
    built = build()
    print(
        "Built the planner’s search kernel."
        if built
        else "No C++ compiler: large forums will be planned in plain Python, which is slower (Debian: apt install g++)."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
