"""What the outbox lends to the front: the way to it, and the letters that wait for a yes."""

from typing import Any

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hansa.base.panels import Room, Todo, lend
from hansa.mail.models import Letter
from hansa.mail.rules import may_read_any, seen_by


@lend("rooms", order=80)
def rooms(request: HttpRequest, **context: Any) -> list[Room]:
    """The outbox, for those who may read any of it."""
    return [Room(_("Outbox"), reverse("outbox"))] if may_read_any(request.user) else []


@lend("todo", order=60)
def todo(request: HttpRequest, **context: Any) -> list[Todo]:
    """Letters that wait to be approved, and those that did not arrive."""
    if not request.user.is_authenticated or not may_read_any(request.user):
        return []
    letters, address, found = seen_by(request.user), reverse("outbox"), []
    waiting = letters.waiting().count()
    if waiting:
        sentence = ngettext("%(n)s letter waits for your yes", "%(n)s letters wait for your yes", waiting)
        found.append(Todo(sentence % {"n": waiting}, reverse("outbox_send"), _("Outbox")))
    failed = letters.filter(state=Letter.State.FAILED).count()
    if failed:
        sentence = ngettext("%(n)s letter could not be sent", "%(n)s letters could not be sent", failed)
        found.append(Todo(sentence % {"n": failed}, f"{address}?state=failed", _("Outbox"), late=True))
    bounced = letters.filter(state=Letter.State.BOUNCED).count()
    if bounced:
        sentence = ngettext("%(n)s letter came back", "%(n)s letters came back", bounced)
        found.append(Todo(sentence % {"n": bounced}, f"{address}?state=bounced", _("Outbox"), late=True))
    return found
