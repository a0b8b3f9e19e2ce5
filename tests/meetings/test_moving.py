"""Hand moves: legal ones stand, forbidden ones say why, and nobody moves over another unseen."""

import pytest

from hansa.base.errors import Refused
from hansa.base.models import LogEntry
from hansa.meetings import actions
from hansa.meetings.models import Meeting, Placement, Plan, Refusal
from tests import cast
from tests.meetings.board import Small, board, drawn, small

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> Small:
    return small()


@pytest.fixture
def plan(made: Small) -> Plan:
    """Maastricht – Tallinn 14:00, Maastricht – Linz 14:25, Linz – Tallinn 14:50, all at table 1."""
    plan = drawn(made.round)
    slots, table = list(made.round.slots.all()), made.round.tables.get(number=1)
    pairs = [(made.maastricht, made.tallinn), (made.maastricht, made.linz), (made.tallinn, made.linz)]
    Placement.objects.all().delete()
    for slot, (first, second) in zip(slots, pairs, strict=False):
        Placement.objects.create(plan=plan, first=first, second=second, slot=slot, table=table)
    return plan


START = {
    "Maastricht – Tallinn 14:00 T1",
    "Maastricht – Linz 14:25 T1",
    "Tallinn – Linz 14:50 T1",
}


def test_legal_move_stands_and_is_logged(made: Small, plan: Plan) -> None:
    pair = made.pair(made.tallinn, made.linz)

    actions.move(plan, **pair, **made.place(3, 2), by=cast.ana(), edition=0)

    entry = LogEntry.objects.filter(verb="plan.moved").get()
    plan.refresh_from_db()
    assert board(plan) == START - {"Tallinn – Linz 14:50 T1"} | {"Tallinn – Linz 15:15 T2"}
    assert entry.changes == {"place": ["2019-06-13 14:50, T1", "2019-06-13 15:15, T2"]}
    assert entry.event_id == str(made.round.event.pk)
    assert (plan.value, plan.bound, plan.gaps, plan.edition) == (18, 18, 3, 1)


def test_forbidden_move_says_why_and_changes_nothing(made: Small, plan: Plan) -> None:
    pair = made.pair(made.tallinn, made.linz)

    with pytest.raises(Refused) as refusal:
        actions.move(plan, **pair, **made.place(0, 2), by=cast.ana(), edition=0)

    assert str(refusal.value) == (
        "Tallinn meets on Thu 13 June, 14:00 already: Maastricht – Tallinn. "
        "Move that meeting first, or choose another time."
    )
    assert board(plan) == START


def test_move_into_an_absence_names_the_absence(made: Small, plan: Plan) -> None:
    made.linz.departs_at = cast.at("2019-06-13 16:50")
    made.linz.save()

    with pytest.raises(Refused) as refusal:
        actions.move(plan, **made.pair(made.tallinn, made.linz), **made.place(3, 1), by=cast.ana(), edition=0)

    assert str(refusal.value) == (
        "Linz departs on Thu 13 June at 16:50, less than 90 minutes after Thu 13 June, 15:15. Choose another time."
    )


def test_occupied_place_is_refused_and_offers_the_change_of_places(made: Small, plan: Plan) -> None:
    with pytest.raises(actions.Occupied) as refusal:
        actions.move(plan, **made.pair(made.tallinn, made.linz), **made.place(0, 1), by=cast.ana(), edition=0)

    assert refusal.value.can_swap
    assert str(refusal.value) == "Maastricht – Tallinn meets there. The two may change places."
    assert board(plan) == START


def test_two_meetings_change_places(made: Small, plan: Plan) -> None:
    pair = made.pair(made.tallinn, made.linz)

    actions.move(plan, **pair, **made.place(0, 1), by=cast.ana(), edition=0, swap=True)

    assert board(plan) == {
        "Tallinn – Linz 14:00 T1",
        "Maastricht – Linz 14:25 T1",
        "Maastricht – Tallinn 14:50 T1",
    }


def test_change_of_places_that_a_constraint_forbids_is_not_offered(made: Small, plan: Plan) -> None:
    made.maastricht.departs_at = cast.at("2019-06-13 16:35")
    made.maastricht.save()

    pair = made.pair(made.tallinn, made.linz)
    with pytest.raises(actions.Occupied) as refusal:
        actions.move(plan, **pair, **made.place(0, 1), by=cast.ana(), edition=0, swap=True)

    assert not refusal.value.can_swap
    assert str(refusal.value) == "Maastricht – Tallinn meets there. Move it first, or choose another place."
    assert board(plan) == START


def test_second_hand_with_an_old_edition_is_refused(made: Small, plan: Plan) -> None:
    pair = made.pair(made.tallinn, made.linz)
    actions.move(plan, **pair, **made.place(3, 1), by=cast.ana(), edition=0)

    with pytest.raises(Refused, match="Somebody else has changed the board since you opened it"):
        actions.move(plan, **pair, **made.place(3, 2), by=cast.wen(), edition=0)


def test_meeting_taken_off_can_be_placed_again(made: Small, plan: Plan) -> None:
    pair = made.pair(made.tallinn, made.linz)

    actions.take_off(plan, **pair, by=cast.ana(), edition=0)
    off = board(plan), list(Refusal.objects.values_list("cause__kind", flat=True))
    actions.move(plan, **pair, **made.place(2, 2), by=cast.ana(), edition=1)

    assert off == (START - {"Tallinn – Linz 14:50 T1"}, ["nothing"])
    assert "Tallinn – Linz 14:50 T2" in board(plan)
    assert Refusal.objects.count() == 0


def test_pair_that_nobody_asks_for_is_refused(made: Small, plan: Plan) -> None:
    with pytest.raises(Refused, match="Nobody asks for Maastricht – Baku any more"):
        actions.move(plan, **made.pair(made.maastricht, made.baku), **made.place(3, 2), by=cast.ana(), edition=0)


def test_move_on_the_published_plan_starts_a_copy(made: Small, plan: Plan) -> None:
    actions.publish(plan, by=cast.ana(), based_on=0)

    copy = actions.move(plan, **made.pair(made.tallinn, made.linz), **made.place(3, 1), by=cast.wen(), edition=0)

    assert (copy.number, copy.state, copy.based_on) == (2, "proposed", 1)
    assert board(plan) == START
    assert board(copy) == START - {"Tallinn – Linz 14:50 T1"} | {"Tallinn – Linz 15:15 T1"}
    assert Meeting.objects.filter(sequence=0).count() == 3


def test_pinned_meeting_is_not_moved_until_it_is_unpinned(made: Small, plan: Plan) -> None:
    pair = made.pair(made.tallinn, made.linz)
    actions.pin_meeting(plan, **pair, by=cast.ana(), edition=0)

    with pytest.raises(Refused) as refusal:
        actions.move(plan, **pair, **made.place(3, 1), by=cast.ana(), edition=1)
    actions.unpin_meeting(plan, **pair, by=cast.ana(), edition=1)
    actions.move(plan, **pair, **made.place(3, 1), by=cast.ana(), edition=2)

    assert str(refusal.value) == "Tallinn – Linz is promised for Thu 13 June, 14:50. Unpin it before you move it."
    assert "Tallinn – Linz 15:15 T1" in board(plan)


def test_pin_outlives_the_plan(made: Small, plan: Plan) -> None:
    actions.move(plan, **made.pair(made.tallinn, made.linz), **made.place(3, 2), by=cast.ana(), edition=0)
    actions.pin_meeting(plan, **made.pair(made.tallinn, made.linz), by=cast.ana(), edition=1)

    again = drawn(made.round)

    assert {line[:-3] for line in board(again) if "Tallinn – Linz" in line} == {"Tallinn – Linz 15:15"}
    assert list(again.placements.filter(is_pinned=True).values_list("first", "second")) == [
        (made.tallinn.pk, made.linz.pk)
    ]


def test_forbidden_move_offers_the_nearest_places_and_each_may_be_taken(made: Small, plan: Plan) -> None:
    pair = made.pair(made.tallinn, made.linz)

    with pytest.raises(actions.Forbidden) as refusal:
        actions.move(plan, **pair, **made.place(0, 2), by=cast.ana(), edition=0)
    offer = refusal.value.offers[0]
    actions.move(plan, **pair, slot=offer.slot, table=offer.table, by=cast.ana(), edition=0)

    assert refusal.value.in_full == (
        "Tallinn meets on Thu 13 June, 14:00 already: Maastricht – Tallinn. "
        "Move that meeting first, or choose another time. "
        "Nearest free: Thu 13 June, 14:50, table 2; Thu 13 June, 15:15, table 2."
    )
    assert "Tallinn – Linz 14:50 T2" in board(plan)


def test_nearest_place_before_is_as_near_as_one_after_and_comes_second(made: Small, plan: Plan) -> None:
    Placement.objects.filter(plan=plan, first=made.maastricht, second=made.tallinn).delete()
    pair = made.pair(made.tallinn, made.linz)

    with pytest.raises(actions.Forbidden) as refusal:
        actions.move(plan, **pair, **made.place(1, 2), by=cast.ana(), edition=0)

    assert [offer.title for offer in refusal.value.offers] == [
        "Thu 13 June, 14:50, table 2", "Thu 13 June, 14:00, table 2", "Thu 13 June, 15:15, table 2"
    ]  # fmt: skip


def test_no_place_is_offered_where_there_is_none(made: Small, plan: Plan) -> None:
    made.linz.arrives_at = cast.at("2019-06-13 18:00")
    made.linz.save()

    with pytest.raises(actions.Forbidden) as refusal:
        actions.move(plan, **made.pair(made.tallinn, made.linz), **made.place(3, 1), by=cast.ana(), edition=0)

    assert refusal.value.offers == []
    assert refusal.value.in_full == str(refusal.value)
