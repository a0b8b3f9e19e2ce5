"""The pages: a stranger with the link, whoever answers by it, the focal point, and the office's list."""

import csv
import datetime as dt
import io
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hansa.invitations import answering
from hansa.invitations.links import token_of
from hansa.invitations.models import Answer, Invitation
from hansa.mail.models import Letter
from tests import cast
from tests.invitations.world import code_for, event, invitation, link

pytestmark = pytest.mark.django_db
ACCEPT = {"choice": "accept", "given_by": "Jana de Vries, cabinet"}
DECLINE = {"choice": "decline", "reason": "Elections", "given_by": "Jana de Vries, cabinet"}
ADDRESS = "/en/events/forum/invitations/"
TERMS = {"capacity": "guest", "places": "2", "answer_by": "2031-05-01"}


def by_link(made: Invitation) -> Answer:
    return answering.give(made, by=None, way="code", **ACCEPT)


def state(made: Invitation) -> str:
    made.refresh_from_db()
    return made.state


def test_stranger_with_the_link_sees_nothing_personal():
    made = invitation(name="Jana de Vries")
    answering.give(made, by=None, way="office", choice="substitute", substitute="Ülle Tamm", reason="", given_by="Bo")

    page = Client().get(link(made)).content.decode()

    assert "Maastricht" in page
    for trace in ("Jana", "de Vries", "mayor@", "Ülle", "Bo<"):
        assert trace not in page


@pytest.mark.parametrize(
    "change", [lambda token: token[:-1] + "x", lambda token: "9" + token, lambda token: "nonsense"]
)
def test_link_that_was_not_ours_is_not_found(change):
    token = change(token_of(invitation()))

    assert Client().get(f"/en/invitations/{token}/").status_code == 404


def test_link_is_walked_to_its_end():
    made, client = invitation(), Client()

    step = client.post(link(made), DECLINE)
    given = Answer.objects.get()
    assert (step.status_code, step["Location"]) == (302, f"{link(made)}code/{given.pk}/")
    wrong = client.post(step["Location"], {"code": "12"})
    assert (wrong.status_code, "That is not the code" in wrong.content.decode()) == (409, True)
    done = client.post(step["Location"], {"code": code_for(given)}, follow=True)

    assert "Your answer is on record" in done.content.decode()
    assert state(made) == "declined"


def test_following_the_link_is_noted_by_the_page_and_by_no_get():
    made, client = invitation(), Client()
    client.get(link(made))
    made.refresh_from_db()
    assert made.opened_at is None

    assert client.post(f"{link(made)}opened/").status_code == 204

    made.refresh_from_db()
    assert made.opened_at is not None


def test_focal_point_who_follows_the_link_answers_without_a_code(bram: Client):
    made = invitation()

    step = bram.get(link(made))
    done = bram.post(step["Location"], ACCEPT, follow=True)

    assert step["Location"] == f"/en/invitations/own/{made.pk}/"
    assert "Your answer is on record." in done.content.decode()
    assert state(made) == "accepted"


def test_code_page_of_one_invitation_does_not_open_anothers_answer():
    made, other = invitation(), invitation("Tallinn")
    given = by_link(made)

    assert Client().get(f"{link(other)}code/{given.pk}/").status_code == 404


# --- the office ----------------------------------------------------------------------------------------------------


def names(response) -> list[str]:
    return [str(one.organization) for one, _given in response.context["rows"]]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["Linz", "Maastricht", "Tallinn"]),
        ({"q": "tall"}, ["Tallinn"]),
        ({"q": "mayor@linz"}, ["Linz"]),
        ({"state": "accepted"}, ["Maastricht"]),
        ({"state": "prepared"}, ["Linz"]),
        ({"state": "unconfirmed"}, ["Tallinn"]),
        ({"state": "overdue"}, []),
        ({"language": "fr"}, ["Linz"]),
        ({"capacity": "press", "q": "100%"}, []),
    ],
)
def test_filters_leave_what_fits(query, expected, wen: Client):
    answering.give(invitation(), by=None, way="office", **ACCEPT)
    by_link(invitation("Tallinn"))
    invitation("Linz", sent=False, language="fr")

    assert names(wen.get(ADDRESS, query)) == expected


def test_nobody_answered_in_time_is_asked_of_the_day(wen: Client):
    invitation()
    Invitation.objects.update(answer_by=dt.date(2019, 5, 1))

    page = wen.get(ADDRESS, {"state": "overdue"})

    assert names(page) == ["Maastricht"]
    assert "no answer in time" in page.content.decode()


def test_file_holds_the_answer_that_counts(wen: Client):
    made = invitation()
    answering.give(made, by=None, way="office", **ACCEPT)
    answering.give(made, by=None, way="office", choice="substitute", substitute="=Ülle Tamm")

    file = wen.get(f"{ADDRESS}list.csv")

    rows = list(csv.reader(io.StringIO(b"".join(file.streaming_content).decode("utf-8-sig"))))
    assert rows[1][:11] == [
        "Maastricht", "Netherlands", "guest", "3", "Office of the Mayor", "mayor@maastricht.example", "English",
        "accepted", "2031-05-01", "we accept; somebody else comes", "'=Ülle Tamm",
    ]  # fmt: skip


def test_organization_is_put_on_the_list_and_asked_again_where_something_is_missing(wen: Client):
    city = cast.organization()
    event()
    wanted = {**TERMS, "organization": city.pk, "name": "Mayor", "address": "m@example.org", "language": "fr"}

    wrong = wen.post(f"{ADDRESS}add/", {**wanted, "answer_by": "1 May"})
    assert (wrong.status_code, "Write the day as 2019-05-31." in wrong.content.decode()) == (422, True)
    assert wen.post(f"{ADDRESS}add/", {**wanted, "answer_by": "2031-07-01"}).status_code == 409
    assert wen.post(f"{ADDRESS}add/", wanted).status_code == 302
    assert [(one.state, one.language, one.places) for one in Invitation.objects.all()] == [("prepared", "fr", 2)]


def test_many_are_looked_at_and_then_put_on_the_list(wen: Client):
    event()
    cast.bram()
    cast.organization("Linz")
    wanted = {**TERMS, "which": "cities", "on": "2030-01-01"}

    look = wen.post(f"{ADDRESS}add-many/", wanted).content.decode()
    seen = re.search(r'name="seen" value="(\d+)"', look)[1]
    assert "has no focal point: left out" in look
    assert Invitation.objects.count() == 0
    wen.post(f"{ADDRESS}add-many/", {**wanted, "seen": seen})

    assert [str(one.organization) for one in Invitation.objects.all()] == ["Maastricht"]


def test_letters_are_drafted_for_exactly_those_looked_at(wen: Client):
    invitation(sent=False)
    page = wen.get(f"{ADDRESS}send/")
    seen = re.search(r'name="seen" value="([^"]*)"', page.content.decode())[1]
    assert token_of(Invitation.objects.get()) not in page.content.decode()
    invitation("Tallinn", sent=False)

    late = wen.post(f"{ADDRESS}send/", {"seen": seen})
    assert (late.status_code, Letter.objects.count()) == (409, 0)
    done = wen.post(f"{ADDRESS}send/", {"seen": re.search(r'name="seen" value="([^"]*)"', late.content.decode())[1]})

    assert done["Location"] == f"/en/outbox/?folder={event().folder}&state=drafted"
    assert Letter.objects.count() == 2
    reminders = wen.get(f"{ADDRESS}send/?what=reminder").content.decode()
    assert "Draft 2 letters" in reminders


def test_words_are_changed_and_changed_back(wen: Client):
    event()
    address = f"{ADDRESS}words/invitation/fr/"

    wrong = wen.post(address, {"subject": "x", "body": "Sans lien"})
    assert (wrong.status_code, "nobody could answer" in wrong.content.decode()) == (409, True)
    assert wen.post(address, {"subject": "Invitation", "body": "Madame, {link}"}).status_code == 302
    assert "Your own words for this event." in wen.get(address).content.decode()
    assert wen.post(address, {"usual": "1"}).status_code == 302
    assert "The usual words." in wen.get(address).content.decode()
    assert wen.get(f"{ADDRESS}words/invitation/xx/").status_code == 404


def test_answer_on_paper_is_entered_and_an_open_one_confirmed(wen: Client):
    made = invitation()
    given = by_link(made)
    address = f"{ADDRESS}{made.pk}/"

    assert "not confirmed" in wen.get(address).content.decode()
    assert wen.post(f"{address}answers/{given.pk}/confirm/").status_code == 302
    assert state(made) == "accepted"
    assert wen.post(f"{address}answers/{given.pk}/confirm/").status_code == 409
    assert wen.post(f"{address}answer/", {"choice": "substitute", "given_by": "x"}).status_code == 422
    assert wen.post(f"{address}answer/", DECLINE).status_code == 302
    assert state(made) == "declined"
    assert wen.post(f"{address}withdraw/", {"reason": ""}).status_code == 409
    assert wen.post(f"{address}withdraw/", {"reason": "Moved"}).status_code == 302
    assert state(made) == "withdrawn"


def test_front_pages_tell_what_waits(wen: Client, bram: Client):
    by_link(invitation())
    cast.delegation("Tallinn")

    assert "1 answer to an invitation is not confirmed" in wen.get("/en/").content.decode()
    assert "Maastricht is invited to Mayors’ Innovation Forum" in bram.get("/en/").content.decode()


def test_number_of_queries_does_not_grow(wen: Client):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert wen.get(ADDRESS).status_code == 200
        return len(captured)

    by_link(invitation())
    queries()
    with_one = queries()
    for city in ("Tallinn", "Linz", "Bonn"):
        by_link(invitation(city))

    assert queries() == with_one
