"""An order of parties, interpreters and wishes that no name and no place in a list has a say in.

A search that goes through wishes in the order of a list favours those at its head. So the lists are sorted first by
what their members *are*: their availability, languages, seats and the wishes that they take part in, refined in rounds
by what their neighbours are (colour refinement; Weisfeiler, Leman 1968). Two that this cannot tell apart may change
places without anybody noticing, in all but contrived problems. The outside form keeps its own order.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from typing import Any

from hansa.matching.problem import Party, Problem

# Rounds of refinement; beyond so many wishes one round has to do, since sorting them takes longer than it gains.
ROUNDS, MANY, ROUNDS_OF_MANY = 3, 30_000, 1


def in_canonical_order(problem: Problem) -> Problem:
    """The same problem with parties, interpreters and wishes sorted by what they are; slots stay in time order."""
    tongues = _tongues(problem)
    of_party = _ranks([_party(party, tongues) for party in problem.parties])
    number = {party.id: n for n, party in enumerate(problem.parties)}
    pairs = [(number[wish.parties[0]], number[wish.parties[1]]) for wish in problem.wishes]
    standing = {placed.wish: problem.slot_at[placed.slot] for placed in problem.published}
    apart = {frozenset(number[name] for name in pair) for pair in problem.must_not_meet}
    own = [
        (wish.weight, wish.slots or (), wish.slots is None, -1 if wish.pinned is None else wish.pinned,
         standing.get(wish.id, -1), frozenset(pair) in apart)
        for wish, pair in zip(problem.wishes, pairs, strict=True)
    ]  # fmt: skip
    of_wish = _ranks(own)
    for _round in range(ROUNDS if len(pairs) <= MANY else ROUNDS_OF_MANY):
        of_wish = _ranks(
            [(rank, *sorted((of_party[a], of_party[b]))) for rank, (a, b) in zip(of_wish, pairs, strict=True)]
        )
        around: list[list[int]] = [[] for _ in problem.parties]
        for rank, (a, b) in zip(of_wish, pairs, strict=True):
            around[a].append(rank)
            around[b].append(rank)
        of_party = _ranks([(rank, *sorted(ranks)) for rank, ranks in zip(of_party, around, strict=True)])
    spoken = [tuple(sorted(tongues[tongue] for tongue in one.languages)) for one in problem.interpreters]
    helpers = _ranks([(one.available, tongue) for one, tongue in zip(problem.interpreters, spoken, strict=True)])
    return problem.listed(
        parties=_sorted(problem.parties, of_party),
        interpreters=_sorted(problem.interpreters, helpers),
        wishes=_sorted(problem.wishes, of_wish),
    )


def _tongues(problem: Problem) -> dict[str, int]:
    """A number for each language: by how many speak and interpret it, whatever its code."""
    speakers: dict[str, list[int]] = {}
    for party in problem.parties:
        for tongue in party.languages:
            speakers.setdefault(tongue, [0, 0])[0] += 1
    for interpreter in problem.interpreters:
        for tongue in interpreter.languages:
            speakers.setdefault(tongue, [0, 0])[1] += 1
    return dict(zip(speakers, _ranks([tuple(count) for count in speakers.values()]), strict=True))


def _party(party: Party, tongues: dict[str, int]) -> tuple[Any, ...]:
    spoken = tuple(sorted(tongues[tongue] for tongue in party.languages))
    limits = (party.seats, -1 if party.max_per_day is None else party.max_per_day)
    return party.available, spoken, limits, -1 if party.fixed_table is None else party.fixed_table, party.principal


def _ranks(keys: Sequence[Any]) -> list[int]:
    """The place of each key among the different ones, from 0."""
    place: dict[Hashable, int] = {key: n for n, key in enumerate(sorted(set(keys)))}
    return [place[key] for key in keys]


def _sorted(things: Sequence[Any], ranks: Sequence[int]) -> tuple[Any, ...]:
    return tuple(things[place] for place in sorted(range(len(things)), key=lambda place: ranks[place]))
