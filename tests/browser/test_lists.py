"""A list from the box to the register in a real browser, with questions; each page without findings and on a phone."""

import pytest
from django.conf import settings
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from hansa.network.models import Membership
from tests import cast
from tests.browser.conftest import axe_findings, overflow
from tests.conftest import signed_in

pytestmark = pytest.mark.django_db(transaction=True)
LIST = """No;Stadt;Land;Kategorie
Asien;;;
1;서울;Korea;Mitglied
Europa;;;
2;Łódź;Poland;Beobachter
3;Bonn;Germny;Mitglied
"""
PHONE = {"width": 390, "height": 800}


@pytest.fixture(autouse=True)
def officer(transactional_db: None, context: BrowserContext, live_server: LiveServer) -> None:
    cookie = signed_in(cast.ana()).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])


def looked_at(page: Page) -> None:
    """No finding of axe, and nothing that scrolls sideways on a phone."""
    found = axe_findings(page)
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    wide = overflow(page)
    page.set_viewport_size({"width": 1280, "height": 900})
    assert (found, wide) == ([], 0)


def test_pasted_list_goes_through_columns_and_questions_to_the_register(page: Page) -> None:
    page.goto("/en/intake/lists/")
    looked_at(page)
    page.get_by_label("Or paste it").fill(LIST)
    page.get_by_role("button", name="Look into it").click()

    expect(page.get_by_label("What column 2 (Stadt) is")).to_have_value("name")
    expect(page.get_by_label("What column 4 (Kategorie) is")).to_have_value("standing")
    looked_at(page)
    page.get_by_role("button", name="Read it, and show every row").click()

    question = page.get_by_role("group", name="Is “Germny” Germany?")
    expect(question.get_by_label("Germany")).to_be_checked()
    looked_at(page)
    page.get_by_role("button", name="Answer, and read it again").click()
    page.get_by_role("button", name="Record 3 new and 0 changed rows").click()

    expect(page.get_by_text("All of it is recorded.")).to_be_visible()
    page.locator("#where").get_by_role("link", name="Register").click()
    expect(page.get_by_role("link", name="Łódź")).to_be_visible()
    assert sorted(Membership.objects.values_list("organization__name", "standing")) == [
        ("Bonn", "member"), ("Łódź", "observer"), ("서울", "member"),
    ]  # fmt: skip


def test_whole_register_is_offered_and_looks_right(page: Page) -> None:
    page.goto("/en/intake/register/")

    with page.expect_download() as download:
        page.get_by_role("link", name="JSON").click()

    assert download.value.suggested_filename.endswith(".json")
    looked_at(page)
