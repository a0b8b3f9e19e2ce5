"""Passkeys and authenticator apps: who must have one, and whether this visit has shown it.

Whoever works for the network as an officer holds the addresses and the days of others; a mailbox alone must not open
them. A passkey, or an app's code after the letter's, does; a passkey by itself counts as both.
"""

from collections.abc import Callable
from typing import Any

from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY, get_authentication_records
from allauth.account.internal.flows.login import record_authentication
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.base.views import IndexView
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.dispatch import receiver
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext, gettext_lazy
from django_htmx.http import HttpResponseClientRedirect

from hansa.network.rules import is_staff
from hansa.people.models import User
from hansa.people.signals import person_erased

# What counts as a factor: recovery codes only stand in for one.
FACTORS = [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]
# Open to a visit that has yet to show its second factor: the pages that do so, signing out, the language.
OPEN = ("account_", "mfa_", "set_language", "health")


class FactorAdapter(DefaultMFAAdapter):
    """The house's words and its name for what the library does."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": gettext_lazy("That did not fit. Try once more, or another way."),
    }

    def generate_authenticator_name(self, user: User, type: Authenticator.Type) -> str:
        held = Authenticator.objects.filter(user=user, type=type).count()
        return gettext("Passkey %(number)s") % {"number": held + 1}

    def _get_site_name(self) -> str:
        return "Hansa"


def must_have(user: User) -> bool:
    """Whether a second factor is asked of this account today."""
    return settings.SECOND_FACTOR and is_staff(user)


def has_shown(request: HttpRequest) -> bool:
    """Whether a second factor was used, or set up, in this visit: the letter's code alone is one."""
    return any(record["method"] == "mfa" for record in get_authentication_records(request, request.user))


def ask_officers_for_a_second_factor(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: an officer's visit sees and does nothing before its second factor; one without any sets it up."""

    def middleware(request: HttpRequest) -> HttpResponse:
        return get_response(request)

    def process_view(request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        name = request.resolver_match.url_name or "" if request.resolver_match else ""
        if name.startswith(OPEN) or not request.user.is_authenticated or not settings.SECOND_FACTOR:
            return None
        if has_shown(request) or not must_have(request.user):
            return None
        if not is_mfa_enabled(request.user, FACTORS):
            target = reverse("mfa_index")
        else:
            back = request.get_full_path() if request.method == "GET" and not request.htmx else reverse("home")
            target = f"{reverse('mfa_reauthenticate')}?{urlencode({'next': back})}"
        return HttpResponseClientRedirect(target) if request.htmx else redirect(target)

    middleware.process_view = process_view  # type: ignore[attr-defined]
    return middleware


class MyAccount(IndexView):
    """What one signs in with."""

    template_name = "mfa/index.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        return super().get_context_data(**kwargs) | {
            "must_have": must_have(user),
            "has_factor": is_mfa_enabled(user, FACTORS),
        }


@receiver(authenticator_added)
def setting_up_shows_it(request: HttpRequest, user: User, authenticator: Authenticator, **_: Any) -> None:
    """Whoever has just set up a factor has just used it: they are not asked for it again at once."""
    if authenticator.type in FACTORS:
        record_authentication(request, user, "mfa", id=authenticator.pk, type=authenticator.type, reauthenticated=True)


@receiver(authenticator_removed)
def removing_forgets_it(request: HttpRequest, authenticator: Authenticator, **_: Any) -> None:
    """An officer who removes the last factor has shown none."""
    if not is_mfa_enabled(request.user, FACTORS):
        records = get_authentication_records(request, request.user)
        request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [one for one in records if one["method"] != "mfa"]


@receiver(person_erased)
def forget_with_the_person(account: User | None, **_: Any) -> None:
    """An erased account keeps no key of its owner's."""
    Authenticator.objects.filter(user=account).delete()
