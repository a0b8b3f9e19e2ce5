"""The list of events: what each reader sees of it."""

import pytest
from django.test import Client

from hansa.base.fields import Multilingual
from hansa.events.models import Event
from tests import cast

pytestmark = pytest.mark.django_db
ADDRESS = "/en/events/"


def keys(response) -> list[str]:
    return [event.key for event in response.context["page"]]


def make(*names: str) -> None:
    for name in names:
        cast.event(name.lower(), name=Multilingual(en=name), city=cast.organization("Łódź", country="PL"))


def test_what_is_not_announced_is_listed_only_to_those_who_manage_it(
    client: Client, dana: Client, bram: Client, wen: Client, ana: Client
):
    make("Open", "Hidden")
    Event.objects.filter(key="hidden").update(announced_at=None)

    for visitor in (client, dana, bram):
        assert keys(visitor.get(ADDRESS)) == ["open"]
    for officer in (wen, ana):
        assert keys(officer.get(ADDRESS)) == ["hidden", "open"]
        assert "not open to the public" in officer.get(ADDRESS).content.decode()


def test_search_finds_folded_words_in_name_and_city(client: Client):
    make("Forum", "Fair")
    Event.objects.filter(key="forum").update(name=Multilingual(en="Forum", ar="منتدى الابتكار"))

    assert keys(client.get(ADDRESS, {"q": "lodz"})) == ["fair", "forum"]
    assert keys(client.get(ADDRESS, {"q": "الإبتكار lodz"})) == ["forum"]
    assert keys(client.get(ADDRESS, {"q": "nothing"})) == []


def test_a_search_without_a_find_says_so_and_shows_the_way_out(client: Client):
    make("Forum")

    page = client.get(ADDRESS, {"q": "<b>x"}).content.decode()

    assert "No event holds “&lt;b&gt;x”." in page
    assert '<a href="/en/events/">Show all events</a>' in page


def test_an_empty_list_says_what_will_be_there(client: Client):
    assert "No event is announced yet. When one is, it appears here." in client.get(ADDRESS).content.decode()


def test_typing_asks_for_the_rows_alone(client: Client):
    make("Forum")

    page = client.get(ADDRESS, {"q": "for"}, headers={"HX-Request": "true"}).content.decode()

    assert "<html" not in page
    assert "Forum" in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_once_however_long_it_is(count, client: Client, django_assert_num_queries):
    make(*["One", "Two", "Three"][:count])

    with django_assert_num_queries(1):
        client.get(ADDRESS)
