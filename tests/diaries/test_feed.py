"""The calendar feed, read back by a reader of our own that does not know the library that wrote it."""

import datetime as dt

import pytest
from django.test import Client
from django.utils import timezone

from hansa.delegations.models import Delegation
from hansa.events.models import Event
from hansa.meetings.models import Interpreter, Meeting, Table
from tests import cast
from tests.diaries import world
from tests.diaries.rfc5545 import Component, instant, read

pytestmark = pytest.mark.django_db


def address() -> str:
    return f"/feeds/{world.delegation().calendar_key}.ics"


def feed(client: Client, **query: str) -> Component:
    return read(client.get(address(), query).content)


def events(client: Client, **query: str) -> dict[str, Component]:
    return {event.value("UID"): event for event in feed(client, **query).all("VEVENT")}


def only(client: Client, **query: str) -> Component:
    (event,) = events(client, **query).values()
    return event


def test_a_meeting_is_one_event_with_all_that_a_calendar_needs(client: Client):
    table = Table.objects.create(round=cast.round_of(world.forum(), tables=0), number=2, hall="Hall 3; east, north")
    helper = Interpreter.objects.create(round=table.round, person=cast.person("Su Wenjing"), languages=["nl", "et"])
    made = world.meeting("2019-06-13 15:15", table=table, place=table.hall, interpreter=helper, topic="Trams, bicycles")

    event = only(client)

    assert event.value("UID") == f"{made.uid}@hansa"
    assert event.text("SUMMARY") == "Tallinn: Märt Õunapuu (sample)"
    assert event.text("LOCATION") == "Hall 3; east, north, table 2"
    assert event.text("DESCRIPTION").split("\n") == [
        "Märt Õunapuu (sample), Mayor, Tallinn",
        "From your side: Marijke Anders (sample), Alderwoman",
        "Topic: Trams, bicycles",
        "Interpreter: Su Wenjing (sample), Dutch–Estonian",
    ]
    assert event.parameters("DTSTART") == {"TZID": "Asia/Shanghai"}
    assert event.value("DTSTART") == "20190613T151500"
    assert event.value("DTEND") == "20190613T153500"
    assert [event.value(name) for name in ("STATUS", "SEQUENCE", "TRANSP")] == ["CONFIRMED", "0", "OPAQUE"]
    assert [event.value(name) for name in ("DTSTAMP", "LAST-MODIFIED")] == ["20190601T080030Z"] * 2


def test_the_calendar_says_its_name_its_zone_and_when_to_ask_again(client: Client):
    world.meeting("2019-06-13 15:15")

    calendar = feed(client)

    assert calendar.value("VERSION") == "2.0"
    assert calendar.text("X-WR-CALNAME") == "Maastricht: Mayors’ Innovation Forum"
    assert calendar.value("X-WR-TIMEZONE") == "Asia/Shanghai"
    assert calendar.value("REFRESH-INTERVAL") == "PT30M"
    assert calendar.parameters("REFRESH-INTERVAL") == {"VALUE": "DURATION"}
    assert calendar.value("METHOD") == ""


def test_sessions_for_everybody_own_speeches_and_own_visits_are_in_it_and_others_are_not(client: Client):
    head = world.maastricht().person
    opening = world.session("Opening", "2019-06-13 09:00", everybody=True)
    speech = world.session("Cities speak", "2019-06-13 10:30", head)
    world.session("Another panel", "2019-06-13 14:00", world.tallinn().person)
    visit = world.visit("Study visit", "2019-06-14 09:00", head, world.tallinn().person)
    world.visit("Another visit", "2019-06-14 09:00", world.tallinn().person)

    found = events(client)

    assert list(found) == [f"{opening.uid}@hansa", f"{speech.uid}@hansa", f"{visit.uid}@hansa"]
    assert found[f"{speech.uid}@hansa"].text("DESCRIPTION") == "Speaks: Marijke Anders (sample), Alderwoman"
    assert "Õunapuu" not in found[f"{visit.uid}@hansa"].text("DESCRIPTION")


def test_what_is_not_published_is_not_in_it(client: Client):
    world.session("Opening", "2019-06-13 09:00", everybody=True)
    world.visit("Study visit", "2019-06-14 09:00", world.maastricht().person)
    world.meeting("2019-06-13 15:15")
    Event.objects.update(programme_published_at=None)

    assert [event.text("SUMMARY") for event in events(client).values()] == ["Tallinn: Märt Õunapuu (sample)"]


def test_a_moved_meeting_keeps_its_uid_and_raises_its_sequence(client: Client):
    made = world.meeting("2019-06-13 15:15")

    before = only(client)
    world.move(made, "2019-06-13 17:40")
    after = only(client)

    assert after.value("UID") == before.value("UID")
    assert [before.value("SEQUENCE"), after.value("SEQUENCE")] == ["0", "1"]
    assert after.value("DTSTART") == "20190613T174000"
    assert after.value("LAST-MODIFIED") > before.value("LAST-MODIFIED")


def test_a_cancelled_meeting_stays_and_says_so(client: Client):
    made = world.meeting("2019-06-13 15:15")

    world.cancel(made)
    event = only(client)

    assert event.value("UID") == f"{made.uid}@hansa"
    assert [event.value(name) for name in ("STATUS", "SEQUENCE", "TRANSP")] == ["CANCELLED", "1", "TRANSPARENT"]
    assert event.text("SUMMARY") == "Cancelled: Tallinn: Märt Õunapuu (sample)"


def test_a_delegation_that_withdraws_finds_everything_cancelled(client: Client):
    world.session("Opening", "2019-06-13 09:00", everybody=True)
    world.meeting("2019-06-13 15:15")
    before = {uid: event.value("SEQUENCE") for uid, event in events(client).items()}

    Delegation.objects.filter(pk=world.delegation().pk).update(withdrawn_on=timezone.localdate())
    after = events(client)

    assert list(after) == list(before)
    assert {event.value("STATUS") for event in after.values()} == {"CANCELLED"}
    assert {event.value("SEQUENCE") for event in after.values()} == {"1"}


def test_a_meeting_outside_the_round_has_its_place_and_the_office_of_the_other_side(client: Client):
    world.meeting("2019-06-13 16:00", place="City hall, reception room")

    assert only(client).text("LOCATION") == "City hall, reception room"


def test_no_address_and_no_arrival_is_in_it(client: Client):
    ours = world.maastricht(arrives_at=cast.at("2019-06-12 16:40"))
    ours.person.email = "marijke@example.org"
    ours.person.save()
    world.meeting("2019-06-13 15:15")

    content = client.get(address()).content.decode()

    assert "example.org" not in content
    assert "20190612" not in content.replace("DTSTART:20190612T000000", "").replace("2019-06-12", "")
    assert "ATTENDEE" not in content


@pytest.mark.parametrize(
    ("zone", "day", "lines"),
    [
        ("Asia/Shanghai", "2019-06-13", 9),
        ("Europe/Warsaw", "2019-07-15", 9),
        ("Europe/Warsaw", "2019-01-15", 9),
        ("Europe/Warsaw", "2019-10-26", 15),
        ("Europe/Warsaw", "2019-03-30", 15),
        ("America/Phoenix", "2019-06-13", 9),
        ("Asia/Kathmandu", "2019-06-13", 9),
        ("UTC", "2019-06-13", 0),
    ],
)
def test_the_instant_in_the_file_is_the_instant_on_record(zone, day, lines, client: Client):
    world.forum(zone=zone, starts_on=dt.date.fromisoformat(day), ends_on=dt.date.fromisoformat(day))
    # Minute and month differ, the night lies across midnight in UTC, and the second day may have another offset.
    next_day = dt.date.fromisoformat(day) + dt.timedelta(days=1)
    world.meeting(f"{day} 00:17")
    world.meeting(f"{next_day} 23:43", cast.delegate("Linz"))

    response = client.get(address())
    calendar = read(response.content)
    block = response.content.decode().partition("BEGIN:VTIMEZONE")[2].partition("END:VTIMEZONE")[0]

    assert [instant(calendar, event, "DTSTART") for event in calendar.all("VEVENT")] == [
        meeting.starts_at.astimezone(dt.UTC) for meeting in Meeting.objects.order_by("starts_at")
    ]
    assert [instant(calendar, event, "DTEND") for event in calendar.all("VEVENT")] == [
        meeting.ends_at.astimezone(dt.UTC) for meeting in Meeting.objects.order_by("starts_at")
    ]
    assert block.count("\r\n") == lines


def test_long_texts_in_other_scripts_are_folded_between_characters(client: Client):
    topic = "مدينة ذكية " * 20 + "서울 \\ a; b, c"
    world.meeting("2019-06-13 15:15", topic=topic)

    assert topic in only(client).text("DESCRIPTION")


def test_the_feed_is_in_the_language_asked_for_or_of_the_focal_point_or_english(client: Client):
    user = cast.bram()
    world.cancel(world.meeting("2019-06-13 15:15"))

    plain = client.get(address(), headers={"Accept-Language": "fr"})
    user.language = "fr"
    user.save()

    assert plain["Content-Language"] == "en"
    assert client.get(address())["Content-Language"] == "fr"
    assert client.get(address(), {"lang": "ar"})["Content-Language"] == "ar"
    assert client.get(address(), {"lang": "xx"})["Content-Language"] == "fr"
    assert feed(client).text("X-WR-CALNAME") == "Maastricht\u00a0: Forum de l’innovation"


def test_one_person_of_the_delegation_has_a_feed_of_their_own(client: Client):
    world.meeting("2019-06-13 15:15")
    adviser = cast.delegate("Maastricht", "Jan Smit", role="adviser")
    world.session("Opening", "2019-06-13 09:00", everybody=True)

    whole, own = events(client), events(client, who=str(adviser.pk))

    assert len(whole) == 2
    assert [event.text("SUMMARY") for event in own.values()] == ["Opening"]
    assert client.get(address(), {"who": str(world.tallinn().pk)}).status_code == 404
    assert client.get(address(), {"who": "x"}).status_code == 404


def test_an_empty_diary_is_a_calendar_without_events(client: Client):
    world.maastricht()

    calendar = feed(client)

    assert calendar.inside == []
    assert calendar.text("X-WR-CALNAME") == "Maastricht: Mayors’ Innovation Forum"
