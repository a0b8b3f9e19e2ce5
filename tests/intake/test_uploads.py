"""The steps of an upload: taken in, shown, answered, applied or discarded, each once."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from hansa.base.errors import Refused
from hansa.base.log import sentence_of
from hansa.base.models import Job, LogEntry
from hansa.events.models import Event
from hansa.intake import actions, jobs
from hansa.intake.models import Upload
from hansa.intake.queries import rows_of, state_now
from hansa.network.models import Organization
from tests import cast
from tests.intake.books import HOST, MAYOR, xlsx

pytestmark = pytest.mark.django_db
NAME = "../../서울 forum.xlsx"
MERIDA = {"Organisations": [HOST, {"Name": "Merida", "Role": "guest"}], "People": [MAYOR]}


def send(data: bytes | None = None, **sheets: Any) -> Upload:
    return actions.take_in(SimpleUploadedFile(NAME, data or xlsx(**sheets)), by=cast.ana())


def test_file_is_stored_under_an_id_and_read() -> None:
    upload = send()

    assert (upload.state, upload.original_name, upload.report["blocked"]) == ("shown", "서울 forum.xlsx", False)
    assert Path(upload.file.name).parent == Path("intake")
    assert len(Path(upload.file.name).stem) == 32
    assert Event.objects.count() == 0
    assert LogEntry.objects.get().verb == "workbook.received"


def test_file_that_is_no_workbook_is_refused_and_stays_on_record() -> None:
    upload = send(b"%PDF")

    assert (upload.state, upload.report["sentence"]) == (
        "refused",
        "서울 forum.xlsx is no spreadsheet. Send an XLSX, ODS or XLS workbook, or the sheets as CSV files in one zip.",
    )


def test_file_over_the_size_is_not_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "MOST_BYTES", 10)

    with pytest.raises(Refused, match="is larger than"):
        send()

    assert Upload.objects.count() == 0


def test_applied_workbook_is_recorded_once() -> None:
    upload = send()
    actions.apply(upload, by=cast.ana())

    with pytest.raises(Refused) as again:
        actions.apply(upload, by=cast.ana())

    upload.refresh_from_db()
    assert str(again.value) == "This file is applied; somebody was faster. Look at it again."
    assert (upload.state, Event.objects.count()) == ("applied", 1)
    assert upload.applied_at is not None
    last = LogEntry.objects.order_by("-pk")[0]
    assert sentence_of(last) == "applied the workbook 서울 forum.xlsx"


def test_question_is_answered_and_then_applied() -> None:
    upload = send(**MERIDA)
    with pytest.raises(Refused, match="put them right first"):
        actions.apply(upload, by=cast.ana())

    actions.answer(upload, {"merida|": "3523349", "other|": "1"}, by=cast.ana())
    upload.refresh_from_db()
    actions.apply(upload, by=cast.ana())

    upload.refresh_from_db()
    assert (upload.answers, upload.state) == ({"merida|": "3523349"}, "applied")
    assert Organization.objects.get(name="Merida").country == "MX"


@pytest.mark.parametrize("answers", [{}, {"merida|": "1835848"}])
def test_answer_that_was_not_offered_is_refused(answers: dict[str, str]) -> None:
    upload = send(**MERIDA)

    with pytest.raises(Refused, match="Choose an answer first"):
        actions.answer(upload, answers, by=cast.ana())

    upload.refresh_from_db()
    assert upload.state == "shown"


def test_records_that_changed_meanwhile_are_shown_again() -> None:
    upload = send()
    cast.organization("Maastricht")

    with pytest.raises(Refused, match="The records have changed since this was shown"):
        actions.apply(upload, by=cast.ana())

    upload.refresh_from_db()
    assert (upload.state, Event.objects.count()) == ("shown", 0)
    actions.apply(upload, by=cast.ana())
    assert Event.objects.count() == 1


def test_failure_while_applying_leaves_the_upload_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    upload = send()
    monkeypatch.setattr(actions, "bring_in", lambda *_, **__: 1 / 0)

    with pytest.raises(ZeroDivisionError):
        actions.apply(upload, by=cast.ana())

    upload.refresh_from_db()
    assert upload.state == "shown"


def test_discarded_workbook_loses_its_file_and_stays_listed(django_capture_on_commit_callbacks: Any) -> None:
    upload = send()
    path = Path(upload.file.path)

    with django_capture_on_commit_callbacks(execute=True):
        actions.discard(upload, by=cast.ana())

    upload.refresh_from_db()
    assert (upload.state, path.exists()) == ("discarded", False)
    with pytest.raises(Refused, match="This file is discarded"):
        actions.apply(upload, by=cast.ana())


def test_large_file_is_read_and_applied_by_jobs(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    monkeypatch.setattr(actions, "SMALL", 10)

    with django_capture_on_commit_callbacks(execute=True):
        upload = send()
    upload.refresh_from_db()
    read = (upload.state, upload.job.state, upload.job.kind)
    with django_capture_on_commit_callbacks(execute=True):
        actions.apply(upload, by=cast.ana())
    upload.refresh_from_db()

    assert read == ("shown", "done", "intake.read")
    assert (upload.state, upload.job.state, upload.job.kind) == ("applied", "done", "intake.apply")


def test_job_that_is_tried_again_applies_nothing_twice() -> None:
    upload = send()
    actions.apply(upload, by=cast.ana())
    job = Job.objects.create(kind="intake.apply", payload={"upload": upload.pk}, asked_at=upload.at)
    entries = LogEntry.objects.count()

    jobs.apply(job)

    assert LogEntry.objects.count() == entries


def test_worker_thought_dead_that_finished_leaves_the_work_done(monkeypatch: pytest.MonkeyPatch) -> None:
    upload = send()
    Upload.objects.filter(pk=upload.pk).update(state="applying")
    job = Job.objects.create(kind="intake.apply", payload={"upload": upload.pk}, asked_at=upload.at)

    def finished_elsewhere(upload: Upload, *, by: Any) -> str:
        Upload.objects.filter(pk=upload.pk).update(state="applied")
        return "This file is not waiting to be applied."

    monkeypatch.setattr(actions, "carry_out", finished_elsewhere)

    assert jobs.apply(job) == "What was shown has been recorded."


def test_rows_that_need_a_person_are_shown_first() -> None:
    rows = [{"fate": fate, "row": row} for row, fate in enumerate(["unchanged", "created", "refused", "asked"], 2)]
    upload = Upload(report={"sheets": [{"key": "people", "title": "People", "rows": rows}]})

    assert [row["row"] for row in rows_of(upload)] == [4, 5, 3, 2]


def test_work_that_failed_for_good_can_be_confirmed_again(
    monkeypatch: pytest.MonkeyPatch, django_capture_on_commit_callbacks: Any
) -> None:
    upload = send()
    with monkeypatch.context() as patched:
        patched.setattr(actions, "SMALL", 10)
        patched.setattr(actions, "bring_in", lambda *_, **__: 1 / 0)
        with django_capture_on_commit_callbacks(execute=True):
            actions.apply(upload, by=cast.ana())
    upload.refresh_from_db()
    failed = (upload.state, upload.job.state, state_now(upload), Event.objects.count())

    actions.apply(upload, by=cast.ana())

    upload.refresh_from_db()
    assert failed == ("applying", "failed", "shown", 0)
    assert (upload.state, Event.objects.count()) == ("applied", 1)


def test_thousands_of_rows_that_pack_well_are_left_to_the_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(actions, "SMALL_UNPACKED", 200_000)
    people = [{**MAYOR, "Name": f"Person {number}", "Role": "delegate"} for number in range(1_000)]

    few, many = send(), send(xlsx(People=people))

    assert max(few.file.size, many.file.size) < actions.SMALL
    assert (few.job, many.job is not None) == (None, True)
