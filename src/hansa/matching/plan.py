"""A plan in the making: which wish stands in which slot, always valid, with its value and gaps kept up to date.

`value` is the sum of weights; `worth` (`Instance.worth`) also counts, below any weight, the published wishes that
stand in their slots. Everything that improves a plan compares `worth`, then `gaps`.
"""

from __future__ import annotations

from hansa.matching.instance import Instance, bits, mask_of


class Plan:
    """Wishes in slots. `put` and `take` keep seats, tables, interpreters and gaps true; nothing else changes it.

    Tables are only counted here; which one it is, is decided at the end (`hansa.matching.tables`).
    """

    def __init__(self, instance: Instance) -> None:
        self.instance = instance
        self.trail: list[tuple[int, int]] | None = None
        self._gaps_of: list[dict[int, int]] = [{} for _ in instance.available]
        self._clear()

    def _clear(self) -> None:
        instance = self.instance
        self.slot_of = [-1] * len(instance.pairs)
        self.value = 0
        self.worth = 0
        self.gaps = 0
        self.meetings: list[dict[int, list[int]]] = [{} for _ in instance.available]
        self.met = [0] * len(instance.available)
        self.full = [0] * len(instance.available)
        self.per_day = [[0] * len(instance.day_masks) for _ in instance.available]
        self.in_slot = [0] * len(instance.tables)
        self.no_table = mask_of(slot for slot, tables in enumerate(instance.tables) if not tables)
        self.helper: dict[int, int] = {}
        self.serves: list[dict[int, int]] = [{} for _ in instance.tables]
        self.busy = [0] * len(instance.tables)
        self._freeable: list[int | None] = [None] * len(instance.tables)

    def open_slots(self, wish: int) -> int:
        """The slots in which the unplaced wish finds both parties and a table free (an interpreter is not asked)."""
        first, second = self.instance.pairs[wish]
        return self.instance.domain[wish] & ~(self.full[first] | self.full[second] | self.no_table)

    def put(self, wish: int, slot: int) -> bool:
        """Place the wish in one of its open slots; False, and nothing changed, if no interpreter can be made free."""
        instance = self.instance
        bridge = instance.bridge[wish]
        if bridge >= 0:
            if not (self.could_interpret(wish, slot) and self._find_helper(wish, slot, bridge, set())):
                return False
            self._freeable[slot] = None
        if self.trail is not None:
            self.trail.append((wish, -1))
        self.slot_of[wish] = slot
        self.value += instance.weight[wish]
        self.worth += instance.worth(wish, slot)
        self.in_slot[slot] += 1
        if self.in_slot[slot] == instance.tables[slot]:
            self.no_table |= 1 << slot
        for party in instance.pairs[wish]:
            held = self.meetings[party].setdefault(slot, [])
            held.append(wish)
            if len(held) == 1:
                self._mark(party, self.met[party] | 1 << slot)
            self.per_day[party][instance.day_of[slot]] += 1
            self._seat(party, slot)
        return True

    def take(self, wish: int) -> int:
        """Take the wish off the plan; returns the slot it stood in."""
        instance = self.instance
        slot = self.slot_of[wish]
        if instance.bridge[wish] >= 0:
            interpreter = self.helper.pop(wish)
            del self.serves[slot][interpreter]
            self.busy[slot] &= ~(1 << interpreter)
            self._freeable[slot] = None
        if self.trail is not None:
            self.trail.append((wish, slot))
        self.slot_of[wish] = -1
        self.value -= instance.weight[wish]
        self.worth -= instance.worth(wish, slot)
        self.in_slot[slot] -= 1
        self.no_table &= ~(1 << slot)
        for party in instance.pairs[wish]:
            held = self.meetings[party][slot]
            held.remove(wish)
            if not held:
                self._mark(party, self.met[party] & ~(1 << slot))
            self.per_day[party][instance.day_of[slot]] -= 1
            self._seat(party, slot)
        return slot

    def could_interpret(self, wish: int, slot: int) -> bool:
        """Whether the unplaced wish needs no interpreter in the slot or one can be made free there."""
        bridge = self.instance.bridge[wish]
        if bridge < 0:
            return True
        able = self.instance.class_masks[bridge]
        return bool(able & self.instance.duty_in[slot] & ~self.busy[slot] or able & self._can_be_freed(slot))

    def _can_be_freed(self, slot: int) -> int:
        """The interpreters who are free in the slot, or at the head of an augmenting path there, as a mask."""
        known = self._freeable[slot]
        if known is not None:
            return known
        serving, duty = self.serves[slot], self.instance.duty_in[slot]
        reached, before = duty & ~self.busy[slot], -1
        while reached != before:
            before = reached
            for interpreter, wish in serving.items():
                if duty & reached & self.instance.class_masks[self.instance.bridge[wish]]:
                    reached |= 1 << interpreter
        self._freeable[slot] = reached
        return reached

    def gaps_if(self, party: int, met: int) -> int:
        """The gaps the party would have if it met in exactly those slots."""
        known = self._gaps_of[party].get(met)
        if known is None:
            known = 0
            for day in self.instance.day_masks:
                held = met & day
                if held & (held - 1):
                    between = (1 << held.bit_length()) - (held & -held)
                    known += (between & self.instance.available[party] & ~held).bit_count()
            self._gaps_of[party][met] = known
        return known

    def recount(self, party: int) -> None:
        """Find anew where the party has no seat left, after its seats have changed."""
        if self.instance.day_cap[party] is None:
            seats = self.instance.seats[party]
            self.full[party] = mask_of(t for t, held in self.meetings[party].items() if len(held) >= seats)
            return
        for slot in bits(self.instance.available[party]):
            self.meetings[party].setdefault(slot, [])
            self._seat(party, slot)

    def copy_slots(self) -> list[int]:
        """The slot of each wish, -1 where it is unplaced."""
        return self.slot_of.copy()

    def become(self, slot_of: list[int]) -> None:
        """Turn into another valid assignment of wishes to slots."""
        changed = [wish for wish, slot in enumerate(slot_of) if slot != self.slot_of[wish]]
        for wish in changed:
            if self.slot_of[wish] >= 0:
                self.take(wish)
        for wish in changed:
            if slot_of[wish] >= 0 and not self.put(wish, slot_of[wish]):
                raise AssertionError("a plan lacks an interpreter it had")

    def load(self, slot_of: list[int], helpers: list[int]) -> None:
        """Turn into another valid assignment with these interpreters (-1: none needed); quicker than `become`."""
        instance = self.instance
        self._clear()
        for wish, slot in enumerate(slot_of):
            if slot < 0:
                continue
            self.value += instance.weight[wish]
            self.worth += instance.worth(wish, slot)
            self.in_slot[slot] += 1
            if helpers[wish] >= 0:
                self.helper[wish], self.serves[slot][helpers[wish]] = helpers[wish], wish
                self.busy[slot] |= 1 << helpers[wish]
            for party in instance.pairs[wish]:
                self.meetings[party].setdefault(slot, []).append(wish)
                self.per_day[party][instance.day_of[slot]] += 1
        self.slot_of = slot_of.copy()
        self.no_table = mask_of(t for t, tables in enumerate(instance.tables) if self.in_slot[t] >= tables)
        for party, held in enumerate(self.meetings):
            self._mark(party, mask_of(held))
            self.recount(party)

    def rewind(self, mark: int) -> None:
        """Undo all but the first `mark` steps of the trail, the last first; interpreters may differ after it."""
        trail, self.trail = self.trail or [], None
        while len(trail) > mark:
            wish, was = trail.pop()
            if was < 0:
                self.take(wish)
            elif not self.put(wish, was):
                raise AssertionError("a plan lacks an interpreter it had")
        self.trail = trail

    def _mark(self, party: int, met: int) -> None:
        self.gaps += self.gaps_if(party, met) - self.gaps_if(party, self.met[party])
        self.met[party] = met

    def _seat(self, party: int, slot: int) -> None:
        """Keep `full` true: no seat left in the slot, or no meeting left on its day."""
        instance = self.instance
        cap = instance.day_cap[party]
        if cap is None:
            taken = len(self.meetings[party][slot]) >= instance.seats[party]
            self.full[party] = self.full[party] | 1 << slot if taken else self.full[party] & ~(1 << slot)
            return
        day = instance.day_of[slot]
        spent = self.per_day[party][day] >= cap
        for other in bits(instance.day_masks[day]):
            taken = spent or len(self.meetings[party].get(other, ())) >= instance.seats[party]
            self.full[party] = self.full[party] | 1 << other if taken else self.full[party] & ~(1 << other)

    def _find_helper(self, wish: int, slot: int, bridge: int, seen: set[int]) -> bool:
        """Give the wish an interpreter, by an augmenting path through those who serve in the slot already."""
        serving, duty = self.serves[slot], self.instance.duty_in[slot]
        fit = [i for i in self.instance.classes[bridge] if duty >> i & 1 and i not in seen]
        for interpreter in fit:
            if interpreter not in serving:
                serving[interpreter], self.helper[wish] = wish, interpreter
                self.busy[slot] |= 1 << interpreter
                return True
        for interpreter in fit:
            if interpreter in seen:
                continue
            seen.add(interpreter)
            other = serving[interpreter]
            if self._find_helper(other, slot, self.instance.bridge[other], seen):
                serving[interpreter], self.helper[wish] = wish, interpreter
                return True
        return False
