"""The feed over HTTP: its secret, its headers, what an unchanged one costs."""

import datetime as dt

import pytest
from django.test import Client
from django.utils.http import http_date

from hansa.base.models import LogEntry
from hansa.delegations.models import Delegation
from tests import cast
from tests.diaries import world

pytestmark = pytest.mark.django_db


def address() -> str:
    return f"/feeds/{world.delegation().calendar_key}.ics"


def test_the_address_is_the_secret(client: Client, ana: Client):
    world.meeting("2019-06-13 15:15")

    assert client.get(address()).status_code == 200
    for visitor in (client, ana):
        assert visitor.get("/feeds/nothing.ics").status_code == 404
        assert visitor.get(f"/feeds/{world.delegation().pk}.ics").status_code == 404
    assert client.post(address()).status_code == 405


def test_two_delegations_have_two_secrets_of_full_length():
    first, second = world.delegation(), world.tallinn().delegation

    assert first.calendar_key != second.calendar_key
    assert len(first.calendar_key) == 24


def test_what_the_other_side_reads_is_its_own_diary(client: Client):
    world.meeting("2019-06-13 15:15")
    other = world.tallinn().delegation

    content = client.get(f"/feeds/{other.calendar_key}.ics").content.decode()

    assert "SUMMARY:Maastricht: Marijke Anders (sample)" in content


def test_headers_say_what_it_is_and_that_nobody_between_keeps_it(client: Client):
    world.meeting("2019-06-13 15:15")

    response = client.get(address())

    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Content-Disposition"] == 'inline; filename="forum.ics"'
    assert response["Cache-Control"] == "private, no-cache"
    assert response["X-Robots-Tag"] == "noindex"


def test_an_unchanged_feed_is_the_same_to_the_byte_and_answered_in_short(client: Client):
    made = world.meeting("2019-06-13 15:15")

    first, second = client.get(address()), client.get(address())
    known = client.get(address(), headers={"If-None-Match": first["ETag"]})
    weak = client.get(address(), headers={"If-None-Match": f'"other", W/{first["ETag"]}'})
    world.move(made, "2019-06-13 17:40")
    moved = client.get(address(), headers={"If-None-Match": first["ETag"]})

    assert second.content == first.content
    assert (known.status_code, known.content, known["ETag"]) == (304, b"", first["ETag"])
    assert weak.status_code == 304
    assert moved.status_code == 200
    assert moved["ETag"] != first["ETag"]


def test_last_modified_follows_the_events_log(client: Client):
    world.meeting("2019-06-13 15:15")
    entry = {"by_name": "Wen", "verb": "x", "subject_type": "x", "subject_id": "1", "subject": "x"}
    moment = dt.datetime(2019, 6, 2, 9, 30, tzinfo=dt.UTC)
    LogEntry.objects.create(at=moment, event_id=str(world.forum().pk), **entry)
    LogEntry.objects.create(at=moment + dt.timedelta(days=9), event_id="0", **entry)

    response = client.get(address())
    same = client.get(address(), headers={"If-Modified-Since": response["Last-Modified"]})
    later = client.get(address(), headers={"If-Modified-Since": http_date(moment.timestamp() + 60)})

    assert response["Last-Modified"] == "Sun, 02 Jun 2019 09:30:00 GMT"
    assert same.status_code == 304
    # A time that we never gave proves nothing: what was taken back may make the feed older than it was.
    assert later.status_code == 200


@pytest.mark.parametrize("meetings", [1, 30])
def test_the_feed_asks_as_often_for_one_meeting_as_for_thirty(meetings, client: Client, django_assert_num_queries):
    world.session("Opening", "2019-06-13 09:00", everybody=True)
    world.visit("Study visit", "2019-06-14 09:00", world.maastricht().person)
    for number in range(meetings):
        world.meeting(f"2019-06-13 {10 + number // 6}:{number % 6}0", cast.delegate(f"City {number}"))
    where = address()

    with django_assert_num_queries(12):
        client.get(where)


def test_a_new_address_shuts_the_old_one(bram: Client, client: Client):
    delegation = world.delegation()
    old = address()

    answer = bram.post(f"/en/events/forum/diaries/{delegation.pk}/address/")

    assert answer["Location"] == f"/en/events/forum/diaries/{delegation.pk}/#calendar"
    assert client.get(old).status_code == 404
    assert client.get(address()).status_code == 200
    entry = LogEntry.objects.get()
    assert entry.verb == "delegation.calendar"
    assert Delegation.objects.get().calendar_key not in str(entry.changes)


def test_only_who_speaks_for_the_delegation_makes_a_new_address(
    client: Client, dana: Client, chidi: Client, wen: Client
):
    delegation = world.delegation()
    where = f"/en/events/forum/diaries/{delegation.pk}/address/"

    for stranger in (client, dana, chidi):
        assert stranger.post(where).status_code == 404
    assert wen.get(where).status_code == 405
    assert Delegation.objects.get(pk=delegation.pk).calendar_key == delegation.calendar_key
    assert wen.post(where).status_code == 302
