"""One organization's page: what officers, its focal point, others and the public read there."""

import json

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from hansa.network import actions
from hansa.network.models import Organization
from tests import cast
from tests.network.rows import WHY, city, member, on

pytestmark = pytest.mark.django_db


def address(of: Organization | None = None, language: str = "en") -> str:
    return reverse("organization", args=[(of or city()).pk]).replace("/en/", f"/{language}/")


def whole() -> Organization:
    """A member with all that can be on record."""
    held = member(category="full", founding=True)
    made = held.organization
    actions.suspend(held, by=None, on=on("2012"), until=on("2012"), reason="Fee unpaid")
    actions.give_mandate(
        cast.network(), made, by=None, kind="regional office", scope="Europe", on=on("2013"), reason=WHY
    )
    actions.take_office(made, cast.person("Piet Smit"), by=None, title="Mayor", on=on("2015-01-01"), reason=WHY)
    pact = actions.record_agreement(
        by=None,
        kind="sister city",
        parties=[made, member("Tallinn", "EE").organization],
        on=on("1981"),
        source="A list",
    )
    actions.record_claim(pact, by=None, on=on("1979"), source="Another list", reason=WHY)
    actions.identify(made, by=None, scheme="wikidata", value="Q1309")
    actions.revise_profile(
        made,
        by=None,
        values={"profile.en": "On the <Maas>.", "profile.fr": "Sur la Meuse.", "own_name": "Mestreech"},
        reason=WHY,
    )
    cast.bram()
    return made


def test_officer_reads_everything(ana: Client) -> None:
    page = ana.get(address(whole())).content.decode()

    for text in (
        "Member since 7 September 2010.",
        "<bdi>Regional office, Europe.</bdi>",
        "Mestreech",
        "On the &lt;Maas&gt;.",
        "Piet Smit",
        "bram@example.org",
        "Another list",
        "Fee unpaid",
        "not open to the public",
    ):
        assert text in page, text


def test_day_in_the_address_is_the_day_asked_about(ana: Client) -> None:
    made = whole()

    page = ana.get(address(made), {"on": "June 2012"}).content.decode()

    assert "Suspended since 2012, year only." in page
    assert "Regional office, Europe." not in page
    assert "The line is the day asked about, 30 June 2012" in page
    assert "Not in the network on 31 December 2009." in ana.get(address(made), {"on": "2009"}).content.decode()


def test_public_reads_membership_and_the_preferred_date_and_no_more(client: Client) -> None:
    page = client.get(address(whole())).content.decode()

    assert "Member since 7 September 2010." in page
    assert "<b>1981, year only</b>" in page
    for hidden in (
        "bram@example.org",
        "Bram",
        "Piet Smit",
        "Another list",
        "On the",
        "Fee unpaid",
        "Admit",
        WHY,
        "/rename/",
    ):
        assert hidden not in page, hidden


def test_public_reads_an_open_profile_in_their_language(client: Client) -> None:
    actions.open_profile(whole(), by=None, reason=WHY)

    page = client.get(address(language="fr")).content.decode()

    assert '<bdi lang="fr">Sur la Meuse.</bdi>' in page
    assert "Piet Smit" in page
    assert "bram@example.org" not in page


def test_machines_read_what_the_public_reads(client: Client) -> None:
    made = whole()

    data = json.loads(client.get(address(made)).content.decode().split('ld+json">')[1].split("</script>")[0])

    assert data["memberOf"] == [
        {
            "@type": "OrganizationRole",
            "memberOf": {"@type": "Organization", "name": "WeGO"},
            "roleName": "member",
            "startDate": "2010-09-07",
        }
    ]
    assert (data["@type"], data["sameAs"]) == (["Organization", "City"], ["https://www.wikidata.org/entity/Q1309"])
    assert "description" not in data
    actions.open_profile(made, by=None, reason=WHY)
    opened = client.get(address(made)).content.decode().split('ld+json">')[1].split("</script>")[0]
    assert "\\u003cMaas\\u003e" in opened


def test_focal_point_reads_their_own_city_whole_but_not_the_log(bram: Client) -> None:
    made = whole()

    page = bram.get(address(made)).content.decode()

    assert "Another list" in page
    assert "bram@example.org" in page
    assert reverse("propose_changes", args=[made.pk]) in page
    assert "Fee unpaid" not in page
    assert reverse("rename", args=[made.pk]) not in page


def test_organization_that_never_was_in_the_network_is_not_there_for_strangers(client: Client, chidi: Client) -> None:
    bonn = member("Bonn", "DE", "2018", standing="candidate").organization

    assert [one.get(address(bonn)).status_code for one in (client, chidi)] == [404, 404]


def test_party_that_is_not_public_hides_the_agreement_from_strangers(client: Client, ana: Client) -> None:
    made = member().organization
    actions.record_agreement(by=None, kind="friendship", parties=[made, city("Linz", "AT")], on=on("1983"), source="x")

    assert "Linz" not in client.get(address(made)).content.decode()
    assert "Linz" in ana.get(address(made)).content.decode()


def test_paper_is_for_officers_and_the_parties(
    ana: Client, bram: Client, chidi: Client, dana: Client, client: Client
) -> None:
    made = member().organization
    pact = actions.record_agreement(
        by=None, kind="friendship", parties=[made, member("Tallinn", "EE").organization], on=on("1983"), source="x"
    )
    actions.file_paper(pact, by=None, file=SimpleUploadedFile("협정.pdf", b"%PDF-1.7 signed"), reason=WHY)
    paper = reverse("agreement_paper", args=[pact.pk])

    answers = [one.get(paper) for one in (ana, bram, chidi, dana, client)]

    assert [one.status_code for one in answers] == [200, 200, 200, 404, 404]
    assert answers[0]["Content-Disposition"] == "attachment; filename*=utf-8''%ED%98%91%EC%A0%95.pdf"
    assert b"".join(answers[0].streaming_content) == b"%PDF-1.7 signed"


def test_log_of_a_record_is_the_officers(ana: Client, bram: Client) -> None:
    made = whole()
    log = reverse("organization_log", args=[made.pk])

    assert "suspended Maastricht" in ana.get(log).content.decode()
    assert bram.get(log).status_code == 404


@pytest.mark.parametrize("many", [1, 3])
def test_number_of_queries_is_the_same_for_one_and_three(many, ana: Client, django_assert_num_queries) -> None:
    made = member().organization
    for at in range(many):
        other = city(f"City {at}", "DE")
        actions.record_agreement(by=None, kind="friendship", parties=[made, other], on=on("1983"), source="x")
        actions.take_office(made, cast.person(f"Deputy {at}"), by=None, title="Deputy Mayor", on=on("2015"), reason=WHY)

    with django_assert_num_queries(42):
        page = ana.get(address(made)).content.decode()

    assert page.count("Deputy Mayor") >= many


def test_line_of_time_runs_from_the_right_in_arabic(client: Client) -> None:
    made = member(since="2010-01-01").organization

    english = client.get(address(made)).context["drawing"].bars[0]
    arabic = client.get(address(made, "ar")).context["drawing"].bars[0]

    assert (english.x, round(english.x + english.width)) == (0.0, 100)
    assert (arabic.x, arabic.width) == (0.0, english.width)
