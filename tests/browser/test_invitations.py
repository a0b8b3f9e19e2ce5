"""An invitation in a real browser: from the list to the outbox, on a stranger's phone, and answered with its code."""

import pytest
from django.conf import settings
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from hansa.invitations.models import Answer, Invitation
from hansa.mail.models import Letter
from tests import cast
from tests.browser.conftest import axe_findings, overflow
from tests.conftest import signed_in
from tests.invitations.world import code_for, event, invitation, link

pytestmark = pytest.mark.django_db(transaction=True)


def sign_in(context: BrowserContext, server: LiveServer, user: object) -> None:
    cookie = signed_in(user).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": server.url}])


def test_invitation_goes_out_and_is_answered(page: Page, context: BrowserContext, live_server: LiveServer) -> None:
    event()
    cast.organization("Maastricht")
    sign_in(context, live_server, cast.wen())

    page.goto("/en/events/forum/invitations/add/")
    page.get_by_label("Organisation").select_option("Maastricht")
    page.get_by_label("To whom").fill("Jana de Vries")
    page.get_by_label("E-mail address").fill("mayor@example.org")
    page.get_by_label("Last day for an answer").fill("2031-05-01")
    assert axe_findings(page) == []
    page.get_by_role("button", name="Put on the list").press("Enter")
    expect(page.locator(".lede")).to_contain_text("prepared")
    assert axe_findings(page) == []

    page.goto("/en/events/forum/invitations/send/")
    page.get_by_role("button", name="Draft 1 letter").click()
    page.get_by_role("link", name="Look through 1 that waits").click()
    page.get_by_role("button", name="Send 1 letter").click()
    expect(page.get_by_role("status").first).to_contain_text("1 letter is on its way.")
    assert Letter.objects.get().state == "sent"

    context.clear_cookies()
    page.set_viewport_size({"width": 390, "height": 800})
    made = Invitation.objects.get()
    page.goto(link(made))
    expect(page.locator("main")).to_contain_text("Maastricht")
    expect(page.locator("body")).not_to_contain_text("Jana")
    assert (overflow(page), axe_findings(page)) == (0, [])
    page.get_by_label("We accept", exact=True).check()
    page.get_by_label("Your name and office").fill("The cabinet")
    page.get_by_role("button", name="Go on: a code is sent").click()
    expect(page.get_by_label("Code")).to_be_visible()
    assert (overflow(page), axe_findings(page)) == (0, [])
    page.get_by_label("Code").fill(code_for(Answer.objects.get()))
    page.get_by_label("Code").press("Enter")

    expect(page.locator("main")).to_contain_text("Your answer is on record.")
    made.refresh_from_db()
    assert (made.state, made.opened_at is not None) == ("accepted", True)


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_pages_fit_a_phone(page: Page, context: BrowserContext, live_server: LiveServer, language: str) -> None:
    made = invitation()
    sign_in(context, live_server, cast.wen())
    page.set_viewport_size({"width": 390, "height": 800})

    for address in ("", "add/", "add-many/", "send/?what=reminder", "words/invitation/ar/", f"{made.pk}/"):
        page.goto(f"/{language}/events/forum/invitations/{address}")
        assert (address, overflow(page), axe_findings(page)) == (address, 0, [])
