"""The day asked about, as people type it: a day, a month or a year, in figures or in the reader's words.

"2019", "2019-06", "11 June 2019", "June 2019", "11.6.2019", "1er mai 2019", "١١ يونيو ٢٠١٩". A day with slashes is
refused, since one half of the world would read another day than the other half.
"""

import datetime as dt
import re

from babel import Locale
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from hansa.base.dates import PartialDate
from hansa.base.text import fold, nfc
from hansa.base.words import reader

_POINTS = re.compile(r"^(\d{1,2})\.(\d{1,2})\.(\d{4})$")
# Chinese, Japanese, Korean: the year first, each part with its sign.
_SIGNS = re.compile(r"^(\d{4}) ?[年년](?: ?(\d{1,2}) ?[月월](?: ?(\d{1,2}) ?[日号일])?)?$")
_WORDS = re.compile(r"^(?:(\d{1,2})(?:er|st|nd|rd|th|\.)? +)?(?:de )?([^\W\d]+\.?) +(?:de )?(\d{4})$")
_WORDS_FIRST = re.compile(r"^([^\W\d]+\.?) +(\d{1,2})(?:st|nd|rd|th)?,? +(\d{4})$")


class DayError(ValueError):
    """What was typed is no day, month or year; as a string it is a sentence that says why."""


def typed(text: str) -> PartialDate:
    """Read what a person typed. Raises DayError with a sentence."""
    plain = "".join(str(int(sign)) if sign.isdecimal() else sign for sign in nfc(text))
    try:
        found = _read(plain)
    except ValueError:
        raise DayError(_("There is no such day as “%(text)s”.") % {"text": text}) from None
    if found is None:
        raise DayError(
            _("“%(text)s” is no day. Write a year, a month or a day: 2019, June 2019, 2019-06-11.") % {"text": text}
        )
    return found


def as_typed(date: PartialDate | None) -> str:
    """A date as ``typed`` reads it back, in the reader's words."""
    if date is None:
        return ""
    if date.precision == "year":
        return f"{date.first.year:04}"
    return date_format(date.first, "YEAR_MONTH_FORMAT" if date.precision == "month" else "DATE_FORMAT")


def day_of(date: PartialDate, today: dt.date) -> dt.date:
    """The day that is meant: of a year or month its last day, or today while it is not over."""
    return today if date.first <= today <= date.last else date.last


def _read(text: str) -> PartialDate | None:
    try:
        return PartialDate.parse(text)
    except ValueError:
        if re.fullmatch(r"\d{4}(-\d{1,2}){0,2}", text):
            raise
    points = _POINTS.match(text)
    if points:
        day, month, year = (int(part) for part in points.groups())
        return PartialDate(dt.date(year, month, day))
    signs = _SIGNS.match(text)
    if signs:
        return PartialDate.parse("-".join(part for part in signs.groups() if part))
    folded = fold(text)
    words, words_first = _WORDS.match(folded), _WORDS_FIRST.match(folded)
    if words:
        day_text, name, year_text = words.groups()
    elif words_first:
        name, day_text, year_text = words_first.groups()
    else:
        return None
    number = _months().get(name.strip("."))
    if number is None:
        return None
    first = dt.date(int(year_text), number, int(day_text or 1))
    return PartialDate(first, "day" if day_text else "month")


def _months() -> dict[str, int]:
    """The months by name, in English and in the reader's language, long and short, folded."""
    found: dict[str, int] = {"sept": 9}
    for locale in (Locale("en"), reader()):
        for context in ("format", "stand-alone"):
            for width in ("wide", "abbreviated"):
                for number, name in locale.months[context][width].items():
                    found[fold(name).strip(".")] = number
    for number in range(1, 13):
        # As the house itself prints them, where that differs from CLDR.
        found.setdefault(fold(date_format(dt.date(2000, number, 1), "F")), number)
    return found
