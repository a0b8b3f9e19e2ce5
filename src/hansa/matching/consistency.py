"""What must be true of a problem before anything is planned; the first fault is told in one sentence."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from hansa.matching.preferences import HUNDRED, RAISE, ROUNDS, Preferences
from hansa.matching.problem import HEAVIEST, Problem, ProblemError, Wish


def check(problem: Problem) -> None:
    """Raise `ProblemError` with the first contradiction found."""
    _ids_are_unique(problem)
    _slots_are_in_order(problem)
    _people_are_sound(problem)
    _wishes_are_sound(problem)
    _pairs_are_known(problem)
    _published_is_known(problem)
    _pins_stand_alone(problem)
    _pins_fit_together(problem)
    _preferences_are_sound(problem)
    _fixed_tables_can_be_kept(problem)


def named(ids: Iterable[str]) -> str:
    """A list of ids as people write it: w1, w2 and w3."""
    listed = list(ids)
    return listed[0] if len(listed) == 1 else f"{', '.join(listed[:-1])} and {listed[-1]}"


def _ids_are_unique(problem: Problem) -> None:
    for kind, ids in (
        ("slots", [slot.id for slot in problem.slots]),
        ("parties", [party.id for party in problem.parties]),
        ("interpreters", [interpreter.id for interpreter in problem.interpreters]),
        ("wishes", [wish.id for wish in problem.wishes]),
    ):
        for name, count in Counter(ids).items():
            if not name:
                raise ProblemError(f"One of the {kind} has an empty id.")
            if count > 1:
                raise ProblemError(f"Two of the {kind} have the id {name}.")


def _slots_are_in_order(problem: Problem) -> None:
    for earlier, later in zip(problem.slots, problem.slots[1:], strict=False):
        if later.day < earlier.day:
            raise ProblemError(f"Slot {later.id} is of an earlier day than {earlier.id} before it.")
    for slot in problem.slots:
        if slot.tables < 0:
            raise ProblemError(f"Slot {slot.id} has {slot.tables} tables.")


def _in_range(problem: Problem, owner: str, field: str, numbers: Sequence[int]) -> None:
    for number in numbers:
        if not 0 <= number < len(problem.slots):
            raise ProblemError(f"{owner} names slot {number} in {field!r}, but there are {len(problem.slots)} slots.")


def _people_are_sound(problem: Problem) -> None:
    for party in problem.parties:
        _in_range(problem, f"Party {party.id}", "available", party.available)
        if party.seats < 1:
            raise ProblemError(f"Party {party.id} has {party.seats} seats; at least one is needed.")
        for field in ("max_per_day", "min_meetings", "fixed_table"):
            number = getattr(party, field)
            if number is not None and number < 0:
                raise ProblemError(f"Party {party.id} has {number} as {field!r}; it cannot be negative.")
    for interpreter in problem.interpreters:
        _in_range(problem, f"Interpreter {interpreter.id}", "available", interpreter.available)


def _wishes_are_sound(problem: Problem) -> None:
    for wish in problem.wishes:
        for party in wish.parties:
            if party not in problem.party_by_id:
                raise ProblemError(f"Wish {wish.id} names party {party}, which is not in the list.")
        if wish.parties[0] == wish.parties[1]:
            raise ProblemError(f"Wish {wish.id} has {wish.parties[0]} meet itself.")
        if not 1 <= wish.weight <= HEAVIEST:
            raise ProblemError(f"Wish {wish.id} has weight {wish.weight}; it must be from 1 to {HEAVIEST}.")
        if wish.slots is not None:
            _in_range(problem, f"Wish {wish.id}", "slots", wish.slots)


def _pairs_are_known(problem: Problem) -> None:
    for what, pairs in (("must not meet", problem.must_not_meet), ("met before", problem.met_before)):
        for pair in pairs:
            for party in pair:
                if party not in problem.party_by_id:
                    raise ProblemError(f"A pair that {what} names party {party}, which is not in the list.")
            if pair[0] == pair[1]:
                raise ProblemError(f"A pair that {what} names {pair[0]} twice.")


def _preferences_are_sound(problem: Problem) -> None:
    given = problem.preferences
    for name, weight, most in (
        ("principals", given.principals, 1000),
        ("met_before", given.met_before, HUNDRED),
        ("floor", given.floor, 1000),
    ):
        if not 0 <= weight <= most:
            raise ProblemError(f"The preference {name!r} is {weight}; it must be from 0 to {most}.")
    if not (any(party.min_meetings for party in problem.parties) or given != Preferences()):
        return
    highest = max((wish.weight for wish in problem.wishes), default=0)
    room = HEAVIEST // (HUNDRED + 2 * given.principals) // RAISE**ROUNDS
    if highest > room:
        raise ProblemError(f"With preferences a wish weighs {room} at most; the heaviest weighs {highest}.")


def _fixed_tables_can_be_kept(problem: Problem) -> None:
    """A fixed table is kept without exception, so whatever would break that is a contradiction."""
    holder: dict[int, str] = {}
    for party in problem.parties:
        table = party.fixed_table
        if table is None:
            continue
        if table in holder:
            raise ProblemError(f"Parties {holder[table]} and {party.id} are both given table {table}.")
        holder[table] = party.id
        if party.seats > 1:
            raise ProblemError(f"Party {party.id} has {party.seats} seats and cannot hold them all at table {table}.")
        for position in party.available:
            slot = problem.slots[position]
            if 0 < slot.tables <= table:
                raise ProblemError(f"Party {party.id} is given table {table}, but {slot.id} has {slot.tables} tables.")
    fixed = {party: table for table, party in holder.items()}
    for wish in problem.wishes:
        if all(party in fixed for party in wish.parties):
            raise ProblemError(f"Wish {wish.id} is between {named(wish.parties)}, who have a table each.")


def _published_is_known(problem: Problem) -> None:
    seen: set[str] = set()
    for standing in problem.published:
        if standing.wish not in problem.wish_by_id:
            raise ProblemError(f"The published plan names wish {standing.wish}, which is not in the list.")
        if standing.slot not in problem.slot_at:
            raise ProblemError(
                f"The published plan has {standing.wish} in slot {standing.slot}, which is not in the list."
            )
        if standing.wish in seen:
            raise ProblemError(f"The published plan has wish {standing.wish} twice.")
        seen.add(standing.wish)


def _pins_stand_alone(problem: Problem) -> None:
    """Each pinned wish, looked at without the others, can be held where it is pinned."""
    for wish in problem.wishes:
        if wish.pinned is None:
            continue
        _in_range(problem, f"Wish {wish.id}", "pinned", [wish.pinned])
        slot = problem.slots[wish.pinned].id
        if wish.slots is not None and wish.pinned not in wish.slots:
            raise ProblemError(f"Wish {wish.id} is pinned to {slot}, which its own slots leave out.")
        for name in wish.parties:
            party = problem.party_by_id[name]
            if wish.pinned not in party.available:
                raise ProblemError(f"Wish {wish.id} is pinned to {slot}, when {name} is not available.")
            if party.max_per_day == 0:
                raise ProblemError(f"Wish {wish.id} is pinned, but {name} may have no meeting a day.")
        if frozenset(wish.parties) in problem.forbidden_pairs:
            raise ProblemError(f"Wish {wish.id} is pinned, but {named(wish.parties)} must not meet.")


def _pins_fit_together(problem: Problem) -> None:
    by_slot: dict[int, list[Wish]] = defaultdict(list)
    for wish in problem.wishes:
        if wish.pinned is not None:
            by_slot[wish.pinned].append(wish)
    for position, pinned in sorted(by_slot.items()):
        slot = problem.slots[position]
        if len(pinned) > slot.tables:
            names = named(wish.id for wish in pinned)
            raise ProblemError(f"Wishes {names} are pinned to {slot.id}, which has {slot.tables} tables.")
        _pinned_parties_have_seats(problem, slot.id, pinned)
        _pinned_strangers_have_interpreters(problem, position, pinned)
    _pinned_days_are_not_too_full(problem)


def _pinned_parties_have_seats(problem: Problem, slot: str, pinned: Sequence[Wish]) -> None:
    meetings: dict[str, list[str]] = defaultdict(list)
    for wish in pinned:
        for party in wish.parties:
            meetings[party].append(wish.id)
    for party, wishes in meetings.items():
        seats = problem.party_by_id[party].seats
        if len(wishes) > seats:
            can = "one meeting" if seats == 1 else f"{seats} meetings"
            raise ProblemError(f"Wishes {named(wishes)} are pinned to {slot}, when {party} can hold only {can}.")


def _pinned_strangers_have_interpreters(problem: Problem, position: int, pinned: Sequence[Wish]) -> None:
    """Kuhn's augmenting paths; where none is found, the wishes reached are exactly those that lack an interpreter."""
    serves: dict[str, Wish] = {}

    def seat(wish: Wish, seen: set[str]) -> bool:
        for interpreter in problem.bridges(wish):
            if position in interpreter.available and interpreter.id not in seen:
                seen.add(interpreter.id)
                if interpreter.id not in serves or seat(serves[interpreter.id], seen):
                    serves[interpreter.id] = wish
                    return True
        return False

    for wish in pinned:
        seen: set[str] = set()
        if problem.share_a_language(wish) or seat(wish, seen):
            continue
        slot = problem.slots[position].id
        if not seen:
            raise ProblemError(
                f"Wish {wish.id} is pinned to {slot}, but {named(wish.parties)} share no language and no interpreter"
                " for them is available then."
            )
        rivals = named([wish.id, *(serves[name].id for name in sorted(seen))])
        raise ProblemError(
            f"Wishes {rivals} are pinned to {slot}, and the only interpreters for them are {named(sorted(seen))}."
            if len(seen) > 1
            else f"Wishes {rivals} are pinned to {slot}, and the only interpreter for them is {named(seen)}."
        )


def _pinned_days_are_not_too_full(problem: Problem) -> None:
    meetings: dict[tuple[str, int], list[str]] = defaultdict(list)
    for wish in problem.wishes:
        if wish.pinned is not None:
            for party in wish.parties:
                meetings[party, problem.slots[wish.pinned].day].append(wish.id)
    for (party, day), wishes in meetings.items():
        cap = problem.party_by_id[party].max_per_day
        if cap is not None and len(wishes) > cap:
            raise ProblemError(f"Wishes {named(wishes)} are pinned to day {day}, when {party} may have only {cap}.")
