"""The steps of a list: sent or pasted, opened, its columns chosen, read, asked, applied once; what is remembered."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hansa.base.errors import Refused
from hansa.base.log import sentence_of
from hansa.base.models import Job, LogEntry
from hansa.intake import actions, jobs
from hansa.intake.models import MappingMemory, NameMemory, Upload
from hansa.network.models import Membership, Organization
from tests import cast
from tests.intake.lists.papers import MEMBERS, PASTED

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[3]
TWO = "City;Country;Status\nBonn;Germany;member\nMerida;;member\n"
FOR_ALL = {"standing": "", "since": "", "country": "", "source": "A list"}


def send(text: str | bytes = TWO, name: str = "members.csv") -> Upload:
    data = text if isinstance(text, bytes) else text.encode()
    return actions.take_in_list(SimpleUploadedFile(name, data), by=cast.ana())


def guessed(upload: Upload) -> list[str]:
    return [column["role"] for column in upload.opened["columns"]]


def read(upload: Upload) -> Upload:
    actions.choose_columns(upload, guessed(upload), FOR_ALL, by=cast.ana())
    upload.refresh_from_db()
    return upload


def test_list_is_opened_and_waits_for_its_columns() -> None:
    upload = send()

    assert (upload.kind, upload.state, guessed(upload)) == ("list", "columns", ["name", "country", "standing"])
    assert upload.opened["columns"][0] == {"head": "City", "samples": ["Bonn", "Merida"], "role": "name"}
    assert sentence_of(LogEntry.objects.get(verb="list.received")) == "sent the list members.csv"
    assert Organization.objects.filter(kind="city").count() == 0


def test_list_goes_through_columns_questions_and_confirmation_once() -> None:
    upload = read(send())
    question = upload.report["questions"]["name|merida|"]
    actions.answer(upload, {"name|merida|": "3523349"}, by=cast.ana())
    upload.refresh_from_db()

    actions.apply(upload, by=cast.ana())

    upload.refresh_from_db()
    assert question["sentence"] == "“Merida” can be 3 places. Which one is meant?"
    assert (upload.state, Membership.objects.count()) == ("applied", 2)
    assert Organization.objects.get(name="Merida").country == "MX"
    with pytest.raises(Refused, match="This file is applied"):
        actions.apply(upload, by=cast.ana())


def test_answer_about_a_name_is_remembered_for_the_next_list() -> None:
    first = read(send())
    actions.answer(first, {"name|merida|": "3523349"}, by=cast.ana())
    first.refresh_from_db()
    actions.apply(first, by=cast.ana())

    other = read(send("Name\nMerida\nLima\n", "other.csv"))

    assert NameMemory.objects.get().answer == "3523349"
    assert (other.state, other.report["questions"]) == ("shown", {})


def test_columns_are_remembered_for_the_next_list_of_that_shape() -> None:
    first = send("Place;X;Y\nBonn;Germany;member\n", "one.csv")
    actions.choose_columns(first, ["name", "country", "standing"], {**FOR_ALL, "standing": "observer"}, by=cast.ana())

    second = send("PLACE;x;y\nLima;Peru;member\n", "two.csv")

    assert (guessed(second), second.opened["remembered"]) == (["name", "country", "standing"], True)
    assert second.options["standing"] == "observer"
    assert MappingMemory.objects.count() == 1


def test_same_file_again_is_read_with_its_answers_and_changes_nothing() -> None:
    first = read(send())
    actions.answer(first, {"name|merida|": "3523349"}, by=cast.ana())
    first.refresh_from_db()
    actions.apply(first, by=cast.ana())
    entries = LogEntry.objects.exclude(verb__startswith="list.").count()

    again = read(send())

    assert (again.state, again.report["idle"], again.report["questions"]) == ("shown", True, {})
    assert LogEntry.objects.exclude(verb__startswith="list.").count() == entries


def test_pasted_text_is_a_list_like_any_other() -> None:
    upload = actions.paste_list(PASTED, by=cast.ana())

    shown = read(upload)

    assert (shown.original_name, shown.state, shown.report["blocked"]) == ("pasted list.txt", "shown", False)
    with pytest.raises(Refused, match="Paste the list into the box first"):
        actions.paste_list("  \n", by=cast.ana())


def test_other_encoding_is_opened_anew_and_one_that_loses_letters_is_refused() -> None:
    upload = send("City;Country\n서울;대한민국\n".encode("cp949"))

    actions.look_again(upload, {"encoding": "cp1252"}, by=cast.ana())
    upload.refresh_from_db()
    wrong = upload.opened["columns"][0]["samples"]
    with pytest.raises(Refused, match="cannot be read without loss"):
        actions.look_again(upload, {"encoding": "utf-8"}, by=cast.ana())
    actions.look_again(upload, {"encoding": "cp949"}, by=cast.ana())
    upload.refresh_from_db()

    assert (wrong, upload.opened["columns"][0]["samples"]) == (["¼\xad¿ï"], ["서울"])


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        (["country", "", ""], "No column is the name. Say which one is."),
        (["name", "country", "country"], "Two columns are “Country”. Choose one, and another part or none"),
        (["name", "mayor", ""], "“mayor” is no part that a column may play."),
        (["name"], "The list has other columns than those that were chosen"),
    ],
)
def test_columns_that_make_no_sense_are_refused(columns: list[str], sentence: str) -> None:
    upload = send()

    with pytest.raises(Refused, match=sentence):
        actions.choose_columns(upload, columns, FOR_ALL, by=cast.ana())

    upload.refresh_from_db()
    assert upload.state == "columns"


def test_file_that_is_no_list_is_not_stored() -> None:
    with pytest.raises(Refused, match="A PDF is not read"):
        send(b"%PDF-1.7", "members.pdf")

    assert Upload.objects.count() == 0


def test_records_that_changed_meanwhile_are_shown_again() -> None:
    upload = read(send("City;Country;Status\nBonn;Germany;member\n"))
    cast.organization("Bonn", country="DE")

    with pytest.raises(Refused, match="The records have changed since this was shown"):
        actions.apply(upload, by=cast.ana())

    assert Membership.objects.count() == 0


def test_long_list_is_read_in_the_background_with_progress(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    monkeypatch.setattr(actions, "SMALL", 10)
    seen: list[int] = []
    monkeypatch.setattr(jobs, "note_progress", lambda job, percent, **more: seen.append(percent))
    upload = send()

    with django_capture_on_commit_callbacks(execute=True):
        actions.choose_columns(upload, guessed(upload), FOR_ALL, by=cast.ana())

    upload.refresh_from_db()
    assert (upload.state, Job.objects.get().state, seen) == ("shown", "done", [10, 70])


def test_discarded_list_is_put_aside_before_and_after_its_columns_are_chosen() -> None:
    for upload in (send(), read(send())):
        actions.discard(upload, by=cast.ana())

        upload.refresh_from_db()
        assert upload.state == "discarded"


KILLED = """
import os, signal, sys
from pathlib import Path
import django
django.setup()
from hansa.intake.bringing import bring_in_list
from hansa.intake.lists import recording
from hansa.intake.lists.looking import look, read_list
from hansa.network import actions
from hansa.network.models import Membership, Organization
office = Organization.objects.filter(name="Office").first()
if office is None:
    office = actions.record_organization(by=None, name="Office", kind="association")
    actions.found_network(by=None, name="Network", secretariat=office)
def die(bringing):
    assert Membership.objects.count() == 6
    os.kill(os.getpid(), signal.SIGKILL)
if sys.argv[2] == "die":
    recording._record_mandates = die
path = Path(sys.argv[1])
options = {"columns": [column["role"] for column in look(path, path.name, {})["columns"]]}
answers = {"name|healthy city network of mongolia (hcsc)|MN": "kind:association"}
print(Membership.objects.count())
report = bring_in_list(read_list(path, path.name, options, answers), by=None, keep=True)
print(report.is_kept, Membership.objects.count())
"""


def test_killed_import_leaves_the_database_as_it_was(tmp_path: Path) -> None:
    (tmp_path / "members.csv").write_text(MEMBERS, encoding="utf-8")
    environment = {
        **os.environ, "HANSA_HOME": str(tmp_path), "HANSA_SECRET_KEY": "k" * 50, "PYTHONPATH": str(ROOT),
        "DATABASE_URL": f"sqlite:///{tmp_path / 'killed.sqlite3'}", "DJANGO_SETTINGS_MODULE": "hansa.config.settings",
    }  # fmt: skip

    def run(*words: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [sys.executable, *words], env=environment, capture_output=True, text=True, timeout=120, cwd=tmp_path
        )

    run("-m", "hansa.config.command", "manage", "migrate", "-v0")
    killed = run("-c", KILLED, "members.csv", "die")
    again = run("-c", KILLED, "members.csv", "live")

    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert again.stdout.split("\n")[:2] == ["0", "True 6"], again.stderr
