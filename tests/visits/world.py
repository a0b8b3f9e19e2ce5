"""A visit of the forum with terms."""

import datetime as dt
from typing import Any

from hansa.base.fields import Multilingual
from hansa.events.models import Visit
from hansa.visits import actions
from hansa.visits.models import Booking, Terms
from tests import cast

NEXT_YEAR = 2031


def visit(title: str = "Panda base", *, starts: str = "2031-06-14 09:00", **terms: Any) -> Visit:
    """A study visit of two hours, years from now, that delegations may choose."""
    start = cast.at(starts.replace("2019", str(NEXT_YEAR)))
    made = Visit.objects.create(
        event=cast.event(), title=Multilingual(en=title), starts_at=start, ends_at=start + dt.timedelta(hours=2),
        changed_at=start, kind="study visit", place="Chengdu",
    )  # fmt: skip
    Terms.objects.create(visit=made, **terms)
    return made


def states(made: Visit) -> dict[str, str]:
    """City: state of each open booking."""
    return {str(one.delegate.delegation): one.state for one in Booking.objects.open().filter(visit=made)}


def full() -> tuple[Visit, list[Booking]]:
    """A visit of one place that Maastricht has; Tallinn and Linz wait."""
    made = visit(capacity=1)
    people = [cast.delegate(city) for city in ("Maastricht", "Tallinn", "Linz")]
    return made, [actions.ask(made, one, by=None) for one in people]
