"""Background work: a row first, carried out once, tried again when its worker died."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.utils import timezone

from hansa.base import jobs
from hansa.base.errors import Refused
from hansa.base.models import Job

DONE: list[int] = []


@jobs.handler("tests.count")
def count(job: Job) -> str:
    jobs.note_progress(job, 40, best=3)
    DONE.append(job.pk)
    return "counted"


@jobs.handler("tests.refuse")
def refuse(job: Job) -> None:
    raise Refused("not today")


@jobs.handler("tests.fail")
def fail(job: Job) -> None:
    raise RuntimeError("a fault")


@pytest.fixture(autouse=True)
def nothing_done(db: None) -> None:
    DONE.clear()


def run(kind: str) -> Job:
    job = Job.objects.create(kind=kind, asked_at=timezone.now())
    jobs.run_job.call(job.pk)
    job.refresh_from_db()
    return job


def test_job_is_done_with_its_progress() -> None:
    job = run("tests.count")

    assert (job.state, job.percent, job.sentence, job.said("best")) == ("done", 100, "counted", 3)
    assert [job.pk] == DONE


def test_job_that_is_refused_keeps_the_sentence() -> None:
    job = run("tests.refuse")

    assert (job.state, job.sentence) == ("refused", "not today")


def test_job_that_fails_says_so_without_the_fault() -> None:
    job = run("tests.fail")

    assert job.state == "failed"
    assert "a fault" not in job.sentence
    assert "try it again" in job.sentence


def test_job_that_is_done_is_not_done_again() -> None:
    job = run("tests.count")

    jobs.run_job.call(job.pk)

    assert [job.pk] == DONE


def test_sweep_hands_on_what_a_killed_worker_left() -> None:
    long_ago = timezone.now() - dt.timedelta(hours=1)
    left = Job.objects.create(kind="tests.count", asked_at=long_ago, state="running", seen_at=long_ago, attempts=1)
    alive = Job.objects.create(
        kind="tests.count", asked_at=long_ago, state="running", seen_at=timezone.now(), attempts=1
    )

    handed = jobs.sweep()

    left.refresh_from_db()
    alive.refresh_from_db()
    assert handed == 1
    assert (left.state, left.attempts) == ("done", 2)
    assert (alive.state, alive.attempts) == ("running", 1)


def test_sweep_gives_up_after_three_attempts() -> None:
    long_ago = timezone.now() - dt.timedelta(hours=1)
    left = Job.objects.create(kind="tests.count", asked_at=long_ago, state="running", seen_at=long_ago, attempts=3)

    handed = jobs.sweep()

    left.refresh_from_db()
    assert handed == 0
    assert left.state == "failed"
    assert "3 times" in left.sentence
    assert DONE == []


def test_enqueue_waits_for_the_transaction(django_capture_on_commit_callbacks: object) -> None:
    with django_capture_on_commit_callbacks() as callbacks:  # type: ignore[operator]
        job = jobs.enqueue("tests.count", {}, by=None)
        before = list(DONE)

    for callback in callbacks:
        callback()

    assert before == []
    assert [job.pk] == DONE


@pytest.fixture
def chores(monkeypatch: pytest.MonkeyPatch) -> None:
    """Three chores of which the second fails."""
    monkeypatch.setattr(jobs, "_CHORES", {})

    def fails() -> int:
        raise RuntimeError("a fault")

    jobs.chore("tests.first")(lambda: 2)
    jobs.chore("tests.second")(fails)
    jobs.chore("tests.third")(lambda: 0)


def test_chore_that_fails_stops_no_other(chores: None, caplog: pytest.LogCaptureFixture) -> None:
    done = jobs.do_chores()

    assert done == {"tests.first": 2, "tests.third": 0}
    assert [record.getMessage() for record in caplog.records] == ["the chore tests.second failed"]


def test_tick_sweeps_and_does_the_chores(chores: None, capsys: pytest.CaptureFixture[str]) -> None:
    call_command("tick")

    assert capsys.readouterr().out.splitlines() == ["0 jobs handed on", "tests.first: 2", "tests.third: 0"]
