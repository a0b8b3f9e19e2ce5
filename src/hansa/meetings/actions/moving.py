"""A hand on the board: move, change places, take off, pin. Each obeys the functions that the planner obeys."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from hansa.base import log
from hansa.base.errors import Refused
from hansa.meetings import mending, planner
from hansa.meetings.actions.planning import OPEN, lock, next_number
from hansa.meetings.models import MeetingRequest, Placement, Plan, Refusal
from hansa.meetings.planner import Ground, Place
from hansa.meetings.rows import Pair, pair_of
from hansa.meetings.sentences import Names, of_violation
from hansa.people.models import User

TAKEN_UP = log.verb("plan.taken_up", gettext_lazy("began to change the published plan by hand: %(subject)s"))
MOVED = log.verb("plan.moved", gettext_lazy("moved %(subject)s by hand"))
SWAPPED = log.verb("plan.swapped", gettext_lazy("let two meetings change places: %(subject)s"))
TAKEN_OFF = log.verb("plan.taken_off", gettext_lazy("took %(subject)s off the board"))
PINNED = log.verb("plan.pinned", gettext_lazy("pinned %(subject)s"))
UNPINNED = log.verb("plan.unpinned", gettext_lazy("unpinned %(subject)s"))


@dataclass(frozen=True)
class Offer:
    """A place at which a meeting might stand instead, and its words."""

    slot: int
    table: int
    title: str


class Forbidden(Refused):
    """The meeting may not stand there; ``offers`` are the nearest places at which it may."""

    def __init__(self, sentence: str | Promise, offers: Sequence[Offer] = ()) -> None:
        super().__init__(sentence)
        self.offers = list(offers)

    @property
    def in_full(self) -> str:
        """The sentence, and after it the places."""
        if not self.offers:
            return str(self)
        places = pgettext("places", "; ").join(offer.title for offer in self.offers)
        return f"{self} {_('Nearest free: %(places)s.') % {'places': places}}"


class Occupied(Forbidden):
    """The place is taken; ``can_swap`` says whether the two meetings may change places."""

    def __init__(self, sentence: str | Promise, offers: Sequence[Offer] = (), *, can_swap: bool) -> None:
        super().__init__(sentence, offers)
        self.can_swap = can_swap


@dataclass
class Hand:
    """A plan taken up by a hand: its rows as they stand, and the ground that they stand on."""

    plan: Plan
    ground: Ground
    rows: list[Placement]

    def of(self, pair: Pair) -> Placement | None:
        return next((row for row in self.rows if (row.first_id, row.second_id) == pair), None)

    def at(self, place: Place) -> Placement | None:
        return next((row for row in self.rows if (row.slot_id, row.table_id) == place), None)

    def without(self, *rows: Placement | None) -> list[Placement]:
        return [row for row in self.rows if row not in rows]

    def titled(self, place: Place) -> str:
        """ "Thu 13 June, 14:00, table 3"."""
        number = next((table.number for table in self.ground.tables if table.pk == place[1]), "?")
        return _("%(time)s, table %(table)s") % {"time": Names(self.ground).slot(place[0]), "table": number}

    def in_words(self, row: Placement | None) -> str | None:
        """A place for the log."""
        if row is None:
            return None
        local = self.ground.round.event.local(self.ground.slot_by_pk[row.slot_id].starts_at)
        number = next(table.number for table in self.ground.tables if table.pk == row.table_id)
        return f"{local:%Y-%m-%d %H:%M}, T{number}"


def take_up(plan: Plan, *, by: User | None, edition: int, copies: bool = True) -> Hand:
    """The plan to work on: an open proposal itself, the published one as a copy. Refused if changed meanwhile."""
    held = lock(plan.round)
    current = Plan.objects.get(pk=plan.pk)
    current.round = held
    if current.edition != edition:
        raise Refused(_("Somebody else has changed the board since you opened it. Look at it again, then move."))
    is_open = current.state == Plan.State.PROPOSED
    if not is_open and Plan.objects.filter(round=held, state__in=OPEN).exists():
        raise Refused(_("There is a newer plan by now. Look at the board again, then move."))
    if not is_open and current.state != Plan.State.PUBLISHED:
        raise Refused(_("This plan is no longer open. Look at the board again."))
    if not is_open and copies:
        current = _copy(current, by=by)
    return Hand(current, planner.read(held), list(current.placements.all()))


def _copy(published: Plan, *, by: User | None) -> Plan:
    """A proposal that is the published plan, to be changed by hand."""
    now = timezone.now()
    kept = ("value", "bound", "gaps", "digest", "pins", "read_at")
    copy = Plan.objects.create(
        round=published.round,
        number=next_number(published.round),
        state=Plan.State.PROPOSED,
        way=Plan.Way.BY_HAND,
        asked_by=by,
        asked_at=now,
        drawn_at=now,
        based_on=published.round.version,
        **{name: getattr(published, name) for name in kept},
    )
    for model, rows in ((Placement, published.placements.all()), (Refusal, published.refusals.all())):
        fresh = list(rows)
        for row in fresh:
            row.pk, row.plan = None, copy
        model.objects.bulk_create(fresh)
    log.record(TAKEN_UP, copy, by=by, event=published.round.event)
    return copy


@transaction.atomic
def move(
    plan: Plan,
    *,
    first: int,
    second: int,
    slot: int,
    table: int,
    by: User | None,
    edition: int,
    swap: bool = False,
) -> Plan:
    """Put a pair (keys of delegates) into a place (keys), or let it change places with whoever stands there.

    Answers the plan that was changed: a new one where the published plan was moved on. ``edition`` is the one that the
    hand saw. Raises ``Refused`` with every sentence of what forbids it, ``Occupied`` where another meeting stands.
    """
    hand, pair, place = take_up(plan, by=by, edition=edition), pair_of(first, second), (slot, table)
    standing, other = hand.of(pair), hand.at(place)
    if standing is not None and standing is other:
        raise Refused(_("It stands there already."))
    if other is not None:
        _change_places(hand, pair, standing, other, by=by, swap=swap)
        return hand.plan
    found = _in_the_way(hand, pair, place)
    if found:
        raise Forbidden(found, _offers(hand, pair, place))
    row = _row(hand.ground, hand.plan, hand.rows, pair, place)
    before = hand.in_words(standing)
    _replace(hand, gone=[standing] if standing else [], new=[row])
    changes = {"place": [before, hand.in_words(row)]}
    log.record(MOVED, row, by=by, event=hand.plan.round.event, changes=changes)
    return hand.plan


def _in_the_way(hand: Hand, pair: Pair, place: Place) -> str:
    """Each conflict in its own sentence; "" where there is none."""
    names = Names(hand.ground)
    found = planner.why_not(hand.ground, hand.rows, pair, place)
    return " ".join(dict.fromkeys(str(of_violation(names, violation)) for violation in found))


def _offers(hand: Hand, pair: Pair, place: Place) -> list[Offer]:
    return [Offer(*at, hand.titled(at)) for at in mending.nearest(hand.ground, hand.rows, pair, place)]


def _row(ground: Ground, plan: Plan, rest: Sequence[Placement], pair: Pair, place: Place) -> Placement:
    return planner.as_row(ground, plan, planner.placed_at(ground, rest, pair, place))


def _change_places(
    hand: Hand, pair: Pair, standing: Placement | None, other: Placement, *, by: User | None, swap: bool
) -> None:
    """Both move, or neither; offered only where both may stand in the other's place."""
    rows = swapped(hand.ground, hand.plan, hand.rows, standing, other) if standing else None
    if not swap or rows is None or standing is None:
        names = Names(hand.ground)
        words = {"other": names.pair((other.first_id, other.second_id)), "pair": names.pair(pair)}
        if rows is not None:
            raise Occupied(_("%(other)s meets there. The two may change places.") % words, can_swap=True)
        taken = _("%(other)s meets there. Move it first, or choose another place.") % words
        raise Occupied(taken, _offers(hand, pair, (other.slot_id, other.table_id)), can_swap=False)
    changes = {
        str(row): [hand.in_words(old), hand.in_words(row)] for old, row in zip((standing, other), rows, strict=True)
    }
    _replace(hand, gone=[standing, other], new=rows)
    log.record(SWAPPED, rows[0], by=by, event=hand.plan.round.event, changes=changes)


def swapped(
    ground: Ground, plan: Plan, rows: Sequence[Placement], one: Placement, other: Placement
) -> list[Placement] | None:
    """The two in each other's places, or None where a constraint forbids it."""
    rest = [row for row in rows if row not in (one, other)]
    steps = [
        ((one.first_id, one.second_id), (other.slot_id, other.table_id)),
        ((other.first_id, other.second_id), (one.slot_id, one.table_id)),
    ]
    for order in (steps, steps[::-1]):  # who goes first has the choice of interpreters
        made: list[Placement] = []
        for pair, place in order:
            if planner.why_not(ground, [*rest, *made], pair, place):
                break
            made.append(_row(ground, plan, [*rest, *made], pair, place))
        if len(made) == 2:
            return made if order is steps else made[::-1]
    return None


@transaction.atomic
def take_off(plan: Plan, *, first: int, second: int, by: User | None, edition: int) -> Plan:
    """Leave a pair without a place."""
    hand, pair = take_up(plan, by=by, edition=edition), pair_of(first, second)
    standing = _standing(hand, pair)
    if hand.ground.pinned_slot(pair) == standing.slot_id:
        raise Refused(
            _("%(pair)s is promised. Unpin it before you take it off.") % {"pair": Names(hand.ground).pair(pair)}
        )
    changes = {"place": [hand.in_words(standing), None]}
    log.record(TAKEN_OFF, standing, by=by, event=hand.plan.round.event, changes=changes)
    _replace(hand, gone=[standing], new=[])
    return hand.plan


def _standing(hand: Hand, pair: Pair) -> Placement:
    row = hand.of(pair)
    if row is None:
        raise Refused(_("This meeting has no place on the board."))
    row.first, row.second = hand.ground.delegates[pair[0]], hand.ground.delegates[pair[1]]
    return row


def _replace(hand: Hand, *, gone: list[Placement], new: list[Placement]) -> None:
    """Write the change, and reckon the plan's figures and reasons anew with the engine's own functions."""
    Placement.objects.filter(pk__in=[row.pk for row in gone]).delete()
    Placement.objects.bulk_create(new)
    rows = [*hand.without(*gone), *new]
    plan, ground = hand.plan, hand.ground
    plan.value, plan.gaps = planner.figures(ground, rows)
    _keep_bound(plan, ground)
    plan.edition += 1
    plan.reliefs = []  # they were tried beside the plan as it was drawn up
    plan.save(update_fields=["value", "gaps", "bound", "digest", "pins", "edition", "reliefs"])
    reasons = planner.reasons(ground, rows)
    missing = set(ground.requests) - {(row.first_id, row.second_id) for row in rows}
    known = {} if reasons else {(r.first_id, r.second_id): planner.cause_from(r.cause) for r in plan.refusals.all()}
    by_hand = planner.Cause("by_hand", "")  # type: ignore[arg-type]
    plan.refusals.all().delete()
    Refusal.objects.bulk_create(
        planner.refused(ground, plan, pair, reasons.get(pair) or known.get(pair) or by_hand) for pair in sorted(missing)
    )


def _keep_bound(plan: Plan, ground: Ground) -> None:
    """The bound was proved for one problem; if that has changed, only the simple one is still true."""
    if not ground.upholds(plan):
        plan.bound = max(plan.value, planner.simple_bound(ground))
        plan.digest, plan.pins = ground.digest, ground.pins


@transaction.atomic
def pin_meeting(plan: Plan, *, first: int, second: int, by: User | None, edition: int) -> Plan:
    """Promise a pair the time at which it stands: no plan moves it from there."""
    hand, pair = take_up(plan, by=by, edition=edition, copies=False), pair_of(first, second)
    row = _standing(hand, pair)
    found = _in_the_way(hand, pair, (row.slot_id, row.table_id))
    if found:
        raise Refused(found)
    _set_pin(hand, row, row.slot_id)
    log.record(PINNED, row, by=by, event=plan.round.event, changes={"pinned": [None, hand.in_words(row)]})
    return hand.plan


@transaction.atomic
def unpin_meeting(plan: Plan, *, first: int, second: int, by: User | None, edition: int) -> Plan:
    """Take the promise back; the meeting stays where it is until somebody moves it."""
    hand, pair = take_up(plan, by=by, edition=edition, copies=False), pair_of(first, second)
    row = _standing(hand, pair)
    _set_pin(hand, row, None)
    log.record(UNPINNED, row, by=by, event=plan.round.event, changes={"pinned": [hand.in_words(row), None]})
    return hand.plan


def _set_pin(hand: Hand, row: Placement, slot: int | None) -> None:
    """The promise stands with the requests, so that it outlives the plan; its row on the board shows it."""
    requests = hand.ground.requests.get((row.first_id, row.second_id), ())
    MeetingRequest.objects.filter(pk__in=[request.pk for request in requests]).update(pinned_to=slot)
    row.is_pinned = slot is not None
    row.save(update_fields=["is_pinned"])
    plan = hand.plan
    plan.edition += 1
    if plan.state == Plan.State.PROPOSED:
        _keep_bound(plan, planner.read(plan.round))
    plan.save(update_fields=["edition", "bound", "digest", "pins"])
