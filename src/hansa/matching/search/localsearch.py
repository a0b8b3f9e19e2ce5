"""The kernel from Python: a problem goes in as arrays, plans come out as lists of slots and interpreters."""

from __future__ import annotations

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from hansa.matching.instance import Instance
from hansa.matching.search import library

NOBODY = -1
# Moves between two looks at the clock: some hundredths of a second.
CHUNK = 4096


@dataclass(frozen=True)
class Known:
    """A plan, so that the search can come back to it: the slot and the interpreter of each wish, NOBODY where none."""

    worth: int
    gaps: int
    slots: Any
    helpers: Any

    @property
    def rank(self) -> tuple[int, int]:
        """The greater the better: worth first, then few gaps."""
        return self.worth, -self.gaps


def is_there() -> bool:
    """Whether the kernel can be used here."""
    return library.load() is not None


class LocalSearch:
    """One plan in the kernel. At first nothing is placed, not even what is pinned."""

    def __init__(self, instance: Instance, domain: Sequence[int], seed: int) -> None:
        loaded = library.load()
        if loaded is None:
            raise RuntimeError("the kernel is not there")
        self._library = loaded
        self._arrays: list[Any] = []
        self.wishes = len(instance.pairs)
        self.instance = instance
        handed = self._handed(instance, domain)
        self._plan = loaded.search_new(ctypes.byref(handed), 2 * seed + 1)

    def __del__(self) -> None:
        if getattr(self, "_plan", None):
            self._library.search_free(self._plan)

    @property
    def worth(self) -> int:
        return int(self._library.search_worth(self._plan))

    @property
    def gaps(self) -> int:
        return int(self._library.search_gaps(self._plan))

    def known(self) -> Known:
        """The plan as it stands."""
        slots, helpers = np.empty(self.wishes, np.int32), np.empty(self.wishes, np.int32)
        self._library.search_read(self._plan, slots.ctypes.data, helpers.ctypes.data)
        return Known(self.worth, self.gaps, slots, helpers)

    def become(self, known: Known) -> None:
        """Turn into another valid plan of the same problem."""
        slots, helpers = (np.ascontiguousarray(a, np.int32) for a in (known.slots, known.helpers))
        self._library.search_become(self._plan, slots.ctypes.data, helpers.ctypes.data)

    def fill(self, order: Sequence[int], only_home: bool = False) -> None:
        """Place the wishes that fit, in this order, each at home if possible, else where it makes the fewest gaps.

        With `only_home` those that cannot be at home wait.
        """
        wishes = np.array(order, np.int32)
        self._library.search_fill(self._plan, wishes.ctypes.data, len(wishes), only_home)

    def try_only(self, wishes: Any) -> None:
        """From now on, let in only those of the unplaced wishes for which the array of booleans is true."""
        chosen = np.ascontiguousarray(wishes, np.uint8)
        self._library.search_try_only(self._plan, chosen.ctypes.data_as(ctypes.POINTER(ctypes.c_uint8)))

    def fill_up(self, parties: Any, interpreters: Any) -> None:
        """From now on, look above all for meetings of those for whom the arrays of booleans are true."""
        chosen = [np.ascontiguousarray(array, np.uint8) for array in (parties, interpreters)]
        handed = [array.ctypes.data_as(ctypes.POINTER(ctypes.c_uint8)) for array in chosen]
        self._library.search_fill_up(self._plan, *handed)

    def anneal(self, schedule: library.Schedule) -> int:
        """Make moves; returns how many."""
        return int(self._library.search_anneal(self._plan, ctypes.byref(schedule)))

    # ---- handing over -------------------------------------------------------------------------------------------

    def _handed(self, instance: Instance, domain: Sequence[int]) -> library.Instance:
        slots = len(instance.tables)
        words, allowed = max(1, (slots + 63) // 64), spread(domain, slots)
        crew = max(1, (len(instance.on_duty) + 63) // 64)
        mine: list[list[int]] = [[] for _ in instance.seats]
        for wish, pair in enumerate(instance.pairs):
            if domain[wish]:
                for party in pair:
                    mine[party].append(wish)
        first, second = np.array(instance.pairs, np.int32).reshape(-1, 2).T
        home = np.array(instance.published, np.int32)
        worth = np.array(instance.weight, np.int64) * instance.scale
        return library.Instance(
            self.wishes,
            len(instance.seats),
            slots,
            len(instance.day_masks),
            len(instance.on_duty),
            words,
            crew,
            *(self._kept(a) for a in (first, second, worth, np.array(instance.stays, np.int64), home)),
            self._kept(np.array(instance.bridge, np.int32)),
            self._kept(np.array([slot >= 0 for slot in instance.pinned], np.int32)),
            self._kept(masks(domain, words)),
            self._kept(np.array([min(s, len(w)) for s, w in zip(instance.seats, mine, strict=True)], np.int32)),
            self._kept(np.array([NOBODY if cap is None else cap for cap in instance.day_cap], np.int32)),
            self._kept(masks(instance.available, words)),
            self._kept(np.array(instance.tables, np.int32)),
            self._kept(np.array(instance.day_of, np.int32)),
            self._kept(masks(instance.duty_in, crew)),
            self._kept(masks(instance.class_masks, crew)),
            self._rows(allowed.sum(axis=1), np.nonzero(allowed)[1]),
            self._rows([len(wishes) for wishes in mine], [w for wishes in mine for w in wishes]),
        )

    def _kept(self, array: Any) -> int:
        """The address of an array, which is kept as long as the plan."""
        self._arrays.append(np.ascontiguousarray(array))
        return int(self._arrays[-1].ctypes.data)

    def _rows(self, lengths: Any, items: Any) -> library.Rows:
        start = np.zeros(len(lengths) + 1, np.int32)
        start[1:] = np.cumsum(lengths)
        return library.Rows(self._kept(start), self._kept(np.array(items, np.int32)))


def masks(numbers: Sequence[int], words: int) -> Any:
    """Masks as rows of 64-bit words, the lowest first."""
    return np.frombuffer(b"".join(number.to_bytes(8 * words, "little") for number in numbers), dtype="<u8")


def spread(numbers: Sequence[int], width: int) -> Any:
    """Masks as rows of zeros and ones, `width` columns."""
    words = max(1, (width + 63) // 64)
    rows = masks(numbers, words).view(np.uint8).reshape(len(numbers), 8 * words)
    return np.ascontiguousarray(np.unpackbits(rows, axis=1, bitorder="little")[:, :width])
