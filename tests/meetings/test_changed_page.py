"""The page on which an officer says what changed, and the board with its repair beside it."""

import re
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hansa.delegations.models import Delegate, Delegation
from hansa.meetings import actions
from hansa.meetings.models import Closure, Leave, MeetingRequest, Plan
from tests import cast
from tests.cast import at
from tests.meetings.board import Small, drawn, small
from tests.meetings.test_pages import text_of

pytestmark = pytest.mark.django_db

BOARD = "/en/events/forum/meetings/"
PAGE = f"{BOARD}changed/"


@pytest.fixture
def made() -> Small:
    made = small()
    actions.publish(drawn(made.round), by=cast.ana(), based_on=0)
    made.round.refresh_from_db()
    return made


def slot(made: Small, number: int) -> int:
    return made.round.slots.all()[number].pk


def test_page_offers_each_kind_of_change(wen: Client, made: Small) -> None:
    page = text_of(wen.get(PAGE).text)

    for title in (
        "Somebody does not come", "An arrival or a departure moved", "A room or tables close",
        "An interpreter is away", "A meeting is asked for",
    ):  # fmt: skip
        assert title in page
    assert "Nothing has changed since." in page
    assert wen.get(f"{PAGE}earthquake/").status_code == 404


def test_delegation_that_does_not_come_withdraws(wen: Client, made: Small) -> None:
    answer = wen.post(f"{PAGE}withdrawal/", {"who": f"g{made.linz.delegation_id}"}, follow=True)

    assert "It is on record. Say what else changed, or repair the plan." in text_of(answer.text)
    assert "withdrew the delegation of Linz" in text_of(answer.text)
    assert Delegation.objects.get(pk=made.linz.delegation_id).withdrawn_on is not None


def test_delegation_that_comes_after_all_gets_its_meetings_back_by_a_repair(wen: Client, made: Small) -> None:
    wen.post(f"{PAGE}withdrawal/", {"who": f"g{made.linz.delegation_id}"})
    offered = text_of(wen.get(PAGE).text)

    page = wen.post(f"{BOARD}withdrawn/{made.linz.delegation_id}/return/", follow=True)

    plan = actions.draw_up(actions.repair(made.round, by=cast.wen()))
    assert "Comes after all" in offered
    assert "The delegation comes after all." in text_of(page.text)
    assert plan.placements.count() == 3


def test_one_person_who_does_not_come_withdraws_alone(wen: Client, made: Small) -> None:
    wen.post(f"{PAGE}withdrawal/", {"who": f"d{made.linz.pk}"})

    assert Delegate.objects.get(pk=made.linz.pk).withdrawn_on is not None
    assert Delegation.objects.get(pk=made.linz.delegation_id).withdrawn_on is None


def test_late_flight_is_put_on_record_in_the_event_s_zone(wen: Client, made: Small) -> None:
    values = {"who": f"g{made.linz.delegation_id}", "what": "arrives_at", "day": "2019-06-13", "time": "13:10"}

    wen.post(f"{PAGE}travel/", values)

    assert Delegate.objects.get(pk=made.linz.pk).arrives_at == at("2019-06-13 13:10")


def test_hall_closes_whole(wen: Client, made: Small) -> None:
    made.round.tables.update(hall="Lotus")
    values = {"tables": ["hall 0"], "starts_at": slot(made, 1), "ends_at": slot(made, 2), "reason": "no light"}

    page = text_of(wen.post(f"{PAGE}tables/", values, follow=True).text)

    assert Closure.objects.count() == 4
    assert "Closed table 1, table 2" in page
    assert "no light" in page


def test_closed_tables_are_opened_again(wen: Client, made: Small) -> None:
    values = {"tables": [made.round.tables.all()[0].pk], "starts_at": slot(made, 0), "ends_at": slot(made, 3)}
    page = wen.post(f"{PAGE}tables/", values, follow=True).text
    address = re.search(r'action="([^"]*/closures/\d+/open/)"', page)
    assert address is not None
    assert Closure.objects.count() == 4

    wen.post(address[1])

    assert Closure.objects.count() == 0


def test_interpreter_is_away_and_there_after_all(wen: Client, made: Small) -> None:
    helper = cast.interpreter(made.round, "en", "az")
    values = {"interpreter": helper.pk, "starts_at": slot(made, 1), "ends_at": ""}

    page = wen.post(f"{PAGE}interpreter/", values, follow=True).text
    leave = Leave.objects.get()

    assert (leave.starts_at, leave.ends_at) == (made.round.slots.all()[1].starts_at, None)
    assert "does not come back" in page
    wen.post(f"{BOARD}leaves/{leave.pk}/end/")
    assert Leave.objects.count() == 0


def test_meeting_is_asked_for(wen: Client, made: Small) -> None:
    values = {"asker": f"d{made.baku.pk}", "asked": f"d{made.linz.pk}", "priority": "1", "topic": "Ports"}

    wen.post(f"{PAGE}request/", values)

    request = MeetingRequest.objects.get(asker=made.baku)
    assert (request.asked, request.priority, request.topic) == (made.linz, 1, "Ports")


@pytest.mark.parametrize(
    ("kind", "values", "sentence"),
    [
        ("withdrawal", {}, "This field is required."),
        (
            "travel",
            {"who": "d0", "what": "arrives_at", "day": "2019-06-13", "time": "25:99"},
            "Write the time as 16:40.",
        ),
        ("tables", {"starts_at": "0"}, "Choose at least one table."),
    ],
)
def test_wrong_answers_are_shown_with_what_to_do(
    wen: Client, made: Small, kind: str, values: dict[str, str], sentence: str
) -> None:
    answer = wen.post(f"{PAGE}{kind}/", values)

    assert answer.status_code == 422
    assert sentence in text_of(answer.text)


def test_refusal_is_said_on_the_page(wen: Client, made: Small) -> None:
    values = {"asker": f"d{made.maastricht.pk}", "asked": f"d{made.linz.pk}", "priority": "1"}

    answer = wen.post(f"{PAGE}request/", values)

    assert answer.status_code == 409
    assert "Not done. Head of Maastricht (sample), Maastricht has asked for" in text_of(answer.text)


def test_board_counts_what_changed_and_offers_the_repair(wen: Client, made: Small) -> None:
    wen.post(f"{PAGE}withdrawal/", {"who": f"g{made.linz.delegation_id}"})

    page = text_of(wen.get(BOARD).text)

    assert "One change is on record since version 1 was drawn up." in page
    assert "Repair the plan, or move these meetings yourself." in page
    assert "Propose a plan" not in page.replace("Propose a plan again, or", "")


def test_repair_shows_the_difference_before_anything_is_published(wen: Client, made: Small) -> None:
    cast.bram()
    wen.post(f"{PAGE}withdrawal/", {"who": f"g{made.linz.delegation_id}"})
    wen.post(f"{BOARD}repair/", {"thrift": "few moves"})
    actions.draw_up(Plan.objects.get(round=made.round, state="drawing"))

    page = text_of(wen.get(BOARD).text)

    assert "What would change for people: 2 meetings" in page
    assert "Linz withdrew on" in page
    assert "3 delegations must be told. One letter will be drafted." in page
    assert "Nobody answers for these on record; tell them yourself: Linz, Tallinn" in page
    assert "Of that, possible today 8 1" in page


def test_page_asks_as_many_queries_for_three_as_for_one(wen: Client, made: Small) -> None:
    asked = []
    for more in (1, 2):
        for number in range(more):
            city = cast.delegate(f"City {more} {number}")
            actions.record_request(made.round, city, made.linz, by=cast.wen())
            start = made.round.slots.all()[number].starts_at
            actions.let_go(cast.interpreter(made.round, "en", "az"), starts_at=start, ends_at=None, by=cast.wen())
        wen.get(f"{PAGE}withdrawal/")
        with CaptureQueriesContext(connection) as found:
            wen.get(f"{PAGE}withdrawal/")
        asked.append(len(found))

    assert asked[0] == asked[1]


def test_document_names_what_the_pages_call_it(wen: Client, made: Small) -> None:
    document = (Path(__file__).parents[2] / "docs/use.md").read_text(encoding="utf-8")
    pages = text_of("".join(wen.get(address).text for address in (BOARD, PAGE, f"{BOARD}plans/1/")))

    for name in ("Something changed", "Compare plans", "Earlier plans", "Outside the tables", "balanced"):
        assert f"*{name}*" in document
        assert name in pages
