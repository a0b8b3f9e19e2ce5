"""Short ways to the rows that the register's tests need."""

import datetime as dt
from typing import Any

from hansa.base.dates import PartialDate
from hansa.base.models import LogEntry
from hansa.network import actions
from hansa.network.actions import Terms
from hansa.network.models import Membership, Organization
from tests import cast

WHY = "Decision of the assembly"


def on(text: str) -> PartialDate:
    return PartialDate.parse(text)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def city(name: str = "Maastricht", country: str = "NL", **fields: Any) -> Organization:
    return cast.organization(name, country=country, **fields)


def member(
    name: str = "Maastricht", country: str = "NL", since: str = "2010-09-07", standing: str = "member", **terms: Any
) -> Membership:
    """An admitted organization."""
    start = on(since) if since else None
    terms_of = Terms(standing=standing, **terms)
    return actions.admit(cast.network(), city(name, country), terms_of, by=None, on=start, reason=WHY)


def last_entry() -> tuple[str, str, dict[str, Any]]:
    """(act, of what, before and after) of the newest entry of the log."""
    entry = LogEntry.objects.first()
    assert entry is not None
    return entry.verb, entry.subject, entry.changes
