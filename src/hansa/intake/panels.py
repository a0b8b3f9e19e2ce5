"""What the intake lends: its entry in the row of rooms, the way in from an event, workbooks that wait."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from hansa.base.panels import Room, Todo, lend
from hansa.events.models import Event
from hansa.events.rules import may_manage
from hansa.intake.models import Upload
from hansa.intake.rules import may_bring_in, may_bring_in_lists, seen_by

MOST_WAITING = 5


@lend("rooms", order=80)
def rooms(request: HttpRequest, **context: Any) -> list[Room]:
    """For those who may bring a workbook in; lists are for officers."""
    found = [Room(_("Workbooks"), reverse("intake"))] if may_bring_in(request.user) else []
    return [*found, Room(_("Lists"), reverse("lists"))] if may_bring_in_lists(request.user) else found


@lend("todo", order=40)
def waiting(request: HttpRequest, **context: Any) -> list[Todo]:
    """Files that were read and wait to be confirmed."""
    if not may_bring_in(request.user):
        return []
    found = seen_by(request.user).filter(state__in=[Upload.State.COLUMNS, Upload.State.SHOWN])[:MOST_WAITING]
    return [_todo(upload) for upload in found]


def _todo(upload: Upload) -> Todo:
    address = reverse("upload", args=[upload.pk])
    if upload.state == Upload.State.COLUMNS:
        sentence, more = _("Say which column is what in %(name)s"), _("It was opened; nothing is read before.")
    elif upload.kind == Upload.Kind.REGISTER:
        sentence, more = _("Confirm the register %(name)s"), _("It was read; nothing is recorded before you confirm.")
    elif upload.kind == Upload.Kind.LIST:
        sentence, more = _("Confirm the list %(name)s"), _("It was read; nothing is recorded before you confirm.")
    else:
        sentence, more = _("Confirm the workbook %(name)s"), _("It was read; nothing is recorded before you confirm.")
    room = _("Workbooks") if upload.kind == Upload.Kind.WORKBOOK else _("Lists")
    return Todo(sentence % {"name": upload.original_name}, address, room, more=more)


@lend("event_acts", order=80)
def way_in(request: HttpRequest, *, event: Event, **context: Any) -> str:
    """A link for those who manage the event."""
    return render_to_string("intake/_event_act.html", request=request) if may_manage(request.user, event) else ""
