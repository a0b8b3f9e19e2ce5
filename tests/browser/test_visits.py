"""Study visits in a real browser: on a phone a place is asked for, waited for, offered and taken."""

import pytest
from django.conf import settings
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from hansa.visits import actions
from hansa.visits.models import Booking
from tests import cast
from tests.browser.conftest import axe_findings, overflow
from tests.conftest import signed_in
from tests.visits.world import visit

pytestmark = pytest.mark.django_db(transaction=True)


def sign_in(context: BrowserContext, server: LiveServer, user: object) -> None:
    cookie = signed_in(user).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": server.url}])


def test_place_is_waited_for_offered_and_taken(page: Page, context: BrowserContext, live_server: LiveServer) -> None:
    made = visit(capacity=1, bus="Gate 3")
    head, rival = cast.delegate("Maastricht"), cast.delegate("Tallinn")
    held = actions.ask(made, rival, by=None)
    sign_in(context, live_server, cast.bram())
    page.set_viewport_size({"width": 390, "height": 800})
    address = f"/en/events/forum/visits/delegations/{head.delegation_id}/"

    page.goto(address)
    page.get_by_label("Let Head of Maastricht (sample) wait for a place").click()
    expect(page.locator("main")).to_contain_text("waits, turn 1")
    assert (overflow(page), axe_findings(page)) == (0, [])

    actions.give_up(held, by=None)
    page.goto("/en/")
    page.get_by_role("link", name="A place on “Panda base” is offered to Head of Maastricht (sample)").click()
    page.get_by_label("Take the place for Head of Maastricht (sample)").press("Enter")

    expect(page.locator("main")).to_contain_text("goes")
    assert Booking.objects.get(delegate=head).state == "confirmed"


@pytest.mark.parametrize("language", ["en", "fr", "ar"])
def test_pages_of_the_office_fit_a_phone(
    page: Page, context: BrowserContext, live_server: LiveServer, language: str
) -> None:
    made = visit(capacity=1)
    for city in ("Maastricht", "Tallinn"):
        actions.ask(made, cast.delegate(city), by=None)
    sign_in(context, live_server, cast.wen())
    page.set_viewport_size({"width": 390, "height": 800})

    for address in ("", f"{made.pk}/", f"{made.pk}/terms/"):
        page.goto(f"/{language}/events/forum/visits/{address}")
        assert (address, overflow(page), axe_findings(page)) == (address, 0, [])
