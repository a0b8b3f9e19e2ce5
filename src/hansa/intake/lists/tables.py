"""Where the list stands in a sheet: its headings, its rows, and what is neither.

Lists come with titles above, headings over several rows, headings repeated on each page, regions as rows of their own
between the members, footnotes and totals below. Each is recognized or told; none becomes a member.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from hansa.gazetteer import country_code, resolve
from hansa.gazetteer.folding import key
from hansa.intake.grids import Grid
from hansa.intake.layout import DEEPEST_HEADING, below, unmerged
from hansa.intake.lists.columns import ROLES, bare_heading
from hansa.intake.lists.printed import read_section
from hansa.intake.values import plain

_FOOTER = re.compile(
    r"^\s*(?:total|sum|source|sources|note|notes|legend|last updated|updated|stand|as of|합계|총계|출처|합|总计|合计|"
    r"来源|注|المجموع|المصدر|итого|quelle|fuente)\b\s*[:：(]?.*",
    re.IGNORECASE,
)
_LEGEND = re.compile(r"^\s*([*†‡§¶]+|[¹²³⁰-⁹]|\[\d{1,2}\])\s*[:=–-]?\s*(\S.*)$")
_NUMBERED = re.compile(r"\d{1,4}[.)]?|•")
_HEADINGS = frozenset(key(word) for role in ROLES for word in role.words)


@dataclass
class Line:
    """A row of the list: its number in the file, its cells as text, the headings of its part of the list."""

    number: int
    cells: list[Any]
    section: dict[str, str] = field(default_factory=dict)


@dataclass
class Table:
    """A list: a heading for each column ("" for none), its lines, what stood above and what was passed over."""

    heads: list[str]
    lines: list[Line]
    top: int  # the row of the headings as the spreadsheet numbers it; 0 where there are none
    title: list[str] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    legend: dict[str, str] = field(default_factory=dict)


def lay_table(grid: Grid, top: int | None = None) -> Table:
    """Find the list in a sheet; ``top`` is the row of the headings where the officer says so, 0 for none."""
    cells = [[_text(cell) for cell in row] for row in unmerged(grid)]
    raw = [[*row] for row in unmerged(grid)]
    at = _heading_row(cells) if top is None else top - 1
    heads = _heads(cells, at) if 0 <= at < len(cells) else []
    first = below(grid, at) if heads else 0
    width = max((len(row) for row in cells), default=0)
    table = Table(heads + [""] * (width - len(heads)), [], at + 1 if heads else 0)
    table.title = [next(filter(None, row)) for row in cells[: max(at, 0)] if any(row)] if heads else []
    _fill(table, cells, raw, first)
    return table


def _text(cell: Any) -> str:
    return plain(cell) if cell is not None else ""


def _heading_row(cells: list[list[str]]) -> int:
    """The first of the rows in which the most known headings stand; -1 where the list begins at once."""
    scores = [sum(bare_heading(cell) in _HEADINGS for cell in set(row) if cell) for row in cells[:DEEPEST_HEADING]]
    best = max(scores, default=0)
    if best > 1 or (best and _width(cells) == 1):
        return scores.index(best)
    width = _width(cells)
    for at, row in enumerate(cells[:DEEPEST_HEADING]):
        filled = [cell for cell in row if cell]
        if len(filled) >= max(2, 0.6 * width) or (width == 1 and filled):
            return at if _looks_like_headings(filled) else -1
    return -1


def _width(cells: list[list[str]]) -> int:
    """How many cells most of the rows fill."""
    counts = sorted(sum(map(bool, row)) for row in cells if any(row))
    return counts[len(counts) // 2] if counts else 0


def _looks_like_headings(filled: list[str]) -> bool:
    """Words that are no data: no number, no day, no address, no country, no place that is certain."""
    if any(bare_heading(cell) in _HEADINGS or "?" in cell for cell in filled):
        return True
    if any(any(map(str.isdigit, cell)) or "@" in cell or country_code(cell) for cell in filled):
        return False
    return len(filled) > 1 and not any(resolve(cell).certain for cell in filled)


def _heads(cells: list[list[str]], at: int) -> list[str]:
    """The headings of a row, with those above them where one word stands over several ("Contact": Name, E-mail)."""
    heads = list(cells[at])
    above = cells[at - 1] if at else []
    for place, over in enumerate(above[: len(heads)]):
        if over and above.count(over) > 1 and len(set(above)) > 1 and over != heads[place]:
            heads[place] = f"{over} {heads[place]}".strip()
    return heads


def _fill(table: Table, cells: list[list[str]], raw: list[list[Any]], first: int) -> None:
    repeated, section = 0, dict[str, str]()
    is_numbered = _is_numbered(cells[first:])
    for at in range(first, len(cells)):
        row = cells[at]
        filled = [cell for cell in row if cell]
        if not filled:
            continue
        if table.top and [key(cell) for cell in row] == [key(cell) for cell in cells[table.top - 1]]:
            repeated += 1
            continue
        alone = filled[0] if len(set(filled)) == 1 else ""
        is_item = is_numbered and _NUMBERED.fullmatch(row[0]) is not None
        legend = _LEGEND.match(alone)
        if legend and at > first + 1 and not is_item:
            table.legend[legend[1].strip("[]")] = legend[2]
            table.notices.append(_("Row %(row)s is a footnote: “%(text)s”.") % {"row": at + 1, "text": alone[:100]})
        elif alone and len(row) > 1 and _FOOTER.match(alone) and not is_item:
            table.notices.append(_("Row %(row)s is no member: “%(text)s”.") % {"row": at + 1, "text": alone[:100]})
        elif alone and not is_item and (found := _section(alone, len(row))):
            section = _joined(section, found)
        elif is_numbered and not is_item and alone:
            table.notices.append(_("Row %(row)s has no number: “%(text)s”.") % {"row": at + 1, "text": filled[0][:100]})
        else:
            table.lines.append(Line(at + 1, raw[at], section))
    if repeated:
        table.notices.append(_("The headings stand %(n)s more times; these rows were passed over.") % {"n": repeated})


def _section(text: str, width: int) -> dict[str, str]:
    found = read_section(text)
    # Singapore and Luxembourg are countries and cities: alone in a row they are members.
    return {} if "country" in found and (width == 1 or resolve(text).id) else found


def _joined(before: dict[str, str], found: dict[str, str]) -> dict[str, str]:
    """A region ends the country before it; a country keeps its region; a standing is told for itself."""
    if "region" in found:
        return {name: text for name, text in before.items() if name == "standing"} | found
    return {**before, **found}


def _is_numbered(cells: list[list[str]]) -> bool:
    """Whether most rows begin with a number or a bullet, so that one without is none of the list's."""
    rows = [row for row in cells if any(row)]
    return sum(bool(_NUMBERED.fullmatch(row[0])) for row in rows if row) > 0.5 * len(rows)
