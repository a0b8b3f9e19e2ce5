"""Every act has a page with its day and reason; refusals stand in place; nobody but officers finds it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from hansa.base.models import LogEntry
from hansa.network import actions
from hansa.network.acts import ACTS
from hansa.network.models import Agreement, Appointment, Mandate, Membership, Office, Organization, Seat, Suspension
from hansa.people.models import Person
from tests import cast
from tests.network.rows import WHY, city, last_entry, member, on

pytestmark = pytest.mark.django_db


def world() -> dict[str, int]:
    """An organization with one of each kind of row; its keys by the act that is about them."""
    network = cast.network()
    held = member()
    made = held.organization
    suspension = actions.suspend(held, by=None, on=on("2015"), reason=WHY)
    seat = actions.set_up_seat(network, by=None, kind="executive committee", title="1", reason=WHY)
    mandate = actions.give_seat(seat, made, by=None, on=on("2016-01-01"), reason=WHY)
    office = actions.take_office(made, cast.person("Piet Smit"), by=None, title="Mayor", on=on("2016"), reason=WHY)
    appointment = Appointment.objects.get(user=cast.bram())
    pact = actions.propose_agreement(
        by=None, kind="memorandum", parties=[made, city("Tallinn", "EE")], on=on("2018"), reason=WHY
    )
    other = actions.record_agreement(
        by=None, kind="friendship", parties=[made, city("Linz", "AT")], on=on("1983"), source="A"
    )
    claim = actions.record_claim(other, by=None, on=on("1984"), source="B")
    return {
        "change_standing": held.pk,
        "suspend": held.pk,
        "withdraw": held.pk,
        "lift": suspension.pk,
        "close_mandate": mandate.pk,
        "hand_on": mandate.pk,
        "leave_office": office.pk,
        "end_appointment": appointment.pk,
        "sign_agreement": pact.pk,
        "renew_agreement": other.pk,
        "end_agreement": other.pk,
        "record_claim": other.pk,
        "file_paper": other.pk,
        "prefer_claim": claim.pk,
    }


def address(name: str, rows: dict[str, int], of: str = "Maastricht") -> str:
    keys = [city(of).pk, *([rows[name]] if ACTS[name].rows else [])]
    return reverse(name, args=keys)


# What is typed into each form, beside the reason.
TYPED: dict[str, dict[str, object]] = {
    "admit": {"on": "2015", "standing": "observer", "category": "by rule", "approved_on": "May 2015"},
    "readmit": {"on": "1 March 2019", "standing": "member"},
    "change_standing": {"on": "1 January 2019", "standing": "associate"},
    "suspend": {"on": "2011", "until": "2012"},
    "withdraw": {"on": "31 December 2015", "ended_as": "excluded"},
    "lift": {"on": "1 June 2016"},
    "give_mandate": {"kind": "regional office", "scope": "Europe", "on": "2013"},
    "close_mandate": {"on": "30 June 2019"},
    "hand_on": {"organization_name": "tallinn, estonia", "on": "1 July 2019"},
    "take_office": {"person": "Anne Green", "title": "Deputy Mayor", "on": "2018"},
    "leave_office": {"on": "31 May 2019"},
    "appoint": {"email": "new@example.org", "full_name": "Nora Lind", "duty": "focal point", "on": "11 June 2019"},
    "end_appointment": {"on": "11 June 2019"},
    "rename": {"name": "Mestreech", "on": "2019"},
    "identify": {"scheme": "wikidata", "value": "Q1309"},
    "revise_profile": {"profile.fr": "Ville.", "website": "https://example.org/"},
    "open_profile": {},
    "close_profile": {},
    "propose_agreement": {"partners": "Tallinn\nLinz, Austria", "kind": "memorandum", "on": "2019"},
    "record_agreement": {"partners": "Tallinn", "kind": "sister city", "on": "1981", "source": "A list"},
    "sign_agreement": {"on": "1 July 2018", "until": "2020", "source": "The paper"},
    "renew_agreement": {"on": "2019"},
    "end_agreement": {"on": "2019", "ended_as": "superseded"},
    "record_claim": {"on": "1985", "source": "C", "kind": "sister city"},
    "prefer_claim": {},
}  # fmt: skip


def test_every_act_is_typed_in_the_test_below() -> None:
    assert set(TYPED) == set(ACTS) - {"file_paper"}


@pytest.mark.parametrize("name", sorted(TYPED))
def test_act_is_done_logged_with_its_reason_and_leads_back(name: str, ana: Client) -> None:
    rows = world()
    member("Tallinn", "EE")
    of = prepared(name)
    page = reverse("organization", args=[city(of).pk])

    response = ana.post(address(name, rows, of), {**TYPED[name], "reason": "Letter of 3 June"})

    assert response.status_code == 302, response.context["form"].errors or response.context["refusal"]
    assert response.url == page
    assert last_entry()[2]["reason"] == [None, "Letter of 3 June"]
    assert LogEntry.objects.first().by == cast.ana()


def prepared(name: str) -> str:
    """The organization in the state that the act needs; its name."""
    if name in ("admit", "readmit"):
        if name == "readmit":
            actions.withdraw(member("Bonn", "DE"), by=None, on=on("2015"), reason=WHY)
        return city("Bonn", "DE").name
    if name == "withdraw":
        for mandate in Mandate.objects.all():
            actions.close_mandate(mandate, by=None, on=on("2016-01-01"), reason=WHY)
            Mandate.objects.update(ended_on="2015-12-31", started_on="2015-01-01")
    if name == "close_profile":
        actions.open_profile(city(), by=None, reason=WHY)
    return "Maastricht"


@pytest.mark.parametrize("name", sorted(ACTS))
def test_act_is_not_there_for_anybody_else(name: str, bram: Client, dana: Client, client: Client) -> None:
    place, before = address(name, world()), LogEntry.objects.count()

    answers = [one.post(place, {"reason": "x"}).status_code for one in (bram, dana, client)]

    assert answers == [404, 404, 404]
    assert [one.get(place).status_code for one in (bram, dana, client)] == [404, 404, 404]
    assert LogEntry.objects.count() == before


@pytest.mark.parametrize("name", sorted(ACTS))
def test_form_opens_and_asks_for_the_reason(name: str, ana: Client) -> None:
    page = ana.get(address(name, world())).content.decode()

    assert 'name="reason"' in page
    assert "Reason, for the log" in page


def test_row_of_another_organization_is_not_there(ana: Client) -> None:
    world()
    other = member("Tallinn", "EE")

    assert ana.get(reverse("suspend", args=[city().pk, other.pk])).status_code == 404


def test_refusal_stands_in_place_and_what_was_typed_stays(ana: Client) -> None:
    rows = world()

    response = ana.post(address("suspend", rows), {"on": "June 2015", "reason": "Fee"})

    assert response.status_code == 409
    assert "suspended already, since 2015, year only" in response.content.decode()
    assert 'value="June 2015"' in response.content.decode()
    assert Suspension.objects.count() == 1


@pytest.mark.parametrize(
    ("name", "typed", "sentence"),
    [
        ("suspend", {"on": "31.4.2019", "reason": "x"}, "There is no such day as “31.4.2019”."),
        ("suspend", {"on": "2019"}, "This field is required."),
        ("appoint", {"email": "a@example.org", "on": "2019", "duty": "focal point", "reason": "x"}, "Give the day"),
        ("hand_on", {"organization_name": "Atlantis", "on": "2019", "reason": "x"}, "No organisation on record"),
        ("give_mandate", {"on": "2019", "reason": "x"}, "Choose a seat, or a task."),
    ],
)  # fmt: skip
def test_what_is_typed_wrong_is_said_beside_the_field(name: str, typed: dict, sentence: str, ana: Client) -> None:
    response = ana.post(address(name, world()), typed)

    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_name_that_may_mean_two_is_asked_about(ana: Client) -> None:
    rows = world()
    for country in ("ES", "MX"):
        Organization.objects.create(name="Mérida", country=country)

    asked = ana.post(address("hand_on", rows), {"organization_name": "merida", "on": "2019", "reason": "x"})
    member_of = Membership.objects.create(
        network=cast.network(), organization=Organization.objects.get(name="Mérida", country="MX")
    )
    told = ana.post(
        address("hand_on", rows), {"organization_name": "Merida, Mexico", "on": "1 July 2019", "reason": "x"}
    )

    assert "This name may mean: Mérida, Spain, Mérida, Mexico." in asked.content.decode()
    assert told.status_code == 302
    assert Mandate.objects.filter(organization=member_of.organization, seat__title="1").exists()


def test_somebody_of_that_name_is_asked_about_and_never_taken_silently(ana: Client) -> None:
    place = address("take_office", world())
    typed = {"person": "Anne Green", "title": "Deputy Mayor", "on": "2018", "reason": "x"}
    known = cast.person("Anne Green", is_sample=False)

    asked = ana.post(place, typed)
    ana.post(place, {**typed, "same_as": "new"})
    ana.post(place, {**typed, "title": "Second Deputy Mayor", "same_as": str(known.pk)})

    assert "Say whether it is the same person." in asked.content.decode()
    assert Person.objects.filter(full_name="Anne Green").count() == 2
    assert [office.title for office in Office.objects.filter(person=known)] == ["Second Deputy Mayor"]


def test_paper_is_uploaded(ana: Client) -> None:
    rows = world()
    paper = SimpleUploadedFile("signed.pdf", b"%PDF-1.7")

    response = ana.post(address("file_paper", rows), {"file": paper, "reason": "Received"})

    assert response.status_code == 302
    assert Agreement.objects.get(pk=rows["file_paper"]).file_name == "signed.pdf"


def test_organization_is_put_on_record(ana: Client, bram: Client) -> None:
    typed = {"name": "Linz", "country": "Austria", "kind": "city", "reason": "Letter"}

    response = ana.post(reverse("record_organization"), typed)

    made = Organization.objects.get(name="Linz")
    assert (response.url, made.country) == (reverse("organization", args=[made.pk]), "AT")
    assert ana.post(reverse("record_organization"), typed).status_code == 409
    assert ana.post(reverse("record_organization"), {**typed, "country": "Atlantis"}).status_code == 422
    assert bram.post(reverse("record_organization"), typed).status_code == 404


def test_seats_are_set_up_given_and_abolished(ana: Client, bram: Client) -> None:
    cast.network()
    member("Seoul", "KR")
    typed = {"kind": "vice-president", "title": "Asia", "region": "142", "term_months": "24", "reason": "Statutes"}

    assert ana.post(reverse("set_up_seat"), typed).status_code == 302
    seat = Seat.objects.get()
    given = ana.post(
        reverse("give_seat", args=[seat.pk]), {"organization_name": "Seoul", "on": "1 July 2019", "reason": "Vote"}
    )

    assert given.status_code == 302
    assert Mandate.objects.get().ended == on("2021-06-30")
    assert ana.post(reverse("abolish_seat", args=[seat.pk]), {"on": "2020", "reason": "x"}).status_code == 409
    assert bram.get(reverse("set_up_seat")).status_code == 404
    assert bram.get(reverse("give_seat", args=[seat.pk])).status_code == 404


def test_names_are_offered_while_one_types(ana: Client, client: Client) -> None:
    city("Łódź", "PL")

    options = ana.get(reverse("organization_names"), {"organization_name": "lod"}).content.decode()

    assert '<option value="Łódź, Poland">' in options
    assert client.get(reverse("organization_names"), {"organization_name": "lod"}).status_code == 404
