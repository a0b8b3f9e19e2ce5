"""Days, times and moments as people and spreadsheets write them. What can be read two ways is refused, never guessed.

``Wrong`` carries a sentence for whoever filled the cell in.
"""

import datetime as dt
import re
import unicodedata
from functools import cache
from typing import Any

from babel import Locale
from babel.dates import get_month_names
from django.utils.translation import gettext as _

from hansa.base.dates import YEARS, PartialDate

# Day 0 of the serial numbers in which spreadsheets keep days (their year 1900 has a day too many before March).
EPOCH = dt.datetime(1899, 12, 30)  # noqa: DTZ001 - a spreadsheet's day carries no zone
# Serial numbers outside these (1910 to 2173) are more likely a year or a slip than a day.
SERIALS = (3_654, 99_999)
MONTH_LANGUAGES = ("en", "fr", "ar", "es", "de", "pt", "it")

_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_EAST = re.compile(r"(\d{4})\s*[年년]\s*(\d{1,2})\s*[月월](?:\s*(\d{1,2})\s*[日일])?")
_NUMBERS = re.compile(r"(\d{1,2})\s*([-/.])\s*(\d{1,2})\s*\2\s*(\d{4})")
_DAY_FIRST = re.compile(r"(?:\w+,?\s+)?(\d{1,2})(?:st|nd|rd|th|er|\.)?\s+(?:de\s+)?([^\W\d]+)\.?,?\s+(?:de\s+)?(\d{4})")
_MONTH_FIRST = re.compile(r"(?:\w+,\s+)?([^\W\d]+)\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_MONTH_YEAR = re.compile(r"([^\W\d]+)\.?,?\s+(?:de\s+)?(\d{4})")
_CLOCK = re.compile(r"(\d{1,2})(?:\s*[:.h：]\s*(\d{2}))?(?:[:.]\d{2})?\s*(h|[ap]\.?\s?m\.?)?", re.IGNORECASE)


class Wrong(ValueError):  # noqa: N818 - as Refused is
    """What is in the cell cannot be read; the argument is the sentence."""


def ascii_digits(text: str) -> str:
    """Arabic, Lao and other digits as 0–9."""
    return "".join(str(unicodedata.digit(char)) if char.isdigit() and not char.isascii() else char for char in text)


@cache
def _months() -> dict[str, int]:
    found: dict[str, int] = {}
    for language in MONTH_LANGUAGES:
        for width in ("wide", "abbreviated"):
            for number, name in get_month_names(width, locale=Locale(language)).items():
                found.setdefault(name.casefold().rstrip("."), number)
    return found


def read_day(value: Any) -> dt.date:
    """A whole day; Wrong where it is none, could be two, or lies in no year that is meant."""
    if isinstance(value, dt.datetime):
        return _meant(value.date())
    if isinstance(value, dt.date):
        return _meant(value)
    if isinstance(value, int | float) and not isinstance(value, bool):
        return _moment_of_serial(float(value)).date()
    date = _partial_of_text(ascii_digits(str(value)).strip())
    if date.precision != "day":
        raise Wrong(_("“%(text)s” lacks the day. Write it as 2019-06-13.") % {"text": value})
    return date.first


def read_partial(value: Any) -> PartialDate:
    """A day, a month or a year."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        if value == int(value) and value in YEARS:
            return PartialDate(dt.date(int(value), 1, 1), "year")
        return PartialDate(_moment_of_serial(float(value)).date())
    if isinstance(value, dt.date):
        return PartialDate(read_day(value))
    return _partial_of_text(ascii_digits(str(value)).strip())


def read_time(value: Any) -> dt.time:
    """A time of the day to the minute; 24:00 is read as 00:00."""
    if isinstance(value, dt.datetime):
        return value.time().replace(second=0, microsecond=0)
    if isinstance(value, dt.time):
        return value.replace(second=0, microsecond=0)
    if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1:
        minutes = round(value * 1440)
        return dt.time(minutes // 60 % 24, minutes % 60)
    text = ascii_digits(str(value)).strip()
    match = _CLOCK.fullmatch(text.removesuffix(".0"))
    if match:
        hour, minute, half = int(match[1]), int(match[2] or 0), (match[3] or "").lower()
        if half and half[0] in "ap":
            if not 1 <= hour <= 12:
                raise _no_time(value)
            hour = hour % 12 + (12 if half[0] == "p" else 0)
        if (hour < 24 and minute < 60) or (hour, minute) == (24, 0):
            return dt.time(hour % 24, minute)
    raise _no_time(value)


def _no_time(value: Any) -> Wrong:
    return Wrong(_("“%(text)s” is no time. Write it as 14:30.") % {"text": value})


def read_moment(value: Any) -> dt.datetime:
    """A day and a time, without a zone (the event's is meant) unless the cell itself gives an offset."""
    if isinstance(value, dt.datetime):
        return _at(value)
    if isinstance(value, int | float) and not isinstance(value, bool) and value != int(value):
        return _moment_of_serial(float(value))
    text = ascii_digits(str(value)).strip()
    try:
        if len(text) > len("2019-06-13"):
            return _at(dt.datetime.fromisoformat(text))
    except Wrong:
        raise
    except ValueError:
        pass
    day, _space, clock = text.rpartition(" ")
    if clock.lower() in ("am", "pm") and day:
        day, _space, hours = day.rpartition(" ")
        clock = hours + clock
    if not day or isinstance(value, dt.date | int | float):
        raise Wrong(_("“%(text)s” needs a day and a time. Write it as 2019-06-13 14:30.") % {"text": value})
    return dt.datetime.combine(read_day(day.rstrip(", ")), read_time(clock))


def _at(moment: dt.datetime) -> dt.datetime:
    _meant(moment.date())
    return moment.replace(second=0, microsecond=0)


def _meant(day: dt.date) -> dt.date:
    if day.year not in YEARS:
        raise Wrong(_("The year %(year)s is surely not meant. Write the day as 2019-06-13.") % {"year": day.year})
    return day


def _moment_of_serial(value: float) -> dt.datetime:
    if not SERIALS[0] <= value <= SERIALS[1]:
        raise Wrong(_("The number %(number)g is no day. Write it as 2019-06-13.") % {"number": value})
    return EPOCH + dt.timedelta(minutes=round(value * 1440))


def _partial_of_text(text: str) -> PartialDate:
    try:
        found = _parts(text)
        _meant(found.first)
        return found
    except Wrong:
        raise
    except ValueError:
        raise Wrong(_("“%(text)s” is no day. Write it as 2019-06-13.") % {"text": text}) from None


def _parts(text: str) -> PartialDate:
    """The date in a text; ValueError where it is none."""
    if match := _ISO.fullmatch(text.partition("T")[0].removesuffix(" 00:00:00")):
        return PartialDate(dt.date(*map(int, match.groups())))
    if match := _EAST.fullmatch(text):
        year, month, day = match.groups()
        return PartialDate(dt.date(int(year), int(month), int(day or 1)), "day" if day else "month")
    if match := _NUMBERS.fullmatch(text):
        return PartialDate(_of_numbers(text, int(match[1]), int(match[3]), int(match[4])))
    if match := _DAY_FIRST.fullmatch(text):
        return PartialDate(dt.date(int(match[3]), _month(match[2]), int(match[1])))
    if match := _MONTH_FIRST.fullmatch(text):
        return PartialDate(dt.date(int(match[3]), _month(match[1]), int(match[2])))
    if match := _MONTH_YEAR.fullmatch(text):
        return PartialDate(dt.date(int(match[2]), _month(match[1]), 1), "month")
    return PartialDate.parse(text)


def _of_numbers(text: str, first: int, second: int, year: int) -> dt.date:
    """13/06/2019 and 06/13/2019 have one reading, 05/06/2019 has two; with dots the day is first everywhere."""
    if "." in text or first > 12 or first == second:
        return dt.date(year, second, first)
    if second > 12:
        return dt.date(year, first, second)
    raise Wrong(
        _("“%(text)s” can be %(one)s or %(other)s. Write it as 2019-06-13.")
        % {"text": text, "one": dt.date(year, second, first), "other": dt.date(year, first, second)}
    )


def _month(name: str) -> int:
    number = _months().get(name.casefold())
    if number is None:
        raise ValueError(name)
    return number
