"""The empty workbook: explained, with drop-downs and an example in each sheet, in the reader's language.

The example starts with the mark of a remark, so that it is never taken for data.
"""

import io
from datetime import date, datetime, time
from typing import Any

from django.utils.translation import get_language_bidi
from django.utils.translation import gettext as _
from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from hansa.intake.columns import SHEETS, Column, Sheet
from hansa.intake.layout import EXPLANATIONS, REMARK

# Rows for which cells offer their help and choices.
ROWS = 2_000
# A prompt beside a cell holds no more characters.
MOST_PROMPT = 250
_FORMATS = {"day": "yyyy-mm-dd", "moment": "yyyy-mm-dd hh:mm", "time": "hh:mm", "number": "0"}
_READ = {"day": date.fromisoformat, "moment": datetime.fromisoformat, "time": time.fromisoformat, "number": int}
_BOLD, _QUIET = Font(bold=True), Font(italic=True, color="00666666")
_WRAPPED = Alignment(wrap_text=True, vertical="top")


def write_template() -> bytes:
    """The workbook as XLSX."""
    workbook = Workbook()
    workbook.properties.creator = "Hansa"
    _explain(workbook.worksheets[0])
    for sheet in SHEETS:
        _fill(workbook.create_sheet(sheet.title), sheet)
    for page in workbook.worksheets:
        page.sheet_view.rightToLeft = get_language_bidi()
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def _explain(page: Worksheet) -> None:
    page.title = EXPLANATIONS
    intro = [
        _("How to fill in this workbook"),
        _("Each sheet has one row for each thing. Columns with an asterisk (*) must be filled in."),
        _("Grey rows that start with # are examples. They are not read; write below them."),
        _("An empty cell leaves what is on record as it is. Sending the same workbook twice changes nothing."),
        _("Write days as 2019-06-13, times as 14:30 in the zone of the event, languages and countries as codes."),
        _("Before anything is recorded you are shown what becomes of every row."),
    ]
    for row, text in enumerate(intro, 1):
        page.cell(row, 1, text).font = _BOLD if row == 1 else Font()
    top = len(intro) + 2
    for at, head in enumerate((_("Sheet"), _("Column"), _("What it holds"), _("Allowed"), _("Example")), 1):
        page.cell(top, at, head).font = _BOLD
    for sheet in SHEETS:
        top += 1
        page.cell(top, 1, sheet.title).font = _BOLD
        page.cell(top, 3, str(sheet.help)).alignment = _WRAPPED
        for column in sheet.columns:
            top += 1
            cells = (None, _heading(column), str(column.help), ", ".join(column.choices), column.example)
            for at, text in enumerate(cells, 1):
                if text:
                    page.cell(top, at, text).alignment = _WRAPPED
    for letter, width in zip("ABCDE", (16, 26, 60, 40, 34), strict=True):
        page.column_dimensions[letter].width = width


def _heading(column: Column) -> str:
    return f"{column.heading} *" if column.required else column.heading


def _fill(page: Worksheet, sheet: Sheet) -> None:
    for at, column in enumerate(sheet.columns, 1):
        head = page.cell(1, at, _heading(column))
        head.font, head.alignment = _BOLD, _WRAPPED
        example = page.cell(2, at, _example(column, is_first=at == 1))
        example.font = _QUIET
        example.number_format = _FORMATS.get(column.kind, "General")
        letter = get_column_letter(at)
        page.column_dimensions[letter].width = min(max(len(column.heading), len(column.example)) + 3, 44)
        _help(page, column, f"{letter}2:{letter}{ROWS}")
    page.freeze_panes = "B2"


def _example(column: Column, *, is_first: bool) -> Any:
    if is_first:
        return f"{REMARK} {column.example or column.heading}"
    reader: Any = _READ.get(column.kind, str)
    return reader(column.example) if column.example else None


def _help(page: Worksheet, column: Column, cells: str) -> None:
    """The column's help beside each of its cells, and its choices as a drop-down."""
    listed = f'"{",".join(column.choices)}"' if column.choices else None
    rule = DataValidation(type="list" if listed else None, formula1=listed, allow_blank=True)
    rule.promptTitle, rule.prompt = column.heading[:32], str(column.help)[:MOST_PROMPT]
    rule.showInputMessage = True
    if listed:
        rule.showErrorMessage = True
        rule.errorTitle, rule.error = column.heading[:32], _("Choose one of the list.")
    rule.add(cells)
    page.add_data_validation(rule)
