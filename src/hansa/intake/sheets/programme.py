"""The sheets Sessions and Visits: what happens when, and who is bound by it."""

from collections.abc import Callable
from typing import Any

from django.db.models import prefetch_related_objects

from hansa.base.errors import Refused
from hansa.base.fields import Multilingual
from hansa.events import actions
from hansa.events.models import Event, Session, Visit
from hansa.intake.columns import SESSIONS, VISITS
from hansa.intake.fates import Row
from hansa.intake.ledger import Ledger, name_key, refuse_doubles


def record_sessions(ledger: Ledger) -> None:
    """Sessions, known by event and title."""
    rows = ledger.book.of(SESSIONS)
    held = _held(Session.objects.filter(event__in=_events(ledger, rows)).select_related("event"))
    prefetch_related_objects(list(held.values()), "speeches__person")
    _each(ledger, rows, lambda row, event: _session(ledger, row, event, held))


def record_visits(ledger: Ledger) -> None:
    """Visits, known by event and title."""
    rows = ledger.book.of(VISITS)
    held = _held(Visit.objects.filter(event__in=_events(ledger, rows)).select_related("event"))
    prefetch_related_objects(list(held.values()), "participants")
    _each(ledger, rows, lambda row, event: _visit(ledger, row, event, held))


def _events(ledger: Ledger, rows: list[Row]) -> list[Event]:
    keys = {row.get("event") or ledger.main_key for row in rows}
    return [event for key, event in ledger.events.items() if key in keys]


def _held(found: Any) -> dict[tuple[int, str], Any]:
    return {(one.event_id, name_key(one.title.get("en", ""))): one for one in found}


def _each(ledger: Ledger, rows: list[Row], act: Callable[[Row, Event], None]) -> None:
    refuse_doubles(rows, lambda row: (row.get("event") or ledger.main_key, name_key(row.get("title", ""))), "title")
    for row in rows:
        if row.refusals:
            continue
        try:
            event = ledger.event_of(row)
            ledger.demand_event(event)
            act(row, event)
        except Refused as refusal:
            row.refuse(str(refusal))


def _title(row: Row) -> Multilingual:
    texts = {"en": row.get("title"), "fr": row.get("title_fr"), "ar": row.get("title_ar")}
    return Multilingual({language: text for language, text in texts.items() if text})


def _session(ledger: Ledger, row: Row, event: Event, held: dict[tuple[int, str], Any]) -> None:
    starts, ends = ledger.period(row, event)
    values = {
        "title": _title(row),
        "starts_at": starts,
        "ends_at": ends,
        **row.given(kind="kind", hall="hall", spoken="spoken", interpreted="interpreted"),
    }
    if row.get("everybody"):
        values["everybody"] = row.get("everybody") == "yes"
    speakers = ledger.people(row.get("speakers")) if row.get("speakers") else None
    found = held.get((event.pk, name_key(row.get("title"))))
    if found is None:
        row.record = actions.record_session(event, by=ledger.by, speakers=speakers, **values)
        row.is_new = True
    else:
        row.changed(actions.revise_session(found, by=ledger.by, speakers=speakers, **values), event)


def _visit(ledger: Ledger, row: Row, event: Event, held: dict[tuple[int, str], Any]) -> None:
    starts, ends = ledger.period(row, event)
    values = {"title": _title(row), "starts_at": starts, "ends_at": ends, **row.given(kind="kind", place="place")}
    going = ledger.people(row.get("people")) if row.get("people") else None
    found = held.get((event.pk, name_key(row.get("title"))))
    if found is None:
        row.record = actions.record_visit(event, by=ledger.by, participants=going, **values)
        row.is_new = True
    else:
        row.changed(actions.revise_visit(found, by=ledger.by, participants=going, **values), event)
