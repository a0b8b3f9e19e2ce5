"""The sheet Event: the event, the larger one around it, and those that are named in it."""

import re
from typing import Any

from django.utils.translation import gettext as _

from hansa.base.errors import Refused
from hansa.base.fields import Multilingual
from hansa.events import actions
from hansa.events.models import Event, EventClaim
from hansa.intake.columns import EVENT
from hansa.intake.fates import Row
from hansa.intake.ledger import Ledger, name_key, refuse_doubles, zone_named
from hansa.intake.sheets.places import settle
from hansa.network import actions as network
from hansa.network.models import Organization

# Words that make a figure a floor: "over 500", "plus de 500", "500+".
_FLOOR = re.compile(r"over|more than|at least|above|plus de|au moins|أكثر|más de|\+|>|≥", re.IGNORECASE)
# 500, 12,500, 12 500, 12’500; what goes on after a comma or point is no count (2.5).
_FIGURE = re.compile(r"(?<![\d.,])(\d{1,3}(?:[\s,.’']\d{3})+|\d+)(?![\d]|[.,]\d)")
MOST_FIGURE = 100_000_000


def record(ledger: Ledger) -> None:
    """Record or revise each event, those around before those inside."""
    rows = ledger.book.of(EVENT)
    refuse_doubles(rows, lambda row: row.get("key"), "key")
    held = {
        (claim.event_id, claim.measure, claim.source): claim
        for claim in EventClaim.objects.filter(event__key__in=[row.get("key", "") for row in rows])
    }
    for row in _outermost_first(rows):
        if row.refusals or ledger.passes_over(row, row.get("key")):
            continue
        try:
            _record_one(ledger, row)
            _claim(ledger, row, held)
        except Refused as refusal:
            row.refuse(str(refusal))


def _outermost_first(rows: list[Row]) -> list[Row]:
    """Rows in an order in which each comes after the one it is part of; circles are refused."""
    by_key = {row.get("key"): row for row in rows}
    placed: dict[int, Row] = {}

    def place(row: Row, around: tuple[int, ...]) -> None:
        if row.number in around:
            row.refuse(_("An event cannot be part of itself."), "part_of")
            return
        outer = by_key.get(row.get("part_of"))
        if outer is not None and outer.number not in placed:
            place(outer, (*around, row.number))
        placed.setdefault(row.number, row)

    for row in rows:
        place(row, ())
    return list(placed.values())


def _record_one(ledger: Ledger, row: Row) -> None:
    event = ledger.events.get(row.get("key"))
    if event is not None:
        ledger.demand_event(event)
    elif not ledger.is_office:
        raise Refused(_("A new event is recorded by the secretariat; ask it to, then send the workbook again."))
    values = _values(ledger, row)
    if event is None:
        starts, ends = row.get("first_day"), values.pop("ends_on", None)
        event = actions.record_event(by=ledger.by, key=row.get("key"), starts=starts, ends_on=ends, **values)
        row.is_new = True
    else:
        first, last = row.get("first_day"), row.get("last_day")
        values |= {"starts_on": first.first, "starts_precision": first.precision, "ends_on": (last or first).last}
        row.changed(actions.revise_event(event, by=ledger.by, **values), event)
    row.record = ledger.events[event.key] = event
    ledger.report.events.append(event.key)


def _values(ledger: Ledger, row: Row) -> dict[str, Any]:
    name = {"en": row.get("name"), "fr": row.get("name_fr", ""), "ar": row.get("name_ar", "")}
    values = {
        "name": Multilingual({language: text for language, text in name.items() if text}),
        "zone": zone_named(row.get("zone")),
        "city": _city(ledger, row),
        **row.given(kind="kind", edition="edition", venue="venue", note="note"),
    }
    if row.get("last_day"):
        values["ends_on"] = row.get("last_day").last
    if row.get("part_of"):
        values["part_of"] = _around(ledger, row)
    return values


def _around(ledger: Ledger, row: Row) -> Event:
    key = row.get("part_of")
    if key not in ledger.events:
        raise Refused(_("There is no event “%(key)s” for it to be part of.") % {"key": key})
    return ledger.events[key]


def _city(ledger: Ledger, row: Row) -> Organization | None:
    """The city on record by name or place; recorded where it has no row of its own."""
    name, country = row.get("city"), row.get("country", "")
    named = [one for one in ledger.named.get(name_key(name), {}).values() if country in ("", one.country)]
    if len(named) == 1:
        return named[0]
    settled = settle(ledger, row, name, country)
    if settled is None:
        return None
    found = ledger.by_place.get(settled.get("place", "")) or ledger.by_name.get((name_key(name), settled["country"]))
    if found is None:
        found = network.record_organization(by=ledger.by, name=name, **settled)
        ledger.know(found)
    return found


def _claim(ledger: Ledger, row: Row, held: dict[Any, EventClaim]) -> None:
    """The figures that were announced, as claims of this event alone."""
    source = row.get("source", "")
    for measure in ("people", "countries"):
        said = row.get(measure)
        if said is None:
            continue
        figure = _FIGURE.search(str(said))
        if figure is None:
            row.refuse(_("“%(text)s” names no number.") % {"text": said}, measure)
            continue
        number, is_floor = int(re.sub(r"\D", "", figure[0])), bool(_FLOOR.search(str(said)))
        if number > MOST_FIGURE:
            row.refuse(
                _("%(text)s is too large a number; at most %(most)s.") % {"text": number, "most": MOST_FIGURE}, measure
            )
            continue
        claim = held.get((row.record.pk, measure, source))
        if claim is None or (claim.number, claim.is_floor) != (number, is_floor):
            _claim_made, changes = actions.claim_figure(
                row.record, by=ledger.by, measure=measure, number=number, is_floor=is_floor, source=source
            )
            row.changed(changes)
