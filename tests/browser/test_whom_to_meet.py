"""On a phone: Bram asks to meet Tallinn, Chidi of Tallinn accepts."""

import pytest
from django.conf import settings
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from hansa.meetings.models import MeetingRequest
from tests import cast
from tests.browser.conftest import axe_findings, overflow
from tests.conftest import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


def sign_in(context: BrowserContext, server: LiveServer, user: object) -> None:
    cookie = signed_in(user).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": server.url}])


def test_one_asks_and_the_other_accepts(page: Page, context: BrowserContext, live_server: LiveServer) -> None:
    cast.round_of()
    own, other = (cast.delegate(city) for city in ("Maastricht", "Tallinn"))
    cast.delegate("Linz")
    page.set_viewport_size({"width": 390, "height": 800})
    at = "/en/events/forum/meetings/portal"

    sign_in(context, live_server, cast.bram())
    page.goto(f"{at}/{own.delegation_id}/")
    page.get_by_label("Search in any script").fill("tall")
    expect(page.locator("#rows")).to_contain_text("1 delegation")
    page.locator("#rows summary").press("Enter")
    page.get_by_label("Topic").fill("Ports")
    assert (overflow(page), axe_findings(page)) == (0, [])
    page.get_by_label("Send the request to Tallinn").press("Enter")
    expect(page.locator("#own")).to_contain_text("Ports")

    sign_in(context, live_server, cast.chidi())
    page.goto(f"{at}/{other.delegation_id}/")
    page.get_by_text("Decline to meet").click()
    assert (overflow(page), axe_findings(page)) == (0, [])
    page.get_by_label("Accept to meet Maastricht").click()
    expect(page.locator("#asked")).to_contain_text("accepted")

    assert MeetingRequest.objects.get().answer == "accepted"


@pytest.mark.parametrize("language", ["fr", "ar"])
def test_page_of_the_office_fits_a_phone(
    page: Page, context: BrowserContext, live_server: LiveServer, language: str
) -> None:
    of = cast.round_of()
    cast.request(of, cast.delegate("Maastricht"), cast.delegate("Tallinn"))
    sign_in(context, live_server, cast.wen())
    page.set_viewport_size({"width": 390, "height": 800})

    page.goto(f"/{language}/events/forum/meetings/requests/")

    assert (overflow(page), axe_findings(page)) == (0, [])
