"""Whom a delegation might like to meet: by what it shares with others, each with why."""

from hansa.meetings.suggesting import MOST, Side, Suggestion, suggest

OWN = Side(1, "Maastricht", frozenset({"health", "mobility", "waste"}), ("nl", "en"))


def found(*others: Side, agreements=(), met=(), closed=()) -> list[Suggestion]:
    return suggest(OWN, others, agreements=agreements, met=met, closed=closed)


def test_reasons_are_said_and_weighed():
    tallinn = Side(2, "Tallinn", frozenset({"mobility", "health", "ports"}), ("et", "en"))
    linz, baku = Side(3, "Linz", languages=("de",)), Side(4, "Baku", languages=("en",))

    assert found(tallinn, linz, baku, agreements=[3], met=[4]) == [
        Suggestion(2, 5, themes=("health", "mobility"), languages=("en",)),
        Suggestion(4, 4, languages=("en",), has_met=True),
        Suggestion(3, 4, has_agreement=True),
    ]


def test_shared_language_alone_is_no_reason():
    assert found(Side(2, "Tallinn", languages=("en",)), Side(3, "Linz", frozenset({"ports"}))) == []


def test_those_asked_or_answered_already_and_oneself_are_left_out():
    others = [Side(key, f"City {key}", frozenset({"health"})) for key in (1, 2, 3)]

    assert [one.key for one in found(*others, closed=[2])] == [3]


def test_at_most_five_in_an_order_that_does_not_depend_on_the_rows():
    others = [Side(key, f"City {key}", frozenset({"health"})) for key in range(2, 12)]

    forwards, backwards = found(*others), found(*reversed(others))

    assert forwards == backwards
    assert [one.key for one in forwards] == [10, 11, 2, 3, 4]
    assert len(forwards) == MOST


def test_many_themes_do_not_outweigh_everything():
    many = frozenset(f"theme {n}" for n in range(9))
    own = Side(1, "Maastricht", many)
    others = [Side(2, "Tallinn", many), Side(3, "Linz", frozenset({"theme 1"}))]

    shown = suggest(own, others, agreements=[3], met=[3], closed=[])

    assert [(one.key, one.score) for one in shown] == [(3, 9), (2, 6)]
