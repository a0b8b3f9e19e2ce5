"""The register on any day, its filters and counts, and who sees what of it: one rule for all."""

import datetime as dt

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils.translation import override

from hansa.network import actions
from hansa.network.actions import Terms
from hansa.network.figures import by_country, first_year, series
from hansa.network.register import Wanted, counts, entries, rows
from hansa.network.rules import may_see, seen_by
from tests import cast
from tests.network.rows import WHY, city, day, member, on

pytestmark = pytest.mark.django_db
NOBODY = AnonymousUser()


def small_world() -> None:
    """Seoul founded it, Tunis was suspended, Lisbon left and came back, Linz observes, Bonn is a candidate."""
    network = cast.network()
    member("Seoul", "KR", "2010-09-07", founding=True)
    tunis = member("Tunis", "TN", "2010")
    actions.suspend(tunis, by=None, on=on("2014-01-01"), until=on("2014-12-31"), reason=WHY)
    lisbon = member("Lisbon", "PT", "2011-03-01")
    actions.withdraw(lisbon, by=None, on=on("2013-12-31"), reason=WHY)
    actions.readmit(network, lisbon.organization, Terms(), by=None, on=on("2016-02-29"), reason=WHY)
    member("Linz", "AT", "2012", standing="observer")
    member("Bonn", "DE", "2018-05", standing="candidate")
    city("Austin", "US")


def listed(on_day: str, user=None, **wanted: object) -> list[tuple[str, str]]:
    found = entries(user or cast.ana(), cast.network(), Wanted(on=day(on_day), **wanted))
    return [(entry.name, entry.state) for entry in found]


@pytest.mark.parametrize(
    ("on_day", "expected"),
    [
        ("2009-12-31", []),
        ("2010-06-01", [("Tunis", "member")]),
        ("2013-12-31", [("Linz", "observer"), ("Lisbon", "member"), ("Seoul", "member"), ("Tunis", "member")]),
        ("2014-01-01", [("Linz", "observer"), ("Seoul", "member"), ("Tunis", "suspended")]),
        ("2015-01-01", [("Linz", "observer"), ("Seoul", "member"), ("Tunis", "member")]),
        ("2016-02-28", [("Linz", "observer"), ("Seoul", "member"), ("Tunis", "member")]),
        ("2016-02-29", [("Linz", "observer"), ("Lisbon", "member"), ("Seoul", "member"), ("Tunis", "member")]),
    ],
)
def test_register_is_asked_about_any_day(on_day: str, expected: list[tuple[str, str]]) -> None:
    small_world()

    assert listed(on_day) == expected


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        ({"standing": "observer"}, ["Linz"]),
        ({"standing": "candidate"}, ["Bonn"]),
        ({"standing": "suspended"}, []),
        ({"standing": "none"}, ["Austin", "WeGO Secretariat"]),
        ({"standing": "all", "country": "US"}, ["Austin"]),
        ({"region": "150"}, ["Bonn", "Linz", "Lisbon"]),
        ({"region": "039"}, ["Lisbon"]),
        ({"region": "999"}, []),
        ({"kind": "association"}, []),
        ({"words": "lis"}, ["Lisbon"]),
        ({"words": "portugal"}, ["Lisbon"]),
        ({"words": "%"}, []),
        ({"sort": "country"}, ["Linz", "Bonn", "Lisbon", "Seoul", "Tunis"]),
        ({"sort": "since"}, ["Tunis", "Seoul", "Linz", "Lisbon", "Bonn"]),
        ({"sort": "since", "minus": True}, ["Bonn", "Lisbon", "Linz", "Seoul", "Tunis"]),
        ({"sort": "standing"}, ["Bonn", "Lisbon", "Seoul", "Tunis", "Linz"]),
        ({"sort": "region"}, ["Tunis", "Seoul", "Linz", "Bonn", "Lisbon"]),
    ],
)
def test_filters_and_order(wanted: dict[str, object], expected: list[str]) -> None:
    small_world()

    assert [name for name, _state in listed("2019-06-11", **wanted)] == expected


def test_names_are_the_readers_and_sorted_as_such() -> None:
    for name, french in (("London", "Londres"), ("Geneva", "Genève"), ("Cologne", "Cologne")):
        member(name, "GB", "2010")
        actions.revise_organization(city(name), by=None, names={"fr": french})

    with override("fr"):
        assert [name for name, _state in listed("2019-06-11")] == ["Cologne", "Genève", "Londres"]


def test_person_in_office_is_found_by_name_on_the_day() -> None:
    small_world()
    actions.take_office(
        city("Seoul"), cast.person("박원순", latin_name="Park Won-soon"), by=None, title="시장", on=on("2011-10-27"),
        until=on("2018"), reason=WHY,
    )  # fmt: skip

    assert listed("2014-06-01", words="won-soon") == [("Seoul", "member")]
    assert listed("2019-06-01", words="박원순") == []
    assert listed("2014-06-01", user=NOBODY, words="박원순") == []


def test_counts_have_a_definition_and_a_day() -> None:
    small_world()
    found = entries(cast.ana(), cast.network(), Wanted(on=day("2014-06-01")))

    figures = counts(found)

    # Tunis is suspended: still a member, counted as suspended among the standings.
    assert (figures.listed, figures.members, figures.countries) == (3, 2, 2)
    assert figures.standings == {"member": 1, "observer": 1, "suspended": 1}
    assert figures.regions == {"142": 1, "002": 1}
    assert by_country(found) == [("KR", 1), ("TN", 1)]


def test_series_counts_members_on_the_last_day_of_each_year() -> None:
    small_world()

    found = series(cast.ana(), cast.network(), range(2009, 2100), dt.date(2016, 6, 30))

    assert [(one.day.year, one.members, one.countries, one.joined, one.left) for one in found] == [
        (2009, 0, 0, 0, 0),
        (2010, 2, 2, 2, 0),
        (2011, 3, 3, 1, 0),
        (2012, 3, 3, 0, 0),
        (2013, 3, 3, 0, 0),
        (2014, 2, 2, 0, 1),
        (2015, 2, 2, 0, 0),
        (2016, 3, 3, 1, 0),
    ]
    assert found[-1].day == dt.date(2016, 6, 30)
    assert first_year(cast.ana(), cast.network()) == 2010


def test_change_of_standing_is_neither_joining_nor_leaving() -> None:
    held = member("Seoul", "KR", "2010-09-07")
    actions.change_standing(held, Terms("associate"), by=None, on=on("2012-07-01"), reason=WHY)

    found = series(cast.ana(), cast.network(), (2012,), dt.date(2019, 1, 1))

    assert [(one.members, one.joined, one.left) for one in found] == [(1, 0, 0)]


def test_two_of_one_name_are_two() -> None:
    """Nothing is merged by name: the Méridas of Mexico and of Spain both stand in the list."""
    for country in ("ES", "MX"):
        made = actions.record_organization(by=None, name="Mérida", country=country)
        actions.admit(cast.network(), made, Terms(), by=None, on=on("2015"), reason=WHY)

    assert listed("2019-01-01", words="merida") == [("Mérida", "member"), ("Mérida", "member")]


def test_public_sees_who_is_or_was_a_member_and_no_candidate() -> None:
    small_world()

    everybody = sorted(one.name for one in seen_by(NOBODY))

    assert everybody == ["Linz", "Lisbon", "Seoul", "Tunis"]
    assert listed("2019-06-11", NOBODY, standing="all") == listed("2019-06-11", NOBODY)
    assert not may_see(NOBODY, city("Bonn"))
    assert may_see(cast.ana(), city("Bonn"))


def test_membership_that_has_not_begun_is_not_public() -> None:
    member("Seoul", "KR", "2999")

    assert list(seen_by(NOBODY)) == []
    assert listed("2999-06-01", NOBODY, standing="all") == []
    assert listed("2999-06-01") == [("Seoul", "member")]


def test_focal_point_sees_their_own_city_whatever_its_standing() -> None:
    member("Maastricht", "NL", "2018", standing="candidate")
    bram, chidi = cast.bram(), cast.chidi()

    assert (listed("2019-06-11", bram), listed("2019-06-11", chidi)) == ([("Maastricht", "candidate")], [])


def test_addresses_of_focal_points_are_for_officers_and_their_own() -> None:
    member("Maastricht", "NL", "2010")
    bram = cast.bram()

    def shown(user) -> list[str]:
        found = entries(user, cast.network(), Wanted(on=day("2019-06-11")))
        return [str(one) for row in rows(user, cast.network(), found, day("2019-06-11")) for one in row.focal_points]

    assert (shown(cast.ana()), shown(bram)) == (["Bram (sample)"], ["Bram (sample)"])
    assert (shown(cast.chidi()), shown(NOBODY)) == ([], [])


def test_what_is_only_planned_is_not_public() -> None:
    seoul = member("Seoul", "KR", "2010").organization
    actions.give_mandate(cast.network(), seoul, by=None, kind="regional office", on=on("2999"), reason=WHY)
    actions.suspend(seoul.memberships.get(), by=None, on=on("2999"), reason=WHY)

    def shown(user) -> tuple[list[str], list[str]]:
        found = entries(user, cast.network(), Wanted(on=day("2999-12-31")))
        lines = rows(user, cast.network(), found, day("2999-12-31"))
        return [entry.state for entry in found], [str(one) for row in lines for one in row.mandates]

    assert shown(cast.ana()) == (["suspended"], ["Seoul, regional office"])
    assert shown(NOBODY) == (["member"], [])


def test_holder_of_a_mandate_is_public_though_no_member() -> None:
    office = cast.network().secretariat
    assert not may_see(NOBODY, office)

    actions.give_mandate(cast.network(), office, by=None, kind="secretariat", on=on("2010"), reason=WHY)

    assert may_see(NOBODY, office)
