"""Seats and their holders: vacant seats exist, terms follow each other, and two never hold one seat on one day."""

import pytest
from django.db import IntegrityError, transaction

from hansa.base.errors import Refused
from hansa.network import actions
from hansa.network.models import Mandate, Seat
from tests import cast
from tests.network.rows import WHY, city, last_entry, member, on

pytestmark = pytest.mark.django_db


def seat(title: str = "1", **fields: object) -> Seat:
    values = {"kind": "executive committee", "on": on("2010"), "reason": WHY, **fields}
    return actions.set_up_seat(cast.network(), by=None, title=title, **values)


def holders(of: Seat) -> list[tuple[str, str | None, str | None]]:
    return [
        (str(one.organization), one.started and one.started.isoformat(), one.ended and one.ended.isoformat())
        for one in of.mandates.order_by("started_on")
    ]


def test_seat_exists_without_a_holder() -> None:
    made = seat(region="142", term_months=36)

    assert (str(made), holders(made)) == ("executive committee: 1", [])
    assert last_entry()[:2] == ("seat.set_up", "executive committee: 1")


def test_seat_of_that_title_is_set_up_once_and_again_after_it_was_abolished() -> None:
    first = seat()

    with pytest.raises(Refused, match="already"):
        seat()

    actions.abolish_seat(first, by=None, on=on("2015"), reason=WHY)
    assert seat(on=on("2016")).pk != first.pk


def test_seat_for_a_region_that_there_is_not_is_refused() -> None:
    with pytest.raises(Refused, match="999"):
        seat(region="999")


def test_term_is_as_long_as_the_seats_terms_are() -> None:
    held = member()

    made = actions.give_seat(seat(term_months=36), held.organization, by=None, on=on("2017-11-01"), reason=WHY)

    assert made.ended == on("2020-10-31")
    assert last_entry() == (
        "mandate.given",
        "Maastricht",
        {
            "mandate": [None, "executive committee, 1"],
            "until": [None, "2020-10-31"],
            "day": [None, "2017-11-01"],
            "reason": [None, WHY],
        },
    )


def test_seat_is_held_by_one_on_each_day() -> None:
    of = seat()
    actions.give_seat(of, member().organization, by=None, on=on("2014-01-01"), until=on("2016-12-31"), reason=WHY)
    other = member("Tallinn", "EE").organization

    for first in ("2016-12-31", "2013-01-01", "2015"):
        with pytest.raises(Refused, match="held by Maastricht, 1 January 2014 – 31 December 2016"):
            actions.give_seat(of, other, by=None, on=on(first), reason=WHY)
    actions.give_seat(of, other, by=None, on=on("2017-01-01"), reason=WHY)

    assert holders(of) == [("Maastricht", "2014-01-01", "2016-12-31"), ("Tallinn", "2017-01-01", None)]


def test_database_itself_refuses_two_open_holders_and_two_from_one_day() -> None:
    of = seat()
    values = {"network": of.network, "kind": of.kind, "scope": "1", "seat": of}
    Mandate.objects.create(organization=city(), started_on=on("2014-01-01").first, **values)

    with pytest.raises(IntegrityError), transaction.atomic():
        Mandate.objects.create(organization=city("Tallinn", "EE"), **values)
    first, last = on("2014-01-01").first, on("2014-06-30").first
    with pytest.raises(IntegrityError), transaction.atomic():
        Mandate.objects.create(organization=city("Tallinn", "EE"), started_on=first, ended_on=last, **values)


def test_succession_ends_the_term_the_day_before() -> None:
    of = seat()
    first = actions.give_seat(of, member().organization, by=None, on=on("2014-01-01"), reason=WHY)
    other = member("Tallinn", "EE").organization

    actions.hand_on(first, other, by=None, on=on("2016-03-01"), reason=WHY)

    assert holders(of) == [("Maastricht", "2014-01-01", "2016-02-29"), ("Tallinn", "2016-03-01", None)]
    assert last_entry()[2]["holder"] == ["Maastricht", "Tallinn"]


def test_succession_that_fails_leaves_the_holder_in_the_seat() -> None:
    of = seat()
    first = actions.give_seat(of, member().organization, by=None, on=on("2014-01-01"), reason=WHY)

    with pytest.raises(Refused, match=r"Tallinn is no member on 1 March 2016"):
        actions.hand_on(first, city("Tallinn", "EE"), by=None, on=on("2016-03-01"), reason=WHY)

    assert holders(of) == [("Maastricht", "2014-01-01", None)]


def test_seat_is_vacant_after_its_holder_left_it() -> None:
    of = seat()
    first = actions.give_seat(of, member().organization, by=None, on=on("2014-01-01"), reason=WHY)

    actions.close_mandate(first, by=None, on=on("2016-02-29"), reason="Resigned")

    assert list(of.mandates.on(on("2016-02-29").first)) == [first]
    assert list(of.mandates.on(on("2016-03-01").first)) == []


def test_held_seat_is_not_abolished_and_an_abolished_one_not_given() -> None:
    of = seat()
    held = actions.give_seat(of, member().organization, by=None, on=on("2014-01-01"), reason=WHY)

    with pytest.raises(Refused, match="held by Maastricht, since 1 January 2014"):
        actions.abolish_seat(of, by=None, on=on("2016"), reason=WHY)
    actions.close_mandate(held, by=None, on=on("2015-12-31"), reason=WHY)
    actions.abolish_seat(of, by=None, on=on("2016-12-31"), reason=WHY)
    with pytest.raises(Refused, match="seat itself is on record"):
        actions.give_seat(of, held.organization, by=None, on=on("2017"), reason=WHY)


def test_task_that_is_no_seat_is_held_by_several_but_not_twice_by_one() -> None:
    network = cast.network()
    values = {"by": None, "kind": "regional office", "scope": "East Asia", "on": on("2013"), "reason": WHY}
    actions.give_mandate(network, city("Chengdu", "CN"), **values)
    actions.give_mandate(network, city("Seoul", "KR"), **values)

    with pytest.raises(Refused, match="holds this mandate already, since 2013, year only"):
        actions.give_mandate(network, city("Chengdu", "CN"), **{**values, "on": on("2016")})
