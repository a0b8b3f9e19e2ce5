"""What this room lends: the way to promises and contacts, what is due, and what was between one's side and a city."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hansa.base.panels import Room, Todo, lend
from hansa.delegations.models import Delegation
from hansa.followup import queries
from hansa.followup.history import beside, between, own_side
from hansa.followup.rules import may_follow_up, may_see_history
from hansa.network.models import Organization

MOST = 3


@lend("rooms", order=60)
def rooms(request: HttpRequest, **context: Any) -> list[Room]:
    """Promises, for whoever has a duty for an organization."""
    if not request.user.is_authenticated or not may_follow_up(request.user):
        return []
    return [Room(_("Promises"), reverse("promises"))]


@lend("today", order=60)
def today(request: HttpRequest, **context: Any) -> str:
    """A contact is noted from the first page, on a phone."""
    if not request.user.is_authenticated or not may_follow_up(request.user):
        return ""
    return render_to_string("followup/_today.html", {}, request)


@lend("todo", order=60)
def todo(request: HttpRequest, **context: Any) -> list[Todo]:
    """Promises that are due, and meetings on which nobody has reported."""
    if not request.user.is_authenticated or not may_follow_up(request.user):
        return []
    due = list(queries.due_soon(request.user)[: MOST + 1])
    found = [_due(promise) for promise in due[:MOST]]
    if len(due) > MOST:
        found.append(Todo(_("More promises are due"), reverse("promises"), _("Promises")))
    waiting = queries.unreported(request.user).count()
    if waiting:
        sentence = ngettext("Report on %(n)s meeting", "Report on %(n)s meetings", waiting) % {"n": waiting}
        found.append(Todo(sentence, reverse("meetings_followed"), _("Meetings"), more=_("Held or not, who was there.")))
    return found


def _due(promise: Any) -> Todo:
    sentence = _("A promise is due: %(what)s") % {"what": promise.what}
    more = _("%(by)s to %(to)s") % {"by": promise.by_organization, "to": promise.to_organization}
    when = date_format(promise.due_on, "MONTH_DAY_FORMAT")
    is_late = promise.due_on < timezone.localdate()
    return Todo(sentence, reverse("promise", args=[promise.pk]), _("Promises"), when=when, more=more, late=is_late)


def _history(request: HttpRequest, other: Organization) -> str:
    """Between one's own side and that organization; "" for strangers, and on the page of one's own."""
    if not request.user.is_authenticated or not may_see_history(request.user, other):
        return ""
    mine = own_side(request.user)
    if mine is None or mine.pk == other.pk:
        return ""
    return render_to_string("followup/_panel.html", {"history": between(request.user, mine, other)}, request)


@lend("organization", order=60)
def from_organization(request: HttpRequest, *, organization: Organization, **context: Any) -> str:
    """On the organization's page in the register."""
    return _history(request, organization)


@lend("delegation", order=60)
def from_delegation(request: HttpRequest, *, delegation: Delegation, **context: Any) -> str:
    """On the delegation's page."""
    return _history(request, delegation.organization)


@lend("diary_meeting", order=60)
def from_diary(request: HttpRequest, *, delegation: Delegation, entry: Any, **context: Any) -> str:
    """Beside a meeting in the diary: when the two last met, and the way to the report."""
    if not request.user.is_authenticated or not may_follow_up(request.user):
        return ""
    known = beside(request.user, delegation).get(entry.uid.partition("@")[0])
    if known is None:
        return ""
    values = {"meeting": known[0], "last": known[1], "is_over": entry.starts_at <= timezone.now()}
    return render_to_string("followup/_beside.html", values, request)
