"""An invitation to a forum that lies years ahead, and what its letters said."""

import datetime as dt
import re
from typing import Any

from hansa.events.models import Event
from hansa.invitations import actions
from hansa.invitations.links import token_of
from hansa.invitations.models import Answer, Invitation
from hansa.mail.models import Letter
from tests import cast


def event(**fields: Any) -> Event:
    days = {"starts_on": dt.date(2031, 6, 13), "ends_on": dt.date(2031, 6, 14)}
    return cast.event(**{**days, **fields})


def invitation(city: str = "Maastricht", *, sent: bool = True, **fields: Any) -> Invitation:
    """An invitation; its letter is drafted unless ``sent`` says otherwise."""
    values = {
        "capacity": "guest", "places": 3, "name": "Office of the Mayor", "address": f"mayor@{city.lower()}.example",
        "language": "en", "answer_by": dt.date(2031, 5, 1),
    }  # fmt: skip
    made = actions.prepare(event(), cast.organization(city), by=None, **{**values, **fields})
    if sent:
        actions.send([made], by=None)
        made.refresh_from_db()
    return made


def link(made: Invitation) -> str:
    return f"/en/invitations/{token_of(made)}/"


def code_for(answer: Answer) -> str:
    """The code, as it stands in the letter that went out."""
    body = Letter.objects.get(once=f"invitation code:{answer.pk}").body
    return re.search(r"^\d{8}$", body, re.MULTILINE)[0]
