"""The outbox in a real browser: looked through, changed, let go."""

import pytest
from django.conf import settings
from django.core import mail
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests import cast
from tests.browser.conftest import axe_findings, overflow
from tests.conftest import signed_in
from tests.mail.world import letter

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def letters(transactional_db: None, context: BrowserContext, live_server: LiveServer) -> None:
    letter(1, name="Jana de Vries")
    letter(2, name="سعاد", language="ar", wanted_language="fa", subject="دعوة", body="السيدة العمدة،\n\nنرجو الرد.")
    cookie = signed_in(cast.ana()).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])


def test_letter_is_changed_and_all_are_let_go(page: Page, letters: None) -> None:
    page.goto("/en/outbox/")
    assert axe_findings(page) == []
    page.get_by_role("link", name="Letter 1").click()
    page.get_by_label("Text").fill("Dear Ms de Vries,\n\nplease answer by Friday.")
    page.get_by_role("button", name="Save").click()
    expect(page.locator(".letter")).to_contain_text("by Friday")
    assert axe_findings(page) == []

    page.goto("/en/outbox/")
    page.get_by_role("link", name="Look through 2 that wait").click()
    expect(page.locator("main")).to_contain_text("instead of Persian")
    assert axe_findings(page) == []
    page.get_by_role("button", name="Send 2 letters").press("Enter")

    expect(page.get_by_role("status").first).to_contain_text("2 letters are on their way.")
    assert sorted(message.subject for message in mail.outbox) == ["Letter 1", "دعوة"]


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_outbox_fits_a_phone(page: Page, letters: None, language: str) -> None:
    page.set_viewport_size({"width": 390, "height": 800})

    for address in ("", "send/", f"{letter(2).pk}/"):
        page.goto(f"/{language}/outbox/{address}")
        assert (address, overflow(page), axe_findings(page)) == (address, 0, [])
