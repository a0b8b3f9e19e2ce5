"""The problem in numbers: parties, wishes, slots and interpreters by position, sets of slots as bit masks.

A mask is a Python integer with bit t set for slot t, so that more than 64 slots are nothing special.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from hansa.matching.problem import Problem


def mask_of(positions: Iterable[int]) -> int:
    """The set of slots as a mask."""
    mask = 0
    for position in positions:
        mask |= 1 << position
    return mask


def bits(mask: int) -> Iterator[int]:
    """The slots of a mask, in time order."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


class Instance:
    """What the solver works on. Nothing here changes after it is made."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        self.tables = [slot.tables for slot in problem.slots]
        self._days(problem)
        self._parties(problem)
        self._wishes(problem)

    def _days(self, problem: Problem) -> None:
        """`day_masks` of the days in order; `day_of` each slot."""
        numbers = {day: number for number, day in enumerate(dict.fromkeys(slot.day for slot in problem.slots))}
        self.day_of = [numbers[slot.day] for slot in problem.slots]
        self.day_masks = [0] * len(numbers)
        for position, day in enumerate(self.day_of):
            self.day_masks[day] |= 1 << position

    def _parties(self, problem: Problem) -> None:
        self.available = [mask_of(party.available) for party in problem.parties]
        self.seats = [party.seats for party in problem.parties]
        self.day_cap = [party.max_per_day for party in problem.parties]
        self.on_duty = [mask_of(interpreter.available) for interpreter in problem.interpreters]
        self.duty_in = [
            mask_of(i for i, duty in enumerate(self.on_duty) if duty >> slot & 1) for slot in range(len(self.tables))
        ]

    def _wishes(self, problem: Problem) -> None:
        """`domain` is where a wish can be at all; `bridge` its class of interpreters, -1 where none is needed."""
        number = {party.id: position for position, party in enumerate(problem.parties)}
        everywhere = (1 << len(problem.slots)) - 1
        self.pairs = [(number[wish.parties[0]], number[wish.parties[1]]) for wish in problem.wishes]
        self.weight = [wish.weight for wish in problem.wishes]
        self.pinned = [-1 if wish.pinned is None else wish.pinned for wish in problem.wishes]
        standing = {placed.wish: problem.slot_at[placed.slot] for placed in problem.published}
        self.published = [standing.get(wish.id, -1) for wish in problem.wishes]
        self.charge(0)
        self.classes: list[tuple[int, ...]] = []
        self.class_duty: list[int] = []
        self.bridge = self._bridges(problem)
        self.class_masks = [mask_of(members) for members in self.classes]
        with_tables = mask_of(slot for slot, tables in enumerate(self.tables) if tables)
        self.domain = []
        for wish, (first, second), bridge in zip(problem.wishes, self.pairs, self.bridge, strict=True):
            domain = self.available[first] & self.available[second]
            domain &= everywhere if wish.slots is None else mask_of(wish.slots)
            domain &= everywhere if wish.pinned is None else 1 << wish.pinned
            domain &= everywhere if bridge < 0 else self.class_duty[bridge]
            if frozenset(wish.parties) in problem.forbidden_pairs or 0 in (
                self.day_cap[first],
                self.day_cap[second],
            ):
                domain = 0
            self.domain.append(domain & with_tables)

    def charge(self, price: int) -> None:
        """Have every published meeting that leaves its slot cost `price` units of weight. Before any plan is made."""
        # One unit of weight outweighs keeping all published wishes in their slots.
        self.scale = len(self.problem.published) + 1
        self.stays = [(price * self.scale + 1) * (slot >= 0) for slot in self.published]

    def forget_published(self) -> None:
        """Have weights alone count. Before any plan is made; small numbers and many ties make that model easier."""
        self.scale, self.stays = 1, [0] * len(self.published)

    def worth(self, wish: int, slot: int) -> int:
        """What a wish is worth in a slot: its weight, and more where people already expect it."""
        return self.weight[wish] * self.scale + self.stays[wish] * (self.published[wish] == slot)

    def _bridges(self, problem: Problem) -> list[int]:
        """Group the wishes of strangers by the very set of interpreters who could help them."""
        speakers: dict[str, set[int]] = {}
        for position, interpreter in enumerate(problem.interpreters):
            for language in interpreter.languages:
                speakers.setdefault(language, set()).add(position)
        can_serve = [
            set().union(*(speakers.get(language, ()) for language in party.languages)) for party in problem.parties
        ]
        spoken = [frozenset(party.languages) for party in problem.parties]
        numbers: dict[tuple[int, ...], int] = {}
        bridges = []
        for first, second in self.pairs:
            if spoken[first] & spoken[second]:
                bridges.append(-1)
                continue
            members = tuple(sorted(can_serve[first] & can_serve[second]))
            if members not in numbers:
                numbers[members] = len(self.classes)
                self.classes.append(members)
                self.class_duty.append(0)
                for member in members:
                    self.class_duty[-1] |= self.on_duty[member]
            bridges.append(numbers[members])
        return bridges
