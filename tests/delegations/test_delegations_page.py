"""The list of delegations: what it holds, its filters and their way out, its counts, its files."""

import csv
import datetime as dt
import io

import pytest
from django.test import Client
from django.utils import timezone
from openpyxl import load_workbook

from hansa.delegations.models import Delegation
from tests import cast

pytestmark = pytest.mark.django_db
ADDRESS = "/en/events/forum/delegations/"


def names(response) -> list[str]:
    return [str(row.delegation) for row in response.context["page"]]


def cities() -> None:
    cast.organization("Łódź", country="PL", own_name="Łódź")
    cast.organization("Daegu", country="KR", own_name="대구광역시", own_language="ko")
    cast.organization("Vientiane", country="LA")
    cast.delegate("Łódź", "Małgorzata Wrzesień", languages=["pl", "en"], arrives_at=cast.at("2019-06-12 12:30"))
    head = cast.delegate("Daegu", "서민재", languages=["ko"], arrives_at=cast.at("2019-06-12 15:20"))
    head.person.latin_name = "Seo Min-jae"
    head.person.save()
    cast.delegate("Daegu", "윤하은", role="adviser", languages=["ko", "zh"])
    cast.delegate("Vientiane", "ບຸນມີ ແກ້ວມະນີ", role="delegate", languages=["lo"])


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["Daegu", "Łódź", "Vientiane"]),
        ({"q": "lodz"}, ["Łódź"]),
        ({"q": "대구"}, ["Daegu"]),
        ({"q": "wrzesien"}, ["Łódź"]),
        ({"q": "seo korea"}, ["Daegu"]),
        ({"q": "ແກ້ວ"}, ["Vientiane"]),
        ({"q": "100%"}, []),
        ({"country": "KR"}, ["Daegu"]),
        ({"capacity": "host"}, []),
        ({"language": "zh"}, ["Daegu"]),
        ({"lacks": "head"}, ["Vientiane"]),
        ({"lacks": "arrival"}, ["Daegu", "Vientiane"]),
        ({"sort": "people"}, ["Daegu", "Łódź", "Vientiane"]),
        ({"sort": "arrival"}, ["Łódź", "Daegu", "Vientiane"]),
        ({"sort": "country"}, ["Daegu", "Vientiane", "Łódź"]),
        ({"country": "XX", "sort": "worst"}, ["Daegu", "Łódź", "Vientiane"]),
    ],
)
def test_filters_leave_what_fits(query, expected, wen: Client):
    cities()

    assert names(wen.get(ADDRESS, query)) == expected


def test_arrives_before_is_asked_on_the_events_clock(wen: Client):
    cities()

    # 12:30 in Chengdu is 04:30 in UTC: a server that read the wish as its own time would find both.
    assert names(wen.get(ADDRESS, {"before": "2019-06-12T13:00"})) == ["Łódź"]
    assert names(wen.get(ADDRESS, {"before": "2019-06-12T12:30"})) == []


def test_a_filter_shows_in_words_with_its_way_out(wen: Client):
    cities()

    page = wen.get(ADDRESS, {"language": "zh", "country": "KR"}).content.decode()

    assert "speaks <b><bdi>Chinese</bdi></b>" in page
    assert f'<a href="{ADDRESS}?country=KR" aria-label="Drop the filter: speaks">' in page
    assert f'<a href="{ADDRESS}">show all</a>' in page


def test_a_day_that_cannot_be_read_filters_nothing_and_says_why(wen: Client):
    cities()

    response = wen.get(ADDRESS, {"before": "tomorrow"})

    assert names(response) == ["Daegu", "Łódź", "Vientiane"]
    assert "Write the day and the time as 2019-06-12 16:40." in response.content.decode()


def test_counts_are_of_what_is_shown_and_say_what_they_count(wen: Client):
    cities()
    cast.delegation("Chengdu", capacity="host")
    Delegation.objects.filter(organization__name="Vientiane").update(withdrawn_on=timezone.localdate())

    page = wen.get(ADDRESS).content.decode()
    withdrawn = wen.get(ADDRESS, {"state": "withdrawn"})

    assert "2 cities send a delegation (guests of the host, not withdrawn)." in page
    assert "3 delegations, 3 people" in page
    assert names(withdrawn) == ["Vientiane"]
    assert "1 delegation, 1 person" in withdrawn.content.decode()


def test_an_empty_list_says_where_delegations_come_from(wen: Client):
    cast.event()

    page = wen.get(ADDRESS).content.decode()

    assert "No delegation is on record for this event. They come with the host’s workbook and appear here." in page


def test_typing_asks_for_the_rows_alone(wen: Client):
    cities()

    page = wen.get(ADDRESS, {"q": "lodz"}, headers={"HX-Request": "true"}).content.decode()

    assert "<html" not in page
    assert "Łódź" in page
    assert "Daegu" not in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_asks_as_often_for_one_row_as_for_three(count, wen: Client, django_assert_num_queries):
    for city in ["Daegu", "Łódź", "Vientiane"][:count]:
        cast.user(f"{city}@example.org", city, "focal point", cast.delegate(city).delegation.organization)

    with django_assert_num_queries(13):
        wen.get(ADDRESS, headers={"HX-Request": "true"})


def test_the_csv_holds_each_person_with_times_on_the_events_clock(wen: Client):
    cities()
    cast.delegate("Daegu", "=SUM(1)", role="adviser", departs_at=cast.at("2019-06-14 20:40"))

    response = wen.get(f"{ADDRESS}list.csv", {"country": "KR"})
    rows = list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"), newline="")))

    assert rows[0][9] == "Arrival, China Standard Time (UTC+8)"
    assert rows[1] == [
        "Daegu", "대구광역시", "South Korea", "guest", "head of delegation", "Mayor", "서민재 (sample)", "Seo Min-jae",
        "Korean", "2019-06-12 15:20", "",
    ]  # fmt: skip
    assert rows[3][6] == "'=SUM(1) (sample)"
    assert rows[3][10] == "2019-06-14 20:40"


def test_the_xlsx_holds_the_same_with_moments_that_are_moments(wen: Client):
    cities()

    response = wen.get(f"{ADDRESS}list.xlsx", {"q": "lodz"})
    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active

    assert sheet.max_row == 2
    assert sheet["A2"].value == "Łódź"
    assert isinstance(sheet["J2"].value, dt.datetime)
    assert sheet["J2"].value.isoformat() == "2019-06-12T12:30:00"


@pytest.mark.parametrize("path", ["", "list.csv", "list.xlsx"])
def test_only_those_who_manage_the_event_see_the_list(
    path, client: Client, dana: Client, bram: Client, ana: Client, wen: Client
):
    cast.delegate("Maastricht")

    for stranger in (client, dana, bram):
        assert stranger.get(f"{ADDRESS}{path}").status_code == 404
    for officer in (ana, wen):
        assert officer.get(f"{ADDRESS}{path}").status_code == 200


def test_a_file_of_another_kind_is_not_found(wen: Client):
    cast.event()

    assert wen.get(f"{ADDRESS}list.pdf").status_code == 404
