"""What we would like, one function each, with a named weight. Weights are data: they are shown to who plans and kept.

What must hold is in `constraints`; nothing here can break it. Preferences say what a wish *counts* for while a plan is
sought, and which parties have too little. The value of a plan stays the sum of the weights as they were asked for, with
a bound that was proved for it; so the distance between the two says what the preferences have cost.

A percentage is added to what a wish counts for; everything is reckoned in hundredths, in whole numbers. The floor is no
sum over wishes (the first meeting of a delegation counts for more than its fifth), and so it is reached by planning
again: the wishes of whoever has less than their floor count for more each time, and the best of these plans is kept
(multiplicative weights; Arora, Hazan, Kale 2012). That is not proved to lift as many as can be lifted.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from hansa.matching.problem import Problem, Wish
    from hansa.matching.timetable import Placement

HUNDRED = 100
# How often the wishes of those below their floor are raised, and by how much each time.
ROUNDS, RAISE = 3, 4


@dataclass(frozen=True)
class Preferences:
    """The named weights; all zero is the plan of greatest value and nothing else.

    `principals`: per cent by which a wish counts for more with each principal in it. `met_before`: per cent by which it
    counts for less where the two met before (100 at most). `floor`: meetings that each group is to have before the rest
    counts; a party's `min_meetings` is a floor of its own, and holds with or without this one.
    """

    principals: int = 0
    met_before: int = 0
    floor: int = 0


NONE = Preferences()
NAMES = tuple(Preferences.__dataclass_fields__)


@dataclass(frozen=True)
class Short:
    """Somebody below their floor in a plan: a party (by `min_meetings`) or a group (by `floor`), by id."""

    party: str | None
    group: str | None
    meetings: int
    wanted: int


def principals_first(problem: Problem, wish: Wish) -> int:
    """In hundredths of the wish's weight."""
    heads = sum(problem.party_by_id[party].principal for party in wish.parties)
    return problem.preferences.principals * heads


def new_faces_first(problem: Problem, wish: Wish) -> int:
    """In hundredths of the wish's weight, below zero for two who met before."""
    return -problem.preferences.met_before if frozenset(wish.parties) in problem.pairs_met_before else 0


PREFERENCES = (principals_first, new_faces_first)


def counts_for(problem: Problem) -> list[int]:
    """What each wish counts for, in hundredths of a unit of weight and at least one of them, in the problem's order."""
    return [
        max(1, wish.weight * (HUNDRED + sum(liking(problem, wish) for liking in PREFERENCES)))
        for wish in problem.wishes
    ]


def changes_something(problem: Problem) -> bool:
    """Whether a plan sought by weights alone may not be the one that is wanted."""
    if not problem.preferences.principals and not problem.preferences.met_before:
        return bool(floors(problem))
    return bool(floors(problem)) or counts_for(problem) != [wish.weight * HUNDRED for wish in problem.wishes]


def floors(problem: Problem) -> list[tuple[str | None, str | None, int]]:
    """(party, group, meetings) of each floor; one of the two is named."""
    found: list[tuple[str | None, str | None, int]] = [
        (party.id, None, party.min_meetings) for party in problem.parties if party.min_meetings
    ]
    if problem.preferences.floor:
        groups = dict.fromkeys(party.group for party in problem.parties if party.group is not None)
        asking = {problem.party_by_id[name].group for wish in problem.wishes for name in wish.parties}
        found += [(None, group, problem.preferences.floor) for group in groups if group in asking]
    return found


def below_their_floor(problem: Problem, placements: Iterable[Placement]) -> tuple[Short, ...]:
    """Who has less than their floor in a plan, in the order of the problem."""
    wanted = floors(problem)
    if not wanted:
        return ()
    met: dict[tuple[str, str], int] = {}
    for placement in placements:
        names = problem.wish_by_id[placement.wish].parties
        for name in names:
            met["party", name] = met.get(("party", name), 0) + 1
        for group in {problem.party_by_id[name].group for name in names}:
            if group is not None:
                met["group", group] = met.get(("group", group), 0) + 1
    found = []
    for party, group, least in wanted:
        held = met.get(("party", party), 0) if party is not None else met.get(("group", group or ""), 0)
        if held < least:
            found.append(Short(party, group, held, least))
    return tuple(found)


def lacking(found: Sequence[Short]) -> int:
    """How many meetings are lacking to all floors together."""
    return sum(one.wanted - one.meetings for one in found)


def shaped(problem: Problem, counting: Sequence[int]) -> Problem:
    """The problem with its wishes weighing what they count for, and no preferences left in it."""
    wishes = tuple(replace(wish, weight=count) for wish, count in zip(problem.wishes, counting, strict=True))
    parties = tuple(replace(party, min_meetings=None) for party in problem.parties)
    return replace(problem, wishes=wishes, parties=parties, preferences=Preferences(), met_before=())


def raised(problem: Problem, counting: Sequence[int], short: Sequence[Short]) -> list[int]:
    """What wishes count for once those of whoever is below their floor are raised."""
    parties = {one.party for one in short if one.party is not None}
    groups = {one.group for one in short if one.group is not None}
    return [
        count * RAISE
        if any(name in parties or problem.party_by_id[name].group in groups for name in wish.parties)
        else count
        for wish, count in zip(problem.wishes, counting, strict=True)
    ]
