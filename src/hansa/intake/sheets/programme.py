"""The sheets Sessions and Visits: what happens when, and who is bound by it.

Both are known by event and title. A title that is new where one that is gone from the sheet stands on record at the
same time and place is asked about: else a renamed reception would stand twice in the programme.
"""

from collections import defaultdict
from collections.abc import Callable
from typing import Any

from django.db.models import prefetch_related_objects
from django.utils.translation import gettext as _

from hansa.base.errors import Refused
from hansa.base.fields import Multilingual
from hansa.events import actions
from hansa.events.models import Event, Session, Visit
from hansa.intake.columns import SESSIONS, VISITS
from hansa.intake.fates import Question, Row
from hansa.intake.ledger import Ledger, name_key, refuse_doubles

# The answer "another one": what is on record keeps its title and stands beside it.
ANOTHER = "another"


class Held:
    """The sessions or visits on record, by title, and those that the sheet no longer names by their time."""

    def __init__(self, found: Any, rows: list[Row]) -> None:
        self.by_title = {(one.event_id, name_key(one.title.get("en", ""))): one for one in found}
        self.unnamed: dict[tuple[Any, ...], list[Any]] = defaultdict(list)
        named = {name_key(row.get("title", "")) for row in rows}
        for (pk, title), one in self.by_title.items():
            if title not in named:
                self.unnamed[pk, one.starts_at, one.ends_at].append(one)


def record_sessions(ledger: Ledger) -> None:
    """Sessions, known by event and title."""
    rows = ledger.book.of(SESSIONS)
    held = Held(Session.objects.filter(event__in=_events(ledger, rows)).select_related("event"), rows)
    prefetch_related_objects(list(held.by_title.values()), "speeches__person")
    _each(ledger, rows, lambda row, event: _session(ledger, row, event, held))


def record_visits(ledger: Ledger) -> None:
    """Visits, known by event and title."""
    rows = ledger.book.of(VISITS)
    held = Held(Visit.objects.filter(event__in=_events(ledger, rows)).select_related("event"), rows)
    prefetch_related_objects(list(held.by_title.values()), "participants")
    _each(ledger, rows, lambda row, event: _visit(ledger, row, event, held))


def _events(ledger: Ledger, rows: list[Row]) -> list[Event]:
    keys = {row.get("event") or ledger.main_key for row in rows}
    return [event for key, event in ledger.events.items() if key in keys]


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


def _known(ledger: Ledger, row: Row, event: Event, held: Held, values: dict[str, Any], where: str) -> Any:
    """The record of that title, or the one that the row renames; None where it is new, with a question where asked."""
    title = name_key(row.get("title"))
    found = held.by_title.get((event.pk, title))
    if found is not None:
        return found
    at_that_time = held.unnamed.get((event.pk, values["starts_at"], values["ends_at"]), ())
    # The same place, as far as either says one.
    alike = [one for one in at_that_time if len({getattr(one, where), values.get(where, "")} - {""}) < 2]
    key = f"{row.sheet.key}|{event.key}|{title}"
    answer = ledger.answers.get(key, "")
    renamed = next((one for one in alike if str(one.uid) == answer), None)
    if alike and renamed is None and answer != ANOTHER:
        row.questions.append(_question(key, row, alike))
    return renamed


def _question(key: str, row: Row, alike: list[Any]) -> Question:
    """Whether the row gives what is on record another title."""
    said = {"new": row.get("title"), "old": alike[0].title.get("en", "")}
    return Question(
        key,
        _("“%(old)s” is on record at that time and place, and no longer in this sheet. Is “%(new)s” its new title?")
        % said,
        (
            *((str(one.uid), _("yes: “%(old)s” is renamed") % {"old": one.title.get("en", "")}) for one in alike),
            (ANOTHER, _("no: it is another one, and “%(old)s” stays") % said),
        ),
        _("keep the title “%(old)s”") % said,
    )


def _title(row: Row) -> Multilingual:
    texts = {"en": row.get("title"), "fr": row.get("title_fr"), "ar": row.get("title_ar")}
    return Multilingual({language: text for language, text in texts.items() if text})


def _session(ledger: Ledger, row: Row, event: Event, held: Held) -> None:
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
    found = _known(ledger, row, event, held, values, "hall")
    if found is None and row.questions:
        return
    if found is None:
        row.record = actions.record_session(event, by=ledger.by, speakers=speakers, **values)
        row.is_new = True
    else:
        row.changed(actions.revise_session(found, by=ledger.by, speakers=speakers, **values), event)


def _visit(ledger: Ledger, row: Row, event: Event, held: Held) -> None:
    starts, ends = ledger.period(row, event)
    values = {"title": _title(row), "starts_at": starts, "ends_at": ends, **row.given(kind="kind", place="place")}
    going = ledger.people(row.get("people")) if row.get("people") else None
    found = _known(ledger, row, event, held, values, "place")
    if found is None and row.questions:
        return
    if found is None:
        row.record = actions.record_visit(event, by=ledger.by, participants=going, **values)
        row.is_new = True
    else:
        row.changed(actions.revise_visit(found, by=ledger.by, participants=going, **values), event)
