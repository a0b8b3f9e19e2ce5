"""A delegation's diary, put together from what the lower rooms know. The number of queries never depends on its length.

Sessions and visits are in it as the last version of the programme has them, meetings once they are published; both
for screen, print and feed.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import replace
from itertools import groupby

from django.db.models import Count, Prefetch, Q

from hansa.delegations.models import Delegate, Delegation
from hansa.diaries.entries import ARRIVAL, DEPARTURE, Diary, Entry, Other
from hansa.events.models import Event
from hansa.events.releases import public
from hansa.meetings.models import Meeting, Party, Placement, Plan
from hansa.network.models import Office
from hansa.network.queries import offices_of

# Part of every uid: it must not follow the address of the site, or a move would double every calendar.
SUFFIX = "@hansa"


def diary_of(delegation: Delegation, who: Delegate | None = None) -> Diary:
    """The diary of a delegation whose ``event`` and ``organization`` are fetched, or of one of its people alone."""
    event = delegation.event
    all_people = sorted(delegation.delegates.select_related("person"), key=lambda one: one.precedence)
    people = [one for one in all_people if one.withdrawn_on is None and (who is None or one.pk == who.pk)]
    is_public = event.programme_published_at is not None
    plan = Plan.objects.filter(round__event=event, state=Plan.State.PUBLISHED).first()
    entries = [*_programme(event, people), *_meetings(delegation, who, all_people, plan), *_stays(people)]
    if delegation.withdrawn_on:
        midnight = dt.datetime.combine(delegation.withdrawn_on, dt.time(), dt.UTC)
        entries = [_called_off(entry, midnight) for entry in entries if not entry.is_stay]
    elif event.cancelled_at:
        entries = [_called_off(entry, event.cancelled_at) for entry in entries if not entry.is_stay]
    return Diary(
        delegation=delegation,
        people=people,
        entries=sorted(entries, key=lambda entry: (entry.starts_at, entry.ends_at, entry.uid)),
        version=(plan.version or 0) if plan else 0,
        published_at=plan.published_at if plan else None,
        who=who,
        shows_programme=is_public,
        everybody=[one for one in all_people if one.withdrawn_on is None],
    )


def meetings_by_delegation(event: Event) -> dict[int, int]:
    """How many published meetings each organization (by key) has at this event; cancelled ones do not count."""
    parties = Party.objects.filter(meeting__event=event, meeting__cancelled_at=None).order_by()
    counts = parties.values("organization").annotate(n=Count("meeting", distinct=True))
    return {row["organization"]: row["n"] for row in counts}


def _programme(event: Event, people: list[Delegate]) -> list[Entry]:
    """Of what was released: the sessions for everybody, and what binds one of these people."""
    by_person = {one.person_id: one for one in people}
    understood = {code for one in people for code in one.languages}
    return [
        Entry(
            kind="visit" if line.is_visit else "session",
            uid=f"{line.uid}{SUFFIX}",
            starts_at=line.starts_at,
            ends_at=line.ends_at,
            title=line.title,
            place=line.where,
            ours=tuple(by_person[key] for key in line.people if key in by_person),
            spoken=line.spoken,
            interpreted=tuple(code for code in line.interpreted if code in understood),
            sequence=line.sequence,
            changed_at=line.changed_at,
            cancelled_at=line.cancelled_at,
        )
        for line in public(event)
        if line.everybody or not by_person.keys().isdisjoint(line.people)
    ]


def _meetings(delegation: Delegation, who: Delegate | None, people: list[Delegate], plan: Plan | None) -> list[Entry]:
    """Published meetings with this organization as a side, in and outside the round; cancelled ones among them."""
    own = Party.objects.filter(organization=delegation.organization)
    own = own.filter(person=who.person_id) if who else own
    parties = Prefetch("parties", Party.objects.select_related("organization", "person", "delegate"))
    found = Meeting.objects.filter(pk__in=own.values("meeting"), event=delegation.event)
    found = found.select_related("table", "interpreter__person").prefetch_related(parties)
    sides = [(meeting, *_sides(meeting, delegation)) for meeting in found]
    untitled = [other.person_id for _meeting, _own, other in sides if other.delegate is None]
    offices = offices_of(untitled, delegation.event.starts_on)
    earlier = _earlier_times(delegation, plan)
    by_person = {one.person_id: one for one in people}
    return [_meeting(meeting, ours, other, offices, by_person, earlier) for meeting, ours, other in sides]


def _sides(meeting: Meeting, delegation: Delegation) -> tuple[Party, Party]:
    """(the delegation's side, the other one)."""
    first, second = sorted(meeting.parties.all(), key=lambda party: party.side)
    return (first, second) if first.organization_id == delegation.organization_id else (second, first)


def _meeting(
    meeting: Meeting,
    ours: Party,
    other: Party,
    offices: dict[int, Office],
    by_person: dict[int, Delegate],
    earlier: dict[frozenset[int | None], dt.datetime],
) -> Entry:
    title = other.delegate.title if other.delegate else ""
    if not title and other.person_id in offices:
        title = offices[other.person_id].title
    was_at = earlier.get(frozenset((ours.delegate_id, other.delegate_id)))
    is_moved = was_at is not None and was_at != meeting.starts_at and not meeting.cancelled_at
    return Entry(
        kind="meeting",
        uid=f"{meeting.uid}{SUFFIX}",
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        title=meeting.topic,
        place=meeting.place or (meeting.table.hall if meeting.table else ""),
        table=meeting.table.number if meeting.table else None,
        ours=(by_person[ours.person_id],) if ours.person_id in by_person else (),
        other=Other(other.person, title, other.organization, tuple(other.delegate.languages if other.delegate else ())),
        topic=meeting.topic,
        interpreter=meeting.interpreter.person if meeting.interpreter else None,
        between=_between(meeting, ours, other),
        sequence=meeting.sequence,
        changed_at=meeting.changed_at,
        cancelled_at=meeting.cancelled_at,
        was_at=was_at if is_moved else None,
    )


def _between(meeting: Meeting, ours: Party, other: Party) -> tuple[str, ...]:
    """Of the interpreter's languages the one that each side speaks best."""
    if not meeting.interpreter or not ours.delegate or not other.delegate:
        return ()
    known = set(meeting.interpreter.languages)
    best = [next((code for code in side.delegate.languages if code in known), "") for side in (ours, other)]
    return tuple(best) if all(best) else ()


def _earlier_times(delegation: Delegation, plan: Plan | None) -> dict[frozenset[int | None], dt.datetime]:
    """When each pair was to meet by the plan that was published before this one."""
    if plan is None or not plan.version:
        return {}
    mine = Q(first__delegation=delegation) | Q(second__delegation=delegation)
    rows = Placement.objects.filter(mine, plan__round=plan.round_id, plan__version=plan.version - 1)
    return {frozenset((row.first_id, row.second_id)): row.slot.starts_at for row in rows.select_related("slot")}


def _stays(people: Iterable[Delegate]) -> list[Entry]:
    """Arrivals and departures; who comes or goes at the same moment stands in one line."""
    found = []
    for kind, title, moment in (("arrival", ARRIVAL, "arrives_at"), ("departure", DEPARTURE, "departs_at")):
        known = sorted(
            (one for one in people if getattr(one, moment)), key=lambda one: (getattr(one, moment), one.precedence)
        )
        for at, together in groupby(known, key=lambda one: getattr(one, moment)):
            found.append(Entry(kind, f"{kind}-{int(at.timestamp())}", at, at, title, ours=tuple(together)))
    return found


def _called_off(entry: Entry, since: dt.datetime) -> Entry:
    """For a delegation that has withdrawn, or at an event that is not held, nothing takes place: calendars hear it."""
    if entry.cancelled_at:
        return entry
    changed = max(entry.changed_at, since)
    return replace(entry, cancelled_at=since, changed_at=changed, sequence=entry.sequence + 1, was_at=None)
