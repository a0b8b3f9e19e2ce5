"""The board that stands open: cheap while nothing is done, and never behind what another officer did."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hansa.meetings import actions, lately
from hansa.meetings.models import Plan
from tests import cast
from tests.meetings.board import Small, drawn, small
from tests.meetings.test_pages import text_of

pytestmark = pytest.mark.django_db

BOARD = "/en/events/forum/meetings/"
HTMX = {"HX-Request": "true"}
# Session, account, the round, who one is at its event, the last act.
UNCHANGED = 6


@pytest.fixture
def made() -> Small:
    made = small()
    actions.publish(drawn(made.round), by=cast.wen(), based_on=0)
    made.round.refresh_from_db()
    return made


def edition(page: str) -> str:
    found = re.search(r'id="board-edition" value="([^"]+)"', page)
    assert found is not None
    return found[1]


def test_nothing_is_sent_while_nothing_was_done(wen: Client, made: Small) -> None:
    known = edition(wen.get(BOARD).text)

    with CaptureQueriesContext(connection) as asked:
        answer = wen.get(f"{BOARD}live/", {"edition": known}, headers=HTMX)

    assert (answer.status_code, answer.content, len(asked)) == (204, b"", UNCHANGED)
    assert "HX-Refresh" not in answer.headers


def test_what_another_hand_did_comes_in(wen: Client, made: Small) -> None:
    known = edition(wen.get(BOARD).text)
    plan = Plan.objects.get(round=made.round, state="published")
    actions.take_off(plan, **made.pair(made.tallinn, made.linz), by=cast.ana(), edition=0)

    answer = wen.get(f"{BOARD}live/", {"edition": known}, headers=HTMX)

    assert answer.status_code == 200
    assert edition(answer.text) == lately.edition(made.round) != known
    assert re.search(r"\d\d:\d\d Ana \(sample\) : took .* off the board", text_of(answer.text))
    assert "Version 1 was published by Wen (sample) on" in text_of(answer.text)


def test_page_reads_itself_anew_once_a_plan_is_asked_for_or_published(wen: Client, made: Small) -> None:
    known = edition(wen.get(BOARD).text)
    plan = actions.repair(made.round, by=cast.ana())
    asked = wen.get(f"{BOARD}live/", {"edition": known}, headers=HTMX)
    actions.publish(actions.draw_up(plan), by=cast.ana(), based_on=1)
    published = wen.get(f"{BOARD}live/", {"edition": known}, headers=HTMX)

    assert [(one.status_code, one.headers["HX-Refresh"]) for one in (asked, published)] == [(204, "true")] * 2
