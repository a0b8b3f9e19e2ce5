"""The mayor changes, the city stays; duties are given by address and never rename anybody."""

import pytest

from hansa.base.errors import Refused
from hansa.network import actions
from hansa.network.models import Appointment, Office
from hansa.network.rules import is_focal_point
from hansa.people.models import Person, User
from tests import cast
from tests.network.rows import WHY, city, day, last_entry, on

pytestmark = pytest.mark.django_db


def mayor(name: str, start: str, end: str = "", title: str = "Mayor") -> Office:
    return actions.take_office(
        city(),
        cast.person(name),
        by=None,
        title=title,
        on=on(start) if start else None,
        until=on(end) if end else None,
        reason=WHY,
    )


def test_office_keeps_title_class_day_and_reason() -> None:
    made = mayor("Jana de Vries", "2014-03-16")

    assert (made.title, made.title_class, made.started) == ("Mayor", "head", on("2014-03-16"))
    assert last_entry() == (
        "office.taken",
        "Maastricht",
        {
            "office": [None, "Jana de Vries (sample), Mayor"],
            "until": [None, None],
            "day": [None, "2014-03-16"],
            "reason": [None, WHY],
        },
    )


def test_city_has_one_head_on_a_day_and_any_number_of_deputies() -> None:
    mayor("Jana de Vries", "2014-03-16")

    with pytest.raises(Refused, match="seat of Mayor is held by Jana de Vries"):
        mayor("Piet Smit", "2017-04-01", title="Burgemeester")
    mayor("Anne Green", "2014-03-16", title="Deputy Mayor")
    mayor("Ben Green", "2014-03-16", title="Deputy Mayor")

    assert Office.objects.count() == 3


def test_successor_starts_the_day_after_the_term_ends() -> None:
    first = mayor("Jana de Vries", "2014-03-16")

    actions.leave_office(first, by=None, on=on("2020-02-29"), reason=WHY)
    with pytest.raises(Refused, match="held by Jana"):
        mayor("Piet Smit", "2020-02-29")
    mayor("Piet Smit", "2020-03-01")

    assert [str(one.person) for one in Office.objects.on(day("2020-02-29"))] == ["Jana de Vries (sample)"]
    assert [str(one.person) for one in Office.objects.on(day("2020-03-01"))] == ["Piet Smit (sample)"]


def test_second_term_of_the_same_office_is_a_row_of_its_own() -> None:
    person = cast.person("Jana de Vries")
    for start, end in (("2006-01-01", "2009-12-31"), ("2014-01-01", "")):
        until = on(end) if end else None
        actions.take_office(city(), person, by=None, title="Mayor", on=on(start), until=until, reason=WHY)

    assert Office.objects.filter(person=person).count() == 2


def test_old_term_of_unknown_start_blocks_nobody() -> None:
    mayor("Jana de Vries", "", "2013")

    assert mayor("Piet Smit", "2014-01-01").pk


def test_focal_point_gets_an_account_and_the_right() -> None:
    made = actions.appoint_person(
        city(), by=None, email="New@Example.org", full_name="Nora Lind", on=on("2019-01-01"), reason=WHY
    )

    assert (made.user.email, str(made.user), made.duty) == ("new@example.org", "Nora Lind", "focal point")
    assert is_focal_point(made.user, city(), day("2019-01-01"))
    assert not is_focal_point(made.user, city(), day("2018-12-31"))


def test_address_on_record_keeps_its_name() -> None:
    cast.chidi()

    made = actions.appoint_person(
        city(), by=None, email="CHIDI@example.org", full_name="Somebody Else", on=on("2019"), reason=WHY
    )

    assert str(made.user) == "Chidi (sample)"
    assert (User.objects.filter(email="chidi@example.org").count(), Person.objects.count()) == (1, 0)


def test_new_address_needs_a_name_and_a_duty_is_given_once() -> None:
    values = {"by": None, "email": "new@example.org", "on": on("2019-01-01"), "reason": WHY}

    with pytest.raises(Refused, match="Give the person’s name too"):
        actions.appoint_person(city(), **values)
    actions.appoint_person(city(), full_name="Nora Lind", **values)
    with pytest.raises(Refused, match="has this duty already, since 1 January 2019"):
        actions.appoint_person(city(), full_name="Nora Lind", **values)


def test_ended_appointment_takes_the_right_and_leaves_the_account() -> None:
    bram = cast.bram()
    held = Appointment.objects.get(user=bram)

    actions.end_appointment(held, by=cast.ana(), on=on("2019-05-31"), reason=WHY)

    assert is_focal_point(bram, city(), day("2019-05-31"))
    assert not is_focal_point(bram, city(), day("2019-06-01"))
    assert User.objects.filter(pk=bram.pk, is_active=True).exists()
    assert last_entry()[2]["focal point"] == ["Bram (sample)", None]


def test_officer_does_not_end_their_own_appointment() -> None:
    ana = cast.ana()

    with pytest.raises(Refused, match="ask a colleague"):
        actions.end_appointment(Appointment.objects.get(user=ana), by=ana, on=on("2019-05-31"), reason=WHY)
