"""A column resolved together: what its confident rows suggest comes first, and nothing becomes certain by it."""

from hansa.gazetteer import resolve, resolve_column

SPANISH = ["Zaragoza", "Bilbao", "Málaga", "Gijón", "Sevilla"]


def test_column_of_one_country_moves_its_candidate_first() -> None:
    alone = resolve("Valencia")

    answers = resolve_column([(name, None) for name in [*SPANISH, "Valencia"]])

    assert alone.ambiguous
    assert (answers[-1].country, answers[-1].certain) == ("ES", False)
    assert set(answers[-1].candidates) == set(alone.candidates)


def test_column_of_many_countries_changes_nothing() -> None:
    names = ["Bilbao", "Tokyo", "Lima", "Nairobi", "Oslo", "Valencia"]

    answers = resolve_column([(name, None) for name in names])

    assert answers == [resolve(name) for name in names]


def test_column_keeps_order_and_repetitions() -> None:
    answers = resolve_column([("Lima", "PE"), ("Oslo", None), ("Lima", "PE"), ("Lima", "US")])

    assert [answer.country for answer in answers] == ["PE", "NO", "PE", "US"]


def test_empty_column_has_no_answers() -> None:
    assert resolve_column([]) == []
