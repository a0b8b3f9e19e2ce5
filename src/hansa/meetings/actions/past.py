"""What has been is noted: contacts in passing, and what became of a meeting."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansa.base import log
from hansa.base.errors import Refused
from hansa.base.text import nfc
from hansa.events.models import Event
from hansa.meetings.models import Attendee, Contact, ContactPerson, Meeting, Report
from hansa.network.models import Organization
from hansa.people.models import Person, User

Changes = dict[str, list[Any]]
# A clock that runs ahead is not the future.
AHEAD = dt.timedelta(minutes=15)

NOTED = log.verb("contact.noted", gettext_lazy("noted the contact %(subject)s"))
REVISED = log.verb("contact.revised", gettext_lazy("revised the contact %(subject)s"))
STRUCK = log.verb("contact.struck", gettext_lazy("struck out the contact %(subject)s"))
RESTORED = log.verb("contact.restored", gettext_lazy("restored the contact %(subject)s"))
REPORTED = log.verb("meeting.reported", gettext_lazy("reported on the meeting %(subject)s"))


@dataclass(frozen=True)
class Present:
    """Somebody of a side: on record, or by a free name with the name of an organization."""

    organization: Organization | None = None
    person: Person | None = None
    free_name: str = ""
    free_organization: str = ""

    @property
    def key(self) -> tuple[Any, ...]:
        organization, person = self.organization, self.person
        return organization and organization.pk, person and person.pk, self.free_name, self.free_organization


Sides = tuple[list[Present], list[Present]]


def note_contact(
    noted_for: Organization,
    sides: Sides,
    *,
    by: User | None,
    once: str,
    met_at: dt.datetime | None = None,
    event: Event | None = None,
    place: str = "",
    line: str = "",
) -> Contact:
    """Note that somebody met somebody, now or then. The same ``once`` of the same person answers the first contact."""
    _check_sides(sides)
    _check_time(met_at)
    known = Contact.objects.filter(noted_by=by, once=once).first()
    if known is not None:
        return known
    now = timezone.now()
    values = {"place": nfc(place), "line": nfc(line), "event": event, "met_at": met_at or now}
    try:
        with transaction.atomic():
            contact = Contact.objects.create(noted_for=noted_for, noted_by=by, noted_at=now, once=once, **values)
            _seat(contact, sides)
            log.record(NOTED, contact, by=by, event=event, changes={"place": [None, values["place"]]})
    except IntegrityError:
        # The same page was sent twice at once; the other one was first.
        return Contact.objects.get(noted_by=by, once=once)
    return contact


@transaction.atomic
def revise_contact(contact: Contact, *, by: User | None, sides: Sides | None = None, **values: Any) -> Changes:
    """Set ``met_at``, ``event``, ``place``, ``line`` or who met whom; the log keeps what it was."""
    current = _standing(contact)
    values = {name: nfc(value) if isinstance(value, str) else value for name, value in values.items()}
    _check_time(values.get("met_at"))
    changes = log.differences(current, values)
    if sides is not None:
        _check_sides(sides)
        before = {(row.side, _of(row).key) for row in current.people.all()}
        if before != {(number, one.key) for number, side in enumerate(sides, 1) for one in side}:
            changes["who"] = [str(current), " – ".join(_said(one) for side in sides for one in side)]
    if not changes:
        return changes
    for name in values:
        setattr(current, name, values[name])
    current.save()
    if "who" in changes and sides is not None:
        current.people.all().delete()
        _seat(current, sides)
    log.record(REVISED, current, by=by, event=current.event, changes=changes)
    return changes


@transaction.atomic
def strike_contact(contact: Contact, *, by: User | None) -> None:
    """It was a mistake: it counts no longer, and stays on record."""
    current = _standing(contact)
    current.struck_at = timezone.now()
    current.save(update_fields=["struck_at"])
    log.record(STRUCK, current, by=by, event=current.event)


@transaction.atomic
def restore_contact(contact: Contact, *, by: User | None) -> None:
    """Take the striking back."""
    current = Contact.objects.select_for_update().get(pk=contact.pk)
    if current.struck_at is None:
        raise Refused(_("This contact was not struck out."))
    current.struck_at = None
    current.save(update_fields=["struck_at"])
    log.record(RESTORED, current, by=by, event=current.event)


@transaction.atomic
def report_meeting(
    meeting: Meeting,
    *,
    by: User | None,
    state: str,
    based_on: int,
    absent: Organization | None = None,
    note: str = "",
    attendees: Iterable[Present] = (),
) -> Report:
    """Say what became of a meeting and who was there. ``based_on`` is the edition seen, 0 where there was none."""
    current = Meeting.objects.select_for_update().get(pk=meeting.pk)
    _check_report(current, state, absent)
    report = Report.objects.filter(meeting=current).first()
    if (report.edition if report else 0) != based_on:
        raise Refused(_("%(person)s has reported on this meeting meanwhile. Look at it, then save again.")
                      % {"person": (report and report.by) or _("Somebody else")})  # fmt: skip
    values = {"state": state, "absent": absent, "note": nfc(note)}
    there = list({one.key: one for one in attendees if one.person or one.free_name}.values())
    changes = log.differences(report, values) if report else {"state": [None, state]}
    before = {_of(row).key[:3] for row in report.attendees.all()} if report else set()  # type: ignore[attr-defined]
    if before != {one.key[:3] for one in there}:
        changes["attendees"] = [None, ", ".join(_said(one) for one in there)]
    if report is not None and not changes:
        return report
    stamp = {"by": by, "at": timezone.now(), "edition": based_on + 1}
    report, _new = Report.objects.update_or_create(meeting=current, defaults={**values, **stamp})
    report.attendees.all().delete()  # type: ignore[attr-defined]
    Attendee.objects.bulk_create(
        Attendee(report=report, organization=one.organization, person=one.person, free_name=one.free_name)
        for one in there
    )
    log.record(REPORTED, current, by=by, event=current.event, changes=changes)
    return report


def _check_report(meeting: Meeting, state: str, absent: Organization | None) -> None:
    if meeting.cancelled_at:
        raise Refused(_("This meeting was cancelled before it began; there is nothing to report."))
    if state == "held" and meeting.starts_at > timezone.now():
        raise Refused(_("This meeting has not begun. Report on it once it has."))
    if absent is not None and state != "no-show":
        raise Refused(_("Say who did not come only where somebody did not."))
    if absent is not None and not meeting.parties.filter(organization=absent).exists():
        raise Refused(_("%(name)s is no side of this meeting.") % {"name": absent})


def _standing(contact: Contact) -> Contact:
    current = Contact.objects.select_for_update().get(pk=contact.pk)
    if current.struck_at is not None:
        raise Refused(_("This contact was struck out; restore it first."))
    return current


def _check_sides(sides: Sides) -> None:
    if not all(sides):
        raise Refused(_("Say whom you met."))
    persons = [one.person.pk for side in sides for one in side if one.person]
    if len(persons) != len(set(persons)):
        raise Refused(_("Nobody can meet themselves."))


def _check_time(met_at: dt.datetime | None) -> None:
    if met_at is not None and met_at > timezone.now() + AHEAD:
        raise Refused(_("That is still to come. A contact is noted once it was."))


def _seat(contact: Contact, sides: Sides) -> None:
    for number, side in enumerate(sides, 1):
        for one in side:
            ContactPerson.objects.create(
                contact=contact, side=number, organization=one.organization, person=one.person,
                free_name=nfc(one.free_name), free_organization=nfc(one.free_organization),
            )  # fmt: skip


def _of(row: ContactPerson | Attendee) -> Present:
    return Present(row.organization, row.person, row.free_name, getattr(row, "free_organization", ""))


def _said(one: Present) -> str:
    return str(one.person or one.free_name or one.organization or one.free_organization)
