"""The order of precedence at an event: the rule that was chosen, and what a hand has changed of it."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hansa.delegations.models import Delegation
from hansa.events.models import Event
from hansa.precedence.order import By, Group, To

# Languages in whose alphabet we sort rightly; Chinese has several orders of its own and is not among them.
ALPHABETS = ("en", "fr", "es", "de", "ar", "ko")


def usual_offices() -> list[str]:
    """The network's offices that give precedence where nobody chose others, the highest first."""
    return ["president city", "vice-president", "assembly host"]


class Ranking(models.Model):
    """The rule of an event. Without a row: the usual offices, then the alphabet of cities in English."""

    class Rule(models.TextChoices):
        CITY = By.CITY.value, _("by the names of cities")
        COUNTRY = By.COUNTRY.value, _("by the names of countries")
        OFFICE = By.OFFICE.value, _("by the day on which the head took office")
        JOINING = By.JOINING.value, _("by the day on which the city joined the network")

    class Host(models.TextChoices):
        IN_ORDER = "in order", _("at its place like all others")
        FRONT = "front", _("before all others")
        END = "end", _("after all others")

    event = models.OneToOneField(Event, models.CASCADE, related_name="ranking")
    rule = models.CharField(_("within a rank group"), max_length=8, choices=Rule.choices, default=Rule.CITY)
    language = models.CharField(_("alphabet"), max_length=12, default="en")
    # Kinds of mandate, the highest first. Empty: no office of the network counts.
    offices: Any = models.JSONField(_("offices of the network"), default=usual_offices)
    host = models.CharField(_("the host"), max_length=8, choices=Host.choices, default=Host.IN_ORDER)

    def __str__(self) -> str:
        return str(self.event)


class Override(models.Model):
    """What a hand has changed for one delegation, and why: the role that counts at this event, or the place."""

    class CountsAs(models.TextChoices):
        NETWORK_OFFICE = Group.NETWORK_OFFICE.value, _("holder of an office of the network")
        HEAD = Group.HEAD.value, _("head of its city")
        DEPUTY = Group.DEPUTY.value, _("deputy")
        OTHER = Group.OTHER.value, _("other representative")

    class Moved(models.TextChoices):
        FRONT = To.FRONT.value, pgettext_lazy("place", "to the front")
        END = To.END.value, pgettext_lazy("place", "to the end")
        AFTER = To.AFTER.value, pgettext_lazy("place", "directly after")

    delegation = models.OneToOneField(Delegation, models.CASCADE, related_name="precedence_override")
    counts_as = models.CharField(_("counts as"), max_length=16, choices=CountsAs.choices, blank=True)
    moved = models.CharField(_("moved"), max_length=8, choices=Moved.choices, blank=True)
    after = models.ForeignKey(
        Delegation, models.CASCADE, null=True, blank=True, related_name="+", verbose_name=_("after")
    )
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(name="precedence_override_has_a_reason", condition=~Q(reason="")),
            models.CheckConstraint(name="precedence_override_says_something", condition=~Q(counts_as="", moved="")),
            models.CheckConstraint(
                name="precedence_override_after_another",
                condition=Q(moved="after", after__isnull=False) | (~Q(moved="after") & Q(after=None)),
            ),
            models.CheckConstraint(name="precedence_override_not_after_itself", condition=~Q(after=F("delegation"))),
        ]

    def __str__(self) -> str:
        return str(self.delegation)
