"""What the meetings lend to the first page and to the event's: only to those who manage it."""

import re

import pytest
from django.test import Client

from hansa.meetings import actions
from tests import cast
from tests.meetings.board import Small, drawn, small

pytestmark = pytest.mark.django_db

BOARD = "/en/events/forum/meetings/"


@pytest.fixture
def made() -> Small:
    return small()


def today(client: Client) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", client.get("/en/").text))


def test_requests_without_a_plan_are_something_to_do(ana: Client, made: Small) -> None:
    page = today(ana)

    assert "4 meetings are asked for: propose a plan" in page
    assert "0 of 4 meeting requests placed no plan has been drawn up yet" in _figures(page)


def _figures(page: str) -> str:
    """A figure as it is read: the number, what it counts, its definition (the page draws them in another order)."""
    found = re.search(r"(meeting requests placed) (.+?)\s+(\d+) of (\d+)", page)
    assert found, page
    return f"{found[3]} of {found[4]} {found[1]} {found[2]}"


def test_proposal_waits_to_be_published(wen: Client, made: Small) -> None:
    drawn(made.round)

    page = today(wen)

    assert "Publish version 1 of the board" in page
    assert "4 of 4 requests have a place in it." in page


def test_meeting_that_cannot_be_held_any_more_is_late(ana: Client, made: Small) -> None:
    actions.publish(drawn(made.round), by=cast.ana(), based_on=0)
    made.linz.arrives_at = cast.at("2019-06-13 20:00")
    made.linz.save()

    page = today(ana)

    assert "2 meetings on the board can no longer be held" in page
    assert "Linz arrives on Thu 13 June at 20:00, too late for" in page


@pytest.mark.parametrize("who", ["bram", "dana"])
def test_others_see_neither_the_board_nor_its_figures(
    who: str, made: Small, request: pytest.FixtureRequest, ana: Client
) -> None:
    drawn(made.round)
    client = request.getfixturevalue(who)

    pages = [client.get(address).text for address in ("/en/", "/en/events/forum/")]

    assert not any(BOARD in page or "meeting requests placed" in page for page in pages)
    assert BOARD in ana.get("/en/events/forum/").text
