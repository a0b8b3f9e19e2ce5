"""Every city of the sample resolves to one place, so that the demo is imported without a question."""

import csv
import json
from pathlib import Path

import pytest

from tests.sample.conftest import Lists


def test_every_city_resolves_to_one_place_of_its_country(
    lists: Lists, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    command = pytest.importorskip("hansa.config.command", reason="the hansa command is not there")
    pytest.importorskip("hansa.gazetteer.command", reason="the gazetteer cannot be asked yet")
    cities = [row for row in lists["organisations"] if row["kind"] == "city"]
    asked = tmp_path / "cities.csv"
    with asked.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("query", "country_hint"), *((row["name"], row["country"]) for row in cities)])

    code = command.main(["resolve", "--csv", str(asked)])
    answers = [json.loads(line) for line in capsys.readouterr().out.splitlines()]

    assert code == 0
    assert [answer["query"] for answer in answers] == [row["name"] for row in cities]
    assert [answer["country"] for answer in answers] == [row["country"] for row in cities]
    unsure = [
        answer["query"]
        for row, answer in zip(cities, answers, strict=True)
        if answer["id"] is None or not (answer["certain"] or row["place"])
    ]
    assert unsure == []


def test_numbers_of_places_are_given_where_a_country_has_several_of_that_name(lists: Lists) -> None:
    numbers = {row["name"]: row["place"] for row in lists["organisations"] if row["place"]}

    assert numbers == {"Austin": "4671654", "Hamilton": "2190324", "Knoxville": "4634946", "Phoenix": "5308655"}
