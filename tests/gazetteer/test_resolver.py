"""Names to places: a table of our own with the kinds of names that offices write, and what must be asked or refused."""

import csv
from pathlib import Path

import pytest

from hansa.gazetteer import resolve

ROWS = list(csv.DictReader(Path(__file__).with_name("names.csv").open(encoding="utf-8")))
CERTAIN = [row for row in ROWS if row["answer"] == "certain"]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['query']}-{row['country']}")
def test_name_means_the_place_of_the_table(row: dict[str, str]) -> None:
    answer = resolve(row["query"], row["country"] or None)

    assert (answer.id or "") in row["ids"].split("|")


@pytest.mark.parametrize("row", CERTAIN, ids=lambda row: f"{row['query']}-{row['country']}")
def test_name_that_leaves_no_doubt_is_certain(row: dict[str, str]) -> None:
    answer = resolve(row["query"], row["country"] or None)

    assert answer.certain
    assert not answer.ambiguous


def test_merida_is_asked_between_three_countries() -> None:
    answer = resolve("Merida")

    assert answer.ambiguous
    assert [(each.country, each.admin) for each in answer.candidates] == [
        ("MX", "Yucatán"),
        ("VE", "Mérida"),
        ("ES", "Extremadura"),
    ]
