"""Where a delegate's own registration is found, for letters."""

from django.conf import settings
from django.urls import reverse
from django.utils.translation import override

from hansa.delegations.models import Delegate


def address_of(delegate: Delegate, language: str) -> str:
    """The whole address, in the language of the letter; it asks for a sign-in."""
    with override(language):
        path = reverse("registration_form", args=[delegate.delegation.event.key, delegate.pk])
    return f"{settings.SITE_URL}{path}"
