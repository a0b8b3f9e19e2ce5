"""The network's bodies on a day: each seat with its holder or vacant, and what is reserved for each region."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from hansa.network.models import Mandate, Network, Seat
from hansa.network.regions import REGIONS
from hansa.network.rules import Reader, Visitor, mandates_seen_by


@dataclass(frozen=True)
class Chair:
    """A seat on a day: who holds it, or that it is vacant; and since when."""

    seat: Seat
    holder: Mandate | None
    vacant_since: dt.date | None = None

    @property
    def is_outside(self) -> bool:
        """Whether it is reserved for a region and held by somebody from elsewhere."""
        reserved = REGIONS.get(self.seat.region)
        return bool(reserved and self.holder and self.holder.organization.country not in reserved)


@dataclass(frozen=True)
class Quota:
    """Seats of one kind reserved for a region ("" for none): how many there are, are held, and held from outside."""

    kind: str
    region: str
    seats: int
    held: int
    outside: int

    @property
    def kind_title(self) -> str:
        return str(dict(Seat.Kind.choices)[self.kind])

    @property
    def vacant(self) -> int:
        return self.seats - self.held


def chairs(user: Visitor | Reader, network: Network | None, day: dt.date) -> list[Chair]:
    """All seats that there are on that day, with their holders, in two queries."""
    seats = list(Seat.objects.on(day).filter(network=network))
    mandates = mandates_seen_by(user).filter(seat__in=seats).select_related("organization").order_by("started_on", "pk")
    held: dict[int | None, Mandate] = {one.seat_id: one for one in mandates.on(day)}
    left: dict[int | None, dt.date] = {}
    for one in mandates:
        if one.ended_on and one.ended_on < day:
            left[one.seat_id] = max(one.ended_on, left.get(one.seat_id, dt.date.min))
    return [Chair(seat, held.get(seat.pk), None if seat.pk in held else left.get(seat.pk)) for seat in seats]


def tasks(user: Visitor | Reader, network: Network | None, day: dt.date) -> list[Mandate]:
    """The mandates of that day that are no seats, such as regional offices."""
    rows = mandates_seen_by(user).on(day).filter(network=network, seat=None).select_related("organization")
    return list(rows.order_by("kind", "scope", "organization__name", "pk"))


def quotas(found: Iterable[Chair]) -> list[Quota]:
    """The seats by kind and region for which they are reserved; kinds in which no seat is reserved are left out."""
    groups: dict[tuple[str, str], list[Chair]] = {}
    for chair in found:
        groups.setdefault((chair.seat.kind, chair.seat.region), []).append(chair)
    with_quota = {kind for kind, region in groups if region}
    return [
        Quota(
            kind,
            region,
            len(group),
            sum(1 for chair in group if chair.holder),
            sum(1 for chair in group if chair.is_outside),
        )
        for (kind, region), group in sorted(groups.items())
        if kind in with_quota
    ]
