"""The order of precedence in a real browser: a place changed by keyboard with its reason, and taken back."""

import pytest
from django.conf import settings
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests import cast
from tests.browser.conftest import axe_findings, overflow
from tests.conftest import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "/en/events/forum/precedence/"


@pytest.fixture
def delegations(transactional_db: None, context: BrowserContext, live_server: LiveServer) -> None:
    for city, title in (("Maastricht", "Mayor"), ("Tallinn", "Deputy Mayor"), ("Aachen", "Head of office")):
        cast.delegate(city, title=title)
    cookie = signed_in(cast.wen()).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])


def order(page: Page) -> list[str]:
    return page.locator("#main tbody th a").all_inner_texts()


def test_place_is_changed_by_keyboard_and_taken_back(page: Page, delegations: None) -> None:
    page.goto(ADDRESS)
    assert order(page) == ["Maastricht", "Tallinn", "Aachen"]
    assert axe_findings(page) == []

    page.get_by_label("Change the place of Aachen").press("Enter")
    page.get_by_label("Place", exact=True).select_option("to the front")
    page.get_by_label("Reason").fill("Doyen of the guests")
    assert axe_findings(page) == []
    page.get_by_label("Reason").press("Enter")

    expect(page.locator("#main tbody tr").first).to_contain_text("put it to the front: Doyen of the guests")
    assert order(page) == ["Aachen", "Maastricht", "Tallinn"]

    page.get_by_label("Change the place of Aachen").click()
    page.get_by_role("button", name="Let the rule decide again").click()

    expect(page.locator("#main tbody tr").first).to_contain_text("head of its city")
    assert order(page) == ["Maastricht", "Tallinn", "Aachen"]


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_order_fits_a_phone(page: Page, delegations: None, language: str) -> None:
    page.set_viewport_size({"width": 390, "height": 800})

    page.goto(ADDRESS.replace("/en/", f"/{language}/"))

    assert (overflow(page), axe_findings(page)) == (0, [])
