"""A plan that people hold is mended, or taken back to an earlier one. Either way a proposal comes of it, no more."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansa.base import log
from hansa.base.errors import Refused
from hansa.meetings import mending, planner
from hansa.meetings.actions.planning import ask, lock, make_room, next_number, refuse_hopeless
from hansa.meetings.mending import Thrift
from hansa.meetings.models import MeetingRequest, Placement, Plan, Refusal, Round
from hansa.meetings.planner import Ground, pair_from
from hansa.meetings.sentences import Names
from hansa.people.models import User

REPAIR = log.verb("plan.repair_asked", gettext_lazy("asked for a repair of the published plan: %(subject)s"))
FREED = log.verb("plan.promises_freed", gettext_lazy("freed promises that can no longer be kept: %(subject)s"))
TAKEN_BACK = log.verb("plan.taken_back", gettext_lazy("took an earlier plan up again: %(subject)s"))


@transaction.atomic
def repair(of: Round, *, by: User | None, thrift: Thrift = "balanced", free_promises: bool = False) -> Plan:
    """Ask for a plan that mends the published one; each meeting that moves costs a price, no promise moves.

    A promise that can no longer be kept is freed first where ``free_promises`` says so; else it forbids the repair.
    """
    held = lock(of)
    if not Plan.objects.filter(round=held, state=Plan.State.PUBLISHED).exists():
        raise Refused(_("Nothing is published yet that could be repaired. Propose a plan."))
    make_room(held, by=by)
    ground = planner.read(held)
    if free_promises and ground.broken_pins:
        _free(ground, by=by)
        ground = planner.read(held)
    refuse_hopeless(ground)
    return ask(held, by=by, act=REPAIR, way=Plan.Way.REPAIRED, move_price=mending.price_of_a_move(ground, thrift))


def _free(ground: Ground, *, by: User | None) -> None:
    """The meetings stay where they are until the repair moves them."""
    pairs = sorted({pair_from(broken.wish) for broken in ground.broken_pins})
    freed = [request.pk for pair in pairs for request in ground.requests.get(pair, ()) if request.pinned_to_id]
    MeetingRequest.objects.filter(pk__in=freed).update(pinned_to=None)
    names = Names(ground)
    changes = {names.pair(pair): [names.slot(ground.pinned_slot(pair) or 0), None] for pair in pairs}
    log.record(FREED, ground.round, by=by, event=ground.round.event, changes=changes)


@transaction.atomic
def take_back(earlier: Plan, *, by: User | None) -> Plan:
    """Propose an earlier plan again, as far as today's rows allow it; what no longer fits is left out of it."""
    held = lock(earlier.round)
    if earlier.state == Plan.State.PUBLISHED:
        raise Refused(_("This is the plan that people hold."))
    if not earlier.placements.exists():
        raise Refused(_("Nothing stands on this plan that could be taken up again."))
    make_room(held, by=by)
    ground = planner.read(held)
    refuse_hopeless(ground)
    placed = mending.still_fitting(ground, earlier)
    value, gaps = planner.figures(ground, placed)
    bound = earlier.bound if ground.upholds(earlier) else planner.simple_bound(ground)
    now = timezone.now()
    plan = Plan.objects.create(
        round=held,
        number=next_number(held),
        state=Plan.State.PROPOSED,
        way=Plan.Way.TAKEN_BACK,
        earlier=earlier,
        asked_by=by,
        asked_at=now,
        read_at=now,
        drawn_at=now,
        based_on=held.version,
        digest=ground.digest,
        pins=ground.pins,
        value=value,
        gaps=gaps,
        bound=max(bound, value),
    )
    for row in placed:
        row.plan = plan
    Placement.objects.bulk_create(placed)
    reasons = planner.reasons(ground, placed)
    Refusal.objects.bulk_create(planner.refused(ground, plan, pair, cause) for pair, cause in sorted(reasons.items()))
    log.record(TAKEN_BACK, plan, by=by, event=held.event, changes={"plan": [None, earlier.number]})
    return plan
