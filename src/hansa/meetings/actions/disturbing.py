"""Something changed: tables are not there, an interpreter is away, people come late or not at all.

What is said here is true at once, on the board and in the log; what it does to the plan, a repair says later. Each of
these acts can be taken back by the one beside it.
"""

import datetime as dt
from collections.abc import Iterable, Sequence

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansa.base import log
from hansa.base.errors import Refused
from hansa.base.words import with_commas
from hansa.delegations import actions as delegations
from hansa.delegations.models import Delegate
from hansa.meetings.actions.planning import lock
from hansa.meetings.models import Closure, Interpreter, Leave, Round, Table
from hansa.people.models import User

CLOSED = log.verb("tables.closed", gettext_lazy("closed tables of %(subject)s"))
OPENED = log.verb("tables.opened", gettext_lazy("opened tables of %(subject)s again"))
LEFT = log.verb("interpreter.left", gettext_lazy("noted that the interpreter %(subject)s is away"))
RETURNED = log.verb("interpreter.returned", gettext_lazy("noted that the interpreter %(subject)s is there after all"))


@transaction.atomic
def close_tables(
    of: Round,
    *,
    tables: Iterable[Table],
    starts_at: dt.datetime,
    ends_at: dt.datetime,
    by: User | None,
    reason: str = "",
) -> list[Closure]:
    """These tables are not there in any slot that the period touches. Those that are closed already stay so."""
    held, chosen = lock(of), list(tables)
    slots = [slot for slot in held.slots.all() if slot.starts_at < ends_at and starts_at < slot.ends_at]
    shut = set(Closure.objects.filter(slot__in=slots).values_list("slot", "table"))
    now = timezone.now()
    fresh = [
        Closure(slot=slot, table=table, closed_at=now, reason=reason)
        for slot in slots
        for table in chosen
        if (slot.pk, table.pk) not in shut
    ]
    if not fresh:
        raise Refused(_("These tables are closed then already, or no time of the round lies in that period."))
    made = Closure.objects.bulk_create(fresh)
    changes = {"tables": [None, _numbers(chosen)], "time": [None, _period(held, starts_at, ends_at)]}
    if reason:
        changes["reason"] = [None, reason]
    log.record(CLOSED, held, by=by, event=held.event, changes=changes)
    return made


@transaction.atomic
def open_tables(closure: Closure, *, by: User | None) -> None:
    """What was closed together with this is there again."""
    held = lock(closure.slot.round)
    together = Closure.objects.filter(slot__round=held, closed_at=closure.closed_at).select_related("slot", "table")
    gone = list(together.order_by("slot__starts_at", "table__number"))
    if closure.closed_at is None or not gone:
        raise Refused(_("These tables are open already."))
    tables = list({row.table_id: row.table for row in gone}.values())
    period = _period(held, gone[0].slot.starts_at, gone[-1].slot.ends_at)
    Closure.objects.filter(pk__in=[row.pk for row in gone]).delete()
    changes = {"tables": [_numbers(tables), None], "time": [period, None]}
    log.record(OPENED, held, by=by, event=held.event, changes=changes)


@transaction.atomic
def let_go(interpreter: Interpreter, *, starts_at: dt.datetime, ends_at: dt.datetime | None, by: User | None) -> Leave:
    """An interpreter is away from then on: until a moment, or, without one, for good."""
    held = lock(interpreter.round)
    if ends_at is not None and ends_at <= starts_at:
        raise Refused(_("A period ends before it starts."))
    for other in interpreter.leaves.all():
        if (ends_at is None or other.starts_at < ends_at) and (other.ends_at is None or starts_at < other.ends_at):
            raise Refused(
                _("%(person)s is noted as away then already. Take that back first.") % {"person": interpreter.person}
            )
    leave = Leave.objects.create(interpreter=interpreter, starts_at=starts_at, ends_at=ends_at)
    log.record(LEFT, interpreter, by=by, event=held.event, changes={"away": [None, _away(held, leave)]})
    return leave


@transaction.atomic
def take_in_again(leave: Leave, *, by: User | None) -> None:
    """The interpreter is there in that period after all."""
    interpreter = leave.interpreter
    held = lock(interpreter.round)
    changes = {"away": [_away(held, leave), None]}
    leave.delete()
    log.record(RETURNED, interpreter, by=by, event=held.event, changes=changes)


@transaction.atomic
def change_stay(delegates: Sequence[Delegate], *, by: User | None, **values: dt.datetime | None) -> None:
    """A flight is late, or leaves early: ``arrives_at`` or ``departs_at`` of all these people."""
    changed = [delegations.revise_delegate(delegate, by=by, **values) for delegate in delegates]
    if not any(changed):
        raise Refused(_("That is what is on record already."))


def _numbers(tables: Iterable[Table]) -> str:
    return with_commas(f"T{table.number}" for table in sorted(tables, key=lambda table: table.number))


def _period(of: Round, starts_at: dt.datetime, ends_at: dt.datetime) -> str:
    start, end = of.event.local(starts_at), of.event.local(ends_at)
    last = f"{end:%H:%M}" if start.date() == end.date() else f"{end:%Y-%m-%d %H:%M}"
    return f"{start:%Y-%m-%d %H:%M}–{last}"


def _away(of: Round, leave: Leave) -> str:
    """A period for the log; one without an end stays open."""
    if leave.ends_at is None:
        return f"{of.event.local(leave.starts_at):%Y-%m-%d %H:%M}–"
    return _period(of, leave.starts_at, leave.ends_at)
