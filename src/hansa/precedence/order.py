"""In which order heads of delegation are named, seated and heard. Plain: no database, no clock, no texts for a reader.

Three steps, each of which the usage of international organizations knows:

1. *Rank groups.* Whoever holds an office of the network comes before the heads of cities, these before deputies, these
   before other representatives; offices of the network stand in an order of their own. The Vienna Convention on
   Diplomatic Relations (1961) does the same with classes of heads of mission, article 14.
2. *Within a group, one rule* for all: the alphabet of cities or of countries in a chosen language (so the United
   Nations seat delegations, by the English names of countries), the day on which the head took office (Vienna
   Convention, article 16, paragraph 1), or the day on which the city joined. Where the rule leaves two undecided, the
   alphabet of cities decides.
3. *Moves by hand*, each with a reason: to the front, to the end, or directly after another delegation.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum
from typing import Any


class Group(StrEnum):
    """Rank groups, the first in front."""

    NETWORK_OFFICE = "network office"
    HEAD = "head"
    DEPUTY = "deputy"
    OTHER = "other"


class By(StrEnum):
    """What decides within a rank group."""

    CITY = "city"
    COUNTRY = "country"
    OFFICE = "office"
    JOINING = "joining"


class To(StrEnum):
    """Where a hand puts a delegation."""

    FRONT = "front"
    END = "end"
    AFTER = "after"


@dataclass(frozen=True)
class Candidate:
    """A delegation as the order sees it; ``key`` names it.

    ``city`` and ``country`` are keys of sorting in the alphabet of the chosen language, ``country`` "" where there is
    none. ``office`` is how high the network's office stands, 0 the highest, and None without one; ``in_office`` and
    ``joined`` are days as (year, month, day), None where nobody knows them.
    """

    key: int
    group: Group
    city: tuple[str, ...]
    country: str = ""
    office: int | None = None
    in_office: tuple[int, int, int] | None = None
    joined: tuple[int, int, int] | None = None


@dataclass(frozen=True)
class Move:
    """A delegation put somewhere by hand; ``after`` is the key of another one."""

    to: To
    after: int | None = None


@dataclass(frozen=True)
class Line:
    """A delegation at its place, from 1. ``tied`` says that the rule left it open and the alphabet of cities decided;
    ``move`` is the move that put it here; ``in_vain`` says that a move did not count, since the other is not there."""

    place: int
    candidate: Candidate
    tied: bool = False
    move: Move | None = None
    in_vain: bool = False


def in_order(candidates: Iterable[Candidate], by: By, moves: Mapping[int, Move] | None = None) -> list[Line]:
    """Every candidate once, at its place. The order in which they come in does not matter; keys break the last tie."""
    moves = moves or {}
    ranked = sorted(candidates, key=lambda one: _key(one, by))
    values = [_value(one, by) for one in ranked]
    lines = [Line(0, one, tied=values.count(value) > 1) for one, value in zip(ranked, values, strict=True)]
    return [replace(line, place=place) for place, line in enumerate(_moved(lines, moves), 1)]


def _moved(lines: list[Line], moves: Mapping[int, Move]) -> list[Line]:
    """The lines with the moves made, in the order in which they stood: whoever follows another follows it anywhere."""
    here = {line.candidate.key for line in lines}
    followers: dict[int, list[Line]] = {}
    front: list[Line] = []
    rest: list[Line] = []
    end: list[Line] = []
    for line in lines:
        key = line.candidate.key
        move = moves.get(key)
        if move is None:
            rest.append(line)
        elif move.to is To.AFTER and (move.after not in here or _is_circle(key, moves, here)):
            rest.append(replace(line, in_vain=True))
        elif move.to is To.AFTER and move.after is not None:
            followers.setdefault(move.after, []).append(replace(line, move=move))
        else:
            (front if move.to is To.FRONT else end).append(replace(line, move=move))
    return [follower for line in front + rest + end for follower in _with_followers(line, followers)]


def _with_followers(line: Line, followers: Mapping[int, list[Line]]) -> list[Line]:
    found = [line]
    for follower in followers.get(line.candidate.key, []):
        found += _with_followers(follower, followers)
    return found


def _is_circle(key: int, moves: Mapping[int, Move], here: set[int]) -> bool:
    """Whether it follows itself in the end: such a move cannot be made."""
    seen = {key}
    at: int | None = key
    while at is not None and at in here:
        move = moves.get(at)
        at = move.after if move and move.to is To.AFTER else None
        if at in seen:
            return True
        if at is not None:
            seen.add(at)
    return False


def _value(one: Candidate, by: By) -> tuple[Any, ...]:
    """What group and rule say of it; equal where they leave two undecided."""
    group = list(Group).index(one.group)
    office = one.office if one.group is Group.NETWORK_OFFICE and one.office is not None else 0
    if by is By.COUNTRY:
        return group, office, one.country == "", one.country
    if by in (By.OFFICE, By.JOINING):
        day = one.in_office if by is By.OFFICE else one.joined
        return group, office, day is None, day or ()
    return group, office, one.city


def _key(one: Candidate, by: By) -> tuple[Any, ...]:
    return *_value(one, by), one.city, one.key
