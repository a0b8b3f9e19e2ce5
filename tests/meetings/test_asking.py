"""Before any plan: the round is cut, interpreters come, delegates ask; and meetings outside the tables."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from hansa.base.errors import Refused
from hansa.base.models import LogEntry
from hansa.delegations.models import Delegate
from hansa.events.models import Session, Speech
from hansa.meetings.actions import asking
from hansa.meetings.actions.asking import Cut, Side
from hansa.meetings.models import Closure, Meeting, Plan, Slot, Table
from tests import cast
from tests.cast import at

pytestmark = pytest.mark.django_db


def period(start: str, minutes: int = 20) -> tuple[dt.datetime, dt.datetime]:
    begin = at(f"2019-06-13 {start}")
    return begin, begin + dt.timedelta(minutes=minutes)


def two() -> tuple[Delegate, Delegate]:
    return cast.delegate("Maastricht"), cast.delegate("Tallinn")


def test_round_is_cut_into_slots_tables_and_closures() -> None:
    made, changes = asking.cut_round(
        cast.event(), Cut({period("14:00"): 2, period("14:25"): 1}, {1: "Hall 3", 2: "Hall 3"}), by=cast.ana()
    )

    assert changes == {"slots": ["", "2019-06-13 14:00–14:20 × 2; 2019-06-13 14:25–14:45 × 1"]}
    assert [(table.number, table.hall) for table in made.tables.all()] == [(1, "Hall 3"), (2, "Hall 3")]
    assert [(one.slot.starts_at, one.table.number) for one in Closure.objects.all()] == [(period("14:25")[0], 2)]
    assert [one.verb for one in LogEntry.objects.all()] == ["round.cut"]


def test_same_cut_twice_changes_nothing() -> None:
    cut = Cut({period("14:00"): 2, period("14:25"): 1})
    asking.cut_round(cast.event(), cut, by=None)

    _made, changes = asking.cut_round(cast.event(), cut, by=None)

    assert (changes, LogEntry.objects.count()) == ({}, 1)


def test_slots_that_go_are_deleted_and_those_that_stay_are_kept() -> None:
    made, _changes = asking.cut_round(cast.event(), Cut({period("14:00"): 1, period("14:25"): 1}), by=None)
    kept = made.slots.get(starts_at=period("14:25")[0])

    asking.cut_round(cast.event(), Cut({period("14:25", 30): 2, period("15:00"): 2}), by=None)

    assert [slot.starts_at for slot in Slot.objects.all()] == [period("14:25")[0], period("15:00")[0]]
    assert Slot.objects.get(pk=kept.pk).ends_at == period("14:25", 30)[1]
    assert (Table.objects.count(), Closure.objects.count()) == (2, 0)


def test_slot_that_a_plan_used_is_closed_and_not_deleted() -> None:
    made, _changes = asking.cut_round(cast.event(), Cut({period("14:00"): 1, period("14:25"): 1}), by=None)
    first, second = sorted(two(), key=lambda one: one.pk)
    plan = Plan.objects.create(round=made, number=1, asked_at=timezone.now(), state="discarded")
    slot = made.slots.all()[0]
    plan.placements.create(first=first, second=second, slot=slot, table=made.tables.all()[0])

    asking.cut_round(cast.event(), Cut({period("14:25"): 1}), by=None)

    assert (Slot.objects.count(), list(asking.open_slots(made))) == (2, [period("14:25")])


def test_slot_of_a_published_meeting_or_a_promise_is_not_taken_away() -> None:
    made, _changes = asking.cut_round(cast.event(), Cut({period("14:00"): 1, period("14:25"): 1}), by=None)
    slot = made.slots.all()[0]
    asking.record_request(made, *two(), by=None, pinned_to=slot)

    with pytest.raises(Refused, match="Maastricht – Tallinn is promised for 2019-06-13 14:00"):
        asking.cut_round(cast.event(), Cut({period("14:25"): 1}), by=None)
    now = timezone.now()
    Meeting.objects.create(
        event=made.event, round=made, slot=slot, starts_at=slot.starts_at, ends_at=slot.ends_at,
        published_at=now, changed_at=now,
    )  # fmt: skip
    with pytest.raises(Refused, match="is published for 2019-06-13 14:00"):
        asking.cut_round(cast.event(), Cut({period("14:25"): 1}), by=None)
    assert Slot.objects.count() == 2


def test_interpreter_needs_two_languages_and_comes_once() -> None:
    made, zhou = cast.round_of(), cast.person("Zhou")

    with pytest.raises(Refused, match="needs two languages"):
        asking.record_interpreter(made, zhou, by=None, languages=["zh", "zh"])
    asking.record_interpreter(made, zhou, by=None, languages=["zh", "ko"])
    with pytest.raises(Refused, match="interprets in this round already"):
        asking.record_interpreter(made, zhou, by=None, languages=["zh", "ko"])


@pytest.mark.parametrize(
    ("shifts", "sentence"),
    [
        ([period("14:00", 60), period("14:30", 60)], "overlap"),
        ([period("14:00", -10)], "ends before it starts"),
    ],
)
def test_shifts_that_cannot_be_are_refused(shifts: list[Any], sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        asking.record_interpreter(cast.round_of(), cast.person(), by=None, languages=["zh", "ko"], shifts=shifts)


def test_shifts_are_revised_as_a_whole() -> None:
    zhou = asking.record_interpreter(
        cast.round_of(), cast.person(), by=None, languages=["zh", "ko"], shifts=[period("14:00", 60)]
    )

    changes = asking.revise_interpreter(zhou, by=None, languages=["zh", "ko"], shifts=[period("15:00", 60)])
    again = asking.revise_interpreter(zhou, by=None, languages=["zh", "ko"], shifts=[period("15:00", 60)])

    assert (changes, again) == ({"shifts": ["2019-06-13 14:00–15:00", "2019-06-13 15:00–16:00"]}, {})


def test_request_is_open_once_and_may_come_again_after_it_was_withdrawn() -> None:
    made, (asker, asked) = cast.round_of(), two()
    first = asking.record_request(made, asker, asked, by=None, priority=1)

    with pytest.raises(Refused, match="has asked for"):
        asking.record_request(made, asker, asked, by=None)
    asking.withdraw_request(first, by=None)
    asking.record_request(made, asker, asked, by=None)

    assert made.requests.count() == 2


def test_delegation_does_not_ask_for_itself_nor_for_another_event() -> None:
    made, (asker, _asked) = cast.round_of(), two()
    colleague = cast.delegate("Maastricht", "Colleague", role="delegate")
    stranger = cast.delegate("Bonn", of=cast.event("expo"))

    with pytest.raises(Refused, match="cannot ask to meet itself"):
        asking.record_request(made, asker, colleague, by=None)
    with pytest.raises(Refused, match="Both must come to the event"):
        asking.record_request(made, asker, stranger, by=None)


def test_promise_that_cannot_be_kept_is_refused() -> None:
    made, (asker, asked) = cast.round_of(), two()
    bonn = cast.delegate("Bonn", arrives_at=at("2019-06-13 18:00"))
    slot = made.slots.all()[0]
    asking.record_request(made, asker, asked, by=None, pinned_to=slot)

    with pytest.raises(Refused, match="2019-06-13 14:00 is promised to Maastricht – Tallinn already"):
        asking.record_request(made, asker, bonn_of(made), by=None, pinned_to=slot)
    with pytest.raises(Refused, match="Bonn arrives on Thu 13 June at 18:00, too late for Thu 13 June, 14:00"):
        asking.record_request(made, bonn, asked, by=None, pinned_to=slot)


def test_promise_obeys_the_way_from_the_airport_and_the_programme_as_plans_do() -> None:
    made, (asker, _asked) = cast.round_of(), two()
    slot = made.slots.all()[0]
    late = cast.delegate("Bonn", arrives_at=at("2019-06-13 12:31"))
    early = cast.delegate("Linz", departs_at=at("2019-06-13 15:49"))
    on_time = cast.delegate("Izmir", arrives_at=at("2019-06-13 12:30"), departs_at=at("2019-06-13 15:50"))
    speaker = cast.delegate("Haifa")
    session = Session.objects.create(
        event=made.event, title={"en": "Opening"}, changed_at=timezone.now(),
        starts_at=at("2019-06-13 13:50"), ends_at=at("2019-06-13 14:10"),
    )  # fmt: skip
    Speech.objects.create(session=session, person=speaker.person)

    for delegate, why in (
        (late, "arrives on Thu 13 June at 12:31, less than 90 minutes before"),
        (early, "departs on Thu 13 June at 15:49, less than 90 minutes after"),
        (speaker, "speaks in “Opening”, 13:50–14:10"),
    ):
        with pytest.raises(Refused, match=why):
            asking.record_request(made, asker, delegate, by=None, pinned_to=slot)
    assert asking.record_request(made, asker, on_time, by=None, pinned_to=slot).pinned_to == slot


def bonn_of(made: Any) -> Delegate:
    return cast.delegate("Linz", of=made.event)


def test_mutual_promise_of_one_time_is_one_promise() -> None:
    made, (asker, asked) = cast.round_of(), two()
    slot = made.slots.all()[0]
    asking.record_request(made, asker, asked, by=None, pinned_to=slot)
    back = asking.record_request(made, asked, asker, by=None)

    assert asking.pin(back, slot, by=None) == {"pinned_to": [None, "2019-06-13 14:00"]}
    assert asking.pin(back, None, by=None) == {"pinned_to": ["2019-06-13 14:00", None]}


def sides() -> tuple[Side, Side]:
    return tuple(Side(one.delegation.organization, one.person, one) for one in two())  # type: ignore[return-value]


def test_meeting_outside_the_tables_is_moved_and_cancelled_under_one_uid() -> None:
    start, end = period("17:00", 30)
    meeting = asking.record_meeting(cast.event(), sides(), by=None, starts_at=start, ends_at=end, place="Hotel")
    uid = meeting.uid

    asking.revise_meeting(meeting, by=None, place="Hotel")
    asking.revise_meeting(meeting, by=None, place="Town hall")
    asking.cancel_meeting(meeting, by=None)

    found = Meeting.objects.get()
    assert (found.uid, found.sequence, found.place) == (uid, 2, "Town hall")
    with pytest.raises(Refused, match="was cancelled"):
        asking.revise_meeting(meeting, by=None, place="Hotel")


def test_meeting_with_oneself_or_backwards_is_refused() -> None:
    one, other = sides()
    start, end = period("17:00", 30)

    with pytest.raises(Refused, match="Nobody can meet themselves"):
        asking.record_meeting(cast.event(), (one, one), by=None, starts_at=start, ends_at=end)
    with pytest.raises(Refused, match="ends before it starts"):
        asking.record_meeting(cast.event(), (one, other), by=None, starts_at=end, ends_at=start)
