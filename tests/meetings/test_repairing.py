"""A published plan is repaired: few move, no promise does, and what would change is told before anything does."""

import pytest

from hansa.base.errors import Refused
from hansa.base.models import LogEntry
from hansa.delegations.actions import withdraw_delegate, withdraw_delegation
from hansa.meetings import actions, differences, mending, planner, queries
from hansa.meetings.differences import Differences
from hansa.meetings.models import MeetingRequest, Placement, Plan
from tests import cast
from tests.cast import at
from tests.meetings.board import Small, board, drawn, small

pytestmark = pytest.mark.django_db

START = ["Maastricht – Tallinn 14:00 T1", "Maastricht – Linz 14:25 T1", "Tallinn – Linz 14:50 T1"]


@pytest.fixture
def made() -> Small:
    """Published: Maastricht – Tallinn 14:00, Maastricht – Linz 14:25, Tallinn – Linz 14:50, all at table 1."""
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


def repaired(made: Small, **how: object) -> Plan:
    return actions.draw_up(actions.repair(made.round, by=cast.wen(), **how))  # type: ignore[arg-type]


def told(made: Small) -> Differences:
    plan = queries.plan_on_board(made.round, published=True)
    found = differences.beside_published(queries.board(made.round, queries.plan_on_board(made.round)), plan)
    assert found is not None
    return found


def in_words(made: Small) -> list[tuple[str, str, str, str, str]]:
    return [(one.kind, one.title, one.was, one.now, one.why) for one in told(made).changes]


def test_repair_without_a_reason_changes_nothing(made: Small) -> None:
    plan = repaired(made)

    assert board(plan) == set(START)
    assert (plan.way, plan.state, plan.based_on) == ("repaired", "proposed", 1)
    assert told(made).changes == []
    assert told(made).recipients == []
    assert LogEntry.objects.filter(verb="plan.repair_asked").get().by_name == "Wen (sample)"


def test_late_arrival_moves_that_meeting_alone_and_says_why(made: Small) -> None:
    actions.change_stay([made.linz], arrives_at=at("2019-06-13 13:10"), by=cast.wen())

    plan = repaired(made)

    assert board(plan) == {START[0], "Maastricht – Linz 15:15 T1", START[2]}
    assert in_words(made) == [
        (
            "moved",
            "Maastricht – Linz",
            "Thu 13 June, 14:25, table 1",
            "Thu 13 June, 15:15, table 1",
            "Linz arrives on Thu 13 June at 13:10, less than 90 minutes before Thu 13 June, 14:25.",
        )
    ]
    assert [recipient.name for recipient in told(made).recipients] == ["Linz", "Maastricht"]
    assert told(made).held == (18 - 4, 2)
    assert told(made).moves == 1


def test_who_withdraws_loses_the_meetings_and_the_others_stay(made: Small) -> None:
    withdraw_delegation(made.tallinn.delegation, by=cast.wen())
    day = f"{made.tallinn.delegation.withdrawn_on:%a} {made.tallinn.delegation.withdrawn_on.day}"

    plan = repaired(made)

    found = in_words(made)
    assert board(plan) == {START[1]}
    assert [(kind, title, was) for kind, title, was, _now, _why in found] == [
        ("lost", "Maastricht – Tallinn", "Thu 13 June, 14:00, table 1"),
        ("lost", "Tallinn – Linz", "Thu 13 June, 14:50, table 1"),
    ]
    assert all(why.startswith(f"Tallinn withdrew on {day} ") for *_rest, why in found)


def test_one_person_who_withdraws_is_named_as_the_cause(made: Small) -> None:
    withdraw_delegate(made.linz, by=cast.wen())

    plan = repaired(made)

    assert board(plan) == {START[0]}
    assert {why.partition(" on ")[0] for *_rest, why in in_words(made)} == {"Linz withdrew"}


def test_closed_tables_take_the_slot_and_the_reason_is_told(made: Small) -> None:
    actions.close_tables(
        made.round, tables=made.round.tables.all(), starts_at=at("2019-06-13 14:50"), ends_at=at("2019-06-13 15:35"),
        by=cast.wen(),
    )  # fmt: skip

    plan = repaired(made, thrift="few moves")

    lost = [one for one in told(made).changes if one.kind == "lost"]
    assert board(plan) == {START[0], START[1]}
    assert [(one.title, one.was) for one in lost] == [("Tallinn – Linz", "Thu 13 June, 14:50, table 1")]
    assert lost[0].why.startswith("Tallinn has other meetings whenever Linz could come: ")


def test_closed_table_moves_the_meeting_to_the_next_one_in_its_slot(made: Small) -> None:
    table = made.round.tables.filter(number=1)
    period = {"starts_at": at("2019-06-13 14:00"), "ends_at": at("2019-06-13 14:20")}
    actions.close_tables(made.round, tables=table, by=cast.wen(), **period)

    plan = repaired(made)

    assert board(plan) == {"Maastricht – Tallinn 14:00 T2", START[1], START[2]}
    assert in_words(made)[0][2:] == (
        "Thu 13 June, 14:00, table 1", "Thu 13 June, 14:00, table 2", "That table is closed on Thu 13 June, 14:00."
    )  # fmt: skip


def test_promise_never_moves_and_one_that_cannot_be_kept_is_said(made: Small) -> None:
    request = made.maastricht.requests_made.get(asked=made.linz)
    MeetingRequest.objects.filter(pk=request.pk).update(pinned_to=made.round.slots.all()[1])
    withdraw_delegation(made.tallinn.delegation, by=cast.wen())
    plan = repaired(made, thrift="best value")
    assert board(plan) == {START[1]}

    actions.change_stay([made.linz], arrives_at=at("2019-06-13 14:30"), by=cast.wen())
    with pytest.raises(Refused, match="Maastricht – Linz is pinned, but cannot be held there: Linz arrives"):
        actions.repair(made.round, by=cast.wen())


def test_promises_that_cannot_be_kept_are_freed_where_that_is_asked_for(made: Small) -> None:
    request = made.maastricht.requests_made.get(asked=made.linz)
    MeetingRequest.objects.filter(pk=request.pk).update(pinned_to=made.round.slots.all()[1])
    actions.change_stay([made.linz], arrives_at=at("2019-06-13 13:10"), by=cast.wen())

    plan = repaired(made, free_promises=True)

    request.refresh_from_db()
    assert request.pinned_to is None
    assert board(plan) == {START[0], "Maastricht – Linz 15:15 T1", START[2]}
    assert LogEntry.objects.get(verb="plan.promises_freed").changes == {
        "Maastricht – Linz": ["Thu 13 June, 14:25", None]
    }


def test_added_request_is_placed_and_nobody_moves(made: Small) -> None:
    bonn = cast.delegate("Bonn")
    actions.record_request(made.round, bonn, made.linz, by=cast.wen())

    plan = repaired(made)

    assert board(plan) > set(START)
    assert [(one.kind, one.title) for one in told(made).changes] == [("added", "Linz – Bonn")]
    assert [recipient.name for recipient in told(made).recipients] == ["Bonn", "Linz"]


def test_price_of_a_move_follows_what_the_officer_chooses(made: Small) -> None:
    ground = planner.read(made.round)

    prices = [mending.price_of_a_move(ground, thrift) for thrift in ("few moves", "balanced", "best value")]

    assert prices == [32, 5, 0]
    assert repaired(made, thrift="few moves").move_price == 32


def test_repair_before_anything_is_published_is_refused() -> None:
    made = small()

    with pytest.raises(Refused, match="Nothing is published yet that could be repaired"):
        actions.repair(made.round, by=cast.wen())


def test_letters_are_counted_and_those_whom_nobody_answers_for_are_named(made: Small) -> None:
    cast.bram()
    actions.change_stay([made.linz], arrives_at=at("2019-06-13 13:10"), by=cast.wen())

    repaired(made)

    assert told(made).letters == 1
    assert told(made).unreached == ["Linz"]
    assert {one.name: [str(user) for user in one.people] for one in told(made).recipients} == {
        "Linz": [],
        "Maastricht": ["Bram (sample)"],
    }


def test_plan_taken_back_holds_what_still_fits(made: Small) -> None:
    first = Plan.objects.get(round=made.round, state="published")
    pair = made.pair(made.tallinn, made.linz)
    moved = actions.move(first, **pair, **made.place(3, 2), by=cast.ana(), edition=0)
    actions.publish(moved, by=cast.ana(), based_on=1)
    actions.change_stay([made.linz], arrives_at=at("2019-06-13 13:10"), by=cast.wen())

    back = actions.take_back(Plan.objects.get(pk=first.pk), by=cast.wen())

    assert board(back) == {START[0], START[2]}
    assert (back.state, back.way, back.earlier, back.value) == ("proposed", "taken back", first, 14)
    assert back.bound >= back.value
    assert [(one.kind, one.title, one.now) for one in told(made).changes] == [
        ("lost", "Maastricht – Linz", ""),
        ("moved", "Tallinn – Linz", "Thu 13 June, 14:50, table 1"),
    ]
    assert actions.publish(back, by=cast.wen(), based_on=2).cancelled != []


def test_plan_that_people_hold_or_an_empty_one_is_not_taken_back(made: Small) -> None:
    plan = Plan.objects.get(round=made.round, state="published")

    with pytest.raises(Refused, match="This is the plan that people hold"):
        actions.take_back(plan, by=cast.wen())
    empty = actions.repair(made.round, by=cast.wen())
    with pytest.raises(Refused, match="Nothing stands on this plan"):
        actions.take_back(empty, by=cast.wen())


def test_promise_of_today_stands_in_a_plan_taken_back(made: Small) -> None:
    first = Plan.objects.get(round=made.round, state="published")
    pair = made.pair(made.tallinn, made.linz)
    moved = actions.move(first, **pair, **made.place(3, 2), by=cast.ana(), edition=0)
    actions.publish(moved, by=cast.ana(), based_on=1)
    moved.refresh_from_db()
    actions.pin_meeting(moved, **pair, by=cast.ana(), edition=moved.edition)

    back = actions.take_back(Plan.objects.get(pk=first.pk), by=cast.wen())

    assert board(back) == {START[0], START[1], "Tallinn – Linz 15:15 T2"}
    assert told(made).changes == []
