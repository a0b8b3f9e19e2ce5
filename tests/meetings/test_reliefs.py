"""What would place more meetings: tried by planning again, told only where it is true."""

import pytest
from django.test import Client

from hansa.meetings import actions, planner
from hansa.meetings.models import Plan
from tests import cast
from tests.meetings.board import Small, drawn, small
from tests.meetings.test_pages import text_of

pytestmark = pytest.mark.django_db

BOARD = "/en/events/forum/meetings/"


@pytest.fixture
def made() -> Small:
    """Baku, which speaks only Azerbaijani, is asked for by all three; there is no interpreter."""
    made = small()
    for asker in (made.maastricht, made.tallinn, made.linz):
        cast.request(made.round, asker, made.baku)
    return made


def test_interpreter_who_would_place_more_is_named_with_the_number(wen: Client, made: Small) -> None:
    plan = drawn(made.round)

    page = text_of(wen.get(BOARD).text)

    assert [(one["kind"], sorted(one["languages"]), one["count"]) for one in plan.reliefs] == [
        ("interpreter", ["az", "en"], 3)
    ]
    assert "What would help" in page
    assert "on Thu 13 June would place 3 more meetings." in page


def test_what_was_told_comes_true(made: Small) -> None:
    before = drawn(made.round)
    cast.interpreter(made.round, "en", "az")

    after = drawn(made.round)

    assert after.placements.count() - before.placements.count() == before.reliefs[0]["count"]
    assert after.value - before.value == before.reliefs[0]["gain"]
    assert after.reliefs == []


def test_table_is_named_where_tables_are_short(wen: Client) -> None:
    of = cast.round_of(slots=1, tables=1)
    cities = [cast.delegate(city) for city in ("Maastricht", "Tallinn", "Linz", "Baku")]
    cast.request(of, cities[0], cities[1])
    cast.request(of, cities[2], cities[3])

    plan = drawn(of)

    assert [(one["kind"], one["count"]) for one in plan.reliefs] == [("table", 1)]
    assert "One more table on Thu 13 June would place one more meeting." in text_of(wen.get(BOARD).text)


def test_nothing_is_told_where_nothing_would_help_or_the_plan_was_changed(made: Small) -> None:
    late = cast.delegate("Bonn", arrives_at=cast.at("2019-06-13 20:00"))
    alone = cast.request(made.round, late, made.linz)
    plan = drawn(made.round)
    helps = len(plan.reliefs)

    actions.take_off(plan, **made.pair(made.maastricht, made.linz), by=cast.ana(), edition=0)

    assert alone.pk
    assert helps == 1
    assert Plan.objects.get(pk=plan.pk).reliefs == []


def test_reliefs_are_of_the_records_as_they_were(wen: Client, made: Small) -> None:
    plan = drawn(made.round)
    made.baku.languages = ["az", "en"]
    made.baku.save()

    page = text_of(wen.get(BOARD).text)

    assert planner.read(made.round).digest != plan.digest
    assert "What would help" not in page
