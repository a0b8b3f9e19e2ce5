"""Standing in the network, from admission to readmission. Periods are closed, never deleted.

Each act names its day and its reason, checks under a lock on the organization, and writes one entry in the log.
"""

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansa.base import log
from hansa.base.dates import PartialDate
from hansa.base.errors import Refused
from hansa.base.text import nfc
from hansa.network.actions.entries import demand_period, entry, first_overlap, lock, span
from hansa.network.admission import Terms
from hansa.network.models import Mandate, Membership, Network, Organization, Suspension
from hansa.network.terms import day_before
from hansa.people.models import User

ADMITTED = log.verb("membership.admitted", gettext_lazy("admitted %(subject)s"))
READMITTED = log.verb("membership.readmitted", gettext_lazy("readmitted %(subject)s"))
CHANGED = log.verb("membership.changed", gettext_lazy("changed the standing of %(subject)s"))
SUSPENDED = log.verb("membership.suspended", gettext_lazy("suspended %(subject)s"))
LIFTED = log.verb("membership.lifted", gettext_lazy("lifted the suspension of %(subject)s"))
WITHDRAWN = log.verb("membership.withdrawn", gettext_lazy("ended the membership of %(subject)s"))


@transaction.atomic
def admit(
    network: Network, organization: Organization, terms: Terms, *, by: User | None, on: PartialDate | None, reason: str
) -> Membership:
    """Admit an organization from that day that was never a member; a candidate's or observer's row ends before it."""
    lock(organization)
    rows = list(Membership.objects.filter(network=network, organization=organization))
    past = next((row for row in rows if row.ended_on and row.ended_as != Membership.Ending.CHANGED), None)
    if past is not None:
        raise Refused(
            _("%(name)s was in the network before (%(span)s). Readmit it, so that both periods stay on record.")
            % {"name": organization, "span": span(past)}
        )
    current = next((row for row in rows if row.ended_on is None), None)
    if current is not None:
        if current.standing in (Membership.Standing.MEMBER, terms.standing):
            raise Refused(
                _("%(name)s is in the network already, as %(standing)s %(span)s.")
                % {"name": organization, "standing": current.get_standing_display(), "span": span(current)}
            )
        _close_for_change(current, on)
    return _enter(network, organization, terms, by=by, on=on, reason=reason, act=ADMITTED)


@transaction.atomic
def readmit(
    network: Network, organization: Organization, terms: Terms, *, by: User | None, on: PartialDate | None, reason: str
) -> Membership:
    """Take an organization in again that has left: a new row, beside the old ones."""
    lock(organization)
    rows = list(Membership.objects.filter(network=network, organization=organization))
    current = next((row for row in rows if row.ended_on is None), None)
    if current is not None:
        raise Refused(_("%(name)s is in the network %(span)s.") % {"name": organization, "span": span(current)})
    if not rows:
        raise Refused(_("%(name)s was never in the network; admit it instead.") % {"name": organization})
    return _enter(network, organization, terms, by=by, on=on, reason=reason, act=READMITTED)


@transaction.atomic
def change_standing(
    membership: Membership, terms: Terms, *, by: User | None, on: PartialDate | None, reason: str
) -> Membership:
    """Another standing or category from that day: the old row ends the day before, founding stays what it was."""
    lock(membership.organization)
    current = lock(membership)
    if current.ended_on is not None:
        raise Refused(_("This standing has ended: %(span)s.") % {"span": span(current)})
    if (current.standing, current.category) == (terms.standing, nfc(terms.category)):
        raise Refused(_("%(name)s has this standing already.") % {"name": current.organization})
    _close_for_change(current, on)
    kept = Terms(terms.standing, terms.category, current.founding, terms.approved_by, terms.approved_on, terms.source)
    return _enter(current.network, current.organization, kept, by=by, on=on, reason=reason, act=CHANGED)


@transaction.atomic
def suspend(
    membership: Membership,
    *,
    by: User | None,
    on: PartialDate,
    until: PartialDate | None = None,
    reason: str,
    source: str = "",
) -> Suspension:
    """Let the rights of a membership rest from that day, until another or until they are given back."""
    current = lock(membership)
    demand_period(on, until)
    suspension = Suspension(membership=current, source=nfc(source))
    suspension.start(on)
    suspension.end(until)
    ends_before = current.ended_on is not None and (until is None or current.ended_on < until.last)
    if (current.started_on and on.last < current.started_on) or ends_before:
        raise Refused(
            _("A suspension lies within the membership, which is on record %(span)s.") % {"span": span(current)}
        )
    other = first_overlap(suspension, current.suspensions.all())
    if other is not None:
        raise Refused(
            _("%(name)s is suspended already, %(span)s.") % {"name": current.organization, "span": span(other)}
        )
    suspension.save()
    changes = entry(on, reason, until=[None, until.isoformat() if until else None])
    log.record(SUSPENDED, current.organization, by=by, changes=changes)
    return suspension


@transaction.atomic
def lift(suspension: Suspension, *, by: User | None, on: PartialDate, reason: str) -> Suspension:
    """Give the rights back from that day: the suspension's last day is the day before."""
    current = lock(suspension)
    if current.ended_on is not None and current.ended_on < on.first:
        raise Refused(_("This suspension has ended already: %(span)s.") % {"span": span(current)})
    last = day_before(on)
    if current.started_on and last.last < current.started_on:
        raise Refused(
            _("The suspension begins on %(first)s; it can be lifted from a later day.") % {"first": current.started}
        )
    current.end(last)
    current.save()
    log.record(LIFTED, current.membership.organization, by=by, changes=entry(on, reason))
    return current


@transaction.atomic
def withdraw(
    membership: Membership,
    *,
    by: User | None,
    on: PartialDate,
    ended_as: str = "withdrawn",
    reason: str,
) -> Membership:
    """End a membership; that day is its last. An open suspension ends with it; mandates must have been closed."""
    lock(membership.organization)
    current = lock(membership)
    if current.ended_on is not None:
        raise Refused(_("This membership has ended already: %(span)s.") % {"span": span(current)})
    demand_period(current.started, on)
    held = Mandate.objects.filter(network=current.network, organization=current.organization)
    held = held.exclude(ended_on__lte=on.last).exclude(kind=Mandate.Kind.SECRETARIAT)
    if held:
        names = ", ".join(str(mandate.get_kind_display()) for mandate in held)
        raise Refused(
            _("%(name)s holds mandates beyond that day: %(mandates)s. Close them first.")
            % {"name": current.organization, "mandates": names}
        )
    for suspension in current.suspensions.filter(ended_on=None):
        suspension.end(on)
        suspension.save()
    current.end(on)
    current.ended_as = ended_as
    current.save()
    changes = entry(on, reason, standing=[current.standing, ended_as])
    log.record(WITHDRAWN, current.organization, by=by, changes=changes)
    return current


def _enter(
    network: Network,
    organization: Organization,
    terms: Terms,
    *,
    by: User | None,
    on: PartialDate | None,
    reason: str,
    act: str,
) -> Membership:
    membership = membership_on(network, organization, terms)
    membership.start(on)
    other = first_overlap(membership, Membership.objects.filter(network=network, organization=organization))
    if other is not None:
        raise Refused(
            _("On that day %(name)s is %(standing)s (%(span)s). A new standing starts the day after the old one ends.")
            % {"name": organization, "standing": other.get_standing_display(), "span": span(other)}
        )
    membership.save()
    changes = entry(on, reason, standing=[None, terms.standing])
    if membership.category:
        changes["category"] = [None, membership.category]
    if membership.approved_by or terms.approved_on:
        day = terms.approved_on.isoformat() if terms.approved_on else ""
        changes["approved"] = [None, f"{membership.approved_by} {day}".strip()]
    log.record(act, organization, by=by, changes=changes)
    return membership


def membership_on(network: Network, organization: Organization, terms: Terms) -> Membership:
    """A membership on these terms, without its days, unsaved."""
    approved = terms.approved_on
    return Membership(
        network=network,
        organization=organization,
        standing=terms.standing,
        category=nfc(terms.category),
        founding=terms.founding,
        approved_by=nfc(terms.approved_by),
        approved_on=approved.first if approved else None,
        approved_precision=approved.precision if approved else "day",
        source=nfc(terms.source),
    )


def _close_for_change(current: Membership, on: PartialDate | None) -> None:
    """End a standing the day before the next one starts."""
    if on is None:
        raise Refused(_("A change of standing needs its day."))
    last = day_before(on)
    if current.started_on and last.last < current.started_on:
        raise Refused(
            _("The present standing began on %(first)s; the next one starts later.") % {"first": current.started}
        )
    current.end(last)
    current.ended_as = Membership.Ending.CHANGED
    current.save()
