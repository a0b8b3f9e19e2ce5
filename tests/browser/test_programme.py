"""The programme in a real browser: a clash is seen while one types, a version is released, the public reads it."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from hansa.events import actions
from tests import cast
from tests.browser.conftest import axe_findings, overflow
from tests.conftest import signed_in
from tests.events.programmes import session

pytestmark = pytest.mark.django_db(transaction=True)
PROGRAMME = "/en/events/forum/programme/"


def test_session_is_edited_its_clash_seen_and_the_new_version_read_by_the_public(
    page: Page, context: BrowserContext, live_server: LiveServer
) -> None:
    event = cast.event()
    session("Opening", "2019-06-13 09:00", hall="Hall 1", track="Green")
    session("Cities", "2019-06-13 09:00", hall="Hall 2", track="Smart")
    actions.release_programme(event, by=None)
    cookie = signed_in(cast.wen()).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])

    page.goto(PROGRAMME)
    page.get_by_role("link", name="Cities", exact=True).click()
    page.get_by_label("Hall", exact=False).first.fill("Hall 1")
    page.keyboard.press("Tab")
    expect(page.locator("#clashes")).to_contain_text("Hall 1 is taken twice")
    assert axe_findings(page) == []
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#version")).to_contain_text("1 change waits")
    assert axe_findings(page) == []
    assert overflow(page) == 0
    page.get_by_role("link", name="Look at the difference and release").click()
    expect(page.locator("#difference")).to_contain_text("Hall 2")
    assert axe_findings(page) == []
    page.get_by_role("button", name="Release version 2").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Version 2")

    public = Client().get(PROGRAMME).content.decode()
    assert ("Hall 2" in public, "Version 2" in public) == (False, True)
