"""The sheets Tables and Interpreters: the round of each event, and who interprets in it."""

import datetime as dt
from collections import defaultdict
from typing import Any

from django.utils.translation import gettext as _

from hansa.base.errors import Refused
from hansa.events.models import Event
from hansa.intake.columns import INTERPRETERS, TABLES
from hansa.intake.fates import Row
from hansa.intake.ledger import Ledger, name_key
from hansa.intake.sheets.people import find_person
from hansa.meetings.actions import asking
from hansa.meetings.models import Interpreter, Round
from hansa.people import actions as people
from hansa.people.models import Person

PAUSE = 5  # minutes between two meetings where the cell is empty
MOST_TABLES = 500
SHORTEST, LONGEST = 5, 240  # minutes of a meeting
Periods = dict[asking.Period, int]


def cut_rounds(ledger: Ledger) -> None:
    """Cut the round of each event that has rows: exactly the slots and tables of these rows."""
    groups: dict[int, list[tuple[Row, Periods]]] = defaultdict(list)
    events: dict[int, Event] = {}
    for row in ledger.book.of(TABLES):
        if row.refusals:
            continue
        try:
            event = ledger.event_of(row)
            ledger.demand_event(event)
            slots = _slots(ledger, row, event)
            events[event.pk] = event
            groups[event.pk].append((row, slots))
        except Refused as refusal:
            row.refuse(str(refusal))
    is_whole = not any(row.refusals for row in ledger.book.of(TABLES))
    for pk, group in groups.items():
        if _is_sound(group):
            _cut(ledger, events[pk], group, is_whole=is_whole)


def _slots(ledger: Ledger, row: Row, event: Event) -> Periods:
    """The slots of a period with their number of tables."""
    starts, ends = ledger.period(row, event)
    minutes, tables = row.get("minutes"), row.get("tables")
    if not SHORTEST <= minutes <= LONGEST:
        raise Refused(
            _("A meeting lasts from %(shortest)s to %(longest)s minutes.") % {"shortest": SHORTEST, "longest": LONGEST}
        )
    if not 1 <= tables <= MOST_TABLES:
        raise Refused(_("There are from 1 to %(most)s tables.") % {"most": MOST_TABLES})
    length = dt.timedelta(minutes=minutes)
    step = length + dt.timedelta(minutes=row.get("pause", PAUSE))
    # Reckoned in UTC: a period over a change of clocks keeps its length.
    at, last = starts.astimezone(dt.UTC), ends.astimezone(dt.UTC)
    found: Periods = {}
    while at + length <= last:
        found[at, at + length] = tables
        at += step
    if not found:
        raise Refused(_("The period is shorter than one meeting of %(minutes)s minutes.") % {"minutes": minutes})
    return found


def _is_sound(group: list[tuple[Row, Periods]]) -> bool:
    """Refuse rows whose slots overlap, or that put one table into two halls."""
    spans = sorted((start, end, row.number, row) for row, slots in group for start, end in slots)
    for at in range(1, len(spans)):
        earlier, later = spans[at - 1], spans[at]
        if later[0] < earlier[1] and earlier[2] != later[2]:
            for row, other in ((earlier[3], later[3]), (later[3], earlier[3])):
                if not row.refusals:
                    row.refuse(_("Its time overlaps that of row %(row)s.") % {"row": other.number}, "start", "end")
    halls = {row.get("hall") for row, _slots_of in group if row.get("hall")}
    if len(halls) > 1:
        group[-1][0].refuse(
            _("The tables of one event stand in one hall; here are %(halls)s.") % {"halls": ", ".join(sorted(halls))},
            "hall",
        )
    return not any(row.refusals for row, _slots_of in group)


def _cut(ledger: Ledger, event: Event, group: list[tuple[Row, Periods]], *, is_whole: bool) -> None:
    known = Round.objects.filter(event=event).first()
    if known and not is_whole:
        # Slots of a refused row would seem to go, and each promise in them would be refused too.
        return
    before = asking.open_slots(known) if known else {}
    tables = {period: number for _row, slots in group for period, number in slots.items()}
    hall = next((row.get("hall") for row, _slots_of in group if row.get("hall")), "")
    halls = dict.fromkeys(range(1, max(tables.values()) + 1), hall) if hall else {}
    first = group[0][0]
    try:
        _round, changes = asking.cut_round(event, asking.Cut(tables, halls), by=ledger.by)
    except Refused as refusal:
        first.refuse(str(refusal))
        return
    starts = {start: (end, number) for (start, end), number in before.items()}
    for row, slots in group:
        row.is_new = not any(start in starts for start, _end in slots)
        new = sum(before.get(period) != number for period, number in slots.items())
        if new and not row.is_new:
            row.changed({"slots": [len(slots) - new, len(slots)]})
    gone = [start for start in starts if start not in {start for start, _end in tables}]
    if gone:
        first.changed({"slots no longer listed": ["; ".join(f"{event.local(at):%Y-%m-%d %H:%M}" for at in gone), None]})
    for name, change in changes.items():
        if name != "slots" and known:
            first.changed({name: change})


def engage_interpreters(ledger: Ledger) -> None:
    """Interpreters of the main event's round; several rows of one are their shifts."""
    groups: dict[Any, list[Row]] = defaultdict(list)
    for row in ledger.book.of(INTERPRETERS):
        groups[row.get("email") or name_key(row.get("name", ""))].append(row)
    if not groups:
        return
    made = Round.objects.filter(event__key=ledger.main_key).select_related("event").first()
    held: dict[int, Interpreter] = {}
    if made is not None:
        found = (
            Interpreter.objects.filter(round=made).select_related("person", "round__event").prefetch_related("shifts")
        )
        held = {one.person_id: one for one in found}
    for group in groups.values():
        if any(row.refusals for row in group):
            continue
        try:
            if made is None:
                raise Refused(_("There are no tables yet for interpreters to come to; fill in the sheet Tables."))
            ledger.demand_event(made.event)
            _engage(ledger, group, made, held)
        except Refused as refusal:
            for row in group:
                row.refuse(str(refusal))


def _engage(ledger: Ledger, group: list[Row], made: Round, held: dict[int, Interpreter]) -> None:
    first = group[0]
    for row in group[1:]:
        if row.get("languages") != first.get("languages") or row.get("name") != first.get("name"):
            row.refuse(
                _("Row %(row)s gives the same interpreter otherwise.") % {"row": first.number}, "name", "languages"
            )
            return
    shifts = _shifts(ledger, group, made.event)
    person = _person(ledger, first, held)
    interpreter = held.get(person.pk)
    if interpreter is None:
        asking.record_interpreter(made, person, by=ledger.by, languages=first.get("languages"), shifts=shifts.values())
        for row in group:
            row.is_new = True
        return
    before = {shift.starts_at for shift in interpreter.shifts.all()}
    changes = asking.revise_interpreter(
        interpreter, by=ledger.by, languages=first.get("languages"), shifts=shifts.values()
    )
    if "languages" in changes:
        first.changed({"languages": changes["languages"]})
    for row in group:
        if row.number in shifts and before and shifts[row.number][0] not in before:
            row.is_new = row is not first
    if "shifts" in changes and not any(row.is_new for row in group):
        first.changed({"shifts": changes["shifts"]})


def _shifts(ledger: Ledger, group: list[Row], event: Event) -> dict[int, asking.Period]:
    """The periods by row; none for an interpreter who is there all the time."""
    shifts = {}
    for row in group:
        start, end = row.get("from"), row.get("to")
        if (start is None) != (end is None):
            raise Refused(_("A period needs both From and To."))
        if start is not None:
            shifts[row.number] = (ledger.moment(start, event), ledger.moment(end, event))
            if shifts[row.number][1] <= shifts[row.number][0]:
                raise Refused(_("The period ends before it starts."))
    if shifts and len(shifts) < len(group):
        raise Refused(_("One row gives a period and another none, which means all the time."))
    if not shifts and len(group) > 1:
        numbers = ", ".join(str(row.number) for row in group)
        raise Refused(_("Rows %(rows)s are one interpreter without a period; delete one.") % {"rows": numbers})
    return shifts


def _person(ledger: Ledger, row: Row, held: dict[int, Interpreter]) -> Person:
    """By address, or by name among the interpreters of this round; else somebody new."""
    values = row.given(family_name="family", latin_name="latin", language="language", email="email")
    if row.get("sample"):
        values["is_sample"] = row.get("sample") == "yes"
    found = find_person(ledger, row, None)
    if found is None:
        named = [one.person for one in held.values() if name_key(one.person.full_name) == name_key(row.get("name"))]
        found = next((person for person in named if person.email in ("", row.get("email", person.email))), None)
    if found is None:
        made = people.record_person(by=ledger.by, full_name=row.get("name"), **values)
        ledger.by_email[made.email].append(made)
        return made
    row.changed(people.revise_person(found, by=ledger.by, **values))
    return found
