"""Tables: all different in a slot, and people change place as little as can be."""

from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from hansa.matching.solver import solve
from hansa.matching.tables import best_tables
from tests.matching.small_problems import a_problem

WANTS = st.lists(st.dictionaries(st.integers(0, 4), st.integers(1, 9), max_size=3), max_size=5)


@given(WANTS)
def test_tables_are_all_different_and_gain_the_most(wants):
    tables = best_tables(wants, 5)

    gains = [
        sum(want.get(table, 0) for want, table in zip(wants, order, strict=True))
        for order in permutations(range(5), len(wants))
    ]
    assert len(set(tables)) == len(wants)
    assert sum(want.get(table, 0) for want, table in zip(wants, tables, strict=True)) == max(gains)


def test_party_stays_at_its_table_in_the_next_slot():
    others = {f"p{n}": {} for n in range(1, 5)}
    wishes = [("p1", "p2", 1, {"pinned": 0}), ("p0", "p3", 1, {"pinned": 0}), ("p0", "p4", 1, {"pinned": 1})]
    timetable = solve(a_problem([(0, 3)] * 2, {"p0": {}, **others}, wishes))

    tables = {placement.wish: placement.table for placement in timetable.placements}

    assert tables["w1"] == tables["w2"]


def test_host_sits_at_its_fixed_table():
    timetable = solve(a_problem([(0, 3)], {"p0": {"fixed_table": 2}, "p1": {}}, [("p0", "p1", 1)]))

    assert [placement.table for placement in timetable.placements] == [2]
