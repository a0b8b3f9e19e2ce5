"""After a meeting, on a phone: held, minutes, a promise with its day; closed at a desk; the city's page knows."""

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from hansa.meetings.models import Meeting
from hansa.network.models import Membership
from tests import cast
from tests.browser.conftest import axe_findings, overflow
from tests.conftest import signed_in
from tests.meetings.test_past import meeting

pytestmark = pytest.mark.django_db(transaction=True)
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def held(transactional_db: None, context: BrowserContext, live_server: LiveServer) -> Meeting:
    """Maastricht met Tallinn; its focal point is signed in."""
    tallinn = cast.organization("Tallinn", country="EE")
    Membership.objects.create(network=cast.network(), organization=tallinn)
    made = meeting(topic="Ports")
    cookie = signed_in(cast.bram()).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    return made


def test_meeting_is_written_up_on_a_phone_and_the_city_page_knows(page: Page, held: Meeting) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto(reverse("meetings_followed"))
    page.get_by_role("link", name="Maastricht – Tallinn").click()

    page.get_by_label("held", exact=True).check()
    page.get_by_role("button", name="Save the report").click()
    expect(page.locator("#report .head")).to_contain_text("Held")
    page.get_by_role("link", name="Write minutes for Maastricht").click()
    page.get_by_label("Minutes").fill("They want a map of the port.")
    page.get_by_role("button", name="Save").click()
    expect(page.locator("#minutes")).to_contain_text("only your side reads them")
    page.locator(".page-head").get_by_role("link", name="Record a promise").click()
    page.get_by_label("What", exact=True).fill("A map of the port")
    page.get_by_label("By when").fill("October 2090")
    assert (axe_findings(page), overflow(page)) == ([], 0)
    page.get_by_role("button", name="Save").click()
    page.goto(reverse("promises"))
    expect(page.locator("tbody tr")).to_contain_text("October 2090")
    assert (axe_findings(page), overflow(page)) == ([], 0)

    page.get_by_role("link", name="A map of the port").click()
    page.get_by_label("How it was kept").fill("Sent by post")
    page.get_by_role("button", name="Close it").click()
    expect(page.locator("#end")).to_contain_text("Sent by post")
    page.goto(reverse("promises"))
    expect(page.get_by_text("No promise is open.")).to_be_visible()
    page.goto(reverse("organization", args=[cast.organization("Tallinn").pk]))
    expect(page.locator("#between")).to_contain_text("You last met Tallinn on 10 May 2017, in a meeting.")
    page.locator("#between summary").click()
    expect(page.locator("#between .moments")).to_contain_text("A map of the port")
    assert (axe_findings(page), overflow(page)) == ([], 0)


def test_contact_is_noted_in_three_fields(page: Page, held: Meeting) -> None:
    page.set_viewport_size(PHONE)  # type: ignore[arg-type]
    page.goto(reverse("home"))
    page.get_by_role("link", name="Note a contact").click()

    page.get_by_label("Whom did you meet?").press_sequentially("tall", delay=20)
    page.get_by_label("Tallinn Estonia").check()
    page.get_by_label("Where", exact=True).fill("Coffee")
    page.get_by_label("In one line").fill("Wants to talk about ports")
    assert (axe_findings(page), overflow(page)) == ([], 0)
    page.get_by_role("button", name="Save").click()

    expect(page.get_by_role("heading", level=1)).to_have_text("Maastricht – Tallinn")
    assert axe_findings(page) == []
