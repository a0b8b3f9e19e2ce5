"""A diary as iCalendar (RFC 5545), for programs that ask again and again.

An unchanged diary gives the same bytes: DTSTAMP is the time of the last change, as RFC 5545, 3.8.7.2 has it for a
calendar without METHOD. Moments are written on the event's clock with a VTIMEZONE that covers its days and no more.
"""

import datetime as dt
from collections.abc import Iterator

import icalendar
from django.utils.translation import gettext as _

from hansa.diaries.entries import Diary, Entry
from hansa.people.models import Person

PRODUCT = "-//Hansa//Diary//EN"
ASK_AGAIN = dt.timedelta(minutes=30)
ONE_DAY = dt.timedelta(days=1)


def calendar_of(diary: Diary) -> bytes:
    """The whole calendar in the language that is active, in UTF-8, lines folded and ended as the RFC asks."""
    entries = [entry for entry in diary.entries if not entry.is_stay]
    event = diary.delegation.event
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    name = _("%(delegation)s: %(event)s") % {"delegation": diary.delegation.organization, "event": event}
    if diary.who:
        name = _("%(person)s: %(event)s") % {"person": diary.who.person, "event": event}
    calendar.add("name", name)
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", event.zone)
    calendar.add("refresh-interval", ASK_AGAIN, parameters={"VALUE": "DURATION"})
    calendar.add("x-published-ttl", "PT30M")
    for entry in entries:
        calendar.add_component(_event(entry, diary))
    if entries:
        first = event.local(min(entry.starts_at for entry in entries)).date()
        last = event.local(max(entry.ends_at for entry in entries)).date()
        calendar.add_missing_timezones(first_date=first - ONE_DAY, last_date=last + ONE_DAY)
    return calendar.to_ical()


def _event(entry: Entry, diary: Diary) -> icalendar.Event:
    event = diary.delegation.event
    made = icalendar.Event()
    made.add("uid", entry.uid)
    made.add("summary", _summary(entry))
    made.add("dtstart", event.local(entry.starts_at))
    made.add("dtend", event.local(entry.ends_at))
    stamp = entry.changed_at.astimezone(dt.UTC).replace(microsecond=0)
    made.add("dtstamp", stamp)
    made.add("last-modified", stamp)
    made.add("sequence", entry.sequence)
    made.add("status", "CANCELLED" if entry.cancelled_at else "CONFIRMED")
    made.add("transp", "TRANSPARENT" if entry.cancelled_at else "OPAQUE")
    if entry.where:
        made.add("location", entry.where)
    description = "\n".join(_description(entry))
    if description:
        made.add("description", description)
    return made


def _summary(entry: Entry) -> str:
    what = str(entry.title)
    if entry.other:
        sides = {"organization": entry.other.organization, "person": entry.other.person}
        what = _("%(organization)s: %(person)s") % sides
    # Some calendars show what is cancelled like anything else, so the title says it as well.
    return _("Cancelled: %(what)s") % {"what": what} if entry.cancelled_at else what


def _description(entry: Entry) -> Iterator[str]:
    if entry.other:
        yield _with(entry.other.person, entry.other.title, str(entry.other.organization))
    if entry.ours:
        people = "; ".join(_with(one.person, one.title) for one in entry.ours)
        said = _("Speaks: %(people)s") if entry.kind == "session" else _("From your side: %(people)s")
        yield said % {"people": people}
    if entry.topic:
        yield _("Topic: %(topic)s") % {"topic": entry.topic}
    if entry.interpreter and entry.tongues:
        yield _("Interpreter: %(person)s, %(languages)s") % {"person": entry.interpreter, "languages": entry.tongues}
    elif entry.interpreter:
        yield _("Interpreter: %(person)s") % {"person": entry.interpreter}


def _with(person: Person, *more: str) -> str:
    """A person with title and organization; ``str`` of an invented person says so."""
    return ", ".join(str(part) for part in (person, *more) if part)
