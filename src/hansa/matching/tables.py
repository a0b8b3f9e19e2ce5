"""Which table: after the slots are settled, each slot's meetings are given tables, so that people change place little.

Slot by slot in time order, meetings are matched to tables at the least cost (the assignment problem; Kuhn 1955, in the
shortest-path form of Jonker and Volgenant 1987). A meeting stands at a party's fixed table, without exception: no two
parties have the same one, and the gain is greater than all others in a slot together. Else it would rather stand among
the tables of a party's zone, and at a table at which one of its parties sat in the slot before. Each zone has tables
beside each other, as many as its share of the wishes. Only the tables that can matter are looked at.
"""

from __future__ import annotations

from collections.abc import Sequence

from hansa.matching.plan import Plan
from hansa.matching.problem import Problem

FIXED, IN_ZONE, STAYS = 1_000_000, 2, 1


def assign_tables(plan: Plan) -> dict[int, int]:
    """Return the table of each placed wish; two wishes of one slot never share one."""
    instance = plan.instance
    fixed = [party.fixed_table for party in instance.problem.parties]
    shares = zone_shares(instance.problem)
    zone_of = [party.zone for party in instance.problem.parties]
    in_slot: list[list[int]] = [[] for _ in instance.tables]
    for wish, slot in enumerate(plan.slot_of):
        if slot >= 0:
            in_slot[slot].append(wish)
    table_of: dict[int, int] = {}
    last: dict[int, int] = {}
    for slot, wishes in enumerate(in_slot):
        if slot and instance.day_of[slot] != instance.day_of[slot - 1]:
            last = {}
        blocks = zone_tables(shares, instance.tables[slot])
        wants = [_wants(instance.pairs[wish], fixed, last, instance.tables[slot]) for wish in wishes]
        for wish, gains in zip(wishes, wants, strict=True):
            for party in instance.pairs[wish]:
                for table in blocks.get(zone_of[party], ()):
                    gains[table] = gains.get(table, 0) + IN_ZONE
        now: dict[int, int] = {}
        for wish, table in zip(wishes, best_tables(wants, instance.tables[slot]), strict=True):
            table_of[wish] = table
            for party in instance.pairs[wish]:
                now[party] = table
        last = now
    return table_of


def zone_shares(problem: Problem) -> dict[str | None, int]:
    """How many wishes name a party of each zone, the zone of most wishes first; nothing where there are no zones."""
    counted: dict[str | None, int] = {}
    for wish in problem.wishes:
        for zone in {problem.party_by_id[party].zone for party in wish.parties} - {None}:
            counted[zone] = counted.get(zone, 0) + 1
    return dict(sorted(counted.items(), key=lambda item: -item[1]))


def zone_tables(shares: dict[str | None, int], tables: int) -> dict[str | None, range]:
    """The tables of each zone in a slot of so many: beside each other, by its share of the wishes, one at least."""
    found: dict[str | None, range] = {}
    first, left = 0, sum(shares.values())
    for zone, share in shares.items():
        width = max(1, round((tables - first) * share / left)) if left and first < tables else 0
        found[zone] = range(first, min(tables, first + width))
        first, left = first + width, left - share
    return found


def _wants(pair: tuple[int, int], fixed: Sequence[int | None], last: dict[int, int], tables: int) -> dict[int, int]:
    """How much a meeting gains at each table that means something to it."""
    gains: dict[int, int] = {}
    for party in pair:
        for table, gain in ((fixed[party], FIXED), (last.get(party), STAYS)):
            if table is not None and table < tables:
                gains[table] = gains.get(table, 0) + gain
    return gains


def best_tables(wants: Sequence[dict[int, int]], tables: int) -> list[int]:
    """Return a table for each meeting, all different, of the greatest total gain. Needs as many tables as meetings.

    Meetings are added one by one, each by the best augmenting path (Bellman and Ford on gains); a meeting with no
    better choice waits for any table that nobody wants.
    """
    holder: dict[int, int] = {}
    table_of: dict[int, int] = {}
    for meeting in range(len(wants)):
        _add(meeting, wants, holder, table_of)
    spare = (table for table in range(tables) if table not in holder)
    return [table_of[meeting] if meeting in table_of else next(spare) for meeting in range(len(wants))]


def _add(meeting: int, wants: Sequence[dict[int, int]], holder: dict[int, int], table_of: dict[int, int]) -> None:
    """Seat one more meeting by the path of greatest gain; a path may end by unseating a meeting that gains less."""
    reach: dict[int, tuple[int, list[tuple[int, int]]]] = {meeting: (0, [])}
    best, path = 0, list[tuple[int, int]]()
    queue = [meeting]
    for mover in queue:
        gained, moves = reach[mover]
        if mover != meeting and gained > best:
            best, path = gained, [*moves, (mover, -1)]
        for table, gain in wants[mover].items():
            total, step = gained + gain, [*moves, (mover, table)]
            other = holder.get(table)
            if other is None:
                if total > best:
                    best, path = total, step
            elif all(other != before for before, _ in step):
                left = total - wants[other][table]
                if other not in reach or reach[other][0] < left:
                    reach[other] = (left, step)
                    queue.append(other)
    for mover, _ in path:
        if mover in table_of and holder.get(table_of[mover]) == mover:
            del holder[table_of.pop(mover)]
    for mover, table in path:
        if table >= 0:
            holder[table], table_of[mover] = mover, table
