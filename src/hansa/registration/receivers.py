"""A person who is erased: what they answered goes with them."""

from typing import Any

from django.dispatch import receiver

from hansa.people.models import Person
from hansa.people.signals import person_erased
from hansa.registration.models import Registration, Sensitive


@receiver(person_erased)
def forget_answers(sender: type, person: Person, **facts: Any) -> None:
    """The registration stays as a row that was counted, and says nothing."""
    found = Registration.objects.filter(delegate__person=person)
    Sensitive.objects.filter(registration__in=found).delete()
    found.update(answers={}, approved_answers={}, changed_since=[], remark="")
