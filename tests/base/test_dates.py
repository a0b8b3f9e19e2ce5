"""Days of which a part is unknown, and relations over a period."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction

from hansa.base.dates import PartialDate
from hansa.network.models import Membership
from tests import cast


@pytest.mark.parametrize(
    ("text", "first", "last", "said"),
    [
        ("2013", dt.date(2013, 1, 1), dt.date(2013, 12, 31), "2013, year only"),
        ("2019-10", dt.date(2019, 10, 1), dt.date(2019, 10, 31), "October 2019"),
        ("2020-2", dt.date(2020, 2, 1), dt.date(2020, 2, 29), "February 2020"),
        ("2015-11-10", dt.date(2015, 11, 10), dt.date(2015, 11, 10), "10 November 2015"),
    ],
)
def test_partial_date_reads_and_says_what_is_unknown(text: str, first: dt.date, last: dt.date, said: str) -> None:
    date = PartialDate.parse(text)

    assert (date.first, date.last, str(date)) == (first, last, said)
    assert PartialDate.parse(date.isoformat()) == date


@pytest.mark.parametrize("text", ["", "13", "2019-13", "2019-02-30", "next year", "2019/10", "0001", "9999-12-31"])
def test_partial_date_refuses_what_is_none(text: str) -> None:
    with pytest.raises(ValueError):
        PartialDate.parse(text)


def membership(start: str, end: str = "") -> Membership:
    made = Membership(network=cast.network(), organization=cast.organization())
    made.start(PartialDate.parse(start) if start else None)
    made.end(PartialDate.parse(end) if end else None)
    made.save()
    return made


@pytest.mark.parametrize(
    ("start", "end", "day", "holds"),
    [
        ("2013", "", "2013-01-01", True),
        ("2013", "", "2012-12-31", False),
        ("", "", "1990-01-01", True),
        ("2013", "2015", "2015-12-31", True),
        ("2013", "2015", "2016-01-01", False),
        ("2020-02-29", "2020-02-29", "2020-02-29", True),
    ],
)
def test_dated_relation_answers_for_a_day(db: None, start: str, end: str, day: str, holds: bool) -> None:
    made = membership(start, end)

    assert (made in Membership.objects.on(dt.date.fromisoformat(day))) is holds


def test_dated_relation_keeps_what_it_was_told(db: None) -> None:
    made = membership("2013", "2015-06")
    made.refresh_from_db()

    assert (made.started.isoformat(), made.ended.isoformat()) == ("2013", "2015-06")


def test_dated_relation_cannot_end_before_it_starts(db: None) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        membership("2015", "2013")


def test_past_row_never_blocks_and_two_open_ones_cannot_be(db: None) -> None:
    membership("2010", "2012")
    membership("2015")

    with pytest.raises(IntegrityError), transaction.atomic():
        membership("2016")
