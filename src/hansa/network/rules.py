"""Who works for the network, and who may see what of the register. Duties are dated; the question is about today."""

import datetime as dt
from functools import cached_property
from typing import TypeAlias

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from hansa.base.memory import once_a_request
from hansa.network.models import (
    Agreement,
    Appointment,
    Mandate,
    Membership,
    Network,
    Office,
    Organization,
    Proposal,
    Suspension,
)
from hansa.people.models import User

Visitor: TypeAlias = User | AnonymousUser


def has_account(user: Visitor) -> bool:
    """Whether this is a signed-in account that has not been closed."""
    return bool(user.is_authenticated and user.is_active)


@once_a_request
def is_officer(user: Visitor, on: dt.date | None = None) -> bool:
    """A programme officer of a network's secretariat on that day (today), or an administrator."""
    if not has_account(user):
        return False
    if user.is_superuser:
        return True
    duties = Appointment.objects.on(on or timezone.localdate())
    secretariats = Network.objects.values("secretariat")
    return duties.filter(user=user, duty=Appointment.Duty.PROGRAMME, organization__in=secretariats).exists()


def is_staff(user: Visitor, on: dt.date | None = None) -> bool:
    """Who handles the data of others on that day (today): programme officers, protocol officers, administrators."""
    if not has_account(user):
        return False
    duties = Appointment.objects.on(on or timezone.localdate()).filter(user=user)
    return user.is_superuser or duties.filter(duty__in=[Appointment.Duty.PROGRAMME, Appointment.Duty.PROTOCOL]).exists()


def is_protocol_officer(user: Visitor, organization: Organization, on: dt.date | None = None) -> bool:
    """A protocol officer of that organization on that day (today)."""
    return _has_duty(user, "protocol officer", organization, on)


def is_focal_point(user: Visitor, organization: Organization, on: dt.date | None = None) -> bool:
    """Who answers for that organization on that day (today)."""
    return _has_duty(user, "focal point", organization, on)


@once_a_request
def _has_duty(user: Visitor, duty: str, organization: Organization, on: dt.date | None) -> bool:
    if not has_account(user):
        return False
    duties = Appointment.objects.on(on or timezone.localdate())
    return duties.filter(user=user, duty=duty, organization=organization).exists()


# What the register shows, and to whom. Page, list, file, search and count all ask these; nothing else decides.


class Reader:
    """Whoever reads, with what they may asked once: for a page that puts many questions. Rules take either."""

    def __init__(self, user: Visitor) -> None:
        self.user = user

    @cached_property
    def is_officer(self) -> bool:
        return is_officer(self.user)

    @cached_property
    def own(self) -> set[int]:
        """The organizations (by key) for which the account has a duty today."""
        if not has_account(self.user):
            return set()
        duties = Appointment.objects.on(timezone.localdate()).filter(user=self.user)
        return set(duties.values_list("organization", flat=True))


def reading(user: Visitor | Reader) -> Reader:
    """The reader that an account is."""
    return user if isinstance(user, Reader) else Reader(user)


def is_insider(user: Visitor | Reader, organization: Organization) -> bool:
    """Who sees all that is on record of an organization: the officers, and whoever has a duty for it today."""
    reader = reading(user)
    return reader.is_officer or organization.pk in reader.own


def _begun() -> Q:
    return Q(started_on=None) | Q(started_on__lte=timezone.localdate())


def public_memberships() -> QuerySet[Membership]:
    """The standings that everybody may know: every one but a candidacy, once it has begun."""
    return Membership.objects.filter(_begun()).exclude(standing=Membership.Standing.CANDIDATE)


def memberships_seen_by(user: Visitor | Reader) -> QuerySet[Membership]:
    """The standings that this reader may know: the public ones, all of one's own organizations, all for officers."""
    reader = reading(user)
    if reader.is_officer:
        return Membership.objects.all()
    of_own = Membership.objects.filter(organization__in=reader.own)
    return public_memberships() | of_own if reader.own else public_memberships()


def seen_by(user: Visitor | Reader) -> QuerySet[Organization]:
    """The organizations that this reader may see: a public standing or mandate ever, an open profile, one's own."""
    reader = reading(user)
    if reader.is_officer:
        return Organization.objects.all()
    standing = public_memberships().filter(organization=OuterRef("pk"))
    is_open = Q(profile_opened_at__isnull=False) | Q(pk__in=reader.own)
    mandate = Mandate.objects.filter(_begun(), organization=OuterRef("pk"))
    return Organization.objects.filter(Exists(standing) | Exists(mandate) | is_open)


def may_see(user: Visitor | Reader, organization: Organization) -> bool:
    """Whether ``seen_by`` holds it."""
    return seen_by(user).filter(pk=organization.pk).exists()


def mandates_seen_by(user: Visitor | Reader) -> QuerySet[Mandate]:
    """The network's seats and tasks are public once they have begun; planned ones are for officers and one's own."""
    reader = reading(user)
    if reader.is_officer:
        return Mandate.objects.all()
    return Mandate.objects.filter(_begun() | Q(organization__in=reader.own))


def suspensions_seen_by(user: Visitor | Reader) -> QuerySet[Suspension]:
    """As mandates: known once they have begun."""
    reader = reading(user)
    if reader.is_officer:
        return Suspension.objects.all()
    return Suspension.objects.filter(_begun() | Q(membership__organization__in=reader.own))


def may_see_profile(user: Visitor | Reader, organization: Organization) -> bool:
    """The profile and who is in office: everybody once it is open, before that insiders."""
    return organization.profile_opened_at is not None or is_insider(user, organization)


def offices_seen_by(user: Visitor | Reader) -> QuerySet[Office]:
    """Who is in office where: as ``may_see_profile``, for lists."""
    reader = reading(user)
    if reader.is_officer:
        return Office.objects.all()
    is_open = Q(organization__profile_opened_at__isnull=False)
    return Office.objects.filter(is_open | Q(organization__in=reader.own))


def agreements_seen_by(user: Visitor | Reader) -> QuerySet[Agreement]:
    """Agreements of one's own; else those that are signed and of which this reader may see every party."""
    reader = reading(user)
    if reader.is_officer:
        return Agreement.objects.all()
    hidden = Organization.objects.exclude(pk__in=seen_by(reader).values("pk"))
    unsigned = Q(claims=None, proposed_on__isnull=False)
    of_own = Agreement.parties.through.objects.filter(organization__in=reader.own).values("agreement")
    public = ~unsigned & ~Q(
        pk__in=Agreement.parties.through.objects.filter(organization__in=hidden).values("agreement")
    )
    return Agreement.objects.filter(Q(pk__in=of_own) | public).distinct()


def may_propose(user: Visitor, organization: Organization) -> bool:
    """Whoever answers for it; an officer writes at once instead."""
    return is_focal_point(user, organization)


def may_withdraw_proposal(user: Visitor, proposal: Proposal) -> bool:
    """Whoever made it."""
    return has_account(user) and proposal.by_id == user.pk
