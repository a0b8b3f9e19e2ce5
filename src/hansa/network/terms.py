"""Reckoning with terms: months that end at a month's end, successors, and days of which a part is unknown.

The rules, each with its test in ``tests/network/test_terms.py``:

- A month later is the same day of the next month, or its last day where that month has no such day: 31 January and one
  month is 28 or 29 February, and two months are 31 March, for months are always counted from the first day.
- A term of n months ends the day before that day; where the day had to be clamped, it ends on the clamped day itself
  (so does German law, BGB § 188: a year that begins on 29 February 2020 ends on 28 February 2021).
- First and last days are both inclusive, and a successor starts the day after.
- Two terms stand in each other's way only where they overlap for certain: "until 2013" and "since 2013", years only,
  do not, since the one may have ended in March and the other have begun in April.
"""

import calendar
import datetime as dt
from typing import Protocol

from hansa.base.dates import PartialDate

FOREVER = dt.date.max
A_DAY = dt.timedelta(days=1)


class Period(Protocol):
    """What has a first and a last day, either of them perhaps unknown in part: ``Dated`` of hansa.base."""

    @property
    def started(self) -> PartialDate | None: ...

    @property
    def ended(self) -> PartialDate | None: ...


def add_months(day: dt.date, months: int) -> dt.date:
    """That day so many months later (or, below zero, earlier), clamped to the end of the month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def term_end(first: dt.date, months: int) -> dt.date:
    """The last day of a term of that many months (one at least) that begins on ``first``."""
    later = add_months(first, months)
    return later if later.day < first.day else later - A_DAY


def day_before(date: PartialDate) -> PartialDate:
    """When the predecessor of a term ended that starts then; within the same month or year where the day is unknown."""
    return PartialDate(date.first - A_DAY) if date.precision == "day" else date


def day_after(date: PartialDate) -> PartialDate:
    """When the successor of a term starts that ended then; within the same month or year where the day is unknown."""
    return PartialDate(date.first + A_DAY) if date.precision == "day" else date


def end_of(on: dt.date | None, precision: str) -> PartialDate | None:
    """A last day as it is stored (the last day that it may be) as a partial date."""
    if on is None:
        return None
    if precision == "year":
        return PartialDate(on.replace(month=1, day=1), "year")
    return PartialDate(on.replace(day=1), "month") if precision == "month" else PartialDate(on)


def surely_since(period: Period) -> dt.date:
    """The first day from which it was in force for certain; ``FOREVER`` where neither end is known."""
    if period.started:
        return period.started.last
    return period.ended.first if period.ended else FOREVER


def surely_until(period: Period) -> dt.date:
    """The last day until which it was in force for certain; ``FOREVER`` while it is open."""
    return period.ended.first if period.ended else FOREVER


def surely_overlap(one: Period, other: Period) -> bool:
    """Whether there is a day on which both were in force for certain."""
    return max(surely_since(one), surely_since(other)) <= min(surely_until(one), surely_until(other))


def surely_on(period: Period, day: dt.date) -> bool:
    """Whether it was in force on that day for certain, given that it may have been (``Dated.objects.on(day)``)."""
    known_start = period.started is None or period.started.last <= day
    return known_start and day <= surely_until(period)


def days_between(first: dt.date, last: dt.date) -> int:
    """How many days a period has, both ends counted."""
    return (last - first).days + 1
