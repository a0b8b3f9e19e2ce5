"""How an act of this room writes a record: checked, under a lock where an officer had it before them, logged."""

import datetime as dt
from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from hansa.base import log
from hansa.base.errors import Refused
from hansa.base.models import LogEntry
from hansa.events.models import Event
from hansa.people.models import User

Changes = dict[str, list[Any]]

# A change of these must reach the calendars of those who were told.
TOLD = frozenset({"title", "starts_at", "ends_at", "hall", "place", "cancelled_at"})
# Further from its event than this, a year has slipped.
NEAR = dt.timedelta(days=366)
# A part of the programme may cross midnight; one of many days is an event of its own.
LONGEST = dt.timedelta(days=7)


def write(
    record: Any,
    act: str,
    event: Event,
    by: User | None,
    values: dict[str, Any],
    changes: Changes,
    seen: int | None = None,
) -> Changes:
    """Set what changes, raise what must rise, and log it."""
    with transaction.atomic():
        demand_unchanged(record, seen)
        for name in changes:
            if name in values:
                setattr(record, name, values[name])
        if TOLD & changes.keys() and hasattr(record, "sequence"):
            record.sequence, record.changed_at = record.sequence + 1, timezone.now()
        record.revision += 1
        record.save()
        log.record(act, record, by=by, event=event, changes=changes)
    return changes


def demand_unchanged(record: models.Model, seen: int | None) -> None:
    """Refuse where somebody wrote since; nothing to ask where no officer had the record before them.

    The row stays locked for the rest of the transaction, so that of two officers the second one hears of the first.
    """
    if seen is None:
        return
    now: Any = type(record)._default_manager.select_for_update(of=("self",)).get(pk=record.pk)
    if now.revision == seen:
        return
    label, key = record._meta.label_lower, str(record.pk)
    last = LogEntry.objects.filter(subject_type=label, subject_id=key).order_by("-at", "-pk").first()
    who = last.by_name if last and last.by_name else log.BY_COMMAND
    raise Refused(
        _("%(who)s changed “%(what)s” while you had it open. Look at what it is now, and write your change again.")
        % {"who": who, "what": now}
    )


def check_days(first: dt.date, last: dt.date) -> None:
    """An event has a first day and a last one, in this order."""
    if last < first:
        raise Refused(_("The last day is before the first."))


def check_times(event: Event, start: dt.datetime, end: dt.datetime) -> None:
    """What no programme can hold. What merely looks wrong is a clash, and an officer's to decide."""
    if end <= start:
        raise Refused(_("It ends before it starts."))
    if end - start > LONGEST:
        raise Refused(_("It would last more than a week. Look at the days again."))
    if not event.starts_on - NEAR <= start.date() <= event.ends_on + NEAR:
        raise Refused(
            _("%(day)s is more than a year away from %(event)s. Look at the year again.")
            % {"day": f"{start:%Y-%m-%d}", "event": event}
        )
