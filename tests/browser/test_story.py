"""The whole chain in a real browser: the host's workbook, the plan, the board, the focal point's diary and calendar."""

import re
from pathlib import Path

import icalendar
import pytest
from django.core import mail
from django.core.cache import cache
from playwright.sync_api import Locator, Page, expect
from sample.write_workbook import write

from tests import cast
from tests.browser.conftest import axe_findings, overflow

pytestmark = pytest.mark.django_db(transaction=True)
FORUM = "/en/events/forum/"
OF_FORUM = ("", "delegations/", "meetings/", "meetings/requests/", "diaries/")
PAGES = ["", "intake/", "log/", "events/", *(f"events/forum/{part}" for part in OF_FORUM)]


def sign_in(page: Page, email: str) -> None:
    """By the code of the letter, as everybody does."""
    page.goto("/en/accounts/sign-in/")
    page.get_by_label("E-mail").fill(email)
    page.get_by_role("button", name="Send me a code").click()
    expect(page.get_by_label("Code")).to_be_visible()
    code = re.search(r"^\s*([A-Z0-9-]{5,})\s*$", mail.outbox[-1].body, re.MULTILINE)
    assert code is not None
    page.get_by_label("Code").fill(code.group(1))
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("button", name="Sign out")).to_be_visible()


def bring_in(page: Page, workbook: Path) -> None:
    """Upload, look at every row's fate, confirm."""
    page.goto("/en/intake/")
    page.get_by_label("Workbook", exact=True).set_input_files(workbook)
    page.get_by_role("button", name="Read it").click()
    expect(page.get_by_text("Nothing is, before you confirm")).to_be_visible()
    page.get_by_role("button", name=re.compile("Record .* new")).click()
    expect(page.get_by_text("All of it is recorded")).to_be_visible()


def publish_what_the_public_may_see(page: Page) -> None:
    """The page, the programme, who comes: each on its own."""
    page.goto(FORUM)
    for left in (2, 1, 0):
        hidden = page.locator("#publication li", has_text="not public")
        hidden.first.get_by_role("button").click()
        expect(hidden).to_have_count(left)


def plan_and_publish(page: Page) -> None:
    page.goto(f"{FORUM}meetings/")
    page.get_by_role("button", name=re.compile("Propose a plan")).click()
    expect(page.get_by_text("No plan is worth more: this is proved.")).to_be_visible()
    page.get_by_role("button", name="Publish version 1").click()
    expect(page.get_by_text("This is what people hold.")).to_be_visible()


def daegu_cell(page: Page) -> Locator:
    """A meeting of Daegu's that has an open, empty cell beside it in its own slot."""
    rows = page.locator("[role=row]:has([role=gridcell][data-slot]:not([data-pair]))")
    return rows.locator("[role=gridcell][data-pair]", has_text="Daegu").first


def move_by_keyboard(page: Page, cell: Locator) -> str:
    """Pick up, go to the first free table of the slot, drop; the table's mark in the cell where it lands."""
    cell.focus()
    page.keyboard.press("m")
    free = cell.locator("xpath=..").locator("[role=gridcell].is-open:not([data-pair])").first
    expect(free).to_be_visible()
    at, to = (int(one.evaluate("cell => cell.cellIndex")) for one in (cell, free))
    for _step in range(abs(to - at)):
        page.keyboard.press("ArrowRight" if to > at else "ArrowLeft")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Publish version 2")).to_be_visible()
    return str(to)


def feed_of(page: Page) -> dict[str, icalendar.Event]:
    """The events of the diary's feed by UID, read as another program would."""
    address = page.locator("a[href^='http'][href*='/feeds/']").get_attribute("href")
    answer = page.request.get(address or "")
    return {str(one["UID"]): one for one in icalendar.Calendar.from_ical(answer.text()).walk("VEVENT")}


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    path = tmp_path / "forum.xlsx"
    write(path)
    return path


def test_forum_from_the_workbook_to_the_diary(page: Page, workbook: Path) -> None:
    cache.clear()
    cast.ana()

    sign_in(page, "ana@example.org")
    bring_in(page, workbook)
    publish_what_the_public_may_see(page)
    plan_and_publish(page)
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, "haeun.yoon@example.org")
    page.get_by_role("link", name="My diary").click()

    expect(page.get_by_role("heading", level=1)).to_contain_text("Daegu")
    expect(page.get_by_text("China Standard Time (UTC+8)")).to_be_visible()
    expect(page.locator("main")).to_contain_text("Seo Min-jae (sample)")
    before = feed_of(page)
    assert len(before) > 10
    assert page.request.get(f"{FORUM}meetings/").status == 404
    check_move(page, before)


def check_move(page: Page, before: dict[str, icalendar.Event]) -> None:
    """An officer moves a meeting by keyboard and publishes; the same calendar entry then says the new place."""
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, "ana@example.org")
    page.goto(f"{FORUM}meetings/")
    move_by_keyboard(page, daegu_cell(page))
    page.get_by_role("button", name="Publish version 2").click()
    expect(page.get_by_text("This is what people hold.")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    sign_in(page, "haeun.yoon@example.org")
    page.get_by_role("link", name="My diary").click()

    after = feed_of(page)
    changed = {uid for uid in after if after[uid].to_ical() != before[uid].to_ical()}

    assert set(after) == set(before)
    assert len(changed) == 1
    uid = changed.pop()
    assert int(after[uid]["SEQUENCE"]) == int(before[uid]["SEQUENCE"]) + 1
    assert after[uid]["LOCATION"] != before[uid]["LOCATION"]
    assert after[uid]["DTSTART"].dt == before[uid]["DTSTART"].dt


def test_pages_are_accessible_in_each_language_and_width(page: Page, workbook: Path) -> None:
    cache.clear()
    cast.ana()
    sign_in(page, "ana@example.org")
    bring_in(page, workbook)
    plan_and_publish(page)
    found: dict[str, object] = {}

    for language in ("en", "fr", "ar"):
        for width in (1280, 390):
            page.set_viewport_size({"width": width, "height": 844})
            for name in PAGES:
                page.goto(f"/{language}/{name}")
                faults = axe_findings(page)
                if faults or overflow(page):
                    found[f"{language} {width} {name}"] = faults or f"{overflow(page)} px too wide"

    assert found == {}
