"""What every act of the register has in common: the lock under which it checks, and the day and reason in its entry."""

from typing import Any, TypeVar

from django.db import models
from django.utils.translation import gettext as _

from hansa.base.dates import PartialDate
from hansa.base.errors import Refused
from hansa.base.text import nfc
from hansa.network.terms import Period, surely_overlap

Record = TypeVar("Record", bound=models.Model)


def lock(record: Record) -> Record:
    """The record as it is now, held until the act is done; two acts on one record wait for each other."""
    return type(record)._default_manager.select_for_update().get(pk=record.pk)


def entry(on: PartialDate | None, reason: str, **changes: list[Any]) -> dict[str, list[Any]]:
    """[before, after] by field, with the day on which the act takes effect and why, as far as they are given."""
    found = dict(changes)
    if on is not None:
        found["day"] = [None, on.isoformat()]
    if nfc(reason):
        found["reason"] = [None, nfc(reason)]
    return found


def demand_period(first: PartialDate | None, last: PartialDate | None) -> None:
    """Refused where the last day lies before the first."""
    if first and last and last.last < first.first:
        raise Refused(_("The last day, %(last)s, lies before the first, %(first)s.") % {"last": last, "first": first})


def first_overlap(period: Period, others: Any) -> Any:
    """The first of the others that overlaps for certain, or None."""
    return next((other for other in others if surely_overlap(period, other)), None)


def span(period: Period) -> str:
    """A period in words: "7 September 2010 – 31 October 2013", "since 2013, year only"."""
    if period.ended is None:
        if period.started is None:
            return _("since a day that is not on record")
        return _("since %(day)s") % {"day": period.started}
    if period.started is None:
        return _("until %(day)s") % {"day": period.ended}
    return _("%(first)s – %(last)s") % {"first": period.started, "last": period.ended}
