"""What stands before any plan: the round is cut into slots and tables, interpreters come, delegates ask for each other.

Meetings outside the tables (a courtesy call) are recorded here too: nobody plans them.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansa.base import log
from hansa.base.errors import Refused
from hansa.delegations.models import Delegate
from hansa.events.models import Event
from hansa.meetings.models import (
    Closure,
    Interpreter,
    Meeting,
    MeetingRequest,
    Party,
    Placement,
    Round,
    Shift,
    Slot,
    Table,
)
from hansa.meetings.rows import read_rows
from hansa.meetings.sentences import Names, of_absence
from hansa.network.models import Organization
from hansa.people.models import Person, User

Changes = dict[str, list[Any]]
Period = tuple[dt.datetime, dt.datetime]

CUT = log.verb("round.cut", gettext_lazy("cut the round of %(subject)s into slots and tables"))
ENGAGED = log.verb("interpreter.recorded", gettext_lazy("engaged the interpreter %(subject)s"))
SHIFTED = log.verb("interpreter.revised", gettext_lazy("revised the interpreter %(subject)s"))
ASKED = log.verb("request.made", gettext_lazy("recorded the request %(subject)s"))
REVISED = log.verb("request.revised", gettext_lazy("revised the request %(subject)s"))
WITHDRAWN = log.verb("request.withdrawn", gettext_lazy("withdrew the request %(subject)s"))
HELD = log.verb("meeting.recorded", gettext_lazy("recorded the meeting %(subject)s"))
MOVED = log.verb("meeting.revised", gettext_lazy("revised the meeting %(subject)s"))
CANCELLED = log.verb("meeting.cancelled", gettext_lazy("cancelled the meeting %(subject)s"))


@dataclass(frozen=True)
class Cut:
    """What a round is to be: how many tables stand in each slot, and in which hall each table is."""

    tables: dict[Period, int]
    halls: dict[int, str] = field(default_factory=dict)


@transaction.atomic
def cut_round(event: Event, cut: Cut, *, by: User | None) -> tuple[Round, Changes]:
    """Make the event's round exactly this: slots are opened, closed or drawn longer; {} where it was so already.

    A slot that plans have used stays for their sake with all its tables closed. One that a published meeting or a
    promise stands in is not taken away: Refused.
    """
    made, _is_new = Round.objects.get_or_create(event=event)
    before = open_slots(made)
    changes: Changes = {}
    if before != cut.tables:
        changes["slots"] = [_in_words(before, event), _in_words(cut.tables, event)]
    tables = {table.number: table for table in made.tables.all()}
    wanted = range(1, max([*cut.tables.values(), *tables, 0]) + 1)
    for number in wanted:
        hall = cut.halls.get(number, tables[number].hall if number in tables else "")
        if number not in tables:
            tables[number] = Table.objects.create(round=made, number=number, hall=hall)
        elif tables[number].hall != hall:
            changes[f"table {number}"] = [tables[number].hall, hall]
            tables[number].hall = hall
            tables[number].save(update_fields=["hall"])
    if "slots" in changes:
        _recut(made, cut, list(tables.values()))
    if changes:
        log.record(CUT, event, by=by, event=event, changes=changes)
    return made, changes


def open_slots(made: Round) -> dict[Period, int]:
    """How many tables the cut gave to each slot that has any; what was closed for a reason since is not taken off."""
    tables = {table.pk for table in made.tables.all()}
    found = {}
    for slot in made.slots.prefetch_related("closures"):
        standing = len(tables - {closure.table_id for closure in slot.closures.all() if closure.closed_at is None})
        if standing:
            found[slot.starts_at, slot.ends_at] = standing
    return found


def _recut(made: Round, cut: Cut, tables: list[Table]) -> None:
    slots = {slot.starts_at: slot for slot in made.slots.all()}
    gone = [slot for start, slot in slots.items() if (start, slot.ends_at) not in cut.tables]
    _refuse_if_used(gone, made.event)
    planned = set(Placement.objects.filter(slot__in=gone).values_list("slot", flat=True))
    used = set(Meeting.objects.filter(slot__in=gone).values_list("slot", flat=True)) | planned
    ends = dict(cut.tables.keys())
    for slot in gone:
        if slot.starts_at in ends:
            slot.ends_at = ends[slot.starts_at]
            slot.save(update_fields=["ends_at"])
        elif slot.pk not in used:
            slot.delete()
    fresh = [Slot(round=made, starts_at=start, ends_at=end) for start, end in cut.tables if start not in slots]
    Slot.objects.bulk_create(fresh)
    Closure.objects.filter(slot__round=made, closed_at=None).delete()
    shut = set(Closure.objects.filter(slot__round=made).values_list("slot", "table"))
    standing = {start: number for (start, _end), number in cut.tables.items()}
    Closure.objects.bulk_create(
        Closure(slot=slot, table=table)
        for slot in made.slots.all()
        for table in tables
        if table.number > standing.get(slot.starts_at, 0) and (slot.pk, table.pk) not in shut
    )


def _refuse_if_used(slots: list[Slot], event: Event) -> None:
    held = Meeting.objects.standing().filter(slot__in=slots).select_related("slot").first()
    if held is not None:
        raise Refused(
            _("The meeting %(meeting)s is published for %(time)s; move it before that slot goes.")
            % {"meeting": held, "time": _clock(held.starts_at, event)}
        )
    promised = MeetingRequest.objects.filter(withdrawn_on=None, pinned_to__in=slots).select_related("pinned_to").first()
    if promised is not None and promised.pinned_to is not None:
        raise Refused(
            _("The meeting %(meeting)s is promised for %(time)s; free it before that slot goes.")
            % {"meeting": promised, "time": _clock(promised.pinned_to.starts_at, event)}
        )


def _clock(moment: dt.datetime, event: Event) -> str:
    return f"{event.local(moment):%Y-%m-%d %H:%M}"


def _in_words(slots: dict[Period, int], event: Event) -> str:
    return "; ".join(
        f"{event.local(start):%Y-%m-%d %H:%M}–{event.local(end):%H:%M} × {number}"
        for (start, end), number in sorted(slots.items())
    )


@transaction.atomic
def record_interpreter(
    of: Round, person: Person, *, by: User | None, languages: list[str], shifts: Iterable[Period] = ()
) -> Interpreter:
    """Engage an interpreter for a round; without shifts they are there all the time."""
    _check_languages(languages)
    if Interpreter.objects.filter(round=of, person=person).exists():
        raise Refused(_("%(person)s interprets in this round already.") % {"person": person})
    interpreter = Interpreter.objects.create(round=of, person=person, languages=languages)
    _set_shifts(interpreter, shifts)
    log.record(ENGAGED, interpreter, by=by, event=of.event, changes={"languages": [None, languages]})
    return interpreter


def revise_interpreter(
    interpreter: Interpreter, *, by: User | None, languages: list[str], shifts: Iterable[Period]
) -> Changes:
    """Set the languages and the whole list of shifts."""
    _check_languages(languages)
    changes = log.differences(interpreter, {"languages": languages})
    wanted = sorted(shifts)
    before = sorted((shift.starts_at, shift.ends_at) for shift in interpreter.shifts.all())
    if wanted != before:
        changes["shifts"] = [_shifts_in_words(before, interpreter), _shifts_in_words(wanted, interpreter)]
    if not changes:
        return changes
    with transaction.atomic():
        interpreter.languages = languages  # type: ignore[assignment]
        interpreter.save()
        if "shifts" in changes:
            interpreter.shifts.all().delete()
            _set_shifts(interpreter, wanted)
        log.record(SHIFTED, interpreter, by=by, event=interpreter.round.event, changes=changes)
    return changes


def _check_languages(languages: list[str]) -> None:
    if len(set(languages)) < 2:
        raise Refused(_("An interpreter needs two languages."))


def _set_shifts(interpreter: Interpreter, shifts: Iterable[Period]) -> None:
    rows = [Shift(interpreter=interpreter, starts_at=start, ends_at=end) for start, end in sorted(shifts)]
    for earlier, later in pairwise(rows):
        if later.starts_at < earlier.ends_at:
            raise Refused(_("Two periods of %(person)s overlap.") % {"person": interpreter.person})
    if any(row.ends_at <= row.starts_at for row in rows):
        raise Refused(_("A period ends before it starts."))
    Shift.objects.bulk_create(rows)


def _shifts_in_words(shifts: list[Period], interpreter: Interpreter) -> str:
    event = interpreter.round.event
    return "; ".join(f"{_clock(start, event)}–{event.local(end):%H:%M}" for start, end in shifts)


@transaction.atomic
def record_request(
    of: Round,
    asker: Delegate,
    asked: Delegate,
    *,
    by: User | None,
    priority: int = 2,
    topic: str = "",
    pinned_to: Slot | None = None,
) -> MeetingRequest:
    """One delegate asks for another of the same event; with a slot it is a promise that is not moved."""
    if asker.delegation_id == asked.delegation_id:
        raise Refused(_("A delegation cannot ask to meet itself."))
    if {asker.delegation.event_id, asked.delegation.event_id} != {of.event_id}:
        raise Refused(_("Both must come to the event of the round."))
    if MeetingRequest.objects.filter(round=of, asker=asker, asked=asked, withdrawn_on=None).exists():
        raise Refused(_("%(asker)s has asked for %(asked)s already.") % {"asker": asker, "asked": asked})
    request = MeetingRequest(round=of, asker=asker, asked=asked, priority=priority, topic=topic)
    _check_pin(request, pinned_to)
    request.pinned_to = pinned_to
    try:
        with transaction.atomic():
            request.save()
    except IntegrityError:  # somebody asked at the same moment
        raise Refused(_("%(asker)s has asked for %(asked)s already.") % {"asker": asker, "asked": asked}) from None
    log.record(ASKED, request, by=by, event=of.event, changes={"priority": [None, priority]})
    return request


def revise_request(request: MeetingRequest, *, by: User | None, **values: Any) -> Changes:
    """Set ``priority``, ``topic`` or ``pinned_to`` (a slot, or None to free it)."""
    changes = log.differences(request, values)
    if not changes:
        return changes
    if "pinned_to" in changes:
        _check_pin(request, values["pinned_to"])
        both = (request.pinned_to, values["pinned_to"])
        changes["pinned_to"] = [slot and _clock(slot.starts_at, request.round.event) for slot in both]
    with transaction.atomic():
        for name in changes:
            setattr(request, name, values[name])
        request.save()
        log.record(REVISED, request, by=by, event=request.round.event, changes=changes)
    return changes


def pin(request: MeetingRequest, slot: Slot | None, *, by: User | None) -> Changes:
    """Promise a slot to a request, or free it with None."""
    return revise_request(request, by=by, pinned_to=slot)


@transaction.atomic
def withdraw_request(request: MeetingRequest, *, by: User | None) -> None:
    """The asker no longer asks; the row stays, and a new request may come."""
    if request.withdrawn_on:
        raise Refused(_("This request was withdrawn already."))
    request.withdrawn_on, request.pinned_to = timezone.localdate(), None
    request.save(update_fields=["withdrawn_on", "pinned_to"])
    log.record(WITHDRAWN, request, by=by, event=request.round.event)


def _check_pin(request: MeetingRequest, slot: Slot | None) -> None:
    """A promise must be one that can be kept: both can meet then, and neither is promised to somebody else."""
    if slot is None:
        return
    both = (request.asker, request.asked)
    names = Names(read_rows(request.round))
    for delegate in both:
        said = of_absence(names, delegate.pk, slot.pk)
        if said is not None:
            raise Refused(str(said))
    others = MeetingRequest.objects.filter(withdrawn_on=None, pinned_to=slot).exclude(pk=request.pk)
    taken = others.filter(Q(asker__in=both) | Q(asked__in=both)).exclude(asker=request.asked, asked=request.asker)
    clash = taken.first()
    if clash is not None:
        raise Refused(
            _("%(time)s is promised to %(meeting)s already.")
            % {"time": _clock(slot.starts_at, request.round.event), "meeting": clash}
        )


@dataclass(frozen=True)
class Side:
    """One side of a meeting outside the tables."""

    organization: Organization
    person: Person
    delegate: Delegate | None = None


@transaction.atomic
def record_meeting(
    event: Event,
    sides: tuple[Side, Side],
    *,
    by: User | None,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    **values: Any,
) -> Meeting:
    """Record a meeting outside the tables: ``place`` and ``topic`` may come along. It stands in diaries at once."""
    if sides[0].person.pk == sides[1].person.pk:
        raise Refused(_("Nobody can meet themselves."))
    if ends_at <= starts_at:
        raise Refused(_("It ends before it starts."))
    now = timezone.now()
    meeting = Meeting.objects.create(
        event=event, starts_at=starts_at, ends_at=ends_at, published_at=now, changed_at=now, **values
    )
    for number, side in enumerate(sides, 1):
        Party.objects.create(
            meeting=meeting, side=number, organization=side.organization, person=side.person, delegate=side.delegate
        )
    log.record(HELD, meeting, by=by, event=event, changes={"start": [None, _clock(starts_at, event)]})
    return meeting


def revise_meeting(meeting: Meeting, *, by: User | None, **values: Any) -> Changes:
    """Move a meeting outside the tables: its time, ``place`` or ``topic``. Raises ``sequence``: it is told again."""
    if meeting.round_id:
        raise Refused(_("This meeting belongs to the round; it is moved on the board."))
    if meeting.cancelled_at:
        raise Refused(_("This meeting was cancelled."))
    changes = log.differences(meeting, values)
    if not changes:
        return changes
    if values.get("ends_at", meeting.ends_at) <= values.get("starts_at", meeting.starts_at):
        raise Refused(_("It ends before it starts."))
    with transaction.atomic():
        for name in changes:
            setattr(meeting, name, values[name])
        meeting.sequence, meeting.changed_at = meeting.sequence + 1, timezone.now()
        meeting.save()
        log.record(MOVED, meeting, by=by, event=meeting.event, changes=changes)
    return changes


@transaction.atomic
def cancel_meeting(meeting: Meeting, *, by: User | None) -> None:
    """Call off a meeting outside the tables; its calendar entry says so to those who were told."""
    if meeting.round_id:
        raise Refused(_("This meeting belongs to the round; it is moved on the board."))
    if meeting.cancelled_at:
        raise Refused(_("This meeting was cancelled."))
    meeting.cancelled_at = meeting.changed_at = timezone.now()
    meeting.sequence += 1
    meeting.save(update_fields=["cancelled_at", "changed_at", "sequence"])
    log.record(CANCELLED, meeting, by=by, event=meeting.event)
