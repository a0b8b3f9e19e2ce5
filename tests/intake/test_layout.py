"""Sheets and headings, wherever they stand and however they are written."""

from typing import Any

import pytest

from hansa.base.errors import Refused
from hansa.intake.grids import Grid
from hansa.intake.layout import Workbook, lay_out, letters

EVENT = [
    ["Key", "Name", "Kind", "First day", "Time zone", "City"],
    ["forum", "Forum", "forum", "2019", "Asia/Seoul", "Seoul"],
]
BODIES = [["Name", "Role"], ["Chengdu", "host"]]
PEOPLE = [["Name", "Organisation", "Role"], ["Jana", "Chengdu", "head"]]
SESSIONS = [["Title", "Day", "Start", "End"]]
TABLES = [["Day", "Start", "End", "Minutes", "Tables"]]


def book(merged: Any = (), **other: Any) -> Workbook:
    rows = {
        "Event": EVENT,
        "Organisations": BODIES,
        "People": PEOPLE,
        "Sessions": SESSIONS,
        "Visits": SESSIONS,
        "Tables": TABLES,
    }
    rows |= other
    return lay_out([Grid(name, lines, list(merged) if name == "People" else []) for name, lines in rows.items()])


def people(found: Workbook) -> list[tuple[int, Any, Any]]:
    return [(row.number, row.get("name"), row.get("organisation")) for row in found.rows["people"]]


def test_rows_keep_the_numbers_of_the_spreadsheet() -> None:
    lines = [
        ["Guests of the forum"],
        [],
        PEOPLE[0],
        ["Jana", "Chengdu", "head"],
        [None, " "],
        ["Wei", "Chengdu", "delegate"],
    ]

    assert people(book(People=lines)) == [(4, "Jana", "Chengdu"), (6, "Wei", "Chengdu")]


def test_headings_are_known_in_any_case_order_and_with_an_asterisk() -> None:
    lines = [["ROLE *", "organization", "  náme "], ["head", "Chengdu", "Jana"]]

    assert people(book(People=lines)) == [(2, "Jana", "Chengdu")]


def test_merged_headings_are_read() -> None:
    lines = [
        ["Name", "Organisation", "Role", "Travel", None],
        [None, None, None, "Arrives", "Departs"],
        ["Jana", "Chengdu", "head", "2019-06-12 10:00", "2019-06-14 10:00"],
    ]
    merged = [((0, 0), (1, 0)), ((0, 1), (1, 1)), ((0, 2), (1, 2)), ((0, 3), (0, 4))]
    found = book(merged, People=lines)

    assert people(found) == [(3, "Jana", "Chengdu")]
    assert str(found.rows["people"][0].get("departs")) == "2019-06-14 10:00:00"


def test_heading_merged_over_two_columns_counts_once() -> None:
    lines = [["Name", None, "Organisation", "Role"], ["Jana", None, "Chengdu", "head"]]

    assert people(book([((0, 0), (0, 1))], People=lines)) == [(2, "Jana", "Chengdu")]


def test_organisation_merged_over_its_people_is_that_of_each() -> None:
    lines = [PEOPLE[0], ["Jana", "Chengdu", "head"], ["Wei", None, "delegate"]]

    assert people(book([((1, 1), (2, 1))], People=lines)) == [(2, "Jana", "Chengdu"), (3, "Wei", "Chengdu")]


def test_sheet_is_known_in_any_case_and_by_other_names() -> None:
    found = lay_out(
        [
            Grid("ÉVÉNEMENT", EVENT), Grid(" organizations", BODIES), Grid("Delegates", PEOPLE),
            Grid("Programme", SESSIONS),
            Grid("visites", SESSIONS), Grid("TABLES", TABLES),
        ]
    )  # fmt: skip

    assert {key: len(rows) for key, rows in found.rows.items()} == {
        "event": 1, "organisations": 1, "people": 1, "sessions": 0, "visits": 0, "tables": 0,
    }  # fmt: skip


def test_what_is_not_known_is_reported_and_not_fatal() -> None:
    found = book(
        People=[[*PEOPLE[0], "Titel", "Shoe size"], ["Jana", "Chengdu", "head", "Mayor", "39"]], Hotels=[["Name"]]
    )

    assert found.notices == [
        "The sheet “Hotels” is not read.",
        "People: the column “Titel” is not read. Should it be “Title”?",
        "People: the column “Shoe size” is not read.",
    ]


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        (
            {"People": [["Jana", "Chengdu", "head"]]},
            "The sheet “People” has no row of headings such as Name, Family name",
        ),
        (
            {"People": [["Name", "Organisation"], ["Jana", "Chengdu"]]},
            "The sheet “People” has no column “Role”. Add it; each row must fill it in.",
        ),
        (
            {"People": [["Name", "Role", "Organisation", "name"], ["Jana", "head", "Chengdu", "J"]]},
            "“People” has the heading “Name” twice, in columns A and D. Delete one.",
        ),
        ({"Delegates": PEOPLE}, "“People” and “Delegates” are both the sheet People. Put their rows together."),
        ({"Event": [EVENT[0]]}, "The sheet “Event” has no row. Say there which event this is about."),
    ],
)
def test_sheet_that_cannot_be_used_is_refused(other: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Refused) as refused:
        book(**other)

    assert str(refused.value).startswith(sentence)


def test_missing_sheet_is_named() -> None:
    with pytest.raises(Refused, match="The workbook has no sheet “Organisations”, “People”"):
        lay_out([Grid("Event", EVENT), Grid("Sessions", SESSIONS), Grid("Visits", SESSIONS), Grid("Tables", TABLES)])


def test_wrong_and_empty_cells_name_their_headings() -> None:
    row = book(People=[[*PEOPLE[0], "Languages"], ["Jana", None, "head", "kr, jp"]]).rows["people"][0]

    assert row.refusals == [
        "Organisation: This cell is empty and must be filled in.",
        "Languages: “jp” is no code of a language. Did you mean ja?",
    ]


def test_remarks_are_passed_over() -> None:
    assert people(book(People=[PEOPLE[0], ["# Example", "Seoul", "head"], ["Jana", "Chengdu", "head"]])) == [
        (3, "Jana", "Chengdu")
    ]


def test_columns_are_called_as_in_a_spreadsheet() -> None:
    assert [letters(at) for at in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]
