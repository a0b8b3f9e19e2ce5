"""A diary on screen: what it holds and in which order, what comes next, what has changed, who may read it."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hansa.delegations.models import Delegation
from hansa.diaries.queries import diary_of
from hansa.events.models import Event
from hansa.meetings.models import Interpreter, Meeting, Placement, Plan, Slot, Table
from hansa.network.models import Office
from tests import cast
from tests.diaries import world

pytestmark = pytest.mark.django_db


def address() -> str:
    return f"/en/events/forum/diaries/{world.delegation().pk}/"


def text_of(response) -> str:
    """The page as one reads it: no tags, single spaces, none before a comma."""
    text = " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())
    return re.sub(r" ([,:.])", r"\1", text)


def test_all_that_concerns_the_delegation_stands_in_one_list_by_day(bram: Client):
    head = world.maastricht(arrives_at=cast.at("2019-06-12 16:40"), departs_at=cast.at("2019-06-14 23:10"))
    world.session("Opening", "2019-06-13 09:00", everybody=True, interpreted=["fr", "nl"])
    world.session("Cities speak", "2019-06-13 10:30", head.person)
    world.session("Another panel", "2019-06-13 10:30")
    world.visit("Study visit", "2019-06-14 00:30", head.person)
    world.meeting("2019-06-13 15:15", topic="Trams")

    page = text_of(bram.get(address()))

    wanted = (
        r"Wednesday 12 June 2019 16:40 Arrival Marijke Anders \(sample\) "
        r"Thursday 13 June 2019 1 meeting 09:00 –09:30 Opening Great hall interpreted into Dutch "
        r"10:30 –11:00 Cities speak speaks: Marijke Anders \(sample\) Great hall "
        r"15:15 –15:35 Tallinn, Estonia Märt Õunapuu \(sample\), Mayor · Estonian, English Topic: Trams Report on it "
        r"Friday 14 June 2019 00:30 –02:30 Study visit Marijke Anders \(sample\) Planning hall "
        r"23:10 Departure Marijke Anders \(sample\)"
    )
    assert re.search(wanted, page)
    assert page.count("China Standard Time (UTC+8)") == 1
    assert "Another panel" not in page


def test_a_meeting_says_table_and_interpreter_with_the_pair_of_languages(bram: Client):
    table = Table.objects.create(round=cast.round_of(world.forum(), tables=0), number=12, hall="Hall 3")
    helper = Interpreter.objects.create(round=table.round, person=cast.person("Su Wenjing"), languages=["et", "en"])
    world.meeting("2019-06-13 15:15", table=table, place="Hall 3", interpreter=helper)

    page = text_of(bram.get(address()))

    assert "Hall 3, table 12 interpreter Su Wenjing (sample), English–Estonian" in page


def test_a_meeting_outside_the_round_is_in_it_with_the_office_of_whoever_has_no_delegation(bram: Client):
    dujiangyan = cast.organization("Dujiangyan", country="CN")
    deputy = cast.person("He Yuan")
    Office.objects.create(organization=dujiangyan, person=deputy, title="Deputy Mayor")
    made = world.meeting("2019-06-13 17:00", place="Tea house")
    made.parties.filter(side=2).update(organization=dujiangyan, person=deputy, delegate=None)

    assert "Dujiangyan, China He Yuan (sample), Deputy Mayor Tea house" in text_of(bram.get(address()))


def test_what_is_cancelled_or_moved_stands_among_the_changes(bram: Client):
    first, second = world.meeting("2019-06-13 14:00"), world.meeting("2019-06-13 15:15", cast.delegate("Linz"))
    world.cancel(second)
    plans(first, "2019-06-13 14:25")

    page = text_of(bram.get(address()))
    day, _heading, changes = page.partition("Changes")

    assert "Linz" not in day
    assert "1 meeting 14:25" in day
    assert "cancelled 13 June, 15:15 Linz, Head of Linz (sample)" in changes
    assert "moved Tallinn, Märt Õunapuu (sample): 13 June, 14:00 13 June, 14:25" in changes
    assert "Version 2 of the meetings, published 10 June, 08:00." in day


def plans(made: Meeting, to: str) -> None:
    """The meeting stood in version 1 where it stands, and version 2 moves it."""
    round_ = cast.round_of(world.forum(), slots=2)
    now = {"asked_at": timezone.now(), "published_at": cast.at("2019-06-10 08:00")}
    old = Plan.objects.create(round=round_, number=1, version=1, state="superseded", **now)
    Plan.objects.create(round=round_, number=2, version=2, state="published", **now)
    first, second = sorted(party.delegate_id for party in made.parties.all())
    slot, table = Slot.objects.first(), Table.objects.first()
    Placement.objects.create(plan=old, first_id=first, second_id=second, slot=slot, table=table)
    world.move(made, to)


def test_my_next_is_what_runs_or_comes_next_and_never_what_is_cancelled():
    world.cancel(world.meeting("2019-06-13 09:30"))
    world.meeting("2019-06-13 10:00", cast.delegate("Linz"))
    world.meeting("2019-06-13 15:15", cast.delegate("Bonn"))
    found = diary_of(world.delegation())

    def after(text: str) -> str:
        entry = found.next_after(cast.at(text))
        return str(entry.other.organization) if entry else ""

    assert [after(f"2019-06-13 {at}") for at in ("08:00", "10:19", "10:20", "15:34", "15:35")] == [
        "Linz", "Linz", "Bonn", "Bonn", "",
    ]  # fmt: skip


def test_the_event_is_over_when_its_last_day_has_passed_in_its_own_zone():
    found = diary_of(world.delegation())

    assert not found.is_over(dt.datetime(2019, 6, 14, 15, 59, tzinfo=dt.UTC))
    assert found.is_over(dt.datetime(2019, 6, 14, 16, 0, tzinfo=dt.UTC))


def test_the_page_opens_with_my_next_and_after_the_event_says_it_is_over(bram: Client):
    world.meeting("2019-06-13 15:15")
    past = text_of(bram.get(address()))

    Event.objects.update(starts_on=dt.date(2099, 6, 13), ends_on=dt.date(2099, 6, 14))
    Meeting.objects.update(starts_at=cast.at("2099-06-13 15:15"), ends_at=cast.at("2099-06-13 15:35"))
    future = text_of(bram.get(address()))

    assert "The event is over; this is what took place." in past
    assert "15:15 My next, Saturday 13 June 2099 Tallinn, Märt Õunapuu (sample)" in future


def test_without_anything_it_says_what_will_be_there(bram: Client):
    world.maastricht()

    page = text_of(bram.get(address()))

    assert "No meetings are published yet." in page
    assert "Nothing is published for this delegation yet." in page


def test_the_diary_of_one_person_holds_what_concerns_them(bram: Client):
    world.session("Opening", "2019-06-13 09:00", everybody=True)
    world.meeting("2019-06-13 15:15")
    adviser = cast.delegate("Maastricht", "Jan Smit", role="adviser", arrives_at=cast.at("2019-06-12 10:00"))

    page = text_of(bram.get(address(), {"who": adviser.pk}))

    assert "Diary of Jan Smit (sample)" in page
    assert "Opening" in page
    assert "Tallinn" not in page
    assert bram.get(address(), {"who": world.tallinn().pk}).status_code == 404
    assert bram.get(address(), {"who": "x"}).status_code == 404


def test_a_withdrawn_delegation_is_told_that_nothing_takes_place(bram: Client):
    world.meeting("2019-06-13 15:15")
    Delegation.objects.update(withdrawn_on=timezone.localdate())

    page = text_of(bram.get(address()))

    assert "This delegation has withdrawn: nothing below takes place." in page
    assert "cancelled 13 June, 15:15 Tallinn" in page


def test_its_own_people_and_managers_read_it_and_nobody_else(
    client: Client, dana: Client, bram: Client, chidi: Client, wen: Client, ana: Client
):
    world.meeting("2019-06-13 15:15")
    key = world.delegation().calendar_key

    for reader in (bram, wen, ana):
        assert "Märt Õunapuu" in text_of(reader.get(address()))
        assert f"http://testserver/feeds/{key}.ics" in text_of(reader.get(address()))
        assert f'href="webcal://testserver/feeds/{key}.ics"' in reader.get(address()).content.decode()
    for stranger in (client, dana, chidi):
        response = stranger.get(address())
        assert response.status_code == 404
        assert key not in response.content.decode()


def test_all_diaries_are_for_managers_and_ones_own_opens_at_once(
    client: Client, dana: Client, bram: Client, chidi: Client, wen: Client
):
    world.meeting("2019-06-13 15:15")
    world.cancel(world.meeting("2019-06-13 16:00", cast.delegate("Linz")))
    where = "/en/events/forum/diaries/"

    office = text_of(wen.get(where))

    assert "3 diaries" in office
    assert "Linz Netherlands Head of Linz (sample) 0" in office
    assert "Maastricht Netherlands Marijke Anders (sample) 1" in office
    assert bram.get(where)["Location"] == address()
    assert chidi.get(where)["Location"] == f"{where}{world.tallinn().delegation_id}/"
    for stranger in (client, dana):
        assert stranger.get(where).status_code == 404


def test_ways_lead_from_the_event_and_from_the_delegation(bram: Client, wen: Client, dana: Client):
    world.maastricht()

    assert f'<a class="act" href="{address()}">My diary</a>' in bram.get("/en/events/forum/").content.decode()
    assert (
        '<a class="act" href="/en/events/forum/diaries/">Diaries</a>' in wen.get("/en/events/forum/").content.decode()
    )
    assert "diaries" not in dana.get("/en/events/forum/").content.decode()
    assert f'href="{address()}"' in bram.get(address().replace("diaries", "delegations")).content.decode()


def test_the_page_asks_as_often_for_one_meeting_as_for_three(bram: Client):
    world.meeting("2019-06-13 15:15")
    bram.get(address())

    with CaptureQueriesContext(connection) as one:
        bram.get(address())
    for number in range(2):
        world.meeting(f"2019-06-13 16:{number}0", cast.delegate(f"City {number}"))
    with CaptureQueriesContext(connection) as three:
        bram.get(address())

    assert len(three) == len(one)
