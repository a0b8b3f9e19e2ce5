"""Meetings outside the tables, arranged by an officer: a courtesy call, a talk that comes later and by itself.

What is in the way is said with the sentences of the board; an officer who knows better may arrange it in spite of that.
"""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from hansa.base.errors import Refused
from hansa.events.models import Event
from hansa.meetings.actions.asking import Changes as Values
from hansa.meetings.actions.asking import Side, cancel_meeting, record_meeting, revise_meeting
from hansa.meetings.actions.telling import Changes, tell_of_call
from hansa.meetings.clashes import clashes
from hansa.meetings.models import Meeting
from hansa.people.models import Person, User


class Clash(Refused):
    """Something is in the way; it may be arranged in spite of it."""


@transaction.atomic
def arrange_call(
    event: Event,
    sides: tuple[Side, Side],
    *,
    by: User | None,
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    in_spite: bool = False,
    **values: Any,
) -> Meeting:
    """Arrange a meeting outside the tables; both sides are told."""
    if sides[0].organization.pk == sides[1].organization.pk:
        raise Refused(_("Both are of one organisation. Choose somebody of another."))
    people = [(side.person, side.delegate) for side in sides]
    _hold([side.person for side in sides])
    _refuse_clashes(clashes(event, people, starts_at, ends_at), in_spite=in_spite)
    meeting = record_meeting(event, sides, by=by, starts_at=starts_at, ends_at=ends_at, **values)
    tell_of_call(meeting, Changes(made=[meeting]), by=by)
    return meeting


@transaction.atomic
def change_call(meeting: Meeting, *, by: User | None, in_spite: bool = False, **values: Any) -> Values:
    """Another time, place or topic; both sides are told, and their calendars follow."""
    parties = list(meeting.parties.select_related("person", "delegate__delegation"))
    _hold([party.person for party in parties])
    current = Meeting.objects.select_for_update(of=("self",)).select_related("event").get(pk=meeting.pk)
    starts, ends = values.get("starts_at", current.starts_at), values.get("ends_at", current.ends_at)
    people = [(party.person, party.delegate) for party in parties]
    if (starts, ends) != (current.starts_at, current.ends_at):
        _refuse_clashes(clashes(current.event, people, starts, ends, but=current), in_spite=in_spite)
    before = Changes(moved=[current])
    before.note(current)
    changes = revise_meeting(current, by=by, **values)
    if set(changes) - {"topic"}:
        tell_of_call(current, before, by=by)
    return changes


@transaction.atomic
def call_off(meeting: Meeting, *, by: User | None) -> None:
    """It does not take place; both sides are told, and their calendars strike it out."""
    current = Meeting.objects.select_for_update(of=("self",)).select_related("event").get(pk=meeting.pk)
    before = Changes(cancelled=[current])
    before.note(current)
    cancel_meeting(current, by=by)
    tell_of_call(current, before, by=by)


def _hold(persons: list[Person]) -> None:
    """Their rows are held, so that two officers do not promise one person to two at a time."""
    keys = [person.pk for person in persons]
    list(Person.objects.select_for_update().filter(pk__in=keys).order_by("pk").values_list("pk"))


def _refuse_clashes(found: list[str], *, in_spite: bool) -> None:
    if found and not in_spite:
        raise Clash(" ".join(found))
