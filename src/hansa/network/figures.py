"""Counts with a definition and a day: how many members, by standing, region and country, and the same by year."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from hansa.network.models import Membership, Network
from hansa.network.regions import region_of
from hansa.network.register import MEMBERS, Entry
from hansa.network.rules import Reader, Visitor, memberships_seen_by

Period = tuple[dt.date | None, dt.date | None]


@dataclass(frozen=True)
class YearCount:
    """Members on a day: the last of a year, or today in the running one. ``joined`` and ``left`` are of that year."""

    day: dt.date
    members: int
    countries: int
    joined: int
    left: int
    regions: dict[str, int]


def by_country(listed: Iterable[Entry]) -> list[tuple[str, int]]:
    """Members (and associates) by country, the most first; "" for those whose country is not on record."""
    found = Counter(entry.country for entry in listed if entry.standing in MEMBERS)
    return sorted(found.items(), key=lambda item: (-item[1], item[0]))


def series(user: Visitor | Reader, network: Network | None, years: Iterable[int], today: dt.date) -> list[YearCount]:
    """Members on the last day of each year, one query for all; a future year has no figure and is left out.

    An organization that changed from one kind of membership to another in a year neither joined nor left. A first day
    that is not on record counts as before every year.
    """
    rows = memberships_seen_by(user).filter(network=network, standing__in=MEMBERS)
    spans: dict[tuple[int, str], list[Period]] = {}
    for key, country, first, last in rows.values_list(
        "organization", "organization__country", "started_on", "ended_on"
    ):
        spans.setdefault((key, country), []).append((first, last))
    found = []
    for year in sorted(years):
        if year > today.year:
            break
        day, before = min(dt.date(year, 12, 31), today), dt.date(year - 1, 12, 31)
        now = {member for member, periods in spans.items() if _in_force(periods, day)}
        then = {member for member, periods in spans.items() if _in_force(periods, before)}
        found.append(
            YearCount(
                day=day,
                members=len(now),
                countries=len({country for _key, country in now if country}),
                joined=len(now - then),
                left=len(then - now),
                regions=dict(Counter(region_of(country) for _key, country in now)),
            )
        )
    return found


def first_year(user: Visitor | Reader, network: Network | None) -> int | None:
    """The year of the first membership on record."""
    rows = memberships_seen_by(user).filter(network=network, standing__in=MEMBERS, started_on__isnull=False)
    first = rows.order_by("started_on").values_list("started_on", flat=True).first()
    return first.year if first else None


def standing_titles() -> dict[str, str]:
    """Each standing as it is called."""
    return {str(value): str(title) for value, title in Membership.Standing.choices}


def _in_force(periods: list[Period], day: dt.date) -> bool:
    return any((first is None or first <= day) and (last is None or last >= day) for first, last in periods)
