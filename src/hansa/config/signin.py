"""Sign-in by a code to an address on record; the language one reads in."""

from typing import Any
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import translate_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import check_for_language
from django.views.decorators.http import require_POST


class Adapter(DefaultAccountAdapter):
    """Nobody signs up: accounts come with an appointment."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def populate_username(self, request: HttpRequest, user: Any) -> None:
        """Accounts have no user name."""


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
