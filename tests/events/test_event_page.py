"""The page of one event: what it says, to whom, and what it keeps apart."""

import datetime as dt
import json
import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hansa.base.fields import Multilingual
from hansa.events.models import Event, EventClaim, EventRole, Session, Speech, Visit
from hansa.network.models import Office
from tests import cast

pytestmark = pytest.mark.django_db
ADDRESS = "/en/events/forum/"


def text_of(response) -> str:
    """The page as one reads it: no tags, single spaces."""
    page = re.sub(r"<script[^>]*>.*?</script>|<svg.*?</svg>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def session(of: Event, title: str = "Cities speak", start: str = "2019-06-13 10:30", **fields) -> Session:
    begin = cast.at(start)
    values = {"hall": "Great hall", "changed_at": timezone.now(), "ends_at": begin + dt.timedelta(hours=1), **fields}
    return Session.objects.create(event=of, title=Multilingual(en=title), starts_at=begin, **values)


def expo() -> Event:
    fair = cast.event(
        "expo", name=Multilingual(en="Global Innovation Fair"), kind="expo", edition=5,
        starts_on=dt.date(2019, 6, 1), starts_precision="month", ends_on=dt.date(2019, 6, 30),
    )  # fmt: skip
    source = "WeGO, press release of 13 June 2019"
    EventClaim.objects.create(event=fair, measure="people", number=500, is_floor=True, source=source)
    EventClaim.objects.create(event=fair, measure="countries", number=22, source=source)
    return fair


def test_the_expos_figures_stand_on_its_page_with_their_source_and_never_on_the_forums(client: Client):
    forum = cast.event()
    forum.part_of = expo()
    forum.save()

    around = text_of(client.get("/en/events/expo/"))
    inside = text_of(client.get(ADDRESS))

    assert "over 500 people, 22 countries (source: WeGO, press release of 13 June 2019)" in around
    assert "500" not in inside
    assert "22" not in inside
    assert "Part of Global Innovation Fair" in inside
    assert "Mayors’ Innovation Forum 13–14 June 2019" in around


def test_a_month_that_is_all_one_knows_says_so(client: Client):
    expo()

    response = client.get("/en/events/expo/")

    assert "June 2019, month only" in text_of(response)
    assert "30 June" not in text_of(response)
    assert '"startDate": "2019-06"' in response.content.decode()
    assert "endDate" not in response.content.decode()


def test_roles_are_said_in_words(client: Client):
    forum = cast.event()
    EventRole.objects.create(event=forum, organization=cast.network().secretariat, role="supporter")

    page = text_of(client.get(ADDRESS))

    assert "Hosted by Chengdu" in page
    assert "Supported by WeGO Secretariat" in page


def test_the_programme_is_kept_from_the_public_until_it_is_published(client: Client, wen: Client):
    forum = cast.event()
    session(forum)

    before = text_of(client.get(ADDRESS))
    office = text_of(wen.get(ADDRESS))
    Event.objects.update(programme_published_at=timezone.now())
    after = text_of(client.get(ADDRESS))

    assert "Cities speak" not in before
    assert "The programme is not published yet. It will appear here." in before
    assert "Cities speak" in office
    assert "Not public yet: only you who manage the event see it." in office
    assert "10:30 –11:30 Cities speak" in after


def test_the_programme_is_read_in_the_events_zone_which_is_named_once(client: Client):
    forum = cast.event(programme_published_at=timezone.now())
    session(forum, "Early", "2019-06-14 00:30")
    Visit.objects.create(
        event=forum, title=Multilingual(en="Planning hall"), changed_at=timezone.now(), place="Bus 1",
        starts_at=cast.at("2019-06-13 23:10"), ends_at=cast.at("2019-06-14 00:10"),
    )  # fmt: skip

    page = text_of(client.get(ADDRESS))

    assert page.count("China Standard Time (UTC+8)") == 1
    # Half past midnight in Chengdu is the day before in UTC; each stands once, on the day it begins there.
    assert re.search(
        r"Thursday 13 June 2019 23:10 –00:10 Planning hall .* Friday 14 June 2019 00:30 –01:30 Early", page
    )
    assert page.count("Planning hall") == 1


def test_a_session_says_what_is_spoken_and_into_what_it_is_interpreted(client: Client):
    forum = cast.event(programme_published_at=timezone.now())
    session(forum, spoken=["en"], interpreted=["zh", "fr"])

    page = text_of(client.get(ADDRESS))

    assert "spoken: English interpreted into Chinese, French" in page


def test_a_speaker_has_the_title_of_this_event_or_the_office_of_that_day(client: Client):
    forum = cast.event(programme_published_at=timezone.now())
    speech = session(forum)
    delegate = cast.delegate("Maastricht", "Marijke Anders", title="Alderwoman")
    mayor = cast.person("Qiao Anran", language="zh")
    chengdu = cast.organization("Chengdu")
    Office.objects.create(organization=chengdu, person=mayor, title="Mayor", ended_on=dt.date(2019, 12, 31))
    Office.objects.create(organization=chengdu, person=mayor, title="Governor", started_on=dt.date(2020, 1, 1))
    for person in (delegate.person, mayor):
        Speech.objects.create(session=speech, person=person)

    page = text_of(client.get(ADDRESS))

    assert "Marijke Anders (sample) , Alderwoman , Maastricht" in page
    assert "Qiao Anran (sample) , Mayor , Chengdu" in page


def test_machines_read_what_the_public_reads(client: Client, wen: Client):
    forum = cast.event(name=Multilingual(en="Forum </script><b>"))
    session(forum)

    found = re.search(r'application/ld\+json">(.*?)</script>', wen.get(ADDRESS).content.decode())
    Event.objects.update(programme_published_at=timezone.now())
    public = re.search(r'application/ld\+json">(.*?)</script>', client.get(ADDRESS).content.decode())

    assert json.loads(found[1]) == {
        "@context": "https://schema.org", "@type": "Event", "name": "Forum </script><b>", "startDate": "2019-06-13",
        "endDate": "2019-06-14", "eventStatus": "https://schema.org/EventScheduled",
        "eventAttendanceMode": "https://schema.org/OfflineEventAttendanceMode",
        "url": "http://testserver/en/events/forum/",
    }  # fmt: skip
    assert json.loads(public[1])["subEvent"] == [
        {
            "@type": "Event", "name": "Cities speak", "startDate": "2019-06-13T10:30:00+08:00",
            "endDate": "2019-06-13T11:30:00+08:00", "location": {"@type": "Place", "name": "Great hall"},
            "eventStatus": "https://schema.org/EventScheduled",
        }
    ]  # fmt: skip


def test_an_event_that_is_not_announced_does_not_show_through_its_neighbour(client: Client, ana: Client):
    fair = expo()
    forum = cast.event()
    Event.objects.filter(pk=forum.pk).update(part_of=fair)
    Event.objects.filter(pk=fair.pk).update(announced_at=None)

    assert "Global Innovation Fair" not in text_of(client.get(ADDRESS))
    assert "Global Innovation Fair" in text_of(ana.get(ADDRESS))


def test_the_page_asks_as_often_for_one_session_as_for_three(client: Client):
    forum = cast.event(programme_published_at=timezone.now(), participants_published_at=timezone.now())
    Speech.objects.create(session=session(forum), person=cast.delegate("Maastricht").person)
    client.get(ADDRESS)

    with CaptureQueriesContext(connection) as one:
        client.get(ADDRESS)
    for number in range(2):
        Speech.objects.create(session=session(forum, f"Session {number}"), person=cast.person(f"Speaker {number}"))
        cast.delegate(["Tallinn", "Linz"][number])
    with CaptureQueriesContext(connection) as three:
        client.get(ADDRESS)

    assert len(three) == len(one) + 1  # the office of a speaker without delegation is asked for, once for all
