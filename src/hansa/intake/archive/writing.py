"""The whole register written out: XLSX with a sheet for each table, the same as CSV in a zip, or JSON."""

import csv
import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font

from hansa.base.exports import XLSX, attached, guarded
from hansa.intake.archive.shape import BY_KEY, FORMAT, TABLES, Numbers, Table, written
from hansa.network.models import Appointment, Office
from hansa.people.models import Person

Rows = dict[str, list[dict[str, str]]]
# What is fetched along, so that writing a table asks a fixed number of questions.
_PREFETCHED = {"organisations": ("themes",), "agreements": ("parties",)}


def rows_on_record() -> Rows:
    """Every row of every table by its columns, numbered from 1 in the order in which the rows were recorded."""
    numbers: Numbers = {}
    found: Rows = {}
    for table in TABLES:
        records = list(records_of(table))
        numbers[table.key] = {record.pk: number for number, record in enumerate(records, 1)}
        found[table.key] = [
            {"no": str(number), **{field.key: written(field, record, numbers) for field in table.fields}}
            for number, record in enumerate(records, 1)
        ]
    return found


def records_of(table: Table) -> Any:
    """All records of a table, in the order in which its rows are numbered."""
    if table.model is Person:
        # Those who hold an office or answer for an organization; delegates belong to their events.
        held = Office.objects.values("person")
        known = Appointment.objects.exclude(user__person=None).values("user__person")
        return (Person.objects.filter(pk__in=held) | Person.objects.filter(pk__in=known)).order_by("pk")
    pointing = [field.attribute for field in table.fields if field.kind in BY_KEY]
    if table.model is Appointment:
        pointing.append("user")
    rows = table.model._default_manager.order_by("pk").select_related(*pointing)
    return rows.prefetch_related(*_PREFETCHED.get(table.key, ()))


def _heads(table: Table) -> list[str]:
    return ["no", *(field.key for field in table.fields)]


def as_json(rows: Rows) -> bytes:
    """One object: the format's name and the rows of each table."""
    return json.dumps({"format": FORMAT, **rows}, ensure_ascii=False, indent=1).encode()


def as_zip(rows: Rows) -> bytes:
    """A CSV file for each table, in UTF-8 with its mark; no cell runs as a formula."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for table in TABLES:
            text = io.StringIO(newline="")
            writer = csv.writer(text)
            writer.writerow(_heads(table))
            writer.writerows([guarded(row[head]) for head in _heads(table)] for row in rows[table.key])
            archive.writestr(f"{table.title}.csv", "\ufeff" + text.getvalue())
    return out.getvalue()


def as_xlsx(rows: Rows) -> bytes:
    """A workbook with a sheet for each table; every cell is text."""
    book = Workbook(write_only=True)
    for table in TABLES:
        sheet = book.create_sheet(table.title)
        sheet.freeze_panes = "A2"
        heads = [WriteOnlyCell(sheet, head) for head in _heads(table)]
        for cell in heads:
            cell.font = Font(bold=True)
        sheet.append(heads)
        for row in rows[table.key]:
            sheet.append([_cell(sheet, row[head]) for head in _heads(table)])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cell(sheet: Any, text: str) -> Any:
    if not text:
        return None
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("\ufffd", text))
    cell.data_type = "s"
    return cell


FORMS: dict[str, tuple[Callable[[Rows], bytes], str]] = {
    "xlsx": (as_xlsx, XLSX),
    "zip": (as_zip, "application/zip"),
    "json": (as_json, "application/json"),
}


def as_file(kind: str, day: str) -> HttpResponse:
    """The register of today as a download of one of FORMS; KeyError for a kind that there is not."""
    write, content_type = FORMS[kind]
    response = HttpResponse(write(rows_on_record()), content_type=content_type)
    name = _("Whole register, %(day)s") % {"day": day}
    found: HttpResponse = attached(response, f"{name}.{kind}")
    return found
