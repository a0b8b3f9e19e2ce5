"""Who works for the network, on which day: one table."""

import datetime as dt
from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from hansa.network.models import Appointment
from hansa.network.queries import duties_in_force, only_network
from hansa.network.rules import is_focal_point, is_officer, is_protocol_officer
from hansa.people.models import User
from tests import cast

pytestmark = pytest.mark.django_db


def test_duties_give_what_they_say_and_no_more() -> None:
    maastricht, chengdu = cast.organization(), cast.organization("Chengdu", country="CN")
    visitors: list[Any] = [cast.ana(), cast.wen(), cast.bram(), cast.chidi(), cast.dana(), AnonymousUser()]

    table = [
        (is_officer(user), is_protocol_officer(user, chengdu), is_focal_point(user, maastricht)) for user in visitors
    ]

    assert table == [
        (True, False, False),
        (False, True, False),
        (False, False, True),
        (False, False, False),
        (False, False, False),
        (False, False, False),
    ]


def test_programme_officer_of_another_house_is_no_officer() -> None:
    cast.network()

    assert not is_officer(cast.user("x@example.org", "X", "programme officer", cast.organization()))


def test_duty_ends_with_its_last_day() -> None:
    ana = cast.ana()
    Appointment.objects.filter(user=ana).update(started_on=dt.date(2019, 1, 1), ended_on=dt.date(2019, 6, 30))

    days = [dt.date(2018, 12, 31), dt.date(2019, 1, 1), dt.date(2019, 6, 30), dt.date(2019, 7, 1)]
    assert [is_officer(ana, day) for day in days] == [False, True, True, False]


def test_administrator_is_an_officer_unless_the_account_is_closed() -> None:
    root = User.objects.create_superuser("root@example.org", "Root")

    assert is_officer(root)
    root.is_active = False
    assert not is_officer(root)


def test_only_network_is_none_where_there_are_several() -> None:
    network = cast.network()
    assert only_network() == network

    type(network).objects.create(name="Other", secretariat=cast.organization())
    assert only_network() is None


def test_duties_in_force_are_found_by_organization_and_address() -> None:
    bram = cast.bram()

    found = duties_in_force("focal point", [cast.organization()])

    assert list(found) == [(cast.organization().pk, "bram@example.org")]
    assert found[cast.organization().pk, "bram@example.org"].user == bram
