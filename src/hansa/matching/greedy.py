"""A first plan: what is pinned, then the heaviest wishes where they fit."""

from __future__ import annotations

from hansa.matching.instance import bits
from hansa.matching.plan import Plan


def pin(plan: Plan) -> None:
    """Place all pinned wishes; the problem has made sure that they fit together."""
    for wish, slot in enumerate(plan.instance.pinned):
        if slot >= 0 and not (plan.open_slots(wish) >> slot & 1 and plan.put(wish, slot)):
            raise AssertionError(f"pinned wish {plan.instance.problem.wishes[wish].id} does not fit")


def best_of_all(plan: Plan) -> int:
    """The weight of all wishes that can be placed at all: the simplest bound on the value."""
    return sum(weight for weight, domain in zip(plan.instance.weight, plan.instance.domain, strict=True) if domain)


def worth_of_all(plan: Plan) -> int:
    """The worth of all wishes that can be placed at all, each in its best slot: the simplest bound on the worth."""
    instance = plan.instance
    return sum(
        instance.weight[wish] * instance.scale + instance.stays[wish] * (published >= 0 and domain >> published & 1)
        for wish, (domain, published) in enumerate(zip(instance.domain, instance.published, strict=True))
        if domain
    )


def worth_by_capacity(plan: Plan) -> int:
    """A bound without any model: what each party's heaviest wishes are worth, as many as it has places.

    Every wish counts for both of its parties, so half of the sum will do.
    """
    instance, asked = plan.instance, [list[int]() for _ in plan.instance.available]
    for wish, (pair, domain) in enumerate(zip(instance.pairs, instance.domain, strict=True)):
        if domain:
            for party in pair:
                asked[party].append(instance.weight[wish] * instance.scale + instance.stays[wish])
    total = 0
    for party, worths in enumerate(asked):
        days = [(instance.available[party] & day).bit_count() * instance.seats[party] for day in instance.day_masks]
        cap = instance.day_cap[party]
        places = sum(days) if cap is None else sum(min(day, cap) for day in days)
        total += sum(sorted(worths, reverse=True)[:places])
    return total // 2


def fill(plan: Plan) -> None:
    """Place every wish that still fits, the heaviest first, each where it makes the fewest gaps.

    A published wish goes back to its own slot if it can. Afterwards no wish fits without moving another.
    """
    instance = plan.instance
    waiting = [w for w, slot in enumerate(plan.slot_of) if slot < 0 and instance.domain[w]]
    waiting.sort(key=lambda w: (-instance.weight[w], instance.published[w] < 0, instance.domain[w].bit_count()))
    for wish in waiting:
        first, second = instance.pairs[wish]
        here, there = plan.met[first], plan.met[second]
        ranked = sorted(
            (
                slot != instance.published[wish],
                plan.gaps_if(first, here | 1 << slot) + plan.gaps_if(second, there | 1 << slot),
                slot,
            )
            for slot in bits(plan.open_slots(wish))
        )
        any(plan.put(wish, slot) for _, _, slot in ranked)
