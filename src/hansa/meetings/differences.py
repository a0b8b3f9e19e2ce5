"""What a plan would do to what people hold: meeting by meeting, with its cause, and who must be told."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from django.utils.translation import gettext as _

from hansa.delegations.models import Delegation
from hansa.delegations.queries import focal_points_of
from hansa.meetings import mending, planner
from hansa.meetings.models import Plan
from hansa.meetings.queries import Board
from hansa.meetings.rows import Pair
from hansa.meetings.sentences import no_longer_asked, of_cause
from hansa.people.models import User

Kind = Literal["lost", "moved", "reinterpreted", "added"]
# The order in which one wants to know.
KINDS: tuple[Kind, ...] = ("lost", "moved", "reinterpreted", "added")


@dataclass(frozen=True)
class Change:
    """What becomes of one meeting: where it was, where it will be, and why if that is known."""

    kind: Kind
    pair: Pair
    title: str
    was: str = ""
    now: str = ""
    why: str = ""


@dataclass(frozen=True)
class Recipient:
    """A delegation that must be told, and those who answer for it: a letter goes to each of them."""

    delegation: Delegation
    people: tuple[User, ...]

    @property
    def name(self) -> str:
        return str(self.delegation.organization)


@dataclass
class Differences:
    """A proposal beside the published plan, both on today's ground."""

    board: Board
    published: Board

    @cached_property
    def changes(self) -> list[Change]:
        """First who loses a meeting, then what moves, then what is added; each in the order of time."""
        return sorted(self._all(), key=lambda change: (KINDS.index(change.kind), self._when(change.pair)))

    def _all(self) -> Iterator[Change]:
        found = self.board.difference
        yield from (
            Change("lost", pair, self._title(pair), self._was(pair), "", self.why(pair)) for pair in found.given_up
        )
        for pair in found.moved:
            yield Change("moved", pair, self._title(pair), self._was(pair), self._now(pair), self._forced(pair))
        for pair in found.reinterpreted:
            yield Change("reinterpreted", pair, self._title(pair), self._helper(pair, before=True), self._helper(pair))
        yield from (Change("added", pair, self._title(pair), "", self._now(pair)) for pair in found.added)

    def _title(self, pair: Pair) -> str:
        return self.board.names.pair(pair)

    def _when(self, pair: Pair) -> tuple[float, Pair]:
        ground, row = self.board.ground, self.board.by_pair.get(pair)
        standing = ground.standing.get(pair)
        slot = ground.slot_by_pk.get((standing.slot_id if standing else row.slot_id if row else 0) or 0)
        return (slot.starts_at.timestamp() if slot else 0, pair)

    def _was(self, pair: Pair) -> str:
        standing = self.board.ground.standing[pair]
        return self.board.place(standing.slot_id, standing.table_id)

    def _now(self, pair: Pair) -> str:
        row = self.board.by_pair[pair]
        return self.board.place(row.slot_id, row.table_id)

    def _helper(self, pair: Pair, *, before: bool = False) -> str:
        row = self.board.ground.standing[pair] if before else self.board.by_pair[pair]
        name = f"i{row.interpreter_id}" if row.interpreter_id else None
        return self.board.names.interpreter(name) if name else _("no interpreter")

    def _forced(self, pair: Pair) -> str:
        """Why it cannot stay; where it could, it moves for the sake of others."""
        said = self.published.conflicts.get(pair)
        return said[0].what if said else _("It makes room for others.")

    def why(self, pair: Pair) -> str:
        """Why a pair that had a place has none any more: nobody wishes it, or the planner's cause."""
        if pair not in self.board.ground.requests:
            return no_longer_asked(self.board.names, pair)
        refusals = {(one.first_id, one.second_id): one.cause for one in self.board.refusals}
        if pair in refusals:
            return str(of_cause(self.board.names, planner.cause_from(refusals[pair])))
        said = self.published.conflicts.get(pair)
        return str(said[0]) if said else ""

    @cached_property
    def recipients(self) -> list[Recipient]:
        """Each delegation of a meeting that changes, by name, with its focal points of today."""
        found = {}
        for pair in self.board.difference.all:
            for delegate in (self.board.ground.delegates.get(pk) for pk in pair):
                if delegate:
                    found[delegate.delegation_id] = delegate.delegation
        people = focal_points_of(delegation.organization_id for delegation in found.values())
        told = [Recipient(one, tuple(people.get(one.organization_id, ()))) for one in found.values()]
        return sorted(told, key=lambda recipient: recipient.name)

    @property
    def letters(self) -> int:
        return sum(len(recipient.people) for recipient in self.recipients)

    @property
    def unreached(self) -> list[str]:
        """Delegations for which nobody answers: they are told by other ways."""
        return [recipient.name for recipient in self.recipients if not recipient.people]

    @cached_property
    def held(self) -> tuple[int, int]:
        """(value, number) of the published meetings that could still be held if nothing were done."""
        kept = mending.still_held(self.board.ground, self.published.rows)
        return planner.figures(self.board.ground, kept)[0], len(kept)

    @property
    def moves(self) -> int:
        return len(self.board.difference.moved)


def beside_published(board: Board, published: Plan | None) -> Differences | None:
    """The differences of an open proposal; None where it is none, or nothing is published beside it."""
    if published is None or board.plan is None or board.plan.state != Plan.State.PROPOSED:
        return None
    return Differences(board, Board(board.ground, published, list(published.placements.all())))
