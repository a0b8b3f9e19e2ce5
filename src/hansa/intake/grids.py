"""A file that came in, as bare grids of cells: what it is, whether it is safe to open, and what stands in it.

The kind is told from the content, never from the name. Everything is bounded before it is parsed.
"""

import datetime as dt
import io
import json
import struct
import subprocess
import sys
import zipfile
import zlib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from hansa.base.errors import Refused
from hansa.intake import sieve
from hansa.intake.delimited import read_csv

MOST_BYTES = 20_000_000  # of the file itself
MOST_UNPACKED = 200_000_000  # bytes of all that a zip holds
MOST_RATIO = 100  # unpacked to packed; office files stay under 30
RATIO_FROM = 5_000_000  # smaller ones may pack as well as they like
MOST_ENTRIES = 2_000
MOST_ROWS = 10_000  # of one sheet, its heading among them
MOST_COLUMNS = 200
PATIENCE = 90  # seconds that the reading process may take

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SEPARATE = (".csv", ".tsv", ".txt")


@dataclass
class Grid:
    """One sheet: ``rows[0]`` is the spreadsheet's row 1; ``merged`` holds ((top, left), (bottom, right)) from 0."""

    name: str
    rows: list[list[Any]]
    merged: list[Any] = field(default_factory=list)
    note: str = ""


def read_grids(path: Path, name: str, most_rows: int = MOST_ROWS) -> list[Grid]:
    """The sheets of a workbook, a zip or a folder of CSV files; ``name`` is what the file is called by its owner."""
    if path.is_dir():
        return _from_folder(path)
    try:
        size = path.stat().st_size
    except OSError:
        raise Refused(_("There is no file %(name)s.") % {"name": name}) from None
    if not size:
        raise Refused(_("%(name)s is empty. Choose the workbook that you filled in.") % {"name": name})
    if size > MOST_BYTES:
        raise Refused(
            _("%(name)s is larger than %(most)s MB. Take out pictures and sheets that are not asked for.")
            % {"name": name, "most": MOST_BYTES // 1_000_000}
        )
    start = path.read_bytes()[:8]
    if start.startswith(b"PK"):
        return _from_zip(path, name, most_rows)
    if start.startswith(_OLE):
        return _from_ole(path, name, most_rows)
    if name.lower().endswith(_SEPARATE):
        return [_from_csv(Path(name).stem, path.read_bytes(), name)]
    raise no_spreadsheet(name)


def no_spreadsheet(name: str) -> Refused:
    """The refusal of a file that is none."""
    return Refused(
        _("%(name)s is no spreadsheet. Send an XLSX, ODS or XLS workbook, or the sheets as CSV files in one zip.")
        % {"name": name}
    )


def _protected(name: str) -> Refused:
    return Refused(_("%(name)s is protected by a password. Save it without one and send it again.") % {"name": name})


def _from_ole(path: Path, name: str, most_rows: int) -> list[Grid]:
    if "EncryptedPackage".encode("utf-16-le") in path.read_bytes():
        raise _protected(name)
    return _sieved(path, name, most_rows)


def _from_zip(path: Path, name: str, most_rows: int) -> list[Grid]:
    try:
        with zipfile.ZipFile(path) as archive:
            entries = archive.infolist()
            _refuse_bomb(path, entries, name)
            names = [entry.filename for entry in entries]
            if "[Content_Types].xml" in names or "content.xml" in names:
                if "META-INF/manifest.xml" in names and b"encryption-data" in archive.read("META-INF/manifest.xml"):
                    raise _protected(name)
                return _sieved(path, name, most_rows)
            lists = [entry for entry in entries if _is_list(entry.filename)]
            if not lists:
                raise no_spreadsheet(name)
            return [_from_csv(Path(entry.filename).stem, archive.read(entry), entry.filename) for entry in lists]
    except (zipfile.BadZipFile, zlib.error, NotImplementedError, EOFError, struct.error, OSError):
        raise no_spreadsheet(name) from None


def _is_list(name: str) -> bool:
    hidden = name.startswith("__MACOSX/") or Path(name).name.startswith(".")
    return name.lower().endswith(_SEPARATE) and not hidden


def _refuse_bomb(path: Path, entries: list[zipfile.ZipInfo], name: str) -> None:
    """Both what the directory declares and what really comes out are measured; a lie in one is caught by the other."""
    if any(entry.flag_bits & 1 for entry in entries):
        raise _protected(name)
    declared = sum(entry.file_size for entry in entries)
    too_many = len(entries) > MOST_ENTRIES or declared > MOST_UNPACKED
    real = 0 if too_many else sum(_unpacked(path, entry) for entry in entries)
    packed = max(path.stat().st_size, 1)
    if too_many or real > MOST_UNPACKED or (real > RATIO_FROM and real / packed > MOST_RATIO):
        raise Refused(
            _("%(name)s unpacks to far more than a workbook holds, so it was not opened. Save it anew and send that.")
            % {"name": name}
        )


def _unpacked(path: Path, entry: zipfile.ZipInfo) -> int:
    """How many bytes really come out of an entry, counted up to just over the limit and kept nowhere."""
    if entry.compress_type == zipfile.ZIP_STORED:
        return entry.compress_size
    if entry.compress_type != zipfile.ZIP_DEFLATED:
        raise zipfile.BadZipFile
    count = 0
    with path.open("rb") as file:
        file.seek(entry.header_offset + 26)
        name_length, extra_length = struct.unpack("<HH", file.read(4))
        file.seek(name_length + extra_length, io.SEEK_CUR)
        stream = zlib.decompressobj(-zlib.MAX_WBITS)
        while not stream.eof and count <= MOST_UNPACKED:
            packed = stream.unconsumed_tail or file.read(1 << 16)
            if not packed:
                break
            count += len(stream.decompress(packed, 1 << 20))
    return count


def _sieved(path: Path, name: str, most_rows: int) -> list[Grid]:
    """What the reading process found; whatever happens to it, this one goes on."""
    order = [sys.executable, "-I", sieve.__file__, str(path), str(most_rows), str(MOST_COLUMNS)]
    try:
        done = subprocess.run(order, capture_output=True, timeout=PATIENCE, check=True)
        found = json.loads(done.stdout)
    except (subprocess.SubprocessError, ValueError):
        raise Refused(
            _("%(name)s asks for more time and memory than a workbook needs. Save it anew and send that.")
            % {"name": name}
        ) from None
    if "error" in found:
        raise _protected(name) if "assword" in found["error"] else no_spreadsheet(name)
    return [_grid(sheet, most_rows) for sheet in found["sheets"]]


def _grid(sheet: dict[str, Any], most_rows: int) -> Grid:
    if sheet["rows"] is None:
        raise too_large(sheet["name"], sheet["height"], sheet["width"], most_rows)
    rows = [[_cell(value) for value in row] for row in sheet["rows"]]
    return Grid(sheet["name"], rows, [tuple(map(tuple, area)) for area in sheet["merged"]])


def too_large(sheet: str, height: int, width: int, most_rows: int = MOST_ROWS) -> Refused:
    """The refusal of a sheet that reaches beyond the limits."""
    return Refused(
        _("The sheet “%(sheet)s” reaches to row %(rows)s and column %(columns)s; at most %(most_rows)s rows and "
          "%(most_columns)s columns are read. Divide it, or delete what stands below and beside the list.")
        % {"sheet": sheet, "rows": height, "columns": width, "most_rows": most_rows, "most_columns": MOST_COLUMNS}
    )  # fmt: skip


def _cell(value: Any) -> Any:
    if not isinstance(value, list):
        return value
    kind, text = value
    reader = {"date": dt.date, "time": dt.time, "moment": dt.datetime}[kind]
    return reader.fromisoformat(text)  # type: ignore[attr-defined]


def _from_folder(path: Path) -> list[Grid]:
    lists = sorted(file for file in path.iterdir() if file.is_file() and _is_list(file.name))
    if not lists:
        raise Refused(_("The folder %(name)s holds no CSV files.") % {"name": path.name})
    if sum(file.stat().st_size for file in lists) > MOST_BYTES:
        raise Refused(_("The files in %(name)s are larger than %(most)s MB.") % {
            "name": path.name, "most": MOST_BYTES // 1_000_000
        })  # fmt: skip
    return [_from_csv(file.stem, file.read_bytes(), file.name) for file in lists]


def _from_csv(stem: str, data: bytes, name: str) -> Grid:
    rows, encoding = read_csv(data, name)
    while rows and not any(cell.strip() for cell in rows[-1]):
        rows.pop()
    width = max((len(row) for row in rows), default=0)
    if len(rows) > MOST_ROWS or width > MOST_COLUMNS:
        raise too_large(stem, len(rows), width)
    note = ""
    if encoding:
        note = _("%(name)s does not say how its letters are coded; it was read as %(encoding)s. Look at the names.") % {
            "name": name, "encoding": encoding
        }  # fmt: skip
    return Grid(stem, rows, note=note)
