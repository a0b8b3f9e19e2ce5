"""Seats of the network and their holders: set up, given, closed, handed on, abolished. One holder on one day."""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansa.base import log
from hansa.base.dates import PartialDate
from hansa.base.errors import Refused
from hansa.base.text import nfc
from hansa.network.actions.entries import demand_period, entry, first_overlap, lock, span
from hansa.network.models import Mandate, Membership, Network, Organization, Seat
from hansa.network.regions import REGIONS
from hansa.network.terms import day_before, term_end
from hansa.people.models import User

SET_UP = log.verb("seat.set_up", gettext_lazy("set up the seat %(subject)s"))
ABOLISHED = log.verb("seat.abolished", gettext_lazy("abolished the seat %(subject)s"))
GIVEN = log.verb("mandate.given", gettext_lazy("gave a mandate to %(subject)s"))
CLOSED = log.verb("mandate.closed", gettext_lazy("closed a mandate of %(subject)s"))
HANDED_ON = log.verb("mandate.handed_on", gettext_lazy("handed a mandate on to %(subject)s"))

# What only a member may hold; an office of the network may be run by anybody.
OF_MEMBERS = (Seat.Kind.EXECUTIVE_COMMITTEE, Seat.Kind.PRESIDENT_CITY, Seat.Kind.VICE_PRESIDENT)


@transaction.atomic
def set_up_seat(
    network: Network,
    *,
    by: User | None,
    kind: str,
    title: str,
    on: PartialDate | None = None,
    region: str = "",
    term_months: int | None = None,
    reason: str,
) -> Seat:
    """Set up a seat, vacant; ``region`` (an M49 code) reserves it, ``term_months`` is how long a term lasts."""
    if region and region not in REGIONS:
        raise Refused(_("There is no region “%(code)s”.") % {"code": region})
    if Seat.objects.filter(network=network, kind=kind, title=nfc(title), ended_on=None).exists():
        raise Refused(_("There is a seat of this kind and title already; give this one another title."))
    seat = Seat(network=network, kind=kind, title=nfc(title), region=region, term_months=term_months)
    seat.start(on)
    seat.save()
    log.record(SET_UP, seat, by=by, changes=entry(on, reason))
    return seat


@transaction.atomic
def abolish_seat(seat: Seat, *, by: User | None, on: PartialDate, reason: str) -> Seat:
    """End a seat; that day is its last. Whoever holds it beyond must have been closed before."""
    current = lock(seat)
    if current.ended_on is not None:
        raise Refused(_("This seat was abolished on %(day)s.") % {"day": current.ended})
    demand_period(current.started, on)
    holder = current.mandates.exclude(ended_on__lte=on.last).select_related("organization").first()
    if holder is not None:
        raise Refused(
            _("The seat is held by %(name)s, %(span)s. Close that mandate first.")
            % {"name": holder.organization, "span": span(holder)}
        )
    current.end(on)
    current.save()
    log.record(ABOLISHED, current, by=by, changes=entry(on, reason))
    return current


@transaction.atomic
def give_seat(
    seat: Seat,
    organization: Organization,
    *,
    by: User | None,
    on: PartialDate | None,
    until: PartialDate | None = None,
    reason: str,
    source: str = "",
) -> Mandate:
    """Give a seat from that day; without a last day the term is as long as the seat's terms are."""
    mandate = _given(seat, organization, on=on, until=until, source=source)
    log.record(GIVEN, organization, by=by, changes=_of(mandate, reason))
    return mandate


@transaction.atomic
def give_mandate(
    network: Network,
    organization: Organization,
    *,
    by: User | None,
    kind: str,
    scope: str = "",
    on: PartialDate | None,
    until: PartialDate | None = None,
    reason: str,
    source: str = "",
) -> Mandate:
    """Give a task that is no numbered seat, such as a regional office."""
    lock(organization)
    mandate = Mandate(network=network, organization=organization, kind=kind, scope=nfc(scope), source=nfc(source))
    _dated(mandate, on, until)
    _demand_member(mandate, on)
    same = Mandate.objects.filter(network=network, organization=organization, kind=kind, scope=mandate.scope)
    other = first_overlap(mandate, same)
    if other is not None:
        raise Refused(_("%(name)s holds this mandate already, %(span)s.") % {"name": organization, "span": span(other)})
    mandate.save()
    log.record(GIVEN, organization, by=by, changes=_of(mandate, reason))
    return mandate


@transaction.atomic
def close_mandate(mandate: Mandate, *, by: User | None, on: PartialDate, reason: str) -> Mandate:
    """End a mandate; that day is its last. The seat, if it is one, is vacant from the day after."""
    current = lock(mandate)
    if current.ended_on is not None and current.ended_on < on.first:
        raise Refused(_("This mandate has ended already: %(span)s.") % {"span": span(current)})
    demand_period(current.started, on)
    before = current.ended.isoformat() if current.ended else None
    current.end(on)
    current.save()
    changes = entry(None, reason, mandate=[None, _title(current)], until=[before, on.isoformat()])
    log.record(CLOSED, current.organization, by=by, changes=changes)
    return current


@transaction.atomic
def hand_on(
    mandate: Mandate,
    organization: Organization,
    *,
    by: User | None,
    on: PartialDate,
    until: PartialDate | None = None,
    reason: str,
    source: str = "",
) -> Mandate:
    """Succession in a seat: the holder's term ends the day before, the successor's starts on that day."""
    current = lock(mandate)
    if current.seat is None:
        raise Refused(_("Only a seat is handed on; close this mandate and give another."))
    if current.organization_id == organization.pk:
        raise Refused(_("%(name)s holds the seat; give it another term once this one ends.") % {"name": organization})
    lock(current.seat)
    last = day_before(on)
    if current.started_on and last.last < current.started_on:
        raise Refused(_("The present term began on %(first)s; a successor starts later.") % {"first": current.started})
    if current.ended_on is None or current.ended_on >= on.first:
        current.end(last)
        current.save()
    successor = _given(current.seat, organization, on=on, until=until, source=source)
    changes = _of(successor, reason)
    changes["holder"] = [str(current.organization), str(organization)]
    log.record(HANDED_ON, organization, by=by, changes=changes)
    return successor


def _given(
    seat: Seat, organization: Organization, *, on: PartialDate | None, until: PartialDate | None, source: str
) -> Mandate:
    current = lock(seat)
    if until is None and current.term_months and on and on.precision == "day":
        until = PartialDate(term_end(on.first, current.term_months))
    mandate = Mandate(
        network=current.network,
        organization=organization,
        kind=current.kind,
        scope=current.title,
        seat=current,
        source=nfc(source),
    )
    _dated(mandate, on, until)
    outside = current.ended_on is not None and (until is None or current.ended_on < until.last)
    if outside or (current.started_on and on and on.last < current.started_on):
        raise Refused(_("The seat itself is on record %(span)s.") % {"span": span(current)})
    holder = first_overlap(mandate, current.mandates.select_related("organization"))
    if holder is not None:
        raise Refused(
            _("The seat is held by %(name)s, %(span)s. Close that term first, or give a first day after it ends.")
            % {"name": holder.organization, "span": span(holder)}
        )
    _demand_member(mandate, on)
    mandate.save()
    return mandate


def _dated(mandate: Mandate, on: PartialDate | None, until: PartialDate | None) -> None:
    demand_period(on, until)
    mandate.start(on)
    mandate.end(until)


def _demand_member(mandate: Mandate, on: PartialDate | None) -> None:
    """Refused where the seat is for members and the organization is certainly none on its first day."""
    if mandate.kind not in OF_MEMBERS or on is None:
        return
    standing = [Membership.Standing.MEMBER, Membership.Standing.ASSOCIATE]
    rows = Membership.objects.filter(network=mandate.network, organization=mandate.organization, standing__in=standing)
    if not (rows.on(on.first) | rows.on(on.last)).exists():
        raise Refused(
            _("%(name)s is no member on %(day)s; only members hold this mandate.")
            % {"name": mandate.organization, "day": on}
        )


def _title(mandate: Mandate) -> str:
    return f"{mandate.get_kind_display()}, {mandate.scope}" if mandate.scope else str(mandate.get_kind_display())


def _of(mandate: Mandate, reason: str) -> dict[str, list[object]]:
    until = mandate.ended.isoformat() if mandate.ended else None
    return entry(mandate.started, reason, mandate=[None, _title(mandate)], until=[None, until])
