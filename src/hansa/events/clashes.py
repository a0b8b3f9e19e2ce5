"""What does not go together in a programme, said as it arises: an officer decides, nothing is forbidden here.

Times are half-open: a session may begin in a hall in the minute in which another ends.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from zoneinfo import ZoneInfo

from django.utils.translation import gettext as _

from hansa.base.words import with_commas
from hansa.events.lending import Engagement, Stay, engagements, stays
from hansa.events.lines import Line
from hansa.events.models import Event, Hall, Speech, Visit
from hansa.events.releases import working
from hansa.people.models import Person

# Speaking from home between these hours is asked about.
NIGHT = (dt.time(22), dt.time(7))


@dataclass(frozen=True)
class Clash:
    """Two things that do not go together: a sentence, and the lines it is about by their uid."""

    kind: str
    sentence: str
    uids: tuple[str, ...]


@dataclass(frozen=True)
class Ground:
    """What the lines are held against: the people by key, what binds them elsewhere, and their stay."""

    event: Event
    persons: dict[int, Person]
    engagements: tuple[Engagement, ...]
    stays: dict[int, Stay]

    def hours(self, line: Line) -> str:
        """ "13 June 09:00–10:00", on the event's clock."""
        start, end = self.event.local(line.starts_at), self.event.local(line.ends_at)
        return f"{start:%Y-%m-%d %H:%M}–{end:%H:%M}"


def clashes(event: Event) -> list[Clash]:
    """Every clash of the working programme, in the order of its lines; also with its parts and its whole."""
    own = [line for line in working(event) if not line.is_cancelled]
    found = found_in(event, own, _around(event))
    order = {line.uid: number for number, line in enumerate(own)}
    return sorted(found, key=lambda clash: order.get(clash.uids[0], len(order)))


def clashes_of(event: Event, line: Line) -> list[Clash]:
    """What would clash with this line if it stood in the programme as it is now."""
    rest = [one for one in working(event) if not one.is_cancelled and one.uid != line.uid]
    found = found_in(event, [line], [*rest, *_around(event)])
    return [clash for clash in found if line.uid in clash.uids]


def found_in(event: Event, own: Sequence[Line], others: Sequence[Line]) -> list[Clash]:
    """The clashes of the lines among themselves and with the others; what the upper rooms know is asked once."""
    ground = _ground(event, own)
    pairs = [*combinations(own, 2), *((line, other) for line in own for other in others)]
    touching = [(one, other) for one, other in pairs if one.overlaps(other.starts_at, other.ends_at)]
    found = [clash for one, other in touching for clash in _between(ground, one, other)]
    return found + [clash for line in own for clash in _alone(ground, line)]


def _around(event: Event) -> list[Line]:
    """The lines of the event's whole and of its parts: they share its halls and its people."""
    family = [*Event.objects.filter(part_of=event), *([event.part_of] if event.part_of else [])]
    if event.part_of_id:
        family += Event.objects.filter(part_of=event.part_of_id).exclude(pk=event.pk)
    standing = [one for one in family if one.cancelled_at is None]
    return [line for one in standing for line in working(one) if not line.is_cancelled]


def _ground(event: Event, lines: Iterable[Line]) -> Ground:
    keys = {person for line in lines for person in line.people}
    persons = Person.objects.in_bulk(keys)
    bound = [*engagements(event, keys), *_elsewhere(event, keys)] if keys else []
    return Ground(event, persons, tuple(bound), stays(event, keys))


def _elsewhere(event: Event, persons: set[int]) -> Iterator[Engagement]:
    """Sessions and visits of events that are no part of this one and not around it."""
    family = {pk for pk in (event.pk, event.part_of_id) if pk}
    far = {"event__cancelled_at": None, "cancelled_at": None}
    speeches = Speech.objects.filter(person__in=persons, **{f"session__{name}": value for name, value in far.items()})
    speeches = speeches.exclude(session__event__in=family).exclude(session__event__part_of__in=family)
    for speech in speeches.select_related("session__event"):
        one = speech.session
        what = _("“%(title)s” (%(event)s)") % {"title": one, "event": one.event}
        yield Engagement(speech.person_id, one.starts_at, one.ends_at, what)
    visits = Visit.objects.filter(participants__in=persons, **far)
    for visit in visits.exclude(event__in=family).exclude(event__part_of__in=family).select_related("event").distinct():
        what = _("“%(title)s” (%(event)s)") % {"title": visit, "event": visit.event}
        for person in visit.participants.filter(pk__in=persons):
            yield Engagement(person.pk, visit.starts_at, visit.ends_at, what)


def _between(ground: Ground, one: Line, other: Line) -> Iterator[Clash]:
    """Two lines at one time: a hall that both need, a person whom both bind, a plenary beside which somebody speaks."""
    uids = (one.uid, other.uid)
    said = {"one": one.title, "other": other.title, "hours": ground.hours(other)}
    if one.hall_key and one.hall_key == other.hall_key:
        sentence = _("%(hall)s is taken twice: by “%(one)s” and by “%(other)s” (%(hours)s).")
        yield Clash("hall", sentence % {**said, "hall": one.where}, uids)
    shared = [ground.persons[key] for key in one.people if key in other.people and key in ground.persons]
    if shared:
        sentence = _("%(people)s cannot be in “%(one)s” and in “%(other)s” (%(hours)s) at once.")
        yield Clash("person", sentence % {**said, "people": with_commas(map(str, shared))}, uids)
    for plenary, beside in ((one, other), (other, one)):
        missing = [ground.persons[key] for key in beside.people if key not in plenary.people and key in ground.persons]
        if plenary.everybody and missing:
            sentence = _("Everybody attends “%(all)s”, yet %(people)s are bound by “%(beside)s” at that time.")
            names = {"all": plenary.title, "beside": beside.title, "people": with_commas(map(str, missing))}
            yield Clash("everybody", sentence % names, uids)


def _alone(ground: Ground, line: Line) -> Iterator[Clash]:
    """A line by itself: outside the event's days; people who are elsewhere, not there yet, or asleep at home."""
    event, uids = ground.event, (line.uid,)
    first, last = event.local(line.starts_at).date(), event.local(line.ends_at - dt.timedelta(microseconds=1)).date()
    # A reception may run past midnight into the morning after the last day.
    if first < event.starts_on or first > event.ends_on or last > event.ends_on + dt.timedelta(days=1):
        said = {"title": line.title, "hours": ground.hours(line), "days": event.days}
        yield Clash("days", _("“%(title)s” (%(hours)s) lies outside the event’s days: %(days)s.") % said, uids)
    for bound in ground.engagements:
        if bound.person in line.people and line.overlaps(bound.starts_at, bound.ends_at):
            said = {"person": ground.persons[bound.person], "title": line.title, "what": bound.what}
            yield Clash("person", _("%(person)s cannot be in “%(title)s” and in %(what)s at once.") % said, uids)
    for key in line.people:
        if key in ground.stays and key in ground.persons:
            yield from _of_stay(ground, line, ground.persons[key], ground.stays[key])


def _of_stay(ground: Ground, line: Line, person: Person, stay: Stay) -> Iterator[Clash]:
    said = {"person": person, "title": line.title, "hours": ground.hours(line)}
    if stay.arrives_at and stay.arrives_at > line.starts_at:
        at = f"{ground.event.local(stay.arrives_at):%Y-%m-%d %H:%M}"
        sentence = _("%(person)s arrives at %(at)s, after “%(title)s” (%(hours)s) has begun.")
        yield Clash("stay", sentence % {**said, "at": at}, (line.uid,))
    if stay.departs_at and stay.departs_at < line.ends_at:
        at = f"{ground.event.local(stay.departs_at):%Y-%m-%d %H:%M}"
        sentence = _("%(person)s departs at %(at)s, before “%(title)s” (%(hours)s) is over.")
        yield Clash("stay", sentence % {**said, "at": at}, (line.uid,))
    # Whoever may join from home does so on the clock of their own city.
    if ground.event.mode != Event.Mode.ON_SITE and stay.zone and not stay.arrives_at:
        home = line.starts_at.astimezone(ZoneInfo(stay.zone))
        if home.time() >= NIGHT[0] or home.time() < NIGHT[1]:
            sentence = _("For %(person)s in %(city)s “%(title)s” begins at night, at %(at)s.")
            yield Clash("zone", sentence % {**said, "city": stay.home, "at": f"{home:%H:%M}"}, (line.uid,))


def hall_names(event: Event) -> list[str]:
    """The halls of the event and of the one around it, as lists and sessions name them."""
    family = [pk for pk in (event.pk, event.part_of_id) if pk]
    listed = Hall.objects.filter(event__in=family).values_list("name", flat=True)
    named: dict[str, set[str]] = defaultdict(set)
    for name in [*listed, *(line.where for line in working(event) if not line.is_visit)]:
        named[name.casefold()].add(name)
    return sorted(min(names) for key, names in named.items() if key)
