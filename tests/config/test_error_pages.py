"""What one sees where there is nothing, where a page was too old to send, and where the house itself is at fault."""

import pytest
from django.test import Client
from django.test.utils import override_settings
from django.views.defaults import server_error

from tests import cast
from tests.conftest import signed_in


def test_nothing_here_leads_a_visitor_to_sign_in(db: None) -> None:
    page = Client().get("/fr/events/nowhere/")

    assert page.status_code == 404
    assert 'href="/fr/accounts/sign-in/"' in page.content.decode()
    assert '<html lang="fr" dir="ltr">' in page.content.decode()


def test_nothing_here_keeps_the_rooms_of_an_account(ana: Client) -> None:
    page = ana.get("/en/events/nowhere/").content.decode()

    assert 'href="/en/events/"' in page
    assert "your account does not open" in page


def test_page_sent_after_signing_in_elsewhere_says_what_to_do(db: None) -> None:
    client = Client(enforce_csrf_checks=True)

    page = client.post("/ar/accounts/sign-in/", {"login": "ana@example.org"})

    assert page.status_code == 403
    assert 'dir="rtl"' in page.content.decode()
    assert 'class="page-head"' in page.content.decode()


def test_fault_of_ours_asks_nothing_of_the_database(rf: object) -> None:
    page = server_error(rf.get("/en/")).content.decode()  # type: ignore[attr-defined]

    assert "A fault of ours" in page


@pytest.mark.parametrize("path", ["/en/", "/en/log/", "/en/events/", "/en/nowhere/", "/en/intake/template.xlsx"])
def test_what_an_account_reads_is_kept_by_nobody(db: None, path: str) -> None:
    told = signed_in(cast.ana()).get(path).headers["Cache-Control"]

    assert told == "private, no-store"


def test_public_page_is_asked_for_anew(db: None) -> None:
    assert Client().get("/en/events/").headers["Cache-Control"] == "private, no-cache"


@override_settings(DEBUG=False)
def test_answer_that_says_how_long_it_holds_is_left_alone(db: None) -> None:
    of = cast.delegate("Maastricht").delegation

    told = Client().get(f"/feeds/{of.calendar_key}.ics").headers["Cache-Control"]

    assert told == "private, no-cache"
