"""What intake does when a room below says that something happened."""

from typing import Any

from django.dispatch import receiver

from hansa.intake.actions import forget_files
from hansa.people.models import User
from hansa.people.signals import person_erased


@receiver(person_erased)
def forget_what_was_sent(sender: Any, *, by: User | None, **facts: Any) -> None:
    """The files that came in may name whoever was erased: none of them is kept."""
    forget_files(by=by)
