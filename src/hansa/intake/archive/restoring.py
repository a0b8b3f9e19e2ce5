"""A whole register back in: what is on record stays, what is missing is put back, with all its dates.

Organizations, themes and networks are known by their names, all other rows by everything that they say. Each row on
record is known again once, so that two persons of one name stay two.
"""

from collections import defaultdict
from typing import Any

from django.utils.translation import gettext as _

from hansa.base.errors import Refused
from hansa.intake.archive.shape import BY_KEY, TABLES, Field, Table, put
from hansa.intake.archive.writing import records_of, rows_on_record
from hansa.intake.fates import Report, Row
from hansa.network import actions as network
from hansa.network.models import Agreement, Appointment, Organization
from hansa.people.actions import open_account, record_person
from hansa.people.models import Person, User

Signature = tuple[str, ...]
# By the first of these columns that is filled a row is called, beside its organization.
_TELLING = ("name", "full_name", "title", "value", "printed", "kind", "duty", "standing", "first_day")


class Restoring:
    """The rows of a file on their way back, and those on record."""

    def __init__(self, rows: dict[str, list[Row]], by: User | None) -> None:
        self.rows, self.by = rows, by
        self.report = Report(rows=[row for table in TABLES for row in rows[table.key]])
        # The record of each row of the file, by sheet and number; and the number that the register has for it.
        self.records: dict[tuple[str, str], Any] = {}
        self.numbers: dict[tuple[str, str], str] = {}
        self.on_record = rows_on_record()
        self.fetched: dict[str, list[Any]] = {}

    def run(self) -> Report:
        """Put back each table after those it points at."""
        for table in TABLES:
            known = self._known(table)
            for row in self.rows[table.key]:
                try:
                    self._restore(table, row, known)
                except Refused as refusal:
                    row.refuse(str(refusal))
                except (ValueError, TypeError) as error:
                    row.refuse(_("This row cannot be read: %(why)s.") % {"why": error})
        return self.report

    def _known(self, table: Table) -> dict[Signature, list[dict[str, str]]]:
        """The rows on record by what they say, each to be known again once."""
        found: dict[Signature, list[dict[str, str]]] = defaultdict(list)
        for line in self.on_record[table.key]:
            found[self._signature(table, line)].append(line)
        return found

    def _signature(self, table: Table, line: dict[str, str]) -> Signature:
        keys = table.identity or tuple(field.key for field in table.fields)
        return tuple(line[key] for key in keys)

    def _restore(self, table: Table, row: Row, known: dict[Signature, list[dict[str, str]]]) -> None:
        values = self._translated(table, row)
        row.what = self._called(table, row)
        held = known.get(self._signature(table, values))
        if held:
            line = held.pop(0)
            self.numbers[table.key, row.values["no"]] = line["no"]
            self.records[table.key, row.values["no"]] = self._fetch(table, line["no"])
            if table.identity:
                self._update(table, row, values, line)
            return
        record = self._make(table, row, values)
        self.records[table.key, row.values["no"]] = record
        # No row on record has such a number: what points at it is new as well.
        self.numbers[table.key, row.values["no"]] = f"new {row.values['no']}"
        row.record, row.is_new = record, True
        row.trace.append(row.what)

    def _translated(self, table: Table, row: Row) -> dict[str, str]:
        """The cells with the numbers of the register in place of those of the file. Refused where one is missing."""
        values = dict(row.values)
        for field in table.fields:
            target = _target(field)
            if target and values[field.key]:
                parts = values[field.key].split("; ")
                numbers = [self.numbers.get((target, part)) for part in parts]
                if None in numbers:
                    raise Refused(
                        _("It points at row %(no)s of %(sheet)s, which is not there or was refused.")
                        % {"no": values[field.key], "sheet": target}
                    )
                many = field.kind.startswith("many:")
                found = [number for number in numbers if number is not None]
                values[field.key] = "; ".join(sorted(found, key=_order)) if many else found[0]
        return values

    def _fetch(self, table: Table, number: str) -> Any:
        """The record on file under that number of the register's own export."""
        if table.key not in self.fetched:
            self.fetched[table.key] = list(records_of(table))
        return self.fetched[table.key][int(number) - 1]

    def _make(self, table: Table, row: Row, values: dict[str, str]) -> Any:
        if table.model is Person:
            record = Person()
            self._put(table, record, row)
            plain = ("full_name", "family_name", "latin_name", "language", "email", "is_sample")
            return record_person(by=self.by, **{name: getattr(record, name) for name in plain})
        record = table.model()
        self._put(table, record, row)
        if isinstance(record, Appointment):
            person = self.records.get(("persons", row.values["person"]))
            record.user = open_account(
                by=self.by, email=row.values["account"], person=person, name=row.values["account_name"]
            )
        if isinstance(record, Agreement):
            return network.restore(record, by=self.by, parties=self._many(row, "parties", "organisations"))
        if isinstance(record, Organization):
            return network.restore(record, by=self.by, themes=self._many(row, "themes", "themes"))
        return network.restore(record, by=self.by)

    def _put(self, table: Table, record: Any, row: Row) -> None:
        for field in table.fields:
            target = self.records.get((field.kind, row.values[field.key]))
            put(record, field, row.values[field.key], target)

    def _many(self, row: Row, key: str, sheet: str) -> list[Any]:
        return [self.records[sheet, part] for part in row.values[key].split("; ") if part]

    def _update(self, table: Table, row: Row, values: dict[str, str], line: dict[str, str]) -> None:
        """What the file says otherwise of a row on record is taken over, and shown before and after."""
        different = [field for field in table.fields if values[field.key] != line[field.key]]
        if not different:
            return
        record = self.records[table.key, row.values["no"]]
        if not isinstance(record, Organization):
            raise Refused(_("On record it says something else; change it in the register."))
        fields = {field.attribute: field for field in different if not field.kind.startswith("many:")}
        before = Organization.objects.get(pk=record.pk)
        for field in fields.values():
            put(record, field, row.values[field.key], None)
        network.revise_organization(before, by=self.by, **{name: getattr(record, name) for name in fields})
        if any(field.key == "themes" for field in different):
            before.themes.add(*self._many(row, "themes", "themes"))
        row.changed({field.key: [line[field.key] or None, row.values[field.key] or None] for field in different})

    def _called(self, table: Table, row: Row) -> str:
        body = self.records.get(("organisations", row.values.get("organisation", "")))
        said = next((row.values[key] for key in _TELLING if row.values.get(key)), "")
        return f"{body}, {said}" if body is not None and said else str(body or said)


def _target(field: Field) -> str:
    """The sheet that a column points at; "" for none."""
    if field.kind == "account_person":
        return "persons"
    kind = field.kind.removeprefix("many:")
    return kind if kind in BY_KEY else ""


def _order(number: str) -> tuple[bool, int]:
    return number.startswith("new"), int(number.removeprefix("new "))


def bring_back(rows: dict[str, list[Row]], by: User | None) -> Report:
    """Put a register back, inside the caller's transaction."""
    return Restoring(rows, by).run()
