"""Whether a plan keeps the rules, read from the two files alone: shares no code with the planner."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any


def breaches(problem: dict[str, Any], placements: list[dict[str, Any]]) -> list[str]:
    """A sentence for every rule that is broken."""
    number = {slot["id"]: position for position, slot in enumerate(problem["slots"])}
    wishes = {wish["id"]: wish for wish in problem["wishes"]}
    parties = {party["id"]: party for party in problem["parties"]}
    helpers = {helper["id"]: helper for helper in problem.get("interpreters", [])}
    forbidden = {frozenset(pair) for pair in problem.get("must_not_meet", [])}
    found, busy, days = [], Counter[tuple[str, str, Any]](), Counter[tuple[str, int]]()
    for place in placements:
        wish, slot = wishes[place["wish"]], number[place["slot"]]
        names = wish["parties"]
        busy.update([("wish", wish["id"], 0), ("table", str(place["table"]), slot)])
        busy.update(("party", name, slot) for name in names)
        days.update((name, problem["slots"][slot]["day"]) for name in names)
        if any(slot not in parties[name]["available"] for name in names):
            found.append(f"a party of {wish['id']} is away")
        if wish.get("pinned") not in (None, slot) or slot not in wish.get("slots", [slot]):
            found.append(f"{wish['id']} may not be there")
        if frozenset(names) in forbidden:
            found.append(f"{wish['id']} must not be")
        if not 0 <= place["table"] < problem["slots"][slot]["tables"]:
            found.append(f"{wish['id']} has no such table")
        found += _unhelped(wish, slot, place.get("interpreter"), parties, helpers)
        if place.get("interpreter") is not None:
            busy["interpreter", place["interpreter"], slot] += 1
    for (kind, name, _), count in busy.items():
        if count > (parties[name].get("seats", 1) if kind == "party" else 1):
            found.append(f"{kind} {name} is taken {count} times at once")
    for (name, _), count in days.items():
        if count > (parties[name].get("max_per_day") or count):
            found.append(f"{name} has {count} meetings on a day")
    placed = {place["wish"] for place in placements}
    found += [f"{wish['id']} is pinned, not placed" for wish in wishes.values()
              if wish.get("pinned") is not None and wish["id"] not in placed]  # fmt: skip
    return found


def _unhelped(wish: dict[str, Any], slot: int, name: str | None, parties: Any, helpers: Any) -> list[str]:
    """Whether the two understand each other, by themselves or by their interpreter."""
    first, second = (set(parties[party]["languages"]) for party in wish["parties"])
    if name is None:
        return [] if first & second else [f"{wish['id']} has no interpreter"]
    spoken = set(helpers[name]["languages"])
    good = spoken & first and spoken & second and slot in helpers[name]["available"]
    return [] if good else [f"{name} cannot help {wish['id']}"]


def gaps(problem: dict[str, Any], placements: list[dict[str, Any]]) -> int:
    """Slots in which a party is free and idle between two of its meetings of one day."""
    number = {slot["id"]: position for position, slot in enumerate(problem["slots"])}
    parties = {wish["id"]: wish["parties"] for wish in problem["wishes"]}
    diary: dict[tuple[str, int], set[int]] = defaultdict(set)
    for place in placements:
        slot = number[place["slot"]]
        for name in parties[place["wish"]]:
            diary[name, problem["slots"][slot]["day"]].add(slot)
    free = {party["id"]: set(party["available"]) for party in problem["parties"]}
    return sum(len(free[name] & set(range(min(held), max(held))) - held) for (name, _), held in diary.items())
