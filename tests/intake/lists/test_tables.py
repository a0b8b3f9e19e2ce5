"""Where the list stands in a sheet, and what its columns are."""

import io
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from hansa.intake.grids import Grid
from hansa.intake.lists.guessing import fingerprint, guess_roles
from hansa.intake.lists.opening import open_source
from hansa.intake.lists.tables import Table, lay_table
from tests.intake.lists import papers


def table_of(folder: Path, text: str | bytes, name: str = "list.csv") -> Table:
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return lay_table(open_source(path, name).grids[0])


def roles(folder: Path, text: str) -> dict[str, str]:
    table = table_of(folder, text)
    return {head: role for head, role in zip(table.heads, guess_roles(table), strict=True) if role}


def lines(table: Table) -> list[tuple[int, list[Any], dict[str, str]]]:
    return [(line.number, [cell for cell in line.cells if cell], line.section) for line in table.lines]


def test_titles_above_and_headings_that_are_repeated_are_no_members(tmp_path: Path) -> None:
    table = table_of(
        tmp_path,
        "Members of the network;;\n;as of May 2019;\nCity;Country;Since\nBonn;Germany;2010\nCity;Country;Since\n"
        "Lima;Peru;2012\nTotal: 2;;\n",
    )

    assert (table.top, table.title) == (3, ["Members of the network", "as of May 2019"])
    assert [cells for _number, cells, _section in lines(table)] == [
        ["Bonn", "Germany", "2010"], ["Lima", "Peru", "2012"],
    ]  # fmt: skip
    assert table.notices == [
        "Row 7 is no member: “Total: 2”.",
        "The headings stand 1 more times; these rows were passed over.",
    ]


def test_regions_and_standings_between_rows_hold_for_the_rows_below(tmp_path: Path) -> None:
    table = table_of(tmp_path, "City;Country\nAsia (1);\nSeoul;Korea\nEurope;\nBonn;Germany\nObservers;\nOslo;Norway\n")

    assert lines(table) == [
        (3, ["Seoul", "Korea"], {"region": "Asia"}),
        (5, ["Bonn", "Germany"], {"region": "Europe"}),
        (7, ["Oslo", "Norway"], {"region": "Europe", "standing": "Observers"}),
    ]


def test_regions_in_the_column_of_numbers_are_no_members(tmp_path: Path) -> None:
    table = table_of(tmp_path, "No;Stadt;Land\nAsien;;\n1;Seoul;Korea\nEuropa;;\n2;Bonn;Deutschland\n* Sitz;;\n")

    assert lines(table) == [
        (3, ["1", "Seoul", "Korea"], {"region": "Asien"}),
        (5, ["2", "Bonn", "Deutschland"], {"region": "Europa"}),
    ]
    assert table.legend == {"*": "Sitz"}


def test_merged_cells_are_filled_and_merged_headings_stay_apart(tmp_path: Path) -> None:
    book = Workbook()
    page = book.active
    for row in (["Members", None, None], ["Country", "City", "Contact"], ["Germany", "Bonn", "x"], [None, "Köln", "y"]):
        page.append(row)
    page.merge_cells("A1:C1")
    page.merge_cells("A3:A4")
    out = io.BytesIO()
    book.save(out)

    table = table_of(tmp_path, out.getvalue(), "list.xlsx")

    assert table.heads == ["Country", "City", "Contact"]
    assert [cells for _number, cells, _section in lines(table)] == [["Germany", "Bonn", "x"], ["Germany", "Köln", "y"]]


def test_list_without_headings_begins_at_once(tmp_path: Path) -> None:
    table = table_of(tmp_path, "Bonn;Germany;2010\nLima;Peru;2012\nOslo;Norway;2015\n")

    assert (table.top, len(table.lines), fingerprint(table)) == (0, 3, "")
    assert guess_roles(table) == ["name", "country", "since"]


def test_pasted_list_keeps_its_line_numbers(tmp_path: Path) -> None:
    table = table_of(tmp_path, papers.PASTED, "list.txt")

    assert [(number, cells[-1], section.get("region")) for number, cells, section in lines(table)] == [
        (4, "Abu Dhabi, United Arab Emirates (full member)", "Asia"),
        (5, "Seoul, Republic of Korea (founding member)*", "Asia"),
        (7, "Singapore", "Asia"),
        (10, "Barcelona, Spain", "Europe"),
        (11, "Istanbul, Türkiye (observer since 2012)", "Europe"),
    ]
    assert table.legend == {"*": "seat of the secretariat"}
    assert table.notices == [
        "Row 1 has no number: “List of members as of 1 May 2019”.",
        "Row 12 is a footnote: “* seat of the secretariat”.",
    ]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (papers.PARTICIPANTS, {
            "city_as_printed": "name", "country_as_printed": "country", "status": "standing", "source": "source",
        }),
        (papers.MEMBERS, {
            "name_as_printed": "name", "country": "country", "category": "standing", "since": "since",
            "source": "source",
        }),
        (papers.CLAIMS, {
            "a_as_printed": "name", "b_as_printed": "partner", "kind": "agreement", "since": "agreed_on",
            "source": "source", "remark": "remark",
        }),
        (papers.PAIRS, {
            "a_qid": "wikidata", "a_name": "name", "b_qid": "partner_wikidata", "b_name": "partner",
        }),
        (papers.HEADS, {"city": "name", "office_in_network": "mandate"}),
        (papers.MEETINGS, {"host": "name", "remark": "remark"}),
        (papers.MAYORS, {"city_as_printed": "name", "country_as_printed": "country", "wikidata_id": "wikidata"}),
        (papers.EUROPEAN, {"name_as_printed": "name", "wikidata_id": "wikidata", "country": "country"}),
        (papers.FORM, {
            "What is the name of your city?": "name", "In which country is it?": "country",
            "Your full name": "contact", "Your e-mail address": "email",
        }),
        ("번호,도시명,국가,가입일\n1,서울,대한민국,2010\n2,부산,대한민국,2011\n", {
            "도시명": "name", "국가": "country", "가입일": "since",
        }),
        ("المدينة,الدولة\nالقاهرة,مصر\nالرياض,السعودية\n", {"المدينة": "name", "الدولة": "country"}),
        ("Collectivité;Pays;Membre depuis\nBonn;Allemagne;2010\nLima;Pérou;2012\n", {
            "Collectivité": "name", "Pays": "country", "Membre depuis": "since",
        }),
        ("Organisation;City;Country\nPort Authority;Rotterdam;Netherlands\nSmart Office;Oslo;Norway\n", {
            "Organisation": "name", "City": "city", "Country": "country",
        }),
    ],
)  # fmt: skip
def test_columns_are_guessed_by_heading_and_contents(tmp_path: Path, text: str, found: dict[str, str]) -> None:
    assert roles(tmp_path, text) == found


def test_list_of_the_same_shape_is_known_by_its_headings(tmp_path: Path) -> None:
    one = table_of(tmp_path, "City;Country\nBonn;Germany\n")
    other = table_of(tmp_path, "CITY ;country\nLima;Peru\n")
    third = table_of(tmp_path, "City;Region\nLima;Asia\n")

    assert fingerprint(one) == fingerprint(other)
    assert fingerprint(one) != fingerprint(third)


def test_headings_over_two_rows_are_joined() -> None:
    rows = [["City", "Contact", "Contact"], ["", "Name", "E-mail"], ["Bonn", "A", "a@example.org"]]

    table = lay_table(Grid("list", rows), top=2)

    assert table.heads == ["", "Contact Name", "Contact E-mail"]
