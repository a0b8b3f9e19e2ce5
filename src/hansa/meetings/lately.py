"""What happened lately: acts since a plan was read, what is closed or away just now, and whether anything is new."""

from dataclasses import dataclass

from django.db.models import Max, Q, QuerySet

from hansa.base import log
from hansa.base.models import LogEntry
from hansa.meetings.models import Closure, Plan, Round, Table

# What a plan rests on: acts on anything else, such as letters or publications, give no reason to plan again.
GROUND = ("delegation", "delegate", "request", "tables", "interpreter", "round", "session", "visit", "meeting")


def acts_since(plan: Plan) -> QuerySet[LogEntry]:
    """The acts on what a plan rests on since its rows were read, the last first."""
    if plan.read_at is None:
        return LogEntry.objects.none()
    entries = LogEntry.objects.filter(event_id=str(plan.round.event_id), at__gt=plan.read_at)
    kinds = Q()
    for subject in GROUND:
        kinds |= Q(verb__startswith=f"{subject}.")
    return entries.filter(kinds).exclude(verb="delegation.calendar")


def told_since(plan: Plan, most: int) -> list[tuple[LogEntry, str]]:
    """The last of these acts, each with its sentence."""
    return [(entry, log.sentence_of(entry)) for entry in acts_since(plan)[:most]]


def edition(of: Round) -> str:
    """Names how the board stands: another as soon as any act was done for its event. Two indexed look-ups."""
    last = LogEntry.objects.filter(event_id=str(of.event_id)).aggregate(last=Max("pk"))["last"]
    return f"{of.version}-{last or 0}"


def last_act(of: Round) -> tuple[LogEntry, str] | None:
    """The last act on the round's plans, with its sentence: who else is at work."""
    entry = LogEntry.objects.filter(event_id=str(of.event_id), verb__startswith="plan.").order_by("-pk").first()
    return (entry, log.sentence_of(entry)) if entry else None


@dataclass
class Closed:
    """Tables that somebody closed together: in which slots, and why."""

    first: Closure
    last: Closure
    tables: list[Table]


def closed_by_hand(of: Round) -> list[Closed]:
    """What was closed since the round was cut, and is closed still."""
    found: dict[object, Closed] = {}
    rows = Closure.objects.filter(slot__round=of).exclude(closed_at=None).select_related("slot", "table")
    for row in rows.order_by("closed_at", "slot__starts_at", "table__number"):
        together = found.setdefault(row.closed_at, Closed(row, row, []))
        together.last = row
        if row.table not in together.tables:
            together.tables.append(row.table)
    return list(found.values())
