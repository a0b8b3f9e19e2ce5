"""What we would like: principals, new faces, a floor for all, a table for the host, zones; and names have no say."""

import random
from dataclasses import replace
from itertools import product

import pytest

from hansa.matching.canon import in_canonical_order
from hansa.matching.constraints import violations
from hansa.matching.explain import relax
from hansa.matching.preferences import Preferences, below_their_floor, counts_for, lacking
from hansa.matching.problem import Problem, ProblemError
from hansa.matching.solver import solve
from hansa.matching.tables import zone_tables
from hansa.matching.timetable import Timetable
from tests.matching.small_problems import a_problem, fits

ONE_SLOT = [(0, 1)]


def placed(timetable: Timetable) -> list[str]:
    return sorted(placement.wish for placement in timetable.placements)


def test_without_preferences_a_wish_counts_for_its_weight():
    problem = a_problem(ONE_SLOT, {"p0": {"principal": True}, "p1": {}}, [("p0", "p1", 3)], met_before=[["p0", "p1"]])

    assert counts_for(problem) == [300]


def test_wish_of_a_principal_counts_for_more_with_each():
    wishes = [("p0", "p1", 2), ("p0", "p2", 2), ("p1", "p2", 2)]
    parties = {"p0": {"principal": True}, "p1": {"principal": True}, "p2": {}}
    problem = a_problem(ONE_SLOT, parties, wishes, preferences={"principals": 50})

    assert counts_for(problem) == [400, 300, 300]


def test_principal_goes_before_a_wish_that_weighs_a_little_more():
    wishes = [("p0", "p1", 3), ("p2", "p3", 2)]
    parties = {"p0": {}, "p1": {}, "p2": {"principal": True}, "p3": {}}

    plain = solve(a_problem(ONE_SLOT, parties, wishes))
    liked = solve(a_problem(ONE_SLOT, parties, wishes, preferences={"principals": 60}))

    assert (placed(plain), plain.value, plain.proven) == (["w0"], 3, True)
    assert (placed(liked), liked.value, liked.bound, liked.proven) == (["w1"], 2, 3, False)


def test_two_who_met_before_count_for_less_and_never_for_nothing():
    wishes = [("p0", "p1", 3), ("p2", "p3", 2)]
    parties = {f"p{n}": {} for n in range(4)}
    problem = a_problem(ONE_SLOT, parties, wishes, met_before=[["p1", "p0"]], preferences={"met_before": 100})

    assert counts_for(problem) == [1, 200]
    assert placed(solve(problem)) == ["w1"]
    assert placed(solve(a_problem([(0, 2)], parties, wishes, met_before=[["p1", "p0"]],
                                  preferences={"met_before": 100}))) == ["w0", "w1"]  # fmt: skip


def test_floor_gives_everybody_a_meeting_before_anybody_a_second():
    parties = {"p0": {"group": "a"}, "p1": {"group": "b"}, "p2": {"group": "c"}, "p3": {"group": "d"}}
    wishes = [("p0", "p1", 9), ("p0", "p1", 9), ("p2", "p3", 1)]

    plain = solve(a_problem([(0, 1)] * 2, parties, wishes))
    liked = solve(a_problem([(0, 1)] * 2, parties, wishes, preferences={"floor": 1}))

    assert (plain.value, plain.short) == (18, ())
    assert (liked.value, liked.bound, liked.short) == (10, 18, ())
    assert "w2" in placed(liked)


def test_who_cannot_reach_their_floor_is_named():
    problem = a_problem(ONE_SLOT, {"p0": {"min_meetings": 2}, "p1": {}, "p2": {}}, [("p0", "p1", 1), ("p0", "p2", 1)])

    timetable = solve(problem)

    assert [(one.party, one.meetings, one.wanted) for one in timetable.short] == [("p0", 1, 2)]
    assert timetable.to_dict()["short"] == [{"party": "p0", "group": None, "meetings": 1, "wanted": 2}]


def test_least_meetings_of_a_party_hold_without_any_weight():
    parties = {"p0": {}, "p1": {}, "p2": {"min_meetings": 1}, "p3": {}}

    timetable = solve(a_problem(ONE_SLOT, parties, [("p0", "p1", 5), ("p2", "p3", 1)]))

    assert (placed(timetable), timetable.short) == (["w1"], ())


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        (
            {"preferences": {"kindness": 1}},
            "There is no preference 'kindness'; there are principals, met_before, floor.",
        ),
        ({"preferences": {"principals": -1}}, "The preference 'principals' is -1; it must be from 0 to 1000."),
        ({"preferences": {"met_before": 101}}, "The preference 'met_before' is 101; it must be from 0 to 100."),
        ({"preferences": {"floor": "1"}}, "'preferences' has no 'floor' that is a whole number."),
        ({"met_before": [["p0", "p9"]]}, "A pair that met before names party p9, which is not in the list."),
    ],
)
def test_preference_that_cannot_be_kept_is_refused_with_a_sentence(more, sentence):
    with pytest.raises(ProblemError) as error:
        a_problem(ONE_SLOT, {"p0": {}, "p1": {}}, [("p0", "p1", 1)], **more)

    assert str(error.value) == sentence


@pytest.mark.parametrize(
    ("parties", "sentence"),
    [
        ({"p0": {"fixed_table": 0}, "p1": {"fixed_table": 0}}, "Parties p0 and p1 are both given table 0."),
        ({"p0": {"fixed_table": 0}, "p1": {"fixed_table": 1}}, "Wish w0 is between p0 and p1, who have a table each."),
        ({"p0": {"fixed_table": 2}, "p1": {}}, "Party p0 is given table 2, but t0 has 2 tables."),
        ({"p0": {"fixed_table": 0, "seats": 2}, "p1": {}}, "Party p0 has 2 seats and cannot hold them all at table 0."),
    ],
)
def test_fixed_table_that_cannot_be_kept_is_refused_with_a_sentence(parties, sentence):
    with pytest.raises(ProblemError) as error:
        a_problem([(0, 2)], parties, [("p0", "p1", 1)])

    assert str(error.value) == sentence


def test_host_never_leaves_its_table_however_full_the_room():
    others = {f"p{n}": {} for n in range(1, 7)}
    wishes = [("host", f"p{n}", 1) for n in range(1, 7)]
    wishes += [(f"p{a}", f"p{b}", 1) for a in range(1, 7) for b in range(a + 1, 7)]
    problem = a_problem([(0, 3)] * 6, {"host": {"fixed_table": 1}, **others}, wishes)

    timetable = solve(problem)

    at = {placement.table for placement in timetable.placements if placement.wish in {f"w{n}" for n in range(6)}}
    assert at == {1}


def test_zones_have_tables_beside_each_other_by_their_share():
    assert zone_tables({"north": 6, "south": 2, None: 0}, 8) == {
        "north": range(6), "south": range(6, 8), None: range(8, 8),
    }  # fmt: skip
    assert zone_tables({"a": 9, "b": 1}, 1) == {"a": range(1), "b": range(1, 1)}
    assert zone_tables({}, 4) == {}


def test_those_of_a_zone_sit_among_its_tables():
    parties = {**{f"n{k}": {"zone": "north"} for k in range(4)}, **{f"s{k}": {"zone": "south"} for k in range(4)}}
    wishes = [(f"{zone}{a}", f"{zone}{b}", 1) for zone in "ns" for a, b in ((0, 1), (2, 3), (0, 2), (1, 3))]

    timetable = solve(a_problem([(0, 4)] * 2, parties, wishes))

    tables = {zone: set() for zone in "ns"}
    for placement in timetable.placements:
        tables["n" if int(placement.wish[1:]) < 4 else "s"].add(placement.table)
    assert (len(timetable.placements), tables["n"] & tables["s"]) == (8, set())


# --- random problems -----------------------------------------------------------------------------------------------


def a_random_problem(rng: random.Random, **more) -> Problem:
    """At most four slots, five parties and five wishes, with whatever the format knows."""
    days = sorted(rng.randint(0, 1) for _ in range(rng.randint(0, 4)))
    slots = [(day, rng.randint(0, 2)) for day in days]
    every = list(range(len(slots)))
    parties = {}
    for n in range(rng.randint(0, 5)):
        party = {
            "languages": rng.sample(["en", "fr", "ko"], rng.randint(1, 2)),
            "available": sorted(rng.sample(every, rng.randint(0, len(every)))) if rng.random() < 0.6 else every,
            "group": rng.choice("abc"),
            "principal": rng.random() < 0.3,
        }
        if rng.random() < 0.2:
            party["seats"] = 2
        if rng.random() < 0.2:
            party["max_per_day"] = rng.randint(0, 2)
        if rng.random() < 0.2:
            party["min_meetings"] = rng.randint(0, 2)
        if rng.random() < 0.2:
            party["zone"] = rng.choice("xy")
        parties[f"p{n}"] = party
    names = list(parties)
    pairs = [rng.sample(names, 2) for _ in range(rng.randint(0, 5))] if len(names) > 1 else []
    wishes = [(*pair, rng.randint(1, 4)) for pair in pairs]
    helpers = [
        (rng.sample(["en", "fr", "ko"], 2), sorted(rng.sample(every, rng.randint(0, len(every)))))
        for _ in range(rng.randint(0, 2))
    ]
    apart = [rng.sample(names, 2)] if len(names) > 1 and rng.random() < 0.2 else []
    return a_problem(slots, parties, wishes, helpers, must_not_meet=apart, **more)


def best_value(problem: Problem) -> int:
    """The greatest sum of weights, by trying everything."""
    slots = [None, *range(len(problem.slots))]
    return max(
        sum(wish.weight for wish, slot in zip(problem.wishes, chosen, strict=True) if slot is not None)
        for chosen in product(slots, repeat=len(problem.wishes))
        if fits(problem, chosen)
    )


def _reasons_are_true_and_minimal(problem: Problem, found: Timetable, number: int) -> None:
    """By trying every plan of the problem without what is named: all of it lets the wish in, a part of it does not."""
    for left in found.unplaced:
        if left.cause.kind == "no_slots":
            continue
        wanted = found.value + problem.wish_by_id[left.wish].weight
        assert best_value(relax(problem, left.cause)) >= wanted, (number, left)
        for part in left.cause.parts:
            assert value_with(relax(problem, part), left.wish) < wanted, (number, left)


def value_with(problem: Problem, wish: str) -> int:
    """The greatest value of a plan that holds the wish; 0 where none does."""
    lure = 1000
    wishes = tuple(replace(one, weight=one.weight + lure * (one.id == wish)) for one in problem.wishes)
    return max(0, best_value(replace(problem, wishes=wishes)) - lure)


@pytest.mark.parametrize("part", range(4))
def test_thousands_of_small_problems_break_nothing_and_prove_what_they_say(part):
    rng = random.Random(part)
    for number in range(500):
        plain = a_random_problem(rng)
        free = replace(plain, parties=tuple(replace(party, min_meetings=None) for party in plain.parties))
        given = Preferences(rng.choice([0, 50]), rng.choice([0, 40]), rng.choice([0, 0, 1, 2]))
        met = tuple(wish.parties for wish in plain.wishes[:1])
        liked = replace(plain, preferences=given, met_before=met)

        best = best_value(free)
        by_weight, as_liked = solve(free), solve(liked)

        assert (by_weight.value, by_weight.bound) == (best, best), number
        for problem, found in ((free, by_weight), (liked, as_liked)):
            assert violations(problem, found.placements) == [], number
            weights = {wish.id: wish.weight for wish in problem.wishes}
            assert found.value == sum(weights[placement.wish] for placement in found.placements), number
            assert sorted(weights) == sorted([*placed(found), *(one.wish for one in found.unplaced)]), number
        _reasons_are_true_and_minimal(free, by_weight, number)
        assert as_liked.bound == best, number
        assert as_liked.proven == (as_liked.value == best), number
        assert as_liked.short == below_their_floor(liked, as_liked.placements), number
        assert lacking(as_liked.short) <= lacking(below_their_floor(liked, by_weight.placements)), number


def renamed(problem: Problem, rng: random.Random) -> Problem:
    """The same problem under other names, its lists in another order."""
    names = {party.id: f"x{n}" for n, party in enumerate(rng.sample(problem.parties, len(problem.parties)))}
    wishes = {wish.id: f"y{n}" for n, wish in enumerate(rng.sample(problem.wishes, len(problem.wishes)))}

    def pair(ids):
        return tuple(names[name] for name in rng.sample(ids, 2))

    return replace(
        problem,
        parties=tuple(
            replace(party, id=names[party.id]) for party in rng.sample(problem.parties, len(problem.parties))
        ),
        wishes=tuple(
            replace(wish, id=wishes[wish.id], parties=pair(wish.parties))
            for wish in rng.sample(problem.wishes, len(problem.wishes))
        ),
        interpreters=tuple(rng.sample(problem.interpreters, len(problem.interpreters))),
        must_not_meet=tuple(pair(ids) for ids in problem.must_not_meet),
        met_before=tuple(pair(ids) for ids in problem.met_before),
    )


def fairness(problem: Problem, found: Timetable) -> list[int]:
    """How many meetings each party has, the fewest first."""
    met = dict.fromkeys((party.id for party in problem.parties), 0)
    for placement in found.placements:
        for party in problem.wish_by_id[placement.wish].parties:
            met[party] += 1
    return sorted(met.values())


@pytest.mark.parametrize("part", range(2))
def test_names_and_the_order_of_lists_have_no_say(part):
    rng = random.Random(100 + part)
    for number in range(250):
        problem = a_random_problem(rng, preferences={"floor": rng.choice([0, 1])})
        other = renamed(problem, rng)

        one, two = solve(problem), solve(other)

        assert (one.value, one.bound, one.gaps) == (two.value, two.bound, two.gaps), number
        assert fairness(problem, one) == fairness(other, two), number


def test_order_is_the_same_whatever_the_lists_were():
    rng = random.Random(3)
    for _case in range(100):
        problem = a_random_problem(rng)
        shuffled = replace(
            problem,
            parties=tuple(rng.sample(problem.parties, len(problem.parties))),
            wishes=tuple(rng.sample(problem.wishes, len(problem.wishes))),
        )

        def shape(of: Problem) -> list[tuple]:
            ordered = in_canonical_order(of)
            place = {party.id: n for n, party in enumerate(ordered.parties)}
            alike = [(party.available, party.seats) for party in ordered.parties]
            return [
                alike,
                [(wish.weight, *sorted(alike[place[name]] for name in wish.parties)) for wish in ordered.wishes],
            ]

        assert shape(problem) == shape(shuffled)
