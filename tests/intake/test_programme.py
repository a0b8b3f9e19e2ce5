"""The sheets Sessions, Visits, Tables and Interpreters."""

import datetime as dt
from pathlib import Path
from typing import Any

import pytest

from hansa.events.models import Session, Visit
from hansa.intake.fates import Row
from hansa.meetings.models import Closure, Interpreter, Shift, Slot, Table
from hansa.people.models import Person
from tests.cast import at
from tests.intake.books import EVENT, HEAD, MAYOR, SESSION, TABLES, bring, fates, refusals

pytestmark = pytest.mark.django_db
OPENING = {**SESSION, "Kind": "plenary", "Hall": "Hall 1", "Spoken": "zh, en", "Speakers": "李伟; Jana de Vries",
           "Everybody attends": "yes"}  # fmt: skip
VISIT = {
    "Title": "Planning hall",
    "Day": "2019-06-14",
    "Start": "14:00",
    "End": "16:00",
    "Participants": "Jana de Vries",
}
ZHOU = {"Name": "周敏", "Languages": "zh, nl", "E-mail": "zhou@example.org"}


def rows_of(report: Any, key: str) -> list[Row]:
    return [row for row in report.rows if row.sheet.key == key]


def test_session_is_recorded_in_the_time_of_the_event(tmp_path: Path) -> None:
    bring(tmp_path, Sessions=[OPENING])

    session = Session.objects.get()
    assert (session.starts_at, session.ends_at) == (at("2019-06-13 09:00"), at("2019-06-13 10:30"))
    assert (session.kind, session.hall, session.spoken, session.everybody) == ("plenary", "Hall 1", ["zh", "en"], True)
    assert [speech.person.full_name for speech in session.speeches.all()] == ["李伟", "Jana de Vries"]


def test_moved_session_raises_its_sequence_and_says_both_times(tmp_path: Path) -> None:
    bring(tmp_path, Sessions=[OPENING])

    report = bring(tmp_path, Sessions=[{**OPENING, "Start": "09:15"}])

    assert rows_of(report, "sessions")[0].changes == [["starts at", "2019-06-13 09:00", "2019-06-13 09:15"]]
    assert Session.objects.get().sequence == 1


def test_same_sessions_and_visits_twice_leave_their_sequence(tmp_path: Path) -> None:
    sheets = {"Sessions": [OPENING], "Visits": [VISIT]}
    bring(tmp_path, **sheets)

    report = bring(tmp_path, **sheets)

    assert report.is_idle
    assert (Session.objects.get().sequence, Visit.objects.get().sequence) == (0, 0)


def test_renamed_session_and_visit_are_asked_about(tmp_path: Path) -> None:
    bring(tmp_path, Sessions=[OPENING], Visits=[VISIT])

    report = bring(
        tmp_path, Sessions=[{**OPENING, "Title": "Grand opening"}], Visits=[{**VISIT, "Title": "Hall of plans"}]
    )

    asked = report.questions()
    assert list(asked) == ["sessions|forum|grand opening", "visits|forum|hall of plans"]
    assert asked["sessions|forum|grand opening"].sentence == (
        "“Opening” is on record at that time and place, and no longer in this sheet. Is “Grand opening” its new title?"
    )
    assert (Session.objects.count(), Visit.objects.count(), report.is_kept) == (1, 1, False)


def test_answer_that_a_session_is_renamed_renames_it_for_calendars_too(tmp_path: Path) -> None:
    bring(tmp_path, Sessions=[OPENING])
    before = Session.objects.get()
    renamed = {"Sessions": [{**OPENING, "Title": "Grand opening"}]}

    report = bring(tmp_path, answers={"sessions|forum|grand opening": str(before.uid)}, **renamed)

    after = Session.objects.get()
    assert fates(report, "Sessions") == ["updated"]
    assert (after.uid, str(after.title), after.sequence) == (before.uid, "Grand opening", 1)
    assert bring(tmp_path, **renamed).is_idle


def test_answer_that_a_session_is_another_lets_both_stand(tmp_path: Path) -> None:
    bring(tmp_path, Sessions=[OPENING])
    other = {"Sessions": [{**OPENING, "Title": "Workshop"}]}

    report = bring(tmp_path, answers={"sessions|forum|workshop": "another"}, **other)

    assert fates(report, "Sessions") == ["created"]
    assert bring(tmp_path, **other).is_idle


@pytest.mark.parametrize("cells", [{"Start": "09:15"}, {"Hall": "Hall 2"}])
def test_new_session_at_another_time_or_place_is_not_asked_about(tmp_path: Path, cells: dict[str, str]) -> None:
    bring(tmp_path, Sessions=[OPENING])

    report = bring(tmp_path, Sessions=[{**OPENING, "Title": "Workshop", **cells}])

    assert fates(report, "Sessions") == ["created"]


def test_change_of_speakers_is_told_without_a_new_sequence(tmp_path: Path) -> None:
    bring(tmp_path, Sessions=[OPENING])

    report = bring(tmp_path, Sessions=[{**OPENING, "Speakers": "Jana de Vries"}])

    assert rows_of(report, "sessions")[0].changes == [["speakers", "李伟; Jana de Vries", "Jana de Vries"]]
    assert Session.objects.get().sequence == 0


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"End": "08:00"}, "It ends at 08:00, before it starts."),
        ({"Speakers": "Jana de Vriess"}, "“Jana de Vriess” is not in the sheet People. Did you mean Jana de Vries?"),
        ({"Event": "gala"}, "There is no event “gala” in the sheet Event."),
    ],
)
def test_session_that_cannot_be_is_refused(tmp_path: Path, cells: dict[str, str], sentence: str) -> None:
    assert refusals(bring(tmp_path, Sessions=[{**OPENING, **cells}])) == [f"Sessions 2: {sentence}"]


def test_time_that_the_clocks_skip_is_refused(tmp_path: Path) -> None:
    paris = {**EVENT, "Time zone": "Europe/Paris", "First day": "2019-03-31", "Last day": "2019-03-31"}
    night = {**SESSION, "Day": "2019-03-31", "Start": "02:30", "End": "04:00"}

    assert refusals(bring(tmp_path, Event=[paris], Sessions=[night])) == [
        "Sessions 2: 2019-03-31 02:30 does not exist in Europe/Paris: the clocks are put forward then."
    ]


def test_reception_until_midnight_ends_on_the_next_day(tmp_path: Path) -> None:
    bring(tmp_path, Sessions=[{**SESSION, "Start": "20:00", "End": "24:00"}])

    assert Session.objects.get().ends_at == at("2019-06-14 00:00")


def test_two_sessions_of_one_title_name_each_other(tmp_path: Path) -> None:
    report = bring(tmp_path, Sessions=[SESSION, {**SESSION, "Start": "10:00"}])

    assert refusals(report)[0] == "Sessions 2: Title: Rows 2 and 3 are the same; delete one."


def test_visit_has_its_participants(tmp_path: Path) -> None:
    bring(tmp_path, Visits=[VISIT])

    report = bring(tmp_path, Visits=[{**VISIT, "Participants": "Jana de Vries; 李伟"}])

    assert fates(report, "Visits") == ["updated"]
    assert sorted(person.full_name for person in Visit.objects.get().participants.all()) == ["Jana de Vries", "李伟"]


def test_name_of_two_people_needs_an_address(tmp_path: Path) -> None:
    people = [{**HEAD, "E-mail": "j@example.org"}, {**MAYOR, "Name": "Jana de Vries"}]

    by_name = bring(tmp_path, People=people, Visits=[VISIT])
    by_address = bring(tmp_path, People=people, Visits=[{**VISIT, "Participants": "j@example.org"}])

    assert refusals(by_name) == [
        "Visits 2: Several people are called “Jana de Vries”; write the e-mail address instead."
    ]
    assert not by_address.is_blocked


def test_period_is_cut_into_slots_with_tables(tmp_path: Path) -> None:
    bring(tmp_path, Tables=[TABLES, {**TABLES, "Day": "2019-06-14", "Tables": 1}])

    slots = list(Slot.objects.all())
    assert (len(slots), slots[0].starts_at, slots[3].ends_at) == (8, at("2019-06-13 14:00"), at("2019-06-13 15:35"))
    assert Table.objects.count() == 2
    assert {(str(one.table), one.slot.starts_at.date()) for one in Closure.objects.all()} == {
        ("2", dt.date(2019, 6, 14))
    }


def test_same_tables_twice_change_nothing_and_a_moved_period_moves(tmp_path: Path) -> None:
    bring(tmp_path, Tables=[TABLES])
    again = bring(tmp_path, Tables=[TABLES])
    moved = bring(tmp_path, Tables=[{**TABLES, "Start": "14:25", "End": "16:00"}])

    assert (fates(again, "Tables"), fates(moved, "Tables")) == (["unchanged"], ["updated"])
    assert [slot.starts_at for slot in Slot.objects.all()] == [
        at(f"2019-06-13 {hour}") for hour in ("14:25", "14:50", "15:15", "15:40")
    ]


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"Minutes": 2}, "A meeting lasts from 5 to 240 minutes."),
        ({"Tables": 0}, "There are from 1 to 500 tables."),
        ({"End": "14:10"}, "The period is shorter than one meeting of 20 minutes."),
    ],
)
def test_period_that_cannot_be_cut_is_refused(tmp_path: Path, cells: dict[str, Any], sentence: str) -> None:
    assert refusals(bring(tmp_path, Tables=[{**TABLES, **cells}])) == [f"Tables 2: {sentence}"]


def test_overlapping_periods_name_each_other(tmp_path: Path) -> None:
    report = bring(tmp_path, Tables=[TABLES, {**TABLES, "Start": "15:00", "End": "16:00"}])

    assert refusals(report) == [
        "Tables 2: Start, End: Its time overlaps that of row 3.",
        "Tables 3: Start, End: Its time overlaps that of row 2.",
    ]


def test_interpreter_is_there_all_the_time_or_in_shifts(tmp_path: Path) -> None:
    shifts = [
        {**ZHOU, "From": "2019-06-13 14:00", "To": "2019-06-13 16:00"},
        {**ZHOU, "From": "2019-06-14 09:00", "To": "2019-06-14 12:00"},
    ]
    first = bring(tmp_path, Tables=[TABLES], Interpreters=[ZHOU])
    second = bring(tmp_path, Tables=[TABLES], Interpreters=shifts)
    third = bring(tmp_path, Tables=[TABLES], Interpreters=shifts)

    assert fates(first, "Interpreters") == ["created"]
    assert fates(second, "Interpreters") == ["updated", "unchanged"]
    assert third.is_idle
    assert (Interpreter.objects.count(), Person.objects.filter(full_name="周敏").count()) == (1, 1)
    assert [shift.starts_at for shift in Shift.objects.all()] == [at("2019-06-13 14:00"), at("2019-06-14 09:00")]


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([{**ZHOU, "Languages": "zh"}], "Interpreters 2: An interpreter needs two languages."),
        ([{**ZHOU, "From": "2019-06-13 14:00"}], "Interpreters 2: A period needs both From and To."),
        ([ZHOU, ZHOU], "Interpreters 2: Rows 2, 3 are one interpreter without a period; delete one."),
        (
            [{**ZHOU, "From": "2019-06-13 14:00", "To": "2019-06-13 13:00"}],
            "Interpreters 2: The period ends before it starts.",
        ),
    ],
)
def test_interpreter_that_cannot_be_is_refused(tmp_path: Path, rows: list[dict[str, str]], sentence: str) -> None:
    assert refusals(bring(tmp_path, Tables=[TABLES], Interpreters=rows))[0] == sentence
