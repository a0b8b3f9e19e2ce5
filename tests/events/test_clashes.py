"""What does not go together is said in a sentence, and what does is not."""

import pytest

from hansa.events import actions
from hansa.events.clashes import clashes
from hansa.events.models import Event
from tests import cast
from tests.diaries.world import meeting
from tests.events.programmes import session, visit

pytestmark = pytest.mark.django_db


def said(event: Event | None = None) -> list[tuple[str, str]]:
    return [(clash.kind, clash.sentence) for clash in clashes(event or cast.event())]


def test_a_hall_twice_at_a_time_is_said_and_one_minute_after_the_other_is_not():
    session("One", "2019-06-13 09:00", hall="Great Hall")
    session("Next", "2019-06-13 10:00", hall="Great Hall")
    session("Elsewhere", "2019-06-13 09:30", hall="Hall 2")
    assert said() == []

    session("Two", "2019-06-13 09:59", hall="great hall", minutes=1)

    assert said() == [
        ("hall", "Great Hall is taken twice: by “One” and by “Two” (2019-06-13 09:59–10:00)."),
    ]


def test_a_hall_is_shared_with_the_event_around():
    whole = cast.event("expo")
    part = cast.event(part_of=whole)
    session("Fair", "2019-06-13 09:00", whole, hall="A")
    session("Forum", "2019-06-13 09:30", part, hall="A")

    assert [kind for kind, _sentence in said(part)] == ["hall"]
    assert [kind for kind, _sentence in said(whole)] == ["hall"]


def test_a_person_is_not_in_two_places_a_visit_a_meeting_or_another_event():
    met = meeting("2019-06-14 09:00")
    head = met.parties.get(side=1).person
    far = cast.event("far", name={"en": "Far"})
    session("One", "2019-06-13 09:00", speakers=[head])
    visit("Works", "2019-06-13 09:30", participants=[head])
    session("Elsewhere", "2019-06-13 12:00", far, speakers=[head])
    session("Three", "2019-06-13 12:30", speakers=[head])
    session("Four", "2019-06-14 09:10", speakers=[head])
    name = "Marijke Anders (sample)"

    assert said() == [
        ("person", f"{name} cannot be in “One” and in “Works” (2019-06-13 09:30–11:30) at once."),
        ("person", f"{name} cannot be in “Three” and in “Elsewhere” (Far) at once."),
        (
            "person",
            f"{name} cannot be in “Four” and in the meeting Maastricht – Tallinn (2019-06-14 09:00–09:20) at once.",
        ),
    ]


def test_nobody_speaks_beside_what_everybody_attends():
    speaker = cast.person("Ada Bly")
    session("Plenary", "2019-06-13 09:00", everybody=True)
    session("Beside", "2019-06-13 09:30", speakers=[speaker])

    assert said() == [
        ("everybody", "Everybody attends “Plenary”, yet Ada Bly (sample) are bound by “Beside” at that time."),
    ]


def test_a_speaker_who_is_not_there_yet_or_has_gone_is_said():
    early = cast.delegate("Maastricht", departs_at=cast.at("2019-06-13 09:30"))
    late = cast.delegate("Tallinn", arrives_at=cast.at("2019-06-13 09:01"))
    session("One", "2019-06-13 09:00", speakers=[early.person, late.person])

    assert said() == [
        (
            "stay",
            "Head of Maastricht (sample) departs at 2019-06-13 09:30, before “One” (2019-06-13 09:00–10:00) is over.",
        ),
        (
            "stay",
            "Head of Tallinn (sample) arrives at 2019-06-13 09:01, after “One” (2019-06-13 09:00–10:00) has begun.",
        ),
    ]


def test_a_speaker_who_joins_from_home_at_night_is_said_and_one_who_comes_is_not():
    cast.organization("Quito", country="EC", place="3652462")
    here, there = cast.delegate("Quito", "Here", arrives_at=cast.at("2019-06-12 09:00")), None
    event = cast.event()
    there = cast.delegate("Quito", "There", role="delegate")
    session("One", "2019-06-13 14:00", speakers=[here.person, there.person])
    assert said() == []

    Event.objects.filter(pk=event.pk).update(mode="hybrid")

    assert said(Event.objects.get(pk=event.pk)) == [
        ("zone", "For There (sample) in Quito “One” begins at night, at 01:00."),
    ]


def test_what_is_cancelled_clashes_with_nothing():
    session("One", "2019-06-13 09:00", hall="A")
    actions.cancel(session("Two", "2019-06-13 09:00", hall="A"), by=None, reason="Double")

    assert said() == []
