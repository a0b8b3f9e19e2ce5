"""Delegations are recorded, named, withdrawn."""

import pytest

from hansa.base.errors import Refused
from hansa.base.models import LogEntry
from hansa.delegations import actions
from hansa.delegations.models import Delegate
from tests import cast
from tests.cast import at

pytestmark = pytest.mark.django_db


def test_delegation_is_recorded_once_an_event() -> None:
    event, city = cast.event(), cast.organization()
    delegation = actions.record_delegation(event, city, by=cast.ana())

    assert (delegation.capacity, len(delegation.calendar_key)) == ("guest", 24)
    with pytest.raises(Refused, match="has a delegation to this event already"):
        actions.record_delegation(event, city, by=cast.ana())


def test_capacity_is_revised_and_logged_once() -> None:
    delegation = cast.delegation()

    assert actions.revise_delegation(delegation, by=None, capacity="host") == {"capacity": ["guest", "host"]}
    assert actions.revise_delegation(delegation, by=None, capacity="host") == {}
    assert LogEntry.objects.count() == 1


def test_delegate_is_named_once_with_one_head() -> None:
    delegation, jana = cast.delegation(), cast.person("Jana")
    actions.name_delegate(delegation, jana, by=None, role="head", title="Mayor")

    with pytest.raises(Refused, match="is in this delegation already"):
        actions.name_delegate(delegation, jana, by=None, role="delegate")
    with pytest.raises(Refused, match=r"Maastricht is led by Jana \(sample\); a delegation has one head"):
        actions.name_delegate(delegation, cast.person("Piet"), by=None, role="head")


def test_departure_before_arrival_is_refused_when_named_and_when_revised() -> None:
    late, early = at("2019-06-15 10:00"), at("2019-06-12 10:00")
    delegate = cast.delegate()

    with pytest.raises(Refused, match="before the arrival"):
        actions.name_delegate(
            cast.delegation(), cast.person(), by=None, role="delegate", arrives_at=late, departs_at=early
        )
    actions.revise_delegate(delegate, by=None, arrives_at=late)
    with pytest.raises(Refused, match="before the arrival"):
        actions.revise_delegate(delegate, by=None, departs_at=early)


def test_withdrawn_head_makes_room_for_another() -> None:
    head = cast.delegate()
    actions.withdraw_delegate(head, by=None)

    actions.name_delegate(head.delegation, cast.person("Piet"), by=None, role="head")

    assert [one.person.full_name for one in Delegate.objects.coming()] == ["Piet"]
    with pytest.raises(Refused, match="has withdrawn already"):
        actions.withdraw_delegate(head, by=None)


def test_withdrawn_delegation_names_nobody() -> None:
    delegation = cast.delegation()
    actions.withdraw_delegation(delegation, by=None)

    with pytest.raises(Refused, match="has withdrawn from this event"):
        actions.name_delegate(delegation, cast.person(), by=None, role="delegate")
    with pytest.raises(Refused, match="has withdrawn already"):
        actions.withdraw_delegation(delegation, by=None)
