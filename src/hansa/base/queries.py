"""Questions about the log."""

from django.db import models
from django.db.models import QuerySet

from hansa.base.models import LogEntry


def entries_about(record: models.Model) -> QuerySet[LogEntry]:
    """The log of one record, the newest first."""
    found = LogEntry.objects.filter(subject_type=record._meta.label_lower, subject_id=str(record.pk))
    return found.select_related("by")


def entries(*, search: str = "", event_id: str = "") -> QuerySet[LogEntry]:
    """The log, the newest first, narrowed by a word in who, what or of what."""
    found = LogEntry.objects.select_related("by")
    if event_id:
        found = found.filter(event_id=event_id)
    for word in search.split():
        found = found.filter(subject__icontains=word) | found.filter(by_name__icontains=word)
    return found
