"""A file that holds a whole register, read as rows; whether it came from here is told by its sheets and columns."""

import json
import zipfile
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from hansa.base.errors import Refused
from hansa.base.exports import FORMULA
from hansa.intake.archive.shape import FORMAT, TABLES, Table
from hansa.intake.fates import Row
from hansa.intake.grids import Grid, read_grids

MOST_ROWS = 200_000  # of one table


def read_register(path: Path, name: str) -> dict[str, list[Row]]:
    """The rows of each table by its key, in their order. Raises Refused."""
    with path.open("rb") as file:
        start = file.read(64).lstrip(b"\xef\xbb\xbf \r\n\t")
    tables = _from_json(path, name) if start.startswith(b"{") else _from_grids(path, name)
    return {table.key: _rows(table, tables.get(table.key, []), name) for table in TABLES}


def _from_json(path: Path, name: str) -> dict[str, list[dict[str, str]]]:
    try:
        found = json.loads(path.read_text(encoding="utf-8-sig"))
    except ValueError:
        raise _foreign(name) from None
    if not isinstance(found, dict) or found.get("format") != FORMAT:
        raise _foreign(name)
    return {key: rows for key, rows in found.items() if isinstance(rows, list)}


def _from_grids(path: Path, name: str) -> dict[str, list[dict[str, str]]]:
    grids = {grid.name: grid for grid in read_grids(path, name, MOST_ROWS)}
    if not {table.title for table in TABLES} & set(grids):
        raise _foreign(name)
    with zipfile.ZipFile(path) as archive:
        # A workbook's cells are text as they are; those of a CSV are guarded.
        is_text = "[Content_Types].xml" not in archive.namelist()
    return {table.key: _of_grid(grids[table.title], is_text) for table in TABLES if table.title in grids}


def _of_grid(grid: Grid, is_text: bool) -> list[dict[str, str]]:
    heads = [str(head) for head in grid.rows[0]] if grid.rows else []
    return [
        {head: _plain(cell, is_text) for head, cell in zip(heads, line, strict=False)}
        for line in grid.rows[1:]
        if any(cell not in (None, "") for cell in line)
    ]


def _plain(cell: Any, is_text: bool) -> str:
    """A cell as it was written: without the apostrophe that keeps a spreadsheet from running it."""
    if cell is None:
        return ""
    if isinstance(cell, float) and cell == int(cell):
        return str(int(cell))
    text = str(cell)
    return text[1:] if is_text and text.startswith("'") and text.lstrip("'").startswith(FORMULA) else text


def _rows(table: Table, lines: list[dict[str, str]], name: str) -> list[Row]:
    sheet, keys = table.sheet, ["no", *(field.key for field in table.fields)]
    rows = []
    for at, line in enumerate(lines, 2):
        if not isinstance(line, dict) or not line.get("no"):
            raise Refused(
                _("%(name)s, %(sheet)s, row %(row)s has no number in its column “no”.")
                % {"name": name, "sheet": table.title, "row": at}
            )
        rows.append(Row(sheet, at, {key: str(line.get(key) or "") for key in keys}))
    return rows


def _foreign(name: str) -> Refused:
    return Refused(
        _("%(name)s is no export of a register. Members as you have them are taken in as a list.") % {"name": name}
    )
