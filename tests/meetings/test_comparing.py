"""Plans side by side, and the way back to an earlier one."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hansa.meetings import actions
from hansa.meetings.comparison import compare
from hansa.meetings.models import Placement, Plan
from tests import cast
from tests.meetings.board import Small, board, drawn, small
from tests.meetings.test_pages import text_of

pytestmark = pytest.mark.django_db

BOARD = "/en/events/forum/meetings/"
PAGE = f"{BOARD}plans/compare/"
QUERIES = 14


@pytest.fixture
def made() -> Small:
    """Published as version 1: Maastricht – Tallinn 14:00, Maastricht – Linz 14:25, Tallinn – Linz 14:50, table 1."""
    made = small()
    plan = drawn(made.round)
    plan.placements.all().delete()
    pairs = [(made.maastricht, made.tallinn), (made.maastricht, made.linz), (made.tallinn, made.linz)]
    for slot, (first, second) in zip(made.round.slots.all(), pairs, strict=False):
        table = made.round.tables.get(number=1)
        Placement.objects.create(plan=plan, first=first, second=second, slot=slot, table=table, weight=4)
    actions.publish(plan, by=cast.ana(), based_on=0)
    made.round.refresh_from_db()
    return made


def changed(made: Small) -> Plan:
    """A proposal: Tallinn – Linz at 15:15, Maastricht – Linz off the board, Linz – Bonn asked for and placed."""
    bonn = cast.delegate("Bonn")
    actions.record_request(made.round, made.linz, bonn, by=cast.ana())
    plan = Plan.objects.get(round=made.round, state="published")
    copy = actions.move(
        plan, **made.pair(made.tallinn, made.linz), **made.place(3, 1), by=cast.ana(), edition=plan.edition
    )
    copy = actions.take_off(copy, **made.pair(made.maastricht, made.linz), by=cast.ana(), edition=1)
    return actions.move(copy, **made.pair(made.linz, bonn), **made.place(0, 2), by=cast.ana(), edition=2)


def test_two_plans_are_compared_meeting_by_meeting_and_delegation_by_delegation(made: Small) -> None:
    other = changed(made)

    found = compare(made.round, Plan.objects.get(round=made.round, state="published"), other)

    assert [(one.kind, one.title, one.was, one.now) for one in found.changes] == [
        ("lost", "Maastricht – Linz", "Thu 13 June, 14:25, table 1", ""),
        ("moved", "Tallinn – Linz", "Thu 13 June, 14:50, table 1", "Thu 13 June, 15:15, table 1"),
        ("added", "Linz – Bonn", "", "Thu 13 June, 14:00, table 2"),
    ]
    assert [(one.name, one.meetings, one.weight, one.gaps, one.moved, one.lost, one.added) for one in found.shares] == [
        ("Bonn", (0, 1), (0, 4), (0, 0), 0, 0, 1),
        ("Linz", (2, 2), (8, 10), (0, 2), 1, 1, 1),
        ("Maastricht", (2, 1), (8, 4), (0, 0), 0, 1, 0),
        ("Tallinn", (2, 2), (8, 10), (1, 2), 1, 0, 0),
    ]


def test_page_compares_the_published_plan_with_the_proposal_unless_told_otherwise(wen: Client, made: Small) -> None:
    changed(made)

    page = text_of(wen.get(PAGE).text)
    same = text_of(wen.get(PAGE, {"one": "1", "other": "1"}).text)

    assert "Plan 1 beside plan 2" in page
    assert "1 given up, 1 moved, 1 added" in page
    assert "Both plans hold the same meetings at the same places." in same


def test_one_plan_is_nothing_to_compare(wen: Client, made: Small) -> None:
    assert "There are not yet two plans to compare." in text_of(wen.get(PAGE, {"one": "x"}).text)
    assert wen.get(f"{BOARD}plans/compare.csv").status_code == 404


def test_comparison_is_saved_as_a_sheet(wen: Client, made: Small) -> None:
    changed(made)

    lines = wen.get(f"{BOARD}plans/compare.csv").getvalue().decode("utf-8-sig").splitlines()

    assert lines[0].split(",")[0].strip('"') == "Delegation"
    assert len(lines) == 5
    assert lines[2].replace('"', "") == "Linz,2,2,8,10,0,2,1,1,1"


def test_earlier_plan_is_proposed_again_and_published(wen: Client, made: Small) -> None:
    actions.publish(changed(made), by=cast.ana(), based_on=1)

    offered = wen.get(f"{BOARD}plans/1/").text
    page = text_of(wen.post(f"{BOARD}plans/1/take-back/", follow=True).text)

    back = Plan.objects.get(round=made.round, state="proposed")
    assert "Go back to this plan" in offered
    assert "Plan 1 is proposed again, whole." in page
    assert "What would change for people: 3 meetings" in page
    assert board(back) == {
        "Maastricht – Tallinn 14:00 T1", "Maastricht – Linz 14:25 T1", "Tallinn – Linz 14:50 T1"
    }  # fmt: skip


def test_published_plan_offers_no_way_back_to_itself(wen: Client, made: Small) -> None:
    page = wen.get(f"{BOARD}plans/1/").text
    answer = text_of(wen.post(f"{BOARD}plans/1/take-back/", follow=True).text)

    assert "Go back to this plan" not in page
    assert "This is the plan that people hold." in answer


def test_comparison_asks_a_fixed_number_of_queries(wen: Client, made: Small) -> None:
    """The figures of the comparison alone, by a literal number; the page around it, by the same for more rows."""
    other, published = changed(made), Plan.objects.get(round=made.round, state="published")
    wen.get(PAGE)
    asked = []
    for more in (0, 3):
        for number in range(more):
            actions.record_request(made.round, cast.delegate(f"City {number}"), made.baku, by=cast.ana())
        with CaptureQueriesContext(connection) as of_page:
            wen.get(PAGE)
        with CaptureQueriesContext(connection) as of_figures:
            found = compare(made.round, published, other)
            list(found.shares)
        asked.append((len(of_page), len(of_figures)))

    assert asked[0] == asked[1]
    assert asked[0][1] == QUERIES
