"""The day itself: a delegation withdraws, the plan is repaired, what would change is read, published, and told."""

import pytest
from django.conf import settings
from django.test import Client
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from hansa.mail.models import Letter
from hansa.meetings import actions
from hansa.meetings.models import Placement
from tests import cast
from tests.browser.conftest import axe_findings, overflow
from tests.conftest import signed_in
from tests.meetings.board import Small, drawn, small

pytestmark = pytest.mark.django_db(transaction=True)

BOARD = "/en/events/forum/meetings/"


@pytest.fixture
def made(transactional_db: None, context: BrowserContext, live_server: LiveServer) -> Small:
    """Published: Maastricht – Tallinn 14:00, Maastricht – Linz 14:25, Tallinn – Linz 14:50, all at table 1."""
    made = small()
    cast.bram()
    slots, table = list(made.round.slots.all()), made.round.tables.get(number=1)
    plan = drawn(made.round)
    plan.placements.all().delete()
    pairs = [(made.maastricht, made.tallinn), (made.maastricht, made.linz), (made.tallinn, made.linz)]
    for slot, (first, second) in zip(slots, pairs, strict=False):
        Placement.objects.create(plan=plan, first=first, second=second, slot=slot, table=table, weight=4)
    actions.publish(plan, by=cast.ana(), based_on=0)
    cookie = signed_in(cast.wen()).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    return made


def feed(made: Small) -> str:
    return Client().get(f"/feeds/{made.maastricht.delegation.calendar_key}.ics").text


def test_withdrawal_is_repaired_published_and_told(page: Page, made: Small) -> None:
    before = feed(made)
    page.goto(f"{BOARD}changed/")
    page.get_by_role("link", name="Somebody does not come").click()
    page.get_by_label("Who does not come").select_option(label="Linz, all of them")
    page.get_by_role("button", name="Put it on record").click()
    expect(page.get_by_text("withdrew the delegation of Linz")).to_be_visible()

    page.get_by_role("link", name="To the board and the repair").click()
    expect(page.locator("#conflict")).to_contain_text("Linz withdrew on")
    page.get_by_role("button", name="Repair the plan").click()
    difference = page.locator("#difference")
    expect(difference).to_contain_text("What would change for people: 2 meetings")
    expect(difference).to_contain_text("Maastricht – Linz")
    expect(difference).to_contain_text("3 delegations must be told. One letter will be drafted.")
    assert axe_findings(page) == []
    page.get_by_role("button", name="Publish version 2").click()
    expect(page.get_by_text("One letter is drafted; it waits in the outbox.")).to_be_visible()

    page.goto(f"/en/events/forum/diaries/{made.maastricht.delegation_id}/")
    expect(page.locator("main")).to_contain_text("Tallinn")
    after = feed(made)
    assert (before.count("SEQUENCE:1"), before.count("STATUS:CANCELLED")) == (0, 0)
    assert (after.count("SEQUENCE:1"), after.count("STATUS:CANCELLED")) == (1, 1)
    letter = Letter.objects.get(subject__startswith="Changes")
    assert letter.address == "bram@example.org"
    assert "Linz: the meeting on Thu 13 June, 14:25, table 1 does not take place" in letter.body


@pytest.mark.parametrize(("language", "width"), [("en", 390), ("ar", 1280)])
def test_pages_fit_and_can_be_read_by_everybody(page: Page, made: Small, language: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    plan = actions.take_off(made.round.plans.get(), **made.pair(made.maastricht, made.linz), by=cast.ana(), edition=0)
    actions.close_tables(
        made.round, tables=made.round.tables.filter(number=2), by=cast.wen(),
        starts_at=cast.at("2019-06-13 14:00"), ends_at=cast.at("2019-06-13 14:20"),
    )  # fmt: skip
    assert plan.state == "proposed"

    for address in ("", "changed/tables/", "changed/travel/", "plans/compare/"):
        page.goto(f"/{language}/events/forum/meetings/{address}")
        assert (address, axe_findings(page), overflow(page)) == (address, [], 0)
