"""What an organization is to the network: its standing, and the seats and tasks that it holds, with dates."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from hansa.base.dates import PartialDate
from hansa.base.fields import PRECISION, Dated
from hansa.network.models.organizations import Organization


class Network(models.Model):
    """The association of cities. ``secretariat`` is its office, an organization like any other."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    secretariat = models.ForeignKey(Organization, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.name


class Membership(Dated):
    """An organization's standing in the network over a period. Nobody becomes a member by being invited.

    A suspension is a period within it, a readmission a new row, and a past row never blocks a new one.
    """

    class Standing(models.TextChoices):
        CANDIDATE = "candidate", _("candidate")
        MEMBER = "member", _("member")
        ASSOCIATE = "associate", _("associate member")
        OBSERVER = "observer", _("observer")
        # As a list may say it; where it is known since when, the suspension is a period within the membership.
        SUSPENDED = "suspended", _("suspended")

    class Ending(models.TextChoices):
        WITHDRAWN = "withdrawn", _("withdrew")
        EXCLUDED = "excluded", _("excluded")
        LAPSED = "lapsed", _("lapsed")
        CHANGED = "changed", _("changed standing")

    network = models.ForeignKey(Network, models.PROTECT, related_name="memberships")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="memberships")
    standing = models.CharField(_("standing"), max_length=12, choices=Standing.choices, default=Standing.MEMBER)
    # What the statutes call it: "full", "full (by rule)".
    category = models.CharField(_("category"), max_length=80, blank=True)
    founding = models.BooleanField(_("founding member"), default=False)
    approved_by = models.CharField(_("approved by"), max_length=160, blank=True)
    approved_on = models.DateField(_("approved on"), null=True, blank=True)
    approved_precision = models.CharField(max_length=5, choices=PRECISION, default="day")
    ended_as = models.CharField(_("how it ended"), max_length=12, choices=Ending.choices, blank=True)

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            # Past rows never block: only one may be open at a time.
            models.UniqueConstraint(
                fields=["network", "organization"],
                condition=models.Q(ended_on=None),
                name="network_membership_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization}, {self.get_standing_display()}"

    @property
    def approved(self) -> PartialDate | None:
        return PartialDate(self.approved_on, self.approved_precision) if self.approved_on else None


class Suspension(Dated):
    """A period within a membership in which its rights rest."""

    membership = models.ForeignKey(Membership, models.CASCADE, related_name="suspensions")

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["membership"], condition=models.Q(ended_on=None), name="network_suspension_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership.organization}, {_('suspended')}"


class Seat(Dated):
    """A seat of the network, held or vacant: it is not its holder. ``region`` reserves it, by UN M49 code."""

    class Kind(models.TextChoices):
        REGIONAL_OFFICE = "regional office", _("regional office")
        EXECUTIVE_COMMITTEE = "executive committee", _("executive committee")
        PRESIDENT_CITY = "president city", _("president city")
        VICE_PRESIDENT = "vice-president", _("vice-president")
        SECRETARIAT = "secretariat", _("secretariat")
        ASSEMBLY_HOST = "assembly host", _("host of the next assembly")

    network = models.ForeignKey(Network, models.PROTECT, related_name="seats")
    kind = models.CharField(_("kind"), max_length=24, choices=Kind.choices)
    title = models.CharField(_("title"), max_length=120)
    region = models.CharField(_("reserved for"), max_length=3, blank=True)
    term_months = models.PositiveSmallIntegerField(_("months of a term"), null=True, blank=True)

    class Meta(Dated.Meta):
        ordering = ["kind", "title", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["network", "kind", "title"], condition=models.Q(ended_on=None), name="network_seat_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.title}" if self.title else str(self.get_kind_display())


class Mandate(Dated):
    """A seat or task of the network held by an organization."""

    Kind = Seat.Kind

    network = models.ForeignKey(Network, models.PROTECT, related_name="mandates")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="mandates")
    kind = models.CharField(_("kind"), max_length=24, choices=Kind.choices)
    scope = models.CharField(_("for"), max_length=120, blank=True)
    # Empty for a task that is no numbered seat, such as a regional office.
    seat = models.ForeignKey(Seat, models.PROTECT, null=True, blank=True, related_name="mandates")

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["network", "organization", "kind", "scope"],
                condition=models.Q(ended_on=None),
                name="network_mandate_one_open",
            ),
            models.UniqueConstraint(
                fields=["seat"], condition=models.Q(ended_on=None), name="network_seat_one_open_holder"
            ),
            models.UniqueConstraint(
                fields=["seat", "started_on"],
                condition=models.Q(started_precision="day"),
                name="network_seat_one_holder_from_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization}, {self.get_kind_display()}"
