"""Names to places: a table of our own with the kinds of names that offices write, and what must be asked or refused."""

import csv
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from hansa.gazetteer import Answer, resolve

ROWS = list(csv.DictReader(Path(__file__).with_name("names.csv").open(encoding="utf-8")))


def fate(answer: Answer) -> str:
    if answer.id is None:
        return "refused"
    return "certain" if answer.certain else "asked"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['query']}-{row['country']}")
def test_name_means_the_place_of_the_table(row: dict[str, str]) -> None:
    answer = resolve(row["query"], row["country"] or None)

    assert (answer.id or "") in row["ids"].split("|")
    assert fate(answer) in row["answer"].split("|")


def test_merida_is_asked_between_three_countries() -> None:
    answer = resolve("Merida")

    assert answer.ambiguous
    assert [(each.country, each.admin) for each in answer.candidates] == [
        ("MX", "Yucatán"),
        ("VE", "Mérida"),
        ("ES", "Extremadura"),
    ]


def test_words_around_a_name_choose_between_city_and_region() -> None:
    kinds = {name: resolve(name).kind for name in ("City of Fukuoka", "Fukuoka Prefecture", "Fukuoka", "福岡県")}

    assert kinds == {"City of Fukuoka": "city", "Fukuoka Prefecture": "admin", "Fukuoka": "city", "福岡県": "admin"}


def test_country_filters_and_does_not_merely_rank() -> None:
    answers = [resolve("Paris", country).country for country in (None, "US", "Vereinigte Staaten", "CN")]

    assert answers == ["FR", "US", "US", None]


def test_country_that_is_none_leaves_nothing_certain() -> None:
    answer = resolve("Chengdu", "Middle-earth")

    assert (answer.id, answer.certain) == ("1815286", False)


def test_misspelt_name_is_a_proposal_however_near() -> None:
    answers = [resolve(name) for name in ("Amsterdamm", "Budapset", "Reykjavick", "Johanesburg")]

    assert [(answer.country, answer.certain) for answer in answers] == [
        ("NL", False),
        ("HU", False),
        ("IS", False),
        ("ZA", False),
    ]


def test_misnomer_does_not_displace_the_place_of_that_name() -> None:
    answer = resolve("Zaragoza")

    assert (answer.country, answer.name) == ("ES", "Zaragoza")


def test_text_longer_than_any_name_is_refused() -> None:
    text = "Paris " * 40

    assert resolve(text) == Answer(text)


def test_same_question_has_the_same_answer() -> None:
    assert resolve("Valencia") == resolve("Valencia")


@given(query=st.text(max_size=60), country=st.none() | st.text(max_size=12))
@settings(max_examples=400, deadline=None)
def test_any_text_is_answered(query: str, country: str | None) -> None:
    answer = resolve(query, country)

    assert answer.query == query
    assert (answer.id is None) == (not answer.candidates)


@given(
    words=st.lists(st.sampled_from([row["query"] for row in ROWS]), min_size=1, max_size=3),
    sign=st.sampled_from(" ,/-("),
)
@settings(max_examples=200, deadline=None)
def test_names_run_together_are_answered(words: list[str], sign: str) -> None:
    answer = resolve(sign.join(words))

    assert 0.0 <= answer.score <= 1.0
