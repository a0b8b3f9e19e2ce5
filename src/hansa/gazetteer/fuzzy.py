"""Finds keys that are nearly like a name: one or two letters wrong, missing, doubled or swapped.

Every key has two masks, of its letters and of its pairs of letters. One edit changes few bits of each, so that counting
differing bits throws away nearly all keys before any is compared letter by letter; what is left is measured exactly
(Damerau-Levenshtein, by rapidfuzz). Masks are built on first use, for places prominent enough to be meant.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from rapidfuzz.distance import OSA

from hansa.gazetteer.store import Store

_SHORTEST = 4  # letters; below that everything is like everything


@dataclass(frozen=True, slots=True)
class Near:
    """A key that is nearly like the name: its position among the keys, and how many edits apart."""

    index: int
    edits: int


def _letter_bit(codes: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """Return for each code one of 64 bits, by a multiplicative hash."""
    places = (codes * np.uint32(2654435761) >> np.uint32(7)).astype(np.uint64) & np.uint64(63)
    bits: np.ndarray[Any, Any] = np.left_shift(np.uint64(1), places)
    return bits


def _masks(
    codes: np.ndarray[Any, Any], starts: np.ndarray[Any, Any]
) -> tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]:
    """Return masks of letters and of pairs for words that lie one after the other, each ended by a line feed (10)."""
    letters = np.bitwise_or.reduceat(_letter_bit(codes), starts)
    pairs = codes[:-1] * np.uint32(31) + codes[1:]
    pairs = np.concatenate([pairs, np.zeros(1, np.uint32)])
    return letters, np.bitwise_or.reduceat(_letter_bit(pairs), starts)


def _codes(text: str) -> np.ndarray[Any, Any]:
    return np.frombuffer(text.encode("utf-32-le"), np.uint32)


class FuzzyIndex:
    """Masks of the keys of prominent places, sorted by length."""

    def __init__(self, data: Store, least_prominence: float) -> None:
        best = np.maximum.reduceat(data.prominence_ranks[data.places_of_keys], data.run_starts[:-1].astype(np.int64))
        kept = np.flatnonzero(best * 0.05 >= least_prominence)
        texts = [data.keys[data.key_starts[at] : data.key_starts[at + 1] - 1].decode() for at in kept.tolist()]
        lengths = np.fromiter(map(len, texts), np.uint32, len(texts))
        order = np.argsort(lengths, kind="stable")
        self._texts = [texts[at] for at in order.tolist()]
        self._indices = kept[order]
        sorted_lengths = lengths[order]
        self._from_length = np.searchsorted(sorted_lengths, np.arange(0, int(sorted_lengths[-1]) + 4)).tolist()
        codes = _codes("\n".join(self._texts) + "\n")
        starts = np.concatenate([[0], np.cumsum(sorted_lengths[:-1] + 1, dtype=np.int64)])
        self._letters, self._pairs = _masks(codes, starts)

    def near(self, name: str, edits: int) -> list[Near]:
        """Return the keys within so many edits of a name, nearest first."""
        size = len(name)
        if size < _SHORTEST or size + edits + 1 >= len(self._from_length):
            return []
        first, last = self._from_length[max(0, size - edits)], self._from_length[size + edits + 1]
        codes = _codes(name + "\n")
        letters, pairs = _masks(codes, np.zeros(1, np.int64))
        rough = np.flatnonzero(np.bitwise_count(self._letters[first:last] ^ letters[0]) <= 2 * edits) + first
        # A swap of neighbours changes three pairs into three others; any other edit at most two into two.
        rough = rough[np.bitwise_count(self._pairs[rough] ^ pairs[0]) <= 4 * edits + 2]
        found = []
        for at in rough.tolist():
            distance = OSA.distance(name, self._texts[at], score_cutoff=edits)
            if distance <= edits:
                found.append(Near(int(self._indices[at]), distance))
        return sorted(found, key=lambda near: near.edits)
