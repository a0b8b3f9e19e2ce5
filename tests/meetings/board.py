"""A small round for the tests of this room: four delegations, four slots of two tables, and a plan drawn up."""

from dataclasses import dataclass
from typing import Any

from hansa.delegations.models import Delegate
from hansa.meetings import actions
from hansa.meetings.models import Placement, Plan, Round
from tests import cast


@dataclass
class Small:
    """Maastricht asks for Tallinn and Linz, Linz and Tallinn for each other; Baku speaks only Azerbaijani."""

    round: Round
    maastricht: Delegate
    tallinn: Delegate
    linz: Delegate
    baku: Delegate

    def pair(self, one: Delegate, other: Delegate) -> dict[str, int]:
        return {"first": min(one.pk, other.pk), "second": max(one.pk, other.pk)}

    def place(self, slot: int, table: int) -> dict[str, int]:
        """The keys of a place, counted from 0 and from 1."""
        return {"slot": self.round.slots.all()[slot].pk, "table": self.round.tables.get(number=table).pk}


def small(**fields: Any) -> Small:
    made = cast.round_of(slots=4, tables=2)
    delegates = [cast.delegate(city) for city in ("Maastricht", "Tallinn", "Linz")]
    maastricht, tallinn, linz = delegates
    baku = cast.delegate("Baku", languages=["az"])
    cast.request(made, maastricht, tallinn, priority=1, topic="Digital services")
    cast.request(made, maastricht, linz, priority=2)
    cast.request(made, linz, tallinn, priority=3)
    cast.request(made, tallinn, linz, priority=2)
    return Small(made, maastricht, tallinn, linz, baku)


def drawn(of: Round) -> Plan:
    """A plan asked for by Ana and drawn up."""
    return actions.draw_up(actions.propose(of, by=cast.ana()))


def board(plan: Plan) -> set[str]:
    """Where everybody stands: "Linz – Tallinn 14:25 T1"."""
    rows = Placement.objects.filter(plan=plan).select_related("slot", "table")
    return {
        f"{row.first.delegation} – {row.second.delegation}"
        f" {plan.round.event.local(row.slot.starts_at):%H:%M} T{row.table.number}"
        for row in rows
    }
