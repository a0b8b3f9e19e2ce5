"""Questions about delegations: who comes, how many, and what is still missing. A count has its definition here."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from hansa.base.memory import once_a_request
from hansa.base.text import fold, search_key
from hansa.base.words import country_codes
from hansa.delegations.models import Delegate, Delegation
from hansa.delegations.rules import seen_by
from hansa.events.models import Event
from hansa.events.rules import managed_by
from hansa.network.models import Appointment, Organization
from hansa.network.rules import Visitor
from hansa.people.models import User

LACKS = ("head", "arrival")


@dataclass(frozen=True)
class Wanted:
    """Which delegations a list shows, and in which order. ``before`` is an aware moment."""

    words: str = ""
    capacity: str = ""
    country: str = ""
    language: str = ""
    lacks: str = ""
    before: dt.datetime | None = None
    withdrawn: bool = False
    sort: str = "name"


@dataclass(frozen=True)
class Row:
    """A delegation as lists show it, with those of its people who come."""

    delegation: Delegation
    people: list[Delegate]
    focal_points: list[User] = field(default_factory=list)

    @property
    def head(self) -> Delegate | None:
        return next((one for one in self.people if one.role == Delegate.Role.HEAD), None)

    @property
    def first_arrival(self) -> dt.datetime | None:
        return min((one.arrives_at for one in self.people if one.arrives_at), default=None)

    @property
    def last_departure(self) -> dt.datetime | None:
        return max((one.departs_at for one in self.people if one.departs_at), default=None)

    @property
    def languages(self) -> list[str]:
        """Each language that somebody in it speaks, in the order in which they come up."""
        return list(dict.fromkeys(code for one in self.people for code in one.languages))


@dataclass(frozen=True)
class Counted:
    """Figures of an event, counted now: guest delegations of cities that have not withdrawn, the countries of those
    cities, one each, and all people who come, of every delegation."""

    cities: int
    countries: int
    people: int


def with_people(delegations: QuerySet[Delegation]) -> QuerySet[Delegation]:
    """These delegations with organization and delegates, in three queries however many they are."""
    people = Prefetch("delegates", Delegate.objects.select_related("person"))
    return delegations.select_related("organization").prefetch_related(people)


def found_rows(event: Event, wanted: Wanted, places: dict[int, int] | None = None) -> list[Row]:
    """The rows of the list of delegations, sorted; the number of queries is the same for any number of rows.

    ``places`` holds the place of each delegation in the order of precedence, where an upper room lent it.
    """
    found = Delegation.objects.filter(event=event, withdrawn_on__isnull=not wanted.withdrawn)
    for word in fold(wanted.words).split():
        person = Delegate.objects.filter(delegation=OuterRef("pk"), person__search__contains=word)
        in_country = Q(organization__country__in=country_codes(word))
        found = found.filter(Q(organization__search__contains=word) | in_country | Exists(person))
    if wanted.capacity:
        found = found.filter(capacity=wanted.capacity)
    if wanted.country:
        found = found.filter(organization__country=wanted.country)
    delegations = list(with_people(found))
    focal = focal_points_of(one.organization_id for one in delegations)
    rows = [row_of(one, focal.get(one.organization_id, [])) for one in delegations]
    return sorted((row for row in rows if _fits(row, wanted)), key=lambda row: _sort_key(row, wanted.sort, places))


def row_of(delegation: Delegation, focal_points: list[User] | None = None) -> Row:
    """A delegation (fetched by ``with_people``) as a row; of one that has withdrawn nobody is left out."""
    people = sorted(delegation.delegates.all(), key=lambda one: one.precedence)
    people = [one for one in people if one.withdrawn_on is None]
    return Row(delegation, people, focal_points or [])


def _fits(row: Row, wanted: Wanted) -> bool:
    if wanted.lacks == "head" and row.head is not None:
        return False
    if wanted.lacks == "arrival" and all(one.arrives_at for one in row.people):
        return False
    if wanted.before and not any(one.arrives_at and one.arrives_at < wanted.before for one in row.people):
        return False
    return not wanted.language or wanted.language in row.languages


def _sort_key(row: Row, sort: str, places: dict[int, int] | None = None) -> tuple[object, ...]:
    name = search_key(str(row.delegation.organization))
    if sort == "precedence" and places:
        # Who has withdrawn has no place any more.
        return places.get(row.delegation.pk, len(places) + 1), name
    if sort == "country":
        return row.delegation.organization.country, name
    if sort == "people":
        return -len(row.people), name
    if sort == "arrival":
        return row.first_arrival is None, row.first_arrival or timezone.now(), name
    return (name,)


def focal_points_of(organizations: Iterable[int], on: dt.date | None = None) -> dict[int, list[User]]:
    """Who answers for each of these organizations (by key) on that day (today)."""
    duties = Appointment.objects.on(on or timezone.localdate()).filter(
        organization__in=set(organizations), duty=Appointment.Duty.FOCAL_POINT
    )
    found: dict[int, list[User]] = {}
    for duty in duties.select_related("user__person").order_by("pk"):
        found.setdefault(duty.organization_id, []).append(duty.user)
    return found


def counted(event: Event) -> Counted:
    """The event's figures; see ``Counted`` for what each of them counts."""
    cities = Delegation.objects.coming().filter(
        event=event, capacity=Delegation.Capacity.GUEST, organization__kind=Organization.Kind.CITY
    )
    countries = cities.exclude(organization__country="").order_by().values("organization__country").distinct()
    people = Delegate.objects.coming().filter(delegation__event=event).values("person").distinct()
    return Counted(cities.count(), countries.count(), people.count())


def participants(event: Event) -> list[Row]:
    """Who comes, in the order of their names in the reader's language: delegations that have not withdrawn."""
    rows = [row_of(one) for one in with_people(Delegation.objects.coming().filter(event=event))]
    return sorted(rows, key=lambda row: _sort_key(row, "name"))


@once_a_request
def event_at_hand(user: Visitor, key: str = "") -> Event | None:
    """Of the events this person manages, the one with that key; else the next with delegations, or the last one."""
    managed = managed_by(user)
    named = managed.filter(key=key).first() if key else None
    if named:
        return named
    filled = managed.filter(Exists(Delegation.objects.filter(event=OuterRef("pk"))))
    coming = filled.filter(ends_on__gte=timezone.localdate()).order_by("starts_on", "pk").first()
    return coming or filled.order_by("-ends_on", "pk").first()


@once_a_request
def own_delegation(user: Visitor, key: str = "") -> Delegation | None:
    """The delegation for which this person speaks or in which they come: at the event with that key, else the last."""
    own = seen_by(user).select_related("event", "organization").order_by("-event__starts_on", "pk")
    return (own.filter(event__key=key).first() if key else None) or own.first()
