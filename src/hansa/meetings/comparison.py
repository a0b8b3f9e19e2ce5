"""Two plans of a round side by side: figures, meeting by meeting, delegation by delegation. Nothing of it is stored."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from hansa.base.text import fold
from hansa.delegations.models import Delegation
from hansa.meetings.differences import KINDS, Change
from hansa.meetings.models import Placement, Plan, Round
from hansa.meetings.planner import Ground
from hansa.meetings.queries import Board, board
from hansa.meetings.rows import Pair


@dataclass
class Share:
    """What a delegation has of two plans; each pair of numbers is of the one and of the other."""

    delegation: Delegation
    meetings: tuple[int, int]
    weight: tuple[int, int]
    gaps: tuple[int, int]
    moved: int
    lost: int
    added: int

    @property
    def name(self) -> str:
        return str(self.delegation.organization)

    @property
    def is_same(self) -> bool:
        return not (self.moved or self.lost or self.added)


@dataclass
class Comparison:
    """``one`` is the earlier as a rule; ``lost`` stand in it alone, ``added`` in the other alone."""

    one: Board
    other: Board

    @cached_property
    def changes(self) -> list[Change]:
        """Lost, moved, with another interpreter, added: each kind in the order of time."""
        return sorted(self._all(), key=lambda change: (KINDS.index(change.kind), self._when(change.pair)))

    def _all(self) -> Iterator[Change]:
        before, after = self.one.by_pair, self.other.by_pair
        for pair in {**before, **after}:
            was, now = before.get(pair), after.get(pair)
            places = [self.one.place(row.slot_id, row.table_id) if row else "" for row in (was, now)]
            title = self.one.names.pair(pair)
            if was is None or now is None:
                yield Change("added" if now else "lost", pair, title, *places)
            elif (was.slot_id, was.table_id) != (now.slot_id, now.table_id):
                yield Change("moved", pair, title, *places)
            elif was.interpreter_id != now.interpreter_id:
                yield Change("reinterpreted", pair, title, *(self._helper(row) for row in (was, now)))

    def _helper(self, row: Placement) -> str:
        return self.one.names.interpreter(f"i{row.interpreter_id}") if row.interpreter_id else "–"

    def _when(self, pair: Pair) -> tuple[float, Pair]:
        row = self.one.by_pair.get(pair) or self.other.by_pair[pair]
        slot = self.one.ground.slot_by_pk.get(row.slot_id)
        return (slot.starts_at.timestamp() if slot else 0, pair)

    @cached_property
    def counted(self) -> Counter[str]:
        """How many meetings of each kind of change."""
        return Counter(change.kind for change in self.changes)

    @cached_property
    def shares(self) -> list[Share]:
        """Each delegation that meets in either plan, by name."""
        ground = self.one.ground
        delegations = {
            ground.delegates[pk].delegation_id: ground.delegates[pk].delegation
            for pair in {**self.one.by_pair, **self.other.by_pair}
            for pk in pair
            if pk in ground.delegates
        }
        kinds = self._kinds()
        each = [(_tally(shown), _gaps(shown)) for shown in (self.one, self.other)]
        found = [
            Share(
                delegation,
                (each[0][0][key][0], each[1][0][key][0]),
                (each[0][0][key][1], each[1][0][key][1]),
                (each[0][1][key], each[1][1][key]),
                **{kind: kinds[key][kind] for kind in ("moved", "lost", "added")},
            )
            for key, delegation in delegations.items()
        ]
        return sorted(found, key=lambda share: fold(share.name))

    def _kinds(self) -> dict[int, Counter[str]]:
        found: dict[int, Counter[str]] = defaultdict(Counter)
        for change in self.changes:
            for key in _of(self.one.ground, change.pair):
                found[key][change.kind] += 1
        return found


def _of(ground: Ground, pair: Pair) -> set[int]:
    """The delegations (keys) of a pair."""
    return {ground.delegates[pk].delegation_id for pk in pair if pk in ground.delegates}


def _tally(shown: Board) -> dict[int, tuple[int, int]]:
    """By delegation the number of its meetings and their weight, as the plan had it."""
    found: dict[int, tuple[int, int]] = defaultdict(lambda: (0, 0))
    for pair, row in shown.by_pair.items():
        for key in _of(shown.ground, pair):
            found[key] = (found[key][0] + 1, found[key][1] + row.weight)
    return found


def _gaps(shown: Board) -> Counter[int]:
    """By delegation the slots in which one of its people waits, free, between two meetings of a day."""
    ground = shown.ground
    position = {slot.pk: number for number, slot in enumerate(ground.slots)}
    day = {slot.pk: ground.round.event.local(slot.starts_at).date() for slot in ground.slots}
    held: dict[tuple[int, object], set[int]] = defaultdict(set)
    for pair, row in shown.by_pair.items():
        for pk in pair:
            if row.slot_id in position:
                held[pk, day[row.slot_id]].add(position[row.slot_id])
    found: Counter[int] = Counter()
    for (pk, _day), slots in held.items():
        between = set(range(min(slots), max(slots))) - slots
        if pk in ground.delegates:
            free = sum(ground.absence(pk, ground.slots[number].pk) is None for number in between)
            found[ground.delegates[pk].delegation_id] += free
    return found


def compare(of: Round, one: Plan, other: Plan) -> Comparison:
    """Two plans on the same ground; a fixed number of queries."""
    shown = board(of, one, with_refusals=False)
    return Comparison(shown, Board(shown.ground, other, list(other.placements.all())))
