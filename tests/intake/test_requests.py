"""The sheet Requests: wishes, promises, meetings outside the tables."""

from pathlib import Path
from typing import Any

import pytest

from hansa.intake.fates import Report
from hansa.meetings.actions.asking import withdraw_request
from hansa.meetings.models import Meeting, MeetingRequest
from tests.cast import at
from tests.intake.books import GUEST, HEAD, HOST, MAYOR, TABLES, bring, fates, refusals

pytestmark = pytest.mark.django_db
BODIES = [HOST, GUEST, {"Name": "Tallinn", "Country": "EE", "Role": "guest"}]
TIIT = {"Name": "Tiit Tamm", "Organisation": "Tallinn", "Role": "head", "Title": "Mayor", "Languages": "et, en"}
AWAY = {"Name": "何远", "Organisation": "Tallinn", "Role": "not attending", "Title": "Deputy Mayor"}
WISH = {"From": "Maastricht", "To": "Tallinn", "Priority": 1, "Topic": "Water"}
CALL = {"From": "Maastricht", "To": "Tallinn", "To person": "何远", "Day": "2019-06-14", "Start": "17:00",
        "End": "17:30", "Place": "Hotel"}  # fmt: skip


def ask(folder: Path, *rows: dict[str, Any], **sheets: Any) -> Report:
    people = sheets.pop("People", [HEAD, MAYOR, TIIT, AWAY])
    return bring(folder, Organisations=BODIES, People=people, Tables=[TABLES], Requests=list(rows), **sheets)


def test_heads_ask_for_each_other(tmp_path: Path) -> None:
    report = ask(tmp_path, WISH, {"From": "Tallinn", "To": "Maastricht"})

    assert fates(report, "Requests") == ["created", "created"]
    assert [
        (one.asker.person.full_name, one.asked.person.full_name, one.priority, one.topic)
        for one in MeetingRequest.objects.order_by("pk")
    ] == [("Jana de Vries", "Tiit Tamm", 1, "Water"), ("Tiit Tamm", "Jana de Vries", 2, "")]


def test_promise_is_pinned_to_its_slot_and_stays_when_not_said_again(tmp_path: Path) -> None:
    ask(tmp_path, {**WISH, "Day": "2019-06-13", "Start": "14:25"})

    again = ask(tmp_path, WISH)

    assert MeetingRequest.objects.get().pinned_to.starts_at == at("2019-06-13 14:25")
    assert fates(again, "Requests") == ["unchanged"]


def test_changed_request_says_before_and_after(tmp_path: Path) -> None:
    ask(tmp_path, WISH)

    report = ask(tmp_path, {**WISH, "Priority": 3, "Day": "2019-06-13", "Start": "14:00"})

    assert report.rows[-1].changes == [["priority", "1", "3"], ["pinned to", "–", "2019-06-13 14:00"]]


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({**WISH, "To": "Maastricht"}, "From, To: An organisation cannot ask to meet itself."),
        ({**WISH, "To": "Talinn"}, "“Talinn” is not in the sheet Organisations. Did you mean Tallinn?"),
        ({**WISH, "To person": "李伟"}, "李伟 does not belong to Tallinn."),
        (
            {**WISH, "To person": "何远"},
            "何远 is not attending for Tallinn. A meeting elsewhere needs Day, Start, End and Place.",
        ),
        ({**WISH, "Day": "2019-06-13"}, "Day, Start: A promised time needs both Day and Start."),
        (
            {**WISH, "Day": "2019-06-13", "Start": "14:10"},
            "No slot starts at 2019-06-13 14:10; the nearest are 2019-06-13 14:00, 2019-06-13 14:25. "
            "A meeting elsewhere needs End and Place.",
        ),
        ({**WISH, "Place": "Hotel"}, "Day, Start, End: A meeting outside the tables needs Day, Start and End."),
        ({**WISH, "Priority": 4}, "Priority: “4” is not one of 1, 2, 3."),
    ],
)
def test_request_that_cannot_be_is_refused(tmp_path: Path, row: dict[str, Any], sentence: str) -> None:
    assert refusals(ask(tmp_path, row)) == [f"Requests 2: {sentence}"]


def test_same_request_twice_names_both_rows(tmp_path: Path) -> None:
    assert refusals(ask(tmp_path, WISH, {**WISH, "To person": "Tiit Tamm"})) == [
        "Requests 2: From, To: Rows 2 and 3 are the same; delete one.",
        "Requests 3: From, To: Rows 3 and 2 are the same; delete one.",
    ]


def test_two_promises_of_one_time_contradict(tmp_path: Path) -> None:
    promised = {"Day": "2019-06-13", "Start": "14:00"}

    report = ask(tmp_path, {**WISH, **promised}, {"From": "Maastricht", "To": "Chengdu", **promised})

    assert refusals(report) == ["Requests 3: 2019-06-13 14:00 is promised to Maastricht – Tallinn already."]


def test_promise_before_an_arrival_is_refused(tmp_path: Path) -> None:
    late = {**TIIT, "Arrives": "2019-06-13 18:00"}

    report = ask(tmp_path, {**WISH, "Day": "2019-06-13", "Start": "14:00"}, People=[HEAD, MAYOR, late])

    assert refusals(report) == [
        "Requests 2: Tallinn arrives on Thu 13 June at 18:00, too late for Thu 13 June, 14:00. Choose another time."
    ]


def test_meeting_outside_the_tables_may_be_with_somebody_who_does_not_attend(tmp_path: Path) -> None:
    report = ask(tmp_path, CALL)

    meeting = Meeting.objects.get()
    assert fates(report, "Requests") == ["created"]
    assert (meeting.starts_at, meeting.place, meeting.round) == (at("2019-06-14 17:00"), "Hotel", None)
    assert [(str(one.organization), one.person.full_name, one.delegate is None) for one in meeting.parties.all()] == [
        ("Maastricht", "Jana de Vries", False),
        ("Tallinn", "何远", True),
    ]


def test_moved_meeting_outside_the_tables_keeps_its_uid_and_raises_its_sequence(tmp_path: Path) -> None:
    ask(tmp_path, CALL)
    uid = Meeting.objects.get().uid

    again = ask(tmp_path, CALL)
    moved = ask(tmp_path, {**CALL, "Start": "16:30"})

    meeting = Meeting.objects.get()
    assert (fates(again, "Requests"), fates(moved, "Requests")) == (["unchanged"], ["updated"])
    assert (meeting.uid, meeting.sequence, meeting.starts_at) == (uid, 1, at("2019-06-14 16:30"))


def test_withdrawn_request_is_not_called_back_by_an_old_file(tmp_path: Path) -> None:
    ask(tmp_path, WISH)
    withdraw_request(MeetingRequest.objects.get(), by=None)

    report = ask(tmp_path, WISH)

    assert report.rows[-1].notes == ["This request was withdrawn; the row was passed over."]
    assert MeetingRequest.objects.filter(withdrawn_on=None).count() == 0


def test_requests_without_tables_are_refused(tmp_path: Path) -> None:
    report = bring(tmp_path, Requests=[{"From": "Maastricht", "To": "Chengdu"}])

    assert refusals(report) == ["Requests 2: There are no tables to meet at; fill in the sheet Tables."]


def test_request_waits_for_a_head_that_is_refused(tmp_path: Path) -> None:
    report = ask(tmp_path, WISH, People=[HEAD, MAYOR, {**TIIT, "Languages": "jp"}])

    assert refusals(report)[1] == "Requests 2: Tallinn waits for its head: row 4 of People, which is refused."
