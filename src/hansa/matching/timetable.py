"""The timetable: which wishes are placed where, and why the others are not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Literal

from hansa.matching.instance import mask_of
from hansa.matching.preferences import Short
from hansa.matching.problem import Problem

FORMAT = "hansa-timetable/1"

CauseKind = Literal[
    "no_slots",  # there are no slots at all
    "nothing",  # it could stand in slots[0]; only plans made by hand leave such a wish out
    "party_full",  # parties[0] holds `meetings` in all its `capacity` places, and has `requests`
    "no_common_free_slot",  # parties[0] is busy with `meetings` in `slots`, where parties[1] is not in the way
    "no_common_slot",  # parties[0] is not available in slots[0], where nothing else is in the way
    "slots_too_narrow",  # the wish's own slots leave out slots[0], which would do
    "day_full",  # parties[0] has its `capacity` meetings on `day` and may have no more
    "no_interpreter",  # all interpreters for `languages` are busy or away in slots[0]
    "no_bridge",  # no interpreter at all speaks a language of each; one is needed in slots[0]
    "no_table",  # all `capacity` tables of slots[0] are taken
    "must_not_meet",  # parties[0] and parties[1] must not meet
    "both_full",  # two times party_full, in `parts`
    "several",  # each of `parts` stands in the way, all in one slot
]


@dataclass(frozen=True)
class Cause:
    """What stopped a wish, in terms from which a sentence in any language can be made.

    `parties`, `slots`, `meetings` (wishes) and `wish` are ids; `requests` counts the wishes of the party,
    `capacity` what there was to have. `hansa.matching.explain` makes it, its English sentence, and the relaxed problem.
    """

    kind: CauseKind
    wish: str
    parties: tuple[str, ...] = ()
    slots: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    meetings: tuple[str, ...] = ()
    day: int | None = None
    requests: int | None = None
    capacity: int | None = None
    parts: tuple[Cause, ...] = ()

    @property
    def blocked_by(self) -> tuple[str, ...]:
        """The things in the way, as the outside form names them: a party's id, or a phrase with ids."""
        return tuple(name for part in self.parts for name in part.blocked_by) if self.parts else (self._name(),)

    def _name(self) -> str:
        slot = self.slots[0] if self.slots else ""
        match self.kind:
            case "no_interpreter" | "no_bridge":
                return f"no interpreter {'-'.join(self.languages)} in {slot}"
            case "no_table":
                return f"no table in {slot}"
            case "no_common_slot":
                return f"{self.parties[0]} not available in {slot}"
            case "slots_too_narrow":
                return f"{self.wish} not allowed in {slot}"
            case "day_full":
                return f"{self.parties[0]} no more meetings on day {self.day}"
            case "no_slots":
                return "no slots"
            case "nothing":
                return "nothing"
            case "must_not_meet":
                return f"{self.parties[0]} must not meet {self.parties[1]}"
            case _:
                return self.parties[0]


@dataclass(frozen=True)
class Placement:
    """A wish at a table (numbered from 0) in a slot (its id), with an interpreter (its id) where one is needed."""

    wish: str
    slot: str
    table: int
    interpreter: str | None = None


@dataclass(frozen=True)
class Unplaced:
    """A wish that is not placed, and why."""

    wish: str
    reason: str
    blocked_by: tuple[str, ...]
    cause: Cause


@dataclass(frozen=True)
class Timetable:
    """A plan. `bound` is a proved upper bound on `value` (both sums of weights); `gaps` counts idle slots."""

    value: int
    bound: int
    proven: bool
    gaps: int
    seconds: float
    placements: tuple[Placement, ...] = ()
    unplaced: tuple[Unplaced, ...] = ()
    # True when no plan of this value has fewer gaps; left out of the outside form.
    gaps_proven: bool = field(default=False, compare=False)
    # Who has less than their floor, where the problem names floors.
    short: tuple[Short, ...] = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the outside form, `hansa-timetable/1`."""
        return {
            **self.figures(),
            "placements": [vars(placement).copy() for placement in self.placements],
            "unplaced": [
                {
                    "wish": unplaced.wish,
                    "reason": unplaced.reason,
                    "blocked_by": list(unplaced.blocked_by),
                }
                for unplaced in self.unplaced
            ],
        }

    def figures(self) -> dict[str, Any]:
        """Return the outside form without the two lists."""
        figures: dict[str, Any] = {
            "format": FORMAT,
            "value": self.value,
            "bound": self.bound,
            "proven": self.proven,
            "gaps": self.gaps,
            "seconds": round(self.seconds, 3),
        }
        if self.short:
            figures["short"] = [vars(one).copy() for one in self.short]
        return figures


def count_gaps(problem: Problem, placements: Iterable[Placement]) -> int:
    """Count the slots in which a party is available and idle between two of its meetings of one day."""
    day_of = [slot.day for slot in problem.slots]
    days = {day: mask_of(slot for slot, its_day in enumerate(day_of) if its_day == day) for day in set(day_of)}
    met: dict[str, int] = defaultdict(int)
    for placement in placements:
        at = 1 << problem.slot_at[placement.slot]
        for party in problem.wish_by_id[placement.wish].parties:
            met[party] |= at
    gaps = 0
    for party, held in met.items():
        idle = mask_of(problem.party_by_id[party].available) & ~held
        for day in days.values():
            today = held & day
            if today:
                from_first_to_last = (1 << today.bit_length()) - (today & -today)
                gaps += (idle & from_first_to_last).bit_count()
    return gaps
