"""Sign-in in a real browser, by the code of the letter."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from playwright.sync_api import Page, expect

from tests import cast
from tests.browser.conftest import axe_findings, overflow

pytestmark = pytest.mark.django_db(transaction=True)


def test_officer_signs_in_with_the_code_and_out_again(page: Page) -> None:
    cache.clear()
    cast.ana()

    page.goto("/en/")
    page.get_by_role("link", name="Sign in").click()
    page.get_by_label("E-mail").fill("ana@example.org")
    page.get_by_role("button", name="Send me a code").click()
    code = re.search(r"^\s*([A-Z0-9-]{5,})\s*$", mail.outbox[-1].body, re.MULTILINE)
    assert code is not None
    page.get_by_label("Code").fill(code.group(1))
    page.get_by_role("button", name="Sign in").click()

    expect(page.get_by_role("heading", name="Today", level=1)).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("link", name="Sign in")).to_be_visible()


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
@pytest.mark.parametrize("width", [1280, 390])
def test_sign_in_page_is_accessible(page: Page, language: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 844})

    page.goto(f"/{language}/accounts/sign-in/")

    assert axe_findings(page) == []
    assert overflow(page) == 0
    assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
