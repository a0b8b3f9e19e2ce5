"""An event is moved to other days, another host, city or mode, or cancelled; the earlier plan stays readable.

Sessions and visits keep their time of day on the event's clock, also where the clock itself changes: what began at nine
begins at nine. A programme that was told already is told anew by a version of its own: no calendar stays behind.
"""

import datetime as dt
import zoneinfo
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansa.base import log
from hansa.base.dates import PartialDate
from hansa.base.errors import Refused
from hansa.events.actions.recording import end_role, give_role, record_event
from hansa.events.actions.releasing import keep_version
from hansa.events.actions.writing import check_days, demand_unchanged
from hansa.events.lines import Line
from hansa.events.models import Event, EventPlan, EventRole, Session, Visit
from hansa.events.releases import last_release, lines_in
from hansa.events.signals import event_cancelled, event_moved, event_reinstated
from hansa.network.models import Organization
from hansa.people.models import User

MOVED = log.verb("event.moved", gettext_lazy("moved the event %(subject)s"))
CANCELLED = log.verb("event.cancelled", gettext_lazy("cancelled the event %(subject)s"))
REINSTATED = log.verb("event.reinstated", gettext_lazy("took the event %(subject)s up again"))
PLANNED = ("starts_on", "starts_precision", "ends_on", "zone", "city", "venue", "mode")


@dataclass(frozen=True)
class Destination:
    """Where and when the event is to be held from now on."""

    starts: PartialDate
    ends_on: dt.date
    zone: str
    mode: str
    city: Organization | None = None
    venue: str = ""
    hosts: Sequence[Organization] = ()

    @property
    def values(self) -> dict[str, Any]:
        """The columns of an event."""
        own = {name: getattr(self, name) for name in ("ends_on", "zone", "mode", "city", "venue")}
        return {"starts_on": self.starts.first, "starts_precision": self.starts.precision, **own}


def shifted(days: int, old: str, new: str) -> Callable[[dt.datetime], dt.datetime]:
    """From a moment to the one so many days later at the same time of day, on the clock of the new zone."""
    before, after = zoneinfo.ZoneInfo(old), zoneinfo.ZoneInfo(new)

    def shift(moment: dt.datetime) -> dt.datetime:
        clock = moment.astimezone(before).replace(tzinfo=None, fold=0) + dt.timedelta(days=days)
        # Through UTC and back: a time that the spring skips becomes the one that the clocks then show.
        return clock.replace(tzinfo=after).astimezone(dt.UTC)

    return shift


@transaction.atomic
def plan_event(*, by: User | None, to: Destination, **values: Any) -> Event:
    """Put an event on record with its place, its mode and its hosts."""
    place = {"ends_on": to.ends_on, "zone": to.zone, "mode": to.mode, "city": to.city, "venue": to.venue}
    event = record_event(by=by, starts=to.starts, **place, **values)
    for host in to.hosts:
        give_role(event, host, by=by, role=EventRole.Role.HOST)
    return event


@transaction.atomic
def move_event(event: Event, *, by: User | None, to: Destination, reason: str, seen: int | None = None) -> EventPlan:
    """Hold it on other days, in another city, by another host or in another mode."""
    demand_unchanged(event, seen)
    if event.cancelled_at is not None:
        raise Refused(_("%(event)s is cancelled. Take it up again first.") % {"event": event})
    check_days(to.starts.first, to.ends_on)
    changes = log.differences(event, to.values)
    hosts = list(_hosts(event))
    if {one.pk for one in hosts} != {one.pk for one in to.hosts}:
        changes["hosts"] = [_names(hosts), _names(to.hosts)]
    if not changes:
        raise Refused(_("Nothing would change: these are its days, its place and its mode already."))
    plan = _kept(event, hosts, by, reason)
    shift = shifted((to.starts.first - event.starts_on).days, event.zone, to.zone)
    _set(event, to.values)
    for host in to.hosts:
        give_role(event, host, by=by, role=EventRole.Role.HOST)
    for host in hosts:
        if host.pk not in {one.pk for one in to.hosts}:
            end_role(event, host, by=by, role=EventRole.Role.HOST)
    log.record(MOVED, event, by=by, event=event, changes={**changes, "reason": [None, reason]})
    _move_lines(event, shift, by, reason)
    event_moved.send(Event, event=event, plan=plan, shift=shift, by=by)
    return plan


@transaction.atomic
def cancel_event(event: Event, *, by: User | None, reason: str, seen: int | None = None) -> None:
    """It is not held at all. Its page says so, and everything told of it is told as cancelled."""
    demand_unchanged(event, seen)
    if event.cancelled_at is not None:
        raise Refused(_("%(event)s was cancelled before.") % {"event": event})
    now = timezone.now()
    _set(event, {"cancelled_at": now, "cancelled_for": reason})
    off = {"cancelled_at": now, "reason": reason, "changed_at": now}
    _tell(event, lambda line: line if line.is_cancelled else line.told_anew(**off), by, reason)
    log.record(CANCELLED, event, by=by, event=event, changes={"reason": [None, reason]})
    event_cancelled.send(Event, event=event, by=by)


@transaction.atomic
def reinstate_event(event: Event, *, by: User | None, seen: int | None = None) -> None:
    """Take back that it was cancelled: what was told stands again as it was."""
    demand_unchanged(event, seen)
    if event.cancelled_at is None:
        raise Refused(_("%(event)s is not cancelled.") % {"event": event})
    reason, since = event.cancelled_for, event.cancelled_at
    on = {"cancelled_at": None, "reason": "", "changed_at": timezone.now()}
    _tell(event, lambda line: line.told_anew(**on) if line.cancelled_at == since else line, by, "")
    _set(event, {"cancelled_at": None, "cancelled_for": ""})
    log.record(REINSTATED, event, by=by, event=event, changes={"reason": [reason, None]})
    event_reinstated.send(Event, event=event, by=by)


def _kept(event: Event, hosts: list[Organization], by: User | None, reason: str) -> EventPlan:
    """The plan that was in force until now."""
    last = event.earlier_plans.order_by("-number").first()
    values = {name: getattr(event, name) for name in PLANNED}
    number = last.number + 1 if last else 1
    plan = EventPlan.objects.create(
        event=event, number=number, valid_until=timezone.now(), reason=reason, by=by, **values
    )
    plan.hosts.set(hosts)
    return plan


def _set(event: Event, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(event, name, value)
    event.revision += 1
    event.save()


def _move_lines(event: Event, shift: Callable[[dt.datetime], dt.datetime], by: User | None, reason: str) -> None:
    """The working programme and, where one was released, its last version: each on its own, nothing else released."""
    now = timezone.now()
    for model in (Session, Visit):
        rows: list[Any] = list(model.objects.filter(event=event))
        for row in rows:
            row.starts_at, row.ends_at = shift(row.starts_at), shift(row.ends_at)
            row.sequence, row.revision, row.changed_at = row.sequence + 1, row.revision + 1, now
        model.objects.bulk_update(rows, ["starts_at", "ends_at", "sequence", "revision", "changed_at"])
    _tell(event, lambda line: line.told_anew(shift(line.starts_at), shift(line.ends_at), changed_at=now), by, reason)


def _tell(event: Event, anew: Callable[[Line], Line], by: User | None, reason: str) -> None:
    """A version of its own made of the last one, where the programme was told before; what is in work stays in work."""
    before = last_release(event)
    if before is not None:
        keep_version(event, before, [anew(line) for line in lines_in(before)], by=by, note=reason)


def _hosts(event: Event) -> Iterable[Organization]:
    return Organization.objects.filter(event_roles__event=event, event_roles__role=EventRole.Role.HOST).order_by("pk")


def _names(organizations: Iterable[Organization]) -> str:
    return "; ".join(str(one) for one in organizations)
