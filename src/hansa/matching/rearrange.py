"""Whether an unplaced wish gets in if something is taken out of its way and meetings move, but none is lost.

A depth-first search over chains of relocations: the wish takes a slot, whoever stood in its way takes another, and so
on. What it finds is true; that it finds nothing within its budget proves nothing.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product

from hansa.matching.instance import bits
from hansa.matching.plan import Plan

DEEPEST = 3

# Attempts for one wish, and for all wishes of one explanation together.
BUDGET, PATIENCE = 300, 3_000


class Relief:
    """What is taken out of the way: a seat more for parties, a table in slots, an interpreter for the wish in slots."""

    def __init__(
        self, parties: Sequence[int] = (), tables: Sequence[int] = (), interpreted: Sequence[int] = ()
    ) -> None:
        self.parties, self.tables, self.interpreted = parties, tables, interpreted


def gets_in(plan: Plan, wish: int, relief: Relief, budget: int) -> tuple[bool, int]:
    """Whether the wish gets in with all placed wishes kept, each in some slot; and what is left of the budget."""
    instance, plan.trail = plan.instance, []
    bridge, domain = instance.bridge[wish], instance.domain[wish]
    _grant(plan, relief, 1)
    if relief.interpreted:
        # The new interpreter serves this very wish, and in that slot alone.
        instance.bridge[wish] = -1
        first, second = instance.pairs[wish]
        instance.domain[wish] = instance.available[first] & instance.available[second]
        instance.domain[wish] &= sum(1 << slot for slot in set(relief.interpreted))
    search = Search(plan, min(budget, BUDGET))
    found = search.seat(wish, DEEPEST, frozenset())
    plan.rewind(0)
    plan.trail = None
    instance.bridge[wish], instance.domain[wish] = bridge, domain
    _grant(plan, relief, -1)
    return found, budget - search.made


def _grant(plan: Plan, relief: Relief, more: int) -> None:
    for party in relief.parties:
        plan.instance.seats[party] += more
        plan.recount(party)
    for slot in relief.tables:
        plan.instance.tables[slot] += more
        plan.no_table &= ~(1 << slot)
        plan.no_table |= (plan.in_slot[slot] >= plan.instance.tables[slot]) << slot


class Search:
    """One search; `made` counts its attempts."""

    def __init__(self, plan: Plan, budget: int) -> None:
        self.plan = plan
        self.budget = budget
        self.made = 0

    def seat(self, wish: int, depth: int, settled: frozenset[int]) -> bool:
        """Place the wish without losing another or moving `settled` ones. On failure the plan is as before."""
        plan = self.plan
        if any(plan.put(wish, slot) for slot in bits(plan.open_slots(wish))):
            return True
        if not depth:
            return False
        for slot in bits(plan.instance.domain[wish] & ~plan.no_table):
            for leaving in self._ways(wish, slot, settled):
                if self.made >= self.budget:
                    return False
                self.made += 1
                if self._exchange(wish, slot, leaving, depth, settled):
                    return True
        return False

    def _ways(self, wish: int, slot: int, settled: frozenset[int]) -> Iterator[tuple[int, ...]]:
        """Sets of meetings that would have to leave: one of each full party, one that has a fit interpreter."""
        plan, instance = self.plan, self.plan.instance
        choices = [
            self._loose(plan.meetings[party].get(slot, ()), settled)
            for party in instance.pairs[wish]
            if plan.full[party] >> slot & 1
        ]
        if instance.bridge[wish] >= 0 and not plan.could_interpret(wish, slot):
            fit = instance.classes[instance.bridge[wish]]
            served = [plan.serves[slot][i] for i in fit if i in plan.serves[slot]]
            choices.append(self._loose(served, settled))
        for chosen in product(*choices):
            yield tuple(dict.fromkeys(chosen))

    def _loose(self, wishes: Sequence[int], settled: frozenset[int]) -> list[int]:
        return [w for w in wishes if w not in settled and self.plan.instance.pinned[w] < 0]

    def _exchange(self, wish: int, slot: int, leaving: tuple[int, ...], depth: int, settled: frozenset[int]) -> bool:
        plan, mark = self.plan, len(self.plan.trail or ())
        for other in leaving:
            plan.take(other)
        if plan.open_slots(wish) >> slot & 1 and plan.put(wish, slot):
            here = settled | {wish}
            if all(self.seat(other, depth - 1, here) for other in leaving):
                return True
        plan.rewind(mark)
        return False
