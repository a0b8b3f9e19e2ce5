"""MiniZinc data files: `name = value;` with numbers, sets, ranges and arrays, as Python values.

What the MiniZinc Handbook (section 4.2.14, "Data files") allows for whole numbers is read: comments (`%` and `/* */`),
`{1, 2}`, `1..3`, `[1, 2]`, `[| 1, 2 | 3, 4 |]`, `array1d(…)`, `array2d(…)`, indexed elements `[1: 4, 2: 7]` and `<>`.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

TOKEN = re.compile(
    r"\s+|%[^\n]*|/\*.*?\*/"  # what says nothing
    r"|(?P<number>-?\d{1,15}(?!\d*\.\d|[\w]))|(?P<name>[A-Za-z_]\w*)|(?P<string>\"[^\"\n]*\")"
    r"|(?P<sign>\.\.|\[\||\|\]|<>|[\[\]{}(),;:=|])",
    re.DOTALL,
)
# Lists in lists deeper than this are no data of ours; it keeps the reader off Python's own limit.
DEEPEST = 20
ABSENT = "<>"


class DznError(ValueError):
    """What cannot be read, in one sentence."""


def read_dzn(text: str) -> dict[str, Any]:
    """Return the values by name: whole numbers, `frozenset`s and lists of them; rows of a 2d array are lists.

    A name without a value (`x = <>`) is left out. Raises `DznError` with the line of what cannot be read.
    """
    return _Reader(text).assignments()


class _Reader:
    def __init__(self, text: str) -> None:
        self.text = text
        self.tokens: list[tuple[str, str, int]] = []
        self.at = 0
        self.depth = 0
        self.opening: dict[str, Callable[[], Any]] = {"{": self._set, "[": lambda: self._list("]"), "[|": self._rows}
        self._split(text)

    def _split(self, text: str) -> None:
        start = 0
        while start < len(text):
            match = TOKEN.match(text, start)
            if match is None:
                raise self._error(start, f"“{text[start : start + 12].split()[0]}” is not understood")
            if match.lastgroup is not None:
                self.tokens.append((match.lastgroup, match[0], start))
            start = match.end()

    def assignments(self) -> dict[str, Any]:
        values: dict[str, Any] = {}
        while self.at < len(self.tokens):
            name = self._take("name")
            if name in values:
                raise self._refuse(f"“{name}” is given twice", back=1)
            self._take("sign", "=")
            value = self._value()
            if value is not None:
                values[name] = value
            if self.at < len(self.tokens):  # the last semicolon may be missing
                self._take("sign", ";")
        return values

    def _value(self) -> Any:
        self.depth += 1
        if self.depth > DEEPEST:
            raise self._refuse("the lists stand too deep in one another")
        kind, token, _ = self._next("a value")
        value: Any = None  # what “<>” says
        if kind == "number":
            value = self._number_or_range(int(token))
        elif kind == "string":
            value = token[1:-1]
        elif kind == "name":
            value = self._named(token)
        elif token in self.opening:
            value = self.opening[token]()
        elif token != ABSENT:
            raise self._refuse(f"“{token}” stands where a value should", back=1)
        self.depth -= 1
        return value

    def _number_or_range(self, first: int) -> Any:
        if not self._if("..") or self.at >= len(self.tokens):
            return first
        last = int(self._take("number"))
        if last - first > 1_000_000:
            raise self._refuse(f"the range {first}..{last} is too long", back=1)
        return frozenset(range(first, last + 1))

    def _set(self) -> frozenset[int]:
        found: set[int] = set()
        for value in self._list("}"):
            if not isinstance(value, int):
                raise self._refuse("a set holds something other than whole numbers", back=1)
            found.add(value)
        return frozenset(found)

    def _list(self, end: str) -> list[Any]:
        values: list[Any] = []
        while not self._if(end):
            value = self._value()
            if self._if(":"):  # an element with its index, `2: 7`; they must come in order
                if value != len(values) + 1:
                    raise self._refuse(f"element {value} stands at place {len(values) + 1}", back=1)
                value = self._value()
            values.append(value)
            if not self._if(","):
                self._take("sign", end)
                break
        return values

    def _rows(self) -> list[list[Any]]:
        rows: list[list[Any]] = []
        while not self._if("|]"):
            row = [self._value()]
            while self._if(","):
                if self._sees("|") or self._sees("|]"):
                    break
                row.append(self._value())
            rows.append(row)
            if not self._if("|"):
                self._take("sign", "|]")
                break
        return rows

    def _named(self, name: str) -> Any:
        if name in ("true", "false"):
            return int(name == "true")
        shape = re.fullmatch(r"array([12])d", name)
        if shape is None:
            raise self._refuse(f"“{name}” stands where a value should", back=1)
        self._take("sign", "(")
        parts = self._list(")")
        if len(parts) != int(shape[1]) + 1 or not all(isinstance(part, frozenset) for part in parts[:-1]):
            raise self._refuse(f"“{name}” does not have its ranges and its list", back=1)
        *ranges, values = parts
        cells = len(ranges[0]) * (len(ranges[1]) if shape[1] == "2" else 1)
        if not isinstance(values, list) or len(values) != cells:
            raise self._refuse(f"“{name}” needs a list of {cells} values", back=1)
        if shape[1] == "1":
            return values
        width = len(ranges[1])
        return [values[row * width : (row + 1) * width] for row in range(len(ranges[0]))]

    def _next(self, wanted: str) -> tuple[str, str, int]:
        if self.at >= len(self.tokens):
            raise self._error(len(self.text), f"the file ends where {wanted} should stand")
        self.at += 1
        return self.tokens[self.at - 1]

    def _take(self, kind: str, token: str | None = None) -> str:
        wanted = f"“{token}”" if token else f"a {kind}"
        found = self._next(wanted)
        if found[0] != kind or (token and found[1] != token):
            raise self._refuse(f"“{found[1]}” stands where {wanted} should", back=1)
        return found[1]

    def _sees(self, token: str) -> bool:
        return self.at < len(self.tokens) and self.tokens[self.at][:2] == ("sign", token)

    def _if(self, token: str) -> bool:
        seen = self._sees(token)
        self.at += seen
        return seen

    def _refuse(self, what: str, back: int = 0) -> DznError:
        place = min(self.at - back, len(self.tokens) - 1)
        return self._error(self.tokens[place][2], what)

    def _error(self, position: int, what: str) -> DznError:
        line = self.text.count("\n", 0, position) + 1
        return DznError(f"line {line}: {what}")
