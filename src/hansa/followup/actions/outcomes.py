"""What came of a meeting or a contact is recorded: an agreement, an invitation, a next meeting."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansa.base import log
from hansa.base.errors import Refused
from hansa.base.text import nfc
from hansa.events.models import Event
from hansa.followup.models import Outcome
from hansa.meetings.models import Contact, Meeting
from hansa.network.models import Agreement, Organization
from hansa.people.models import Person, User

RECORDED = log.verb("outcome.recorded", gettext_lazy("recorded the outcome %(subject)s"))
WITHDRAWN = log.verb("outcome.withdrawn", gettext_lazy("withdrew the outcome %(subject)s"))


def record_outcome(
    of: Meeting | Contact,
    recorded_for: Organization,
    *,
    by: User | None,
    once: str,
    kind: str,
    line: str = "",
    agreement: Agreement | None = None,
    event: Event | None = None,
    organization: Organization | None = None,
    person: Person | None = None,
    next_meeting: Meeting | None = None,
) -> Outcome:
    """Record one outcome. The same ``once`` of the same person answers the first record."""
    known = Outcome.objects.filter(recorded_by=by, once=once).first()
    if known is not None:
        return known
    _check(kind, nfc(line), agreement, event)
    about: dict[str, Any] = {"meeting": of} if isinstance(of, Meeting) else {"contact": of}
    if kind == "agreement":
        about |= {"agreement": agreement}
    elif kind == "invitation":
        about |= {"event": event, "organization": organization, "person": person}
    elif kind == "next meeting":
        about |= {"next_meeting": next_meeting}
    stamp = {"recorded_for": recorded_for, "recorded_by": by, "recorded_at": timezone.now(), "once": once}
    try:
        with transaction.atomic():
            outcome = Outcome.objects.create(kind=kind, line=nfc(line), **about, **stamp)
            log.record(RECORDED, outcome, by=by, event=of.event)
    except IntegrityError:
        # The same page was sent twice at once; the other one was first.
        return Outcome.objects.get(recorded_by=by, once=once)
    return outcome


@transaction.atomic
def withdraw_outcome(outcome: Outcome, *, by: User | None) -> None:
    """It was a mistake; it stays on record, unseen."""
    current = Outcome.objects.select_for_update().get(pk=outcome.pk)
    if current.withdrawn_at:
        raise Refused(_("This outcome was withdrawn already."))
    current.withdrawn_at = timezone.now()
    current.save(update_fields=["withdrawn_at"])
    of = current.meeting or current.contact
    log.record(WITHDRAWN, current, by=by, event=of.event if of else None)


def _check(kind: str, line: str, agreement: Agreement | None, event: Event | None) -> None:
    if kind == "agreement" and agreement is None:
        raise Refused(_("Say which agreement of the register came of it; record it there first."))
    if kind == "invitation" and event is None and not line:
        raise Refused(_("Say to what the invitation is: an event on record, or in one line."))
    if kind in ("next meeting", "other") and not line:
        raise Refused(_("Say in one line what came of it."))
