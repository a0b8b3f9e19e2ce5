"""What keeps people from a meeting outside the tables: the same absences that plans obey, and their other meetings."""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from hansa.delegations.models import Delegate
from hansa.events.models import Event
from hansa.meetings import availability
from hansa.meetings.models import Meeting, Party, Round, Slot
from hansa.meetings.rows import read_rows
from hansa.meetings.sentences import Names, absent, day
from hansa.people.models import Person


def clashes(
    event: Event, people: Sequence[tuple[Person, Delegate | None]], starts_at: dt.datetime, ends_at: dt.datetime,
    *, but: Meeting | None = None,
) -> list[str]:  # fmt: skip
    """A sentence for each thing in the way, in the order of the people; ``but`` is the meeting itself."""
    delegates = [delegate for _person, delegate in people if delegate and delegate.delegation.event_id == event.pk]
    found = _absences(event, delegates, starts_at, ends_at, but)
    return list(
        dict.fromkeys([*found, *_meetings(event, [person for person, _delegate in people], starts_at, ends_at, but)])
    )


def _absences(
    event: Event, delegates: Sequence[Delegate], starts_at: dt.datetime, ends_at: dt.datetime, but: Meeting | None
) -> Iterable[str]:
    """Travel, programme and visits of those who come; meetings are told by ``_meetings``, each with its other side."""
    of = Round.objects.select_related("event").filter(event=event).first()
    if of is None or not delegates:
        return
    time = Slot(round=of, starts_at=starts_at, ends_at=ends_at)
    absences, names = availability.read(of, [time], delegates), Names(read_rows(of))
    for delegate in delegates:
        for absence in absences.of(delegate):
            if absence.why != "meets" and absence.covers(time):
                yield absent(names, delegate.pk, absence, time).what


def _meetings(
    event: Event, persons: Sequence[Person], starts_at: dt.datetime, ends_at: dt.datetime, but: Meeting | None
) -> Iterable[str]:
    """Whatever these persons have at that time already, at this event or another."""
    held = Party.objects.filter(
        person__in=persons, meeting__cancelled_at=None, meeting__starts_at__lt=ends_at, meeting__ends_at__gt=starts_at
    )
    if but is not None:
        held = held.exclude(meeting=but)
    for party in held.select_related("person", "meeting").order_by("meeting__starts_at", "pk"):
        start, end = event.local(party.meeting.starts_at), event.local(party.meeting.ends_at)
        words = {"person": party.person, "day": day(start), "hours": f"{start:%H:%M}–{end:%H:%M}"}
        yield _("%(person)s meets on %(day)s, %(hours)s already: %(meeting)s.") % {**words, "meeting": party.meeting}
