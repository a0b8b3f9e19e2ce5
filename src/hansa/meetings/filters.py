"""The list of meeting requests: search in any script, filters that show with their way out, sorts, true counts."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hansa.base.text import fold, nfc
from hansa.base.web import number_in
from hansa.meetings.models import MeetingRequest, Table
from hansa.meetings.portal_queries import has_portal
from hansa.meetings.queries import Board
from hansa.meetings.rows import pair_of
from hansa.meetings.sentences import Said
from hansa.meetings.wishes import is_expired

STATES: dict[str, Promise] = {
    "placed": _("placed"),
    "unplaced": _("not placed"),
    "pinned": _("pinned"),
    "mutual": _("asked for by both"),
}
SORTS: dict[str, tuple[Promise, str]] = {
    "asker": (_("Asks"), "ascending"),
    "asked": (pgettext_lazy("request", "For"), "ascending"),
    "priority": (_("Priority"), "ascending"),
    "weight": (_("Weight"), "descending"),
    "time": (_("Time"), "ascending"),
}
ANSWERS: dict[str, Promise] = {
    "accepted": pgettext_lazy("request", "accepted"),
    "declined": pgettext_lazy("request", "declined"),
    "must not": pgettext_lazy("request", "must not meet"),
    "open": pgettext_lazy("request", "no answer yet"),
    "expired": pgettext_lazy("request", "not answered in time"),
}
PRIORITIES = {str(value): label for value, label in MeetingRequest.Priority.choices}


@dataclass(frozen=True)
class Row:
    """A request with where it stands, or why it stands nowhere."""

    request: MeetingRequest
    weight: int
    starts: dt.datetime | None
    table: Table | None
    is_mutual: bool
    reason: Said | None
    is_wish: bool = True
    is_expired: bool = False

    @property
    def answer(self) -> str:
        """The answer as the filter names it."""
        return self.request.answer or ("expired" if self.is_expired else "open")

    @property
    def has_page(self) -> bool:
        """Whether whoever was asked has a page on which the answer stands."""
        return has_portal(self.request.asked.delegation)

    @property
    def said(self) -> Promise:
        return ANSWERS[self.answer]

    @property
    def is_placed(self) -> bool:
        return self.table is not None


@dataclass(frozen=True)
class Wanted:
    """What the reader asked of the list; anything that is no answer is no filter."""

    q: str = ""
    state: str = ""
    priority: str = ""
    city: str = ""
    answer: str = ""
    sort: str = "asker"


@dataclass(frozen=True)
class Filter:
    """One filter in force: its name, its value in words, the address of the list without it."""

    name: Promise
    value: str
    without: str


def wanted_of(query: QueryDict) -> Wanted:
    """Read the address."""
    state, priority, sort = query.get("state", ""), query.get("priority", ""), query.get("sort", "")
    return Wanted(
        q=nfc(query.get("q")),
        state=state if state in STATES else "",
        priority=priority if priority in PRIORITIES else "",
        answer=query.get("answer", "") if query.get("answer", "") in ANSWERS else "",
        city=query.get("city", "") if number_in(query.get("city")) is not None else "",
        sort=sort if sort in SORTS else "asker",
    )


def found_rows(board: Board, wanted: Wanted) -> list[Row]:
    """The open requests that the filters leave, in the order that is asked for. Those withdrawn are in the log."""
    waiting = {one.pair: one.said for one in board.waiting}
    rows = (_row(board, request, waiting) for request in _requests(board, wanted))
    return sorted((row for row in rows if _fits(row, wanted)), key=lambda row: _key(row, wanted.sort))


def _requests(board: Board, wanted: Wanted) -> QuerySet[MeetingRequest]:
    sides = ("person", "delegation__organization")
    found = MeetingRequest.objects.filter(round=board.ground.round, withdrawn_on=None).select_related(
        "pinned_to", *(f"{who}__{side}" for who in ("asker", "asked") for side in sides)
    )
    for word in fold(wanted.q).split():
        found = found.filter(_mentions(word))
    if wanted.priority:
        found = found.filter(priority=wanted.priority)
    if wanted.city:
        both = Q(asker__delegation__organization=wanted.city) | Q(asked__delegation__organization=wanted.city)
        found = found.filter(both)
    return found.order_by("pk")


def _mentions(word: str) -> Q:
    """A city, its own name or a person on either side, in any script; or the topic as it is written."""
    where = Q(topic__icontains=word)
    for who in ("asker", "asked"):
        where |= Q(**{f"{who}__delegation__organization__search__contains": word})
        where |= Q(**{f"{who}__person__search__contains": word})
    return where


def _row(board: Board, request: MeetingRequest, waiting: dict[tuple[int, int], Said]) -> Row:
    pair = pair_of(request.asker_id, request.asked_id)
    placed = board.by_pair.get(pair)
    slot = board.ground.slot_by_pk.get(placed.slot_id) if placed else None
    return Row(
        request,
        board.ground.weight(pair),
        slot.starts_at if slot else None,
        next((table for table in board.ground.tables if placed and table.pk == placed.table_id), None),
        len({one.asker_id for one in board.ground.requests.get(pair, ())}) > 1,
        waiting.get(pair),
        is_wish=request in board.ground.requests.get(pair, ()),
        is_expired=is_expired(board.ground.round, request, timezone.now()),
    )


def _fits(row: Row, wanted: Wanted) -> bool:
    if wanted.answer and wanted.answer != row.answer:
        return False
    match wanted.state:
        case "placed":
            return row.is_placed
        case "unplaced":
            return not row.is_placed
        case "pinned":
            return row.request.pinned_to_id is not None
        case "mutual":
            return row.is_mutual
    return True


def _key(row: Row, sort: str) -> tuple[Any, ...]:
    asker, asked = (fold(str(delegate.delegation.organization)) for delegate in (row.request.asker, row.request.asked))
    first: dict[str, tuple[Any, ...]] = {
        "asker": (),
        "asked": (asked,),
        "priority": (row.request.priority,),
        "weight": (-row.weight,),
        "time": (row.starts is None, row.starts.timestamp() if row.starts else 0),
    }
    return (*first[sort], asker, asked, row.request.pk)


def in_force(query: QueryDict, wanted: Wanted, cities: dict[str, str]) -> Iterator[Filter]:
    """The filters that narrow the list, in words."""
    words: dict[str, tuple[Promise, Any]] = {
        "q": (_("what holds"), wanted.q),
        "state": (_("state"), STATES.get(wanted.state)),
        "priority": (_("priority"), PRIORITIES.get(wanted.priority)),
        "answer": (_("answer"), ANSWERS.get(wanted.answer)),
        "city": (_("delegation"), cities.get(wanted.city)),
    }
    for key, (name, value) in words.items():
        if value:
            yield Filter(name, str(value), address(query, **{key: ""}))


def address(query: QueryDict, **changes: str) -> str:
    """The list with these changes; an empty value leaves a filter out, and one is back on the first page."""
    kept = {key: value for key, value in {**query.dict(), **changes}.items() if value and key != "page"}
    wanted = QueryDict(mutable=True)
    wanted.update(kept)
    return f"?{wanted.urlencode()}"


def sorts(query: QueryDict, now: str) -> list[dict[str, Any]]:
    """Each column that sorts: its title, its address, and how the list is sorted by it now."""
    return [
        {"key": key, "title": title, "address": address(query, sort=key), "now": order if key == now else ""}
        for key, (title, order) in SORTS.items()
    ]
