"""A list that was copied out of a PDF or a page: numbered lines, bullets, lines that run on, page numbers.

The grid has two columns, the number as printed and the text; an unnumbered line between numbered ones is a heading.
"""

import re

from hansa.intake.grids import Grid

_NUMBER = re.compile(r"^\s*[(\[（]?(\d{1,4})\s*[.)\]、．。:）]\s*(?=\S)|^\s*(\d{1,4})\s+(?=[^\W\d])")
_BULLET = re.compile(r"^\s*[-–—•·*●▪◦‣]\s+")
_PAGE = re.compile(
    r"^\s*(?:page|seite|p\.|página|페이지|第)?\s*[-–]?\s*\d{1,4}\s*(?:/\s*\d{1,4}|页)?\s*[-–]?\s*$", re.IGNORECASE
)
_COLUMNS = re.compile(r"\t+|\s{2,}")
_ENOUGH = 0.5  # share of lines by which a text is a numbered or bulleted list


def looks_pasted(lines: list[str]) -> bool:
    """Whether half of the lines are numbered or bulleted, or whether nothing parts the lines into cells."""
    full = [line for line in lines if line.strip() and not _PAGE.match(line)]
    if not full:
        return True
    items = [line for line in full if _NUMBER.match(line) or _BULLET.match(line)]
    parted = sum(any(sign in line for sign in "\t;|") for line in full)
    if parted > _ENOUGH * len(full):
        return False
    return len(items) >= _ENOUGH * len(full) or not any("," in line for line in full) or _is_prose_of_places(full)


def _is_prose_of_places(lines: list[str]) -> bool:
    """Lines such as "Abu Dhabi, United Arab Emirates (full member)": a comma and a space, and no heading above."""
    spaced = sum(", " in line and '"' not in line for line in lines)
    return spaced == sum("," in line for line in lines) and len(lines) > 1


def grid_of_lines(lines: list[str], name: str) -> Grid:
    """The lines as rows of (number, text), each at its own place; one that runs on is joined to the row before."""
    rows: list[list[str]] = [[] for _line in lines]
    numbers, bullets = (sum(bool(sign.match(line)) for line in lines) for sign in (_NUMBER, _BULLET))
    is_numbered = numbers + bullets >= _ENOUGH * sum(bool(line.strip()) for line in lines)
    # Where lines are numbered, a star begins a footnote and no item.
    item = _NUMBER if numbers > bullets else _BULLET
    last: int | None = None
    for at, line in enumerate(lines):
        if not line.strip() or _PAGE.match(line):
            continue
        number, text = _parts(line, item)
        if is_numbered and not number and last is not None and _runs_on(rows[last][1], text):
            rows[last][1] = f"{rows[last][1]} {text}"
        else:
            rows[at] = [number, text]
            last = at
    if not is_numbered:
        rows = [_COLUMNS.split(row[1].strip()) if row else row for row in rows]
    return Grid(name, [list(row) for row in rows])


def _parts(line: str, item: re.Pattern[str]) -> tuple[str, str]:
    found = item.match(line)
    if found is None:
        return "", line.strip()
    number = next((part for part in found.groups() if part), "•")
    return number, line[found.end() :].strip()


def _runs_on(before: str, text: str) -> bool:
    """Whether a line without a number goes on from the one before."""
    is_open = before.count("(") > before.count(")") or before.rstrip().endswith((",", "–", "-", " of", " and", "&"))
    return is_open or text[:1].islower() or text.startswith(("(", "（"))
