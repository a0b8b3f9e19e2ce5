"""What the meetings do when their event is moved: slots, shifts and meetings keep their time of day and follow it."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db.models import F
from django.dispatch import receiver
from django.utils import timezone

from hansa.events.models import Event
from hansa.events.signals import event_moved, event_reinstated
from hansa.meetings.models import Meeting, Shift, Slot

Shifting = Callable[[dt.datetime], dt.datetime]


@receiver(event_moved)
def follow_the_event(sender: Any, *, event: Event, shift: Shifting, **facts: Any) -> None:
    """Calendars hear of each meeting that stands by its next sequence. What was cancelled stays where it was."""
    _move(Slot.objects.filter(round__event=event), shift)
    _move(Shift.objects.filter(interpreter__round__event=event), shift)
    moved = list(Meeting.objects.standing().filter(event=event))
    now = timezone.now()
    for meeting in moved:
        meeting.starts_at, meeting.ends_at = shift(meeting.starts_at), shift(meeting.ends_at)
        meeting.sequence, meeting.changed_at = meeting.sequence + 1, now
    Meeting.objects.bulk_update(moved, ["starts_at", "ends_at", "sequence", "changed_at"])


@receiver(event_reinstated)
def stand_again(sender: Any, *, event: Event, **facts: Any) -> None:
    """While the event was cancelled, calendars were told so one sequence higher; what stands again is higher still."""
    Meeting.objects.standing().filter(event=event).update(sequence=F("sequence") + 2, changed_at=timezone.now())


def _move(rows: Any, shift: Shifting) -> None:
    """Later rows first where the event moves to a later day, so that no two ever begin at the same time."""
    listed = sorted(rows, key=lambda row: row.starts_at)
    if listed and shift(listed[0].starts_at) > listed[0].starts_at:
        listed.reverse()
    for row in listed:
        row.starts_at, row.ends_at = shift(row.starts_at), shift(row.ends_at)
        row.save(update_fields=["starts_at", "ends_at"])
