"""Who stands for an organization: persons in office, accounts with a duty, with dates."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hansa.base.fields import Dated
from hansa.network.models.organizations import Organization
from hansa.network.titles import title_class
from hansa.people.models import Person


class Office(Dated):
    """A post in an organization held by a person: the mayor changes, the city stays."""

    class Class(models.TextChoices):
        HEAD = "head", pgettext_lazy("of an organisation", "head")
        DEPUTY = "deputy", _("deputy")
        OTHER = "other", _("other post")

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="offices")
    person = models.ForeignKey(Person, models.PROTECT, related_name="offices")
    title = models.CharField(_("title"), max_length=160)
    # What the title says, unless a person has said otherwise.
    title_class = models.CharField(_("post"), max_length=8, choices=Class.choices, blank=True)

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["organization", "person", "title", "started_on"], name="network_office_taken_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.title}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.title_class = self.title_class or title_class(self.title)
        super().save(*args, **kwargs)


class Appointment(Dated):
    """An account's duty for an organization. All rights of the office are asked of these rows on a day."""

    class Duty(models.TextChoices):
        PROGRAMME = "programme officer", _("programme officer")
        PROTOCOL = "protocol officer", _("protocol officer")
        FOCAL_POINT = "focal point", _("focal point")

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="appointments")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="appointments")
    duty = models.CharField(_("duty"), max_length=20, choices=Duty.choices)

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["organization", "user", "duty"],
                condition=models.Q(ended_on=None),
                name="network_appointment_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user}, {self.get_duty_display()}, {self.organization}"
