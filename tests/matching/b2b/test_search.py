"""The fewest breaks: as many as trying everything finds, and never a rule broken."""

import itertools

import pytest

from hansa.matching.b2b.clauses import Clauses
from hansa.matching.b2b.command import solve
from hansa.matching.b2b.formula import Formula
from hansa.matching.b2b.instance import Instance, InstanceError, Meeting
from hansa.matching.b2b.search import fewest_breaks
from hansa.matching.b2b.timetable import count_breaks, violations
from hansa.matching.effort import Effort
from tests.matching.b2b.small_instances import fewest_breaks_of_all, random_instance


@pytest.mark.parametrize("tens", range(40))
def test_breaks_are_as_few_as_trying_everything_finds(tens):
    for number in range(10 * tens, 10 * tens + 10):
        instance = random_instance(number)
        expected = fewest_breaks_of_all(instance)

        found = fewest_breaks(Formula(instance), Effort(60), seed=0)

        assert found.is_proven
        assert (None if found.impossible else found.bound) == expected, number
        if found.slots is not None:
            assert violations(instance, found.slots) == []
            assert count_breaks(instance, found.slots) == found.breaks == expected


def test_random_instances_are_of_every_kind():
    instances = [random_instance(number) for number in range(400)]
    fewest = [fewest_breaks_of_all(instance) for instance in instances[:100]]

    assert {0, 1, None} <= set(fewest)
    assert any(meeting.fixed for instance in instances for meeting in instance.meetings)
    assert any(meeting.after for instance in instances for meeting in instance.meetings)
    assert any(instance.forbidden for instance in instances)
    assert any(instance.places == 1 for instance in instances)


def test_breaks_beyond_fairness_make_an_instance_impossible():
    busy = tuple(Meeting(1, other, fixed=slot) for other, slot in ((2, 1), (3, 3), (4, 5), (5, 7)))
    forced = Instance(participants=5, slots=7, morning=7, places=1, meetings=busy)

    with pytest.raises(InstanceError) as refused:
        solve(forced)

    assert str(refused.value) == (
        "No timetable places all meetings: all can be placed, but never so that two participants’ breaks differ by at"
        " most 2."
    )
    assert solve(Instance(5, 7, 7, 1, busy, fairness=3))["breaks"] == 3


def test_everybody_may_have_many_breaks_where_all_have_them():
    """Three people who each meet the others twice, one meeting in every second slot: nobody is without a break."""
    pairs = [(1, 2), (2, 3), (1, 3)] * 2
    meetings = tuple(Meeting(*pair, fixed=2 * place + 1) for place, pair in enumerate(pairs))
    instance = Instance(participants=3, slots=11, morning=11, places=1, meetings=meetings, fairness=0)

    assert solve(instance)["breaks"] == 9


def test_breaks_that_two_people_share_count_for_each():
    twice = (Meeting(1, 2, fixed=0, session=1), Meeting(2, 1, fixed=4, after=frozenset({1})))

    timetable = solve(Instance(participants=2, slots=4, morning=2, places=2, meetings=twice), seconds=5)

    assert (timetable["breaks"], timetable["bound"]) == (2, 2)


@pytest.mark.parametrize("most", range(5))
def test_counters_allow_just_what_they_say(most):
    from pysat.solvers import Cadical195  # the solver itself is the judge of the clauses

    clauses = Clauses()
    literals = [clauses.new() for _ in range(7)]
    rows = clauses.counted(literals, most)
    clauses.at_most(literals, most)
    with Cadical195(bootstrap_with=clauses.all) as solver:
        for signs in itertools.product((1, -1), repeat=7):
            chosen = [sign * literal for sign, literal in zip(signs, literals, strict=True)]
            many = signs.count(1)

            assert solver.solve(chosen) == (many <= most)
            if many <= most:
                model = solver.get_model()
                assert [model[literal - 1] > 0 for literal in rows[-1]] == [count < many for count in range(most)]


def test_at_most_one_allows_each_alone():
    from pysat.solvers import Cadical195  # the solver itself is the judge of the clauses

    clauses = Clauses()
    literals = [clauses.new() for _ in range(30)]
    clauses.at_most_one(literals)

    with Cadical195(bootstrap_with=clauses.all) as solver:
        assert all(solver.solve([literal]) for literal in literals)
        assert not any(solver.solve(pair) for pair in itertools.combinations(literals, 2))
