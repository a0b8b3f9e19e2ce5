"""The register: organizations on record, and what they are to the network and to each other, with dates."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hansa.base.fields import Dated, Multilingual, MultilingualField
from hansa.base.text import nfc, search_key
from hansa.people.models import Person


class Organization(models.Model):
    """A city, an institution, an association or a company on record, member or not."""

    class Kind(models.TextChoices):
        CITY = "city", _("city")
        REGION = "region", _("region")
        GOVERNMENT = "government", _("government")
        INSTITUTION = "institution", _("institution")
        ASSOCIATION = "association", _("association")
        COMPANY = "company", _("company")

    # As it was printed when it first came in; the identity of a row together with its country.
    name = models.CharField(_("name"), max_length=200)
    names = MultilingualField(_("names by language"), blank=True)
    own_name = models.CharField(_("own name"), max_length=200, blank=True)
    own_language = models.CharField(_("language of own name"), max_length=12, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.CITY)
    country = models.CharField(_("country"), max_length=2, blank=True)
    # GeoNames' number of the place, or gb2260:CODE; the name of the place by itself, without "Metropolitan City".
    place = models.CharField(_("place"), max_length=20, blank=True)
    place_name = models.CharField(max_length=200, blank=True)
    search = models.TextField(editable=False, blank=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["name", "country"], name="network_organization_name_in_country"),
            models.CheckConstraint(name="network_organization_has_a_name", condition=~models.Q(name="")),
        ]

    def __str__(self) -> str:
        return self.shown[1]

    @property
    def shown(self) -> tuple[str, str]:
        """(language, name) in the reader's form: theirs if there is one, else the short name of the place or the printed one."""
        language = (get_language() or "en").split("-")[0]
        if self.names.get(language):
            return language, self.names[language]
        return "en", self.names.get("en") or self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.name, self.own_name = nfc(self.name), nfc(self.own_name)
        self.names = Multilingual({language: nfc(text) for language, text in self.names.items() if nfc(text)})
        self.search = search_key(self.name, self.own_name, self.place_name, *self.names.values())
        super().save(*args, **kwargs)


class Network(models.Model):
    """The association of cities. ``secretariat`` is its office, an organization like any other."""

    name = models.CharField(_("name"), max_length=200, unique=True)
    secretariat = models.ForeignKey(Organization, models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return self.name


class Membership(Dated):
    """An organization's standing in the network over a period. Nobody becomes a member by being invited."""

    class Standing(models.TextChoices):
        CANDIDATE = "candidate", _("candidate")
        MEMBER = "member", _("member")
        ASSOCIATE = "associate", _("associate member")
        OBSERVER = "observer", _("observer")
        SUSPENDED = "suspended", _("suspended")

    network = models.ForeignKey(Network, models.PROTECT, related_name="memberships")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="memberships")
    standing = models.CharField(_("standing"), max_length=12, choices=Standing.choices, default=Standing.MEMBER)
    founding = models.BooleanField(_("founding member"), default=False)

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            # Past rows never block: only one may be open at a time.
            models.UniqueConstraint(
                fields=["network", "organization"], condition=models.Q(ended_on=None), name="network_membership_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization}, {self.get_standing_display()}"


class Mandate(Dated):
    """A seat or task of the network held by an organization."""

    class Kind(models.TextChoices):
        REGIONAL_OFFICE = "regional office", _("regional office")
        EXECUTIVE_COMMITTEE = "executive committee", _("executive committee")
        PRESIDENT_CITY = "president city", _("president city")
        VICE_PRESIDENT = "vice-president", _("vice-president")
        SECRETARIAT = "secretariat", _("secretariat")

    network = models.ForeignKey(Network, models.PROTECT, related_name="mandates")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="mandates")
    kind = models.CharField(_("kind"), max_length=24, choices=Kind.choices)
    scope = models.CharField(_("for"), max_length=120, blank=True)

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["network", "organization", "kind", "scope"],
                condition=models.Q(ended_on=None),
                name="network_mandate_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization}, {self.get_kind_display()}"


class Office(Dated):
    """A post in an organization held by a person: the mayor changes, the city stays."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="offices")
    person = models.ForeignKey(Person, models.PROTECT, related_name="offices")
    title = models.CharField(_("title"), max_length=160)

    def __str__(self) -> str:
        return f"{self.person}, {self.title}"


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


class Agreement(models.Model):
    """What two or more organizations have agreed: its kind; its dates are claims, since sources differ."""

    class Kind(models.TextChoices):
        SISTER_CITY = "sister city", _("sister city agreement")
        FRIENDSHIP = "friendship", _("friendship agreement")
        MEMORANDUM = "memorandum", _("memorandum of understanding")
        LETTER_OF_INTENT = "letter of intent", _("letter of intent")
        PROJECT_PARTNERSHIP = "project partnership", _("project partnership")
        RELATIONS = "relations", _("relations, kind not recorded")

    kind = models.CharField(_("kind"), max_length=24, choices=Kind.choices)
    parties = models.ManyToManyField(Organization, related_name="agreements")

    def __str__(self) -> str:
        return str(self.get_kind_display())


class AgreementClaim(Dated):
    """When one source says that an agreement was signed. Two may disagree; both are kept and one is preferred."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="claims")
    is_preferred = models.BooleanField(_("preferred"), default=False)

    class Meta(Dated.Meta):
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(
                fields=["agreement"], condition=models.Q(is_preferred=True), name="network_claim_one_preferred"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.started or _('date not recorded')} ({self.source})"
