"""The last place is never given twice, on either database."""

import datetime as dt

import pytest
from django.utils import timezone

from hansa.events.models import Visit
from hansa.visits import actions
from hansa.visits.models import Booking, Terms
from tests import cast
from tests.together import at_once
from tests.visits.world import visit

pytestmark = pytest.mark.django_db(transaction=True)


def test_forty_clients_ask_for_the_last_place_and_one_has_it() -> None:
    made = visit(capacity=1)
    people = [cast.delegate(f"City {n}") for n in range(40)]

    said = at_once(*[lambda one=one: actions.ask(Visit.objects.get(pk=made.pk), one, by=None) for one in people])

    assert said == [""] * 40
    assert made.participants.count() == 1
    assert Booking.objects.filter(state="confirmed").count() == 1
    assert Booking.objects.waiting().count() == 39


def test_place_that_comes_free_is_offered_once_whoever_sweeps() -> None:
    made = visit(capacity=1)
    first, second, third = (cast.delegate(city) for city in ("Maastricht", "Tallinn", "Linz"))
    held = actions.ask(made, first, by=None)
    for one in (second, third):
        actions.ask(made, one, by=None)

    said = at_once(
        lambda: actions.give_up(Booking.objects.get(pk=held.pk), by=None),
        *[lambda: actions.serve(Visit.objects.get(pk=made.pk)) for _n in range(4)],
    )

    assert said == [""] * 5
    assert [(str(one.delegate.delegation), one.state) for one in Booking.objects.open().order_by("pk")] == [
        ("Tallinn", "offered"),
        ("Linz", "waiting"),
    ]


def test_offer_is_taken_once_however_often_the_button_is_pressed() -> None:
    made = visit(capacity=1)
    first, second = cast.delegate("Maastricht"), cast.delegate("Tallinn")
    held = actions.ask(made, first, by=None)
    waits = actions.ask(made, second, by=None)
    actions.give_up(held, by=None)

    said = at_once(
        *[lambda: actions.accept_offer(Booking.objects.select_related("visit").get(pk=waits.pk), by=None)] * 4
    )

    assert sorted(said) == ["", *["This offer has expired or was answered already. Ask for a place again."] * 3]
    assert list(made.participants.all()) == [second.person]


def test_one_person_cannot_take_either_and_or_at_once() -> None:
    one, two = visit("Pandas", either_or="morning"), visit("Metro", either_or="morning", starts="2019-06-14 15:00")
    who = cast.delegate("Maastricht")

    said = at_once(*[lambda made=made: actions.ask(Visit.objects.get(pk=made.pk), who, by=None) for made in (one, two)])

    assert sorted(bool(sentence) for sentence in said) == [False, True]
    assert who.person.visits.count() == 1


def test_delegation_cannot_pass_its_quota_with_two_people_at_once() -> None:
    made = visit(capacity=10, quota=1)
    people = [cast.delegate("Maastricht"), cast.delegate("Maastricht", "Second", role="adviser")]

    said = at_once(*[lambda one=one: actions.ask(Visit.objects.get(pk=made.pk), one, by=None) for one in people])

    assert sorted(said) == ["", "Maastricht has its 1 places on this visit. Give one up first."]
    assert made.participants.count() == 1


def test_two_who_swap_visits_at_once_do_not_wait_for_each_other() -> None:
    one, two = visit("Pandas", capacity=1), visit("Metro", capacity=1)
    first, second = cast.delegate("Maastricht"), cast.delegate("Tallinn")
    actions.ask(one, first, by=None)
    actions.ask(two, second, by=None)
    wants_two, wants_one = actions.ask(two, first, by=None), actions.ask(one, second, by=None)
    later = timezone.now() + dt.timedelta(hours=1)
    Booking.objects.filter(pk__in=[wants_one.pk, wants_two.pk]).update(state="offered", offered_until=later)
    Terms.objects.update(capacity=2)

    said = at_once(
        *[
            lambda pk=pk: actions.accept_offer(Booking.objects.select_related("visit").get(pk=pk), by=None)
            for pk in (wants_two.pk, wants_one.pk)
        ]
    )

    assert said == ["", ""]
    assert (list(one.participants.all()), list(two.participants.all())) == ([second.person], [first.person])
