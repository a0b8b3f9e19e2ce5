"""Small instances made up for the tests, and what trying everything says of them."""

from __future__ import annotations

import itertools
import random

from hansa.matching.b2b.instance import AFTERNOON, ANY, MORNING, Instance, Meeting
from hansa.matching.b2b.timetable import count_breaks, violations

LUNCH = """
% Four people (sample), five meetings, lunch after slot 2
nBusiness = 4; nMeetings = 5; nTables = 2; nTotalSlots = 4; nMorningSlots = 2;
requested = [|1, 2, 1, |1, 3, 3, |1, 4, 2, |2, 3, 3, |3, 4, 3, |];
forbidden = [{0}, {}, {4}, {1}];
fixed = [0, 0, 0, 0, 0];
precedences = [{}, {}, {}, {1}, {}];
"""


def fewest_breaks_of_all(instance: Instance) -> int | None:
    """Try every placement; None where none is valid."""
    slots = range(1, instance.slots + 1)
    numbers = range(1, len(instance.meetings) + 1)
    plans = (dict(zip(numbers, chosen, strict=True)) for chosen in itertools.product(slots, repeat=len(numbers)))
    return min((count_breaks(instance, plan) for plan in plans if not violations(instance, plan)), default=None)


def random_instance(number: int) -> Instance:
    """A tiny instance of any kind: sessions, forbidden slots, fixed meetings, precedences, one table, unfairness."""
    chance = random.Random(number)
    participants, slots = chance.randint(2, 5), chance.randint(1, 5)
    many = chance.randint(0, 6 if slots < 4 else 4)
    return Instance(
        participants=participants,
        slots=slots,
        morning=chance.randint(0, slots),
        places=chance.choice([0, 1, 1, 2, 2, 3]),
        meetings=tuple(_meeting(chance, participants, slots, many, number) for number in range(1, many + 1)),
        forbidden={1: frozenset({chance.randint(1, slots)})} if chance.random() < 0.4 else {},
        fairness=chance.choice([0, 1, 2, 2]),
    )


def _meeting(chance: random.Random, participants: int, slots: int, many: int, number: int) -> Meeting:
    first, second = chance.sample(range(1, participants + 1), 2)
    return Meeting(
        first=first,
        second=second,
        session=chance.choice([ANY, ANY, ANY, MORNING, AFTERNOON]),
        fixed=chance.choice([0, 0, 0, 0, chance.randint(1, slots)]),
        after=frozenset({other for other in [chance.randint(1, many)] if chance.random() < 0.25 and other != number}),
    )
