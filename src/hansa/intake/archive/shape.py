"""What the whole register is as a file: its sheets and their columns, written down once.

A row is named by its number in its sheet ("no"), and others point at it by that number. Days are written as far as they
are known: 2013, 2013-05, 2013-05-10. Names and texts by language are JSON objects. Everything is text.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import models

from hansa.base.dates import PartialDate
from hansa.base.fields import Dated, Multilingual
from hansa.intake.columns import Column, Sheet
from hansa.network.models import (
    Agreement,
    AgreementClaim,
    Appointment,
    FormerName,
    Identifier,
    Mandate,
    Membership,
    Network,
    Office,
    Organization,
    Renewal,
    Seat,
    Suspension,
    Theme,
)
from hansa.people.models import Person

FORMAT = "hansa-register/1"


@dataclass(frozen=True)
class Field:
    """A column of a sheet. ``kind``: text, flag, number, moment, json, first or last day, or the sheet it points at."""

    key: str
    kind: str = "text"
    # The attribute of the record, where it is called otherwise.
    source: str = ""

    @property
    def attribute(self) -> str:
        return self.source or self.key


@dataclass(frozen=True)
class Table:
    """A sheet: its records and columns. ``identity`` names the columns by which a row is known again (empty: all)."""

    key: str
    title: str
    model: type[models.Model]
    fields: tuple[Field, ...]
    identity: tuple[str, ...] = ()

    @property
    def sheet(self) -> Sheet:
        """As the intake's pages show it."""
        columns = tuple(Column(field.key, field.key, "text", "") for field in self.fields)
        return Sheet(self.key, self.title, "", columns)


_DATED = (Field("first_day", "first", "started"), Field("last_day", "last", "ended"), Field("source"))


def _texts(*keys: str) -> tuple[Field, ...]:
    return tuple(map(Field, keys))


# In the order in which they are put back: each after those it points at.
TABLES: tuple[Table, ...] = (
    Table("themes", "Themes", Theme, (Field("key"), Field("name", "json")), ("key",)),
    Table("organisations", "Organisations", Organization, (
        *_texts("name", "country", "kind"), Field("names", "json"), *_texts("own_name", "own_language"),
        *_texts("place", "place_name", "website"), Field("profile", "json"),
        Field("profile_opened_at", "moment"), Field("themes", "many:themes"),
    ), ("name", "country")),
    Table("networks", "Networks", Network, (Field("name"), Field("secretariat", "organisations")), ("name",)),
    Table("former_names", "Former names", FormerName, (
        Field("organisation", "organisations", "organization"), Field("name"), *_DATED,
    )),
    Table("identifiers", "Identifiers", Identifier, (
        Field("organisation", "organisations", "organization"), *_texts("scheme", "value"),
    )),
    Table("memberships", "Memberships", Membership, (
        Field("network", "networks"), Field("organisation", "organisations", "organization"),
        *_texts("standing", "category"), Field("founding", "flag"), Field("approved_by"),
        Field("approved_on", "first", "approved"), *_DATED, Field("ended_as"),
    )),
    Table("suspensions", "Suspensions", Suspension, (Field("membership", "memberships"), *_DATED)),
    Table("seats", "Seats", Seat, (
        Field("network", "networks"), *_texts("kind", "title", "region"), Field("term_months", "number"), *_DATED,
    )),
    Table("mandates", "Mandates", Mandate, (
        Field("network", "networks"), Field("organisation", "organisations", "organization"),
        *_texts("kind", "scope"), Field("seat", "seats"), *_DATED,
    )),
    Table("persons", "Persons", Person, (
        *_texts("full_name", "family_name", "latin_name", "language", "email"), Field("sample", "flag", "is_sample"),
    )),
    Table("offices", "Offices", Office, (
        Field("organisation", "organisations", "organization"), Field("person", "persons"),
        *_texts("title", "title_class"), *_DATED,
    )),
    Table("appointments", "Appointments", Appointment, (
        Field("organisation", "organisations", "organization"), Field("duty"), Field("account", "account"),
        Field("account_name", "account_name"), Field("person", "account_person"), *_DATED,
    )),
    Table("agreements", "Agreements", Agreement, (
        *_texts("kind", "printed"), Field("parties", "many:organisations"), Field("proposed_on", "first", "proposed"),
        Field("until_on", "last", "until"), Field("ended_on", "last", "ended"), Field("ended_as"),
    )),
    Table("renewals", "Renewals", Renewal, (Field("agreement", "agreements"), *_DATED)),
    Table("claims", "Claims", AgreementClaim, (
        Field("agreement", "agreements"), Field("preferred", "flag", "is_preferred"), *_texts("kind", "printed"),
        *_DATED,
    )),
)  # fmt: skip
BY_KEY = {table.key: table for table in TABLES}

Numbers = dict[str, dict[int, int]]


def written(field: Field, record: Any, numbers: Numbers) -> str:
    """The cell of a record in that column; ``numbers`` are those of the rows of each sheet, by primary key."""
    if field.kind == "account":
        return str(record.user.email)
    if field.kind == "account_name":
        return str(record.user.name)
    if field.kind == "account_person":
        return str(numbers["persons"].get(record.user.person_id, ""))
    value = getattr(record, field.attribute)
    if field.kind.startswith("many:"):
        target = numbers[field.kind.removeprefix("many:")]
        return "; ".join(str(number) for number in sorted(target[one.pk] for one in value.all()))
    if field.kind in BY_KEY:
        return str(numbers[field.kind][value.pk]) if value is not None else ""
    return _WRITE.get(field.kind, str)(value)


_WRITE: dict[str, Callable[[Any], str]] = {
    "flag": lambda value: "yes" if value else "",
    "number": lambda value: "" if value is None else str(value),
    "moment": lambda value: value.isoformat() if value else "",
    "json": lambda value: json.dumps(value, ensure_ascii=False, sort_keys=True) if value else "",
    "first": lambda value: value.isoformat() if value else "",
    "last": lambda value: value.isoformat() if value else "",
}


def put(record: Any, field: Field, text: str, target: Any) -> None:
    """Set what the cell says on an unsaved record. ``target`` is the record that it points at. Raises ValueError."""
    name = field.attribute
    if field.kind in BY_KEY:
        setattr(record, name, target)
    elif field.kind == "flag":
        setattr(record, name, text == "yes")
    elif field.kind == "number":
        setattr(record, name, int(text) if text else None)
    elif field.kind == "moment":
        setattr(record, name, models.DateTimeField().to_python(text) if text else None)
    elif field.kind == "json":
        setattr(record, name, Multilingual(json.loads(text) if text else {}))
    elif field.kind in ("first", "last"):
        _put_day(record, field, PartialDate.parse(text) if text else None)
    elif field.kind == "text":
        setattr(record, name, text)


def _put_day(record: Any, field: Field, date: PartialDate | None) -> None:
    name = field.attribute
    if isinstance(record, Dated) and name in ("started", "ended"):
        (record.start if name == "started" else record.end)(date)
        return
    day = None if date is None else date.first if field.kind == "first" else date.last
    setattr(record, f"{name}_on", day)
    setattr(record, f"{name}_precision", date.precision if date else "day")
