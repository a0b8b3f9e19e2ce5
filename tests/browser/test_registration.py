"""Registration in a real browser: on a phone, with a question that hangs on another; sent back, approved."""

import pytest
from django.conf import settings
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from hansa.registration.models import Registration
from tests import cast
from tests.browser.conftest import axe_findings, overflow
from tests.conftest import signed_in
from tests.registration.world import event, save

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "/en/events/forum/registration/"


def sign_in(context: BrowserContext, server: LiveServer, user: object) -> None:
    context.clear_cookies()
    cookie = signed_in(user).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": server.url}])


def test_delegate_is_registered_on_a_phone(page: Page, context: BrowserContext, live_server: LiveServer) -> None:
    event()
    who = cast.delegate()
    sign_in(context, live_server, cast.bram())
    page.set_viewport_size({"width": 390, "height": 800})
    room = page.get_by_role("group", name="Shall we reserve a room?")

    page.goto(f"{ADDRESS}people/{who.pk}/")
    page.get_by_label("Diet", exact=True).select_option("vegetarian")
    room.get_by_label("yes").check()
    expect(page.get_by_label("First night")).to_be_visible()
    assert (overflow(page), axe_findings(page)) == (0, [])
    page.get_by_role("button", name="Save and come back later").click()
    expect(page.get_by_role("status")).to_contain_text("3 questions must still be answered.")

    page.get_by_label("First night").fill("2031-06-12")
    page.get_by_label("Day of departure").fill("2031-06-15")
    page.get_by_role("group", name="Do you need a letter for a visa?").get_by_label("no").check()
    page.get_by_role("button", name="Hand in").press("Enter")
    expect(page.get_by_role("status")).to_contain_text("Handed in. The office looks at it.")
    assert (overflow(page), axe_findings(page)) == (0, [])

    page.set_viewport_size({"width": 1280, "height": 900})
    sign_in(context, live_server, cast.wen())
    page.goto(f"{ADDRESS}people/{who.pk}/review/")
    assert axe_findings(page) == []
    page.get_by_label("What is to be put right").fill("Which flight?")
    page.get_by_role("button", name="Send it back").click()
    expect(page.locator(".lede")).to_contain_text("sent back")

    save(who, submit=True)
    page.reload()
    page.get_by_role("button", name="Approve").click()
    expect(page.locator(".lede")).to_contain_text("approved")
    assert Registration.objects.get().state == "approved"


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_pages_fit_a_phone(page: Page, context: BrowserContext, live_server: LiveServer, language: str) -> None:
    event(demands=["title", "arrival", "nomination"])
    who = cast.delegate()
    save(who, submit=True)
    sign_in(context, live_server, cast.wen())
    page.set_viewport_size({"width": 390, "height": 800})

    for address in (
        "", "terms/", "questions/", "questions/add/", f"people/{who.pk}/role/", f"delegations/{who.delegation_id}/",
        f"delegations/{who.delegation_id}/name/", f"people/{who.pk}/review/",
    ):  # fmt: skip
        page.goto(f"/{language}/events/forum/registration/{address}")
        assert (address, overflow(page), axe_findings(page)) == (address, 0, [])
