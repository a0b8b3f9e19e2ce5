"""Small workbooks for tests: rows by heading, laid over a forum of two cities."""

import io
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from hansa.intake.bringing import bring_in, read_workbook
from hansa.intake.columns import SHEETS
from hansa.intake.fates import Report

Rows = list[dict[str, Any]]

EVENT = {"Key": "forum", "Name": "Forum", "Kind": "forum", "First day": "2019-06-13", "Last day": "2019-06-14",
         "Time zone": "Asia/Shanghai", "City": "Chengdu", "Country": "CN"}  # fmt: skip
HOST = {"Name": "Chengdu", "Country": "CN", "Role": "host"}
GUEST = {"Name": "Maastricht", "Country": "NL", "Role": "guest"}
HEAD = {"Name": "Jana de Vries", "Organisation": "Maastricht", "Role": "head", "Title": "Mayor", "Languages": "nl, en"}
MAYOR = {"Name": "李伟", "Organisation": "Chengdu", "Role": "head", "Title": "Mayor", "Languages": "zh"}
SESSION = {"Title": "Opening", "Day": "2019-06-13", "Start": "09:00", "End": "10:30"}
TABLES = {"Day": "2019-06-13", "Start": "14:00", "End": "15:35", "Minutes": 20, "Tables": 2}


def sheets(**rows: Rows) -> dict[str, Rows]:
    """Rows by sheet: a forum with its host and one guest, with these sheets put in place of its own."""
    plain: dict[str, Rows] = {
        "Event": [EVENT],
        "Organisations": [HOST, GUEST],
        "People": [HEAD, MAYOR],
        "Sessions": [],
        "Visits": [],
        "Tables": [],
    }
    return {**plain, **rows}


def headings(title: str) -> list[str]:
    return next([column.heading for column in sheet.columns] for sheet in SHEETS if sheet.title == title)


def xlsx(**rows: Rows) -> bytes:
    """The workbook as a file."""
    workbook = Workbook()
    workbook.remove(workbook.worksheets[0])
    for title, lines in sheets(**rows).items():
        page = workbook.create_sheet(title)
        heads = headings(title) + [key for key in (lines[0] if lines else {}) if key not in headings(title)]
        page.append(heads)
        for line in lines:
            page.append([line.get(head) for head in heads])
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def saved(workbook: Workbook) -> bytes:
    out = io.BytesIO()
    workbook.save(out)
    return out.getvalue()


def bring(
    folder: Path, *, by: Any = None, keep: bool = True, answers: dict[str, str] | None = None, **rows: Rows
) -> Report:
    """Write the workbook into the folder, read it and bring it in."""
    path = folder / "book.xlsx"
    path.write_bytes(xlsx(**rows))
    return bring_in(read_workbook(path, "book.xlsx"), by=by, answers=answers, keep=keep)


def fates(report: Report, title: str) -> list[str]:
    """The fates of a sheet's rows in order."""
    return [str(row.fate) for row in report.rows if row.sheet.title == title]


def refusals(report: Report) -> list[str]:
    """All refusals as "Sheet row: sentence"."""
    return [f"{row.sheet.title} {row.number}: {sentence}" for row in report.rows for sentence in row.refusals]
