"""Questions about persons: who is on record, what is held about one, whose contact details have reached their end."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from hansa.base.text import fold
from hansa.people.models import Person, User
from hansa.people.traces import names_of, pointing_at, traces

MOST_SHOWN = 20


@dataclass(frozen=True)
class Holding:
    """Something that is held about a person: what it is, how many, the first of them in words."""

    what: str
    number: int
    examples: list[str]


def found_persons(words: str = "", *, ended: bool = False) -> QuerySet[Person]:
    """The persons in whose names each of these words stands; or those whose contact details have reached their end."""
    found = Person.objects.filter(erased_at=None)
    for word in fold(words).split():
        found = found.filter(Q(search__contains=word) | Q(email__icontains=word))
    return found.filter(held_until__lt=timezone.localdate()) if ended else found


def ended_contacts(on: dt.date | None = None) -> QuerySet[Person]:
    """Those whose contact details should be gone by that day (today)."""
    return Person.objects.filter(held_until__lt=on or timezone.localdate()).exclude(email="", phone="")


def holdings(person: Person) -> list[Holding]:
    """What is held about a person: rows that point at them or at the account, and where the name is written."""
    account = User.objects.filter(person=person).first()
    found = [
        Holding(str(model._meta.verbose_name), len(rows), [str(row) for row in rows[:MOST_SHOWN]])
        for record in (person, account)
        if record is not None
        for model, rows in pointing_at(record).items()
        if model is not User
    ]
    written: dict[str, list[str]] = {}
    for trace, _forms in traces(person, names_of(person)):
        titles = [str(trace.row._meta.get_field(name).verbose_name) for name in trace.columns]
        written.setdefault(str(trace.row._meta.verbose_name), []).append(", ".join(titles))
    found += [Holding(what, len(where), sorted(set(where))) for what, where in written.items()]
    return found
