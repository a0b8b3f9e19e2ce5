"""Promises are recorded, revised, shared, closed and opened again. Who is in office may change; the promise stays."""

import datetime as dt
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansa.base import log
from hansa.base.dates import PartialDate
from hansa.base.errors import Refused
from hansa.base.text import nfc
from hansa.events.models import Event
from hansa.followup.models import Promise
from hansa.meetings.models import Contact, Meeting
from hansa.network.models import Organization
from hansa.people.models import Person, User

Changes = dict[str, list[Any]]

RECORDED = log.verb("promise.recorded", gettext_lazy("recorded the promise %(subject)s"))
REVISED = log.verb("promise.revised", gettext_lazy("revised the promise %(subject)s"))
SHARED = log.verb("promise.shared", gettext_lazy("shared the promise %(subject)s"))
KEPT = log.verb("promise.kept", gettext_lazy("closed as kept the promise %(subject)s"))
RELEASED = log.verb("promise.released", gettext_lazy("released from the promise %(subject)s"))
WITHDRAWN = log.verb("promise.withdrawn", gettext_lazy("withdrew the promise %(subject)s"))
REOPENED = log.verb("promise.reopened", gettext_lazy("opened again the promise %(subject)s"))
CLOSINGS = {"kept": KEPT, "released": RELEASED, "withdrawn": WITHDRAWN}


def record_promise(
    recorded_for: Organization,
    *,
    by: User | None,
    once: str,
    by_organization: Organization,
    to_organization: Organization,
    what: str,
    by_person: Person | None = None,
    by_title: str = "",
    to_person: Person | None = None,
    due: PartialDate | None = None,
    meeting: Meeting | None = None,
    contact: Contact | None = None,
    event: Event | None = None,
    made_on: dt.date | None = None,
    shared: bool = False,
) -> Promise:
    """Record who promised what to whom. The same ``once`` of the same person answers the first record."""
    known = Promise.objects.filter(recorded_by=by, once=once).first()
    if known is not None:
        return known
    now, of = timezone.now(), meeting or contact
    event = event or (of.event if of else None)
    promise = Promise(
        recorded_for=recorded_for, recorded_by=by, recorded_at=now, once=once, by_organization=by_organization,
        to_organization=to_organization, what=nfc(what), by_person=by_person, by_title=nfc(by_title),
        to_person=to_person, meeting=meeting, contact=contact, event=event,
        made_on=made_on or _day_of(meeting, contact), shared_at=now if shared else None,
    )  # fmt: skip
    _set_due(promise, due)
    _check(promise)
    try:
        with transaction.atomic():
            promise.save()
            log.record(RECORDED, promise, by=by, event=event)
    except IntegrityError:
        # The same page was sent twice at once; the other one was first.
        return Promise.objects.get(recorded_by=by, once=once)
    return promise


@transaction.atomic
def revise_promise(promise: Promise, *, by: User | None, due: PartialDate | None, **values: Any) -> Changes:
    """Set ``what``, ``by_title`` or the day: a new day is reminded of anew."""
    current = Promise.objects.select_for_update().get(pk=promise.pk)
    if not current.is_open:
        raise Refused(_("This promise is closed; open it again first."))
    values = {name: nfc(value) if isinstance(value, str) else value for name, value in values.items()}
    changes = log.differences(current, values)
    if due != current.due:
        changes["due"] = [date.isoformat() if date else None for date in (current.due, due)]
    if not changes:
        return changes
    for name, value in values.items():
        setattr(current, name, value)
    _set_due(current, due)
    _check(current)
    current.save()
    log.record(REVISED, current, by=by, event=current.event, changes=changes)
    return changes


@transaction.atomic
def share_promise(promise: Promise, *, by: User | None) -> None:
    """From now on the side that gave it reads it too, and is reminded."""
    current = Promise.objects.select_for_update().get(pk=promise.pk)
    if current.shared_at:
        raise Refused(_("This promise is shared already."))
    current.shared_at = timezone.now()
    current.save(update_fields=["shared_at"])
    log.record(SHARED, current, by=by, event=current.event)


@transaction.atomic
def close_promise(
    promise: Promise, *, by: User | None, state: str, how: str = "", evidence: str = "", on: dt.date | None = None
) -> Promise:
    """Close it: kept (how, with evidence), or released or withdrawn with a reason. It stays on record."""
    current = Promise.objects.select_for_update().get(pk=promise.pk)
    if not current.is_open:
        raise Refused(_("This promise was closed already, as %(state)s.") % {"state": current.get_state_display()})
    assert state in CLOSINGS
    if state != "kept" and not nfc(how):
        raise Refused(_("Say why it need not be kept."))
    day = on or timezone.localdate()
    if not current.made_on <= day <= timezone.localdate():
        raise Refused(_("It can be closed on a day between the promise and today."))
    current.state, current.how, current.evidence = state, nfc(how), nfc(evidence)
    current.closed_on, current.closed_by = day, by
    current.save()
    changes = {"state": ["open", state], "reason": [None, current.how], "evidence": [None, current.evidence]}
    log.record(CLOSINGS[state], current, by=by, event=current.event, changes=changes)
    return current


@transaction.atomic
def reopen_promise(promise: Promise, *, by: User | None, reason: str) -> Promise:
    """It is not kept after all; how it was closed stays in the log."""
    current = Promise.objects.select_for_update().get(pk=promise.pk)
    if current.is_open:
        raise Refused(_("This promise is open."))
    if not nfc(reason):
        raise Refused(_("Say why it is open again."))
    was = {"state": [current.state, "open"], "how": [current.how, ""], "reason": [None, nfc(reason)]}
    current.state, current.how, current.evidence = "open", "", ""
    current.closed_on = current.closed_by = None
    current.save()
    log.record(REOPENED, current, by=by, event=current.event, changes=was)
    return current


def _set_due(promise: Promise, due: PartialDate | None) -> None:
    promise.due_on, promise.due_precision = (due.last, due.precision) if due else (None, "day")


def _day_of(meeting: Meeting | None, contact: Contact | None) -> dt.date:
    """The day of the meeting or the contact in the event's own zone, else today."""
    moment = meeting.starts_at if meeting else contact.met_at if contact else timezone.now()
    event = meeting.event if meeting else contact.event if contact else None
    return (event.local(moment) if event else timezone.localtime(moment)).date()


def _check(promise: Promise) -> None:
    if not promise.what:
        raise Refused(_("Say what was promised."))
    if promise.by_organization_id == promise.to_organization_id:
        raise Refused(_("A promise is made to somebody else."))
    if promise.made_on > timezone.localdate() + dt.timedelta(days=1):
        raise Refused(_("That is still to come. A promise is recorded once it was made."))
    if promise.due_on and promise.due_on < promise.made_on:
        raise Refused(_("It cannot be due before it was made, on %(day)s.") % {"day": PartialDate(promise.made_on)})
