"""The outbox on its pages: who sees which letters, what is let go is what was looked at."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hansa.mail import actions
from hansa.mail.models import Letter
from tests import cast
from tests.mail.world import INVITATION, NOTICE, letter

pytestmark = pytest.mark.django_db
ADDRESS = "/en/outbox/"


def subjects(response) -> list[str]:
    return sorted(one.subject for one in response.context["page"])


def test_officer_sees_all_and_the_host_the_letters_of_its_event(ana: Client, wen: Client):
    other = cast.event("other")
    other.roles.all().delete()
    letter(1, folder=cast.event().folder)
    letter(2, folder=other.folder)
    letter(3)

    assert subjects(ana.get(ADDRESS)) == ["Letter 1", "Letter 2", "Letter 3"]
    assert subjects(wen.get(ADDRESS)) == ["Letter 1"]
    assert wen.get(f"{ADDRESS}{Letter.objects.get(subject='Letter 2').pk}/").status_code == 404
    assert wen.get(f"{ADDRESS}{Letter.objects.get(subject='Letter 3').pk}/").status_code == 404


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"q": "focal1"}, ["Letter 1"]),
        ({"state": "approved"}, ["Letter 2"]),
        ({"kind": INVITATION}, ["Letter 1", "Letter 3"]),
        ({"language": "fr"}, ["Letter 3"]),
        ({"q": "100%"}, []),
        ({"state": "nonsense"}, ["Letter 1", "Letter 2", "Letter 3"]),
    ],
)
def test_filters_leave_what_fits(query, expected, ana: Client):
    letter(1)
    letter(2, NOTICE)
    letter(3, language="fr", wanted_language="de")

    assert subjects(ana.get(ADDRESS, query)) == expected


def seen(page) -> str:
    return re.search(r'name="seen" value="(\w+)"', page.content.decode())[1]


def test_what_is_let_go_is_exactly_what_was_looked_at(ana: Client):
    letter(1, language="en", wanted_language="de")
    letter(2)
    page = ana.get(f"{ADDRESS}send/")

    assert "2 letters wait" in page.content.decode()
    assert "1 of them is in another language" in page.content.decode()
    assert "instead of German" in page.content.decode()
    letter(3)
    late = ana.post(f"{ADDRESS}send/", {"seen": seen(page)})
    assert (late.status_code, "The letters have changed since you looked" in late.content.decode()) == (409, True)
    assert set(Letter.objects.values_list("state", flat=True)) == {"drafted"}

    done = ana.post(f"{ADDRESS}send/", {"seen": seen(late)})

    assert done.status_code == 302
    assert list(Letter.objects.values_list("state", flat=True)) == ["approved"] * 3


def test_a_letter_that_was_edited_since_is_looked_at_again(ana: Client):
    made = letter(1)
    page = ana.get(f"{ADDRESS}send/")
    actions.revise(made, by=None, subject="Changed", body="Other", edition=0)

    assert ana.post(f"{ADDRESS}send/", {"seen": seen(page)}).status_code == 409


def test_filters_narrow_what_is_let_go(ana: Client):
    letter(1)
    letter(2, language="fr")
    page = ana.get(f"{ADDRESS}send/", {"language": "fr"})

    ana.post(f"{ADDRESS}send/?language=fr", {"seen": seen(page)})

    assert dict(Letter.objects.values_list("subject", "state")) == {"Letter 1": "drafted", "Letter 2": "approved"}


def test_letter_is_shown_as_it_is_sent_and_changed_before_it_goes(ana: Client):
    made = letter(1, body="<b>Dear</b> colleague,\n\nhttps://hansa.example.org/x")
    address = f"{ADDRESS}{made.pk}/"

    page = ana.get(address).content.decode()
    assert "&lt;b&gt;Dear&lt;/b&gt; colleague," in page
    assert 'href="https://hansa.example.org/x"' in page
    assert ana.post(address, {"subject": "New", "body": "Text", "edition": 0}).status_code == 302
    late = ana.post(address, {"subject": "Newer", "body": "Text", "edition": 0})
    assert (late.status_code, "Somebody has changed this letter meanwhile" in late.content.decode()) == (409, True)
    assert ana.post(address, {"subject": "", "body": "Text", "edition": 1}).status_code == 422
    made.refresh_from_db()
    assert (made.subject, made.body) == ("New", "Text")


def test_one_letter_is_let_go_held_and_cancelled(ana: Client):
    made = letter(1)
    address = f"{ADDRESS}{made.pk}/"

    states = []
    for act in ("approve", "hold", "cancel"):
        assert ana.post(f"{address}{act}/").status_code == 302
        made.refresh_from_db()
        states.append(made.state)

    assert states == ["approved", "held", "cancelled"]
    assert ana.post(f"{address}hold/").status_code == 409
    assert ana.post(f"{address}nonsense/").status_code == 404


def test_front_page_tells_what_waits_and_what_came_back(ana: Client):
    letter(1)
    Letter.objects.filter(pk=letter(2).pk).update(state="bounced")

    page = ana.get("/en/").content.decode()

    assert "1 letter waits for your yes" in page
    assert "1 letter came back" in page


def test_empty_outbox_says_what_will_be_there(ana: Client):
    cast.event()

    assert "No letter has been drafted yet" in ana.get(ADDRESS).content.decode()
    assert "No letter waits." in ana.get(f"{ADDRESS}send/").content.decode()


@pytest.mark.parametrize("page", ["", "send/"])
def test_number_of_queries_does_not_grow(page, ana: Client):
    def queries() -> int:
        with CaptureQueriesContext(connection) as captured:
            assert ana.get(f"{ADDRESS}{page}").status_code == 200
        return len(captured)

    letter(1, to=cast.person())
    queries()
    with_one = queries()
    for number in (2, 3, 4):
        letter(number, to=cast.person(f"Person {number}"))

    assert queries() == with_one
