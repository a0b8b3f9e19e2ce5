"""The board and its plans as pages: what stands on them, what a form does, how many queries they ask."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hansa.base.models import Job
from hansa.meetings import actions, planner
from hansa.meetings.models import Meeting, Placement, Plan
from tests import cast
from tests.meetings.board import Small, board, drawn, small

pytestmark = pytest.mark.django_db

BOARD = "/en/events/forum/meetings/"
BOARD_QUERIES = 22
HTMX = {"HX-Request": "true"}


@pytest.fixture
def made() -> Small:
    return small()


def text_of(html: str) -> str:
    """What a reader sees, with single spaces."""
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def pair_address(made: Small) -> str:
    return "{}pairs/{first}/{second}/".format(BOARD, **made.pair(made.tallinn, made.linz))


def seen(plan: Plan) -> dict[str, int]:
    return {"plan": plan.number, "edition": plan.edition}


def test_event_without_a_round_says_what_will_come(ana: Client) -> None:
    cast.event()

    page = text_of(ana.get(BOARD).text)

    assert "This event has no times and tables for bilateral meetings." in page


def test_empty_board_says_what_will_stand_there(ana: Client, made: Small) -> None:
    page = text_of(ana.get(BOARD).text)

    assert "3 meetings are asked for and no plan has been drawn up yet." in page
    assert "Propose a plan" in page


def test_board_shows_a_proposal_with_its_worth(wen: Client, made: Small) -> None:
    drawn(made.round)

    page = text_of(wen.get(BOARD).text)

    assert "3 meetings are added. No plan is worth more: this is proved." in page
    assert "If you publish, these delegations are told: Linz, Maastricht, Tallinn" in page
    assert "Everybody who asked has a place." in page
    assert "Times: China Standard Time (UTC+8)" in page


def test_board_claims_no_proof_once_the_records_have_changed(ana: Client, made: Small) -> None:
    plan = drawn(made.round)
    ground = planner.read(made.round)
    actions.publish(plan, by=None, based_on=0)
    of_the_plan = text_of(ana.get(BOARD).text)
    fourth = cast.delegate("Bonn")
    cast.request(made.round, fourth, made.linz)

    page = text_of(ana.get(BOARD).text)

    assert ground.upholds(plan)
    assert f"At most possible {plan.bound} reached" in of_the_plan
    assert f"At most possible {plan.bound} before the records changed" in page


def test_plan_is_proposed_and_published_by_forms(ana: Client, made: Small) -> None:
    ana.post(f"{BOARD}propose/")
    plan = Plan.objects.get()
    actions.draw_up(plan)
    ana.post(f"{BOARD}plans/1/publish/", {"based_on": 0, "edition": 0})

    page = text_of(ana.get(BOARD).text)

    assert Meeting.objects.count() == 3
    assert "Published, version 1" in page
    assert "This is what people hold." in page


def test_progress_polls_while_the_job_is_open_and_then_renews_the_page(ana: Client, made: Small) -> None:
    plan = actions.propose(made.round, by=cast.ana())
    Job.objects.update(state="running", percent=40, detail={"value": 12, "bound": 18})

    running = ana.get(f"{BOARD}progress/", headers=HTMX)
    page = ana.get(BOARD).text
    actions.draw_up(plan)
    done = ana.get(f"{BOARD}progress/", headers=HTMX)

    assert "40 % · best so far 12, at most 18" in text_of(running.text)
    assert 'hx-trigger="every 1s"' in running.text
    assert '<noscript><meta http-equiv="refresh"' in page
    assert (done.status_code, done.headers["HX-Refresh"], done.content) == (200, "true", b"")


def test_move_by_script_answers_the_new_board_or_the_sentence(ana: Client, made: Small) -> None:
    plan = drawn(made.round)
    busy = Placement.objects.exclude(first=made.tallinn.pk, second=made.linz.pk).first()
    assert busy is not None
    free = made.round.tables.exclude(pk=busy.table_id).get()
    place = {"slot": busy.slot_id, "table": free.pk, **seen(plan)}

    refused = ana.post(f"{pair_address(made)}move/", place, headers=HTMX).json()
    own = Placement.objects.get(first=made.tallinn.pk, second=made.linz.pk)
    moved = ana.post(f"{pair_address(made)}move/", {**place, "slot": own.slot_id}, headers=HTMX)

    assert refused["refused"].endswith("Move that meeting first, or choose another time.")
    assert {"slot", "table", "title"} == set(refused["offers"][0])
    assert refused["can_swap"] is False
    assert 'data-edition="1"' in moved.text
    assert "<html" not in moved.text


def test_move_by_form_goes_back_to_the_board_with_the_refusal(ana: Client, made: Small) -> None:
    plan = drawn(made.round)
    before = board(plan)
    own = Placement.objects.get(first=made.tallinn.pk, second=made.linz.pk)

    answer = ana.post(
        f"{pair_address(made)}move/", {"slot": own.slot_id, "table": own.table_id, **seen(plan)}, follow=True
    )

    assert "It stands there already." in text_of(answer.text)
    assert board(plan) == before


def test_pair_is_pinned_and_taken_off_by_forms(ana: Client, made: Small) -> None:
    plan = drawn(made.round)

    ana.post(f"{pair_address(made)}pin/", seen(plan))
    plan.refresh_from_db()
    refused = ana.post(f"{pair_address(made)}take-off/", seen(plan), follow=True)
    ana.post(f"{pair_address(made)}pin/", {"undo": "1", **seen(plan)})
    plan.refresh_from_db()
    ana.post(f"{pair_address(made)}take-off/", seen(plan))

    assert "Tallinn – Linz is promised. Unpin it before you take it off." in text_of(refused.text)
    assert not any("Tallinn – Linz" in line for line in board(plan))


def test_pair_says_where_it_could_go_and_why_not(ana: Client, made: Small) -> None:
    made.linz.arrives_at = cast.at("2019-06-13 12:50")
    made.linz.save()
    drawn(made.round)

    page = text_of(ana.get(pair_address(made)).text)

    assert "Tallinn – Linz" in page
    assert "Head of Linz (sample)" in page
    assert "Linz arrives on Thu 13 June at 12:50, less than 90 minutes before Thu 13 June, 14:00." in page


def test_places_tell_the_script_what_each_place_forbids(ana: Client, made: Small) -> None:
    plan = drawn(made.round)
    own = Placement.objects.get(first=made.tallinn.pk, second=made.linz.pk)
    other = made.round.tables.exclude(pk=own.table_id).get()

    told = ana.get(f"{pair_address(made)}places/").json()

    assert len(told) == 8
    assert told[f"{own.slot_id}-{other.pk}"] == ""
    assert sum(sentence != "" for sentence in told.values()) == 4
    assert plan.placements.count() == 3


def test_conflict_is_told_and_marked(ana: Client, made: Small) -> None:
    actions.publish(drawn(made.round), by=cast.ana(), based_on=0)
    made.maastricht.departs_at = cast.at("2019-06-13 15:30")
    made.maastricht.save()

    html = ana.get(BOARD).text

    assert "2 conflicts. " in text_of(html)
    assert "Maastricht departs on Thu 13 June at 15:30, less than 90 minutes after Thu 13 June, 14:50." in text_of(html)
    assert html.count('class="is-wrong"') == 2


def test_changes_of_a_repair_are_marked_with_the_old_place(ana: Client, made: Small) -> None:
    published = drawn(made.round)
    actions.publish(published, by=cast.ana(), based_on=0)
    own = Placement.objects.get(plan=published, first=made.tallinn.pk, second=made.linz.pk)
    other = made.round.tables.exclude(pk=own.table_id).get()
    pair = made.pair(made.tallinn, made.linz)
    actions.move(published, **pair, slot=own.slot_id, table=other.pk, by=cast.ana(), edition=0)

    html = ana.get(BOARD).text

    assert "1 moves. None is given up." in text_of(html)
    assert (html.count('class="is-moved"'), html.count('class="is-gone"')) == (1, 1)
    assert '<span class="was">T1</span>' in html
    assert '<span class="was">T2</span>' in html


def test_earlier_plan_stays_readable(ana: Client, made: Small) -> None:
    drawn(made.round)
    drawn(made.round)

    page = text_of(ana.get(f"{BOARD}plans/1/").text)

    assert "Discarded · value 18 of at most 18" in page
    assert "Thursday 13 June 2019" in page
    assert ana.get(f"{BOARD}plans/3/").status_code == 404


def test_board_is_exported_with_persons_marked_and_the_zone_named(ana: Client, made: Small) -> None:
    drawn(made.round)

    lines = b"".join(ana.get(f"{BOARD}board.csv").streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]

    assert lines[0].startswith('"Start, China Standard Time (UTC+8)"') or "Start, China Standard Time" in lines[0]
    assert len(lines) == 4
    assert all("(sample)" in line for line in lines[1:])


@pytest.mark.parametrize("more", [0, 9])
def test_board_asks_a_fixed_number_of_queries(ana: Client, made: Small, more: int) -> None:
    for number in range(more):
        cast.request(made.round, cast.delegate(f"City {number}"), made.baku)
    drawn(made.round)
    ana.get(BOARD)

    with CaptureQueriesContext(connection) as asked:
        ana.get(BOARD, headers=HTMX)

    assert len(asked) == BOARD_QUERIES


def test_forbidden_move_without_a_script_leads_to_buttons_for_each_free_place(ana: Client, made: Small) -> None:
    plan = drawn(made.round)
    busy = Placement.objects.exclude(first=made.tallinn.pk, second=made.linz.pk).first()
    assert busy is not None
    other = made.round.tables.exclude(pk=busy.table_id).get()

    page = ana.post(f"{pair_address(made)}move/", {"slot": busy.slot_id, "table": other.pk, **seen(plan)}, follow=True)
    place = re.findall(r'name="place" value="(\d+-\d+)"', page.text)[0]
    ana.post(f"{pair_address(made)}move/", {"place": place, **seen(plan)})

    own = Placement.objects.get(first=made.tallinn.pk, second=made.linz.pk)
    assert "Nearest free: " in text_of(page.text)
    assert place == f"{own.slot_id}-{own.table_id}"
