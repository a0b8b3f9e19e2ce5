"""Tables as files: CSV that spreadsheets open as it is meant, and XLSX. What a cell says is text, never a formula.

A cell that begins like a formula keeps its text: in CSV behind an apostrophe (a telephone number "+82 2 1234" must not
be reckoned, nor lose its plus), in XLSX as a cell of the type text.
"""

import csv
import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from io import BytesIO
from typing import Any
from urllib.parse import quote

from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

KINDS = ("xlsx", "csv")
CSV_TYPE = "text/csv; charset=utf-8"
XLSX_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_FORMULA = ("=", "+", "-", "@", "\t", "\r")
# XML cannot carry these; a name that was pasted from elsewhere may.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_WIDEST = 60

Rows = Iterable[Sequence[Any]]


def exported(kind: str, name: str, head: Sequence[Any], rows: Rows) -> HttpResponseBase:
    """The table as a download: ``kind`` is one of KINDS, ``name`` the file's without its ending, in any script."""
    writer: Callable[[str, Sequence[Any], Rows], HttpResponseBase] = {"xlsx": _xlsx, "csv": _csv}[kind]
    return attached(writer(name, head, rows), f"{name}.{kind}")


def attached(response: HttpResponseBase, filename: str) -> HttpResponseBase:
    """Name the download by RFC 6266, which carries names in any script, with a plain one for old programs."""
    plain = re.sub(r"[^A-Za-z0-9._-]+", "-", filename).strip("-") or "export"
    response.headers["Content-Disposition"] = f"attachment; filename=\"{plain}\"; filename*=UTF-8''{quote(filename)}"
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _plain(value: Any) -> Any:
    """A cell's value: numbers and days stay themselves, nothing is "", everything else is its text."""
    if value is None:
        return ""
    if isinstance(value, dt.datetime):
        return value.strftime("%Y-%m-%d %H:%M")
    if isinstance(value, bool) or not isinstance(value, (int, float, dt.date)):
        return _CONTROL.sub("", str(value))
    return value


def _csv_cell(value: Any) -> str:
    text = str(plain(value))
    return f"'{text}" if isinstance(plain(value), str) and text.startswith(_FORMULA) else text


class _Echo:
    """A file that hands back what is written to it, so that the writer can stream."""

    def write(self, line: str) -> str:
        return line


def _csv(name: str, head: Sequence[Any], rows: Rows) -> StreamingHttpResponse:
    writer = csv.writer(_Echo())

    def lines() -> Iterator[str]:
        yield "\ufeff"  # without it Excel reads UTF-8 as something else
        for row in (head, *rows) if isinstance(rows, (list, tuple)) else _chained(head, rows):
            yield writer.writerow([_csv_cell(value) for value in row])

    return StreamingHttpResponse(lines(), content_type=CSV_TYPE)


def _chained(head: Sequence[Any], rows: Rows) -> Iterator[Sequence[Any]]:
    yield head
    yield from rows


def _xlsx(name: str, head: Sequence[Any], rows: Rows) -> HttpResponse:
    book = Workbook(write_only=True)
    sheet = book.create_sheet(re.sub(r"[\[\]:*?/\\]", " ", name)[:31] or "1")
    listed = [[plain(value) for value in row] for row in (head, *rows)]
    for number, column in enumerate(zip(*listed, strict=True), start=1):
        widest = max(len(str(value)) for value in column)
        sheet.column_dimensions[get_column_letter(number)].width = min(_WIDEST, widest + 2)
    sheet.freeze_panes = "A2"
    for number, row in enumerate(listed):
        sheet.append([_xlsx_cell(sheet, value, bold=not number) for value in row])
    file = BytesIO()
    book.save(file)
    return HttpResponse(file.getvalue(), content_type=XLSX_TYPE)


def _xlsx_cell(sheet: Any, value: Any, *, bold: bool) -> WriteOnlyCell:
    cell = WriteOnlyCell(sheet, value)
    if isinstance(value, str):
        cell.data_type = "s"  # openpyxl takes a text that begins with "=" for a formula
    if bold:
        cell.font = Font(bold=True)
    return cell


def wanted(request: HttpRequest, default: str = "xlsx") -> str:
    """Which kind a request's ``?as=`` asks for."""
    kind = request.GET.get("as", default)
    return kind if kind in KINDS else default
