"""A programme with something in it, made by the acts that everybody uses."""

import datetime as dt
from typing import Any

from hansa.base.fields import Multilingual
from hansa.events import actions
from hansa.events.models import Event, Session, Visit
from tests import cast


def session(title: str, start: str, of: Event | None = None, *, minutes: int = 60, **fields: Any) -> Session:
    event = of or cast.event()
    begin = cast.at(start, event.tz)
    values = {"starts_at": begin, "ends_at": begin + dt.timedelta(minutes=minutes), **fields}
    return actions.record_session(event, by=None, title=Multilingual(en=title), **values)


def visit(title: str, start: str, of: Event | None = None, *, minutes: int = 120, **fields: Any) -> Visit:
    event = of or cast.event()
    begin = cast.at(start, event.tz)
    values = {"starts_at": begin, "ends_at": begin + dt.timedelta(minutes=minutes), **fields}
    return actions.record_visit(event, by=None, title=Multilingual(en=title), **values)
