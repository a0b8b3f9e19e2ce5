"""A file is taken in, read, shown, answered, and applied or discarded. It stays on record with what became of it.

Small files are read and applied at once, large ones in the background; the steps of ``Upload`` are the same.
"""

import hashlib
import tempfile
import uuid
from pathlib import Path
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansa.base import log
from hansa.base.errors import Refused
from hansa.base.jobs import enqueue
from hansa.base.text import nfc
from hansa.intake.bringing import bring_in, read_workbook
from hansa.intake.fates import Report
from hansa.intake.grids import MOST_BYTES
from hansa.intake.models import Upload
from hansa.intake.queries import state_now
from hansa.people.models import User

RECEIVED = log.verb("workbook.received", gettext_lazy("sent the workbook %(subject)s"))
APPLIED = log.verb("workbook.applied", gettext_lazy("applied the workbook %(subject)s"))
DISCARDED = log.verb("workbook.discarded", gettext_lazy("discarded the workbook %(subject)s"))

# A file of this many bytes is read in about a second; larger ones are left to the worker.
SMALL = 200_000
# Endings that the reader tells apart; anything else is stored without one.
ENDINGS = (".xlsx", ".xlsm", ".ods", ".xls", ".zip", ".csv")


def take_in(file: UploadedFile, *, by: User) -> Upload:
    """Store the file under an id of our own and read it; the upload says how that went."""
    if file.size is None or file.size > MOST_BYTES:
        raise Refused(
            _("%(name)s is larger than %(most)s MB. Take out pictures and sheets that are not asked for.")
            % {"name": file.name, "most": MOST_BYTES // 1_000_000}
        )
    name = nfc(Path(file.name or "").name)[:255] or "workbook"
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    ending = Path(name).suffix.lower()
    with transaction.atomic():
        upload = Upload(original_name=name, digest=digest.hexdigest(), by=by, at=timezone.now())
        upload.file.save(f"{uuid.uuid4().hex}{ending if ending in ENDINGS else ''}", file, save=False)
        upload.save()
        log.record(RECEIVED, upload, by=by)
    _read_now_or_later(upload, by)
    return upload


def answer(upload: Upload, answers: dict[str, str], *, by: User) -> None:
    """Answer what was asked, and have the file read again with these answers."""
    with transaction.atomic():
        locked = _step(upload, Upload.State.READING)
        known = {
            key: {value for value, _words in question["choices"]}
            for key, question in locked.report.get("questions", {}).items()
        }
        given = {key: value for key, value in answers.items() if value in known.get(key, ())}
        if not given:
            raise Refused(_("Choose an answer first."))
        locked.answers = {**locked.answers, **given}
        locked.save(update_fields=["answers"])
    _read_now_or_later(locked, by)


def _read_now_or_later(upload: Upload, by: User) -> None:
    if _is_small(upload):
        read(upload, by=by)
        return
    with transaction.atomic():
        upload.job = enqueue("intake.read", {"upload": upload.pk}, by=by)
        upload.save(update_fields=["job"])


def _is_small(upload: Upload) -> bool:
    """Whether it is done at once. A file that is gone has nothing to wait for: the next step refuses it."""
    try:
        return bool(upload.file.size <= SMALL)
    except (FileNotFoundError, ValueError):
        return True


def read(upload: Upload, *, by: User | None) -> None:
    """Read the file and keep what would become of each row, for somebody to confirm; nothing else is written."""
    try:
        report = _bring_in(upload, by, keep=False)
    except Refused as refusal:
        _settle(upload, Upload.State.REFUSED, {"sentence": str(refusal)})
    else:
        _settle(upload, Upload.State.SHOWN, report.as_json())


def apply(upload: Upload, *, by: User) -> None:
    """Do what was shown. One officer wins where two confirm at once; the other is refused."""
    if not _is_small(upload):
        with transaction.atomic():
            locked = _step(upload, Upload.State.APPLYING)
            locked.job = enqueue("intake.apply", {"upload": upload.pk}, by=by)
            locked.save(update_fields=["job"])
        return
    try:
        with transaction.atomic():
            _step(upload, Upload.State.APPLYING)
            outcome = carry_out(upload, by=by)
    except OperationalError:
        raise Refused(_("Somebody else is writing just now. Nothing was changed; try again in a minute.")) from None
    if outcome:
        raise Refused(outcome)


def carry_out(upload: Upload, *, by: User | None) -> str:
    """Apply an upload that is being applied; "" or the sentence of why it was shown again instead.

    The records and the state of the upload change in one transaction: whoever kills it leaves both as they were.
    """
    with transaction.atomic():
        locked = Upload.objects.select_for_update().get(pk=upload.pk)
        if locked.state != "applying":
            return _("This workbook is not waiting to be applied.")
        try:
            report = _bring_in(locked, by, keep=True)
        except Refused as refusal:
            _settle(locked, Upload.State.SHOWN, locked.report)
            return str(refusal)
        if not report.is_kept:
            _settle(locked, Upload.State.SHOWN, report.as_json())
            return _("The records have changed since this was shown. Look at it again, then apply it.")
        locked.applied_at = timezone.now()
        locked.save(update_fields=["applied_at"])
        _settle(locked, Upload.State.APPLIED, report.as_json())
        log.record(APPLIED, locked, by=by)
    return ""


@transaction.atomic
def discard(upload: Upload, *, by: User) -> None:
    """Put the workbook aside; its file is deleted, the row stays."""
    locked = _step(upload, Upload.State.DISCARDED)
    log.record(DISCARDED, locked, by=by)
    transaction.on_commit(lambda: locked.file.delete(save=False))


def _step(upload: Upload, state: Any) -> Upload:
    """Take the upload a step on, under lock; Refused where that is no step from where it is."""
    locked = Upload.objects.select_for_update().get(pk=upload.pk)
    steps: dict[Any, Any] = Upload.STEPS
    if state not in steps[state_now(locked)]:
        raise Refused(
            _("This workbook is %(state)s; somebody was faster. Look at it again.")
            % {"state": locked.get_state_display()}
        )
    if state == Upload.State.APPLYING and locked.report.get("blocked"):
        raise Refused(_("Some rows are refused or asked about; put them right first."))
    locked.state = state
    locked.save(update_fields=["state"])
    return locked


def _settle(upload: Upload, state: Any, report: dict[str, Any]) -> None:
    """Say how reading or applying ended, unless it was discarded meanwhile."""
    upload.state, upload.report = state, report
    open_states = [Upload.State.READING, Upload.State.APPLYING]
    Upload.objects.filter(pk=upload.pk, state__in=open_states).update(state=state, report=report)


def _bring_in(upload: Upload, by: User | None, *, keep: bool) -> Report:
    """From a copy of our own, since files may lie in a store that has no paths."""
    with tempfile.NamedTemporaryFile(suffix=Path(upload.file.name).suffix) as copy, upload.file.open("rb") as stored:
        for chunk in iter(lambda: stored.read(1 << 20), b""):
            copy.write(chunk)
        copy.flush()
        book = read_workbook(Path(copy.name), upload.original_name)
    shown = upload.report.get("digest", "") if keep else ""
    return bring_in(book, by=by, answers=upload.answers, keep=keep, shown=shown)
