"""Places on visits are asked for, given, offered and given up.

Every act that gives a place or takes one back first locks the terms of the visit, counts inside that lock, and at its
end serves the waiting list: so a place is never given twice, and none stays empty while somebody waits for it.
"""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansa.base import log
from hansa.base.errors import Refused
from hansa.base.text import nfc
from hansa.delegations.models import Delegate
from hansa.events import actions as events
from hansa.events.models import Visit
from hansa.people.models import Person, User
from hansa.visits.models import Booking, Terms
from hansa.visits.queries import filling_of, in_the_way, own_places, why_closed
from hansa.visits.sentences import closed_because

Changes = dict[str, list[Any]]
State = Booking.State

TERMS = log.verb("visit.terms", gettext_lazy("set the terms of the visit %(subject)s"))
BOOKED = log.verb("visit.booked", gettext_lazy("gave a place on a visit: %(subject)s"))
WAITS = log.verb("visit.waits", gettext_lazy("put on the waiting list: %(subject)s"))
OFFERED = log.verb("visit.offered", gettext_lazy("offered a place on a visit: %(subject)s"))
ACCEPTED = log.verb("visit.accepted", gettext_lazy("accepted an offered place on a visit: %(subject)s"))
EXPIRED = log.verb("visit.expired", gettext_lazy("let the offer of a place on a visit expire: %(subject)s"))
GIVEN_UP = log.verb("visit.given_up", gettext_lazy("gave up a place on a visit: %(subject)s"))
FORWARD = log.verb("visit.put_forward", gettext_lazy("put forward on the waiting list: %(subject)s"))


@transaction.atomic
def set_terms(visit: Visit, *, by: User | None, **values: Any) -> Changes:
    """Say on what terms a visit may be joined; more places go to those who wait. Nobody loses a place by it."""
    terms = Terms.objects.select_for_update().filter(visit=visit).first()
    is_new = terms is None
    terms = terms or Terms(visit=visit)
    opens, closes = values.get("opens_at", terms.opens_at), values.get("closes_at", terms.closes_at)
    if opens and closes and closes <= opens:
        raise Refused(_("It closes before it opens."))
    changes = log.differences(terms, values)
    if not changes and not is_new:
        return {}
    for name, value in values.items():
        setattr(terms, name, value)
    terms.save()
    log.record(TERMS, visit, by=by, event=visit.event, changes=changes)
    _serve(visit, terms, by)
    return changes


@transaction.atomic
def ask(visit: Visit, delegate: Delegate, *, by: User | None) -> Booking:
    """A place for a delegate: confirmed at once where one is free and nobody waits, else a turn on the waiting list."""
    _lock_person(delegate)
    terms = _locked(visit)
    reason = why_closed(terms)
    if reason:
        raise Refused(closed_because(terms, reason))
    _check_person(visit, delegate, terms)
    _serve(visit, terms, by)
    filling = filling_of(visit)
    is_free = filling.waiting == 0 and (filling.left is None or filling.left > 0)
    if is_free:
        _check_way(delegate, visit)
    return _book(visit, delegate, State.CONFIRMED if is_free else State.WAITING, by)


@transaction.atomic
def put_on(visit: Visit, delegate: Delegate, *, by: User | None, reason: str) -> Booking:
    """An officer gives a place past the waiting list and, if need be, past the last one; the reason is logged."""
    _lock_person(delegate)
    terms = _locked(visit)
    reason = nfc(reason)
    if not reason:
        raise Refused(_("Give the reason: others wait for a place."))
    if visit.participants.filter(pk=delegate.person_id).exists():
        raise Refused(_("%(person)s goes on this visit already.") % {"person": delegate.person})
    _check_way(delegate, visit)
    known = Booking.objects.open().filter(visit=visit, delegate=delegate).first()
    if known is None:
        booking = _book(visit, delegate, State.CONFIRMED, by, reason=[None, reason])
    else:
        booking = _confirm(known, by, BOOKED, reason=[None, reason])
    _serve(visit, terms, by)
    return booking


@transaction.atomic
def accept_offer(booking: Booking, *, by: User | None) -> Booking:
    """Take an offered place; what stands in its way (the same time, either … or) is given up in the same step."""
    _lock_person(booking.delegate)
    _lock_all(booking.visit.event_id)
    terms = _locked(booking.visit)
    current = Booking.objects.select_related("visit__event", "delegate__person").get(pk=booking.pk)
    if not current.is_offer:
        raise Refused(_("This offer has expired or was answered already. Ask for a place again."))
    for other in in_the_way(current.delegate, current.visit):
        _release(other, current.delegate, by)
    _confirm(current, by, ACCEPTED)
    _serve(current.visit, terms, by)
    return current


@transaction.atomic
def give_up(booking: Booking, *, by: User | None) -> None:
    """Give up a place, an offer or a turn; a place goes to who waits."""
    terms = _locked(booking.visit)
    current = Booking.objects.select_related("visit__event", "delegate__person").get(pk=booking.pk)
    if current.state not in Booking.OPEN:
        raise Refused(_("This place was given up already."))
    _end(current, State.GIVEN_UP, GIVEN_UP, by)
    _serve(current.visit, terms, by)


@transaction.atomic
def take_off(visit: Visit, person: Person, *, by: User | None) -> None:
    """An officer takes somebody off a visit, whether they had booked or the office had put them on it."""
    terms = _locked(visit)
    if not visit.participants.filter(pk=person.pk).exists():
        raise Refused(_("%(person)s does not go on this visit.") % {"person": person})
    booking = (
        Booking.objects.open().filter(visit=visit, delegate__person=person).select_related("delegate__person").first()
    )
    if booking is None:
        events.leave_visit(visit, person, by=by)
    else:
        _end(booking, State.GIVEN_UP, GIVEN_UP, by)
    _serve(visit, terms, by)


@transaction.atomic
def put_forward(booking: Booking, *, by: User | None, reason: str) -> None:
    """An officer puts somebody to the front of the waiting list; the reason is logged."""
    terms = _locked(booking.visit)
    reason = nfc(reason)
    if not reason:
        raise Refused(_("Give the reason: others wait for a place."))
    first = Booking.objects.filter(visit=booking.visit).waiting().first()
    current = Booking.objects.get(pk=booking.pk)
    if current.state != State.WAITING or first is None:
        raise Refused(_("Only who waits can be put forward."))
    current.turn = first.turn - 1
    current.save(update_fields=["turn"])
    log.record(FORWARD, current, by=by, event=booking.visit.event, changes={"reason": [None, reason]})
    _serve(booking.visit, terms, by)


@transaction.atomic
def serve(visit: Visit) -> int:
    """Expired offers and withdrawn people make room, and who waits is offered it; answers how much was done."""
    return _serve(visit, _locked(visit), None)


def _locked(visit: Visit) -> Terms:
    """The terms of a visit, held until the transaction ends."""
    terms = Terms.objects.select_for_update().filter(visit=visit).select_related(None).first()
    if terms is None:
        raise Refused(_("The office fills this visit itself."))
    terms.visit = visit
    return terms


def _lock_person(delegate: Delegate) -> None:
    """Whoever asks for two visits at once for the same person does so one after the other. Before any terms."""
    Delegate.objects.select_for_update().get(pk=delegate.pk)


def _lock_all(event: int) -> None:
    """Lock the terms of all visits of an event, in one order, so that no two acts wait for each other."""
    list(Terms.objects.select_for_update().filter(visit__event=event).order_by("pk").values_list("pk", flat=True))


def _check_person(visit: Visit, delegate: Delegate, terms: Terms) -> None:
    delegation = delegate.delegation
    if delegation.event_id != visit.event_id:
        raise Refused(_("%(person)s does not come to this event.") % {"person": delegate.person})
    if delegate.withdrawn_on or delegation.withdrawn_on:
        raise Refused(_("%(person)s has withdrawn.") % {"person": delegate.person})
    known = Booking.objects.open().filter(visit=visit, delegate=delegate).first()
    if known is not None and (known.state != State.OFFERED or known.is_offer):
        raise Refused(_("%(person)s has a place or a turn on this visit already.") % {"person": delegate.person})
    if visit.participants.filter(pk=delegate.person_id).exists():
        raise Refused(_("%(person)s goes on this visit already.") % {"person": delegate.person})
    if terms.quota is not None and len(own_places(delegation, visit)) >= terms.quota:
        raise Refused(
            _("%(name)s has its %(n)s places on this visit. Give one up first.")
            % {"name": delegation, "n": terms.quota}
        )


def _check_way(delegate: Delegate, visit: Visit) -> None:
    other = next(iter(in_the_way(delegate, visit)), None)
    if other is not None:
        raise Refused(
            _("%(person)s goes on “%(other)s”, and cannot go on both. Give that place up first.")
            % {"person": delegate.person, "other": other}
        )


def _book(visit: Visit, delegate: Delegate, state: Any, by: User | None, **changes: Any) -> Booking:
    now = timezone.now()
    booking = Booking.objects.create(
        visit=visit, delegate=delegate, state=state, asked_at=now, turn=now.timestamp(),
        asked_by=by, decided_at=now if state == State.CONFIRMED else None,
    )  # fmt: skip
    if state == State.CONFIRMED:
        events.join_visit(visit, delegate.person, by=by)
    log.record(BOOKED if state == State.CONFIRMED else WAITS, booking, by=by, event=visit.event, changes=changes)
    return booking


def _confirm(booking: Booking, by: User | None, act: str, **changes: Any) -> Booking:
    booking.state, booking.offered_until, booking.decided_at = State.CONFIRMED, None, timezone.now()
    booking.save(update_fields=["state", "offered_until", "decided_at"])
    events.join_visit(booking.visit, booking.delegate.person, by=by)
    log.record(act, booking, by=by, event=booking.visit.event, changes=changes)
    return booking


def _end(booking: Booking, state: Any, act: str, by: User | None) -> None:
    was = booking.state
    booking.state, booking.decided_at = state, timezone.now()
    booking.save(update_fields=["state", "decided_at"])
    if was == State.CONFIRMED:
        events.leave_visit(booking.visit, booking.delegate.person, by=by)
    log.record(act, booking, by=by, event=booking.visit.event, changes={"state": [was, state]})


def _release(visit: Visit, delegate: Delegate, by: User | None) -> None:
    """Take a delegate off another visit, and serve those who wait for it."""
    held = Booking.objects.open().filter(visit=visit, delegate=delegate).select_related("delegate__person").first()
    if held is None:
        events.leave_visit(visit, delegate.person, by=by)
    else:
        held.visit = visit
        _end(held, State.GIVEN_UP, GIVEN_UP, by)
    terms = Terms.objects.filter(visit=visit).first()
    if terms is not None:
        _serve(visit, terms, by)


def _serve(visit: Visit, terms: Terms, by: User | None) -> int:
    """Make room by the clock, then offer what is free to those who wait, in their turn. Needs the lock."""
    now = timezone.now()
    done = _make_room(visit, by)
    if visit.starts_at <= now:
        return done
    until = min(now + dt.timedelta(hours=terms.offer_hours), visit.starts_at)
    waiting = Booking.objects.filter(visit=visit).waiting()
    left = filling_of(visit).left
    for booking in waiting.select_related("delegate__person", "delegate__delegation__organization"):
        if left is not None and left <= 0:
            break
        if terms.quota is not None and len(own_places(booking.delegate.delegation, visit)) >= terms.quota:
            continue
        booking.visit, booking.state, booking.offered_until = visit, State.OFFERED, until
        booking.save(update_fields=["state", "offered_until"])
        log.record(OFFERED, booking, by=by, event=visit.event, changes={"offered_until": [None, until.isoformat()]})
        left, done = None if left is None else left - 1, done + 1
    return done


def _make_room(visit: Visit, by: User | None) -> int:
    """Close offers whose time is over, and the bookings of those who do not come any more."""
    rows = Booking.objects.open().filter(visit=visit).select_related("delegate__person", "delegate__delegation")
    done = 0
    for booking in rows:
        booking.visit = visit
        if booking.delegate.withdrawn_on or booking.delegate.delegation.withdrawn_on:
            _end(booking, State.GIVEN_UP, GIVEN_UP, by)
        elif booking.state == State.OFFERED and not booking.is_offer:
            _end(booking, State.EXPIRED, EXPIRED, by)
        else:
            continue
        done += 1
    return done
