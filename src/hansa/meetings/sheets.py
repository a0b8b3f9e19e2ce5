"""The board and the requests as rows of a spreadsheet: (header, rows) for ``base.exports``."""

from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from hansa.base.words import country_name, zone_name
from hansa.meetings.filters import Row
from hansa.meetings.queries import Board

Sheet = tuple[list[Any], Iterator[list[Any]]]


def _zone(board: Board) -> str:
    event = board.ground.round.event
    slots = board.ground.slots
    return zone_name(event.local(slots[0].starts_at)) if slots else event.zone


def board_sheet(board: Board) -> Sheet:
    """A meeting a row, by time and table."""
    zone = {"zone": _zone(board)}
    side = [(_("Delegation"), _("Country"), _("Person")), (_("With delegation"), _("Its country"), _("Its person"))]
    header = [
        _("Start, %(zone)s") % zone, _("End, %(zone)s") % zone, _("Table"), _("Hall"), *side[0], *side[1],
        _("Interpreter"), _("Languages"), _("Pinned"), _("Weight"), pgettext("column", "Change"),
    ]  # fmt: skip
    return header, _meetings(board)


def _meetings(board: Board) -> Iterator[list[Any]]:
    event = board.ground.round.event
    words = {"new": _("new"), "moved": _("moved"), "wrong": _("conflict")}
    for day in board.days:
        for cell in (cell for line in day.lines for cell in line.cells if cell.pair):
            assert cell.pair is not None
            row = board.by_pair[cell.pair]
            helper = board.ground.interpreters.get(row.interpreter_id or 0)
            times = [event.local(moment) for moment in (cell.slot.starts_at, cell.slot.ends_at)]
            who = [part for pk in cell.pair for part in _side(board, pk)]
            yield [
                *times, cell.table.number, cell.table.hall, *who, str(helper.person) if helper else None, cell.tongues,
                _("yes") if cell.is_pinned else None, row.weight, words.get(cell.state),
            ]  # fmt: skip


def _side(board: Board, pk: int) -> list[str]:
    delegate = board.ground.delegates.get(pk)
    if delegate is None:
        return ["", "", ""]
    organization = delegate.delegation.organization
    return [str(organization), country_name(organization.country), str(delegate.person)]


def requests_sheet(board: Board, rows: Iterable[Row]) -> Sheet:
    """A request a row, in the order of the list."""
    header = [
        _("Asks"), _("Person"), pgettext("request", "For"), _("Its person"), _("Priority"), _("Asked for by both"),
        _("Weight"), _("Topic"), _("Pinned to"), _("Time, %(zone)s") % {"zone": _zone(board)}, _("Table"),
        _("Why it has no place"), _("Answer"), _("Reason of the answer"),
    ]  # fmt: skip
    return header, (_request(board, row) for row in rows)


def _request(board: Board, row: Row) -> list[Any]:
    event, one = board.ground.round.event, row.request
    return [
        str(one.asker.delegation.organization), str(one.asker.person), str(one.asked.delegation.organization),
        str(one.asked.person), one.priority, _("yes") if row.is_mutual else None, row.weight, one.topic,
        event.local(one.pinned_to.starts_at) if one.pinned_to else None,
        event.local(row.starts) if row.starts else None, row.table.number if row.table else None,
        str(row.reason) if row.reason else None, str(row.said), row.request.answer_reason or None,
    ]  # fmt: skip
