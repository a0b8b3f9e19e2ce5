"""What the events lend: their entry in the row of rooms, and the list on the front page."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _

from hansa.base.panels import Room, lend
from hansa.events.models import Event
from hansa.events.rules import managed_by
from hansa.mail.rules import lend_folders

ON_FRONT = 10


@lend_folders
def folders(user: Any) -> dict[str, str]:
    """The letters of an event belong to those who manage it."""
    return {event.folder: str(event) for event in managed_by(user)}


@lend("rooms", order=10)
def events_room(request: HttpRequest, **context: Any) -> list[Room]:
    """The list of events is everybody's."""
    return [Room(_("Events"), reverse("event_list"))]


@lend("front", order=10)
def announced(request: HttpRequest, **context: Any) -> str:
    """The events that the public may read, the latest first."""
    events = Event.objects.announced().select_related("city").order_by("-starts_on", "key")[:ON_FRONT]
    return render_to_string("events/_front.html", {"events": events}, request)
