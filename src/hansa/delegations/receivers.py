"""What the delegations do when an event says that something became different."""

from typing import Any

from django.dispatch import receiver

from hansa.delegations import letters
from hansa.events.models import Event, EventPlan, Release
from hansa.events.releases import Change
from hansa.events.signals import event_cancelled, event_moved, event_reinstated, programme_released
from hansa.people.models import User


@receiver(programme_released)
def tell_of_release(
    sender: Any, *, event: Event, release: Release, changes: list[Change], by: User | None, **facts: Any
) -> None:
    letters.tell_of_release(event, release, changes, by=by)


@receiver(event_moved)
def tell_of_move(sender: Any, *, event: Event, plan: EventPlan, by: User | None, **facts: Any) -> None:
    letters.tell_of_move(event, plan, by=by)


@receiver(event_cancelled)
def tell_of_cancellation(sender: Any, *, event: Event, by: User | None, **facts: Any) -> None:
    letters.tell_of_cancellation(event, by=by)


@receiver(event_reinstated)
def tell_of_return(sender: Any, *, event: Event, by: User | None, **facts: Any) -> None:
    letters.tell_of_return(event, by=by)
