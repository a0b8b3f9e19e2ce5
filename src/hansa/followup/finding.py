"""Whom did you meet? Persons and organizations found while one types, in any script, of those this reader may know."""

from dataclasses import dataclass

from django.db.models import Q, QuerySet
from django.utils import timezone

from hansa.base.text import fold
from hansa.base.words import country_codes, country_name, with_commas
from hansa.delegations.models import Delegate
from hansa.delegations.rules import seen_by as delegations_seen_by
from hansa.events.models import Event
from hansa.followup.rules import own_sides
from hansa.meetings.models import Party
from hansa.network.models import Office, Organization
from hansa.network.rules import Visitor, is_officer, offices_seen_by
from hansa.network.rules import seen_by as organizations_seen_by
from hansa.people.models import Person

MOST = 8


@dataclass(frozen=True)
class Choice:
    """Somebody who may be meant: ``key`` comes back in the form as "person:12:5" or "organization:5"."""

    key: str
    name: str
    language: str
    more: str


def persons_known_to(user: Visitor) -> QuerySet[Person]:
    """Who may be named to this person: all for officers; else whoever is in an office that they see, heads of
    published delegations, their own delegations' people, and whom their side has met."""
    known = Person.objects.filter(erased_at=None)
    if is_officer(user):
        return known
    heads = Delegate.objects.coming().filter(
        role=Delegate.Role.HEAD, delegation__event__in=Event.objects.exclude(participants_published_at=None)
    )
    own = Delegate.objects.filter(delegation__in=delegations_seen_by(user))
    met = Party.objects.filter(meeting__in=Party.objects.filter(organization__in=own_sides(user)).values("meeting"))
    offices = offices_seen_by(user).on(timezone.localdate())
    sources = [rows.values("person") for rows in (offices, heads, own, met)]
    return known.filter(Q(pk__in=sources[0]) | Q(pk__in=sources[1]) | Q(pk__in=sources[2]) | Q(pk__in=sources[3]))


def found_others(user: Visitor, words: str) -> list[Choice]:
    """Persons first, then organizations: those in which each word stands. Three queries; nothing for no word."""
    wanted = fold(words).split()
    if not wanted:
        return []
    return [*_persons(user, wanted), *_organizations(user, wanted)][: 2 * MOST]


def _organizations(user: Visitor, wanted: list[str]) -> list[Choice]:
    found = organizations_seen_by(user).exclude(pk__in=own_sides(user)[:1])
    for word in wanted:
        found = found.filter(Q(search__contains=word) | Q(country__in=country_codes(word)))
    return [
        Choice(f"organization:{one.pk}", one.shown[1], one.shown[0], country_name(one.country))
        for one in found.order_by("name", "pk")[:MOST]
    ]


def _persons(user: Visitor, wanted: list[str]) -> list[Choice]:
    """By name, or by the organization for which they stand: "mayor tallinn" finds whoever that is."""
    today = timezone.localdate()
    visible = organizations_seen_by(user)
    found = persons_known_to(user)
    for word in wanted:
        # A person is found by the city too, as far as the reader may see the office.
        offices = offices_seen_by(user).on(today).filter(organization__search__contains=word)
        found = found.filter(Q(search__contains=word) | Q(pk__in=offices.values("person")))
    persons = list(found.order_by("family_name", "full_name", "pk")[:MOST])
    held = Office.objects.filter(pk__in=offices_seen_by(user).on(today), person__in=persons)
    offices_by_person = {row.person_id: row for row in held.select_related("organization").order_by("started_on")}
    sent = Delegate.objects.coming().filter(person__in=persons, delegation__organization__in=visible)
    roles = {row.person_id: row for row in sent.select_related("delegation__organization").order_by("pk")}
    return [_person(one, offices_by_person.get(one.pk), roles.get(one.pk)) for one in persons]


def _person(one: Person, office: Office | None, role: Delegate | None) -> Choice:
    organization = office.organization if office else role.delegation.organization if role else None
    title = office.title if office else role.title if role else ""
    key = f"person:{one.pk}" + (f":{organization.pk}" if organization else "")
    latin = one.latin_name if one.latin_name != one.full_name else ""
    where = str(organization) if organization else ""
    more = with_commas(part for part in (latin, title, where) if part)
    return Choice(key, one.full_name, one.language or "und", f"{more} {one.mark}".strip())


def chosen(user: Visitor, key: str) -> tuple[Organization | None, Person | None] | None:
    """Whom a key means, if this person may know them; None for anything else."""
    kind, _colon, rest = key.partition(":")
    numbers = [int(part) if part.isdecimal() and len(part) < 18 else 0 for part in rest.split(":")]
    if kind == "organization" and len(numbers) == 1:
        organization = organizations_seen_by(user).filter(pk=numbers[0]).first()
        return (organization, None) if organization else None
    if kind == "person" and len(numbers) in (1, 2):
        person = persons_known_to(user).filter(pk=numbers[0]).first()
        pk = numbers[1] if len(numbers) == 2 else None
        organization = Organization.objects.filter(pk=pk).first() if pk and _stands_for(numbers[0], pk) else None
        return (organization, person) if person else None
    return None


def _stands_for(person: int, organization: int) -> bool:
    """Whether that person is or was of that organization, by an office or a delegation."""
    return (
        Office.objects.filter(person=person, organization=organization).exists()
        or Delegate.objects.filter(person=person, delegation__organization=organization).exists()
    )


def the_only_one(user: Visitor, words: str) -> str:
    """The key of the only organization or person that is called exactly so; "" where none or several are."""
    exact = [choice for choice in found_others(user, words) if fold(choice.name) == fold(words)]
    return exact[0].key if len(exact) == 1 else ""
