"""What the house itself lends: the way home, the log, and who reads it."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _

from hansa.base.panels import Room, lend
from hansa.base.rules import lend_log_readers, may_read_log
from hansa.network.rules import is_officer

lend_log_readers(is_officer)


@lend("rooms", order=0)
def today(request: HttpRequest, **context: Any) -> list[Room]:
    """The way home, for whoever is signed in."""
    return [Room(_("Today"), reverse("home"))] if request.user.is_authenticated else []


@lend("rooms", order=90)
def log(request: HttpRequest, **context: Any) -> list[Room]:
    """The log, for those who may read it."""
    return [Room(_("Log"), reverse("log"))] if may_read_log(request.user) else []
