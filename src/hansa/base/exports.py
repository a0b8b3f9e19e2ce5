"""Lists as files: CSV and JSON that stream, XLSX with typed cells. No cell runs as a formula; none loses a character.

Rows are sequences of texts, numbers, days, moments or None. An aware moment is written as the clock reads in its own
zone, since neither format has zones: the header must name it.
"""

import csv
import datetime as dt
import json
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.http import FileResponse, Http404, HttpResponseBase, StreamingHttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import get_language, override
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

Row = Sequence[Any]
KINDS = ("xlsx", "csv")
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
# What a spreadsheet takes for the start of a formula; the wide forms count in some East Asian editions.
FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
NUMBERS = (int, float, Decimal)
SHEET_FORBIDS = str.maketrans(dict.fromkeys("[]:*?/\\'", " "))


def exported(kind: str, name: str, header: Row, rows: Iterable[Row]) -> HttpResponseBase:
    """The list as a file called ``name``, of one of KINDS; 404 for a kind that there is not."""
    if kind not in KINDS:
        raise Http404
    return as_csv(name, header, rows) if kind == "csv" else as_xlsx(name, header, rows)


def as_csv(name: str, header: Row, rows: Iterable[Row]) -> StreamingHttpResponse:
    """UTF-8 with a mark in front, so that Excel reads it as such; RFC 4180 quoting; sent row by row."""
    response = StreamingHttpResponse(
        _csv_lines(header, rows, get_language() or "en"), content_type="text/csv; charset=utf-8"
    )
    return attached(response, f"{name}.csv")


def as_xlsx(name: str, header: Row, rows: Iterable[Row]) -> FileResponse:
    """One sheet with the header in bold and frozen. Written row by row to a file that leaves memory when it grows."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(name.translate(SHEET_FORBIDS).strip()[:31] or "1")
    sheet.freeze_panes = "A2"
    for number, title in enumerate(header, start=1):
        sheet.column_dimensions[get_column_letter(number)].width = min(40, max(12, len(str(title)) + 2))
    titles = [WriteOnlyCell(sheet, str(title)) for title in header]
    for cell in titles:
        cell.font = Font(bold=True)
    sheet.append(titles)
    for row in rows:
        sheet.append([_typed(sheet, value) for value in row])
    # FileResponse closes it with the answer.
    file = tempfile.SpooledTemporaryFile(max_size=5_000_000)  # noqa: SIM115
    book.save(file)
    file.seek(0)
    return attached(FileResponse(file, content_type=XLSX), f"{name}.xlsx")


def as_json(name: str, keys: Sequence[str], rows: Iterable[Row]) -> StreamingHttpResponse:
    """A list of objects, a line each, sent row by row; days and moments in ISO 8601."""
    response = StreamingHttpResponse(
        _json_lines(list(keys), rows, get_language() or "en"), content_type="application/json"
    )
    return attached(response, f"{name}.json")


def attached(response: Any, filename: str) -> Any:
    """Name a download: by RFC 6266 a name in any script survives in ``filename*``. Nobody between may keep it."""
    response.headers["Content-Disposition"] = content_disposition_header(True, filename)
    response.headers["Cache-Control"] = "private, no-store"
    return response


def guarded(text: str) -> str:
    """A text that no spreadsheet runs: an apostrophe before a formula's sign; taking one off gives the text back."""
    return f"'{text}" if text.lstrip("'").startswith(FORMULA) else text


def _plain(value: Any) -> Any:
    """A value as a cell takes it: numbers and days as they are, moments without zone, anything else as text."""
    if value is None or (isinstance(value, NUMBERS) and not isinstance(value, bool)):
        return value
    if isinstance(value, dt.datetime):
        return value.replace(tzinfo=None, microsecond=0)
    return value if isinstance(value, dt.date | dt.time) else str(value)


def _csv_lines(header: Row, rows: Iterable[Row], language: str) -> Iterator[str]:
    write = csv.writer(_Echo()).writerow
    yield "\ufeff" + write([_csv_cell(title) for title in header])
    for row in rows:
        # The rows are made while they are sent, when the reader's language may no longer be the active one.
        with override(language):
            line = [_csv_cell(value) for value in row]
        yield write(line)


def _json_lines(keys: list[str], rows: Iterable[Row], language: str) -> Iterator[str]:
    before = "[\n"
    for row in rows:
        with override(language):
            line = json.dumps(dict(zip(keys, row, strict=True)), ensure_ascii=False, cls=DjangoJSONEncoder)
        yield before + line
        before = ",\n"
    yield "\n]\n" if before != "[\n" else "[]\n"


def _csv_cell(value: Any) -> Any:
    shown = _plain(value)
    if isinstance(shown, dt.datetime):
        return shown.isoformat(sep=" ", timespec="minutes")
    return guarded(shown) if isinstance(shown, str) else shown


class _Echo:
    """A file that hands back what is written to it, since ``csv`` writes only to files."""

    def write(self, text: str) -> str:
        return text


def _typed(sheet: Any, value: Any) -> Any:
    """The value as a cell that is what it is: a text stays a text, even one that begins like a formula."""
    shown = _plain(value)
    if isinstance(shown, dt.datetime):
        cell = WriteOnlyCell(sheet, shown)
        cell.number_format = "yyyy-mm-dd hh:mm"
        return cell
    if not isinstance(shown, str):
        return shown
    # XML has no control characters; the sign of a lost one takes their place.
    cell = WriteOnlyCell(sheet, ILLEGAL_CHARACTERS_RE.sub("\ufffd", shown))
    cell.data_type = "s"
    return cell
