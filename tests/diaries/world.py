"""A diary with something in it: Maastricht at the forum, told of the programme and of its meetings."""

import datetime as dt
from typing import Any

from django.utils import timezone

from hansa.base.fields import Multilingual
from hansa.delegations.models import Delegate, Delegation
from hansa.events.models import Event, Session, Speech, Visit
from hansa.meetings.models import Meeting, Party
from tests import cast

CHANGED = dt.datetime(2019, 6, 1, 8, 0, 30, tzinfo=dt.UTC)


def forum(**fields: Any) -> Event:
    return cast.event(programme_published_at=CHANGED, **fields)


def maastricht(**fields: Any) -> Delegate:
    """The head of the delegation whose diary is read."""
    forum()
    found = Delegate.objects.filter(delegation__organization__name="Maastricht", role="head").first()
    return found or cast.delegate("Maastricht", "Marijke Anders", title="Alderwoman", languages=["nl", "en"], **fields)


def session(title: str, start: str, *speakers: Any, **fields: Any) -> Session:
    of = fields.pop("event", None) or forum()
    begin = cast.at(start, of.tz)
    values = {"hall": "Great hall", "ends_at": begin + dt.timedelta(minutes=30), "changed_at": CHANGED, **fields}
    made = Session.objects.create(event=of, title=Multilingual(en=title), starts_at=begin, **values)
    for speaker in speakers:
        Speech.objects.create(session=made, person=speaker)
    return made


def visit(title: str, start: str, *people: Any, **fields: Any) -> Visit:
    begin = cast.at(start)
    values = {"place": "Planning hall", "ends_at": begin + dt.timedelta(hours=2), "changed_at": CHANGED, **fields}
    made = Visit.objects.create(event=forum(), title=Multilingual(en=title), starts_at=begin, **values)
    made.participants.set(people)
    return made


def meeting(start: str, other: Delegate | None = None, **fields: Any) -> Meeting:
    """A published meeting of Maastricht's head with that delegate (Tallinn's), 20 minutes long, at no table yet."""
    ours, of = maastricht(), forum()
    theirs = other or tallinn()
    begin = cast.at(start, of.tz)
    values = {"published_at": CHANGED, "changed_at": CHANGED, "ends_at": begin + dt.timedelta(minutes=20), **fields}
    made = Meeting.objects.create(event=of, starts_at=begin, **values)
    for side, one in ((1, ours), (2, theirs)):
        Party.objects.create(
            meeting=made, side=side, organization=one.delegation.organization, person=one.person, delegate=one
        )
    return made


def tallinn() -> Delegate:
    cast.organization("Tallinn", country="EE")
    found = Delegate.objects.filter(delegation__organization__name="Tallinn").first()
    return found or cast.delegate("Tallinn", "Märt Õunapuu", title="Mayor", languages=["et", "en"])


def move(made: Meeting, start: str) -> None:
    """As a publication moves it: another time, the next sequence, told now."""
    length = made.ends_at - made.starts_at
    made.starts_at = cast.at(start)
    made.ends_at, made.sequence, made.changed_at = made.starts_at + length, made.sequence + 1, timezone.now()
    made.save()


def cancel(made: Meeting) -> None:
    made.cancelled_at = made.changed_at = timezone.now()
    made.sequence += 1
    made.save()


def delegation() -> Delegation:
    return maastricht().delegation
