"""The workbook that the script writes holds what the lists hold, and nothing in it can run."""

import re
import shutil
import zipfile
from datetime import date, datetime, time
from pathlib import Path

import pytest
from openpyxl import load_workbook
from python_calamine import CalamineWorkbook
from sample.write_workbook import main, read_list, write

from hansa.intake.columns import SHEETS
from tests.sample.conftest import FORUM, Lists

WHOLE_DAY = re.compile(r"\d{4}-\d\d-\d\d")


@pytest.fixture(scope="module")
def workbook(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("sample") / "forum.xlsx"
    write(out)
    return out


def expected(kind: str, text: str) -> object:
    if not text:
        return ""
    if kind == "day" or (kind == "partial" and WHOLE_DAY.fullmatch(text)):
        return date.fromisoformat(text)
    if kind == "moment":
        return datetime.fromisoformat(text)
    if kind == "time":
        return time.fromisoformat(text)
    return float(text) if kind == "number" else text


def test_workbook_read_by_calamine_holds_the_rows_of_the_lists(workbook: Path, lists: Lists) -> None:
    book = CalamineWorkbook.from_path(workbook)
    read = {title: book.get_sheet_by_name(title).to_python() for title in book.sheet_names}
    written = {
        sheet.title: [
            [column.heading for column in sheet.columns],
            *([expected(column.kind, row[column.key]) for column in sheet.columns] for row in lists[sheet.key]),
        ]
        for sheet in SHEETS
    }

    assert list(read) == [sheet.title for sheet in SHEETS]
    assert read == written


def test_workbook_freezes_its_headings_and_holds_no_formula(workbook: Path) -> None:
    book = load_workbook(workbook)
    kinds = {cell.data_type for page in book for row in page.iter_rows() for cell in row}

    assert {page.freeze_panes for page in book} == {"B2"}
    assert kinds == {"s", "n", "d"}


def test_workbook_written_twice_is_the_same_bytes(workbook: Path, tmp_path: Path) -> None:
    again = tmp_path / "again.xlsx"

    write(again)

    assert again.read_bytes() == workbook.read_bytes()
    assert [name for name in zipfile.ZipFile(again).namelist() if "vba" in name.lower()] == []


def test_text_that_looks_like_a_formula_stays_text(tmp_path: Path) -> None:
    folder = shutil.copytree(FORUM, tmp_path / "forum")
    with (folder / "requests.csv").open("a", encoding="utf-8") as file:
        file.write("Kofu,Linz,=1+1,@x,3,+82 2 1234,,,,-1\n")

    write(tmp_path / "book.xlsx", folder)
    last = list(load_workbook(tmp_path / "book.xlsx")["Requests"].rows)[-1]

    assert [(cell.value, cell.data_type) for cell in (last[2], last[3], last[5], last[9])] == [
        ("=1+1", "s"),
        ("@x", "s"),
        ("+82 2 1234", "s"),
        ("-1", "s"),
    ]


def test_cell_that_is_no_day_is_refused_with_its_place(tmp_path: Path) -> None:
    folder = shutil.copytree(FORUM, tmp_path / "forum")
    tables = folder / "tables.csv"
    tables.write_text(tables.read_text(encoding="utf-8").replace("2019-06-13", "13 June", 1), encoding="utf-8")

    with pytest.raises(ValueError, match="Tables, row 2, Day: “13 June” is no day"):
        write(tmp_path / "book.xlsx", folder)

    assert not (tmp_path / "book.xlsx").exists()


def test_list_with_other_headings_is_refused(tmp_path: Path) -> None:
    (tmp_path / "event.csv").write_text("Key,Title\nforum,Forum\n", encoding="utf-8")

    with pytest.raises(ValueError, match=r"event\.csv does not have the headings of the sheet Event"):
        read_list(SHEETS[0], tmp_path)


def test_list_with_a_short_row_is_refused_with_its_number(tmp_path: Path) -> None:
    headings = ",".join(column.heading for column in SHEETS[0].columns)
    (tmp_path / "event.csv").write_text(f"{headings}\nforum,Forum\n", encoding="utf-8")

    with pytest.raises(ValueError, match=r"event\.csv, row 2: 2 cells under 17 headings"):
        read_list(SHEETS[0], tmp_path)


def test_command_writes_one_file_and_explains_itself(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "forum.xlsx"

    assert main([str(out)]) == 0
    assert out.exists()
    assert main([]) == 2
    assert capsys.readouterr().err == "usage: .venv/bin/python sample/write_workbook.py OUT.xlsx\n"
