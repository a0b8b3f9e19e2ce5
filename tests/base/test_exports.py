"""Files for spreadsheets: what people typed arrives whole, and nothing in it runs."""

import csv
import datetime as dt
import io
import json
from zoneinfo import ZoneInfo

import pytest
from django.http import Http404
from django.utils.translation import gettext_lazy, override
from openpyxl import load_workbook

from hansa.base.exports import as_csv, as_json, as_xlsx, exported, guarded

HEADER = ["City", "People", "Arrival"]
DANGEROUS = ["=HYPERLINK(1)", "+82 2 1234", "-5 degrees", "@mayor", "\tTab", "\rReturn", "＝1+1"]


def csv_rows(response) -> list[list[str]]:
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline="")))


def xlsx_cells(response) -> list[list]:
    book = load_workbook(io.BytesIO(b"".join(response.streaming_content)))
    return [list(row) for row in book.active.iter_rows()]


def test_csv_starts_with_the_mark_that_excel_needs():
    response = as_csv("List", HEADER, [])

    assert b"".join(response.streaming_content) == "\ufeffCity,People,Arrival\r\n".encode()


def test_csv_keeps_commas_quotes_lines_and_scripts():
    row = ['Tel Aviv-Yafo, "the hill"', "תל אביב\nיפו", "서울"]

    assert csv_rows(as_csv("List", HEADER, [row])) == [HEADER, row]


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_formula_in_csv_stands_behind_an_apostrophe_and_comes_back_whole(text):
    cell = csv_rows(as_csv("List", ["Name"], [[text]]))[1][0]

    assert cell == f"'{text}"


def test_an_apostrophe_before_a_formula_is_not_mistaken_for_ours():
    assert guarded("'=1")[1:] == "'=1"
    assert guarded("'s-Hertogenbosch") == "'s-Hertogenbosch"


@pytest.mark.parametrize("text", DANGEROUS)
def test_a_formula_in_xlsx_is_a_text(text):
    cell = xlsx_cells(as_xlsx("List", ["Name"], [[text]]))[1][0]

    assert cell.data_type == "s"
    assert cell.value.replace("\n", "\r") == text  # XML itself turns a return into a line's end


def test_numbers_and_days_stay_what_they_are():
    moment = dt.datetime(2019, 6, 12, 16, 40, tzinfo=ZoneInfo("Asia/Shanghai"))
    row = [-3, 2.5, moment, dt.date(2019, 6, 12), None]

    cells = xlsx_cells(as_xlsx("List", ["a", "b", "c", "d", "e"], [row]))[1]
    texts = csv_rows(as_csv("List", ["a", "b", "c", "d", "e"], [row]))[1]

    assert [cell.value for cell in cells[:2]] == [-3, 2.5]
    assert [cell.value.isoformat() for cell in cells[2:4]] == ["2019-06-12T16:40:00", "2019-06-12T00:00:00"]
    assert cells[4].value is None
    assert texts == ["-3", "2.5", "2019-06-12 16:40", "2019-06-12", ""]


def test_a_control_character_does_not_spoil_the_workbook():
    assert xlsx_cells(as_xlsx("List", ["Name"], [["a\x00b"]]))[1][0].value == "a\ufffdb"


def test_a_name_in_any_script_survives_in_the_file_name():
    response = as_xlsx("منتدى: وفود", ["Name"], [])

    assert response["Content-Disposition"] == (
        "attachment; filename*=utf-8''%D9%85%D9%86%D8%AA%D8%AF%D9%89%3A%20%D9%88%D9%81%D9%88%D8%AF.xlsx"
    )


def test_rows_are_made_in_the_language_of_whoever_asked():
    with override("fr"):
        response = as_csv("List", ["a"], [[gettext_lazy("Monday")]])

    assert csv_rows(response)[1] == ["lundi"]


def test_a_kind_that_there_is_not_is_not_found():
    with pytest.raises(Http404):
        exported("pdf", "List", [], [])


def test_json_is_a_list_of_objects_with_days_in_iso():
    rows = [["Łódź", dt.date(2019, 6, 11), None], ['"서울"', None, 3]]

    text = b"".join(as_json("List", ["name", "since", "n"], rows).streaming_content).decode()

    assert json.loads(text) == [
        {"name": "Łódź", "since": "2019-06-11", "n": None},
        {"name": '"서울"', "since": None, "n": 3},
    ]
    assert b"".join(as_json("List", ["name"], []).streaming_content) == b"[]\n"
