"""Meetings outside the tables: arranged with the sentences of the board, changed and called off under one identity."""

import datetime as dt

import pytest
from django.test import Client

from hansa.base.errors import Refused
from hansa.events.models import Session, Speech
from hansa.mail.models import Letter
from hansa.meetings import actions, planner, queries
from hansa.meetings.actions import Clash, Side
from hansa.meetings.models import Meeting, Plan
from hansa.network.models import Office
from tests import cast
from tests.cast import at
from tests.meetings.board import Small, drawn, small
from tests.meetings.test_pages import text_of

pytestmark = pytest.mark.django_db

CALLS = "/en/events/forum/meetings/calls/"


@pytest.fixture
def made() -> Small:
    cast.bram()
    return small()


def side(delegate: object) -> Side:
    return Side(delegate.delegation.organization, delegate.person, delegate)  # type: ignore[attr-defined]


def arrange(made: Small, start: str = "18:00", end: str = "18:30", **values: object) -> Meeting:
    return actions.arrange_call(
        made.round.event,
        (side(made.maastricht), side(made.baku)),
        by=cast.wen(),
        starts_at=at(f"2019-06-13 {start}"),
        ends_at=at(f"2019-06-13 {end}"),
        place="Town hall",
        **values,  # type: ignore[arg-type]
    )


def test_call_is_arranged_and_told_to_those_who_answer_for_the_two(made: Small) -> None:
    meeting = arrange(made, topic="Harbours")

    letter = Letter.objects.get()
    assert (meeting.round, meeting.sequence, meeting.place, meeting.topic) == (None, 0, "Town hall", "Harbours")
    assert letter.address == "bram@example.org"
    assert "– Baku: a new meeting on Thu 13 June, 18:00, Town hall." in letter.body


def test_call_is_moved_and_called_off_under_one_uid_and_told_each_time(made: Small) -> None:
    meeting = arrange(made)

    actions.change_call(meeting, by=cast.wen(), starts_at=at("2019-06-13 19:00"), ends_at=at("2019-06-13 19:30"))
    actions.change_call(meeting, by=cast.wen(), topic="Bridges")
    actions.call_off(meeting, by=cast.wen())

    found = Meeting.objects.get()
    bodies = [letter.body.split("\n\n")[1] for letter in Letter.objects.order_by("pk")]
    assert (found.uid, found.sequence, found.cancelled_at is None) == (meeting.uid, 3, False)
    assert bodies == [
        "– Baku: a new meeting on Thu 13 June, 18:00, Town hall.",
        "– Baku: no longer on Thu 13 June, 18:00, Town hall, but on Thu 13 June, 19:00, Town hall.",
        "– Baku: the meeting on Thu 13 June, 19:00, Town hall does not take place.",
    ]


def test_what_is_in_the_way_is_said_as_on_the_board_and_may_be_overruled(made: Small) -> None:
    made.baku.arrives_at = at("2019-06-13 17:00")
    made.baku.save()
    session = Session.objects.create(
        event=made.round.event, title={"en": "Dinner speech"}, changed_at=at("2019-06-01 00:00"),
        starts_at=at("2019-06-13 18:15"), ends_at=at("2019-06-13 18:45"),
    )  # fmt: skip
    Speech.objects.create(session=session, person=made.maastricht.person)

    with pytest.raises(Clash) as refusal:
        arrange(made)
    meeting = arrange(made, in_spite=True)

    assert str(refusal.value) == (
        "Maastricht speaks in “Dinner speech”, 18:15–18:45. "
        "Baku arrives on Thu 13 June at 17:00, less than 90 minutes before Thu 13 June, 18:00."
    )
    assert Meeting.objects.get() == meeting


def test_meetings_of_the_round_and_other_calls_are_in_the_way(made: Small) -> None:
    actions.publish(drawn(made.round), by=cast.ana(), based_on=0)
    held = Meeting.objects.standing().filter(parties__delegate=made.maastricht).first()
    assert held is not None
    start, end = (made.round.event.local(moment) for moment in (held.starts_at, held.ends_at))

    with pytest.raises(Clash, match=f"meets on Thu 13 June, {start:%H:%M}–{end:%H:%M} already"):
        arrange(made, f"{start:%H:%M}", f"{end:%H:%M}")
    first = arrange(made)
    with pytest.raises(Clash, match="meets on Thu 13 June, 18:00–18:30 already: Maastricht – Baku"):
        arrange(made, "18:20", "18:50")
    assert actions.change_call(first, by=cast.wen(), starts_at=at("2019-06-13 18:10"))


def test_call_in_spite_of_the_round_shows_as_a_conflict_on_the_board(made: Small) -> None:
    actions.publish(drawn(made.round), by=cast.ana(), based_on=0)
    held = Meeting.objects.standing().filter(parties__delegate=made.maastricht).first()
    assert held is not None
    start = made.round.event.local(held.starts_at)

    arrange(made, f"{start:%H:%M}", f"{start + dt.timedelta(minutes=20):%H:%M}", in_spite=True)

    shown = queries.board(made.round, Plan.objects.get(state="published"))
    assert [said.what for told in shown.conflicts.values() for said in told] == [
        f"Maastricht has a meeting outside the tables, {start:%H:%M}–{start + dt.timedelta(minutes=20):%H:%M}."
    ]
    assert planner.read(made.round).problem.party_by_id[f"d{made.maastricht.pk}"].available != (0, 1, 2, 3)


def test_two_of_one_organisation_are_refused(made: Small) -> None:
    deputy = cast.delegate("Maastricht", "Deputy", role="delegate")
    time = {"starts_at": at("2019-06-13 18:00"), "ends_at": at("2019-06-13 18:30")}

    with pytest.raises(Refused, match="Both are of one organisation"):
        actions.arrange_call(made.round.event, (side(made.maastricht), side(deputy)), by=None, **time)


def values(made: Small, **more: str) -> dict[str, str]:
    who = {"first": f"d{made.maastricht.pk}", "second": f"d{made.baku.pk}"}
    return {**who, "day": "2019-06-13", "start": "18:00", "end": "18:30", "place": "Town hall", "topic": "", **more}


def test_form_arranges_changes_and_calls_off(wen: Client, made: Small) -> None:
    empty = text_of(wen.get(CALLS).text)
    page = text_of(wen.post(f"{CALLS}new/", values(made), follow=True).text)
    meeting = Meeting.objects.get()
    form = wen.get(f"{CALLS}{meeting.pk}/").text
    wen.post(f"{CALLS}{meeting.pk}/", {**values(made), "start": "18:10"})
    moved = Meeting.objects.get().starts_at
    gone = text_of(wen.post(f"{CALLS}{meeting.pk}/cancel/", follow=True).text)

    assert "No meeting outside the tables is arranged yet." in empty
    assert "It stands in the diaries. A letter to each side waits in the outbox." in page
    assert 'value="18:00"' in form
    assert moved == at("2019-06-13 18:10")
    assert "called off" in gone


def test_form_says_what_is_in_the_way_and_offers_to_do_it_all_the_same(wen: Client, made: Small) -> None:
    arrange(made)

    asked = wen.post(f"{CALLS}new/", values(made))
    done = wen.post(f"{CALLS}new/", values(made, in_spite="on"))

    assert asked.status_code == 409
    assert "Choose another time, or tick below to arrange it all the same." in text_of(asked.text)
    assert 'name="in_spite"' in asked.text
    assert done.status_code == 302
    assert Meeting.objects.count() == 2


def test_holder_of_an_office_in_the_register_may_be_met(wen: Client, made: Small) -> None:
    office = Office.objects.create(
        organization=cast.organization("Utrecht"), person=cast.person("Ada Smit"), title="Deputy mayor"
    )

    wen.post(f"{CALLS}new/", values(made, second=f"o{office.pk}"))

    parties = [(str(party.organization), party.person, party.delegate) for party in Meeting.objects.get().parties.all()]
    assert parties == [
        ("Maastricht", made.maastricht.person, made.maastricht),
        ("Utrecht", office.person, None),
    ]


def test_end_before_the_start_and_a_wrong_day_are_said(wen: Client, made: Small) -> None:
    backwards = wen.post(f"{CALLS}new/", values(made, end="17:00"))
    wrong = wen.post(f"{CALLS}new/", values(made, day="13.6.2019"))

    assert (backwards.status_code, wrong.status_code) == (422, 422)
    assert "It ends before it starts." in text_of(backwards.text)
    assert "Write the day as 2019-06-13." in text_of(wrong.text)
