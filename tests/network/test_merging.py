"""Two records of one organization become one: what moves, what is kept once, what stops it."""

import pytest
from django.test import Client
from django.urls import reverse

from hansa.base.dates import PartialDate
from hansa.base.errors import Refused
from hansa.base.log import sentence_of
from hansa.base.models import LogEntry
from hansa.delegations.models import Delegation
from hansa.network import actions
from hansa.network.models import AgreementClaim, Membership, Office, Organization, Suspension
from tests import cast

pytestmark = pytest.mark.django_db
WHY = "One city, recorded twice."


def pair() -> tuple[Organization, Organization]:
    kept = cast.organization("Seoul", country="KR", place="1835848", place_name="Seoul")
    return kept, cast.organization("Seoul Metropolitan Government", country="KR", own_name="서울특별시")


def term(organization: Organization, first: str, last: str = "", standing: str = "member") -> Membership:
    row = Membership(network=cast.network(), organization=organization, standing=standing)
    row.start(PartialDate.parse(first))
    row.end(PartialDate.parse(last) if last else None)
    row.save()
    return row


def test_every_dated_relation_moves_and_is_reported() -> None:
    kept, other = pair()
    term(other, "2010", "2012")
    term(kept, "2014")
    mayor = cast.person("Kim Min-su")
    for first, last in (("2006", "2010"), ("2014", "2018")):
        actions.take_office(
            other, mayor, by=None, title="Mayor", on=PartialDate.parse(first), until=PartialDate.parse(last), reason=""
        )
    actions.record_agreement(by=None, kind="friendship", parties=[other, cast.organization("Bonn")], source="a")
    cast.delegation("Seoul Metropolitan Government")

    moved = actions.merge(kept, other, by=cast.ana(), reason=WHY)

    assert {one.label: len(one.rows) for one in moved} == {
        "agreements": 1, "delegations": 1, "standings": 1, "offices": 2,
    }  # fmt: skip
    assert Membership.objects.filter(organization=kept).count() == 2
    assert Office.objects.filter(organization=kept, title="Mayor").count() == 2
    assert sorted(party.name for party in AgreementClaim.objects.get().agreement.parties.all()) == ["Bonn", "Seoul"]
    assert Delegation.objects.get().organization == kept
    assert not Organization.objects.filter(pk=other.pk).exists()


def test_names_of_the_other_find_the_one_that_stays() -> None:
    kept, other = pair()

    actions.merge(kept, other, by=None, reason=WHY)

    kept.refresh_from_db()
    assert kept.own_name == "서울특별시"
    assert [former.name for former in kept.former_names.all()] == ["Seoul Metropolitan Government", "서울특별시"]
    assert "seoul metropolitan government" in kept.search


def test_log_names_both_and_keeps_the_acts_of_the_other() -> None:
    kept, other = pair()
    actions.identify(other, by=None, scheme="wikidata", value="Q8684")
    number = other.pk

    actions.merge(kept, other, by=cast.ana(), reason=WHY)

    last, first = LogEntry.objects.filter(subject_id=str(kept.pk), subject_type="network.organization")
    assert (first.verb, sentence_of(last)) == ("organization.identified", "merged another record into Seoul")
    assert last.changes == {
        "merged": ["Seoul Metropolitan Government", "Seoul"],
        "number": [number, kept.pk],
        "identifiers": [None, "wikidata Q8684"],
        "reason": [None, WHY],
    }


def test_row_that_says_the_same_on_both_is_kept_once_with_what_hangs_on_it() -> None:
    kept, other = pair()
    stays = term(kept, "2010")
    double = term(other, "2010")
    Suspension.objects.create(membership=double, started_on="2015-01-01", ended_on="2015-06-30")
    Membership.objects.filter(pk=double.pk).update(source="second list")

    moved = actions.merge(kept, other, by=None, reason=WHY)

    stays.refresh_from_db()
    assert [(one.label, one.rows, one.same) for one in moved] == [("standings", [], 1)]
    assert (Membership.objects.count(), Suspension.objects.get().membership) == (1, stays)
    assert stays.source == "second list"


@pytest.mark.parametrize(("first", "last"), [("2012", ""), ("2011", "2013")])
def test_standings_of_the_same_days_are_refused(first: str, last: str) -> None:
    kept, other = pair()
    term(kept, "2010")
    term(other, first, last, "observer")

    with pytest.raises(Refused, match="Both say something of the same days"):
        actions.merge(kept, other, by=None, reason=WHY)

    assert (Organization.objects.filter(name__startswith="Seoul").count(), Membership.objects.count()) == (2, 2)


def test_two_delegations_to_one_event_are_refused_and_nothing_is_moved() -> None:
    kept, other = pair()
    cast.delegation("Seoul")
    cast.delegation("Seoul Metropolitan Government")
    term(other, "2010")

    with pytest.raises(Refused, match=r"Both have such a record \(delegations\)"):
        actions.merge(kept, other, by=None, reason=WHY)

    assert Membership.objects.get().organization == other


def test_what_is_two_is_not_merged() -> None:
    kept, other = pair()
    abroad = cast.organization("Seoul House", country="FR")
    actions.record_agreement(by=None, kind="friendship", parties=[kept, other])

    for first, second, sentence in (
        (kept, abroad, "They lie in different countries"),
        (kept, other, "have an agreement with each other"),
        (kept, kept, "Choose two different records"),
    ):
        with pytest.raises(Refused, match=sentence):
            actions.merge(first, second, by=None, reason=WHY)


def test_officer_sees_both_side_by_side_and_says_which_stays(ana: Client) -> None:
    kept, other = pair()
    term(other, "2010", "2012")
    page = reverse("merge_organizations", args=[other.pk])

    chosen = ana.get(page, {"organization_name": "Seoul, South Korea"})
    merged = ana.post(page, {"other": kept.pk, "kept": kept.pk, "reason": WHY}, follow=True)

    assert "2010, year only – 2012, year only" in chosen.text
    assert f'name="other" value="{kept.pk}"' in chosen.text
    assert merged.redirect_chain == [(reverse("organization", args=[kept.pk]), 302)]
    assert "Seoul Metropolitan Government is one record now. Moved: standings: 1." in merged.text


def test_strangers_find_no_page(wen: Client, bram: Client, dana: Client) -> None:
    page = reverse("merge_organizations", args=[pair()[0].pk])

    assert [client.get(page).status_code for client in (wen, bram, dana, Client())] == [404] * 4
    assert [client.post(page).status_code for client in (wen, bram, dana, Client())] == [404] * 4
