"""The register's page and files: what each reader finds there, in which form, with how many queries."""

import csv
import io
import json

import pytest
from django.test import Client
from openpyxl import load_workbook

from hansa.network import actions
from tests import cast
from tests.network.rows import WHY, city, member, on

pytestmark = pytest.mark.django_db
ADDRESS = "/en/register/"


def small_world() -> None:
    member("Seoul", "KR", "2010-09-07", category="full", founding=True)
    member("Łódź", "PL", "2012")
    member("Tunis", "TN", "2014-05")
    member("Bonn", "DE", "2018", standing="candidate")
    actions.revise_profile(city("Seoul"), by=None, values={"own_name": "서울특별시", "own_language": "ko"}, reason=WHY)
    cast.network()


def names(response) -> list[str]:
    return [entry.name for entry in response.context["page"]]


def test_officer_reads_counts_with_definition_and_day(ana: Client) -> None:
    small_world()

    page = ana.get(ADDRESS, {"on": "11 June 2019"}).content.decode()

    assert "The register as of 11 June 2019" in page
    assert "<b>3 members, 3 countries</b> <span>· candidate: 1</span>" in page
    assert "of 4 listed on 11 June 2019; members and associates count, suspended ones too" in page
    assert '<bdi lang="en">Seoul</bdi></a> <bdi lang="ko" class="quiet">서울특별시</bdi>' in page


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["Bonn", "Łódź", "Seoul", "Tunis"]),
        ({"q": "lodz"}, ["Łódź"]),
        ({"q": "서울"}, ["Seoul"]),
        ({"on": "2013"}, ["Łódź", "Seoul"]),
        ({"on": "May 2014"}, ["Łódź", "Seoul", "Tunis"]),
        ({"standing": "candidate"}, ["Bonn"]),
        ({"region": "150", "sort": "-name"}, ["Łódź", "Bonn"]),
        ({"region": "999", "country": "XX", "kind": "planet", "sort": "worst"}, ["Bonn", "Łódź", "Seoul", "Tunis"]),
    ],
)
def test_filters_come_from_the_address(query, expected, ana: Client) -> None:
    small_world()

    assert names(ana.get(ADDRESS, {"on": "2019", **query})) == expected


def test_filter_shows_in_words_with_its_way_out(ana: Client) -> None:
    small_world()

    page = ana.get(ADDRESS, {"region": "150", "q": "lodz"}).content.decode()

    assert "region <b><bdi>Europe</bdi></b>" in page
    assert f'<a href="{ADDRESS}?q=lodz" aria-label="Drop the filter: region">' in page


def test_day_that_is_none_says_so_and_asks_about_today(ana: Client) -> None:
    small_world()

    response = ana.get(ADDRESS, {"on": "29 February 2019"})

    assert names(response) == ["Bonn", "Łódź", "Seoul", "Tunis"]
    assert "There is no such day as “29 February 2019”." in response.content.decode()
    assert 'value="29 February 2019"' in response.content.decode()


def test_columns_are_chosen_and_focal_points_only_by_officers(ana: Client, bram: Client) -> None:
    small_world()
    query = {"cols": ["place", "focal_point"]}

    of_ana = [head["title"] for head in ana.get(ADDRESS, query).context["heads"]]
    of_bram = [head["title"] for head in bram.get(ADDRESS, query).context["heads"]]

    assert (of_ana, of_bram) == (
        ["Organisation", "Focal point", "GeoNames number"],
        ["Organisation", "GeoNames number"],
    )


def test_sorted_column_says_so_and_turns_round(ana: Client) -> None:
    small_world()

    page = ana.get(ADDRESS, {"sort": "since"}).content.decode()

    assert 'aria-sort="ascending"><a href="/en/register/?sort=-since">Since</a>' in page


def test_htmx_gets_the_rows_alone(ana: Client) -> None:
    small_world()

    fragment = ana.get(ADDRESS, headers={"HX-Request": "true"}).content.decode()

    assert "<html" not in fragment
    assert "Seoul" in fragment


def test_public_reads_the_directory_without_candidates_and_addresses(client: Client) -> None:
    small_world()
    cast.bram()

    response = client.get("/fr/register/")
    page = response.content.decode()

    assert names(response) == ["Łódź", "Seoul", "Tunis"]
    assert "Bonn" not in page
    assert "Bram" not in page
    assert "@example.org" not in page
    assert '<link rel="alternate" hreflang="ar" href="http://testserver/ar/register/">' in page


def test_public_directory_is_read_by_machines(client: Client) -> None:
    small_world()

    data = json.loads(client.get(ADDRESS).content.decode().split('ld+json">')[1].split("</script>")[0])

    assert (data["name"], [one["name"] for one in data["member"]]) == ("WeGO", ["Łódź", "Seoul", "Tunis"])


def test_files_hold_the_filtered_list(ana: Client) -> None:
    small_world()
    query = {"country": "KR", "on": "2019-06-11"}

    as_csv = b"".join(ana.get(f"{ADDRESS}list.csv", query).streaming_content).decode("utf-8-sig")
    as_json = json.loads(b"".join(ana.get(f"{ADDRESS}list.json", query).streaming_content))
    book = load_workbook(io.BytesIO(b"".join(ana.get(f"{ADDRESS}list.xlsx", query).streaming_content)))

    line = list(csv.reader(io.StringIO(as_csv)))[1]
    assert line[1:8] == ["Seoul", "서울특별시", "South Korea", "Eastern Asia", "city", "full, founding", "2010-09-07"]
    assert [cell.value for cell in list(book.active.iter_rows())[1]][1:3] == ["Seoul", "서울특별시"]
    assert [(one["name"], one["since"], one["standing"]) for one in as_json] == [("Seoul", "2010-09-07", "member")]


def test_files_of_the_public_hold_what_the_page_shows(client: Client) -> None:
    small_world()

    lines = json.loads(b"".join(client.get(f"{ADDRESS}list.json").streaming_content))

    assert [one["name"] for one in lines] == ["Łódź", "Seoul", "Tunis"]
    assert "focal_point" not in lines[0]
    assert client.get(f"{ADDRESS}list.pdf").status_code == 404


def test_empty_register_says_what_will_stand_there(client: Client) -> None:
    page = client.get(ADDRESS).content.decode()

    assert "Nobody stood in the network on that day." in page


@pytest.mark.parametrize("many", [1, 3])
def test_number_of_queries_is_the_same_for_one_and_three(many, ana: Client, django_assert_num_queries) -> None:
    for name in ("Seoul", "Busan", "Daegu")[:many]:
        held = member(name, "KR", "2010")
        actions.suspend(held, by=None, on=on("2014"), until=on("2015"), reason=WHY)
        actions.take_office(
            held.organization, cast.person(f"Head of {name}"), by=None, title="Mayor", on=on("2010"), reason=WHY
        )

    with django_assert_num_queries(QUERIES):
        response = ana.get(ADDRESS, {"on": "2014", "cols": ["head", "standing", "focal_point", "mandates"]})

    assert len(response.context["lines"]) == many


QUERIES = 19
