"""Opening an event to the public and taking it back: who may, what it changes, what the log says."""

import pytest
from django.test import Client

from hansa.base.models import LogEntry
from hansa.events.models import Event
from tests import cast

pytestmark = pytest.mark.django_db
ADDRESS = "/en/events/forum/publication/"


@pytest.mark.parametrize(
    ("act", "back", "field", "verbs"),
    [
        ("announce", "close", "announced_at", ["event.announced", "event.closed"]),
        (
            "publish-programme", "take-back-programme", "programme_published_at",
            ["event.programme", "event.released", "event.programme_back"],
        ),
        (
            "publish-participants", "take-back-participants", "participants_published_at",
            ["event.participants", "event.participants_back"],
        ),
    ],
)  # fmt: skip
def test_what_is_published_is_taken_back_and_both_are_in_the_log(act, back, field, verbs, wen: Client):
    cast.event(announced_at=None)

    opened = wen.post(ADDRESS, {"act": act})
    after = getattr(Event.objects.get(), field)
    wen.post(ADDRESS, {"act": back})

    assert opened["Location"] == "/en/events/forum/"
    assert after is not None
    assert getattr(Event.objects.get(), field) is None
    assert [entry.verb for entry in LogEntry.objects.order_by("pk")] == verbs
    assert LogEntry.objects.first().by_name == "Wen (sample)"


def test_publishing_twice_is_refused_in_words(wen: Client):
    cast.event(announced_at=None)

    wen.post(ADDRESS, {"act": "announce"})
    second = wen.post(ADDRESS, {"act": "announce"})

    assert second.status_code == 409
    assert "This was published before." in second.content.decode()
    assert LogEntry.objects.count() == 1


def test_an_act_that_there_is_not_is_not_found(wen: Client):
    cast.event()

    assert wen.post(ADDRESS, {"act": "delete"}).status_code == 404


def test_only_those_who_manage_the_event_see_the_buttons_and_may_press_them(
    client: Client, dana: Client, bram: Client, wen: Client
):
    cast.event(announced_at=None)
    Event.objects.update(announced_at="2019-06-01T00:00Z")

    for visitor in (client, dana, bram):
        assert "Take the programme back" not in visitor.get("/en/events/forum/").content.decode()
        assert "Publish the programme" not in visitor.get("/en/events/forum/").content.decode()
        assert visitor.post(ADDRESS, {"act": "close"}).status_code == 404
    assert "Publish the programme" in wen.get("/en/events/forum/").content.decode()
    assert Event.objects.get().announced_at is not None


def test_looking_changes_nothing(wen: Client):
    cast.event(announced_at=None)

    assert wen.get(ADDRESS, {"act": "announce"}).status_code == 405
    assert Event.objects.get().announced_at is None
