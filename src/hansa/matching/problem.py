"""The problem: who could meet whom, when, at how many tables, with whose help.

A `Problem` that exists is consistent: ids are unique, every reference is known, and all pinned meetings fit together.
Whatever is wrong raises `ProblemError` with one sentence that names what and where. The outside form is
`hansa-problem/1` (JSON), read by `hansa.matching.reading`.
"""

from __future__ import annotations

from collections.abc import Iterable
from copy import copy
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from hansa.matching.preferences import NONE, Preferences

# Sums of weights stay exact in the double precision of a linear programme far beyond this.
HEAVIEST = 10**9


class ProblemError(ValueError):
    """The problem contradicts itself or cannot be read; the message is one sentence fit for its author."""


@dataclass(frozen=True)
class Slot:
    """A time in which up to `tables` meetings can be held. Slots are listed in time order, so days never go back."""

    id: str
    day: int
    tables: int


@dataclass(frozen=True)
class Party:
    """One who meets: `available` lists positions of slots; `seats` is how many meetings it can hold in one slot."""

    id: str
    group: str | None = None
    languages: tuple[str, ...] = ()
    available: tuple[int, ...] = ()
    seats: int = 1
    max_per_day: int | None = None
    min_meetings: int | None = None
    zone: str | None = None
    fixed_table: int | None = None
    principal: bool = False


@dataclass(frozen=True)
class Interpreter:
    """One who bridges two languages, in one meeting a slot; `available` lists positions of slots."""

    id: str
    languages: tuple[str, ...] = ()
    available: tuple[int, ...] = ()


@dataclass(frozen=True)
class Wish:
    """A meeting of two parties that is asked for. `slots` limits it, `pinned` fixes it (positions of slots)."""

    id: str
    parties: tuple[str, str]
    weight: int
    slots: tuple[int, ...] | None = None
    pinned: int | None = None


@dataclass(frozen=True)
class Published:
    """Where a wish stands in the plan that people already hold; `slot` is a slot's id."""

    wish: str
    slot: str


@dataclass(frozen=True)
class Problem:
    """Everything the planner knows. Raises `ProblemError` when its parts contradict each other."""

    slots: tuple[Slot, ...] = ()
    parties: tuple[Party, ...] = ()
    interpreters: tuple[Interpreter, ...] = ()
    wishes: tuple[Wish, ...] = ()
    published: tuple[Published, ...] = ()
    must_not_meet: tuple[tuple[str, str], ...] = ()
    met_before: tuple[tuple[str, str], ...] = ()
    preferences: Preferences = NONE

    def __post_init__(self) -> None:
        from hansa.matching.consistency import check  # it reads the classes above

        check(self)

    def listed(
        self, parties: tuple[Party, ...], interpreters: tuple[Interpreter, ...], wishes: tuple[Wish, ...]
    ) -> Problem:
        """The same members in another order. They contradict each other no more than before, so nothing is checked, and
        what is known of them by their ids stays known: a check of ten thousand people takes half a second.
        """
        other = copy(self)
        vars(other).update(parties=parties, interpreters=interpreters, wishes=wishes)
        return other

    @cached_property
    def slot_at(self) -> dict[str, int]:
        """Position of each slot by its id."""
        return {slot.id: position for position, slot in enumerate(self.slots)}

    @cached_property
    def party_by_id(self) -> dict[str, Party]:
        return {party.id: party for party in self.parties}

    @cached_property
    def interpreter_by_id(self) -> dict[str, Interpreter]:
        return {interpreter.id: interpreter for interpreter in self.interpreters}

    @cached_property
    def wish_by_id(self) -> dict[str, Wish]:
        return {wish.id: wish for wish in self.wishes}

    @cached_property
    def forbidden_pairs(self) -> frozenset[frozenset[str]]:
        return frozenset(frozenset(pair) for pair in self.must_not_meet)

    @cached_property
    def pairs_met_before(self) -> frozenset[frozenset[str]]:
        return frozenset(frozenset(pair) for pair in self.met_before)

    @cached_property
    def requests(self) -> dict[str, int]:
        """How many wishes name each party."""
        counts = dict.fromkeys(self.party_by_id, 0)
        for wish in self.wishes:
            for party in wish.parties:
                counts[party] += 1
        return counts

    def share_a_language(self, wish: Wish) -> bool:
        """Whether the two parties can talk without help."""
        first, second = (self.party_by_id[party].languages for party in wish.parties)
        return not set(first).isdisjoint(second)

    def can_bridge(self, interpreter: Interpreter, wish: Wish) -> bool:
        """Whether the interpreter speaks a language of each party."""
        spoken = set(interpreter.languages)
        return all(not spoken.isdisjoint(self.party_by_id[party].languages) for party in wish.parties)

    def bridges(self, wish: Wish) -> list[Interpreter]:
        """All interpreters who could help the two parties, in the problem's order."""
        return [interpreter for interpreter in self.interpreters if self.can_bridge(interpreter, wish)]

    @staticmethod
    def from_dict(source: Any) -> Problem:
        """Read the outside form; raises `ProblemError`."""
        from hansa.matching.reading import (
            problem_from_dict,
        )  # it reads the classes above

        return problem_from_dict(source)

    def to_dict(self) -> dict[str, Any]:
        """Return the outside form, `hansa-problem/1`; `from_dict` of it is equal to this problem."""
        from hansa.matching.reading import problem_to_dict  # it reads the classes above

        return problem_to_dict(self)


def read_problem(path: str | Path) -> Problem:
    """Read a problem from a `.json` or `.json.gz` file; raises `ProblemError`."""
    from hansa.matching.reading import read_file  # it reads the classes above

    return read_file(Path(path))


def positions(numbers: Iterable[int]) -> tuple[int, ...]:
    """Positions in order, each once."""
    return tuple(sorted(set(numbers)))
