"""Work in the background. A job is a row first; the worker only carries it out, and a killed one is tried again.

A room's ``jobs.py`` says ``@handler("meetings.draw_up")`` above a function of the job's row. It must be idempotent.

What comes due by the clock (an offer expires, a reminder, a purge) is a chore: ``@chore("visits.offers")``
above a function without arguments that answers how much it did. Every sweep calls it; two workers may at once.
"""

import datetime as dt
import logging
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import get_language, override
from django.utils.translation import gettext as _
from django_tasks import task

from hansa.base.errors import Refused
from hansa.base.models import Job

Handler = Callable[[Job], str | None]
MOST_ATTEMPTS = 3
STALE = dt.timedelta(minutes=2)
_HANDLERS: dict[str, Handler] = {}
_CHORES: dict[str, Callable[[], int]] = {}
_log = logging.getLogger(__name__)


def handler(kind: str) -> Callable[[Handler], Handler]:
    """Name the function that does this kind of work; it may answer a sentence that sums up what was done."""

    def register(function: Handler) -> Handler:
        _HANDLERS[kind] = function
        return function

    return register


def chore(name: str) -> Callable[[Callable[[], int]], Callable[[], int]]:
    """Name a function that is called every half minute: quick where nothing is due, idempotent, safe beside itself."""

    def register(function: Callable[[], int]) -> Callable[[], int]:
        _CHORES[name] = function
        return function

    return register


def enqueue(kind: str, payload: dict[str, Any], *, by: Any) -> Job:
    """A new job, handed to the worker once the transaction that asked for it stands."""
    job = Job.objects.create(
        kind=kind,
        payload=payload,
        asked_by=by if by is not None and by.pk else None,
        asked_at=timezone.now(),
        language=get_language() or "en",
    )
    transaction.on_commit(lambda: run_job.enqueue(job.pk))
    return job


def note_progress(job: Job, percent: int, **detail: Any) -> None:
    """Tell the page how far it is; also the sign of life by which the sweep knows a stale job."""
    job.percent, job.detail, job.seen_at = min(100, max(0, percent)), {**job.detail, **detail}, timezone.now()
    Job.objects.filter(pk=job.pk).update(percent=job.percent, detail=job.detail, seen_at=job.seen_at)


def _begin(pk: int) -> Job | None:
    """Take a waiting job, or a running one whose worker has died; None where another worker has it or it is done."""
    now = timezone.now()
    waiting = Q(state=Job.State.WAITING) | Q(state=Job.State.RUNNING, seen_at__lt=now - STALE)
    taken = Job.objects.filter(waiting, pk=pk, attempts__lt=MOST_ATTEMPTS)
    with transaction.atomic():
        job = taken.select_for_update().first()
        if job is None:
            return None
        job.state, job.attempts = Job.State.RUNNING, job.attempts + 1
        job.started_at, job.seen_at = job.started_at or now, now
        job.save(update_fields=["state", "attempts", "started_at", "seen_at"])
        return job


def _end(job: Job, state: Any, sentence: str) -> None:
    job.state, job.sentence, job.finished_at = state, sentence, timezone.now()
    job.percent = 100 if state == Job.State.DONE else job.percent
    job.save(update_fields=["state", "sentence", "finished_at", "percent"])


@task(backend="jobs")
def run_job(pk: int) -> None:
    """Carry out one job; whatever happens, its row says how it ended."""
    job = _begin(pk)
    if job is None:
        return
    with override(job.language):
        try:
            sentence = _HANDLERS[job.kind](job)
        except Refused as refusal:
            _end(job, Job.State.REFUSED, str(refusal))
        except Exception:
            _log.exception("job %s (%s) failed", job.pk, job.kind)
            _end(job, Job.State.FAILED, str(_("This work failed. It is noted in the server’s log; try it again.")))
        else:
            _end(job, Job.State.DONE, sentence or "")


def sweep() -> int:
    """Hand stale jobs to a worker again and close those that failed too often; answers how many were handed on."""
    stale = Job.objects.filter(
        Q(state=Job.State.RUNNING, seen_at__lt=timezone.now() - STALE)
        | Q(state=Job.State.WAITING, asked_at__lt=timezone.now() - STALE)
    )
    handed = 0
    for job in stale:
        if job.attempts >= MOST_ATTEMPTS:
            with override(job.language):
                _end(
                    job,
                    Job.State.FAILED,
                    str(_("This work was broken off %(n)s times; ask an administrator.") % {"n": job.attempts}),
                )
        else:
            run_job.enqueue(job.pk)
            handed += 1
    return handed


def do_chores() -> dict[str, int]:
    """Call every chore; answers what each did. One that fails is noted in the server's log and stops no other."""
    done = {}
    for name, function in _CHORES.items():
        try:
            done[name] = function()
        except Exception:
            _log.exception("the chore %s failed", name)
    return done
