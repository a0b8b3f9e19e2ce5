"""The outside form of a business-to-business timetable: tables for the meetings, and what is counted of it."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise
from typing import Any

from hansa.matching.b2b.instance import Instance

FORMAT = "hansa-timetable/1"


def timetable_of(instance: Instance, slots: dict[int, int], bound: int, seconds: float) -> dict[str, Any]:
    """Return `hansa-timetable/1` of a valid plan, the slot by meeting (both numbered from 1).

    `value` is what is kept low here, the breaks, and `bound` a proved lower bound on it; `proven` says that they are
    equal. `gaps` counts idle slots that are not forbidden, between two meetings of one participant.
    """
    breaks = count_breaks(instance, slots)
    tables = assign_tables(instance, slots)
    return {
        "format": FORMAT,
        "value": breaks,
        "bound": bound,
        "proven": breaks == bound,
        "breaks": breaks,
        "gaps": count_gaps(instance, slots),
        "seconds": round(seconds, 3),
        "placements": [
            {"wish": f"w{number}", "slot": f"t{slots[number]}", "table": tables[number], "interpreter": None}
            for number in range(1, len(instance.meetings) + 1)
        ],
        "unplaced": [],
    }


def violations(instance: Instance, slots: dict[int, int]) -> list[str]:
    """Return a sentence for each rule that the plan breaks; none for a valid one."""
    found = []
    for number, meeting in enumerate(instance.meetings, 1):
        slot = slots.get(number, 0)
        if slot not in instance.allowed[number]:
            found.append(f"w{number} may not stand in slot {slot}.")
        found += [f"w{earlier} is not before w{number}." for earlier in meeting.after if slots.get(earlier, 0) >= slot]
    for participant, held in diaries(instance, slots).items():
        if len(set(held)) < len(held):
            found.append(f"Participant {participant} is in two meetings at once.")
    held_in = list(slots.values())
    for slot in sorted(set(held_in)):
        if held_in.count(slot) > instance.places:
            found.append(f"Slot {slot} holds {held_in.count(slot)} meetings and has {instance.places} places.")
    breaks = [_breaks(held) for held in diaries(instance, slots).values()]
    if breaks and max(breaks) - min(breaks) > instance.fairness:
        found.append(f"The breaks of two participants differ by {max(breaks) - min(breaks)}.")
    return found


def diaries(instance: Instance, slots: dict[int, int]) -> dict[int, list[int]]:
    """The slots of each participant's meetings, in order."""
    return {
        participant: sorted(slots[number] for number in numbers if number in slots)
        for participant, numbers in instance.meetings_of.items()
    }


def count_breaks(instance: Instance, slots: dict[int, int]) -> int:
    """Count the maximal groups of idle slots between two meetings of one participant, forbidden slots included."""
    return sum(_breaks(held) for held in diaries(instance, slots).values())


def count_gaps(instance: Instance, slots: dict[int, int]) -> int:
    """Count the idle slots, forbidden ones left out, between two meetings of one participant."""
    return sum(
        len(set(range(held[0], held[-1])) - set(held) - instance.forbidden.get(participant, frozenset()))
        for participant, held in diaries(instance, slots).items()
        if held
    )


def assign_tables(instance: Instance, slots: dict[int, int]) -> dict[int, int]:
    """A table for each meeting, numbered from 0; where it is free, one at which a participant has just sat."""
    by_slot: dict[int, list[int]] = defaultdict(list)
    for number, slot in sorted(slots.items()):
        by_slot[slot].append(number)
    tables: dict[int, int] = {}
    sat_at: dict[int, int] = {}
    for slot in sorted(by_slot):
        free = set(range(instance.places))
        changing = []
        for number in by_slot[slot]:
            known = [sat_at[one] for one in instance.meetings[number - 1].participants if sat_at.get(one) in free]
            if known:
                tables[number] = known[0]
                free.remove(known[0])
            else:
                changing.append(number)
        tables.update(zip(changing, sorted(free), strict=False))
        for number in by_slot[slot]:
            sat_at.update(dict.fromkeys(instance.meetings[number - 1].participants, tables[number]))
    return tables


def _breaks(held: list[int]) -> int:
    return sum(later - earlier > 1 for earlier, later in pairwise(held))
