"""The instance as a formula: which meeting stands in which slot, who is busy when, and how many breaks that makes.

The viewpoint is that of Bofill, Coll, Garcia, Giráldez-Cru, Pesant, Suy and Villaret (JAIR 74, 2022, 263–301): a
variable for each meeting and slot, one for each participant and slot, and the two implied constraints that made their
encoding fast. What we add is said in `docs/b2b.md`.
"""

from __future__ import annotations

from itertools import pairwise

from hansa.matching.b2b.clauses import Clauses
from hansa.matching.b2b.instance import Instance


class Formula:
    """All that must hold of a timetable. `breaks` holds literals by participant: at least one break, at least two, …

    `costs` are variables of which just as many hold as there are breaks, besides `sure_breaks` that always are.
    With `optional` each meeting may be left out: `wanted` holds a literal for each that asks for it, and nothing is
    said of breaks.
    """

    def __init__(self, instance: Instance, *, optional: bool = False) -> None:
        self.instance = instance
        self.clauses = Clauses()
        self.place: dict[tuple[int, int], int] = {}
        self.busy: dict[tuple[int, int], int] = {}
        self.wanted: dict[int, int] = {}
        self.breaks: dict[int, list[int]] = {}
        self.costs: list[int] = []
        self.sure_breaks = 0
        self._place_meetings(optional)
        self._keep_apart()
        self._fill_no_slot_beyond_its_places()
        self._keep_order()
        if not optional:
            self._count_breaks()
            self._charge_breaks()

    def slots_of(self, model: list[int]) -> dict[int, int]:
        """The slot of each meeting in a model, a list in which the literal of variable v stands at v - 1."""
        return {meeting: slot for (meeting, slot), literal in self.place.items() if model[literal - 1] > 0}

    def _place_meetings(self, optional: bool) -> None:
        for number, slots in self.instance.allowed.items():
            cells = [self.clauses.new() for _ in slots]
            self.place.update(zip(((number, slot) for slot in slots), cells, strict=True))
            if optional:
                self.wanted[number] = self.clauses.new()
                self.clauses.add(-self.wanted[number], *cells)
            else:
                self.clauses.add(*cells)
            self.clauses.at_most_one(cells)

    def _keep_apart(self) -> None:
        """Nobody is in two meetings at once."""
        for participant, numbers in self.instance.meetings_of.items():
            for slot in range(1, self.instance.slots + 1):
                cells = [self.place[number, slot] for number in numbers if (number, slot) in self.place]
                if cells:
                    self.clauses.at_most_one(cells)
                    self.busy[participant, slot] = self.clauses.any_of(cells)

    def _fill_no_slot_beyond_its_places(self) -> None:
        """Count the meetings of a slot by their hosts, each of whom has at most one.

        Implied, but another way to reason: at most twice as many people are busy.
        """
        places, hosted = self.instance.places, self._hosted()
        everybody = range(1, self.instance.participants + 1)
        for slot in range(1, self.instance.slots + 1):
            groups = (
                [self.place[number, slot] for number in numbers if (number, slot) in self.place] for numbers in hosted
            )
            hosts = [self.clauses.any_of(group) for group in groups if group]
            people = [self.busy[one, slot] for one in everybody if (one, slot) in self.busy]
            if min(len(hosts), len(people) // 2) > places:
                self.clauses.at_most(hosts, places)
                self.clauses.at_most(people, 2 * places)

    def _hosted(self) -> list[list[int]]:
        """The meetings under one of their two participants each, so that few are hosts: a greedy vertex cover."""
        left = {participant: set(numbers) for participant, numbers in self.instance.meetings_of.items()}
        hosted = []
        while any(left.values()):
            host = max(left, key=lambda participant: len(left[participant]))
            hosted.append(sorted(left.pop(host)))
            for numbers in left.values():
                numbers.difference_update(hosted[-1])
        return hosted

    def _keep_order(self) -> None:
        held: dict[int, list[int]] = {}
        for number, meeting in enumerate(self.instance.meetings, 1):
            for earlier in meeting.after:
                if earlier not in held:
                    held[earlier] = self._held_by(earlier)
                for slot in self.instance.allowed[number]:
                    self.clauses.add(-self.place[number, slot], held[earlier][slot - 1])

    def _held_by(self, number: int) -> list[int]:
        """Literals by slot, from 0: the meeting is held in this slot or an earlier one."""
        cells = [self.place[number, slot] for slot in self.instance.allowed[number]]
        rows = self.clauses.counted(cells, 1)
        at = [sum(slot <= last for slot in self.instance.allowed[number]) for last in range(self.instance.slots + 1)]
        return [rows[done][0] if done else self.clauses.false for done in at]

    def _count_breaks(self) -> None:
        diaries = {participant: self._diary(participant) for participant in self.instance.meetings_of}
        ends = {participant: self._ends(participant, diary) for participant, diary in diaries.items()}
        possible = {participant: self._most_breaks(participant, len(of_one)) for participant, of_one in ends.items()}
        least = min(possible.values(), default=0)
        for participant, of_one in ends.items():
            most = min(possible[participant], least + self.instance.fairness)
            self.breaks[participant] = self.clauses.counted(of_one, most)[-1]
            self._no_break_means_in_a_row(participant, diaries[participant])
        for many in range(self.instance.fairness + 1, least + self.instance.fairness + 1):
            self._share(many)

    def _diary(self, participant: int) -> list[list[int]]:
        """Rows by slot, from 0: `row[j]` holds just when the participant has had more than j meetings by then.

        Implied: whoever has k meetings is busy in exactly k slots, and by each slot has had those that can only stand
        before its end, and none of those that can only stand after it.
        """
        numbers = self.instance.meetings_of[participant]
        slots = [slot for slot in range(1, self.instance.slots + 1) if (participant, slot) in self.busy]
        if len(slots) < len(numbers):
            self.clauses.add(self.clauses.false)
        cells = [self.busy[participant, slot] for slot in slots]
        rows = iter(self.clauses.counted(cells, len(numbers), exactly=len(numbers)))
        row = next(rows)
        diary = [row]
        for slot in range(1, self.instance.slots + 1):
            row = next(rows) if (participant, slot) in self.busy else row
            diary.append(row)
            allowed = [self.instance.allowed[number] for number in numbers]
            over = sum(not one or one[-1] <= slot for one in allowed)
            to_come = sum(bool(one) and one[0] > slot for one in allowed)
            for literal in row[:over]:
                self.clauses.add(literal)
            for literal in row[len(numbers) - to_come :]:
                self.clauses.add(-literal)
        return diary

    def _ends(self, participant: int, diary: list[list[int]]) -> list[int]:
        """A literal for each slot in which a break can end: busy, idle the slot before, and met somebody earlier."""
        clauses = self.clauses
        found = []
        for slot in range(3, self.instance.slots + 1):
            begun = diary[slot - 1][0] if diary[slot - 1] else clauses.false
            idle = -self.busy.get((participant, slot - 1), clauses.false)
            end = clauses.both(clauses.both(begun, idle), self.busy.get((participant, slot), clauses.false))
            if end != clauses.false:
                found.append(end)
        return found

    def _most_breaks(self, participant: int, ends: int) -> int:
        """There is a meeting on each side of a break, and an idle slot in it."""
        number = len(self.instance.meetings_of[participant])
        return max(0, min(ends, number - 1, self.instance.slots - number))

    def _no_break_means_in_a_row(self, participant: int, diary: list[list[int]]) -> None:
        """Implied: without a break, after the j-th meeting the next slot holds the one after it."""
        first_break = self.breaks[participant][:1]
        last = len(self.instance.meetings_of[participant]) - 1
        for row, following in pairwise(diary[1:]):
            for count, held in enumerate(row[:last]):
                then = following[count + 1] if count + 1 < len(following) else self.clauses.false
                self.clauses.add(-held, then, *first_break)

    def _share(self, many: int) -> None:
        """Where somebody has `many` breaks, everybody has at most `fairness` fewer."""
        somebody = self.clauses.new()
        for literals in self.breaks.values():
            if len(literals) >= many:
                self.clauses.add(-literals[many - 1], somebody)
            fewer = many - self.instance.fairness
            self.clauses.add(-somebody, literals[fewer - 1] if len(literals) >= fewer else self.clauses.false)

    def _charge_breaks(self) -> None:
        """Two participants may share a literal (a pair that meets twice); each then has a variable of its own."""
        for literal in [literal for literals in self.breaks.values() for literal in literals]:
            if literal == self.clauses.true:
                self.sure_breaks += 1
            elif literal != self.clauses.false:
                self.costs.append(self.clauses.new())
                self.clauses.add(-literal, self.costs[-1])
                self.clauses.add(literal, -self.costs[-1])
