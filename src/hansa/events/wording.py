"""What an event's page says in words: roles, figures as announced, what is public since when."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from hansa.base.words import language_name, with_commas
from hansa.events.lines import Line
from hansa.events.models import Event, EventClaim, EventRole
from hansa.events.releases import Change
from hansa.people.models import Person

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


@dataclass(frozen=True)
class Said:
    """A change of the programme in words: what became of the line, and each field before and after."""

    change: Change
    state: str
    mark: str
    parts: list[tuple[str, str, str]]


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


def changes_in_words(changes: list[Change], event: Event) -> list[Said]:
    """The difference between two versions, line by line; persons are asked for once."""
    persons = Person.objects.in_bulk({key for change in changes for key in change.people})
    return [_said(change, event, persons) for change in changes]


def _said(change: Change, event: Event, persons: dict[int, Person]) -> Said:
    states = {
        "added": (_("new"), "new"),
        "cancelled": (_("cancelled"), "gone"),
        "restored": (_("takes place after all"), "new"),
        "changed": (_("moved"), "moved") if change.is_moved else (_("changed"), "moved"),
    }
    state, mark = states[change.what]
    parts = []
    if change.before is not None:
        shown = [name for name in change.fields if name not in ("starts_at", "ends_at", "is_cancelled")]
        if change.is_moved:
            parts.append((str(_("time")), _hours(change.before, event), _hours(change.line, event)))
        for name in shown:
            before, after = (_value(name, line, persons) for line in (change.before, change.line))
            parts.append((str(FIELDS[name](change.line)), before, after))
    return Said(change, str(state), mark, parts)


FIELDS: dict[str, Callable[[Line], Promise]] = {
    "title": lambda line: _("title"),
    "where": lambda line: _("place") if line.is_visit else _("hall"),
    "people": lambda line: _("who goes") if line.is_visit else _("speakers"),
    "kind": lambda line: _("kind"),
    "track": lambda line: _("track"),
    "spoken": lambda line: _("spoken"),
    "interpreted": lambda line: _("interpreted into"),
    "everybody": lambda line: _("everybody attends"),
}


def _hours(line: Line, event: Event) -> str:
    start, end = event.local(line.starts_at), event.local(line.ends_at)
    return with_commas((date_format(start.date(), "MONTH_DAY_FORMAT"), f"{start:%H:%M}–{end:%H:%M}"))


def _value(name: str, line: Line, persons: dict[int, Person]) -> str:
    if name == "people":
        return "; ".join(str(persons[key]) for key in line.people if key in persons)
    if name == "kind":
        return line.kind_name
    if name == "everybody":
        return str(_("yes") if line.everybody else _("no"))
    value = getattr(line, name)
    return with_commas(language_name(code) for code in value) if isinstance(value, tuple) else str(value)
