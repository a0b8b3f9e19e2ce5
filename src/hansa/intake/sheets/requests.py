"""The sheet Requests: who asks for whom, what was promised, and meetings outside the tables."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from hansa.base.errors import Refused
from hansa.delegations.models import Delegate
from hansa.events.models import Event
from hansa.intake.columns import REQUESTS
from hansa.intake.fates import Row
from hansa.intake.ledger import Ledger, name_key, refuse_doubles
from hansa.meetings.actions import asking
from hansa.meetings.models import Meeting, MeetingRequest, Round, Slot
from hansa.network.models import Organization
from hansa.people.models import Person


@dataclass
class _Held:
    """The round of the event with what was asked and agreed before."""

    made: Round | None
    slots: dict[dt.datetime, Slot] = field(default_factory=dict)
    requests: dict[tuple[int, int], MeetingRequest] = field(default_factory=dict)
    withdrawn: set[tuple[int, int]] = field(default_factory=set)
    meetings: dict[frozenset[int], Meeting] = field(default_factory=dict)
    heads: dict[int, Delegate] = field(default_factory=dict)


def record(ledger: Ledger) -> None:
    """Requests of the main event, and its meetings outside the tables."""
    rows = ledger.book.of(REQUESTS)
    if not rows:
        return
    event = ledger.events.get(ledger.main_key)
    if event is None:
        for row in rows:
            row.refuse(_("It waits for the first row of Event, which is refused."))
        return
    held = _fetch(ledger, event)
    for row in rows:
        if row.refusals:
            continue
        try:
            ledger.demand_event(event)
            _record_one(ledger, row, event, held)
        except Refused as refusal:
            row.refuse(str(refusal))
    refuse_doubles(rows, lambda row: row.record, "from", "to")


def _fetch(ledger: Ledger, event: Event) -> _Held:
    made = Round.objects.filter(event=event).select_related("event").first()
    held = _Held(made)
    for meeting in Meeting.objects.standing().filter(event=event, round=None).prefetch_related("parties__organization"):
        held.meetings[frozenset(party.person_id for party in meeting.parties.all())] = meeting
    bodies = {delegation.pk: organization for (_event, organization), delegation in ledger.delegations.items()}
    for (delegation, _person_id), delegate in ledger.delegates.items():
        if delegate.role == "head" and delegate.withdrawn_on is None and delegate.delegation.event_id == event.pk:
            held.heads[bodies[delegation]] = delegate
    if made is not None:
        opened = {start for start, _end in asking.open_slots(made)}
        held.slots = {slot.starts_at: slot for slot in made.slots.all() if slot.starts_at in opened}
        parties = (
            "asker__person",
            "asker__delegation__organization",
            "asked__person",
            "asked__delegation__organization",
        )
        for request in MeetingRequest.objects.filter(round=made).select_related("pinned_to", "round__event", *parties):
            pair = (request.asker_id, request.asked_id)
            if request.withdrawn_on:
                held.withdrawn.add(pair)
            else:
                held.requests[pair] = request
    return held


def _record_one(ledger: Ledger, row: Row, event: Event, held: _Held) -> None:
    asker, asked = ledger.organization(row.get("from")), ledger.organization(row.get("to"))
    if asker.pk == asked.pk:
        row.refuse(_("An organisation cannot ask to meet itself."), "from", "to")
        return
    if (row.get("day") is None) != (row.get("start") is None):
        row.refuse(_("A promised time needs both Day and Start."), "day", "start")
        return
    if row.get("end") is not None or row.get("place"):
        _meet_outside(ledger, row, event, held, (asker, asked))
    else:
        _ask(ledger, row, event, held, (asker, asked))


def _ask(ledger: Ledger, row: Row, event: Event, held: _Held, bodies: tuple[Organization, Organization]) -> None:
    if held.made is None:
        raise Refused(_("There are no tables to meet at; fill in the sheet Tables."))
    sides = [
        _delegate(ledger, row, event, held, body, key)
        for body, key in zip(bodies, ("from_person", "to_person"), strict=True)
    ]
    values: dict[str, Any] = row.given(topic="topic")
    if row.get("priority"):
        values["priority"] = int(row.get("priority"))
    if row.get("day"):
        values["pinned_to"] = _slot(ledger, row, event, held)
    pair = (sides[0].pk, sides[1].pk)
    row.record = ("request", pair)
    found = held.requests.get(pair)
    if found is not None:
        row.changed(asking.revise_request(found, by=ledger.by, **values), event)
    elif pair in held.withdrawn:
        row.notes.append(_("This request was withdrawn; the row was passed over."))
    else:
        held.requests[pair] = asking.record_request(held.made, *sides, by=ledger.by, **values)
        row.is_new = True


def _delegate(ledger: Ledger, row: Row, event: Event, held: _Held, body: Organization, key: str) -> Delegate:
    if not row.get(key):
        if body.pk not in held.heads:
            waits_for = ledger.refused_heads.get(body.pk)
            if waits_for is not None:
                raise Refused(
                    _("%(name)s waits for its head: row %(row)s of People, which is refused.")
                    % {"name": body.name, "row": waits_for.number}
                )
            raise Refused(
                _("%(name)s has no head of delegation at this event; name who would meet.") % {"name": body.name}
            )
        return held.heads[body.pk]
    person = _member(ledger, row.get(key), body)
    delegation = ledger.delegations.get((event.pk, body.pk))
    delegate = ledger.delegates.get((delegation.pk, person.pk)) if delegation else None
    if delegate is None or delegate.withdrawn_on:
        raise Refused(
            _("%(person)s is not attending for %(name)s. A meeting elsewhere needs Day, Start, End and Place.")
            % {"person": person.full_name, "name": body.name}
        )
    return delegate


def _member(ledger: Ledger, name: str, body: Organization) -> Person:
    """The person of that name in that organization: as in the sheet People, else as on record."""
    known = ledger.by_post.get((body.pk, name_key(name)), {})
    called = ledger.called.get(name_key(name), {})
    found = {pk: person for pk, person in called.items() if (pk, body.pk) in ledger.members} or known
    if len(found) == 1:
        return next(iter(found.values()))
    if found:
        raise Refused(_("Several people of %(body)s are called “%(name)s”; write the e-mail address instead.") % {
            "body": body.name, "name": name
        })  # fmt: skip
    person = ledger.person(name)
    raise Refused(_("%(person)s does not belong to %(body)s.") % {"person": person.full_name, "body": body.name})


def _slot(ledger: Ledger, row: Row, event: Event, held: _Held) -> Slot:
    at = ledger.moment(dt.datetime.combine(row.get("day"), row.get("start")), event)
    slot = held.slots.get(at)
    if slot is None:
        near = sorted(held.slots, key=lambda start: abs(start - at))[:2]
        times = ", ".join(f"{event.local(start):%Y-%m-%d %H:%M}" for start in sorted(near))
        raise Refused(
            _("No slot starts at %(time)s; the nearest are %(times)s. A meeting elsewhere needs End and Place.")
            % {"time": f"{event.local(at):%Y-%m-%d %H:%M}", "times": times}
        )
    return slot


def _meet_outside(
    ledger: Ledger, row: Row, event: Event, held: _Held, bodies: tuple[Organization, Organization]
) -> None:
    if not all(row.get(key) is not None for key in ("day", "start", "end")):
        row.refuse(_("A meeting outside the tables needs Day, Start and End."), "day", "start", "end")
        return
    starts, ends = ledger.period(row, event)
    one, other = (
        _side(ledger, row, event, held, body, key)
        for body, key in zip(bodies, ("from_person", "to_person"), strict=True)
    )
    values = {"starts_at": starts, "ends_at": ends, **row.given(place="place", topic="topic")}
    people = frozenset({one.person.pk, other.person.pk})
    row.record = ("meeting", people)
    found = held.meetings.get(people)
    if found is None:
        held.meetings[people] = asking.record_meeting(event, (one, other), by=ledger.by, **values)
        row.is_new = True
    else:
        row.changed(asking.revise_meeting(found, by=ledger.by, **values), event)


def _side(ledger: Ledger, row: Row, event: Event, held: _Held, body: Organization, key: str) -> asking.Side:
    """Who meets for that organization: the person named, attending or not, else its head."""
    if not row.get(key):
        delegate = _delegate(ledger, row, event, held, body, key)
        return asking.Side(body, delegate.person, delegate)
    person = _member(ledger, row.get(key), body)
    delegation = ledger.delegations.get((event.pk, body.pk))
    known = ledger.delegates.get((delegation.pk, person.pk)) if delegation else None
    return asking.Side(body, person, known)
