"""The plain order: a printed list of 2010, a treaty's rule, ties, moves by hand."""

import csv
import os
import random
from itertools import count
from pathlib import Path

import pytest

from hansa.base.text import search_key
from hansa.precedence.order import By, Candidate, Group, Move, To, in_order

SHARED = Path(os.environ.get("HANSA_SHARED", "../shared"))
PRINTED = SHARED / "data" / "network" / "wego_2010_order_of_heads.csv"
GROUPS = {
    "network office": Group.NETWORK_OFFICE,
    "head of city": Group.HEAD,
    "deputy": Group.DEPUTY,
    "other representative": Group.OTHER,
}
OFFICES = ["Vice President", "host of the next assembly"]
_keys = count(1)


def candidate(city: str, group: Group = Group.HEAD, **fields) -> Candidate:
    return Candidate(next(_keys), group, (search_key(city), city), **fields)


def cities(lines) -> list[str]:
    return [line.candidate.city[1] for line in lines]


@pytest.mark.skipif(not PRINTED.is_file(), reason="the printed order of 2010 is not here: set HANSA_SHARED")
@pytest.mark.parametrize("seed", range(5))
def test_printed_order_of_2010_comes_out_of_its_rank_groups(seed):
    with PRINTED.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    printed = [row["city"] for row in rows]
    random.Random(seed).shuffle(rows)

    lines = in_order(
        [
            candidate(
                row["city"],
                GROUPS[row["rank_group"]],
                office=OFFICES.index(row["office_in_network"]) if row["office_in_network"] else None,
            )
            for row in rows
        ],
        By.CITY,
    )

    assert len(printed) == 29
    assert cities(lines) == printed


def test_heads_of_mission_stand_by_class_and_day_of_taking_up_functions():
    """Vienna Convention on Diplomatic Relations (1961), articles 14 and 16: by class, then by day."""
    ambassadors = [
        candidate("Last to come", in_office=(2019, 5, 2)),
        candidate("First to come", in_office=(2011, 12, 31)),
        candidate("Second to come", in_office=(2012, 1, 1)),
    ]
    charges = [candidate("Chargé for long", Group.DEPUTY, in_office=(1999, 1, 1))]

    lines = in_order([*charges, *ambassadors], By.OFFICE)

    assert cities(lines) == ["First to come", "Second to come", "Last to come", "Chargé for long"]
    assert [line.tied for line in lines] == [False] * 4


def test_alphabet_decides_where_the_rule_leaves_two_undecided():
    lines = in_order(
        [
            candidate("Unknown", in_office=None),
            candidate("Zagreb", in_office=(2015, 1, 1)),
            candidate("Łódź", in_office=(2015, 1, 1)),
        ],
        By.OFFICE,
    )

    assert [(line.place, line.candidate.city[1], line.tied) for line in lines] == [
        (1, "Łódź", True),
        (2, "Zagreb", True),
        (3, "Unknown", False),
    ]


def test_countries_come_before_cities_and_who_has_none_comes_last():
    lines = in_order(
        [candidate("A", country=""), candidate("B", country="chile"), candidate("C", country="austria"),
         candidate("D", country="chile")],
        By.COUNTRY,
    )  # fmt: skip

    assert cities(lines) == ["C", "B", "D", "A"]


def test_offices_of_the_network_stand_in_their_own_order_before_the_rule():
    second = candidate("Aachen", Group.NETWORK_OFFICE, office=1)
    first = candidate("Zwolle", Group.NETWORK_OFFICE, office=0)

    assert cities(in_order([candidate("Aalen"), second, first], By.CITY)) == ["Zwolle", "Aachen", "Aalen"]


def test_an_office_that_does_not_count_for_somebody_else_has_no_say():
    heads = [candidate("A", office=5), candidate("B", office=0)]

    assert cities(in_order(heads, By.CITY)) == ["A", "B"]


def moved(**moves: Move) -> list[str]:
    known = {name: candidate(name) for name in "ABCD"}
    by_name = {name: one.key for name, one in known.items()}
    wanted = {by_name[name]: Move(move.to, by_name.get(str(move.after))) for name, move in moves.items()}
    return cities(in_order(known.values(), By.CITY, wanted))


def after(name: str) -> Move:
    return Move(To.AFTER, name)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("moves", "expected"),
    [
        ({}, "ABCD"),
        ({"C": Move(To.FRONT)}, "CABD"),
        ({"A": Move(To.END)}, "BCDA"),
        ({"C": Move(To.FRONT), "D": Move(To.FRONT)}, "CDAB"),
        ({"A": after("C")}, "BCAD"),
        ({"A": after("C"), "B": after("C")}, "CABD"),
        ({"A": after("B"), "B": after("D")}, "CDBA"),
        ({"A": after("B"), "B": Move(To.END)}, "CDBA"),
        ({"A": after("nobody")}, "ABCD"),
        ({"A": after("B"), "B": after("A")}, "ABCD"),
        ({"A": after("B"), "B": after("C"), "C": after("A"), "D": Move(To.FRONT)}, "DABC"),
    ],
)
def test_hand_moves_one_and_leaves_the_others_in_their_order(moves, expected):
    assert "".join(moved(**moves)) == expected


def test_each_candidate_stands_once_whatever_is_moved():
    rng = random.Random(7)
    for _round in range(300):
        people = [
            candidate(rng.choice("ABCDEFG"), rng.choice(list(Group)), office=rng.choice([None, 0, 1]),
                      country=rng.choice(["", "x", "y"]), joined=rng.choice([None, (2010, 1, 1), (2011, 1, 1)]))
            for _n in range(rng.randint(0, 9))
        ]  # fmt: skip
        keys = [one.key for one in people]
        moves = {key: Move(rng.choice(list(To)), rng.choice([*keys, -1])) for key in keys if rng.random() < 0.5}
        rule = rng.choice(list(By))

        lines = in_order(people, rule, moves)
        shuffled = in_order(rng.sample(people, len(people)), rule, moves)

        assert sorted(line.candidate.key for line in lines) == sorted(keys)
        assert [line.place for line in lines] == list(range(1, len(keys) + 1))
        assert shuffled == lines


def test_who_follows_itself_in_a_circle_stays_and_says_so():
    one, two = candidate("A"), candidate("B")

    lines = in_order([one, two], By.CITY, {one.key: Move(To.AFTER, two.key), two.key: Move(To.AFTER, one.key)})

    assert [(line.candidate.city[1], line.in_vain, line.move) for line in lines] == [
        ("A", True, None), ("B", True, None),
    ]  # fmt: skip
