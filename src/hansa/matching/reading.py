"""`hansa-problem/1`: the outside form of a problem, read with care and written back.

Only the shape is judged here (types, lists, missing fields); what the parts mean together is judged by
`hansa.matching.consistency` when the `Problem` is made.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

from hansa.matching.preferences import NAMES, Preferences
from hansa.matching.problem import (
    Interpreter,
    Party,
    Problem,
    ProblemError,
    Published,
    Slot,
    Wish,
    positions,
)

FORMAT = "hansa-problem/1"
# The largest forum of 10,000 people is 8 MB of text; a packed file that unfolds beyond this is no problem of ours.
LONGEST = 256 * 1024 * 1024

Thing = TypeVar("Thing")


def read_file(path: Path) -> Problem:
    """Read `.json` or `.json.gz`; raises `ProblemError` for whatever cannot be read."""
    if path.name.endswith(".dzn"):
        raise ProblemError(f"{path.name} is a MiniZinc data file, which is not read yet.")
    try:
        with gzip.open(path, "rb") if path.name.endswith(".gz") else path.open("rb") as file:
            content = file.read(LONGEST + 1)
    except (OSError, EOFError, zlib.error, ValueError) as error:
        detail = getattr(error, "strerror", None) or str(error)
        raise ProblemError(f"{path.name} cannot be read: {detail}.") from error
    if len(content) > LONGEST:
        raise ProblemError(f"{path.name} is longer than {LONGEST // 1024 // 1024} MB.")
    try:
        source = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise ProblemError(f"{path.name} is not JSON: {error}.") from error
    return problem_from_dict(source)


def problem_from_dict(source: Any) -> Problem:
    """Read the outside form; raises `ProblemError`."""
    if not isinstance(source, dict):
        raise ProblemError("The problem is not an object.")
    if source.get("format") != FORMAT:
        raise ProblemError(f"The problem's format is not {FORMAT}.")
    parties = _list(source, "parties", _party)
    pairs = _list(source, "must_not_meet", _pair, required=False)
    return Problem(
        slots=_list(source, "slots", _slot),
        parties=parties,
        interpreters=_list(source, "interpreters", _interpreter, required=False),
        wishes=_list(source, "wishes", _wish),
        published=_list(source, "published", _published, required=False),
        must_not_meet=pairs,
        met_before=_list(source, "met_before", _pair, required=False),
        preferences=_preferences(source.get("preferences")),
    )


def problem_to_dict(problem: Problem) -> dict[str, Any]:
    """Return the outside form; fields that say nothing are left out."""
    written: dict[str, Any] = {
        "format": FORMAT,
        "slots": [{"id": slot.id, "day": slot.day, "tables": slot.tables} for slot in problem.slots],
        "parties": [_written(party, {"seats": 1, "principal": False}) for party in problem.parties],
        "interpreters": [_written(interpreter, {}) for interpreter in problem.interpreters],
        "wishes": [_written(wish, {}) for wish in problem.wishes],
    }
    if problem.must_not_meet:
        written["must_not_meet"] = [list(pair) for pair in problem.must_not_meet]
    if problem.met_before:
        written["met_before"] = [list(pair) for pair in problem.met_before]
    if problem.preferences != Preferences():
        written["preferences"] = {name: weight for name, weight in vars(problem.preferences).items() if weight}
    if problem.published:
        written["published"] = [_written(standing, {}) for standing in problem.published]
    return written


def _written(thing: Any, unsaid: dict[str, Any]) -> dict[str, Any]:
    """The fields of a dataclass without those that are absent or have their usual value."""
    fields = {name: list(value) if isinstance(value, tuple) else value for name, value in vars(thing).items()}
    return {name: value for name, value in fields.items() if value is not None and unsaid.get(name) != value}


def _list(
    source: dict[str, Any],
    field: str,
    read: Callable[[Any, str], Thing],
    required: bool = True,
) -> tuple[Thing, ...]:
    listed = source.get(field)
    if listed is None and not required:
        return ()
    if not isinstance(listed, list):
        raise ProblemError(f"The problem has no list of {field}." if listed is None else f"{field!r} is not a list.")
    return tuple(read(item, f"{field}[{number}]") for number, item in enumerate(listed))


def _object(item: Any, where: str) -> dict[str, Any]:
    if not isinstance(item, dict):
        raise ProblemError(f"{where} is not an object.")
    return item


def _text(item: dict[str, Any], field: str, where: str) -> str:
    value = item.get(field)
    if not isinstance(value, str) or not value:
        raise ProblemError(f"{where} has no {field!r} that is a text.")
    return value


def _text_or_none(item: dict[str, Any], field: str, where: str) -> str | None:
    return None if item.get(field) is None else _text(item, field, where)


def _whole(item: dict[str, Any], field: str, where: str) -> int:
    value = item.get(field)
    if type(value) is not int:
        raise ProblemError(f"{where} has no {field!r} that is a whole number.")
    return value


def _whole_or_none(item: dict[str, Any], field: str, where: str) -> int | None:
    return None if item.get(field) is None else _whole(item, field, where)


def _wholes(item: dict[str, Any], field: str, where: str) -> tuple[int, ...]:
    value = item.get(field)
    if not isinstance(value, list) or any(type(number) is not int for number in value):
        raise ProblemError(f"{where} has no {field!r} that is a list of whole numbers.")
    return positions(value)


def _texts(item: dict[str, Any], field: str, where: str) -> tuple[str, ...]:
    value = item.get(field)
    if not isinstance(value, list) or any(not isinstance(text, str) or not text for text in value):
        raise ProblemError(f"{where} has no {field!r} that is a list of texts.")
    return tuple(dict.fromkeys(value))


def _yes(item: dict[str, Any], field: str, where: str) -> bool:
    value = item.get(field, False)
    if not isinstance(value, bool):
        raise ProblemError(f"{where} has {field!r} that is neither true nor false.")
    return value


def _preferences(item: Any) -> Preferences:
    if item is None:
        return Preferences()
    item = _object(item, "'preferences'")
    for name in item:
        if name not in NAMES:
            raise ProblemError(f"There is no preference {name!r}; there are {', '.join(NAMES)}.")
    return Preferences(**{name: _whole(item, name, "'preferences'") for name in item})


def _slot(item: Any, where: str) -> Slot:
    item = _object(item, where)
    return Slot(
        _text(item, "id", where),
        _whole(item, "day", where),
        _whole(item, "tables", where),
    )


def _party(item: Any, where: str) -> Party:
    item = _object(item, where)
    name = _text(item, "id", where)
    where = f"Party {name}"
    return Party(
        id=name,
        group=_text_or_none(item, "group", where),
        languages=_texts(item, "languages", where),
        available=_wholes(item, "available", where),
        seats=1 if item.get("seats") is None else _whole(item, "seats", where),
        max_per_day=_whole_or_none(item, "max_per_day", where),
        min_meetings=_whole_or_none(item, "min_meetings", where),
        zone=_text_or_none(item, "zone", where),
        fixed_table=_whole_or_none(item, "fixed_table", where),
        principal=_yes(item, "principal", where),
    )


def _interpreter(item: Any, where: str) -> Interpreter:
    item = _object(item, where)
    name = _text(item, "id", where)
    where = f"Interpreter {name}"
    return Interpreter(name, _texts(item, "languages", where), _wholes(item, "available", where))


def _wish(item: Any, where: str) -> Wish:
    item = _object(item, where)
    name = _text(item, "id", where)
    where = f"Wish {name}"
    return Wish(
        id=name,
        parties=_pair(item.get("parties"), f"The parties of wish {name}"),
        weight=_whole(item, "weight", where),
        slots=None if item.get("slots") is None else _wholes(item, "slots", where),
        pinned=_whole_or_none(item, "pinned", where),
    )


def _published(item: Any, where: str) -> Published:
    item = _object(item, where)
    return Published(_text(item, "wish", where), _text(item, "slot", where))


def _pair(item: Any, where: str) -> tuple[str, str]:
    if not isinstance(item, list) or len(item) != 2 or any(not isinstance(name, str) or not name for name in item):
        raise ProblemError(f"{where} is not a list of exactly two ids.")
    return item[0], item[1]
