"""Whom a change of the programme concerns: the delegations, each with its own changes alone."""

from dataclasses import dataclass

from hansa.delegations.models import Delegate, Delegation
from hansa.events.models import Event
from hansa.events.releases import Change


@dataclass(frozen=True)
class Concern:
    """A delegation and those of the changes that bind its people, or everybody."""

    delegation: Delegation
    changes: list[Change]


def concerned_by(event: Event, changes: list[Change] | None) -> list[Concern]:
    """The delegations that come and that the changes concern; all of them where the event itself changes (None)."""
    coming = list(Delegation.objects.coming().filter(event=event).select_related("organization"))
    if changes is None:
        return [Concern(one, []) for one in coming]
    bound: dict[int, set[int]] = {one.pk: set() for one in coming}
    people = Delegate.objects.coming().filter(delegation__event=event)
    for delegation, person in people.values_list("delegation", "person"):
        bound[delegation].add(person)
    found = [Concern(one, [each for each in changes if _binds(each, bound[one.pk])]) for one in coming]
    return [one for one in found if one.changes]


def _binds(change: Change, people: set[int]) -> bool:
    return change.everybody or not change.people.isdisjoint(people)
