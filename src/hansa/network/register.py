"""The register on a day: who stood in the network how, narrowed, sorted, counted. One list for page and file.

The whole list is held as light entries (a few columns of each organization), so that sorting in the reader's names and
every count come from the same rows; only the page at hand is fetched whole. The number of queries does not depend on
the number of organizations.
"""

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.fields.json import KeyTextTransform
from django.utils.translation import get_language

from hansa.base.text import fold
from hansa.base.words import country_codes, country_name
from hansa.network.models import Appointment, Mandate, Membership, Network, Office, Organization
from hansa.network.queries import heads_of
from hansa.network.regions import REGIONS, region_of
from hansa.network.rules import (
    Reader,
    Visitor,
    mandates_seen_by,
    memberships_seen_by,
    offices_seen_by,
    reading,
    seen_by,
    suspensions_seen_by,
)
from hansa.people.models import User

# Standings that count as membership; a suspended member is one whose rights rest.
MEMBERS: tuple[str, ...] = ("member", "associate")
SUSPENDED: str = "suspended"
# What the filter on standing can say beside one standing: in the network at all, on record without, both.
IN_NETWORK, WITHOUT, ALL = "", "none", "all"
MOST_NAMED = 500
SORTS = ("name", "country", "region", "standing", "since")


@dataclass(frozen=True)
class Wanted:
    """Which organizations, on which day, in which order; ``minus`` turns the order round."""

    on: dt.date
    words: str = ""
    standing: str = IN_NETWORK
    region: str = ""
    country: str = ""
    kind: str = ""
    theme: str = ""
    sort: str = "name"
    minus: bool = False


class Entry(NamedTuple):
    """An organization in the list: what it is sorted, filtered and counted by. ``standing`` is "" where it has none."""

    pk: int
    name: str
    country: str
    standing: str = ""
    is_suspended: bool = False
    since: dt.date | None = None

    @property
    def state(self) -> str:
        """Its standing on the day as it is shown and counted: a suspended member counts as suspended."""
        return SUSPENDED if self.is_suspended else self.standing


@dataclass(frozen=True)
class Row:
    """An organization of the page at hand, with all that its line shows."""

    entry: Entry
    organization: Organization
    membership: Membership | None = None
    mandates: list[Mandate] = field(default_factory=list)
    focal_points: list[User] = field(default_factory=list)
    head: Office | None = None


@dataclass(frozen=True)
class Counts:
    """Figures of a list on a day, each organization counted once.

    ``members`` are members and associates, suspended ones included; ``countries`` those of the members, one each.
    """

    listed: int
    members: int
    countries: int
    standings: dict[str, int]
    regions: dict[str, int]


def entries(user: Visitor | Reader, network: Network | None, wanted: Wanted) -> list[Entry]:
    """The list as this reader may see it, filtered and sorted."""
    standings = _standings(user, network, wanted.on, with_days=wanted.sort == "since")
    columns = ("pk", "country", "reader_name", "en_name" if _language() != "en" else "reader_name", "name")
    found = [
        Entry(pk, own or english or printed, country, *standings.get(pk, ()))
        for pk, country, own, english, printed in _narrowed(user, wanted).values_list(*columns)
    ]
    kept = [entry for entry in found if _stands(entry, wanted.standing)]
    return sorted(kept, key=_sort_key(wanted.sort), reverse=wanted.minus)


def rows(user: Visitor | Reader, network: Network | None, listed: Iterable[Entry], on: dt.date) -> list[Row]:
    """These entries with all that a line shows, in their order; six queries for any number."""
    listed = list(listed)
    keys = [entry.pk for entry in listed]
    # A page names its organizations; a whole list would name more than a database takes in one question.
    these = {"organization__in": keys} if len(keys) <= MOST_NAMED else {}
    wholes = Organization.objects.defer("place_names", "search", "profile")
    whole = {one.pk: one for one in (wholes.filter(pk__in=keys) if these else wholes)}
    standings = {
        one.organization_id: one
        for one in memberships_seen_by(user).on(on).filter(network=network, **these).order_by("started_on")
    }
    mandates: dict[int, list[Mandate]] = {}
    for mandate in mandates_seen_by(user).on(on).filter(network=network, **these).order_by("started_on", "pk"):
        mandates.setdefault(mandate.organization_id, []).append(mandate)
    focal = _focal_points(user, these, on)
    heads = heads_of(offices_seen_by(user).filter(**these), on)
    return [
        Row(
            entry,
            whole[entry.pk],
            standings.get(entry.pk),
            mandates.get(entry.pk, []),
            focal.get(entry.pk, []),
            heads.get(entry.pk),
        )
        for entry in listed
        if entry.pk in whole
    ]


def counts(listed: Iterable[Entry]) -> Counts:
    """The figures of a list, whatever it was filtered by."""
    listed = list(listed)
    members = [entry for entry in listed if entry.standing in MEMBERS]
    standings = Counter(entry.state for entry in listed)
    return Counts(
        listed=len(listed),
        members=len(members),
        countries=len({entry.country for entry in members if entry.country}),
        standings={standing: standings[standing] for standing in Membership.Standing.values if standings[standing]},
        regions=_regions(Counter(entry.country for entry in members)),
    )


def _regions(countries: Mapping[str, int]) -> dict[str, int]:
    found: dict[str, int] = {}
    for country, n in countries.items():
        found[region_of(country)] = found.get(region_of(country), 0) + n
    return found


def choices(user: Visitor | Reader) -> tuple[list[str], list[str]]:
    """The countries of all organizations that this reader may see, and the regions in which they lie."""
    countries = set(seen_by(user).exclude(country="").order_by().values_list("country", flat=True).distinct())
    present = [code for code, within in REGIONS.items() if within & countries]
    return sorted(countries, key=lambda code: fold(country_name(code))), present


def _language() -> str:
    return (get_language() or "en").split("-")[0]


def _narrowed(user: Visitor | Reader, wanted: Wanted) -> QuerySet[Organization]:
    found = (
        seen_by(user)
        .order_by()
        .annotate(reader_name=KeyTextTransform(_language(), "names"), en_name=KeyTextTransform("en", "names"))
    )
    for word in fold(wanted.words).split():
        holders = offices_seen_by(user).on(wanted.on).filter(organization=OuterRef("pk"), person__search__contains=word)
        in_country = Q(country__in=country_codes(word))
        found = found.filter(Q(search__contains=word) | in_country | Exists(holders))
    if wanted.country:
        found = found.filter(country=wanted.country)
    if wanted.region:
        found = found.filter(country__in=REGIONS.get(wanted.region, ()))
    if wanted.kind:
        found = found.filter(kind=wanted.kind)
    if wanted.theme:
        found = found.filter(themes__key=wanted.theme)
    return found


def _standings(
    user: Visitor | Reader, network: Network | None, on: dt.date, *, with_days: bool
) -> dict[int, tuple[Any, ...]]:
    """Standing, whether it rests, and since when (if that is wanted), of each organization (by key) on that day."""
    suspended = set(suspensions_seen_by(user).on(on).values_list("membership", flat=True))
    rows = memberships_seen_by(user).on(on).filter(network=network).order_by("started_on", "pk")
    columns = ("pk", "organization", "standing", *(("started_on",) if with_days else ()))
    # Where only a year is known, two may have been in force: the later one is shown.
    return {
        organization: (standing, pk in suspended or standing == SUSPENDED, *since)
        for pk, organization, standing, *since in rows.values_list(*columns)
    }


def _stands(entry: Entry, standing: str) -> bool:
    if standing == ALL:
        return True
    if standing == WITHOUT:
        return not entry.standing
    return entry.state == standing if standing else bool(entry.standing)


def _sort_key(sort: str) -> Callable[[Entry], tuple[Any, ...]]:
    late = dt.date.max
    order = {standing: at for at, standing in enumerate(Membership.Standing.values)}
    names: dict[str, str] = {}

    def country(code: str) -> str:
        if code not in names:
            names[code] = fold(country_name(code)) if code else "\uffff"
        return names[code]

    return {
        "country": lambda entry: (country(entry.country), fold(entry.name), entry.pk),
        "region": lambda entry: (region_of(entry.country) or "~", country(entry.country), fold(entry.name), entry.pk),
        "standing": lambda entry: (order.get(entry.state, 99), fold(entry.name), entry.pk),
        "since": lambda entry: (entry.since or late, fold(entry.name), entry.pk),
    }.get(sort, lambda entry: (fold(entry.name), entry.pk))


def _focal_points(user: Visitor | Reader, these: dict[str, Any], on: dt.date) -> dict[int, list[User]]:
    """Who answers for each of these on that day: shown to officers, and to those of one's own."""
    duties = Appointment.objects.on(on).filter(duty=Appointment.Duty.FOCAL_POINT, **these)
    if not reading(user).is_officer:
        duties = duties.filter(organization__in=reading(user).own)
    found: dict[int, list[User]] = {}
    for duty in duties.select_related("user__person").order_by("pk"):
        found.setdefault(duty.organization_id, []).append(duty.user)
    return found
