"""The list of requests: found in any script, filtered, sorted, counted, exported."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hansa.meetings.models import Round
from tests import cast
from tests.meetings.board import drawn, small

pytestmark = pytest.mark.django_db

LIST = "/en/events/forum/meetings/requests/"
QUERIES = 19
HTMX = {"HX-Request": "true"}


@pytest.fixture
def of(db: None) -> Round:
    made = small()
    gimcheon = cast.delegate("Gimcheon", name="배정숙", languages=["ko"])
    cast.organization("Gimcheon").save()
    cast.request(made.round, gimcheon, made.maastricht, topic="=cmd|calc")
    return made.round


def rows(client: Client, query: str = "") -> list[tuple[str, str]]:
    """Who asks for whom, as the list shows them."""
    html = client.get(f"{LIST}?{query}").text
    found = re.findall(r'<tr><th scope="row"><a [^>]+><bdi[^>]*>([^<]+)</bdi></a>.*?</th><td><bdi[^>]*>([^<]+)<', html)
    return [(asker, asked) for asker, asked in found]


ALL = [
    ("Gimcheon", "Maastricht"),
    ("Linz", "Tallinn"),
    ("Maastricht", "Linz"),
    ("Maastricht", "Tallinn"),
    ("Tallinn", "Linz"),
]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ALL),
        ("q=tallinn", [ALL[1], ALL[3], ALL[4]]),
        ("q=배정숙", [ALL[0]]),
        ("q=digital", [ALL[3]]),
        ("state=placed", ALL[1:]),
        ("state=unplaced", [ALL[0]]),
        ("state=mutual", [ALL[1], ALL[4]]),
        ("state=pinned", []),
        ("priority=1", [ALL[3]]),
        ("priority=nonsense&state=nonsense&city=x", ALL),
        ("sort=weight", [ALL[3], ALL[1], ALL[4], ALL[0], ALL[2]]),
        ("sort=asked", [ALL[2], ALL[4], ALL[0], ALL[1], ALL[3]]),
    ],
)
def test_list_is_filtered_and_sorted(ana: Client, of: Round, query: str, expected: list[tuple[str, str]]) -> None:
    drawn(of)

    assert rows(ana, query) == expected


def test_unplaced_request_says_why(ana: Client, of: Round) -> None:
    cast.interpreter(of, "lo", "en")
    drawn(of)

    html = ana.get(f"{LIST}?state=unplaced").text

    assert "The only interpreter does not speak both English and Korean." in html
    assert "An interpreter for English and Korean would place it." in html


def test_filters_show_with_their_way_out_and_a_true_count(ana: Client, of: Round) -> None:
    drawn(of)

    html = ana.get(f"{LIST}?q=linz&state=placed").text

    assert "<b>3 requests</b> of 5" in html
    assert "/requests/?state=placed" in html
    assert "/requests/?q=linz" in html


def test_fragment_is_answered_to_htmx(ana: Client, of: Round) -> None:
    html = ana.get(LIST, headers=HTMX).text

    assert "<html" not in html
    assert "<b>5 requests</b>" in html


def test_export_keeps_the_filter_and_no_cell_runs(ana: Client, of: Round) -> None:
    drawn(of)

    answer = ana.get(f"{LIST}list.csv?state=unplaced")
    lines = b"".join(answer.streaming_content).decode("utf-8-sig").splitlines()  # type: ignore[attr-defined]

    assert len(lines) == 2
    assert "'=cmd|calc" in lines[1]
    assert "배정숙 (sample)" in lines[1]


@pytest.mark.parametrize("more", [0, 8])
def test_list_asks_a_fixed_number_of_queries(ana: Client, of: Round, more: int) -> None:
    maastricht = of.requests.get(topic="Digital services").asker
    for number in range(more):
        cast.request(of, cast.delegate(f"City {number}"), maastricht)
    drawn(of)
    ana.get(LIST)

    with CaptureQueriesContext(connection) as asked:
        ana.get(LIST, headers=HTMX)

    assert len(asked) == QUERIES
