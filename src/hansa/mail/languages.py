"""In which language a letter is written: the recipient's where we write it, else the house's, and that is said."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings

from hansa.people.models import Person, User


@dataclass(frozen=True)
class Chosen:
    """The language of a letter; ``wanted`` is what the recipient would rather read, "" where they get just that."""

    language: str
    wanted: str = ""


def language_for(*wanted: str) -> Chosen:
    """The first of these codes, the best one first, in which we write; the house's own where there is none.

    A regional code falls back on its language: "fr-CA" is written in French, and that is no fallback worth saying.
    """
    ours = {code: code for code, _name in settings.LANGUAGES}
    asked = [code for code in wanted if code]
    for code in asked:
        found = ours.get(code.lower()) or ours.get(code.split("-")[0].lower())
        if found:
            return Chosen(found, "" if code == asked[0] else asked[0])
    return Chosen(settings.LANGUAGE_CODE, asked[0] if asked else "")


def language_of(person: Person | None, *others: str) -> Chosen:
    """For a person on record: what their account reads, then these codes in turn."""
    account = User.objects.filter(person=person).first() if person else None
    return language_for(account.language if account else "", *others)


def languages_of(persons: Iterable[Person]) -> dict[int, Chosen]:
    """The same for many, in one query; by key."""
    people = list(persons)
    accounts = dict(User.objects.filter(person__in=people).values_list("person", "language"))
    return {one.pk: language_for(accounts.get(one.pk, "")) for one in people}
