"""A file or a pasted text as grids of cells: in which encoding and with which separator, as far as that can be told.

A guess is shown with the text that it gives; another can be chosen. What would lose a letter is refused.
"""

import re
from dataclasses import dataclass, field
from pathlib import Path

from django.utils.translation import gettext as _

from hansa.base.errors import Refused
from hansa.base.text import nfc
from hansa.intake.delimited import DELIMITERS, sniff, split
from hansa.intake.grids import MOST_BYTES, MOST_COLUMNS, Grid, no_spreadsheet, read_grids, too_large
from hansa.intake.lists.encodings import ENCODINGS, guess
from hansa.intake.lists.pasted import grid_of_lines, looks_pasted

MOST_LISTED = 20_000  # rows of one list
SAMPLE_LINES = 8
SAMPLE_WIDTH = 160
_BINARY = (b"%PDF", b"\x89PNG", b"\xff\xd8\xff", b"{\\rtf", b"GIF8")
_LOST = "\ufffd"


@dataclass
class Source:
    """What a file holds: its grids, and how its text was read where it is a text."""

    grids: list[Grid]
    encoding: str = ""
    is_certain: bool = True
    delimiter: str = ""
    sample: list[str] = field(default_factory=list)


def open_source(path: Path, name: str, *, encoding: str = "", delimiter: str = "") -> Source:
    """Open the file; ``encoding`` and ``delimiter`` are what the officer chose, empty to guess. Raises Refused."""
    with path.open("rb") as file:
        start = file.read(8)
    if not start:
        raise Refused(_("%(name)s is empty. Choose the file that holds the list.") % {"name": name})
    if start.startswith((b"PK", b"\xd0\xcf\x11\xe0")):
        grids = [
            grid for grid in read_grids(path, name, MOST_LISTED) if any(any(map(_filled, row)) for row in grid.rows)
        ]
        if not grids:
            raise Refused(_("%(name)s has no rows.") % {"name": name})
        return Source(grids)
    if path.stat().st_size > MOST_BYTES:
        raise Refused(_("%(name)s is larger than %(most)s MB.") % {"name": name, "most": MOST_BYTES // 1_000_000})
    if start.startswith(_BINARY):
        if start.startswith(b"%PDF"):
            raise Refused(_("A PDF is not read. Open it, copy the list out of it and paste it into the box."))
        raise no_spreadsheet(name)
    return _open_text(path.read_bytes(), name, encoding, delimiter)


def _filled(cell: object) -> bool:
    return cell is not None and str(cell).strip() != ""


def _open_text(data: bytes, name: str, encoding: str, delimiter: str) -> Source:
    found, is_certain = (encoding, True) if encoding else guess(data)
    text = nfc(decode(data, found, name)).lstrip("\ufeff")
    lines = text.splitlines()
    if not any(line.strip() for line in lines):
        raise Refused(_("%(name)s has no rows.") % {"name": name})
    sample = [line[:SAMPLE_WIDTH] for line in lines if line.strip()][:SAMPLE_LINES]
    sample += [line[:SAMPLE_WIDTH] for line in lines[SAMPLE_LINES:] if not line.isascii()][:SAMPLE_LINES]
    if not delimiter and looks_pasted(lines):
        grid, separator = grid_of_lines(lines, Path(name).stem), ""
    else:
        separator = delimiter or sniff(text)
        grid = Grid(Path(name).stem, [list(row) for row in split(text, name, separator)])
    width = max((len(row) for row in grid.rows), default=0)
    if len(grid.rows) > MOST_LISTED or width > MOST_COLUMNS:
        raise too_large(grid.name, len(grid.rows), width, MOST_LISTED)
    return Source([grid], found, is_certain, separator if separator in DELIMITERS else "", list(dict.fromkeys(sample)))


def decode(data: bytes, encoding: str, name: str) -> str:
    """The text in that encoding. Refused, with the line, where a letter would be lost."""
    if encoding not in ENCODINGS:
        raise Refused(_("“%(encoding)s” is no encoding that is read here.") % {"encoding": encoding})
    if encoding == "utf-16" and not data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16-le" if data[1:400:2].count(0) >= data[0:400:2].count(0) else "utf-16-be"
    try:
        text = data.decode("utf-8-sig" if encoding == "utf-8" else encoding)
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise Refused(
            _("As %(encoding)s, line %(line)s of %(name)s cannot be read without loss. Choose another encoding.")
            % {"encoding": ENCODINGS.get(encoding, encoding), "line": line, "name": name}
        ) from None
    lost = text.find(_LOST)
    if lost >= 0:
        line = text.count("\n", 0, lost) + 1
        raise Refused(
            _("In line %(line)s letters were lost before %(name)s was saved (“%(part)s”). Send the file it came from.")
            % {"line": line, "name": name, "part": re.sub(r"\s+", " ", text[max(0, lost - 10) : lost + 10]).strip()}
        )
    return text
