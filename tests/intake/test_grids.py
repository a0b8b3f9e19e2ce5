"""Files that come in: what they are, and those that must not be opened."""

import datetime as dt
import io
import struct
import zipfile
from pathlib import Path

import pytest
from openpyxl import Workbook

from hansa.base.errors import Refused
from hansa.intake import grids
from hansa.intake.grids import MOST_ROWS, read_grids
from tests.intake.books import saved

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def put(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def zipped(entries: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in entries.items():
            archive.writestr(name, data)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("empty.xlsx", b"", "empty.xlsx is empty. Choose the workbook that you filled in."),
        ("letter.pdf", b"%PDF-1.7 ...", "letter.pdf is no spreadsheet."),
        ("broken.xlsx", b"PK\x03\x04" + b"\0" * 60, "broken.xlsx is no spreadsheet."),
        ("photos.zip", zipped({"one.jpg": b"\xff\xd8"}), "photos.zip is no spreadsheet."),
        ("half.xlsx", zipped({"[Content_Types].xml": b"<Types/>"}), "half.xlsx is no spreadsheet."),
        ("secret.xlsx", OLE + "EncryptedPackage".encode("utf-16-le"), "secret.xlsx is protected by a password."),
        ("old.xls", OLE + b"\0" * 600, "old.xls is no spreadsheet."),
    ],
)
def test_file_that_is_no_workbook_is_refused(tmp_path: Path, name: str, data: bytes, sentence: str) -> None:
    path = put(tmp_path, name, data)

    with pytest.raises(Refused) as refused:
        read_grids(path, name)

    assert str(refused.value).startswith(sentence)


def test_zip_with_a_password_is_refused(tmp_path: Path) -> None:
    data = bytearray(zipped({"event.csv": b"Key\nforum\n"}))
    directory = data.index(b"PK\x01\x02")
    data[directory + 8] |= 1
    path = put(tmp_path, "lists.zip", bytes(data))

    with pytest.raises(Refused, match=r"lists\.zip is protected by a password"):
        read_grids(path, "lists.zip")


def test_zip_bomb_is_refused_before_it_is_parsed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = put(
        tmp_path, "bomb.xlsx", zipped({"[Content_Types].xml": b"", "xl/worksheets/sheet1.xml": b"0" * 30_000_000})
    )
    monkeypatch.setattr(grids, "_sieved", lambda *_: pytest.fail("it was parsed"))

    with pytest.raises(Refused, match="unpacks to far more than a workbook holds"):
        read_grids(path, "bomb.xlsx")


def test_zip_bomb_that_lies_about_its_size_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    data = bytearray(zipped({"[Content_Types].xml": b"0" * 30_000_000}))
    struct.pack_into("<L", data, data.index(b"PK\x01\x02") + 24, 1_000)
    path = put(tmp_path, "bomb.xlsx", bytes(data))
    monkeypatch.setattr(grids, "_sieved", lambda *_: pytest.fail("it was parsed"))

    with pytest.raises(Refused, match="unpacks to far more than a workbook holds"):
        read_grids(path, "bomb.xlsx")


def test_file_over_the_size_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(grids, "MOST_BYTES", 10)

    with pytest.raises(Refused, match="is larger than"):
        read_grids(put(tmp_path, "big.xlsx", b"PK" + b"0" * 20), "big.xlsx")


def test_hundred_thousand_rows_are_refused_with_the_limit(tmp_path: Path) -> None:
    workbook = Workbook(write_only=True)
    page = workbook.create_sheet("People")
    for number in range(100_000):
        page.append([f"Person {number}"])
    path = put(tmp_path, "many.xlsx", saved(workbook))

    with pytest.raises(Refused) as refused:
        read_grids(path, "many.xlsx")

    assert str(refused.value) == (
        "The sheet “People” reaches to row 100000 and column 1; at most 10000 rows and 200 columns are read. "
        "Divide it, or delete what stands below and beside the list."
    )


def test_one_cell_in_the_last_corner_costs_no_memory(tmp_path: Path) -> None:
    workbook = Workbook()
    workbook.worksheets[0]["A1"] = "Name"
    workbook.worksheets[0].cell(1_048_576, 16_384, "x")
    path = put(tmp_path, "corner.xlsx", saved(workbook))

    with pytest.raises(Refused, match=r"reaches to row 1048576|more time and memory"):
        read_grids(path, "corner.xlsx")


def test_rows_up_to_the_limit_are_read(tmp_path: Path) -> None:
    lines = "Name\n" + "x\n" * (MOST_ROWS - 1) + "\n" * 50
    path = put(tmp_path, "people.csv", lines.encode())

    assert len(read_grids(path, "people.csv")[0].rows) == MOST_ROWS


@pytest.mark.parametrize(
    ("data", "note"),
    [
        ("Name,Title\n김서윤,“Mayor”\n".encode(), ""),
        ("Name,Title\n김서윤,“Mayor”\n".encode("utf-8-sig"), ""),
        ("Name;Title\r\n김서윤;“Mayor”\r\n".encode("utf-16"), ""),
        ("Name\tTitle\n김서윤\t“Mayor”\n".encode("utf-16-le"), ""),
    ],
)
def test_csv_is_read_in_each_encoding(tmp_path: Path, data: bytes, note: str) -> None:
    grid = read_grids(put(tmp_path, "people.csv", data), "people.csv")[0]

    assert (grid.name, grid.rows, grid.note) == ("people", [["Name", "Title"], ["김서윤", "“Mayor”"]], note)


def test_csv_of_an_old_encoding_is_guessed_and_said(tmp_path: Path) -> None:
    text = "Name;Title\n" + "Müller;Bürgermeister der Stadt Köln, für Österreich zuständig\n" * 20
    grid = read_grids(put(tmp_path, "people.csv", text.encode("cp1252")), "people.csv")[0]

    assert grid.rows[1] == ["Müller", "Bürgermeister der Stadt Köln, für Österreich zuständig"]
    assert grid.note.startswith("people.csv does not say how its letters are coded; it was read as ")


def test_csv_keeps_commas_quotes_and_breaks_inside_a_cell(tmp_path: Path) -> None:
    data = b'Name,Title\r\n"Vries, Jana ""J"" de","Mayor,\r\nwest"\r\n'

    assert read_grids(put(tmp_path, "people.csv", data), "people.csv")[0].rows[1] == [
        'Vries, Jana "J" de',
        "Mayor,\r\nwest",
    ]


def test_csv_whose_quotes_do_not_close_names_the_row(tmp_path: Path) -> None:
    path = put(tmp_path, "people.csv", b'Name,Title\nJana,"Mayor\n')

    with pytest.raises(Refused, match=r"people\.csv, row 2: the quotation marks do not close"):
        read_grids(path, "people.csv")


def test_folder_and_zip_of_csvs_hold_the_same(tmp_path: Path) -> None:
    folder = tmp_path / "forum"
    folder.mkdir()
    put(folder, "event.csv", b"Key,Name\nforum,Forum\n")
    put(folder, "readme.md", b"not a list")
    archive = put(
        tmp_path, "forum.zip", zipped({"forum/event.csv": b"Key,Name\nforum,Forum\n", "__MACOSX/._event.csv": b"x"})
    )

    assert read_grids(folder, "forum") == read_grids(archive, "forum.zip")


def test_folder_without_lists_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Refused, match="holds no CSV files"):
        read_grids(tmp_path, "forum")


ODS = """<?xml version="1.0" encoding="UTF-8"?>
<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
<office:body><office:spreadsheet><table:table table:name="People">
<table:table-row><table:table-cell office:value-type="string"><text:p>Name</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell office:value-type="date" office:date-value="2019-06-13"/></table:table-row>
<table:table-row table:number-rows-repeated="1048574"><table:table-cell/></table:table-row>
</table:table></office:spreadsheet></office:body></office:document-content>"""
MANIFEST = (
    '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0">{}</manifest:manifest>'
)


def ods(manifest: str = "") -> bytes:
    return zipped(
        {
            "mimetype": b"application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": MANIFEST.format(manifest).encode(),
            "content.xml": ODS.encode(),
        }
    )


def test_open_document_is_read_without_its_empty_rows(tmp_path: Path) -> None:
    grid = read_grids(put(tmp_path, "forum.ods", ods()), "forum.ods")[0]

    assert (grid.name, grid.rows) == ("People", [["Name"], [dt.date(2019, 6, 13)]])


def test_open_document_with_a_password_is_refused(tmp_path: Path) -> None:
    path = put(tmp_path, "forum.ods", ods("<manifest:encryption-data/>"))

    with pytest.raises(Refused, match=r"forum\.ods is protected by a password"):
        read_grids(path, "forum.ods")


def test_workbook_keeps_dates_times_and_merged_ranges(tmp_path: Path) -> None:
    workbook = Workbook()
    page = workbook.worksheets[0]
    page.append(["Day", None, "Time", "Number", "Text"])
    page.append([dt.date(2019, 6, 13), None, dt.time(14, 30), 0.375, "=1+1"])
    page["E2"].data_type = "s"
    page.merge_cells("A1:B1")

    grid = read_grids(put(tmp_path, "a.xlsx", saved(workbook)), "a.xlsx")[0]

    assert grid.rows[1] == [dt.date(2019, 6, 13), None, dt.time(14, 30), 0.375, "=1+1"]
    assert grid.merged == [((0, 0), (0, 1))]


@pytest.mark.parametrize("number", [b"1E400", b"-1E400", b"NaN"])
def test_number_that_is_none_is_an_empty_cell(tmp_path: Path, number: bytes) -> None:
    workbook = Workbook()
    workbook.active.append(["Title", 987654.5])
    with zipfile.ZipFile(io.BytesIO(saved(workbook))) as archive:
        entries = {name: archive.read(name).replace(b"<v>987654.5</v>", b"<v>" + number + b"</v>")
                   for name in archive.namelist()}  # fmt: skip

    grid = read_grids(put(tmp_path, "book.xlsx", zipped(entries)), "book.xlsx")[0]

    assert grid.rows == [["Title", None]]
