"""A business-to-business instance: who meets whom, and what each meeting may do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from hansa.matching.b2b.dzn import DznError, read_dzn
from hansa.matching.problem import ProblemError

MORNING, AFTERNOON, ANY = 1, 2, 3
# Larger files are no instance of ours; each meeting costs a variable for each slot.
LONGEST = 16 * 1024 * 1024
LARGEST = 10_000


class InstanceError(ProblemError):
    """The instance cannot be read, contradicts itself or has no timetable; the message is one sentence."""


@dataclass(frozen=True)
class Meeting:
    """Two participants, a session, the slot it is fixed to (0: none), and the meetings that must be strictly before."""

    first: int
    second: int
    session: int = ANY
    fixed: int = 0
    after: frozenset[int] = frozenset()

    @property
    def participants(self) -> tuple[int, int]:
        return self.first, self.second


@dataclass(frozen=True)
class Instance:
    """Numbers count from 1, as in the file; `meetings[0]` is meeting 1. `forbidden` holds slots by participant.

    The first `morning` of the `slots` are the morning. At most `places` meetings stand in one slot. The breaks of any
    two participants (those with no meeting have none) differ by at most `fairness`.
    """

    participants: int
    slots: int
    morning: int
    places: int
    meetings: tuple[Meeting, ...]
    forbidden: dict[int, frozenset[int]] = field(default_factory=dict)
    fairness: int = 2

    @cached_property
    def meetings_of(self) -> dict[int, tuple[int, ...]]:
        """The numbers of each participant's meetings."""
        held: dict[int, list[int]] = {participant: [] for participant in range(1, self.participants + 1)}
        for number, meeting in enumerate(self.meetings, 1):
            for participant in meeting.participants:
                held[participant].append(number)
        return {participant: tuple(numbers) for participant, numbers in held.items()}

    @cached_property
    def allowed(self) -> dict[int, tuple[int, ...]]:
        """The slots of each meeting that its session, its participants and its own fixed slot leave."""
        return {number: tuple(self._allowed(meeting)) for number, meeting in enumerate(self.meetings, 1)}

    def _allowed(self, meeting: Meeting) -> Iterator[int]:
        for slot in range(1, self.slots + 1):
            in_session = meeting.session == ANY or (slot <= self.morning) == (meeting.session == MORNING)
            free = not any(slot in self.forbidden.get(participant, ()) for participant in meeting.participants)
            if in_session and free and meeting.fixed in (0, slot):
                yield slot


def read_instance(path: Path) -> Instance:
    """Read a `.dzn` file; raises `InstanceError` with one sentence for whatever cannot be read."""
    try:
        with path.open("rb") as file:
            content = file.read(LONGEST + 1)
    except OSError as error:
        raise InstanceError(f"{path.name} cannot be read: {error.strerror or error}.") from error
    if len(content) > LONGEST:
        raise InstanceError(f"{path.name} is longer than {LONGEST // 1024 // 1024} MB.")
    try:
        return instance_from(read_dzn(content.decode("utf-8-sig", errors="replace")))
    except (DznError, InstanceError) as error:
        raise InstanceError(f"{path.name} is not a forum that can be planned: {str(error).rstrip('.')}.") from error


def instance_from(values: dict[str, Any]) -> Instance:
    """Make the instance of the values of a file, and say what is missing or out of range."""
    participants, slots = _count(values, "nBusiness"), _count(values, "nTotalSlots")
    rows = _rows(values)
    told = _count(values, "nMeetings", len(rows))
    if told != len(rows):
        raise InstanceError(f"nMeetings says {told} and requested lists {len(rows)} meetings")
    fixed = _list(values, "fixed", len(rows)) or [0] * len(rows)
    after = _sets(values, "precedences", len(rows))
    meetings = []
    for number, ((first, second, session), slot, before) in enumerate(zip(rows, fixed, after, strict=True), 1):
        what = f"meeting {number}"
        for participant in (first, second):
            _in_range(participant, 1, participants, f"{what} is for participant")
        if first == second:
            raise InstanceError(f"{what} is of participant {first} with itself")
        _in_range(session, MORNING, ANY, f"{what} is in session")
        _in_range(slot, 0, slots, f"{what} is fixed to slot")
        for earlier in before:
            _in_range(earlier, 1, len(rows), f"{what} comes after meeting")
        meetings.append(Meeting(first, second, session, slot, before))
    needs_morning = any(meeting.session != ANY for meeting in meetings)
    return Instance(
        participants=participants,
        slots=slots,
        morning=_count(values, "nMorningSlots", None if needs_morning else slots),
        places=_count(values, "nTables"),
        meetings=tuple(meetings),
        forbidden=dict(enumerate(_sets(values, "forbidden", participants), 1)),
    )


def _count(values: dict[str, Any], name: str, default: int | None = None) -> int:
    value = values.get(name, default)
    if value is None:
        raise InstanceError(f"{name} is missing")
    if not isinstance(value, int):
        raise InstanceError(f"{name} is not a whole number")
    _in_range(value, 0, LARGEST, f"{name} is")
    return value


def _rows(values: dict[str, Any]) -> list[list[int]]:
    """The rows of `requested`: participant, participant, session; a plain list is read three by three."""
    rows = values.get("requested")
    if rows is None:
        raise InstanceError("requested is missing")
    if isinstance(rows, list) and all(isinstance(value, int) for value in rows):
        rows = [rows[at : at + 3] for at in range(0, len(rows), 3)]
    if not isinstance(rows, list):
        raise InstanceError("requested is not a list")
    for number, row in enumerate(rows, 1):
        if not isinstance(row, list) or len(row) != 3 or not all(isinstance(value, int) for value in row):
            raise InstanceError(f"row {number} of requested does not hold two participants and a session")
    return rows


def _list(values: dict[str, Any], name: str, length: int) -> list[int]:
    """A list of whole numbers; empty where the file has none."""
    found = values.get(name, [])
    if not isinstance(found, list) or not all(isinstance(value, int) for value in found):
        raise InstanceError(f"{name} is not a list of whole numbers")
    if found and len(found) != length:
        raise InstanceError(f"{name} holds {len(found)} numbers where {length} are needed")
    return found


def _sets(values: dict[str, Any], name: str, length: int) -> list[frozenset[int]]:
    """A list of sets, without the 0 that stands for none; empty sets where the file has no such list."""
    found = values.get(name, [])
    if not isinstance(found, list) or not all(isinstance(value, frozenset) for value in found):
        raise InstanceError(f"{name} is not a list of sets")
    if found and len(found) != length:
        raise InstanceError(f"{name} holds {len(found)} sets where {length} are needed")
    return [frozenset(value - {0}) for value in found] or [frozenset()] * length


def _in_range(value: int, least: int, most: int, what: str) -> None:
    if not least <= value <= most:
        raise InstanceError(f"{what} {value}, which is not between {least} and {most}")
