"""Sign-in by a code to an address on record or by a passkey; the language one reads in."""

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse, translate_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

# How one shows again who one is: page, what the button says, what it takes.
MFA_PAGES = [
    ("mfa_reauthenticate", _("A code of the app or a recovery code"), {"totp", "recovery_codes"}),
    ("mfa_reauthenticate_webauthn", _("A passkey"), {"webauthn"}),
]


class Adapter(DefaultAccountAdapter):
    """Nobody signs up: accounts come with an appointment."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """Accounts have no user name."""

    def is_reauthentication_required(self, *, app: str) -> bool:
        """Before one's factors change one shows one of them; whoever has none yet has signed in by the letter."""
        return is_mfa_enabled(self.request.user)

    def get_reauthentication_methods(self, user: Any) -> list[dict[str, Any]]:
        """Passwords are not used, not even an administrator's."""
        known = [*MFA_PAGES] if user.is_authenticated else []
        held = set(Authenticator.objects.filter(user_id=user.pk).values_list("type", flat=True)) if known else set()
        return [
            {"id": name, "description": title, "url": reverse(name)} for name, title, types in known if held & types
        ]


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """The same page in another language, remembered in a cookie and, for an account, beside its name."""
    language = request.POST.get("language", "")
    target = request.POST.get("next", "/")
    if (
        not url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure())
        or not urlsplit(target).path
    ):
        target = "/"
    if language not in dict(settings.LANGUAGES) or not check_for_language(language):
        return HttpResponseRedirect(target)
    response = HttpResponseRedirect(translate_url(target, language))
    response.set_cookie(settings.LANGUAGE_COOKIE_NAME, language, max_age=31_536_000, samesite="Lax")
    return response
