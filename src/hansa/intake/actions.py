"""A file is taken in, read, shown, answered, and applied or discarded. It stays on record with what became of it.

Small files are read and applied at once, large ones in the background; the steps of ``Upload`` are the same.
"""

import hashlib
import tempfile
import uuid
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from django.core.files.base import ContentFile, File
from django.db import OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansa.base import log
from hansa.base.errors import Refused
from hansa.base.jobs import enqueue
from hansa.base.text import nfc
from hansa.base.web import attempt
from hansa.intake.archive.reading import read_register
from hansa.intake.bringing import bring_in, bring_in_list, bring_in_register, read_workbook
from hansa.intake.fates import Report
from hansa.intake.grids import MOST_BYTES
from hansa.intake.lists.looking import checked_roles, look, read_list
from hansa.intake.lists.memory import remember_mapping, remember_names, same_file_before
from hansa.intake.models import Upload
from hansa.intake.queries import state_now
from hansa.people.models import User

LIST_RECEIVED = log.verb("list.received", gettext_lazy("sent the list %(subject)s"))
LIST_APPLIED = log.verb("list.applied", gettext_lazy("applied the list %(subject)s"))
LIST_DISCARDED = log.verb("list.discarded", gettext_lazy("discarded the list %(subject)s"))
REGISTER_RECEIVED = log.verb("archive.received", gettext_lazy("sent the whole register %(subject)s"))
REGISTER_APPLIED = log.verb("archive.applied", gettext_lazy("put back the whole register %(subject)s"))
REGISTER_DISCARDED = log.verb("archive.discarded", gettext_lazy("discarded the whole register %(subject)s"))
RECEIVED = log.verb("workbook.received", gettext_lazy("sent the workbook %(subject)s"))
APPLIED = log.verb("workbook.applied", gettext_lazy("applied the workbook %(subject)s"))
DISCARDED = log.verb("workbook.discarded", gettext_lazy("discarded the workbook %(subject)s"))

# A file of no more bytes than this, packed and unpacked, is some hundred rows and done in about a second; larger ones
# are left to the worker.
SMALL, SMALL_UNPACKED = 100_000, 500_000
VERBS = {
    Upload.Kind.WORKBOOK: (RECEIVED, APPLIED, DISCARDED),
    Upload.Kind.LIST: (LIST_RECEIVED, LIST_APPLIED, LIST_DISCARDED),
    Upload.Kind.REGISTER: (REGISTER_RECEIVED, REGISTER_APPLIED, REGISTER_DISCARDED),
}
# What may be chosen of how a list is opened, and of what holds for all its rows.
OPENING = ("encoding", "delimiter", "sheet", "top")
FOR_ALL = ("standing", "since", "country", "source")
# Endings that the reader tells apart; anything else is stored without one.
ENDINGS = (".xlsx", ".xlsm", ".ods", ".xls", ".zip", ".csv", ".tsv", ".txt", ".json")


def take_in(file: File, *, by: User) -> Upload:
    """Store a workbook under an id of our own and read it; the upload says how that went."""
    upload = _store(file, Upload.Kind.WORKBOOK, by)
    _read_now_or_later(upload, by)
    return upload


def take_in_register(file: File, *, by: User) -> Upload:
    """Store a file that holds a whole register and read it; the upload says how that went."""
    upload = _store(file, Upload.Kind.REGISTER, by)
    _read_now_or_later(upload, by)
    return upload


@transaction.atomic
def take_in_list(file: File, *, by: User) -> Upload:
    """Store a list and look into it, for the officer to say which column is what. Refused where it is no list."""
    upload = _store(file, Upload.Kind.LIST, by)
    before = same_file_before(upload.digest)
    if before is not None:
        upload.options, upload.answers = before.options, before.answers
    _look(upload)
    return upload


def paste_list(text: str, *, by: User) -> Upload:
    """As ``take_in_list``, of a text that was copied out of a PDF or a page."""
    if not nfc(text):
        raise Refused(_("Paste the list into the box first, or choose a file."))
    return take_in_list(ContentFile(text.encode(), name=_("pasted list") + ".txt"), by=by)


@transaction.atomic
def look_again(upload: Upload, choices: dict[str, str], *, by: User) -> None:
    """Open the list in another encoding, with another separator, sheet or row of headings. Refused on loss."""
    locked = _step(upload, Upload.State.COLUMNS)
    chosen = {name: choices.get(name, "") for name in OPENING}
    # Other columns, other guesses: what was chosen before holds no longer.
    locked.options = chosen
    _look(locked)


def choose_columns(upload: Upload, columns: list[str], choices: dict[str, str], *, by: User) -> None:
    """Say which column is what and what holds for all rows; remembered for lists of this shape. Then it is read."""
    with transaction.atomic():
        locked = _step(upload, Upload.State.READING)
        if len(columns) != len(locked.opened.get("columns", [])):
            raise Refused(_("The list has other columns than those that were chosen; look at them again."))
        for_all = {name: nfc(choices.get(name, ""))[:200] for name in FOR_ALL}
        locked.options = {**locked.options, **for_all, "columns": checked_roles(columns)}
        locked.save(update_fields=["options"])
        kept = {name: for_all[name] for name in ("standing", "country")}
        remember_mapping(locked.opened.get("fingerprint", ""), columns, kept, by=by)
    _read_now_or_later(locked, by)


def _look(upload: Upload) -> None:
    """Note what stands in the list, for the page that asks which column is what."""
    with _copy_of(upload) as path:
        upload.opened = look(path, upload.original_name, upload.options)
    if not upload.options.get("columns"):
        upload.options = {**upload.opened["options"], **{k: v for k, v in upload.options.items() if v}}
    upload.state = Upload.State.COLUMNS
    upload.save(update_fields=["opened", "options", "answers", "state"])


def _store(file: File, kind: Any, by: User) -> Upload:
    if file.size is None or file.size > MOST_BYTES:
        raise Refused(
            _("%(name)s is larger than %(most)s MB. Take out pictures and sheets that are not asked for.")
            % {"name": file.name, "most": MOST_BYTES // 1_000_000}
        )
    name = nfc(Path(file.name or "").name)[:255] or str(kind)
    digest = hashlib.sha256()
    for chunk in file.chunks():
        digest.update(chunk)
    ending = Path(name).suffix.lower()
    with transaction.atomic():
        upload = Upload(kind=kind, original_name=name, digest=digest.hexdigest(), by=by, at=timezone.now())
        upload.file.save(f"{uuid.uuid4().hex}{ending if ending in ENDINGS else ''}", file, save=False)
        upload.save()
        log.record(VERBS[kind][0], upload, by=by)
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
        return bool(upload.file.size <= SMALL) and _unpacked(upload) <= SMALL_UNPACKED
    except (FileNotFoundError, ValueError):
        return True


def _unpacked(upload: Upload) -> int:
    """The bytes that a zip says it holds: thousands of like rows pack into few. 0 for what is no zip."""
    try:
        with upload.file.open("rb") as stored, zipfile.ZipFile(stored) as archive:
            return sum(entry.file_size for entry in archive.infolist())
    except zipfile.BadZipFile:
        return 0


def read(upload: Upload, *, by: User | None, told: Callable[[float], None] = lambda share: None) -> None:
    """Read the file and keep what would become of each row, for somebody to confirm; nothing else is written.

    ``told`` hears the share of the names that have been looked up.
    """
    try:
        report = _read_file(upload, told)(by=by, keep=False)
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
    # The file is read before anything is locked: only the writing itself makes others wait.
    bring, sentence = attempt(lambda: _read_file(upload))
    with transaction.atomic():
        locked = Upload.objects.select_for_update().get(pk=upload.pk)
        if locked.state != "applying":
            return _("This file is not waiting to be applied.")
        try:
            if bring is None:
                raise Refused(sentence)
            report = bring(by=by, keep=True, shown=locked.report.get("digest", ""))
        except Refused as refusal:
            _settle(locked, Upload.State.SHOWN, locked.report)
            return str(refusal)
        if not report.is_kept:
            _settle(locked, Upload.State.SHOWN, report.as_json())
            return _("The records have changed since this was shown. Look at it again, then apply it.")
        locked.applied_at = timezone.now()
        locked.save(update_fields=["applied_at"])
        _settle(locked, Upload.State.APPLIED, report.as_json())
        # Who is meant by the names that were asked about holds for the next list too.
        remember_names(locked.answers, by=by)
        log.record(VERBS[Upload.Kind(locked.kind)][1], locked, by=by)
    return ""


@transaction.atomic
def discard(upload: Upload, *, by: User) -> None:
    """Put the file aside; what was stored is deleted, the row stays."""
    locked = _step(upload, Upload.State.DISCARDED)
    log.record(VERBS[Upload.Kind(locked.kind)][2], locked, by=by)
    transaction.on_commit(lambda: locked.file.delete(save=False))


@transaction.atomic
def forget_files(*, by: User | None) -> None:
    """Delete every stored file, since one cannot tell whose names are in it; files still open are put aside.

    For when a person is erased: the records hold what was applied, and whoever still has the file can send it again.
    """
    kept = Upload.objects.select_for_update().exclude(file="")
    for upload in kept:
        steps: dict[Any, Any] = Upload.STEPS
        if Upload.State.DISCARDED in steps[state_now(upload)]:
            _step(upload, Upload.State.DISCARDED)
            log.record(VERBS[Upload.Kind(upload.kind)][2], upload, by=by)
        transaction.on_commit(partial(upload.file.storage.delete, upload.file.name))
    kept.update(file="")


def _step(upload: Upload, state: Any) -> Upload:
    """Take the upload a step on, under lock; Refused where that is no step from where it is."""
    locked = Upload.objects.select_for_update().get(pk=upload.pk)
    steps: dict[Any, Any] = Upload.STEPS
    if state not in steps[state_now(locked)]:
        raise Refused(
            _("This file is %(state)s; somebody was faster. Look at it again.") % {"state": locked.get_state_display()}
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


def _read_file(upload: Upload, told: Callable[[float], None] = lambda share: None) -> Callable[..., Report]:
    """Read the file by the reader of its kind; answers what brings it in (``by``, ``keep``, ``shown``)."""
    with _copy_of(upload) as path:
        if upload.kind == Upload.Kind.WORKBOOK:
            book = read_workbook(path, upload.original_name)
            return partial(bring_in, book, answers=upload.answers)
        if upload.kind == Upload.Kind.REGISTER:
            return partial(bring_in_register, read_register(path, upload.original_name))
        listing = read_list(path, upload.original_name, upload.options, upload.answers, told)
    return partial(bring_in_list, listing)


@contextmanager
def _copy_of(upload: Upload) -> Iterator[Path]:
    """A copy of our own, since files may lie in a store that has no paths."""
    with tempfile.NamedTemporaryFile(suffix=Path(upload.file.name).suffix) as copy, upload.file.open("rb") as stored:
        for chunk in iter(lambda: stored.read(1 << 20), b""):
            copy.write(chunk)
        copy.flush()
        yield Path(copy.name)
