"""The readable log: every act writes one entry in its own transaction."""

from collections.abc import Iterable
from typing import Any

from django.db import models
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hansa.base.memory import forget
from hansa.base.models import LogEntry

_SENTENCES: dict[str, Promise] = {}
BY_COMMAND = _("a command on the server")


def verb(code: str, sentence: Promise) -> str:
    """Name an act, once, beside the act: ``sentence`` says it in the past, with ``%(subject)s`` for the record."""
    _SENTENCES[code] = sentence
    return code


def sentence_of(entry: LogEntry) -> str:
    """What was done, in the reader's language; the bare code for an act that a later version no longer knows."""
    return str(_SENTENCES.get(entry.verb, f"{entry.verb} %(subject)s")) % {"subject": entry.subject}


def record(
    act: str,
    subject: models.Model,
    *,
    by: Any,
    event: models.Model | None = None,
    changes: dict[str, Any] | None = None,
) -> LogEntry:
    """Write one entry: ``changes`` holds [before, after] by field. Never put secrets or passports into it."""
    forget()
    entry = _entry(act, subject, by, changes)
    entry.event_id = str(event.pk) if event is not None else ""
    entry.save()
    return entry


def record_many(act: str, done: Iterable[tuple[models.Model, dict[str, Any]]], *, by: Any) -> None:
    """Write an entry for each subject with its changes, in few statements: for acts on a whole list."""
    forget()
    LogEntry.objects.bulk_create([_entry(act, subject, by, changes) for subject, changes in done], batch_size=500)


def _entry(act: str, subject: models.Model, by: Any, changes: dict[str, Any] | None) -> LogEntry:
    return LogEntry(
        at=timezone.now(),
        by=by if by is not None and by.pk else None,
        by_name=str(by) if by is not None else "",
        verb=act,
        subject_type=subject._meta.label_lower,
        subject_id=str(subject.pk),
        subject=str(subject)[:300],
        changes=changes or {},
    )


def last_entry() -> int:
    """The key of the newest entry, 0 before the first: whoever looks for what is new after it starts there."""
    newest = LogEntry.objects.order_by("-pk").values_list("pk", flat=True).first()
    return newest or 0


def differences(record: models.Model, values: dict[str, Any]) -> dict[str, list[Any]]:
    """[before, after] of each field of the record that these values would change."""
    return {
        name: [_plain(getattr(record, name)), _plain(value)]
        for name, value in values.items()
        if getattr(record, name) != value
    }


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, models.Model) else value
