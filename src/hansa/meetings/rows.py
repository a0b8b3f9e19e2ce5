"""The rows that a plan is made of, read at one time by a fixed number of queries."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q

from hansa.delegations.models import Delegate
from hansa.meetings import availability
from hansa.meetings.availability import Absence, Absences
from hansa.meetings.encounters import held
from hansa.meetings.models import Closure, Interpreter, Meeting, MeetingRequest, Party, Round, Slot, Table
from hansa.meetings.wishes import wishes

Pair = tuple[int, int]

WEIGHT = {1: 8, 2: 4, 3: 2}
# A wish that both have is worth half as much again as the stronger of the two.
MUTUAL = (3, 2)


@dataclass(frozen=True)
class Rows:
    """The rows of a round as they stood when they were read."""

    round: Round
    slots: tuple[Slot, ...]
    tables: tuple[Table, ...]
    open_tables: Mapping[int, tuple[Table, ...]]
    delegates: Mapping[int, Delegate]
    interpreters: Mapping[int, Interpreter]
    requests: Mapping[Pair, tuple[MeetingRequest, ...]]
    standing: Mapping[Pair, Meeting]
    absences: Absences
    # Organizations, two by two in the order of their keys, that met at an earlier event; read only where it matters.
    met: frozenset[Pair]
    # Pairs that are asked for, of delegations of which one said that it must not meet the other.
    must_not: tuple[Pair, ...]

    @cached_property
    def slot_by_pk(self) -> dict[int, Slot]:
        return {slot.pk: slot for slot in self.slots}

    def pinned_slot(self, pair: Pair) -> int | None:
        """The slot to which the pair's requests are pinned."""
        return next((request.pinned_to_id for request in self.requests.get(pair, ()) if request.pinned_to_id), None)

    def have_met(self, pair: Pair) -> bool:
        """Whether the organizations of these two delegates met at an earlier event."""
        one, other = (self.delegates[delegate].delegation.organization_id for delegate in pair)
        return pair_of(one, other) in self.met

    def absence(self, delegate: int, slot: int) -> Absence | None:
        """What keeps a delegate from meeting in a slot."""
        if delegate not in self.delegates or slot not in self.slot_by_pk:
            return None
        return self.absences.first_in(self.slot_by_pk[slot], self.delegates[delegate])


def pair_of(one: int, other: int) -> Pair:
    """Two delegates in the order of their keys."""
    return (one, other) if one < other else (other, one)


def weight_of(requests: Sequence[MeetingRequest]) -> int:
    """By the stronger of the two directions; more if both ask."""
    weight = WEIGHT[min(request.priority for request in requests)]
    is_mutual = len({request.asker_id for request in requests}) > 1
    return weight * MUTUAL[0] // MUTUAL[1] if is_mutual else weight


def read_rows(of: Round) -> Rows:
    """Everything a plan of this round is made of, as it stands now."""
    slots, tables = tuple(of.slots.all()), tuple(of.tables.all())
    shut = set(Closure.objects.filter(slot__round=of).values_list("slot", "table"))
    comers = Delegate.objects.filter(delegation__event=of.event_id).select_related("person", "delegation__organization")
    delegates = {delegate.pk: delegate for delegate in comers}
    requests, must_not = _requests(of, delegates)
    return Rows(
        round=of,
        slots=slots,
        tables=tables,
        open_tables={slot.pk: tuple(t for t in tables if (slot.pk, t.pk) not in shut) for slot in slots},
        delegates=delegates,
        interpreters={i.pk: i for i in of.interpreters.select_related("person").prefetch_related("shifts", "leaves")},
        requests=requests,
        standing=_standing(of),
        absences=availability.read(of, slots, delegates.values()),
        met=_met(of, delegates) if of.preferences.get("met_before") else frozenset(),
        must_not=must_not,
    )


def _requests(
    of: Round, delegates: Mapping[int, Delegate]
) -> tuple[dict[Pair, tuple[MeetingRequest, ...]], tuple[Pair, ...]]:
    """The wishes by pair, the strongest first, of delegates who still come; and those pairs that must not meet.

    Must not holds between whole delegations and both ways, and stays where the request was withdrawn since.
    """
    coming = {d.pk for d in delegates.values() if not d.withdrawn_on and not d.delegation.withdrawn_on}
    must_not = MeetingRequest.Answer.MUST_NOT
    rows = list(of.requests.filter(Q(withdrawn_on=None) | Q(answer=must_not)).order_by("priority", "pk"))
    stand = [one for one in rows if one.withdrawn_on is None and {one.asker_id, one.asked_id} <= coming]
    found: dict[Pair, list[MeetingRequest]] = defaultdict(list)
    for request in wishes(of, stand):
        found[pair_of(request.asker_id, request.asked_id)].append(request)
    sent = {pk: delegate.delegation_id for pk, delegate in delegates.items()}
    apart = {pair_of(sent[one.asker_id], sent[one.asked_id]) for one in rows if one.answer == must_not}
    forbidden = tuple(pair for pair in sorted(found) if pair_of(sent[pair[0]], sent[pair[1]]) in apart)
    return {pair: tuple(found[pair]) for pair in sorted(found)}, forbidden


def _met(of: Round, delegates: Mapping[int, Delegate]) -> frozenset[Pair]:
    """Which of the organizations that come have met before this event, in one query."""
    here = {delegate.delegation.organization_id for delegate in delegates.values()}
    parties = Party.objects.filter(meeting__in=held(Meeting.objects.exclude(event=of.event_id)), organization__in=here)
    sides: dict[int, set[int]] = defaultdict(set)
    for meeting, organization in parties.values_list("meeting", "organization"):
        sides[meeting].add(organization)
    return frozenset(pair_of(*pair) for pair in sides.values() if len(pair) == 2)


def _standing(of: Round) -> dict[Pair, Meeting]:
    """The published meetings of the round by pair; one whose delegate is no longer on record is left out."""
    found = {}
    meetings = Meeting.objects.standing().filter(round=of).select_related("slot", "table", "interpreter__person")
    for meeting in meetings.prefetch_related("parties"):
        keys = [party.delegate_id for party in meeting.parties.all() if party.delegate_id]
        if len(keys) == 2:
            found[pair_of(*keys)] = meeting
    return found
