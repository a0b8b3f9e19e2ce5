"""Who comes: all who come for one organization to one event are one delegation."""

import secrets
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from hansa.base.fields import LanguagesField
from hansa.events.models import Event
from hansa.network.models import Organization
from hansa.people.models import Person


def new_calendar_key() -> str:
    """The secret in the address of a delegation's calendar feed: 144 bits, from the system's own source."""
    return secrets.token_urlsafe(18)


class DelegationQuerySet(models.QuerySet):
    def coming(self) -> Self:
        """Those that have not withdrawn."""
        return self.filter(withdrawn_on=None)


class Delegation(models.Model):
    """An organization's delegation to an event, and in which capacity it comes there."""

    class Capacity(models.TextChoices):
        GUEST = "guest", _("guest")
        HOST = "host", _("host")
        SUPPORTER = "supporter", _("supporter")
        MEMBER = "member", _("member")
        OBSERVER = "observer", _("observer")
        SPEAKER = "speaker", _("speaker")
        PRESS = "press", _("press")
        PARTNER = "partner", _("partner")

    event = models.ForeignKey(Event, models.PROTECT, related_name="delegations")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="delegations")
    capacity = models.CharField(_("capacity"), max_length=12, choices=Capacity.choices, default=Capacity.GUEST)
    # How many people it may name; empty: as many as it likes.
    places = models.PositiveSmallIntegerField(_("places"), null=True, blank=True)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)
    calendar_key = models.CharField(max_length=40, unique=True, default=new_calendar_key, editable=False)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        ordering = ["organization__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "organization"], name="delegations_delegation_once"),
        ]

    def __str__(self) -> str:
        return str(self.organization)


class DelegateQuerySet(models.QuerySet):
    def coming(self) -> Self:
        """Those who have not withdrawn, nor their delegation."""
        return self.filter(withdrawn_on=None, delegation__withdrawn_on=None)


class Delegate(models.Model):
    """A person in a delegation: role, title as printed, arrival and departure, languages spoken in meetings."""

    class Role(models.TextChoices):
        HEAD = "head", _("head of delegation")
        DELEGATE = "delegate", _("delegate")
        ADVISER = "adviser", _("adviser")
        INTERPRETER = "interpreter", _("interpreter")
        ACCOMPANYING = "accompanying", _("accompanying person")
        STAFF = "staff", _("staff contact")

    delegation = models.ForeignKey(Delegation, models.CASCADE, related_name="delegates")
    person = models.ForeignKey(Person, models.PROTECT, related_name="delegate_roles")
    role = models.CharField(_("role"), max_length=12, choices=Role.choices, default=Role.DELEGATE)
    title = models.CharField(_("title"), max_length=160, blank=True)
    languages = LanguagesField(_("languages"))
    arrives_at = models.DateTimeField(_("arrival"), null=True, blank=True)
    departs_at = models.DateTimeField(_("departure"), null=True, blank=True)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True, blank=True)

    objects = DelegateQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["delegation", "person"], name="delegations_delegate_once"),
            models.UniqueConstraint(
                fields=["delegation"], condition=Q(role="head", withdrawn_on=None), name="delegations_one_head"
            ),
            models.CheckConstraint(
                name="delegations_departs_after_arrival",
                condition=Q(arrives_at=None) | Q(departs_at=None) | Q(departs_at__gt=F("arrives_at")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.delegation.organization}"

    @property
    def precedence(self) -> tuple[int, int]:
        """The order in which a delegation's people are named: by role, the head first, then as they were named."""
        return list(self.Role.values).index(self.role), self.pk
