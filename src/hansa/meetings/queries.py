"""Questions about a round: which plan is looked at, its board, how it differs from what is published, who waits."""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby

from django.db.models import Count, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from hansa.base.text import fold
from hansa.delegations.models import Delegate
from hansa.meetings import planner
from hansa.meetings.availability import Absence
from hansa.meetings.models import Meeting, MeetingRequest, Placement, Plan, Refusal, Round, Slot, Table
from hansa.meetings.planner import Ground, Place
from hansa.meetings.rows import Pair, pair_of
from hansa.meetings.sentences import Names, Said, day, family, isolated, listed, of_cause, of_violation
from hansa.meetings.wishes import wishes


@dataclass(frozen=True)
class Side:
    """One of the two names in a cell."""

    name: str
    language: str
    country: str
    # Who of the delegation, where it is not the head.
    deputy: str = ""
    mark: str = ""


@dataclass(frozen=True)
class Cell:
    """A table in a slot: empty, closed, or with a meeting and what there is to know of it."""

    slot: Slot
    table: Table
    state: str = ""
    pair: Pair | None = None
    title: str = ""
    sides: tuple[Side, ...] = ()
    is_pinned: bool = False
    tongues: str = ""
    was: str = ""
    line: str = ""
    more: tuple[str, ...] = ()


@dataclass(frozen=True)
class Line:
    """A slot of the board and its tables; before it what everybody attends."""

    slot: Slot
    cells: tuple[Cell, ...]
    pauses: tuple[Absence, ...] = ()


@dataclass(frozen=True)
class Day:
    """A day of the board; ``short`` is its name where there is little room."""

    date: dt.date
    short: str
    lines: list[Line]


@dataclass(frozen=True)
class Waiting:
    """A pair without a place."""

    pair: Pair
    title: str
    weight: int
    said: Said


@dataclass(frozen=True)
class Difference:
    """What a plan would change in what people hold, as pairs."""

    added: tuple[Pair, ...] = ()
    moved: tuple[Pair, ...] = ()
    reinterpreted: tuple[Pair, ...] = ()
    given_up: tuple[Pair, ...] = ()

    @property
    def all(self) -> tuple[Pair, ...]:
        return (*self.added, *self.moved, *self.reinterpreted, *self.given_up)


@dataclass
class Board:
    """A plan on the ground as it is today, read once; everything the pages show of it is reckoned from here."""

    ground: Ground
    plan: Plan | None
    rows: Sequence[Placement]
    refusals: Sequence[Refusal] = ()
    names: Names = field(init=False)

    def __post_init__(self) -> None:
        self.names = Names(self.ground)

    @cached_property
    def by_place(self) -> dict[Place, Placement]:
        return {(row.slot_id, row.table_id): row for row in self.rows}

    @cached_property
    def by_pair(self) -> dict[Pair, Placement]:
        return {(row.first_id, row.second_id): row for row in self.rows}

    @cached_property
    def conflicts(self) -> dict[Pair, list[Said]]:
        """What today's rows forbid of this plan, by pair."""
        found: dict[Pair, list[Said]] = {}
        if self.plan is None or self.plan.state not in (Plan.State.PROPOSED, Plan.State.PUBLISHED):
            return found
        for violation in planner.violations(self.ground, self.rows):
            found.setdefault(planner.pair_from(violation.wish), []).append(of_violation(self.names, violation))
        return found

    @cached_property
    def difference(self) -> Difference:
        """Beside the published meetings."""
        standing, placed = self.ground.standing, self.by_pair
        both = [(pair, standing[pair], row) for pair, row in placed.items() if pair in standing]
        moved = [pair for pair, m, row in both if (m.slot_id, m.table_id) != (row.slot_id, row.table_id)]
        return Difference(
            added=tuple(pair for pair in placed if pair not in standing),
            moved=tuple(moved),
            reinterpreted=tuple(
                pair for pair, m, row in both if pair not in moved and m.interpreter_id != row.interpreter_id
            ),
            given_up=tuple(pair for pair in standing if pair not in placed),
        )

    @property
    def told(self) -> list[str]:
        """The delegations that must be told, once the plan is published, by name."""
        delegates = (self.ground.delegates.get(pk) for pair in self.difference.all for pk in pair)
        return sorted({str(delegate.delegation.organization) for delegate in delegates if delegate})

    @cached_property
    def waiting(self) -> list[Waiting]:
        """Who is asked for and has no place, the heaviest first."""
        if self.plan is None:
            return []
        known = {(refusal.first_id, refusal.second_id): refusal.cause for refusal in self.refusals}
        late = Said(
            _("It was asked for after this plan was drawn up."), _("Propose a plan again, or place it by hand.")
        )
        found = [
            Waiting(
                pair,
                self.names.pair(pair),
                self.ground.weight(pair),
                of_cause(self.names, planner.cause_from(known[pair])) if pair in known else late,
            )
            for pair in self.ground.requests
            if pair not in self.by_pair
        ]
        return sorted(found, key=lambda waiting: (-waiting.weight, waiting.pair))

    @cached_property
    def placed(self) -> int:
        """How many of the pairs that are asked for have a place."""
        return sum(pair in self.ground.requests for pair in self.by_pair)

    @cached_property
    def wished(self) -> int:
        return len(self.ground.requests)

    @property
    def days(self) -> list[Day]:
        """The slots by days of the event's own calendar."""
        event = self.ground.round.event
        used = [slot for slot in self.ground.slots if self.ground.open_tables[slot.pk] or slot.pk in self._used_slots]
        by_day = groupby(used, key=lambda slot: event.local(slot.starts_at).date())
        return [Day(date, day(date), self._lines(list(slots))) for date, slots in by_day]

    @property
    def deputies(self) -> str:
        """For the legend where others than heads meet: the mark of invented persons among them, else a space."""
        shown = [self.ground.delegates[pk].person for pair in self.by_pair for pk in pair if self.names.is_deputy(pk)]
        return next((person.mark for person in shown if person.mark), " ") if shown else ""

    @cached_property
    def _used_slots(self) -> set[int]:
        return {row.slot_id for row in self.rows}

    def _lines(self, slots: list[Slot]) -> list[Line]:
        shared = sorted(self.ground.absences.of_all, key=lambda absence: absence.starts_at)
        lines, before = [], None
        for slot in slots:
            pauses = tuple(
                a for a in shared if before and before.ends_at <= a.starts_at and a.ends_at <= slot.starts_at
            )
            lines.append(Line(slot, tuple(self._cell(slot, table) for table in self.ground.tables), pauses))
            before = slot
        return lines

    def _cell(self, slot: Slot, table: Table) -> Cell:
        row = self.by_place.get((slot.pk, table.pk))
        if row is not None:
            return self._filled(row, slot, table)
        if table not in self.ground.open_tables[slot.pk]:
            return Cell(slot, table, "shut")
        gone = self._gone.get((slot.pk, table.pk))
        return self._left(gone, slot, table) if gone else Cell(slot, table)

    @cached_property
    def _gone(self) -> dict[Place, Pair]:
        """Published places that a proposal leaves."""
        if self.plan is None or self.plan.state != Plan.State.PROPOSED:
            return {}
        left = (*self.difference.moved, *self.difference.given_up)
        standing = self.ground.standing
        return {(standing[p].slot_id, standing[p].table_id): p for p in left}  # type: ignore[misc]

    def _filled(self, row: Placement, slot: Slot, table: Table) -> Cell:
        pair = (row.first_id, row.second_id)
        meeting, is_proposal = self.ground.standing.get(pair), self.plan and self.plan.state == Plan.State.PROPOSED
        state, was = "", ""
        if is_proposal and meeting is None and self.ground.standing:
            state = "new"  # where nothing is published yet, all of it is
        elif is_proposal and meeting and (meeting.slot_id, meeting.table_id) != (slot.pk, table.pk):
            state, was = "moved", self._when(meeting, slot)
        return Cell(
            slot,
            table,
            state="wrong" if pair in self.conflicts else state,
            pair=pair,
            title=self.names.pair(pair),
            sides=self._sides(pair),
            is_pinned=row.is_pinned,
            tongues=self.tongues(pair, row.interpreter_id),
            was=was,
            line=self._line(slot, table),
            more=tuple(self._more(row, meeting if is_proposal else None)),
        )

    def _left(self, pair: Pair, slot: Slot, table: Table) -> Cell:
        row = self.by_pair.get(pair)
        return Cell(
            slot,
            table,
            state="gone",
            title=self.names.pair(pair),
            sides=self._sides(pair),
            was=self._clock(self.ground.slot_by_pk[row.slot_id], slot, row.table_id) if row else "",
            line=self._line(slot, table),
            more=(
                _("leaves for %(place)s") % {"place": self.place(row.slot_id, row.table_id)}
                if row
                else _("is given up"),
            ),
        )

    def _sides(self, pair: Pair) -> tuple[Side, ...]:
        found = []
        for pk in pair:
            organization = self.ground.delegates[pk].delegation.organization if pk in self.ground.delegates else None
            language, name = organization.shown if organization else ("", self.names.delegate(pk))
            person = self.ground.delegates[pk].person if self.names.is_deputy(pk) else None
            country = organization.country if organization else ""
            found.append(
                Side(name, language, country, family(person), person.mark) if person else Side(name, language, country)
            )
        return tuple(found)

    def tongues(self, pair: Pair, interpreter: int | None) -> str:
        """ "en–lo": the language that the interpreter shares with each side."""
        helper = self.ground.interpreters.get(interpreter) if interpreter else None
        if helper is None:
            return ""
        sides = [self.ground.delegates[pk].languages for pk in pair if pk in self.ground.delegates]
        return "–".join(next((code for code in codes if code in helper.languages), "?") for codes in sides)

    def _line(self, slot: Slot, table: Table) -> str:
        event = self.ground.round.event
        start, end = event.local(slot.starts_at), event.local(slot.ends_at)
        hours = isolated(f"{start:%H:%M}–{end:%H:%M}")
        return _("%(day)s, %(hours)s, table %(table)s") % {"day": day(start), "hours": hours, "table": table.number}

    def place(self, slot: int | None, table: int | None) -> str:
        """ "Thu 13 June, 14:00, table 3"."""
        number = next((found.number for found in self.ground.tables if found.pk == table), "?")
        return _("%(time)s, table %(table)s") % {"time": self.names.slot(slot or 0), "table": number}

    def _more(self, row: Placement, published: Meeting | None) -> Iterable[str]:
        """What else there is to say of a meeting, in the order in which one asks."""
        pair = (row.first_id, row.second_id)
        yield from (said.what for said in self.conflicts.get(pair, ()))
        if published and pair in self.difference.moved:
            yield _("published: %(place)s") % {"place": self.place(published.slot_id, published.table_id)}
        if row.is_pinned:
            yield _("pinned")
        if row.interpreter_id in self.ground.interpreters:
            yield _("interpreter: %(person)s") % {"person": self.names.interpreter(f"i{row.interpreter_id}")}
        yield _("weight %(weight)s") % {"weight": row.weight}
        yield listed(isolated(str(self.ground.delegates[pk].person)) for pk in pair if pk in self.ground.delegates)

    def _when(self, meeting: Meeting, beside: Slot) -> str:
        slot = self.ground.slot_by_pk.get(meeting.slot_id or 0)
        return self._clock(slot, beside, meeting.table_id) if slot else ""

    def _clock(self, slot: Slot, beside: Slot, table: int | None) -> str:
        """The other place of a meeting, short: its time, or within the same time its table."""
        if slot == beside:
            number = next((found.number for found in self.ground.tables if found.pk == table), "?")
            return pgettext("table", "T%(n)s") % {"n": number}
        event = self.ground.round.event
        there, here = event.local(slot.starts_at), event.local(beside.starts_at)
        if there.date() == here.date():
            return f"{there:%H:%M}"
        return self.names.moment(slot)


def plan_on_board(of: Round, *, published: bool = False) -> Plan | None:
    """The open proposal, or else what is published; the published one alone where that is asked for."""
    wanted = [Plan.State.PUBLISHED] if published else [Plan.State.PROPOSED, Plan.State.PUBLISHED]
    plans = {
        plan.state: plan for plan in Plan.objects.filter(round=of, state__in=wanted).select_related("published_by")
    }
    return next((plans[state] for state in wanted if state in plans), None)


def board(of: Round, plan: Plan | None, *, with_refusals: bool = True) -> Board:
    """The board of a plan, or an empty one; a fixed number of queries."""
    ground = planner.read(of)
    if plan is None:
        return Board(ground, None, [])
    refusals = list(plan.refusals.all()) if with_refusals else []
    return Board(ground, plan, list(plan.placements.all()), refusals)


def history(of: Round) -> QuerySet[Plan]:
    """All plans of a round, the latest first, each with how many meetings it placed."""
    plans = Plan.objects.filter(round=of).select_related("asked_by", "published_by")
    return plans.annotate(placed=Count("placements")).order_by("-number")


def cities(ground: Ground) -> dict[str, str]:
    """The organizations whose delegates ask or are asked, by key as a text, sorted by name."""
    asked = {pk for pair in ground.requests for pk in pair}
    found = {ground.delegates[pk].delegation.organization for pk in asked}
    named = sorted((fold(str(organization)), str(organization), organization.pk) for organization in found)
    return {str(pk): name for _folded, name, pk in named}


@dataclass(frozen=True)
class Counted:
    """Requests, open and between delegates who come, and how many of them have a place in the plan on the board."""

    requests: int
    placed: int
    state: str
    is_drawing: bool
    drawn_at: dt.datetime | None


def counted(of: Round) -> Counted:
    """For figures and what is to do, where the whole board would be too much."""
    asked = MeetingRequest.objects.filter(
        round=of, withdrawn_on=None, asker__in=Delegate.objects.coming(), asked__in=Delegate.objects.coming()
    )
    pairs = [pair_of(one.asker_id, one.asked_id) for one in wishes(of, asked)]
    plan = plan_on_board(of)
    placed = set(Placement.objects.filter(plan=plan).values_list("first", "second")) if plan else set()
    return Counted(
        requests=len(pairs),
        placed=sum(pair in placed for pair in pairs),
        state=plan.state if plan else "",
        is_drawing=Plan.objects.filter(round=of, state=Plan.State.DRAWING).exists(),
        drawn_at=plan.drawn_at if plan else None,
    )
