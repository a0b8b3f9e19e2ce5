"""What organizations have agreed with each other, and what different sources say of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from hansa.base.dates import PartialDate
from hansa.base.fields import PRECISION, Dated
from hansa.network.models.organizations import Organization
from hansa.network.terms import end_of


def precision() -> models.CharField:
    """The column beside a day of which the day or the month may be unknown."""
    return models.CharField(max_length=5, choices=PRECISION, default="day")


class Agreement(models.Model):
    """What two or more organizations have agreed. When it was signed is a claim, since sources differ."""

    class Kind(models.TextChoices):
        SISTER_CITY = "sister city", _("sister city agreement")
        FRIENDSHIP = "friendship", _("friendship agreement")
        MEMORANDUM = "memorandum", _("memorandum of understanding")
        LETTER_OF_INTENT = "letter of intent", _("letter of intent")
        PROJECT_PARTNERSHIP = "project partnership", _("project partnership")
        RELATIONS = "relations", _("relations, kind not recorded")

    class Ending(models.TextChoices):
        ENDED = "ended", _("ended by a party")
        SUPERSEDED = "superseded", _("superseded")

    kind = models.CharField(_("kind"), max_length=24, choices=Kind.choices)
    # The kind as it is printed, in the language of the paper: "Projektpartnerschaft".
    printed = models.CharField(_("kind as printed"), max_length=160, blank=True)
    parties = models.ManyToManyField(Organization, related_name="agreements")
    # Set while it is only proposed; a claim of its signature makes it one that was signed.
    proposed_on = models.DateField(_("proposed on"), null=True, blank=True)
    proposed_precision = precision()
    until_on = models.DateField(_("last day of its term"), null=True, blank=True)
    until_precision = precision()
    ended_on = models.DateField(_("ended on"), null=True, blank=True)
    ended_precision = precision()
    ended_as = models.CharField(_("how it ended"), max_length=12, choices=Ending.choices, blank=True)
    # Stored under an id of our own; the name it came with is only shown.
    file = models.FileField(_("file"), upload_to="agreements/", blank=True)
    file_name = models.CharField(max_length=255, blank=True)

    def __str__(self) -> str:
        return str(self.get_kind_display())

    @property
    def proposed(self) -> PartialDate | None:
        return PartialDate(self.proposed_on, self.proposed_precision) if self.proposed_on else None

    @property
    def until(self) -> PartialDate | None:
        return end_of(self.until_on, self.until_precision)

    @property
    def ended(self) -> PartialDate | None:
        return end_of(self.ended_on, self.ended_precision)


class Renewal(Dated):
    """A further term of an agreement: from its first to its last day; open where it runs until somebody ends it."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="renewals")

    class Meta(Dated.Meta):
        ordering = ["started_on", "pk"]

    def __str__(self) -> str:
        return str(self.started or _("date not recorded"))


class AgreementClaim(Dated):
    """When one source says that an agreement was signed. Two may disagree; both are kept and one is preferred."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="claims")
    is_preferred = models.BooleanField(_("preferred"), default=False)
    # What this source calls it, where it says so: two may agree on the year and differ on the kind.
    kind = models.CharField(_("kind"), max_length=24, choices=Agreement.Kind.choices, blank=True)
    printed = models.CharField(_("kind as printed"), max_length=160, blank=True)

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["agreement"], condition=models.Q(is_preferred=True), name="network_claim_one_preferred"
            ),
        ]

    def __str__(self) -> str:
        started = self.started or _("date not recorded")
        return f"{started} ({self.source})"
