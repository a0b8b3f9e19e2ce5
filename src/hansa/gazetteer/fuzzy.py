"""Finds keys that are nearly like a name: one or two letters wrong, missing, doubled or swapped.

Every key has two masks, of its letters and of its pairs of letters. One edit changes few bits of each, so that counting
differing bits throws away nearly all keys before any is compared letter by letter; what is left is measured exactly
(optimal string alignment, by rapidfuzz). An index is built on first use: one over prominent places, and one for each
country that was asked for, over all its places.
"""

from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
from rapidfuzz.distance import OSA

from hansa.gazetteer.quality import PROMINENCE_STEP
from hansa.gazetteer.store import Store, store

# A misspelt name without a country is looked for among places of some fifteen thousand inhabitants and more.
LEAST_PROMINENCE = 5.0
_SHORTEST = 4  # letters; below that everything is like everything
_AT_ONCE = 1 << 15
_END = 10  # the line feed that ends each key

_Array = np.ndarray[Any, Any]


@dataclass(frozen=True, slots=True)
class Near:
    """A key that is nearly like the name: its position among the keys, and how many edits apart."""

    index: int
    edits: int


def _bits(codes: _Array, count: int) -> _Array:
    """Return for each code one of so many bits (32 or 64), by a multiplicative hash."""
    places = codes * np.uint32(2654435761) >> np.uint32(7) & np.uint32(count - 1)
    kind = np.uint32 if count == 32 else np.uint64
    bits: _Array = np.left_shift(kind(1), places.astype(kind))
    return bits


def _masks(codes: _Array, starts: _Array) -> tuple[_Array, _Array]:
    """Return masks of letters (32 bits) and of pairs (64) for words that lie one after the other, each with its end."""
    ends = codes == _END
    letters = _bits(codes, 32)
    letters[ends] = 0
    pairs = np.zeros(len(codes), np.uint64)
    pairs[:-1] = _bits(codes[:-1] * np.uint32(31) + codes[1:], 64)
    pairs[ends] = 0
    return np.bitwise_or.reduceat(letters, starts), np.bitwise_or.reduceat(pairs, starts)


def _codes(text: str) -> _Array:
    return np.frombuffer(text.encode("utf-32-le"), np.uint32)


class FuzzyIndex:
    """Masks of some of the keys, sorted by length."""

    def __init__(self, data: Store, kept: _Array) -> None:
        self._data = data
        lengths = np.fromiter((len(data.key_at(at)) for at in kept.tolist()), np.uint32, len(kept))
        order = np.argsort(lengths, kind="stable")
        self._indices = kept[order].astype(np.uint32)
        lengths = lengths[order]
        longest = int(lengths[-1]) if len(lengths) else 0
        self._from_length: list[int] = np.searchsorted(lengths, np.arange(longest + 2)).tolist()
        self._letters: _Array = np.zeros(len(kept), np.uint32)
        self._pairs: _Array = np.zeros(len(kept), np.uint64)
        for first in range(0, len(kept), _AT_ONCE):  # in parts, so that building needs little more than the index
            part = slice(first, first + _AT_ONCE)
            codes = _codes("".join(data.key_at(at) + "\n" for at in self._indices[part].tolist()))
            starts = np.concatenate([[0], np.cumsum(lengths[part][:-1] + 1, dtype=np.int64)])
            self._letters[part], self._pairs[part] = _masks(codes, starts)

    def near(self, name: str, edits: int, *, same_letters: bool = False) -> list[Near]:
        """Return the keys within so many edits of a name, nearest first; only those of the same letters if so asked."""
        size = len(name)
        longest = len(self._from_length) - 2
        if size < _SHORTEST:
            return []
        spread, bits = (0, 0) if same_letters else (edits, 2 * edits)
        if size - spread > longest:
            return []
        first, last = self._from_length[size - spread], self._from_length[min(longest, size + spread) + 1]
        letters, pairs = _masks(_codes(name + "\n"), np.zeros(1, np.int64))
        rough = np.flatnonzero(np.bitwise_count(self._letters[first:last] ^ letters[0]) <= bits) + first
        # A swap of neighbours changes three pairs into three others; any other edit at most two into two.
        rough = rough[np.bitwise_count(self._pairs[rough] ^ pairs[0]) <= 4 * edits + 2]
        found = []
        for index in self._indices[rough].tolist():
            distance = OSA.distance(name, self._data.key_at(index), score_cutoff=edits)
            if distance <= edits:
                found.append(Near(index, distance))
        return sorted(found, key=lambda near: near.edits)


@lru_cache(maxsize=1)
def of_prominent_places() -> FuzzyIndex:
    """Return the index of the keys of prominent places anywhere."""
    data = store()
    best = np.maximum.reduceat(data.prominence_ranks[data.places_of_keys], data.run_starts[:-1].astype(np.int64))
    return FuzzyIndex(data, np.flatnonzero(best * PROMINENCE_STEP >= LEAST_PROMINENCE))


@lru_cache(maxsize=64)
def of_country(code: str) -> FuzzyIndex:
    """Return the index of the keys of all places of a country."""
    return FuzzyIndex(store(), store().keys_of_country(code))
