"""A plan is asked for, drawn up in the background, set aside or published. One of a round is open at a time."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db import transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansa.base import log
from hansa.base.errors import Refused
from hansa.base.jobs import enqueue
from hansa.meetings import planner, reliefs
from hansa.meetings.models import Placement, Plan, Refusal, Round
from hansa.meetings.planner import Ground, Progress, Timetable
from hansa.meetings.sentences import Names, listed, of_violation
from hansa.people.models import User

JOB = "meetings.draw_up"
ASKED = log.verb("plan.asked", gettext_lazy("asked for the plan %(subject)s"))
DRAWN = log.verb("plan.drawn", gettext_lazy("drew up the plan %(subject)s"))
DISCARDED = log.verb("plan.discarded", gettext_lazy("discarded the plan %(subject)s"))
OPEN = (Plan.State.DRAWING, Plan.State.PROPOSED)


def lock(of: Round) -> Round:
    """The round's row, held until the transaction ends: whoever plans, moves or publishes waits here for the others."""
    return Round.objects.select_for_update(of=("self",)).select_related("event").get(pk=of.pk)


def next_number(of: Round) -> int:
    return (Plan.objects.filter(round=of).aggregate(last=Max("number"))["last"] or 0) + 1


def clock(of: Round, moment: dt.datetime) -> str:
    """ "14:03" in the event's zone, for a sentence."""
    return f"{of.event.local(moment):%H:%M}"


@transaction.atomic
def propose(of: Round, *, by: User | None) -> Plan:
    """Ask for a plan. An earlier proposal is set aside and stays readable; what is published stays as it is."""
    held = lock(of)
    make_room(held, by=by)
    refuse_hopeless(planner.read(held))
    return ask(held, by=by)


def make_room(held: Round, *, by: User | None) -> None:
    """Set the open proposal aside; Refused while one is being drawn up."""
    before = Plan.objects.filter(round=held, state__in=OPEN).select_related("job", "asked_by").first()
    _refuse_second(held, before)
    if before is not None:
        _set_aside(before, by=by)


def ask(held: Round, *, by: User | None, act: str = ASKED, **values: Any) -> Plan:
    """A plan to be drawn up by a job; ``values`` say how."""
    now = timezone.now()
    plan = Plan(round=held, number=next_number(held), asked_by=by, asked_at=now, based_on=held.version, **values)
    plan.save()
    plan.job = enqueue(JOB, {"plan": plan.pk}, by=by)
    plan.save(update_fields=["job"])
    log.record(act, plan, by=by, event=held.event)
    return plan


def _refuse_second(of: Round, before: Plan | None) -> None:
    """One at a time; a drawing whose work has failed is no drawing any more."""
    if before is None or before.state != Plan.State.DRAWING or before.job is None or not before.job.is_open:
        return
    raise Refused(
        _("A plan is being drawn up already; %(who)s asked for it at %(time)s. Wait for it, or discard it.")
        % {"who": before.asked_by or log.BY_COMMAND, "time": clock(of, before.asked_at)}
    )


def refuse_hopeless(ground: Ground) -> None:
    """Nothing to plan, nowhere to put it, or promises that cannot be kept."""
    if not any(ground.open_tables.values()):
        raise Refused(_("The round has no times or no tables yet. Upload the sheet “Tables” first."))
    if not ground.requests:
        raise Refused(_("Nobody asks for a meeting yet. Upload the sheet “Requests” first."))
    for earlier, later in zip(ground.slots, ground.slots[1:], strict=False):
        if later.starts_at < earlier.ends_at:
            names = Names(ground)
            raise Refused(
                _("Two times of the round overlap: %(times)s. Cut it anew.")
                % {"times": listed([names.moment(earlier), names.moment(later)])}
            )
    if ground.broken_pins:
        names = Names(ground)
        broken = ground.broken_pins[0]
        raise Refused(
            _("%(pair)s is pinned, but cannot be held there: %(reason)s Unpin it first.")
            % {"pair": names.wish(broken.wish), "reason": of_violation(names, broken).what}
        )


def draw_up(plan: Plan, *, progress: Callable[[Progress], None] | None = None) -> Plan:
    """Carry out what ``propose`` asked for. Begun anew after a kill: nothing is written before all is known."""
    current = Plan.objects.select_related("round__event", "asked_by").get(pk=plan.pk)
    if current.state != Plan.State.DRAWING:
        return current
    read_at = timezone.now()
    ground = planner.read(current.round)
    refuse_hopeless(ground)
    drawn = planner.draw(ground, move_price=current.move_price, progress=progress)
    current.reliefs = reliefs.find(ground, drawn)
    return _write(current, ground, drawn, read_at)


@transaction.atomic
def _write(plan: Plan, ground: Ground, drawn: Timetable, read_at: dt.datetime) -> Plan:
    lock(plan.round)
    plan.refresh_from_db(fields=["state"])
    if plan.state != Plan.State.DRAWING:  # discarded while it was drawn, or drawn by another worker
        return plan
    plan.placements.all().delete()
    plan.refusals.all().delete()
    placements, refusals = planner.rows_of(ground, plan, drawn)
    Placement.objects.bulk_create(placements)
    Refusal.objects.bulk_create(refusals)
    plan.state, plan.read_at, plan.drawn_at = Plan.State.PROPOSED, read_at, timezone.now()
    plan.value, plan.bound, plan.gaps, plan.seconds = drawn.value, drawn.bound, drawn.gaps, drawn.seconds
    plan.digest, plan.pins = ground.digest, ground.pins
    plan.preferences = ground.round.preferences
    plan.short = [[planner.key_from(one.group), one.meetings, one.wanted] for one in drawn.short if one.group]
    plan.save()
    figures = {"value": [None, plan.value], "bound": [None, plan.bound], "placed": [None, len(placements)]}
    log.record(DRAWN, plan, by=plan.asked_by, event=plan.round.event, changes=figures)
    return plan


@transaction.atomic
def discard(plan: Plan, *, by: User | None) -> None:
    """Set a proposal aside, or stop one that is being drawn up. It stays readable; what is published stays too."""
    lock(plan.round)
    plan.refresh_from_db(fields=["state"])
    if plan.state not in OPEN:
        raise Refused(_("This plan is no longer open. Look at the board again."))
    _set_aside(plan, by=by)


def _set_aside(plan: Plan, *, by: User | None) -> None:
    before, plan.state = plan.state, Plan.State.DISCARDED
    plan.save(update_fields=["state"])
    log.record(DISCARDED, plan, by=by, event=plan.round.event, changes={"state": [before, plan.state]})
