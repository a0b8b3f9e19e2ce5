"""The link of an invitation: unguessable, void once its version is raised, and kept nowhere.

It is a signature of the invitation's key and version with the house's secret key (HMAC, by django.core.signing), so
that neither a copy of the database nor a log holds a link that works.
"""

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.urls import reverse
from django.utils.translation import override

from hansa.invitations.models import Invitation

_signer = Signer(salt="hansa.invitations.link", sep="~")


def token_of(invitation: Invitation) -> str:
    """What stands in the link."""
    return _signer.sign(f"{invitation.pk}.{invitation.link_version}")


def found_by(token: str) -> Invitation | None:
    """The invitation that a link leads to; None for a link that was not ours, or is void."""
    try:
        key, _dot, version = _signer.unsign(token).partition(".")
    except BadSignature:
        return None
    found = Invitation.objects.filter(pk=int(key), link_version=int(version)).exclude(state=Invitation.State.WITHDRAWN)
    return found.select_related("event__city", "organization").first()


def address_of(invitation: Invitation, language: str) -> str:
    """The whole address, in the language of the letter."""
    with override(language):
        path = reverse("invitation_answer", args=[token_of(invitation)])
    return f"{settings.SITE_URL}{path}"
