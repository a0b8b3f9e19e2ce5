"""One transaction: who may, how many questions, killed half way, two at once; and the sample forum."""

import os
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from django.db import connection, connections
from django.test.utils import CaptureQueriesContext
from sample.write_workbook import write

from hansa.base.errors import Refused
from hansa.base.models import LogEntry
from hansa.delegations.models import Delegate
from hansa.events.models import Event
from hansa.intake.bringing import bring_in, read_workbook
from hansa.intake.sheets import requests
from hansa.meetings.models import Interpreter, MeetingRequest
from hansa.network.models import Appointment, Membership, Organization
from hansa.people.models import Person
from tests import cast
from tests.intake.books import EVENT, GUEST, HEAD, HOST, MAYOR, TABLES, bring, fates, refusals

ROOT = Path(__file__).resolve().parents[2]
SAMPLE = ROOT / "sample" / "forum"


def crowd(number: int) -> list[dict[str, str]]:
    return [
        {
            "Name": f"Person {n}",
            "Organisation": "Maastricht",
            "Role": "delegate",
            "Languages": "nl",
            "Title": "Delegate",
        }
        for n in range(number)
    ]


@pytest.mark.django_db
@pytest.mark.parametrize("number", [1, 30])
def test_unchanged_workbook_asks_the_same_number_of_questions_however_long(tmp_path: Path, number: int) -> None:
    wishes = [{"From": "Maastricht", "To": "Chengdu", "From person": f"Person {n}"} for n in range(number)]
    sheets: dict[str, Any] = {"People": [HEAD, MAYOR, *crowd(number)], "Tables": [TABLES], "Requests": wishes}
    bring(tmp_path, **sheets)

    with CaptureQueriesContext(connection) as asked:
        report = bring(tmp_path, **sheets)

    assert report.is_idle
    # PostgreSQL is asked for the lock besides.
    assert len(asked) == 33 + (connection.vendor == "postgresql")


@pytest.mark.django_db
def test_each_act_is_logged_once(tmp_path: Path) -> None:
    bring(tmp_path, by=cast.ana())

    verbs = sorted(LogEntry.objects.filter(by_name="Ana (sample)").values_list("verb", flat=True))
    assert verbs == [
        "delegate.named", "delegate.named", "delegation.recorded", "delegation.recorded", "event.recorded",
        "event.role", "office.recorded", "office.recorded", "organization.recorded", "organization.recorded",
        "person.recorded", "person.recorded",
    ]  # fmt: skip


@pytest.mark.django_db
def test_one_refused_row_holds_up_everything(tmp_path: Path) -> None:
    report = bring(tmp_path, People=[HEAD, {**MAYOR, "Languages": "jp"}])

    assert (fates(report, "Organisations"), fates(report, "People")) == (["created", "created"], ["created", "refused"])
    assert (Event.objects.count(), Person.objects.count(), LogEntry.objects.count()) == (0, 0, 0)


@pytest.mark.django_db
def test_failure_half_way_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_ledger: Any) -> None:
        assert Person.objects.count() == 2
        raise RuntimeError("power cut")

    monkeypatch.setattr(requests, "record", fail)

    with pytest.raises(RuntimeError):
        bring(tmp_path)

    assert (Event.objects.count(), Person.objects.count(), Organization.objects.count()) == (0, 0, 0)


@pytest.mark.django_db
def test_what_changed_since_it_was_shown_is_not_applied(tmp_path: Path) -> None:
    shown = bring(tmp_path, keep=False).digest
    cast.organization("Maastricht")
    book = read_workbook(tmp_path / "book.xlsx", "book.xlsx")

    report = bring_in(book, by=None, keep=True, shown=shown)

    assert (report.is_kept, report.is_blocked, Event.objects.count()) == (False, False, 0)


@pytest.mark.django_db
def test_officer_of_the_host_changes_own_events_alone(tmp_path: Path) -> None:
    cast.event()
    gala = {**EVENT, "Key": "gala", "Name": "Gala"}

    report = bring(tmp_path, by=cast.wen(), Event=[EVENT, gala], Organisations=[HOST, GUEST])
    cast.event("expo").roles.all().delete()
    foreign = bring(tmp_path, by=cast.wen(), Event=[{**EVENT, "Key": "expo"}], People=[])

    assert refusals(report) == [
        "Event 3: A new event is recorded by the secretariat; ask it to, then send the workbook again."
    ]
    assert refusals(foreign)[0] == "Event 2: The event “expo” is not one that you manage."


@pytest.mark.django_db
def test_officer_of_the_host_may_send_the_secretariats_workbook_again(tmp_path: Path) -> None:
    cast.event()
    expo = {**EVENT, "Key": "expo", "Name": "Expo", "Kind": "expo", "People as announced": "over 500"}
    organiser = {"Name": "Fair Ltd", "Kind": "company", "Country": "CN", "Role": "organiser", "Event": "expo"}
    whole = {"Event": [EVENT, expo], "Organisations": [HOST, GUEST, organiser]}
    bring(tmp_path, **whole)
    Event.objects.get(key="expo").roles.filter(role="host").delete()
    changed = {**expo, "Name": "Another name", "People as announced": "over 900"}

    report = bring(tmp_path, by=cast.wen(), **{**whole, "Event": [EVENT, changed]})

    assert (fates(report, "Event"), fates(report, "Organisations")) == (["unchanged"] * 2, ["unchanged"] * 3)
    passed_over = "The event “expo” is not one that you manage; this was passed over."
    assert [row.notes for row in report.rows if row.notes] == [[passed_over], [passed_over]]
    assert str(Event.objects.get(key="expo").name) == "Expo"
    assert Event.objects.get(key="expo").claims.get().number == 500


@pytest.mark.django_db
def test_officer_of_the_host_touches_neither_register_nor_duties(tmp_path: Path) -> None:
    cast.event()
    cast.network()
    known = cast.organization("Maastricht", own_name="Mestreech")
    guest = {**GUEST, "Own name": "Maastricht", "Standing in the network": "member"}
    head = {**HEAD, "E-mail": "jana@example.org", "Focal point": "yes"}

    report = bring(tmp_path, by=cast.wen(), Organisations=[HOST, guest], People=[head])

    known.refresh_from_db()
    assert refusals(report) == []
    assert (known.own_name, known.place) == ("Mestreech", "2751283")
    assert (Membership.objects.count(), Appointment.objects.filter(duty="focal point").count()) == (0, 0)
    assert [row.notes for row in report.rows if row.notes] == [
        ["Standing and mandates are recorded by the secretariat; they were passed over."],
        ["Focal points are appointed by the secretariat; this was passed over."],
    ]


@pytest.mark.django_db
def test_officer_of_the_host_is_not_told_whose_an_address_is(tmp_path: Path) -> None:
    cast.event()
    cast.person("Secret Name", email="x@example.org")

    report = bring(tmp_path, by=cast.wen(), People=[{**HEAD, "E-mail": "x@example.org"}])

    assert "Secret Name" not in refusals(report)[0]
    assert "on record under another name" in refusals(report)[0]


@pytest.mark.django_db(transaction=True)
def test_two_imports_at_once_make_each_record_once(tmp_path: Path) -> None:
    path = tmp_path / "book.xlsx"
    bring(tmp_path, keep=False)
    outcomes: list[str] = []
    ready = threading.Barrier(2)

    def one() -> None:
        book = read_workbook(path, "book.xlsx")
        ready.wait(timeout=20)
        try:
            report = bring_in(book, by=None, keep=True)
            outcomes.append("idle" if report.is_idle else "applied")
        except Refused:
            outcomes.append("refused")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=60)

    assert sorted(outcomes) in (["applied", "idle"], ["applied", "refused"])
    assert (Event.objects.count(), Person.objects.count(), Delegate.objects.count()) == (1, 2, 2)


KILLED = """
import os, signal, sys
from pathlib import Path
import django
django.setup()
from hansa.intake import bringing
from hansa.intake.sheets import requests
from hansa.people.models import Person
def die(ledger):
    assert Person.objects.count() == 2
    os.kill(os.getpid(), signal.SIGKILL)
requests.record = die
book = bringing.read_workbook(Path(sys.argv[1]), "book.xlsx")
bringing.bring_in(book, by=None, keep=True)
"""


@pytest.mark.django_db
def test_killed_import_leaves_the_database_as_it_was(tmp_path: Path) -> None:
    bring(tmp_path, keep=False)
    book = str(tmp_path / "book.xlsx")
    environment = {
        **os.environ, "HANSA_HOME": str(tmp_path), "HANSA_SECRET_KEY": "k" * 50, "PYTHONPATH": str(ROOT),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'killed.sqlite3'}", "DJANGO_SETTINGS_MODULE": "hansa.config.settings",
    }  # fmt: skip
    command = [sys.executable, "-m", "hansa.config.command"]

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(words, env=environment, capture_output=True, text=True, timeout=120, cwd=tmp_path)

    migrated = run(*command, "manage", "migrate", "-v0")
    killed = run(sys.executable, "-c", KILLED, book)
    again = run(*command, "import", book)

    assert migrated.returncode == 0, migrated.stderr
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert ("People: 2 created" in again.stdout, again.returncode) == (True, 0), again.stderr


@pytest.mark.django_db
def test_sample_forum_comes_in_whole_and_only_once() -> None:
    first = bring_in(read_workbook(SAMPLE, "forum"), by=None, keep=True)
    entries = LogEntry.objects.count()
    second = bring_in(read_workbook(SAMPLE, "forum"), by=None, keep=True)

    assert (refusals(first), list(first.questions()), first.notices, first.is_kept) == ([], [], [], True)
    assert {str(row.fate) for row in second.rows} == {"unchanged"}
    assert LogEntry.objects.count() == entries
    assert Interpreter.objects.count() == 3
    assert MeetingRequest.objects.count() > 100
    assert not Organization.objects.filter(kind="city", place="").exists()


@pytest.mark.django_db
def test_sample_workbook_says_what_its_lists_say(tmp_path: Path) -> None:
    write(tmp_path / "forum.xlsx")
    bring_in(read_workbook(SAMPLE, "forum"), by=None, keep=True)

    report = bring_in(read_workbook(tmp_path / "forum.xlsx", "forum.xlsx"), by=None, keep=True)

    assert {str(row.fate) for row in report.rows} == {"unchanged"}


@pytest.mark.django_db
def test_marks_of_direction_are_no_part_of_a_name(tmp_path: Path) -> None:
    bring(tmp_path)
    turned = {**HEAD, "Name": f"\u202e{HEAD['Name']}\u202c"}

    report = bring(tmp_path, People=[turned, MAYOR])

    assert report.is_idle
