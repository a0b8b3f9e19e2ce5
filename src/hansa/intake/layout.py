"""Which grid is which sheet, where its headings stand, and its rows with their values read.

Headings may stand below title rows, in merged cells, in any order and case. What is not known is reported, not fatal.
"""

import re
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from hansa.base.errors import Refused
from hansa.base.text import fold
from hansa.intake.columns import SHEETS, Column, Sheet
from hansa.intake.dates import Wrong
from hansa.intake.fates import Row
from hansa.intake.grids import Grid
from hansa.intake.values import nearest, plain, read_cell

# Title rows and logos above the headings; nobody writes more.
DEEPEST_HEADING = 20
# A row whose first cell starts so is a remark or the template's example; it is never read.
REMARK = "#"
# The first sheet of the template, which explains the others and is passed over; one name in all languages.
EXPLANATIONS = "Hansa"
_NOT_LETTERS = re.compile(r"[\s*:_\-–]+")


@dataclass
class Workbook:
    """All rows by sheet, with what was noticed on the way."""

    rows: dict[str, list[Row]] = field(default_factory=dict)
    notices: list[str] = field(default_factory=list)
    remarks: int = 0

    def of(self, sheet: Sheet) -> list[Row]:
        """The rows of that sheet; none where the workbook has no such sheet."""
        return self.rows.get(sheet.key, [])


def heading_key(text: str) -> str:
    """A heading without case, marks, spaces, hyphens or a trailing asterisk."""
    return _NOT_LETTERS.sub("", fold(text))


def lay_out(grids: list[Grid]) -> Workbook:
    """Find the sheets and read their rows. Refused where one that must be there is missing or has no headings."""
    book = Workbook(notices=[grid.note for grid in grids if grid.note])
    found = _find_sheets(grids, book)
    missing = [sheet.title for sheet in SHEETS if sheet.required and sheet.key not in found]
    if missing:
        raise Refused(
            _("The workbook has no sheet “%(sheet)s”. Take the empty template, or add one; it may stay empty.")
            % {"sheet": "”, “".join(missing)}
        )
    for sheet in SHEETS:
        if sheet.key in found:
            book.rows[sheet.key] = _read_rows(sheet, found[sheet.key], book)
    if not any(book.rows.values()):
        if book.remarks:
            raise Refused(_("This is the empty template: fill in rows below the examples and send it again."))
        raise Refused(_("The workbook has headings and no rows. Fill it in and send it again."))
    if not book.of(SHEETS[0]):
        raise Refused(_("The sheet “Event” has no row. Say there which event this is about."))
    return book


def _find_sheets(grids: list[Grid], book: Workbook) -> dict[str, Grid]:
    names = {heading_key(name): sheet for sheet in SHEETS for name in (sheet.title, sheet.key, *sheet.also)}
    found: dict[str, Grid] = {}
    for grid in grids:
        sheet = names.get(heading_key(grid.name))
        if sheet is None:
            if grid.name != EXPLANATIONS and any(plain(cell) for row in grid.rows for cell in row if cell is not None):
                book.notices.append(_unknown_sheet(grid.name))
        elif sheet.key in found:
            raise Refused(
                _("“%(one)s” and “%(other)s” are both the sheet %(sheet)s. Put their rows together.")
                % {"one": found[sheet.key].name, "other": grid.name, "sheet": sheet.title}
            )
        else:
            found[sheet.key] = grid
    return found


def _unknown_sheet(name: str) -> str:
    near = nearest(name, [sheet.title for sheet in SHEETS])
    if near:
        return _("The sheet “%(name)s” is not read. Should it be “%(near)s”?") % {"name": name, "near": near}
    return _("The sheet “%(name)s” is not read.") % {"name": name}


def _read_rows(sheet: Sheet, grid: Grid, book: Workbook) -> list[Row]:
    cells = unmerged(grid)
    if not any(plain(cell) for row in cells for cell in row if cell is not None):
        return []
    top = _heading_row(sheet, grid, cells)
    columns = _columns(sheet, cells[top], grid, top, book)
    rows = []
    for number, line in enumerate(cells[below(grid, top) :], below(grid, top) + 1):
        texts = [plain(cell) for cell in line if cell is not None]
        first = next(filter(None, texts), "")
        if first.startswith(REMARK):
            book.remarks += 1
        elif first:
            rows.append(_read_row(sheet, number, line, columns))
    return rows


def unmerged(grid: Grid) -> list[list[object]]:
    """The cells, with what stands in a merged range repeated in each of its cells."""
    rows = [list(row) for row in grid.rows]
    for (top, left), (bottom, right) in grid.merged:
        if top >= len(rows) or left >= len(rows[top]):
            continue
        # Sideways only where headings may be: below, a cell merged over two columns fills the first.
        last = right if top < DEEPEST_HEADING else left
        for down in range(top, min(bottom, len(rows) - 1) + 1):
            for across in range(left, min(last, len(rows[down]) - 1) + 1):
                rows[down][across] = rows[top][left]
    return rows


def _heading_row(sheet: Sheet, grid: Grid, cells: list[list[object]]) -> int:
    """The first of the rows in which the most headings of the sheet stand."""
    known = set(_known(sheet))
    counts = [
        len({heading_key(plain(cell)) for cell in row if cell is not None} & known) for row in cells[:DEEPEST_HEADING]
    ]
    best = max(counts, default=0)
    if best < 2:
        raise Refused(
            _("The sheet “%(sheet)s” has no row of headings such as %(headings)s in its first %(rows)s rows.")
            % {
                "sheet": grid.name,
                "headings": ", ".join(column.heading for column in sheet.columns[:4]),
                "rows": DEEPEST_HEADING,
            }
        )
    return counts.index(best)


def below(grid: Grid, top: int) -> int:
    """The first row under the headings, which may be merged over several."""
    return max([bottom for (first, _left), (bottom, _right) in grid.merged if first <= top <= bottom] + [top]) + 1


def _known(sheet: Sheet) -> dict[str, Column]:
    """Columns by the key of each heading that they may have; a column's own heading goes before another's ``also``."""
    known = {heading_key(name): column for column in sheet.columns for name in column.also}
    return known | {heading_key(column.heading): column for column in sheet.columns}


def _columns(sheet: Sheet, heads: list[object], grid: Grid, top: int, book: Workbook) -> dict[int, Column]:
    known, merged = _known(sheet), _right_parts(grid, top)
    found: dict[int, Column] = {}
    for at, head in enumerate(heads):
        text = plain(head) if head is not None else ""
        column = known.get(heading_key(text))
        if not text or at in merged:
            continue
        if column is None:
            book.notices.append(_unknown_column(sheet, text))
        elif column in found.values():
            raise Refused(
                _("“%(sheet)s” has the heading “%(heading)s” twice, in columns %(one)s and %(other)s. Delete one.")
                % {
                    "sheet": grid.name,
                    "heading": column.heading,
                    "one": letters(next(place for place, other in found.items() if other == column)),
                    "other": letters(at),
                }
            )
        else:
            found[at] = column
    missing = [column.heading for column in sheet.columns if column.required and column not in found.values()]
    if missing:
        raise Refused(
            _("The sheet “%(sheet)s” has no column “%(heading)s”. Add it; each row must fill it in.")
            % {"sheet": grid.name, "heading": "”, “".join(missing)}
        )
    return found


def _right_parts(grid: Grid, top: int) -> set[int]:
    """The columns whose heading is only the right part of a cell merged over several columns."""
    return {
        column
        for (first, left), (last, right) in grid.merged
        if first <= top <= last
        for column in range(left + 1, right + 1)
    }


def _unknown_column(sheet: Sheet, text: str) -> str:
    near = nearest(text, [column.heading for column in sheet.columns])
    where = {"sheet": sheet.title, "heading": text, "near": near}
    if near:
        return _("%(sheet)s: the column “%(heading)s” is not read. Should it be “%(near)s”?") % where
    return _("%(sheet)s: the column “%(heading)s” is not read.") % where


def letters(index: int) -> str:
    """A column as spreadsheets call it: 0 is A, 26 is AA."""
    name, index = "", index + 1
    while index:
        index, rest = divmod(index - 1, 26)
        name = chr(ord("A") + rest) + name
    return name


def _read_row(sheet: Sheet, number: int, line: list[object], columns: dict[int, Column]) -> Row:
    row = Row(sheet, number, {})
    for at, column in columns.items():
        cell = line[at] if at < len(line) else None
        try:
            value = read_cell(column, cell)
        except Wrong as wrong:
            row.refuse(str(wrong), column.key)
            value = None
        else:
            if value is None and column.required:
                row.refuse(_("This cell is empty and must be filled in."), column.key)
        row.values[column.key] = value
    row.what = _called(row)
    return row


def _called(row: Row) -> str:
    """What a row is about, for whoever reads the list of rows."""
    if row.sheet.key == "requests":
        return f"{row.get('from', '?')} – {row.get('to', '?')}"
    if row.sheet.key == "tables":
        return " ".join(str(row.get(key, "?"))[:10] for key in ("day", "start", "end"))
    return str(row.get("title" if row.sheet.key in ("sessions", "visits") else "name", ""))
