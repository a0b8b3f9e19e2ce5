"""The register is written: what each act does, logs and refuses."""

import datetime as dt
from typing import Any

import pytest

from hansa.base.dates import PartialDate
from hansa.base.errors import Refused
from hansa.base.models import LogEntry
from hansa.network import actions
from hansa.network.models import Appointment, Organization
from tests import cast

pytestmark = pytest.mark.django_db
SINCE = PartialDate.parse("2013")


def logged() -> list[tuple[str, dict[str, Any]]]:
    return [(one.verb, one.changes) for one in LogEntry.objects.order_by("pk")]


def test_organization_is_recorded_once_a_country() -> None:
    actions.record_organization(by=None, name=" Hamilton ", country="NZ")
    actions.record_organization(by=None, name="Hamilton", country="CA")

    with pytest.raises(Refused, match="Hamilton is on record already"):
        actions.record_organization(by=None, name="Hamilton", country="NZ")
    with pytest.raises(Refused, match="needs a name"):
        actions.record_organization(by=None, name="")

    assert list(Organization.objects.order_by("country").values_list("name", "country")) == [
        ("Hamilton", "CA"),
        ("Hamilton", "NZ"),
    ]


def test_names_are_added_and_never_taken_away() -> None:
    city = cast.organization("Lodz", country="PL", names={"fr": "Lodz"})

    changes = actions.revise_organization(city, by=None, names={"ar": "وودج"})

    assert (dict(city.names), changes["names"]) == ({"fr": "Lodz", "ar": "وودج"}, [{"fr": "Lodz"}, dict(city.names)])
    assert actions.revise_organization(city, by=None, names={"fr": "Lodz"}) == {}


def test_membership_is_admitted_once_and_corrected() -> None:
    network, city = cast.network(), cast.organization()
    membership = actions.record_membership(network, city, by=None, standing="member")

    with pytest.raises(Refused, match="has a standing in the network already"):
        actions.record_membership(network, city, by=None, standing="observer")
    changes = actions.revise_membership(membership, by=None, since=SINCE, founding=True)

    assert changes == {
        "started_on": [None, dt.date(2013, 1, 1)],
        "started_precision": ["day", "year"],
        "founding": [False, True],
    }
    assert logged()[0] == ("membership.recorded", {"standing": [None, "member"], "since": [None, None]})


def test_ended_membership_does_not_block_a_new_one() -> None:
    network, city = cast.network(), cast.organization()
    past = actions.record_membership(network, city, by=None, standing="member", since=SINCE)
    past.end(PartialDate.parse("2015"))
    past.save()

    actions.record_membership(network, city, by=None, standing="member", since=PartialDate.parse("2018"))

    assert city.memberships.count() == 2


def test_beginning_after_the_end_is_refused() -> None:
    past = actions.record_membership(cast.network(), cast.organization(), by=None, standing="member", since=SINCE)
    past.end(PartialDate.parse("2015"))
    past.save()

    with pytest.raises(Refused, match="begin after it has ended"):
        actions.revise_membership(past, by=None, since=PartialDate.parse("2016"))


def test_mandate_is_held_once_for_one_subject() -> None:
    network, city = cast.network(), cast.organization()
    actions.record_mandate(network, city, by=None, kind="regional office", scope="East Asia", since=SINCE)
    actions.record_mandate(network, city, by=None, kind="regional office", scope="Europe")

    with pytest.raises(Refused, match="holds this mandate already"):
        actions.record_mandate(network, city, by=None, kind="regional office", scope="Europe")


def test_agreement_keeps_each_source_and_prefers_the_first() -> None:
    city, host = cast.organization(), cast.organization("Chengdu", country="CN")
    agreement = actions.record_agreement(by=None, kind="sister city", parties=[city, host], on=SINCE, source="A")
    second = actions.claim_date(agreement, by=None, on=PartialDate.parse("2014-05"), source="B")

    assert [(one.source, one.started.isoformat(), one.is_preferred) for one in agreement.claims.order_by("pk")] == [
        ("A", "2013", True),
        ("B", "2014-05", False),
    ]
    with pytest.raises(Refused, match="has said already"):
        actions.claim_date(agreement, by=None, on=None, source="B")
    assert actions.revise_claim(second, by=None, on=PartialDate.parse("2014-05")) == {}


def test_agreement_needs_two_parties() -> None:
    with pytest.raises(Refused, match="two different organisations"):
        actions.record_agreement(by=None, kind="sister city", parties=[cast.organization()] * 2)


def test_office_has_a_title_that_may_be_corrected() -> None:
    office = actions.record_office(cast.organization(), cast.person(), by=None, title=" Mayor ")

    assert actions.revise_office(office, by=None, title="Lord Mayor") == {"title": ["Mayor", "Lord Mayor"]}
    with pytest.raises(Refused, match="needs a title"):
        actions.record_office(cast.organization(), cast.person(), by=None, title=" ")


def test_duty_is_given_once_from_a_day() -> None:
    user, city = cast.dana(), cast.organization()
    first = actions.appoint(user, city, by=cast.ana(), duty="focal point", since=PartialDate.parse("2019-06-01"))

    assert actions.appoint(user, city, by=cast.ana(), duty="focal point") == first
    assert (Appointment.objects.get(user=user).started_on, LogEntry.objects.count()) == (dt.date(2019, 6, 1), 1)


def test_network_is_founded_once() -> None:
    office = cast.organization("Office")
    actions.found_network(by=None, name="Hanse", secretariat=office)

    with pytest.raises(Refused, match="The network Hanse is on record already"):
        actions.found_network(by=None, name="Hanse", secretariat=office)
