"""Questions about events: which ones, and their programme day by day."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from itertools import groupby

from django.db.models import QuerySet

from hansa.base.text import fold
from hansa.events.lines import Line
from hansa.events.models import Event, EventClaim, EventRole
from hansa.network.queries import offices_of
from hansa.people.models import Person

# Where a speaker's title comes from: of the persons with these keys, what the upper rooms know.
Titles = Callable[[set[int]], dict[int, "Title"]]


@dataclass(frozen=True)
class Title:
    """What a person is where they stand: a title as printed and an organization's name in the reader's language."""

    title: str
    organization: str = ""


@dataclass(frozen=True)
class Speaker:
    """Who speaks, with the title they have at this event, if one is on record."""

    person: Person
    title: Title | None


@dataclass(frozen=True)
class Item:
    """A line of the programme of an event, which may be a part of the one whose page is read."""

    line: Line
    event: Event
    speakers: tuple[Speaker, ...] = ()


@dataclass(frozen=True)
class Day:
    """The programme of one day of the event's own calendar."""

    date: dt.date
    items: list[Item]


def found_events(events: QuerySet[Event], words: str) -> list[Event]:
    """Those of these events in whose name, key, city or venue each of the words stands, folded; the latest first."""
    listed = list(events.select_related("city", "part_of").order_by("-starts_on", "key"))
    wanted = fold(words).split()
    return [event for event in listed if all(word in _searched(event) for word in wanted)]


def _searched(event: Event) -> str:
    city = [event.city.search, event.city.country] if event.city else []
    return fold(" ".join([*event.name.values(), event.key, event.venue, str(event.starts_on.year), *city]))


def roles_of(event: Event) -> list[tuple[str, list[EventRole]]]:
    """Its organizations by role, in the order of ``EventRole.Role``."""
    roles = list(event.roles.select_related("organization").order_by("pk"))
    kept = [(role, [entry for entry in roles if entry.role == role]) for role in EventRole.Role.values]
    return [(role, entries) for role, entries in kept if entries]


def claims_of(event: Event) -> list[tuple[str, list[EventClaim]]]:
    """What was announced about this very event, by source; never what was announced about one it is part of."""
    claims = list(event.claims.order_by("source", "-measure"))
    return [(source, list(found)) for source, found in groupby(claims, key=lambda claim: claim.source)]


def programme(event: Event, sections: Iterable[tuple[Event, list[Line]]], titles: Titles) -> list[Day]:
    """The lines of the event and of its parts by the days of the event's own zone, each once, on the day it begins."""
    listed = [(of, line) for of, lines in sections for line in lines]
    keys = {person for _of, line in listed if not line.is_visit for person in line.people}
    speakers = _speakers(Person.objects.filter(pk__in=keys) if keys else [], event, titles)
    items = [
        Item(line, of, () if line.is_visit else tuple(speakers[key] for key in line.people if key in speakers))
        for of, line in listed
    ]
    items.sort(key=lambda item: item.line.order)
    by_day = groupby(items, key=lambda item: event.local(item.line.starts_at).date())
    return [Day(date, list(found)) for date, found in by_day]


def _speakers(persons: Iterable[Person], event: Event, titles: Titles) -> dict[int, Speaker]:
    """Each person with the title that an upper room lends, or else with the office they hold on the first day."""
    by_key = {person.pk: person for person in persons}
    if not by_key:
        return {}
    known = titles(set(by_key))
    offices = offices_of(set(by_key) - set(known), event.starts_on)
    held = {key: Title(office.title, str(office.organization)) for key, office in offices.items()}
    return {key: Speaker(person, known.get(key) or held.get(key)) for key, person in by_key.items()}
