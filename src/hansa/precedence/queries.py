"""The order of precedence of an event's delegations, from the records of its first day."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.translation import override

from hansa.base.dates import PartialDate
from hansa.base.text import search_key
from hansa.base.words import country_name
from hansa.delegations.models import Delegate, Delegation
from hansa.delegations.queries import with_people
from hansa.events.models import Event, Session, Speech
from hansa.network.models import Mandate, Membership, Network, Office
from hansa.network.queries import only_network
from hansa.network.titles import title_class
from hansa.precedence.models import Override, Ranking
from hansa.precedence.order import By, Candidate, Group, Line, Move, To, in_order

GROUPS = {Office.Class.HEAD: Group.HEAD, Office.Class.DEPUTY: Group.DEPUTY, Office.Class.OTHER: Group.OTHER}


@dataclass(frozen=True)
class Facts:
    """What the records say of one delegation on the event's first day."""

    delegation: Delegation
    head: Delegate | None
    title: str
    post: Group
    mandate: Mandate | None
    in_office: PartialDate | None
    joined: PartialDate | None


@dataclass(frozen=True)
class Place:
    """A line of the order with the records behind it."""

    line: Line
    facts: Facts
    override: Override | None
    name: str
    country: str

    @property
    def number(self) -> int:
        return self.line.place

    @property
    def delegation(self) -> Delegation:
        return self.facts.delegation

    @property
    def head(self) -> Delegate | None:
        return self.facts.head


def ranking_of(event: Event) -> Ranking:
    """The rule of an event; the usual one where none was chosen (then it is not saved)."""
    return Ranking.objects.filter(event=event).first() or Ranking(event=event)


def order_of(event: Event, ranking: Ranking | None = None) -> list[Place]:
    """All delegations that come, in the order of precedence; the number of queries does not grow with them."""
    ranking = ranking or ranking_of(event)
    found = _facts(event, ranking)
    overrides = {
        one.delegation_id: one
        for one in Override.objects.filter(delegation__event=event).select_related("after__organization", "by")
    }
    names = {facts.delegation.pk: _names(facts.delegation, ranking.language) for facts in found}
    by_key = {facts.delegation.pk: facts for facts in found}
    candidates = [_candidate(facts, overrides.get(key), names[key], ranking) for key, facts in by_key.items()]
    lines = in_order(candidates, By(ranking.rule), _moves(by_key.values(), overrides, ranking))
    return [
        Place(line, by_key[key], overrides.get(key), *names[key]) for line in lines for key in (line.candidate.key,)
    ]


def places_of(event: Event) -> dict[int, int]:
    """The place of each delegation, by its key; for lists."""
    return {place.delegation.pk: place.number for place in order_of(event)}


def speaking_order(session: Session, places: list[Place] | None = None) -> list[tuple[Place | None, Speech]]:
    """The speakers of a session in the order of precedence of their delegations; who comes with none speaks last, in
    the order in which they stand now."""
    places = order_of(session.event) if places is None else places
    place_of = {one.person_id: place for place in places for one in place.delegation.delegates.all()}
    found = [(place_of.get(speech.person_id), speech) for speech in session.speeches.all()]
    return sorted(found, key=lambda pair: pair[0].number if pair[0] else len(places) + 1)


@dataclass(frozen=True)
class Speaking:
    """A session in which several speak, in the order of precedence; ``stands`` says that they stand so already."""

    session: Session
    order: list[tuple[Place | None, Speech]]

    @property
    def stands(self) -> bool:
        return [speech.pk for _place, speech in self.order] == [speech.pk for speech in self.session.speeches.all()]


def speaking_orders(event: Event, places: list[Place]) -> list[Speaking]:
    """The sessions of the event in which more than one person speaks, in two queries."""
    sessions = event.sessions.prefetch_related("speeches__person")
    return [Speaking(one, speaking_order(one, places)) for one in sessions if len(one.speeches.all()) > 1]


def _facts(event: Event, ranking: Ranking) -> list[Facts]:
    day = event.starts_on
    delegations = list(with_people(Delegation.objects.coming().filter(event=event)))
    keys = [one.organization_id for one in delegations]
    network = only_network()
    mandates = _mandates(network, keys, day, ranking.offices)
    joined = _joined(network, keys, day)
    heads = {one.pk: _head(one) for one in delegations}
    offices = _offices((head.person_id for head in heads.values() if head), keys, day)
    found = []
    for one in delegations:
        head = heads[one.pk]
        office = offices.get((head.person_id, one.organization_id)) if head else None
        title, post = _post(head, office)
        started = office.started if office else None
        found.append(
            Facts(one, head, title, post, mandates.get(one.organization_id), started, joined.get(one.organization_id))
        )
    return found


def _post(head: Delegate | None, office: Office | None) -> tuple[str, Group]:
    """The title under which the head comes, and its rank: as printed for this event, else as the register has it."""
    if head and head.title:
        same = office and office.title == head.title
        return head.title, GROUPS[Office.Class(office.title_class if office and same else title_class(head.title))]
    if office:
        return office.title, GROUPS[Office.Class(office.title_class)]
    return "", Group.OTHER


def _head(delegation: Delegation) -> Delegate | None:
    coming = [one for one in delegation.delegates.all() if one.withdrawn_on is None]
    return next((one for one in coming if one.role == Delegate.Role.HEAD), None)


def _mandates(
    network: Network | None, organizations: Iterable[int], day: dt.date, kinds: list[str]
) -> dict[int, Mandate]:
    """The highest office of the network that each of them holds on that day, of those that count."""
    held = Mandate.objects.on(day).filter(network=network, organization__in=organizations, kind__in=kinds)
    found: dict[int, Mandate] = {}
    for mandate in held.order_by("started_on", "pk"):
        known = found.get(mandate.organization_id)
        if known is None or kinds.index(mandate.kind) < kinds.index(known.kind):
            found[mandate.organization_id] = mandate
    return found


def _joined(network: Network | None, organizations: Iterable[int], day: dt.date) -> dict[int, PartialDate]:
    """Since when each of them has been a member without a break of its row, as of that day."""
    standing = [Membership.Standing.MEMBER, Membership.Standing.ASSOCIATE]
    rows = Membership.objects.on(day).filter(network=network, organization__in=organizations, standing__in=standing)
    return {row.organization_id: row.started for row in rows.order_by("-started_on", "pk") if row.started}


def _offices(persons: Iterable[int], organizations: Iterable[int], day: dt.date) -> dict[tuple[int, int], Office]:
    """The post that each of these persons holds in an organization on that day; of several the one held last."""
    held = Office.objects.on(day).filter(person__in=list(persons), organization__in=organizations)
    return {(office.person_id, office.organization_id): office for office in held.order_by("started_on", "pk")}


def _names(delegation: Delegation, language: str) -> tuple[str, str]:
    """(city, country) in the language of the alphabet."""
    organization = delegation.organization
    with override(language):
        # What the gazetteer knows serves where nobody wrote a name in that language.
        city = organization.names.get(language) or organization.place_names.get(language) or str(organization)
        return city, country_name(organization.country) if organization.country else ""


def _candidate(facts: Facts, changed: Override | None, names: tuple[str, str], ranking: Ranking) -> Candidate:
    counts_as = changed.counts_as if changed else ""
    group = Group(counts_as) if counts_as else Group.NETWORK_OFFICE if facts.mandate else facts.post
    # Who is given the rank by hand without an office that counts stands behind those who hold one.
    office = ranking.offices.index(facts.mandate.kind) if facts.mandate else len(ranking.offices)
    return Candidate(
        key=facts.delegation.pk,
        group=group,
        city=(search_key(names[0]), names[0]),
        country=search_key(names[1]),
        office=office,
        in_office=_day(facts.in_office),
        joined=_day(facts.joined),
    )


def _day(date: PartialDate | None) -> tuple[int, int, int] | None:
    return (date.first.year, date.first.month, date.first.day) if date else None


def _moves(found: Iterable[Facts], overrides: dict[int, Override], ranking: Ranking) -> dict[int, Move]:
    """What hands have moved; the host goes where the rule says unless a hand has moved it."""
    moves: dict[int, Any] = {}
    for facts in found:
        is_host = facts.delegation.capacity == Delegation.Capacity.HOST
        if is_host and ranking.host != Ranking.Host.IN_ORDER:
            moves[facts.delegation.pk] = Move(To(ranking.host))
    for key, one in overrides.items():
        if one.moved:
            moves[key] = Move(To(one.moved), one.after_id)
    return moves
