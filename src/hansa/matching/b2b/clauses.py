"""Clauses and the small encodings that the formula is made of. A literal is a whole number, negative when denied."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations

# Up to so many literals, "at most one" is said pair by pair; above, by groups that share a new literal.
PAIRWISE = 6


class Clauses:
    """A formula in conjunctive normal form that grows. `top` is its greatest variable; `true` always holds."""

    def __init__(self) -> None:
        self.all: list[list[int]] = []
        self.top = 0
        self.true = self.new()
        self.false = -self.true
        self.all.append([self.true])

    def new(self) -> int:
        self.top += 1
        return self.top

    def add(self, *literals: int) -> None:
        """Say that at least one of the literals holds; constants are folded away."""
        if self.true not in literals:
            self.all.append([literal for literal in literals if literal != self.false] or [self.false])

    def both(self, one: int, other: int) -> int:
        """Return a literal that holds just when both do."""
        if self.false in (one, other):
            return self.false
        if one == self.true or other == self.true:
            return other if one == self.true else one
        made = self.new()
        self.add(-one, -other, made)
        self.add(-made, one)
        self.add(-made, other)
        return made

    def any_of(self, literals: Sequence[int]) -> int:
        """Return a literal that holds just when one of them does."""
        if len(literals) < 2:
            return literals[0] if literals else self.false
        made = self.new()
        for literal in literals:
            self.add(-literal, made)
        self.add(-made, *literals)
        return made

    def at_most_one(self, literals: Sequence[int]) -> None:
        """Say that at most one holds: groups exclude each other pair by pair, and a new literal stands for each."""
        rest = list(literals)
        while len(rest) > PAIRWISE:
            group, rest = rest[: PAIRWISE - 1], rest[PAIRWISE - 1 :]
            self._exclude(group)
            rest.append(self.new())
            for literal in group:
                self.add(-literal, rest[-1])
        self._exclude(rest)

    def at_most(self, literals: Sequence[int], most: int) -> None:
        """Say that at most `most` hold."""
        if len(literals) > most:
            self.add(-self.at_least(literals, most + 1)[most])

    def at_least(self, literals: Sequence[int], most: int) -> list[int]:
        """Return literals that are forced once one, two, … `most` of them hold.

        The totalizer of Bailleux and Boufkhad (CP 2003), one direction only, cut off at `most`.
        """
        if len(literals) < 2:
            return list(literals)[:most]
        half = len(literals) // 2
        left, right = self.at_least(literals[:half], most), self.at_least(literals[half:], most)
        sums = [self.new() for _ in range(min(len(left) + len(right), most))]
        for some in range(len(left) + 1):
            for others in range(max(0, 1 - some), min(len(right), most - some) + 1):
                known = [-left[some - 1]] if some else []
                known += [-right[others - 1]] if others else []
                self.add(*known, sums[some + others - 1])
        return sums

    def counted(self, literals: Sequence[int], most: int, exactly: int | None = None) -> list[list[int]]:
        """Return rows: `counted[i][j]` holds just when more than j of the first i literals do, and say that at most
        `most` of all do.

        The sequential counter of Sinz (CP 2005) in both directions. With `exactly`, the whole list holds exactly so
        many, and what that alone implies for each prefix is a constant.
        """
        rows: list[list[int]] = [[]]
        for place, literal in enumerate(literals, 1):
            before = rows[-1]
            row: list[int] = []
            for count in range(min(most, place)):
                stayed = before[count] if count < len(before) else self.false
                step = self._step(stayed, before[count - 1] if count else self.true, literal)
                if exactly is not None and count < exactly - (len(literals) - place):
                    self.add(step)
                    step = self.true
                row.append(step)
            if place > most:
                self.add(-literal, *[-full for full in before[most - 1 : most]])
            rows.append(row)
        return rows

    def _exclude(self, literals: Sequence[int]) -> None:
        for one, other in combinations(literals, 2):
            self.add(-one, -other)

    def _step(self, stayed: int, reached: int, literal: int) -> int:
        """Return a literal that holds just when `stayed`, or `reached` and `literal`; `stayed` implies `reached`."""
        if stayed == self.true or reached == self.false:
            return stayed
        if stayed == self.false:
            return self.both(reached, literal)
        made = self.new()
        self.add(-stayed, made)
        self.add(-reached, -literal, made)
        self.add(-made, stayed, literal)
        self.add(-made, reached)
        return made
