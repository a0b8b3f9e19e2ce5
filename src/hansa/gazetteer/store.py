"""The packed data in memory: keys to places, and what is known of each place. Loaded once, on first use."""

import json
import math
import threading
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cached_property
from importlib.resources import files
from typing import Any

import numpy as np

from hansa.gazetteer.folding import key
from hansa.gazetteer.pack import read_pack
from hansa.gazetteer.quality import PROMINENCE_STEP
from hansa.gazetteer.records import KINDS, Place

_GB2260 = 3_000_000_000
_COUNTING = range(1 << 32)  # what bisect walks: positions, each read through its key
NOWHERE = 0xFFFFFFFF
_KILOMETRES_A_DEGREE = 111.2  # of latitude
_NO_NEIGHBOUR = 1.0  # degrees of latitude


def _number(identifier: str) -> int | None:
    code = identifier.removeprefix("gb2260:")
    if not (code.isascii() and code.isdigit() and len(code) <= 9):
        return None
    return int(code) + (_GB2260 if code != identifier else 0)


class Store:
    """Read-only columns over all places. A place is known by its position; `None` or NOWHERE where there is none."""

    def __init__(self, data: bytes) -> None:
        sections: dict[str, Any] = read_pack(data)
        self._ids = _view(sections["ids"])
        self.kinds = _view(sections["kinds"])
        self._country_column: np.ndarray[Any, Any] = sections["countries"]
        self._countries = _view(sections["countries"])
        self._country_codes: list[str] = sections["country_codes"].decode().split("\n")
        self._zones = _view(sections["zones"])
        self._zone_names: list[str] = sections["zone_names"].decode().split("\n")
        self.populations = _view(sections["populations"])
        self._latitudes = _view(sections["latitudes"])
        self._longitudes = _view(sections["longitudes"])
        self.regions = _view(sections["regions"])
        self.districts = _view(sections["districts"])
        self.prominence_ranks: np.ndarray[Any, Any] = sections["prominences"]
        self._prominences = _view(sections["prominences"])
        self._names: bytes = sections["names"]
        self._name_starts = _view(_line_starts(self._names))
        self.keys: bytes = sections["keys"]
        self.key_starts: np.ndarray[Any, Any] = _line_starts(self.keys)
        self._key_starts = _view(self.key_starts)
        self.run_starts: np.ndarray[Any, Any] = np.concatenate(
            [[0], np.cumsum(sections["runs"], dtype=np.uint32)]
        ).astype(np.uint32)
        self._run_starts = _view(self.run_starts)
        self.places_of_keys: np.ndarray[Any, Any] = sections["places_of_keys"]
        self._places_of_keys = _view(sections["places_of_keys"])
        self._classes_of_keys = _view(sections["classes_of_keys"])
        self._first_with, self._first_at = _prefixes(self.keys, self.key_starts)
        self._subdivision_codes: bytes = sections["subdivision_codes"]
        self.country_names: bytes = sections["country_names"]
        self._country_facts: bytes = sections["country_facts"]

    # Keys

    def key_at(self, index: int) -> str:
        """Return the key at a position of the sorted keys."""
        return self.keys[self._key_starts[index] : self._key_starts[index + 1] - 1].decode()

    def find(self, name: str) -> int | None:
        """Return the position of a key among the sorted keys."""
        wanted, keys, starts = name.encode(errors="replace"), self.keys, self._key_starts
        count = len(starts) - 1
        block = bisect_right(self._first_with, wanted[:2])
        low = self._first_at[block - 1] if block else 0
        high = self._first_at[block] if block < len(self._first_at) else count
        index = bisect_left(_COUNTING, wanted, low, high, key=lambda at: keys[starts[at] : starts[at + 1] - 1])
        if index < count and keys[starts[index] : starts[index + 1] - 1] == wanted:
            return index
        return None

    def postings(self, index: int) -> Iterator[tuple[int, int]]:
        """Yield the places that bear a key, each with the class of the name (see `quality`)."""
        first, last = self._run_starts[index], self._run_starts[index + 1]
        return zip(self._places_of_keys[first:last], self._classes_of_keys[first:last], strict=True)

    def keys_of_country(self, code: str) -> np.ndarray[Any, Any]:
        """Return the positions of the keys that some place of a country bears."""
        if code not in self._country_codes:
            return np.zeros(0, np.int64)
        here = self._country_column[self.places_of_keys] == self._country_codes.index(code)
        return np.unique(np.searchsorted(self.run_starts, np.flatnonzero(here), side="right") - 1)

    # Places

    def position(self, identifier: str) -> int | None:
        """Return where a place stands, by its id."""
        number = _number(identifier)
        if number is None:
            return None
        at = bisect_left(self._ids, number)
        return at if at < len(self._ids) and self._ids[at] == number else None

    def identifier(self, at: int) -> str:
        """Return a place's id: a GeoNames number, or gb2260:CODE."""
        number: int = self._ids[at]
        return f"gb2260:{number - _GB2260:06d}" if number >= _GB2260 else str(number)

    def country(self, at: int) -> str:
        """Return a place's ISO 3166 code."""
        return self._country_codes[self._countries[at]]

    def prominence(self, at: int) -> float:
        """Return the prior of a place, in tenfolds of population (see `quality.prominence`)."""
        return float(self._prominences[at] * PROMINENCE_STEP)

    def name(self, at: int) -> str:
        """Return the name under which a place is filed."""
        return self._line(at).partition("\t")[0].partition("\x1f")[0]

    def names(self, at: int) -> list[tuple[str, tuple[str, ...]]]:
        """Return a place's names as written, each with the languages it is known to belong to."""
        parts = (part.partition("\x1f") for part in self._line(at).split("\t"))
        return [(name, tuple(languages.split(",")) if languages else ()) for name, _, languages in parts]

    def region_name(self, at: int) -> str:
        """Return the name of the region a place lies in, "" if it is one or none is known."""
        region = self.regions[at]
        return "" if region == NOWHERE else self.name(region)

    def coordinates(self, at: int) -> tuple[float, float] | None:
        """Return latitude and longitude in degrees."""
        latitude, longitude = self._latitudes[at], self._longitudes[at]
        return None if math.isnan(latitude) else (round(latitude, 5), round(longitude, 5))

    def place(self, at: int) -> Place:
        """Return all that is known of a place."""
        latitude, longitude = self.coordinates(at) or (None, None)
        return Place(
            id=self.identifier(at),
            name=self.name(at),
            country=self.country(at),
            kind=KINDS[self.kinds[at]],
            admin=self.region_name(at),
            latitude=latitude,
            longitude=longitude,
            zone=self._zone_names[self._zones[at]],
            population=self.populations[at],
        )

    def distance(self, first: int, second: int) -> float:
        """Return the distance of two places in kilometres, on a sphere; infinite where one's is unknown.

        Where latitudes alone set them a degree apart, that part of the distance is the answer: nobody asks further.
        """
        a, b = self._latitudes[first], self._longitudes[first]
        c, d = self._latitudes[second], self._longitudes[second]
        if not abs(a - c) < _NO_NEIGHBOUR:  # also where one is not a number
            return math.inf if math.isnan(a - c) else _KILOMETRES_A_DEGREE * abs(a - c)
        here, there = math.radians(a), math.radians(c)
        across = math.sin(math.radians(d - b) / 2) ** 2
        half = math.sin((there - here) / 2) ** 2 + math.cos(here) * math.cos(there) * across
        return 12742.0 * math.asin(math.sqrt(min(1.0, half)))

    def _line(self, at: int) -> str:
        return self._names[self._name_starts[at] : self._name_starts[at + 1] - 1].decode()

    # Countries and their parts

    @cached_property
    def countries_by_name(self) -> dict[str, tuple[str, int]]:
        """Country code and rank of the language (0 English), by key of the name."""
        rows = (line.split("\t") for line in self.country_names.decode().split("\n"))
        return {name: (code, int(rank)) for name, code, rank in rows}

    @cached_property
    def country_facts(self) -> dict[str, tuple[str, str, int]]:
        """Three-letter code, key of the capital's name and inhabitants, by two-letter code."""
        facts = json.loads(self._country_facts)
        return {code: (iso3, key(capital), people) for code, (iso3, capital, people) in facts.items()}

    @cached_property
    def regions_by_code(self) -> dict[str, list[tuple[str, int]]]:
        """Country and position of regions, by the second part of their ISO 3166-2 code ("FL", "ON")."""
        found: dict[str, list[tuple[str, int]]] = {}
        for line in self._subdivision_codes.decode().split("\n"):
            code, at = line.split("\t")
            found.setdefault(code[3:], []).append((code[:2], int(at)))
        return found


def _view(column: np.ndarray[Any, Any]) -> memoryview:
    """Return a view of a column that answers single numbers ten times faster than the column itself."""
    return memoryview(column)  # type: ignore[arg-type]  # an array is a buffer; before 3.12 the stubs cannot say so


def _prefixes(keys: bytes, starts: np.ndarray[Any, Any]) -> tuple[list[bytes], list[int]]:
    """Return the pairs of bytes with which sorted keys begin, and where the keys of each pair begin."""
    text = np.frombuffer(keys + b"\n\n", np.uint8)
    pairs = text[starts[:-1]].astype(np.uint16) * 256 + text[starts[:-1] + 1]
    values, firsts = np.unique(pairs, return_index=True)
    return [int(value).to_bytes(2, "big") for value in values], firsts.tolist()


def _line_starts(text: bytes) -> np.ndarray[Any, Any]:
    """Return where each line starts, and one more for the end of the last."""
    ends = np.flatnonzero(np.frombuffer(text, np.uint8) == 10)
    return np.concatenate([[0], ends + 1, [len(text) + 1]]).astype(np.uint32)


_lock = threading.Lock()
_store: Store | None = None


def store() -> Store:
    """Return the gazetteer's data, loading it on the first call of the process."""
    global _store
    if _store is None:
        with _lock:
            if _store is None:
                _store = Store(files("hansa.gazetteer").joinpath("data/places.pack").read_bytes())
    return _store
