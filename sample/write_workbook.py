"""Write the sample workbook from the readable lists beside this file.

    .venv/bin/python sample/write_workbook.py forum.xlsx

Which sheets and columns there are stands in ``hansa.intake.columns``; a list that disagrees with it is refused here.
The same lists give the same bytes, so that two workbooks can be compared.
"""

import csv
import io
import sys
import unicodedata
import zipfile
from collections.abc import Callable
from datetime import date, datetime, time
from pathlib import Path

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet
from openpyxl.writer.excel import ExcelWriter

from hansa.intake.columns import SHEETS, Column, Sheet

FORUM = Path(__file__).parent / "forum"
WRITTEN = datetime(2019, 6, 11, 9, 0)  # noqa: DTZ001 - a workbook's own properties carry no zone
NARROWEST, WIDEST = 9, 48  # widths of columns, in digits of the sheet's face

Value = str | int | date | datetime | time


def write(out: Path, folder: Path = FORUM) -> None:
    """Write the workbook of the lists in ``folder`` to ``out``, replacing what is there.

    ValueError where a list is missing, has other headings than its sheet, or a cell is not what its column holds.
    """
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    workbook.properties.creator = "Hansa, sample data"
    workbook.properties.created = workbook.properties.modified = WRITTEN
    for sheet in SHEETS:
        _fill(workbook.create_sheet(sheet.title), sheet, read_list(sheet, folder))
    out.write_bytes(_packed(workbook))


def read_list(sheet: Sheet, folder: Path) -> list[list[str]]:
    """The rows of a sheet's list as text, without its heading row; ValueError where they do not fit the sheet."""
    path = folder / f"{sheet.title.lower()}.csv"
    if not path.exists():
        raise ValueError(f"There is no list {path.name}.")
    with path.open(encoding="utf-8-sig", newline="") as file:
        headings, *rows = csv.reader(file, strict=True)
    if headings != [column.heading for column in sheet.columns]:
        raise ValueError(f"{path.name} does not have the headings of the sheet {sheet.title}.")
    for number, row in enumerate(rows, start=2):
        if len(row) != len(headings):
            raise ValueError(f"{path.name}, row {number}: {len(row)} cells under {len(headings)} headings.")
    return rows


def _fill(page: Worksheet, sheet: Sheet, rows: list[list[str]]) -> None:
    for across, column in enumerate(sheet.columns, start=1):
        heading = page.cell(1, across, column.heading)
        heading.font = Font(bold=True)
        heading.alignment = Alignment(wrap_text=True, vertical="top")
        for down, row in enumerate(rows, start=2):
            _set(page.cell(down, across), column, row[across - 1], f"{sheet.title}, row {down}, {column.heading}")
        width = max(_width(text) for text in (column.heading, *(row[across - 1] for row in rows)))
        page.column_dimensions[get_column_letter(across)].width = min(max(width + 2, NARROWEST), WIDEST)
    page.freeze_panes = "B2"


def _set(cell: Cell, column: Column, text: str, where: str) -> None:
    if not text:
        return
    try:
        value, number_format = _READ.get(column.kind, _as_text)(text)
    except ValueError:
        raise ValueError(f"{where}: “{text}” is no {column.kind}.") from None
    cell.value = value
    cell.number_format = number_format
    if isinstance(value, str):
        # openpyxl makes a formula of whatever starts with "="; a list holds text and nothing that runs.
        cell.data_type = "s"


def _as_text(text: str) -> tuple[Value, str]:
    return text, "@"


def _as_day(text: str) -> tuple[Value, str]:
    return date.fromisoformat(text), "yyyy-mm-dd"


def _as_partial(text: str) -> tuple[Value, str]:
    """A whole day as a date; a month or a year stays text, because a spreadsheet would make a first day of it."""
    return _as_day(text) if len(text) == len("2019-06-13") else _as_text(text)


def _as_moment(text: str) -> tuple[Value, str]:
    return datetime.fromisoformat(text), "yyyy-mm-dd hh:mm"


def _as_time(text: str) -> tuple[Value, str]:
    return time.fromisoformat(text), "hh:mm"


def _as_number(text: str) -> tuple[Value, str]:
    return int(text), "0"


_READ: dict[str, Callable[[str], tuple[Value, str]]] = {
    "day": _as_day,
    "partial": _as_partial,
    "moment": _as_moment,
    "time": _as_time,
    "number": _as_number,
}


def _width(text: str) -> int:
    """How many digits wide a text is set: Chinese, Japanese and Korean characters take two, marks none."""
    return sum(
        0 if unicodedata.combining(char) else 2 if unicodedata.east_asian_width(char) in "WF" else 1 for char in text
    )


def _packed(workbook: Workbook) -> bytes:
    """The workbook as bytes, without the hour at which it was written."""
    first, second = io.BytesIO(), io.BytesIO()
    # Not ``workbook.save``: it would stamp the properties with the present time.
    ExcelWriter(workbook, zipfile.ZipFile(first, "w")).save()
    with zipfile.ZipFile(first) as loose, zipfile.ZipFile(second, "w", zipfile.ZIP_DEFLATED) as packed:
        for name in loose.namelist():
            entry = zipfile.ZipInfo(name, WRITTEN.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            packed.writestr(entry, loose.read(name))
    return second.getvalue()


def main(arguments: list[str]) -> int:
    """Write the workbook to the one path given; 2 on wrong usage, 1 where the lists are refused."""
    if len(arguments) != 1:
        print("usage: .venv/bin/python sample/write_workbook.py OUT.xlsx", file=sys.stderr)
        return 2
    try:
        write(Path(arguments[0]))
    except (ValueError, OSError) as error:
        print(error, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
