"""What an event's page says in words: roles, figures as announced, what is public since when."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from hansa.events.models import Event, EventClaim, EventRole

ROLES: dict[Any, Promise] = {
    EventRole.Role.HOST: _("Hosted by"),
    EventRole.Role.ORGANISER: _("Organised by"),
    EventRole.Role.SUPPORTER: _("Supported by"),
    EventRole.Role.PARTNER: _("Partners"),
}


@dataclass(frozen=True)
class Publication:
    """Something that the public sees or does not see, since when, and the act that changes it."""

    what: Promise
    since: dt.datetime | None
    act: str
    act_title: Promise
    more: Promise | str = ""


def roles_in_words(roles: list[tuple[str, list[EventRole]]]) -> list[tuple[Promise, list[EventRole]]]:
    """Each role as the line's head says it."""
    return [(ROLES[role], entries) for role, entries in roles]


def claimed(claim: EventClaim) -> str:
    """A figure as it was announced: "over 500 people", "22 countries"."""
    n = claim.number
    if claim.measure == EventClaim.Measure.PEOPLE:
        if claim.is_floor:
            return ngettext("over %(n)s person", "over %(n)s people", n) % {"n": n}
        return ngettext("%(n)s person", "%(n)s people", n) % {"n": n}
    if claim.is_floor:
        return ngettext("over %(n)s country", "over %(n)s countries", n) % {"n": n}
    return ngettext("%(n)s country", "%(n)s countries", n) % {"n": n}


def publications(event: Event) -> list[Publication]:
    """The three things that are opened to the public one by one; the last two need an open page to be seen."""
    waits = "" if event.announced_at else _("Seen by the public once the page is open.")
    page, programme, people = event.announced_at, event.programme_published_at, event.participants_published_at
    return [
        Publication(_("This page"), page, "close", _("Close the page"))
        if page
        else Publication(_("This page"), None, "announce", _("Open the page")),
        Publication(_("Programme"), programme, "take-back-programme", _("Take the programme back"), waits)
        if programme
        else Publication(_("Programme"), None, "publish-programme", _("Publish the programme")),
        Publication(_("Participants"), people, "take-back-participants", _("Take the participants back"), waits)
        if people
        else Publication(_("Participants"), None, "publish-participants", _("Publish the participants")),
    ]
