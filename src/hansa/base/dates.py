"""Days of which the month or the day may be unknown."""

import calendar
import datetime as dt
import re
from dataclasses import dataclass
from typing import Literal

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

Precision = Literal["day", "month", "year"]
PRECISIONS: tuple[Precision, ...] = ("day", "month", "year")
# A year outside is a slip of the hand; the bounds also leave room for a zone, a margin or the day after.
YEARS = range(1000, 3000)
_ISO = re.compile(r"^(\d{4})(?:-(\d{1,2})(?:-(\d{1,2}))?)?$")


@dataclass(frozen=True, order=True)
class PartialDate:
    """A day, a month or a year. ``first`` and ``last`` are the first and the last day that it may be."""

    first: dt.date
    precision: Precision = "day"

    @classmethod
    def parse(cls, text: str) -> "PartialDate":
        """Read "2013", "2013-05" or "2013-05-10"; ValueError for anything else, or a year outside YEARS."""
        match = _ISO.match(text.strip())
        if not match:
            raise ValueError(text)
        year, month, day = (int(part) if part else None for part in match.groups())
        assert year is not None
        if year not in YEARS:
            raise ValueError(text)
        if month is None:
            return cls(dt.date(year, 1, 1), "year")
        return cls(dt.date(year, month, day or 1), "day" if day else "month")

    @property
    def last(self) -> dt.date:
        """The last day that it may be."""
        if self.precision == "year":
            return dt.date(self.first.year, 12, 31)
        if self.precision == "month":
            return self.first.replace(day=calendar.monthrange(self.first.year, self.first.month)[1])
        return self.first

    def __str__(self) -> str:
        """In the reader's language, saying what is unknown."""
        if self.precision == "year":
            return _("%(year)s, year only") % {"year": self.first.year}
        if self.precision == "month":
            return date_format(self.first, "YEAR_MONTH_FORMAT")
        return date_format(self.first, "DATE_FORMAT")

    def isoformat(self) -> str:
        """As it is written in a file: "2013", "2013-05" or "2013-05-10"."""
        return self.first.isoformat()[: {"year": 4, "month": 7, "day": 10}[self.precision]]


def with_weekday(day: dt.date) -> str:
    """ "Thursday 13 June 2019" in the reader's language."""
    return date_format(day, pgettext("format of a day with its weekday", "l j F Y"))


def period(first: dt.date, last: dt.date) -> str:
    """Two known days in the reader's language, saying each part once: "13–14 June 2019", "30 June – 2 July 2019"."""
    if first == last:
        return date_format(first, "DATE_FORMAT")
    if (first.year, first.month) == (last.year, last.month):
        month = date_format(first, "YEAR_MONTH_FORMAT")
        return _("%(first)s–%(last)s %(month)s") % {"first": first.day, "last": last.day, "month": month}
    form = "MONTH_DAY_FORMAT" if first.year == last.year else "DATE_FORMAT"
    ends = {"first": date_format(first, form), "last": date_format(last, "DATE_FORMAT")}
    return _("%(first)s – %(last)s") % ends
