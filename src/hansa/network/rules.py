"""Who works for the network. Every duty is a dated appointment; the question is always about today."""

import datetime as dt
from typing import TypeAlias

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from hansa.network.models import Appointment, Network, Organization
from hansa.people.models import User

Visitor: TypeAlias = User | AnonymousUser


def has_account(user: Visitor) -> bool:
    """Whether this is a signed-in account that has not been closed."""
    return bool(user.is_authenticated and user.is_active)


def is_officer(user: Visitor, on: dt.date | None = None) -> bool:
    """A programme officer of a network's secretariat on that day (today), or an administrator."""
    if not has_account(user):
        return False
    if user.is_superuser:
        return True
    duties = Appointment.objects.on(on or timezone.localdate())
    secretariats = Network.objects.values("secretariat")
    return duties.filter(user=user, duty=Appointment.Duty.PROGRAMME, organization__in=secretariats).exists()


def is_protocol_officer(user: Visitor, organization: Organization, on: dt.date | None = None) -> bool:
    """A protocol officer of that organization on that day (today)."""
    return _has_duty(user, "protocol officer", organization, on)


def is_focal_point(user: Visitor, organization: Organization, on: dt.date | None = None) -> bool:
    """Who answers for that organization on that day (today)."""
    return _has_duty(user, "focal point", organization, on)


def _has_duty(user: Visitor, duty: str, organization: Organization, on: dt.date | None) -> bool:
    if not has_account(user):
        return False
    duties = Appointment.objects.on(on or timezone.localdate())
    return duties.filter(user=user, duty=duty, organization=organization).exists()
