"""What a user would otherwise have, each in its plainest good form.

`python bench/peers/plan.py PEER PROBLEM --seconds N --out FILE`. Greedy: the heaviest requests first, each in the first
slot that fits. cbc: one model in PuLP for CBC. cp-sat: one model in OR-Tools, eight workers. All know slots, seats,
tables and interpreters; none of them knows of gaps.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import defaultdict
from pathlib import Path
from typing import Any

# A place a meeting could have: its wish, slot, and interpreter (None where none is needed).
Choice = tuple[int, int, str | None]


class Forum:
    """A problem as lists of what may be; `groups` are choices of which at most so many hold together."""

    def __init__(self, problem: dict[str, Any]) -> None:
        self.problem = problem
        self.parties = {party["id"]: party for party in problem["parties"]}
        self.wishes = problem["wishes"]
        self.slots = problem["slots"]

    def choices(self, wish: int) -> list[Choice]:
        stated = self.wishes[wish]
        first, second = (self.parties[name] for name in stated["parties"])
        slots = set(first["available"]) & set(second["available"])
        if stated.get("slots") is not None:
            slots &= set(stated["slots"])
        if stated.get("pinned") is not None:
            slots &= {stated["pinned"]}
        if stated["parties"] in self.problem.get("must_not_meet", []):
            return []
        one, other = set(first["languages"]), set(second["languages"])
        if one & other:
            return [(wish, slot, None) for slot in sorted(slots)]
        able = [i for i in self.problem["interpreters"] if one & set(i["languages"]) and other & set(i["languages"])]
        return [(wish, slot, i["id"]) for slot in sorted(slots) for i in able if slot in i["available"]]

    def limits(self, choice: Choice) -> list[tuple[Any, int]]:
        """What the choice takes one of, and how many there are."""
        wish, slot, helper = choice
        taken = [(("wish", wish), 1), (("slot", slot), self.slots[slot]["tables"])]
        for name in self.wishes[wish]["parties"]:
            party = self.parties[name]
            taken.append((("party", name, slot), party.get("seats", 1)))
            if party.get("max_per_day") is not None:
                taken.append((("day", name, self.slots[slot]["day"]), party["max_per_day"]))
        return taken if helper is None else [*taken, (("helper", helper, slot), 1)]

    def written(self, chosen: list[Choice]) -> list[dict[str, Any]]:
        tables: dict[int, int] = defaultdict(int)
        placements = []
        for wish, slot, helper in chosen:
            placements.append({"wish": self.wishes[wish]["id"], "slot": self.slots[slot]["id"],
                               "table": tables[slot], "interpreter": helper})  # fmt: skip
            tables[slot] += 1
        return placements


def greedy(forum: Forum, _seconds: float) -> list[Choice]:
    used: dict[Any, int] = defaultdict(int)
    chosen = []
    order = sorted(
        range(len(forum.wishes)), key=lambda w: (forum.wishes[w].get("pinned") is None, -forum.wishes[w]["weight"])
    )
    for wish in order:
        for choice in forum.choices(wish):
            taken = forum.limits(choice)
            if all(used[key] < most for key, most in taken):
                for key, _ in taken:
                    used[key] += 1
                chosen.append(choice)
                break
    return chosen


def cbc(forum: Forum, seconds: float) -> list[Choice]:
    import pulp  # only for this peer

    model, groups = pulp.LpProblem("forum", pulp.LpMaximize), defaultdict(list)
    variables = {}
    for choice in (choice for wish in range(len(forum.wishes)) for choice in forum.choices(wish)):
        variables[choice] = pulp.LpVariable(f"x{len(variables)}", cat="Binary")
        for limit in forum.limits(choice):
            groups[limit].append(variables[choice])
    model += pulp.lpSum(forum.wishes[choice[0]]["weight"] * variable for choice, variable in variables.items())
    for (key, most), members in groups.items():
        fixed = key[0] == "wish" and forum.wishes[key[1]].get("pinned") is not None
        if fixed:
            model += pulp.lpSum(members) == 1
        elif len(members) > most:
            model += pulp.lpSum(members) <= most
    model.solve(pulp.PULP_CBC_CMD(msg=False, timeLimit=seconds, threads=1))
    if model.sol_status not in (pulp.LpSolutionOptimal, pulp.LpSolutionIntegerFeasible):
        raise SystemExit("CBC found no plan in time.")
    return [choice for choice, variable in variables.items() if (variable.value() or 0) > 0.5]


def cp_sat(forum: Forum, seconds: float) -> list[Choice]:
    from ortools.sat.python import cp_model  # only for this peer

    model, groups = cp_model.CpModel(), defaultdict(list)
    variables = {}
    for choice in (choice for wish in range(len(forum.wishes)) for choice in forum.choices(wish)):
        variables[choice] = model.new_bool_var("")
        for limit in forum.limits(choice):
            groups[limit].append(variables[choice])
    for (key, most), members in groups.items():
        if key[0] == "wish" and forum.wishes[key[1]].get("pinned") is not None:
            model.add_exactly_one(members)
        elif most == 1:
            model.add_at_most_one(members)
        elif len(members) > most:
            model.add(sum(members) <= most)
    model.maximize(sum(forum.wishes[choice[0]]["weight"] * variable for choice, variable in variables.items()))
    solver = cp_model.CpSolver()
    # With one worker it found no plan of 300 people within a minute; eight is what its makers advise.
    solver.parameters.max_time_in_seconds, solver.parameters.num_workers = seconds, 8
    if solver.solve(model) not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        raise SystemExit("CP-SAT found no plan in time.")
    return [choice for choice, variable in variables.items() if solver.boolean_value(variable)]


PEERS = {"greedy": greedy, "cbc": cbc, "cp-sat": cp_sat}

if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("peer", choices=PEERS)
    parser.add_argument("problem", type=Path)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--out", type=Path, required=True)
    args = parser.parse_args()
    with gzip.open(args.problem, "rt", encoding="utf-8") as file:
        forum = Forum(json.load(file))
    plan = {"placements": forum.written(PEERS[args.peer](forum, args.seconds))}
    with gzip.open(args.out, "wt", encoding="utf-8") as file:
        json.dump(plan, file)
