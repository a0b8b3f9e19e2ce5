"""What is said of places on visits, in the reader's words and on the event's clock."""

import datetime as dt

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from hansa.base.words import zone_name
from hansa.events.models import Event
from hansa.visits.models import Terms


def moment_in(event: Event, when: dt.datetime) -> str:
    """A moment on the event's clock with the zone's name: for sentences that leave the page."""
    local = event.local(when)
    return _("%(day)s, %(time)s (%(zone)s)") % {
        "day": date_format(local, "DATE_FORMAT"),
        "time": f"{local:%H:%M}",
        "zone": zone_name(local),
    }


def closed_because(terms: Terms, reason: str) -> str:
    """Why nobody may choose now: "early", "late" or "over" of ``queries.why_closed``."""
    event = terms.visit.event
    if reason == "early" and terms.opens_at:
        return _("Places can be asked for from %(moment)s.") % {"moment": moment_in(event, terms.opens_at)}
    if reason == "late" and terms.closes_at:
        return _("Places could be asked for until %(moment)s. Write to the office.") % {
            "moment": moment_in(event, terms.closes_at)
        }
    return _("The visit has begun.")
