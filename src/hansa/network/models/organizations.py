"""Organizations on record: what they are called, where they are, what they say of themselves."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from hansa import gazetteer
from hansa.base.fields import Dated, Multilingual, MultilingualField
from hansa.base.text import nfc, search_key


class Theme(models.Model):
    """A subject on which the network's organizations work."""

    name = MultilingualField(_("name"))
    key = models.SlugField(unique=True, allow_unicode=True, max_length=60)

    class Meta:
        ordering = ["key"]

    def __str__(self) -> str:
        return str(self.name)


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
    names: Any = MultilingualField(_("names by language"), blank=True)
    own_name = models.CharField(_("own name"), max_length=200, blank=True)
    own_language = models.CharField(_("language of own name"), max_length=12, blank=True)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.CITY)
    country = models.CharField(_("country"), max_length=2, blank=True)
    # GeoNames' number of the place, or gb2260:CODE; the name of the place by itself, without "Metropolitan City".
    place = models.CharField(_("place"), max_length=20, blank=True)
    place_name = models.CharField(max_length=200, blank=True)
    profile = MultilingualField(_("profile by language"), blank=True)
    website = models.URLField(_("website"), blank=True)
    themes = models.ManyToManyField(Theme, verbose_name=_("themes"), related_name="organizations", blank=True)
    # Since when the public reads the profile and who is in office; the entry in the directory follows from membership.
    profile_opened_at = models.DateTimeField(_("profile open since"), null=True, blank=True)
    # What the gazetteer knows of the place, kept so that no page needs to load it.
    place_names: Any = MultilingualField(editable=False, blank=True)
    latitude = models.FloatField(null=True, editable=False)
    longitude = models.FloatField(null=True, editable=False)
    placed_as = models.CharField(max_length=20, editable=False, blank=True)
    search = models.TextField(editable=False, blank=True)

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["name", "country"], name="network_organization_name_in_country"),
            models.CheckConstraint(name="network_organization_has_a_name", condition=~models.Q(name="")),
        ]

    def __str__(self) -> str:
        return self.shown[1]

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.make_ready(self.former_names.values_list("name", flat=True) if self.pk else [])
        super().save(*args, **kwargs)

    def make_ready(self, former: Iterable[str] = ()) -> None:
        """Fill in what follows from the other columns; for ``bulk_create``, which passes ``save`` by."""
        self.name, self.own_name = nfc(self.name), nfc(self.own_name)
        self.names = Multilingual({language: nfc(text) for language, text in self.names.items() if nfc(text)})
        if self.place != self.placed_as:
            self._settle()
        self.search = search_key(
            self.name, self.own_name, self.place_name, *self.names.values(), *self.place_names.values(), *former
        )

    @property
    def shown(self) -> tuple[str, str]:
        """(language, name) in the reader's form: theirs, else the place's short name or the printed one."""
        language = (get_language() or "en").split("-")[0]
        if self.names.get(language):
            return language, self.names[language]
        return "en", self.names.get("en") or self.name

    def _settle(self) -> None:
        """Take over coordinates and the names in all languages from the gazetteer."""
        found = gazetteer.place(self.place) if self.place else None
        self.latitude, self.longitude = (found.latitude, found.longitude) if found else (None, None)
        self.place_names = Multilingual(gazetteer.names_of(self.place) if found else {})
        self.placed_as = self.place


class FormerName(Dated):
    """A name that an organization bore until it was renamed, or a spelling under which it is found."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="former_names")
    name = models.CharField(_("name"), max_length=200)

    class Meta(Dated.Meta):
        ordering = ["ended_on", "pk"]
        constraints = [
            *Dated.Meta.constraints,
            models.UniqueConstraint(fields=["organization", "name", "ended_on"], name="network_former_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class Identifier(models.Model):
    """What another register calls an organization: a number that finds it again in an import."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="identifiers")
    scheme = models.SlugField(_("register"), max_length=40)
    value = models.CharField(_("identifier"), max_length=200)

    class Meta:
        ordering = ["scheme", "value"]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "value"], name="network_identifier_names_one"),
        ]

    def __str__(self) -> str:
        return f"{self.scheme} {self.value}"


class Proposal(models.Model):
    """A change that a focal point asks for, with what the record said then; an officer decides."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        ACCEPTED = "accepted", _("accepted")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("taken back")

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="proposals")
    # [before, after] by field, as it was when it was proposed.
    changes = models.JSONField(_("before and after"), default=dict)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    answer = models.CharField(_("answer"), max_length=300, blank=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return str(self.organization)
