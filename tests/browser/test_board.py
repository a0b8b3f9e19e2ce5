"""The board in a real browser: by keyboard and by mouse, and a forbidden move that says why."""

import pytest
from django.conf import settings
from playwright.sync_api import BrowserContext, Locator, Page, Route, expect
from pytest_django.live_server_helper import LiveServer

from hansa.meetings import actions
from hansa.meetings.models import Placement, Plan
from tests import cast
from tests.browser.conftest import axe_findings, overflow
from tests.conftest import signed_in
from tests.meetings.board import Small, board, drawn, small

pytestmark = pytest.mark.django_db(transaction=True)

BOARD = "/en/events/forum/meetings/"


@pytest.fixture
def made(transactional_db: None, context: BrowserContext, live_server: LiveServer) -> Small:
    """A published plan: Maastricht – Tallinn 14:00, Maastricht – Linz 14:25, Tallinn – Linz 14:50, all at table 1."""
    made = small()
    slots, table = list(made.round.slots.all()), made.round.tables.get(number=1)
    plan = drawn(made.round)
    plan.placements.all().delete()
    pairs = [(made.maastricht, made.tallinn), (made.maastricht, made.linz), (made.tallinn, made.linz)]
    for slot, (first, second) in zip(slots, pairs, strict=False):
        Placement.objects.create(plan=plan, first=first, second=second, slot=slot, table=table, weight=4)
    cookie = signed_in(cast.ana()).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
    return made


def cell(page: Page, made: Small, slot: int, table: int) -> Locator:
    place = made.place(slot, table)
    return page.locator(f"[data-slot='{place['slot']}'][data-key='{place['table']}']")


def held(made: Small) -> set[str]:
    return board(Plan.objects.get(round=made.round, state="proposed"))


def test_meeting_is_moved_by_keyboard(page: Page, made: Small) -> None:
    page.goto(BOARD)
    cell(page, made, 2, 1).click()

    page.keyboard.press("m")
    expect(cell(page, made, 3, 2)).to_have_class("is-open")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowRight")
    expect(page.locator("#inspect")).to_contain_text("It may stand here. Enter drops it.")
    page.keyboard.press("Enter")

    expect(cell(page, made, 3, 2)).to_contain_text("Tallinn")
    expect(cell(page, made, 3, 2)).to_be_focused()
    assert "Tallinn – Linz 15:15 T2" in held(made)


def test_forbidden_place_says_why_and_escape_puts_it_back(page: Page, made: Small) -> None:
    page.goto(BOARD)
    cell(page, made, 2, 1).click()

    page.keyboard.press("m")
    expect(cell(page, made, 0, 2)).to_have_class("is-barred")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowRight")
    why = "Tallinn meets on Thu 13 June, 14:00 already: Maastricht – Tallinn."
    expect(page.locator("#inspect")).to_contain_text(why)
    page.keyboard.press("Enter")
    page.keyboard.press("Escape")

    expect(cell(page, made, 2, 1)).to_be_focused()
    assert "Tallinn – Linz 14:50 T1" in held(made)


def test_forbidden_drop_offers_the_nearest_place_and_enter_takes_it(page: Page, made: Small) -> None:
    page.goto(BOARD)
    cell(page, made, 2, 1).click()

    page.keyboard.press("m")
    expect(cell(page, made, 0, 2)).to_have_class("is-barred")
    cell(page, made, 0, 2).click()
    expect(page.get_by_role("button", name="Thu 13 June, 14:50, table 2")).to_be_focused()
    page.keyboard.press("Enter")

    expect(cell(page, made, 2, 2)).to_contain_text("Linz")
    assert "Tallinn – Linz 14:50 T2" in held(made)


def test_sentence_of_a_quick_drop_stays_in_view(page: Page, made: Small) -> None:
    """The places are still being asked for when the meeting is dropped; their answer does not wipe out the refusal."""
    asked: list[Route] = []
    page.route("**/places/", lambda route: asked.append(route))
    page.goto(BOARD)

    cell(page, made, 0, 1).drag_to(cell(page, made, 1, 1))
    expect(page.locator("#inspect")).to_contain_text("meets there")
    before = page.locator("#inspect").inner_text()
    asked[0].continue_()
    expect(page.locator(".is-barred").first).to_be_visible()

    assert page.locator("#inspect").inner_text() == before


def test_meeting_is_dragged_by_mouse_and_pinned_by_key(page: Page, made: Small) -> None:
    page.goto(BOARD)

    cell(page, made, 2, 1).drag_to(cell(page, made, 3, 1))
    expect(cell(page, made, 3, 1)).to_be_focused()
    page.keyboard.press("p")

    expect(cell(page, made, 3, 1)).to_have_attribute("data-pinned", "")
    assert "Tallinn – Linz 15:15 T1" in held(made)
    assert Placement.objects.get(is_pinned=True).slot == made.round.slots.last()


def test_two_meetings_change_places(page: Page, made: Small) -> None:
    page.goto(BOARD)
    cell(page, made, 2, 1).click()

    page.keyboard.press("Enter")
    expect(cell(page, made, 3, 1)).to_have_class("is-open")
    cell(page, made, 0, 1).click()
    page.get_by_role("button", name="Let the two change places").click()

    expect(cell(page, made, 0, 1)).to_contain_text("Linz")
    assert {"Tallinn – Linz 14:00 T1", "Maastricht – Tallinn 14:50 T1"} <= held(made)


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("en", 390), ("ar", 1280)])
def test_board_fits_and_can_be_read_by_everybody(page: Page, made: Small, language: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 900})

    page.goto(f"/{language}/events/forum/meetings/")

    assert axe_findings(page) == []
    assert overflow(page) == 0
    assert page.locator("[role=gridcell][tabindex='0']").count() == 1


def test_what_another_officer_moves_comes_in_by_itself(page: Page, made: Small) -> None:
    page.goto(BOARD)
    cell(page, made, 0, 1).click()
    expect(cell(page, made, 3, 2)).not_to_contain_text("Linz")
    plan = Plan.objects.get(round=made.round)

    actions.move(plan, **made.pair(made.tallinn, made.linz), **made.place(3, 2), by=cast.wen(), edition=0)

    expect(cell(page, made, 3, 2)).to_contain_text("Linz", timeout=12_000)
    expect(cell(page, made, 0, 1)).to_be_focused()
