"""Persons and accounts. A person is not an account: most persons on record never sign in."""

import datetime as dt
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.auth.models import PermissionsMixin
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from hansa.base.text import nfc, search_key


class Person(models.Model):
    """Somebody, with one full name as they write it; a family part for sorting; mononyms have none."""

    full_name = models.CharField(_("name"), max_length=200)
    family_name = models.CharField(_("family name"), max_length=120, blank=True)
    latin_name = models.CharField(_("name in Latin letters"), max_length=200, blank=True)
    language = models.CharField(_("language of the name"), max_length=12, blank=True)
    email = models.EmailField(_("e-mail"), blank=True)
    phone = models.CharField(_("telephone"), max_length=40, blank=True)
    # Contact details have an owner, a purpose and an end; a row without an end cannot have any (see the constraint).
    held_by = models.CharField(_("who answers for these details"), max_length=200, blank=True)
    held_for = models.CharField(_("for what they are held"), max_length=200, blank=True)
    held_until = models.DateField(_("held until"), null=True, blank=True)
    erased_at = models.DateTimeField(_("erased at"), null=True, blank=True, editable=False)
    # An invented person of a sample network: said beside the name wherever it shows.
    is_sample = models.BooleanField(_("sample"), default=False)
    search = models.TextField(editable=False, blank=True)

    class Meta:
        ordering = ["family_name", "full_name", "pk"]
        constraints = [
            models.CheckConstraint(name="people_person_has_a_name", condition=~models.Q(full_name="")),
            models.CheckConstraint(
                name="people_contact_details_have_an_end",
                condition=models.Q(email="", phone="") | models.Q(held_until__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        """The name in its own script with the Latin form behind it, and "(sample)" where it is one."""
        if self.erased_at:
            return str(_("erased person %(n)s")) % {"n": self.pk}
        shown = self.full_name
        if self.latin_name and self.latin_name != self.full_name:
            shown = f"{shown} ({self.latin_name})"
        return f"{shown} {self.mark}" if self.is_sample else shown

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.full_name, self.family_name, self.latin_name = (
            nfc(self.full_name), nfc(self.family_name), nfc(self.latin_name),
        )  # fmt: skip
        self.search = search_key(self.full_name, self.latin_name)
        if (self.email or self.phone) and self.held_until is None:
            self.held_until = timezone.localdate() + HELD_FOR
        super().save(*args, **kwargs)

    @property
    def mark(self) -> str:
        """What stands beside the name of an invented person."""
        return str(_("(sample)")) if self.is_sample else ""

    @property
    def sort_key(self) -> tuple[str, str]:
        """Family part first, both folded; the Latin form where there is one, so that one list sorts in one alphabet."""
        name = self.latin_name or self.full_name
        family = name.split()[0] if self.latin_name and self.language in FAMILY_FIRST else self.family_name
        return search_key(family or name), search_key(name)


# How long contact details are held where nobody said otherwise.
HELD_FOR = dt.timedelta(days=730)
# Languages whose Latin forms keep the family name in front (CLDR person names, givenFirst/surnameFirst by language).
FAMILY_FIRST = frozenset({"ko", "zh", "ja", "vi", "hu", "km", "mn"})


class Accounts(BaseUserManager["User"]):
    """Accounts are found by e-mail, whatever its case."""

    def get_by_natural_key(self, email: str | None) -> "User":
        return self.get(email=(email or "").strip().casefold())

    def create_user(self, email: str, name: str = "", password: str | None = None, **fields: Any) -> "User":
        user = self.model(email=email.strip().casefold(), name=nfc(name), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, name: str = "", password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, name, password, is_staff=True, is_superuser=True, **fields)


class User(AbstractBaseUser, PermissionsMixin):
    """An account: an e-mail address that signs in by code. What it may do is asked of dated appointments."""

    email = models.EmailField(_("e-mail"), unique=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    language = models.CharField(_("language"), max_length=12, blank=True)
    person = models.OneToOneField(Person, models.SET_NULL, null=True, blank=True, related_name="account")
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    joined_at = models.DateTimeField(default=timezone.now)

    objects = Accounts()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        ordering = ["email"]
        constraints = [models.UniqueConstraint(Lower("email"), name="people_user_email_in_any_case")]

    def __str__(self) -> str:
        """The person's name where the account has one; never the address alone where a name is known."""
        return str(self.person) if self.person_id else self.name or self.email

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email = self.email.strip().casefold()
        super().save(*args, **kwargs)
