"""Fewer gaps at the same value: simulated annealing over moves that never lower it.

Three moves. A *shift* puts a meeting into another slot in which both are free. A *chain* (Kempe chain: Kempe 1879, as
used for timetables by Thompson and Dowsland 1996) exchanges two slots for all meetings that hang together through
shared parties; whoever had a meeting in both keeps one in both. A *swap* lets an unplaced wish in for placed ones
worth the same together. The clock is asked only whether to stop; what happens in which order depends on the seed alone.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from random import Random

from hansa.matching.instance import bits
from hansa.matching.plan import Plan

HOTTEST, WARM, COLDEST = 0.6, 0.3, 0.08
# Longer chains hardly ever lower the gaps, and cost most of the time.
LONGEST_CHAIN = 12
ROUND = 256


class Polish:
    """One annealing run on a plan; `best` is the best assignment seen, of the worth that the plan came with."""

    def __init__(self, plan: Plan, domain: list[int], seed: int) -> None:
        self.plan = plan
        self.instance = plan.instance
        self.domain = domain
        self.random = Random(seed)  # noqa: S311 - a search, no secret
        self.heat = HOTTEST
        self.floor = plan.worth
        self.best_gaps = plan.gaps
        self.best = plan.copy_slots()
        self.choices = [tuple(bits(slots)) for slots in domain]
        free = [w for w, pinned in enumerate(plan.instance.pinned) if pinned < 0 and self.choices[w]]
        self.movable = free
        self.of_party: list[list[int]] = [[] for _ in plan.instance.available]
        for wish in free:
            for party in plan.instance.pairs[wish]:
                self.of_party[party].append(wish)

    def run(self, steps: int, stop: Callable[[float], bool], hottest: float = HOTTEST) -> None:
        """Anneal for `steps` moves; `stop` is told the fraction done every `ROUND` moves and may end it.

        The plan ends as the best that was seen, never as one of less worth or more gaps than it had.
        """
        if not self.movable:
            return
        done = 0
        while done < steps and self.best_gaps and not stop(done / steps):
            self.heat = max(COLDEST, hottest * (1 - done / steps))
            self._round()
            done += ROUND
        self.plan.become(self.best)

    def _round(self) -> None:
        """Half of the moves touch a party that has gaps, the other half anybody."""
        plan, draw = self.plan, self.random.random
        troubled = [p for p, met in enumerate(plan.met) if self.of_party[p] and plan.gaps_if(p, met)]
        for _ in range(ROUND):
            # Random.choice takes three times as long as this.
            focus = troubled and draw() < 0.5
            wishes = self.of_party[troubled[int(draw() * len(troubled))]] if focus else self.movable
            wish = wishes[int(draw() * len(wishes))]
            slot = self.choices[wish][int(draw() * len(self.choices[wish]))]
            if plan.slot_of[wish] < 0:
                self._swap(wish, slot)
            elif plan.slot_of[wish] != slot:
                if plan.open_slots(wish) >> slot & 1:
                    self._shift(wish, slot)
                else:
                    self._chain(wish, slot)
            if plan.gaps < self.best_gaps:
                self.best_gaps, self.best = plan.gaps, plan.copy_slots()
                if not self.best_gaps:
                    return

    def _welcome(self, change: int) -> bool:
        return change <= 0 or self.random.random() < math.exp(-change / self.heat)

    def _shift(self, wish: int, slot: int) -> None:
        plan, home = self.plan, self.plan.slot_of[wish]
        if self.instance.published[wish] == home:
            return
        change = 0
        for party in self.instance.pairs[wish]:
            met = plan.met[party]
            left = met if len(plan.meetings[party][home]) > 1 else met & ~(1 << home)
            change += plan.gaps_if(party, left | 1 << slot) - plan.gaps_if(party, met)
        if self._welcome(change):
            plan.take(wish)
            if not plan.put(wish, slot):
                plan.put(wish, home)

    def _chain(self, wish: int, slot: int) -> None:
        plan, home = self.plan, self.plan.slot_of[wish]
        component = self._component(wish, home, slot)
        if component is None:
            return
        there = [w for w in component if plan.slot_of[w] == home]
        back = [w for w in component if plan.slot_of[w] == slot]
        more = len(there) - len(back)
        tables = self.instance.tables
        if plan.in_slot[slot] + more > tables[slot] or plan.in_slot[home] - more > tables[home]:
            return
        if self._welcome(self._change_of(component, home, slot)):
            self._move([(w, slot) for w in there] + [(w, home) for w in back])

    def _component(self, wish: int, home: int, slot: int) -> list[int] | None:
        """All meetings of the two slots that hang together with the wish; None if one of them may not change."""
        plan, instance = self.plan, self.instance
        found, known = [wish], {wish}
        for member in found:
            other = slot if plan.slot_of[member] == home else home
            if not self.domain[member] >> other & 1 or instance.published[member] == plan.slot_of[member]:
                return None
            for party in instance.pairs[member]:
                for neighbour in plan.meetings[party].get(other, ()):
                    if neighbour not in known:
                        known.add(neighbour)
                        found.append(neighbour)
            if len(found) > LONGEST_CHAIN:
                return None
        return found

    def _change_of(self, component: list[int], home: int, slot: int) -> int:
        """The change of gaps: only those at an end of the chain meet in another slot than before."""
        plan, ends = self.plan, set[int]()
        for member in component:
            ends.symmetric_difference_update(self.instance.pairs[member])
        both = 1 << home | 1 << slot
        return sum(plan.gaps_if(p, plan.met[p] ^ both) - plan.gaps_if(p, plan.met[p]) for p in ends)

    def _swap(self, wish: int, slot: int) -> None:
        """Let an unplaced wish in. Who stands in the way moves elsewhere, or leaves and others come in its place."""
        plan = self.plan
        out: list[int] = []
        for party in self.instance.pairs[wish]:
            if plan.full[party] >> slot & 1:
                held = [w for w in plan.meetings[party].get(slot, ()) if self._may_leave(w)]
                if not held:
                    return
                out.append(held[int(self.random.random() * len(held))])
        before, gaps = plan.worth, plan.gaps
        moved = [(w, plan.slot_of[w]) for w in dict.fromkeys(out)]
        for other, _ in moved:
            plan.take(other)
        come = []
        if plan.open_slots(wish) >> slot & 1 and plan.put(wish, slot):
            come.append(wish)
            self._reseat([other for other, _ in moved])
            if plan.worth < before:
                come += self._invite([other for other, _ in moved if plan.slot_of[other] < 0], before)
            if plan.worth > before or (plan.worth == before and self._welcome(plan.gaps - gaps)):
                self._keep()
                return
        for other in [*come, *(w for w, _ in moved if plan.slot_of[w] >= 0)]:
            plan.take(other)
        for other, home in moved:
            plan.put(other, home)

    def _may_leave(self, wish: int) -> bool:
        """Neither pinned nor published where it stands."""
        return self.instance.pinned[wish] < 0 and self.instance.published[wish] != self.plan.slot_of[wish]

    def _reseat(self, wishes: list[int]) -> None:
        """Place each wish anew where it makes the fewest gaps, if there is a slot for it."""
        plan = self.plan
        for wish in wishes:
            first, second = self.instance.pairs[wish]
            here, there = plan.met[first], plan.met[second]
            best = sorted(
                (plan.gaps_if(first, here | 1 << slot) + plan.gaps_if(second, there | 1 << slot), slot)
                for slot in bits(plan.open_slots(wish) & self.domain[wish])
            )
            any(plan.put(wish, slot) for _, slot in best)

    def _invite(self, left: list[int], worth: int) -> list[int]:
        """Those who lost a meeting get others, until the plan is worth what it was; returns who came."""
        plan, come = self.plan, []
        for lost in left:
            for party in self.instance.pairs[lost]:
                for wish in self.of_party[party]:
                    if plan.slot_of[wish] < 0 and wish not in left and plan.open_slots(wish) & self.domain[wish]:
                        self._reseat([wish])
                        if plan.slot_of[wish] >= 0:
                            come.append(wish)
                            if plan.worth >= worth:
                                return come
        return come

    def _keep(self) -> None:
        """A swap that places more than before raises what must not be lowered again."""
        if self.plan.worth > self.floor:
            self.floor = self.plan.worth
            self.best_gaps, self.best = self.plan.gaps, self.plan.copy_slots()

    def _move(self, targets: list[tuple[int, int]]) -> None:
        """Move several meetings at once, or none, if an interpreter is lacking."""
        plan = self.plan
        homes = [(wish, plan.slot_of[wish]) for wish, _ in targets]
        for wish, _ in targets:
            plan.take(wish)
        placed = []
        for wish, slot in targets:
            # With several seats or a cap a day, what hangs together need not fit after the exchange.
            if not (plan.open_slots(wish) >> slot & 1 and plan.put(wish, slot)):
                break
            placed.append(wish)
        else:
            return
        for wish in placed:
            plan.take(wish)
        for wish, home in homes:
            plan.put(wish, home)
