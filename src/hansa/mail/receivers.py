"""A person who is erased: letters to them keep that there was one, and nothing of what it said."""

from typing import Any

from django.dispatch import receiver

from hansa.mail.models import Letter
from hansa.people.models import Person
from hansa.people.signals import person_erased


@receiver(person_erased)
def forget_letters(sender: type, person: Person, **facts: Any) -> None:
    """Open letters are cancelled; of all of them address and text go."""
    letters = Letter.objects.filter(to=person)
    # What is being handed over at this moment is not stopped; its text goes with the others.
    letters.exclude(state__in=[Letter.State.SENT, Letter.State.BOUNCED, Letter.State.FAILED]).update(
        state=Letter.State.CANCELLED, due_at=None
    )
    tombstone = f"[{person.pk}]"
    letters.update(name=tombstone, address="", subject=tombstone, body=tombstone, calendar="", answer="")
