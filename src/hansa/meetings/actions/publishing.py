"""A proposed plan becomes meetings that people are told of: made, moved, called off, each known by its uid for ever."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from hansa.base import log
from hansa.base.errors import Refused
from hansa.meetings import planner
from hansa.meetings.actions.planning import clock, lock
from hansa.meetings.actions.telling import Changes, tell
from hansa.meetings.models import Meeting, Party, Placement, Plan, Round
from hansa.meetings.planner import Ground
from hansa.meetings.rows import Pair, pair_of
from hansa.meetings.sentences import Names, of_violation
from hansa.people.models import User

PUBLISHED = log.verb("plan.published", gettext_lazy("published the plan %(subject)s"))
SHOWN_CONFLICTS = 3
# A change in one of these is one that those who hold the diary must hear of.
TOLD = ("starts_at", "ends_at", "place", "slot_id", "table_id", "interpreter_id")


@transaction.atomic
def publish(plan: Plan, *, by: User | None, based_on: int, edition: int | None = None) -> Changes:
    """Make the plan the one that people hold. ``based_on`` is the version that ``by`` saw as the published one.

    Exactly those whose meetings change get a letter drafted. Refused if somebody published meanwhile, if the proposal
    was changed since it was seen (``edition``), or if the rows of today forbid any of its meetings.
    """
    held = lock(plan.round)
    current = Plan.objects.get(pk=plan.pk)
    current.round = held
    _refuse_overtaken(held, current, based_on, edition)
    ground = planner.read(held)
    rows = list(current.placements.select_related("slot", "table").order_by("slot__starts_at", "table__number"))
    _refuse_conflicts(ground, rows)
    changes = _write(ground, rows, timezone.now())
    Plan.objects.filter(round=held, state=Plan.State.PUBLISHED).update(state=Plan.State.SUPERSEDED)
    before, held.version = held.version, held.version + 1
    held.save(update_fields=["version"])
    current.state, current.version = Plan.State.PUBLISHED, held.version
    current.published_at, current.published_by = timezone.now(), by
    current.save(update_fields=["state", "version", "published_at", "published_by"])
    changes.letters = tell(held, changes, by=by)
    counts = {name: [None, len(getattr(changes, name))] for name in ("made", "moved", "cancelled")}
    log.record(PUBLISHED, current, by=by, event=held.event, changes={"version": [before, held.version], **counts})
    return changes


def _refuse_overtaken(of: Round, plan: Plan, based_on: int, edition: int | None) -> None:
    if not of.version == based_on == plan.based_on:
        last = Plan.objects.filter(round=of, version=of.version).select_related("published_by").first()
        who, when = (last.published_by, last.published_at) if last else (None, None)
        raise Refused(
            _("%(who)s published version %(version)s at %(time)s, which you have not seen. Look at the board again.")
            % {"who": who or log.BY_COMMAND, "version": of.version, "time": clock(of, when) if when else "?"}
        )
    if plan.state != Plan.State.PROPOSED:
        raise Refused(_("This plan is no longer open. Look at the board again."))
    if edition is not None and edition != plan.edition:
        raise Refused(_("Somebody else has changed the board since you opened it. Look at it again, then publish."))


def _refuse_conflicts(ground: Ground, rows: list[Placement]) -> None:
    """The law is asked once more, of today's rows: an arrival may have changed since the plan was drawn up."""
    found = planner.violations(ground, rows)
    if not found:
        return
    names = Names(ground)
    told = list(dict.fromkeys(of_violation(names, violation).what for violation in found))
    first = ngettext(
        "%(count)s conflict must be settled first.", "%(count)s conflicts must be settled first.", len(told)
    ) % {"count": len(told)}
    then = _("Move these meetings, or propose a plan again.")
    raise Refused(" ".join([first, *told[:SHOWN_CONFLICTS], then]))


def _write(ground: Ground, rows: Iterable[Placement], now: dt.datetime) -> Changes:
    wanted = {(row.first_id, row.second_id): row for row in rows}
    known, orphans = _known(ground.round)
    gone = [meeting for pair, meeting in known.items() if pair not in wanted and not meeting.cancelled_at] + orphans
    changes = Changes(cancelled=gone)
    for lost in gone:
        changes.note(lost)
        lost.cancelled_at = now
    Meeting.objects.filter(pk__in=[meeting.pk for meeting in gone]).update(
        cancelled_at=now, changed_at=now, sequence=F("sequence") + 1
    )
    same_time: list[Meeting] = []
    parties: list[Party] = []
    for pair, row in wanted.items():
        values = _values(ground, pair, row, now)
        meeting = known.get(pair)
        if meeting is None:
            meeting = Meeting(event=ground.round.event, round=ground.round, published_at=now, **values)
            changes.made.append(meeting)
            parties += _parties(ground, pair, meeting)
        elif meeting.cancelled_at or any(getattr(meeting, name) != values[name] for name in TOLD):
            if not meeting.cancelled_at:  # one that was called off comes back as a new one to those who are told
                changes.note(meeting)
            meeting.sequence, meeting.cancelled_at = meeting.sequence + 1, None
            changes.moved.append(_set(meeting, values))
        else:
            same_time.append(_set(meeting, {"topic": values["topic"]}))
    _save(ground, changes, same_time, parties)
    return changes


def _known(of: Round) -> tuple[dict[Pair, Meeting], list[Meeting]]:
    """Every meeting that pairs of this round ever had, and those that stand though a side is no longer on record."""
    known: dict[Pair, Meeting] = {}
    orphans = []
    for meeting in Meeting.objects.filter(round=of).prefetch_related("parties").order_by("changed_at"):
        keys = [party.delegate_id for party in meeting.parties.all() if party.delegate_id]
        if len(keys) == 2:
            known[pair_of(*keys)] = meeting
        elif not meeting.cancelled_at:
            orphans.append(meeting)
    return known, orphans


def _values(ground: Ground, pair: Pair, row: Placement, now: dt.datetime) -> dict[str, Any]:
    topics = (request.topic for request in ground.requests[pair] if request.topic)
    return {
        "starts_at": row.slot.starts_at,
        "ends_at": row.slot.ends_at,
        "place": row.table.hall,
        "topic": next(topics, ""),
        "slot_id": row.slot_id,
        "table_id": row.table_id,
        "interpreter_id": row.interpreter_id,
        "changed_at": now,
    }


def _set(meeting: Meeting, values: dict[str, Any]) -> Meeting:
    for name, value in values.items():
        setattr(meeting, name, value)
    return meeting


def _save(ground: Ground, changes: Changes, same_time: list[Meeting], parties: list[Party]) -> None:
    """First every place that is left is freed, so that two meetings can change places under the unique keys."""
    leaving = [meeting.pk for meeting in (*changes.cancelled, *changes.moved)]
    Party.objects.filter(meeting__in=leaving).update(slot=None)
    Meeting.objects.filter(pk__in=[m.pk for m in changes.moved]).update(slot=None, table=None, interpreter=None)
    fields = ["starts_at", "ends_at", "place", "topic", "slot", "table", "interpreter", "cancelled_at", "sequence"]
    Meeting.objects.bulk_update(changes.moved, [*fields, "changed_at"])
    Meeting.objects.bulk_update(same_time, ["topic"])
    Meeting.objects.bulk_create(changes.made)
    Party.objects.bulk_create(parties)
    seated = []
    for meeting in (*changes.moved, *same_time):
        for party in meeting.parties.all():
            delegate = ground.delegates[party.delegate_id]
            party.slot_id, party.person_id = meeting.slot_id, delegate.person_id
            party.organization_id = delegate.delegation.organization_id
            seated.append(party)
    Party.objects.bulk_update(seated, ["slot", "person", "organization"])


def _parties(ground: Ground, pair: Pair, meeting: Meeting) -> list[Party]:
    """Both sides of a new meeting; who asked stands first."""
    asker = ground.requests[pair][0].asker_id
    sides = sorted(pair, key=lambda pk: pk != asker)
    return [
        Party(
            meeting=meeting,
            side=number,
            organization=ground.delegates[pk].delegation.organization,
            person=ground.delegates[pk].person,
            delegate=ground.delegates[pk],
            slot_id=meeting.slot_id,
        )
        for number, pk in enumerate(sides, start=1)
    ]
