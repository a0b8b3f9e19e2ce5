"""What a delegation's own page of requests shows: whom it may ask, what it asked, who asked it, whom to think of."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import Q
from django.utils import timezone

from hansa.delegations.models import Delegation
from hansa.delegations.queries import Row, found_rows
from hansa.delegations.queries import Wanted as WantedDelegations
from hansa.meetings.encounters import Encounter, met_before
from hansa.meetings.models import Meeting, MeetingRequest, Party, Round
from hansa.meetings.rows import Pair, pair_of
from hansa.meetings.suggesting import Side, Suggestion, suggest
from hansa.meetings.wishes import is_expired
from hansa.network.agreements import Life, life_of
from hansa.network.models import Agreement, Appointment, Organization, Theme
from hansa.network.rules import Visitor, agreements_seen_by, has_account

Answer = MeetingRequest.Answer
Capacity = Delegation.Capacity


@dataclass(frozen=True)
class Wanted:
    """Which delegations the page shows; anything that is no answer is no filter."""

    words: str = ""
    theme: str = ""
    language: str = ""
    country: str = ""
    met: bool = False


@dataclass(frozen=True)
class Ask:
    """A request with how it stands in the eyes of one side, and the meeting that came of it."""

    request: MeetingRequest
    other: Delegation
    stand: str
    meeting: Meeting | None = None


@dataclass(frozen=True)
class Choice:
    """A delegation that may be asked for, with what speaks for it."""

    row: Row
    themes: list[Theme]
    languages: list[str]
    agreement: Agreement | None = None
    last: Encounter | None = None
    asked: Ask | None = None
    asks: Ask | None = None
    # By the delegation's own word it must not be asked.
    is_closed: bool = False

    @property
    def delegation(self) -> Delegation:
        return self.row.delegation


@dataclass(frozen=True)
class Hint:
    """A suggestion with the words of its reasons."""

    choice: Choice
    themes: list[Theme]
    languages: tuple[str, ...]


@dataclass
class Portal:
    """All that the page of one delegation is made of, read once."""

    of: Round
    own: Delegation
    choices: list[Choice]
    made: list[Ask]
    received: list[Ask]
    hints: list[Hint]
    themes: list[Theme] = field(default_factory=list)
    languages: list[str] = field(default_factory=list)
    countries: list[str] = field(default_factory=list)

    @property
    def waiting(self) -> int:
        return sum(one.stand == "waits" and not one.request.answer for one in self.received)


def has_portal(delegation: Delegation) -> bool:
    """Whether it meets others at all: the press does not, and who has withdrawn does not come."""
    return delegation.withdrawn_on is None and delegation.capacity != Capacity.PRESS


def portal(of: Round, own: Delegation, *, user: Visitor, discreet: bool) -> Portal:
    """The page of one delegation; a fixed number of queries. ``discreet``: whoever looks reads no must-not."""
    rows = [row for row in found_rows(of.event, WantedDelegations()) if has_portal(row.delegation)]
    mine = next((row for row in rows if row.delegation.pk == own.pk), Row(own, []))
    others = [row for row in rows if row.delegation.pk != own.pk]
    themes = _themes(row.delegation.organization_id for row in rows)
    keys = [row.delegation.organization_id for row in others]
    agreements = _agreements(own.organization, keys, user)
    # What happens at this event is no past contact yet.
    begins = dt.datetime.combine(of.event.starts_on, dt.time.min, of.event.tz)
    met = met_before(own.organization, keys, before=min(begins, timezone.now()))
    requests = _rows(of, own)
    closed = {one.asker.delegation_id for one in requests if one.answer == Answer.MUST_NOT} - {own.pk}
    made, received = _asks(of, own, requests, closed, discreet=discreet)
    asked = {one.other.pk: one for one in made}
    asks = {one.other.pk: one for one in reversed(received) if one.request.withdrawn_on is None}
    choices = [
        Choice(
            row,
            themes.get(row.delegation.organization_id, []),
            [code for code in row.languages if code in mine.languages],
            agreements.get(row.delegation.organization_id),
            met.get(row.delegation.organization_id),
            asked.get(row.delegation.pk),
            asks.get(row.delegation.pk),
            is_closed=row.delegation.pk in closed and not discreet,
        )
        for row in others
    ]
    # Also whom it asked once and no longer does, whatever they answered: so a hint that is missing tells nothing.
    once = {side.delegation_id for one in requests for side in (one.asker, one.asked)}
    passed = once | {one.delegation.pk for one in choices if not one.row.people}
    hints = _hints(own, mine, choices, themes.get(own.organization_id, []), passed)
    used = {theme.pk: theme for one in choices for theme in one.themes}
    return Portal(
        of, own, choices, made, received, hints,
        themes=sorted(used.values(), key=str),
        languages=sorted({code for one in choices for code in one.row.languages}),
        countries=sorted({row.delegation.organization.country for row in others} - {""}),
    )  # fmt: skip


def fitting(shown: Portal, wanted: Wanted) -> list[Choice]:
    """The delegations that the filters leave, by name."""
    if wanted.words:
        words = WantedDelegations(words=wanted.words)
        named = {row.delegation.pk for row in found_rows(shown.of.event, words)}
    else:
        named = {one.delegation.pk for one in shown.choices}
    return [
        one
        for one in shown.choices
        if one.delegation.pk in named
        and (not wanted.theme or wanted.theme in {theme.key for theme in one.themes})
        and (not wanted.language or wanted.language in one.row.languages)
        and (not wanted.country or wanted.country == one.delegation.organization.country)
        and (not wanted.met or one.last is not None)
    ]


def _themes(organizations: Iterable[int]) -> dict[int, list[Theme]]:
    links = Organization.themes.through.objects.filter(organization__in=set(organizations)).select_related("theme")
    found: dict[int, list[Theme]] = {}
    for link in links.order_by("theme__key"):
        found.setdefault(link.organization_id, []).append(link.theme)
    return found


def _agreements(own: Organization, others: Iterable[int], user: Visitor) -> dict[int, Agreement]:
    """An agreement in force today with each of them (by key), of those that this reader may know."""
    seen = agreements_seen_by(user).filter(parties=own).values("pk")
    rows = Agreement.objects.filter(pk__in=seen).prefetch_related("claims", "renewals", "parties").order_by("-pk")
    wanted, today = set(others), timezone.localdate()
    lively = [one for one in rows if life_of(one, today) == Life.IN_FORCE]
    return {party.pk: one for one in lively for party in one.parties.all() if party.pk in wanted}


def _rows(of: Round, own: Delegation) -> list[MeetingRequest]:
    """All that its people ever asked of others in this round, or were asked, in the order in which it was."""
    sides = (f"{who}__{part}" for who in ("asker", "asked") for part in ("person", "delegation__organization"))
    rows = MeetingRequest.objects.filter(round=of).select_related("answered_by", *sides)
    return list(rows.filter(Q(asker__delegation=own) | Q(asked__delegation=own)).order_by("pk"))


def _asks(
    of: Round, own: Delegation, rows: list[MeetingRequest], apart: set[int], *, discreet: bool
) -> tuple[list[Ask], list[Ask]]:
    """What it asks, and who asks it; its must-not stays when the other withdraws, so that it can be undone."""
    stand_still = [one for one in rows if one.withdrawn_on is None]
    both = {(one.asker_id, one.asked_id) for one in stand_still if not one.is_refused}
    meetings, now = _meetings(of, own), timezone.now()
    made: list[Ask] = []
    received: list[Ask] = []
    for one in rows:
        is_made, meeting = one.asker.delegation_id == own.pk, meetings.get(pair_of(one.asker_id, one.asked_id))
        final = not is_made and one.answer == Answer.MUST_NOT and not discreet
        if one.withdrawn_on and not final:
            continue
        stand = "must not" if final else _stand(of, one, both, now)
        if not is_made and not discreet and one.asker.delegation_id in apart:
            stand = "must not"
        # A published meeting says more than what was answered, but for one that was declined since.
        if meeting and stand in ("accepted", "waits", "expired"):
            stand = "meets"
        other = one.asked.delegation if is_made else one.asker.delegation
        (made if is_made else received).append(Ask(one, other, stand, meeting))
    return made, received


def _stand(of: Round, one: MeetingRequest, both: set[Pair], now: dt.datetime) -> str:
    """How it stands for whoever asked: must not is for them the same as no answer, whatever else is known."""
    sides = (one.asker, one.asked)
    if any(side.withdrawn_on or side.delegation.withdrawn_on for side in sides):
        return "gone"
    if one.answer in (Answer.ACCEPTED, Answer.DECLINED):
        return one.answer
    if of.rule == Round.Rule.ACCEPTANCE and (one.asked_id, one.asker_id) in both:
        return "accepted"
    return "expired" if is_expired(of, one, now) else "waits"


def _meetings(of: Round, own: Delegation) -> dict[Pair, Meeting]:
    """The published meetings of its people by pair."""
    own_parties = Party.objects.filter(delegate__delegation=own, meeting__round=of, meeting__cancelled_at=None)
    parties = Party.objects.filter(meeting__in=own_parties.values("meeting")).select_related("meeting__table")
    found: dict[int, list[Party]] = {}
    for party in parties.order_by("pk"):
        found.setdefault(party.meeting_id, []).append(party)
    sides = [two for two in found.values() if len(two) == 2 and all(party.delegate_id for party in two)]
    return {pair_of(one.delegate_id or 0, other.delegate_id or 0): one.meeting for one, other in sides}


def _hints(own: Delegation, mine: Row, choices: list[Choice], themes: list[Theme], passed: Iterable[int]) -> list[Hint]:
    def side(delegation: Delegation, languages: list[str], about: list[Theme]) -> Side:
        name, keys = delegation.organization.name, frozenset(theme.key for theme in about)
        return Side(delegation.pk, name, keys, tuple(languages))

    found: list[Suggestion] = suggest(
        side(own, mine.languages, themes),
        [side(one.delegation, one.row.languages, one.themes) for one in choices],
        agreements=[one.delegation.pk for one in choices if one.agreement],
        met=[one.delegation.pk for one in choices if one.last],
        closed=passed,
    )
    by_key = {one.delegation.pk: one for one in choices}
    return [
        Hint(by_key[one.key], [t for t in by_key[one.key].themes if t.key in one.themes], one.languages)
        for one in found
    ]


@dataclass(frozen=True)
class Unanswered:
    """How many delegations ask for one of the delegations that somebody answers for."""

    delegation: Delegation
    number: int
    until: dt.datetime | None


def unanswered(user: Visitor) -> list[Unanswered]:
    """For a focal point: whose requests at events to come wait for an answer that can still be given."""
    if not has_account(user):
        return []
    duties = Appointment.objects.on(timezone.localdate()).filter(user=user, duty=Appointment.Duty.FOCAL_POINT)
    open_still = Q(round__answers_until=None) | Q(round__answers_until__gt=timezone.now())
    rows = MeetingRequest.objects.filter(
        open_still, answer="", withdrawn_on=None, round__event__ends_on__gte=timezone.localdate(),
        asker__withdrawn_on=None, asker__delegation__withdrawn_on=None,
        asked__delegation__organization__in=duties.values("organization"), asked__delegation__withdrawn_on=None,
    ).exclude(asked__delegation__capacity=Capacity.PRESS)  # fmt: skip
    apart = MeetingRequest.objects.filter(answer=Answer.MUST_NOT).values_list(
        "round", "asked__delegation", "asker__delegation"
    )
    apart = set(apart.filter(asked__delegation__organization__in=duties.values("organization")))
    found: dict[int, set[int]] = {}
    for of, own, asker in rows.values_list("round", "asked__delegation", "asker__delegation"):
        if (of, own, asker) not in apart:
            found.setdefault(own, set()).add(asker)
    delegations = Delegation.objects.filter(pk__in=found).select_related("event__round", "organization")
    return [Unanswered(one, len(found[one.pk]), one.event.round.answers_until) for one in delegations]
