"""Delegations are invited and named; who cannot come withdraws and stays on record."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansa.base import log
from hansa.base.errors import Refused
from hansa.delegations.models import Delegate, Delegation, new_calendar_key
from hansa.events.models import Event
from hansa.network.models import Organization
from hansa.people.models import Person, User

# How far from its event an arrival or a departure may be.
NEAR = dt.timedelta(days=366)
Changes = dict[str, list[Any]]

INVITED = log.verb("delegation.recorded", gettext_lazy("recorded the delegation of %(subject)s"))
CAPACITY = log.verb("delegation.revised", gettext_lazy("revised the delegation of %(subject)s"))
RETURNED = log.verb("delegation.returned", gettext_lazy("took the delegation of %(subject)s back in"))
WITHDRAWN = log.verb("delegation.withdrawn", gettext_lazy("withdrew the delegation of %(subject)s"))
NAMED = log.verb("delegate.named", gettext_lazy("named the delegate %(subject)s"))
REVISED = log.verb("delegate.revised", gettext_lazy("revised the delegate %(subject)s"))
CALENDAR = log.verb("delegation.calendar", gettext_lazy("gave a new calendar address to the delegation of %(subject)s"))
COMES_AGAIN = log.verb("delegate.returned", gettext_lazy("took the delegate %(subject)s back in"))
STAYS_AWAY = log.verb("delegate.withdrawn", gettext_lazy("withdrew the delegate %(subject)s"))


@transaction.atomic
def record_delegation(
    event: Event, organization: Organization, *, by: User | None, capacity: str = "guest", places: int | None = None
) -> Delegation:
    """The delegation of an organization to an event, in a capacity, with as many places as it may name people."""
    if Delegation.objects.filter(event=event, organization=organization).exists():
        raise Refused(_("%(name)s has a delegation to this event already.") % {"name": organization})
    delegation = Delegation.objects.create(event=event, organization=organization, capacity=capacity, places=places)
    log.record(INVITED, delegation, by=by, event=event, changes={"capacity": [None, capacity]})
    return delegation


def revise_delegation(delegation: Delegation, *, by: User | None, **values: Any) -> Changes:
    """Say anew in which ``capacity`` it comes, and how many ``places`` it has. Nobody who was named loses theirs."""
    changes = log.differences(delegation, values)
    if changes:
        with transaction.atomic():
            for name in changes:
                setattr(delegation, name, values[name])
            delegation.save(update_fields=list(changes))
            log.record(CAPACITY, delegation, by=by, event=delegation.event, changes=changes)
    return changes


@transaction.atomic
def return_delegation(delegation: Delegation, *, by: User | None) -> None:
    """It comes after all, with the people who had been named for it."""
    current = Delegation.objects.select_for_update().get(pk=delegation.pk)
    if current.withdrawn_on is None:
        raise Refused(_("%(name)s comes already.") % {"name": delegation})
    delegation.withdrawn_on = current.withdrawn_on = None
    current.save(update_fields=["withdrawn_on"])
    log.record(RETURNED, delegation, by=by, event=delegation.event)


@transaction.atomic
def withdraw_delegation(delegation: Delegation, *, by: User | None) -> None:
    """It does not come; its people and its diary stay on record."""
    if delegation.withdrawn_on:
        raise Refused(_("%(name)s has withdrawn already.") % {"name": delegation})
    delegation.withdrawn_on = timezone.localdate()
    delegation.save(update_fields=["withdrawn_on"])
    log.record(WITHDRAWN, delegation, by=by, event=delegation.event)


@transaction.atomic
def name_delegate(delegation: Delegation, person: Person, *, by: User | None, role: str, **values: Any) -> Delegate:
    """Name a person as part of a delegation: ``title``, ``languages``, ``arrives_at``, ``departs_at`` may come."""
    places = _held(delegation)
    if delegation.withdrawn_on:
        raise Refused(_("%(name)s has withdrawn from this event.") % {"name": delegation})
    if Delegate.objects.filter(delegation=delegation, person=person).exists():
        raise Refused(_("%(person)s is in this delegation already.") % {"person": person})
    _check_places(delegation, places)
    _check_head(delegation, role, None)
    _check_stay(values.get("arrives_at"), values.get("departs_at"))
    _check_year(delegation.event, values)
    delegate = Delegate.objects.create(delegation=delegation, person=person, role=role, **values)
    log.record(NAMED, delegate, by=by, event=delegation.event, changes={"role": [None, role]})
    return delegate


def revise_delegate(delegate: Delegate, *, by: User | None, **values: Any) -> Changes:
    """Set role, title, languages, arrival or departure."""
    changes = log.differences(delegate, values)
    if not changes:
        return changes
    if "role" in changes:
        _check_head(delegate.delegation, values["role"], delegate)
    _check_stay(values.get("arrives_at", delegate.arrives_at), values.get("departs_at", delegate.departs_at))
    _check_year(delegate.delegation.event, {name: values[name] for name in changes})
    with transaction.atomic():
        for name in changes:
            setattr(delegate, name, values[name])
        delegate.save()
        log.record(REVISED, delegate, by=by, event=delegate.delegation.event, changes=changes)
    return changes


@transaction.atomic
def withdraw_delegate(delegate: Delegate, *, by: User | None) -> None:
    """This person does not come; the row stays, so that a later head does not double them."""
    if delegate.withdrawn_on:
        raise Refused(_("%(person)s has withdrawn already.") % {"person": delegate.person})
    delegate.withdrawn_on = timezone.localdate()
    delegate.save(update_fields=["withdrawn_on"])
    log.record(STAYS_AWAY, delegate, by=by, event=delegate.delegation.event)


@transaction.atomic
def return_delegate(delegate: Delegate, *, by: User | None) -> None:
    """This person comes after all, with what was on record of them."""
    delegation = delegate.delegation
    places = _held(delegation)
    if delegate.withdrawn_on is None:
        raise Refused(_("%(person)s comes already.") % {"person": delegate.person})
    _check_places(delegation, places)
    _check_head(delegation, delegate.role, delegate)
    delegate.withdrawn_on = None
    delegate.save(update_fields=["withdrawn_on"])
    log.record(COMES_AGAIN, delegate, by=by, event=delegation.event)


@transaction.atomic
def renew_calendar(delegation: Delegation, *, by: User | None) -> None:
    """A new secret for the calendar feed: whoever knows only the old address is shut out. The log keeps neither."""
    delegation.calendar_key = new_calendar_key()
    delegation.save(update_fields=["calendar_key"])
    log.record(CALENDAR, delegation, by=by, event=delegation.event)


def _held(delegation: Delegation) -> int | None:
    """Hold the delegation until the transaction ends, so that its last place is given once; answers how many it has."""
    return Delegation.objects.select_for_update().filter(pk=delegation.pk).values_list("places", flat=True).first()


def _check_places(delegation: Delegation, places: int | None) -> None:
    if places is not None and delegation.delegates.filter(withdrawn_on=None).count() >= places:
        raise Refused(
            _("%(name)s has named as many people as it has places: %(n)s. Ask the office for another.")
            % {"name": delegation, "n": places}
        )


def _check_head(delegation: Delegation, role: str, but: Delegate | None) -> None:
    if role != "head":
        return
    heads = delegation.delegates.filter(role="head", withdrawn_on=None).exclude(pk=but.pk if but else None)
    head = heads.select_related("person").first()
    if head is not None:
        raise Refused(
            _("%(name)s is led by %(person)s; a delegation has one head.") % {"name": delegation, "person": head.person}
        )


def _check_year(event: Event, values: dict[str, Any]) -> None:
    """A year that slipped would take away every meeting of the delegation without a word."""
    for name in ("arrives_at", "departs_at"):
        moment = values.get(name)
        if moment and not event.starts_on - NEAR <= moment.date() <= event.ends_on + NEAR:
            raise Refused(
                _("%(day)s is more than a year away from %(event)s. Look at the year again.")
                % {"day": f"{moment:%Y-%m-%d}", "event": event}
            )


def _check_stay(arrives: dt.datetime | None, departs: dt.datetime | None) -> None:
    if arrives and departs and departs <= arrives:
        raise Refused(_("The departure is before the arrival."))
