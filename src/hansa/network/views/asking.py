"""The day that an address asks about."""

import datetime as dt
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils import timezone

from hansa.base.dates import PartialDate
from hansa.network.days import DayError, as_typed, day_of, typed


@dataclass(frozen=True)
class Asked:
    """What was typed (None for nothing, or for what could not be read), the day meant, and what is wrong."""

    date: PartialDate | None
    day: dt.date
    shown: str
    wrong: str = ""


def asked(request: HttpRequest, name: str = "on") -> Asked:
    """The day named in the address; today where none is, or where it cannot be read."""
    text, today = request.GET.get(name, "").strip(), timezone.localdate()
    if not text:
        return Asked(None, today, "")
    try:
        date = typed(text)
    except DayError as error:
        return Asked(None, today, text, str(error))
    return Asked(date, day_of(date, today), as_typed(date))
