"""Places on visits: how many are taken, who has them and who waits. A count has its definition here."""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Count, Q, QuerySet
from django.utils import timezone

from hansa.delegations.models import Delegate, Delegation
from hansa.events.models import Event, Visit
from hansa.people.models import Person
from hansa.visits.models import Booking, Terms


@dataclass(frozen=True)
class Filling:
    """A visit with its terms, and how full it is now.

    ``taken`` counts persons: who goes on the visit by the programme, and who holds an offer that still stands.
    """

    visit: Visit
    terms: Terms | None
    taken: int
    waiting: int

    @property
    def left(self) -> int | None:
        """Places that nobody has; None where there is no limit. Never below nothing."""
        if self.terms is None or self.terms.capacity is None:
            return None
        return max(0, self.terms.capacity - self.taken)

    @property
    def over(self) -> int:
        """How many more go than there are places: the office may let them, and is told."""
        if self.terms is None or self.terms.capacity is None:
            return 0
        return max(0, self.taken - self.terms.capacity)

    @property
    def is_open(self) -> bool:
        """Whether delegations may choose now."""
        return self.terms is not None and not why_closed(self.terms)


@dataclass(frozen=True)
class Seat:
    """Somebody who goes: by a booking, or because the office put them on the visit."""

    person: Person
    delegate: Delegate | None
    booking: Booking | None = None


@dataclass(frozen=True)
class Choice:
    """A visit as one delegation sees it: each of its people with the booking they have."""

    filling: Filling
    own: int
    people: list[tuple[Delegate, Booking | None, bool]] = field(default_factory=list)


def visits_of(event: Event) -> QuerySet[Visit]:
    """The visits of an event that take place."""
    return Visit.objects.standing().filter(event=event).select_related("event", "terms")


def why_closed(terms: Terms) -> str:
    """ "early", "late" or "over" where nobody may choose now; "" while it is open."""
    now = timezone.now()
    if terms.visit.starts_at <= now:
        return "over"
    if terms.opens_at and now < terms.opens_at:
        return "early"
    return "late" if terms.closes_at and now >= terms.closes_at else ""


def holders(visit: Visit) -> set[int]:
    """The persons (by key) who take a place now: who goes, and who holds an offer that stands."""
    going = set(visit.participants.values_list("pk", flat=True))
    return going | set(Booking.objects.filter(visit=visit).holding().values_list("delegate__person", flat=True))


def fillings(event: Event) -> list[Filling]:
    """Every visit of the event with how full it is, in the order of the programme, in four queries."""
    visits = list(visits_of(event))
    taken: dict[int, set[int]] = {visit.pk: set() for visit in visits}
    for row in Visit.participants.through.objects.filter(visit__in=visits):
        taken[row.visit_id].add(row.person_id)
    for booking in Booking.objects.filter(visit__in=visits).holding().select_related("delegate"):
        taken[booking.visit_id].add(booking.delegate.person_id)
    waits = Booking.objects.filter(visit__in=visits).waiting().order_by().values("visit").annotate(n=Count("pk"))
    waiting = {row["visit"]: row["n"] for row in waits}
    return [
        Filling(visit, getattr(visit, "terms", None), len(taken[visit.pk]), waiting.get(visit.pk, 0))
        for visit in visits
    ]


def filling_of(visit: Visit) -> Filling:
    """One visit and how full it is."""
    waiting = Booking.objects.filter(visit=visit).waiting().count()
    return Filling(visit, Terms.objects.filter(visit=visit).first(), len(holders(visit)), waiting)


def seats(visit: Visit) -> list[Seat]:
    """Who goes, by delegation and name: the list for the bus."""
    going = list(visit.participants.all())
    people = Delegate.objects.filter(delegation__event=visit.event_id, person__in=going, withdrawn_on=None)
    delegate_of = {one.person_id: one for one in people.select_related("delegation__organization", "person")}
    bookings = Booking.objects.filter(visit=visit, state=Booking.State.CONFIRMED).select_related("delegate")
    booking_of = {one.delegate.person_id: one for one in bookings}
    found = [Seat(person, delegate_of.get(person.pk), booking_of.get(person.pk)) for person in going]
    return sorted(found, key=lambda seat: (_delegation_name(seat), seat.person.sort_key, seat.person.pk))


def waiting_list(visit: Visit) -> list[Booking]:
    """Offers that stand, then who waits, in their turn."""
    rows = Booking.objects.filter(visit=visit, state__in=[Booking.State.OFFERED, Booking.State.WAITING])
    found = list(rows.select_related("delegate__person", "delegate__delegation__organization", "asked_by"))
    return sorted(
        (one for one in found if one.state == Booking.State.WAITING or one.is_offer),
        key=lambda one: (one.state == Booking.State.WAITING, one.turn, one.pk),
    )


def turns(visits: Iterable[Visit]) -> dict[int, int]:
    """The place on its waiting list of each booking (by key) that waits, from 1."""
    found: dict[int, int] = {}
    seen: dict[int, int] = {}
    for booking in Booking.objects.filter(visit__in=list(visits)).waiting():
        seen[booking.visit_id] = seen.get(booking.visit_id, 0) + 1
        found[booking.pk] = seen[booking.visit_id]
    return found


def choices(delegation: Delegation) -> list[Choice]:
    """What a delegation may choose: each visit with terms, with the state of each of its people."""
    event = delegation.event
    people = list(Delegate.objects.coming().filter(delegation=delegation).select_related("person"))
    people.sort(key=lambda one: one.precedence)
    found = [one for one in fillings(event) if one.terms is not None]
    visits = [one.visit for one in found]
    own = Booking.objects.filter(visit__in=visits, delegate__in=people, state__in=Booking.OPEN)
    of = {(one.visit_id, one.delegate_id): one for one in own if one.state != Booking.State.OFFERED or one.is_offer}
    rows = Visit.participants.through.objects.filter(visit__in=visits, person__in=[one.person_id for one in people])
    goes = {(row.visit_id, row.person_id) for row in rows}
    answer = []
    for filling in found:
        pk = filling.visit.pk
        listed = [(one, of.get((pk, one.pk)), (pk, one.person_id) in goes) for one in people]
        holds = sum(1 for _one, booking, is_going in listed if is_going or (booking and booking.is_offer))
        answer.append(Choice(filling, holds, listed))
    return answer


def own_places(delegation: Delegation, visit: Visit) -> set[int]:
    """The persons of a delegation who take a place on a visit now."""
    return holders(visit) & set(delegation.delegates.filter(withdrawn_on=None).values_list("person", flat=True))


def in_the_way(delegate: Delegate, visit: Visit) -> list[Visit]:
    """Other visits on which this person goes or holds an offer, at the same time or of the same either-or."""
    same_time = Q(starts_at__lt=visit.ends_at, ends_at__gt=visit.starts_at)
    terms = Terms.objects.filter(visit=visit).first()
    either = Q(terms__either_or=terms.either_or) if terms and terms.either_or else Q(pk__in=[])
    offered = Booking.objects.filter(delegate=delegate).holding().values("visit")
    holds = Q(participants=delegate.person_id) | Q(pk__in=offered)
    return list(visits_of(visit.event).exclude(pk=visit.pk).filter(holds, same_time | either).distinct())


def _delegation_name(seat: Seat) -> str:
    return str(seat.delegate.delegation.organization) if seat.delegate else "\uffff"
