"""Questions about the register on a day."""

import datetime as dt
from collections.abc import Iterable

from django.db.models import QuerySet
from django.utils import timezone

from hansa.base.text import fold, nfc
from hansa.base.words import country_codes, country_name
from hansa.network.models import Appointment, Membership, Network, Office, Organization
from hansa.network.rules import Visitor, seen_by
from hansa.network.terms import surely_on
from hansa.people.models import User


def only_network() -> Network | None:
    """The network of this house where it is the only one; None where there is none yet or the question is open."""
    found = list(Network.objects.select_related("secretariat").order_by("pk")[:2])
    return found[0] if len(found) == 1 else None


def members(network: Network, on: dt.date | None = None) -> QuerySet[Organization]:
    """The organizations that are members or associates on that day (today)."""
    standing = [Membership.Standing.MEMBER, Membership.Standing.ASSOCIATE]
    rows = Membership.objects.on(on or timezone.localdate()).filter(network=network, standing__in=standing)
    return Organization.objects.filter(pk__in=rows.values("organization"))


def focal_points(organization: Organization, on: dt.date | None = None) -> QuerySet[User]:
    """Who answers for that organization on that day (today)."""
    duties = Appointment.objects.on(on or timezone.localdate())
    duties = duties.filter(organization=organization, duty=Appointment.Duty.FOCAL_POINT)
    return User.objects.filter(pk__in=duties.values("user"))


def duties_of(user: User, on: dt.date | None = None) -> QuerySet[Appointment]:
    """The appointments of an account in force on that day (today)."""
    return Appointment.objects.on(on or timezone.localdate()).filter(user=user).select_related("organization")


def offices_of(persons: Iterable[int], on: dt.date) -> dict[int, Office]:
    """The post that each of these persons (by key) holds on that day; where there are several, the one held last."""
    held = Office.objects.on(on).filter(person__in=set(persons)).select_related("organization")
    return {office.person_id: office for office in held.order_by("started_on", "pk")}


def duties_in_force(
    duty: str, organizations: Iterable[Organization], on: dt.date | None = None
) -> dict[tuple[int, str], Appointment]:
    """Who has that duty for any of these organizations on that day (today), by organization and e-mail address."""
    found = Appointment.objects.on(on or timezone.localdate()).filter(duty=duty, organization__in=set(organizations))
    return {(one.organization_id, one.user.email): one for one in found.select_related("user")}


def office_holder(organization: Organization, title_class: str, day: dt.date) -> Office | None:
    """Who held the post of that class ("head", "deputy") on that day: "who was mayor when we last met?".

    Where only a month or a year is known of some terms, the one that was in force for certain comes first.
    """
    held = Office.objects.on(day).filter(organization=organization, title_class=title_class).select_related("person")
    found = sorted(held, key=lambda office: (surely_on(office, day), office.started_on or dt.date.min, office.pk))
    return found[-1] if found else None


def heads_of(offices: QuerySet[Office], day: dt.date) -> dict[int, Office]:
    """As ``office_holder`` for the heads of many organizations (by key), among these offices, in one query."""
    held = offices.on(day).filter(title_class=Office.Class.HEAD)
    found = sorted(held.select_related("person"), key=lambda one: (surely_on(one, day), one.started_on or dt.date.min))
    return {office.organization_id: office for office in found}


def called_by_country(organization: Organization) -> str:
    """ "Mérida, Mexico": as ``OrganizationField`` reads it back."""
    country = country_name(organization.country)
    return f"{organization}, {country}" if country else str(organization)


def named(reader: Visitor, text: str) -> list[Organization]:
    """The organizations that this text names exactly (whatever its case and marks), of those the reader may see."""
    text = nfc(text)
    whole = _exactly(reader, text, [])
    if whole or "," not in text:
        return whole
    name, _comma, country = text.rpartition(",")
    wanted = fold(country.strip())
    codes = [code for code in country_codes(wanted) if fold(country_name(code)) == wanted] or country_codes(wanted)
    return _exactly(reader, name.strip(), codes) if codes else []


def _exactly(reader: Visitor, name: str, countries: list[str]) -> list[Organization]:
    wanted = fold(name)
    if not wanted:
        return []
    rows = seen_by(reader).filter(search__contains=wanted).prefetch_related("former_names").order_by("name", "pk")
    if countries:
        rows = rows.filter(country__in=countries)
    return [one for one in rows if wanted in {fold(name) for name in _names(one)}]


def _names(one: Organization) -> list[str]:
    former = [name.name for name in one.former_names.all()]
    return [one.name, one.own_name, one.place_name, *one.names.values(), *one.place_names.values(), *former]
