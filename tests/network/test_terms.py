"""Terms: ends of months, leap days, successors, and days of which a part is unknown."""

import datetime as dt

import pytest

from hansa.base.dates import PartialDate
from hansa.network.models import Mandate
from hansa.network.terms import add_months, day_after, day_before, end_of, surely_on, surely_overlap, term_end


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def term(start: str, end: str = "") -> Mandate:
    made = Mandate()
    made.start(PartialDate.parse(start) if start else None)
    made.end(PartialDate.parse(end) if end else None)
    return made


@pytest.mark.parametrize(
    ("start", "months", "later"),
    [
        ("2019-01-31", 1, "2019-02-28"),
        ("2020-01-31", 1, "2020-02-29"),
        ("2019-08-31", 6, "2020-02-29"),
        ("2019-01-31", 2, "2019-03-31"),
        ("2020-02-29", 12, "2021-02-28"),
        ("2020-02-29", 48, "2024-02-29"),
        ("2019-12-31", 1, "2020-01-31"),
        ("2019-03-31", -1, "2019-02-28"),
        ("2000-02-29", 1200, "2100-02-28"),
    ],
)
def test_a_month_later_is_clamped_to_the_months_end(start: str, months: int, later: str) -> None:
    assert add_months(day(start), months) == day(later)


@pytest.mark.parametrize(
    ("start", "months", "last"),
    [
        ("2017-11-01", 36, "2020-10-31"),
        ("2019-01-01", 12, "2019-12-31"),
        ("2019-01-31", 1, "2019-02-28"),
        ("2020-02-29", 12, "2021-02-28"),
        ("2020-02-29", 48, "2024-02-28"),
        ("2019-03-01", 12, "2020-02-29"),
    ],
)
def test_a_term_ends_the_day_before_its_anniversary(start: str, months: int, last: str) -> None:
    assert term_end(day(start), months) == day(last)


def test_terms_one_after_the_other_leave_no_day_out_and_none_twice() -> None:
    first = day("2020-01-31")

    second = term_end(first, 1) + dt.timedelta(days=1)

    assert (term_end(first, 1), second) == (day("2020-02-29"), day("2020-03-01"))


@pytest.mark.parametrize(
    ("end", "start"),
    [("2020-02-28", "2020-02-29"), ("2019-12-31", "2020-01-01"), ("2013-05", "2013-05"), ("2013", "2013")],
)
def test_a_successor_starts_the_day_after(end: str, start: str) -> None:
    assert day_after(PartialDate.parse(end)) == PartialDate.parse(start)
    assert day_before(PartialDate.parse(start)) == PartialDate.parse(end)


@pytest.mark.parametrize("text", ["2013", "2020-02", "2020-02-29"])
def test_a_last_day_comes_back_as_it_was_told(text: str) -> None:
    told = PartialDate.parse(text)

    assert end_of(told.last, told.precision) == told
    assert end_of(None, "day") is None


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        (("2014-03-16", "2017-03-31"), ("2017-04-01", ""), False),
        (("2014-03-16", "2017-04-01"), ("2017-04-01", ""), True),
        (("2011", "2013"), ("2013", ""), False),
        (("2011", "2014"), ("2013", ""), True),
        (("2011", ""), ("2015", ""), True),
        (("", "2013"), ("2010", "2012"), False),
        (("", ""), ("2015", ""), True),
        (("", ""), ("2010", "2012"), False),
        (("2013-05", "2013-05"), ("2013-05", "2013-05"), False),
        (("2020-02-29", "2020-02-29"), ("2020-02-29", ""), True),
    ],
)
def test_terms_overlap_only_where_that_is_certain(one: tuple[str, str], other: tuple[str, str], overlap: bool) -> None:
    assert surely_overlap(term(*one), term(*other)) is overlap
    assert surely_overlap(term(*other), term(*one)) is overlap


@pytest.mark.parametrize(
    ("start", "end", "on", "sure"),
    [
        ("2013", "", "2013-06-01", False),
        ("2013", "", "2013-12-31", True),
        ("", "2015", "2015-01-01", True),
        ("", "2015", "2015-06-01", False),
        ("2020-02-29", "", "2020-02-29", True),
    ],
)
def test_a_day_inside_an_unknown_part_is_not_certain(start: str, end: str, on: str, sure: bool) -> None:
    assert surely_on(term(start, end), day(on)) is sure
