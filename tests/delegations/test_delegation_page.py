"""The page of one delegation: who sees it, and the form for a delegate's stay."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hansa.base.models import LogEntry
from hansa.delegations.models import Delegate
from tests import cast

pytestmark = pytest.mark.django_db


def address(delegate: Delegate) -> str:
    return f"/en/events/forum/delegations/{delegate.delegation_id}/"


def head(**fields) -> Delegate:
    stay = {"arrives_at": cast.at("2019-06-12 16:40"), "departs_at": cast.at("2019-06-15 11:20")}
    return cast.delegate("Maastricht", "Marijke Anders", title="Alderwoman", **{**stay, **fields})


def test_managers_and_its_own_people_see_it_and_nobody_else(
    client: Client, dana: Client, bram: Client, chidi: Client, wen: Client, ana: Client
):
    delegate = head()

    for reader in (bram, wen, ana):
        page = reader.get(address(delegate)).content.decode()
        assert "Marijke Anders" in page
        assert "12 June, 16:40" in page
    for stranger in (client, dana, chidi):
        assert stranger.get(address(delegate)).status_code == 404


def test_a_delegate_with_an_account_sees_it_and_changes_nothing(dana: Client):
    delegate = head()
    account = cast.dana()
    account.person = delegate.person
    account.save()

    page = dana.get(address(delegate)).content.decode()

    assert "Marijke Anders" in page
    assert "Change" not in page
    assert dana.get(f"{address(delegate)}people/{delegate.pk}/").status_code == 404


def test_a_delegation_is_not_found_under_another_event(ana: Client):
    delegate = head()
    cast.event("other")

    assert ana.get(f"/en/events/other/delegations/{delegate.delegation_id}/").status_code == 404


def test_the_page_asks_as_often_for_one_person_as_for_three(bram: Client):
    delegate = head()
    bram.get(address(delegate))

    with CaptureQueriesContext(connection) as one:
        bram.get(address(delegate))
    for number in range(2):
        cast.delegate("Maastricht", f"Adviser {number}", role="adviser")
    with CaptureQueriesContext(connection) as three:
        bram.get(address(delegate))

    assert len(three) == len(one)


def test_what_the_form_shows_is_what_comes_back(bram: Client):
    delegate = head(languages=["nl", "en"])
    where = f"{address(delegate)}people/{delegate.pk}/"

    page = bram.get(where).content.decode()
    values = {name: re.search(rf'name="{name}" value="([^"]*)"', page)[1] for name in ("arrives_at", "departs_at")}
    values["languages"] = re.search(r'name="languages" value="([^"]*)"', page)[1]
    bram.post(where, values)
    after = Delegate.objects.get()

    assert values == {
        "arrives_at": "2019-06-12 16:40", "departs_at": "2019-06-15 11:20", "languages": "Dutch, English",
    }  # fmt: skip
    assert (after.arrives_at, after.departs_at) == (delegate.arrives_at, delegate.departs_at)
    assert after.languages == ["nl", "en"]
    assert LogEntry.objects.count() == 0


@pytest.mark.parametrize(("day", "utc"), [("2019-01-15", "09:00"), ("2019-07-15", "08:00")])
def test_a_time_is_read_on_the_clock_of_that_day_in_summer_and_in_winter(day, utc, ana: Client):
    forum = cast.event("forum", zone="Europe/Warsaw")
    delegate = cast.delegate(of=forum)

    ana.post(f"{address(delegate)}people/{delegate.pk}/", {"arrives_at": f"{day}T10:00"})

    assert f"{Delegate.objects.get().arrives_at:%Y-%m-%d %H:%M}" == f"{day} {utc}"


def test_a_change_is_logged_before_and_after(bram: Client):
    delegate = head()
    values = {"arrives_at": "2019-06-12T17:40", "departs_at": "2019-06-15T11:20", "languages": "Dutch; ko"}

    answer = bram.post(f"{address(delegate)}people/{delegate.pk}/", values)
    entry = LogEntry.objects.get()

    assert answer["Location"] == address(delegate)
    assert entry.by_name == "Bram (sample)"
    assert entry.changes == {
        "arrives_at": ["2019-06-12T08:40:00Z", "2019-06-12T17:40:00+08:00"],
        "languages": [["en"], ["nl", "ko"]],
    }


def test_a_departure_before_the_arrival_is_refused_in_words_and_nothing_changes(bram: Client):
    delegate = head()
    values = {"arrives_at": "2019-06-15T12:00", "departs_at": "2019-06-15T11:20", "languages": "en"}

    response = bram.post(f"{address(delegate)}people/{delegate.pk}/", values)

    assert response.status_code == 409
    assert "The departure is before the arrival." in response.content.decode()
    assert 'value="2019-06-15T12:00"' in response.content.decode()
    assert Delegate.objects.get().arrives_at == delegate.arrives_at
    assert LogEntry.objects.count() == 0


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (
            "2091-06-12 16:40",
            "2091-06-12 is more than a year away from Mayors’ Innovation Forum. Look at the year again.",
        ),
        ("9999-12-31 23:59", "Write the day and the time as 2019-06-12 16:40."),
        ("0001-01-01 00:00", "Write the day and the time as 2019-06-12 16:40."),
    ],
)
def test_a_year_that_slipped_is_said_and_never_reaches_the_board(typed: str, sentence: str, bram: Client):
    delegate = head()

    response = bram.post(f"{address(delegate)}people/{delegate.pk}/", {"departs_at": typed, "languages": "en"})

    assert response.status_code in (409, 422, 400, 200)
    assert sentence in response.content.decode()
    assert Delegate.objects.get().departs_at == delegate.departs_at


def test_a_language_that_is_none_is_named(bram: Client):
    delegate = head()

    response = bram.post(f"{address(delegate)}people/{delegate.pk}/", {"languages": "English, Klingonish"})

    assert response.status_code == 422
    assert "“Klingonish” is no language we know." in response.content.decode()


def test_another_citys_focal_point_changes_nothing(chidi: Client):
    delegate = head()

    answer = chidi.post(f"{address(delegate)}people/{delegate.pk}/", {"languages": "ko"})

    assert answer.status_code == 404
    assert Delegate.objects.get().languages == ["en"]
