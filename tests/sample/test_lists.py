"""The lists must fit together: an import of them refuses no row."""

import unicodedata
from collections import Counter
from datetime import datetime, timedelta

from hansa.intake.columns import SHEETS
from tests.sample.conftest import Lists

Span = tuple[datetime, datetime]


def moment(day: str, clock: str) -> datetime:
    return datetime.fromisoformat(f"{day} {clock}")


def span(row: dict[str, str]) -> Span:
    return moment(row["day"], row["start"]), moment(row["day"], row["end"])


def overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def slots(lists: Lists) -> list[Span]:
    found = []
    for row in lists["tables"]:
        start, end = span(row)
        length, pause = timedelta(minutes=int(row["minutes"])), timedelta(minutes=int(row["pause"]))
        while start + length <= end:
            found.append((start, start + length))
            start += length + pause
    return found


def names_in(row: dict[str, str], key: str) -> list[str]:
    return row[key].split("; ") if row[key] else []


def test_every_cell_is_nfc_without_stray_spaces_or_formulas(lists: Lists) -> None:
    cells = [text for rows in lists.values() for row in rows for text in row.values()]

    assert [text for text in cells if unicodedata.normalize("NFC", text) != text or text.strip() != text] == []
    assert [text for text in cells if text.startswith(("=", "+", "-", "@"))] == []


def test_every_required_cell_is_filled_and_every_choice_is_one(lists: Lists) -> None:
    faults = [
        (sheet.title, number, column.heading)
        for sheet in SHEETS
        for column in sheet.columns
        for number, row in enumerate(lists[sheet.key], start=2)
        if (column.required and not row[column.key])
        or (column.choices and row[column.key] and row[column.key] not in column.choices)
    ]

    assert faults == []


def test_every_person_is_of_a_listed_organisation_and_stands_once(lists: Lists) -> None:
    organisations = {row["name"] for row in lists["organisations"]}
    people = lists["people"]

    assert [row["name"] for row in people if row["organisation"] not in organisations] == []
    assert len({row["name"] for row in people}) == len(people) == 66
    assert len({row["email"] for row in people}) == len(people)


def test_family_name_is_part_of_the_name_and_one_person_has_none(lists: Lists) -> None:
    people = lists["people"] + lists["interpreters"]

    assert [row["name"] for row in people if row["family"] not in row["name"]] == []
    assert [row["name"] for row in people if not row["family"]] == ["Sutrisno"]


def test_every_delegation_has_one_head_and_every_guest_a_focal_point(lists: Lists) -> None:
    guests = {row["name"] for row in lists["organisations"] if row["role"] == "guest"}
    heads = Counter(row["organisation"] for row in lists["people"] if row["role"] == "head")
    focal_points = Counter(row["organisation"] for row in lists["people"] if row["focal_point"] == "yes")

    assert heads == Counter(guests | {"Chengdu", "WeGO Secretariat"})
    assert focal_points == Counter(guests | {"Chengdu", "WeGO Secretariat"})


def test_who_attends_arrives_before_departing_and_who_does_not_has_no_times(lists: Lists) -> None:
    attending = [row for row in lists["people"] if row["role"] != "not attending"]
    absent = [row for row in lists["people"] if row["role"] == "not attending"]

    assert [row["name"] for row in attending if not row["arrives"] < row["departs"]] == []
    assert {(row["arrives"], row["departs"]) for row in absent} == {("", "")}


def test_most_heads_but_not_all_speak_english(lists: Lists) -> None:
    heads = [row for row in lists["people"] if row["role"] == "head"]
    without = {row["organisation"] for row in heads if "en" not in row["languages"].split(", ")}

    assert without == {"Baku", "Gimcheon", "Kofu", "Merida", "Montpellier", "Vientiane", "Volgograd"}


def test_slots_are_17_and_none_meets_a_session_for_everybody(lists: Lists) -> None:
    everybody = [span(row) for row in lists["sessions"] if row["everybody"] == "yes"]
    found = slots(lists)

    assert len(found) == 17
    assert [slot for slot in found if any(overlap(slot, session) for session in everybody)] == []


def test_speakers_and_visitors_are_there_and_in_one_place_at_a_time(lists: Lists) -> None:
    person = {row["name"]: row for row in lists["people"]}
    duties = [(name, span(row)) for row in lists["sessions"] for name in names_in(row, "speakers")]
    duties += [(name, span(row)) for row in lists["visits"] for name in names_in(row, "people")]
    duties += [(row[key], span(row)) for row in lists["requests"] if row["end"] for key in ("from_person", "to_person")]
    clashes = [
        (name, duty, other)
        for position, (name, duty) in enumerate(duties)
        for same, other in duties[position + 1 :]
        if name == same and overlap(duty, other)
    ]
    absent = [
        name
        for name, (start, end) in duties
        if person[name]["role"] != "not attending"
        and not person[name]["arrives"] <= f"{start:%F %H:%M}" <= f"{end:%F %H:%M}" <= person[name]["departs"]
    ]

    assert clashes == []
    assert absent == []


def test_interpreters_are_three_and_one_is_away_for_half_a_day(lists: Lists) -> None:
    periods = Counter(row["name"] for row in lists["interpreters"])
    languages = {row["latin"]: row["languages"] for row in lists["interpreters"]}

    assert languages == {
        "Su Wenjing": "zh, ko, en",
        "Inès Delmas Ortega": "es, en, fr",
        "Somchit Xayavong": "lo, zh, en",
    }
    assert sorted(periods.values()) == [1, 1, 2]


def test_requests_are_about_150_between_two_listed_organisations(lists: Lists) -> None:
    organisations = {row["name"] for row in lists["organisations"]}
    requests = lists["requests"]

    assert 145 <= len(requests) <= 155
    assert [row for row in requests if not {row["from"], row["to"]} <= organisations] == []
    assert [row for row in requests if row["from"] == row["to"]] == []


def test_requests_name_people_of_the_organisations_that_meet(lists: Lists) -> None:
    home = {row["name"]: row["organisation"] for row in lists["people"]}
    strangers = [
        row
        for row in lists["requests"]
        for side in ("from", "to")
        if row[f"{side}_person"] and home[row[f"{side}_person"]] != row[side]
    ]

    assert strangers == []


def test_no_request_stands_twice(lists: Lists) -> None:
    asked = Counter((row["from"], row["to"], row["from_person"], row["to_person"]) for row in lists["requests"])

    assert [request for request, times in asked.items() if times > 1] == []


def test_promised_times_are_starts_of_slots(lists: Lists) -> None:
    starts = {start for start, _ in slots(lists)}
    promised = [moment(row["day"], row["start"]) for row in lists["requests"] if row["day"] and not row["end"]]

    assert len(promised) == 3
    assert set(promised) <= starts


def test_host_is_asked_by_every_guest_and_its_mayor_by_more_than_there_are_slots(lists: Lists) -> None:
    guests = {row["name"] for row in lists["organisations"] if row["role"] == "guest"}
    asks = [row for row in lists["requests"] if row["to"] == "Chengdu" and row["from"] in guests]
    mayor = next(row for row in lists["people"] if (row["organisation"], row["role"]) == ("Chengdu", "head"))
    free = [end for _, end in slots(lists) if f"{end:%F %H:%M}" <= mayor["departs"]]

    assert {row["from"] for row in asks} == guests
    assert (len({row["from"] for row in asks if not row["to_person"]}), len(free)) == (20, 9)
