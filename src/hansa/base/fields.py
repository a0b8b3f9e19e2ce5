"""Columns that more than one room uses."""

import datetime as dt
from typing import Any, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hansa.base.dates import PartialDate

PRECISION = [("day", _("day")), ("month", _("month")), ("year", _("year"))]


class Multilingual(dict[str, str]):
    """A short text by language; as a string it is the reader's, or else the first that there is."""

    def chosen(self) -> tuple[str, str]:
        """(language, text) for the reader: their language, English, or the first that there is."""
        for language in ((get_language() or "en").split("-")[0], "en"):
            if self.get(language):
                return language, self[language]
        return next(((language, text) for language, text in self.items() if text), ("", ""))

    def __str__(self) -> str:
        return self.chosen()[1]


class MultilingualField(models.JSONField):
    """A JSON column that is read as ``Multilingual``."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", Multilingual)
        super().__init__(*args, **kwargs)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Multilingual:
        return Multilingual(super().from_db_value(value, expression, connection) or {})

    def to_python(self, value: Any) -> Multilingual:
        return value if isinstance(value, Multilingual) else Multilingual(super().to_python(value) or {})


class DatedQuerySet(models.QuerySet):
    """Questions about a day."""

    def on(self, day: dt.date) -> Self:
        """Those in force on that day. An unknown first day counts as before it, no last day as open."""
        return self.filter(Q(started_on=None) | Q(started_on__lte=day), Q(ended_on=None) | Q(ended_on__gte=day))


class Dated(models.Model):
    """A relation with a first and a last day, both inclusive; "current" is a question about a day, never a column.

    ``started_on`` is the first day that the start may be and ``ended_on`` the last day that the end may be, each with
    its precision; an empty start is unknown, an empty end is open.
    """

    started_on = models.DateField(_("first day"), null=True, blank=True)
    started_precision = models.CharField(max_length=5, choices=PRECISION, default="day")
    ended_on = models.DateField(_("last day"), null=True, blank=True)
    ended_precision = models.CharField(max_length=5, choices=PRECISION, default="day")
    source = models.CharField(_("source"), max_length=300, blank=True)

    objects = DatedQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_ends_after_start",
                condition=Q(started_on=None) | Q(ended_on=None) | Q(ended_on__gte=F("started_on")),
            )
        ]

    @property
    def started(self) -> PartialDate | None:
        return PartialDate(self.started_on, self.started_precision) if self.started_on else None

    @property
    def ended(self) -> PartialDate | None:
        if not self.ended_on:
            return None
        first = {"year": self.ended_on.replace(month=1, day=1), "month": self.ended_on.replace(day=1)}
        return PartialDate(first.get(self.ended_precision, self.ended_on), self.ended_precision)

    def start(self, date: PartialDate | None) -> None:
        """Set both columns of the first day; nothing is saved."""
        self.started_on, self.started_precision = (date.first, date.precision) if date else (None, "day")

    def end(self, date: PartialDate | None) -> None:
        """Set both columns of the last day; nothing is saved."""
        self.ended_on, self.ended_precision = (date.last, date.precision) if date else (None, "day")


class LanguagesField(models.JSONField):
    """A list of language codes in the order in which they are preferred."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("default", list)
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)
