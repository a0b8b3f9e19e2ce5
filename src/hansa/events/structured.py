"""The event as machines read it: schema.org in JSON-LD. It says what the page says to the public, and nothing more."""

from typing import Any

from django.utils.safestring import SafeString

from hansa.base.web import data_block
from hansa.events.models import Event, EventPlan, EventRole
from hansa.events.queries import Day, Item

CONTEXT = "https://schema.org"
ATTENDANCE: dict[Any, str] = {
    Event.Mode.ON_SITE: "OfflineEventAttendanceMode",
    Event.Mode.ONLINE: "OnlineEventAttendanceMode",
    Event.Mode.HYBRID: "MixedEventAttendanceMode",
}


def event_data(
    event: Event,
    address: str,
    roles: list[EventRole],
    days: list[Day],
    parts: dict[str, Event],
    earlier: EventPlan | None = None,
) -> SafeString:
    """The script element's text. ``parts`` are events of their own by address; ``days`` the published programme.

    ``earlier`` is the plan before this one, where the event was moved.
    """
    found: dict[str, Any] = {"@context": CONTEXT, **_own(event, earlier), "url": address}
    places = [_place(event)] if event.city and event.mode != Event.Mode.ONLINE else []
    if event.mode != Event.Mode.ON_SITE:
        places.append({"@type": "VirtualLocation", "url": address})
    if places:
        found["location"] = places[0] if len(places) == 1 else places
    for kind, role in (("organizer", EventRole.Role.ORGANISER), ("sponsor", EventRole.Role.SUPPORTER)):
        names = [{"@type": "Organization", "name": str(entry.organization)} for entry in roles if entry.role == role]
        if names:
            found[kind] = names
    within = [{**_own(part), "url": url} for url, part in parts.items()]
    # The lines of a part stand with the part, on its own page.
    within += [_item(item, event) for day in days for item in day.items if item.event.pk == event.pk]
    if within:
        found["subEvent"] = within
    return data_block(found)


def _own(event: Event, earlier: EventPlan | None = None) -> dict[str, Any]:
    """Name, days, status and mode; a month that is all one knows stays a month."""
    data = {"@type": "Event", "name": str(event.name), "startDate": event.starts.isoformat()}
    if event.starts_precision == "day":
        data["endDate"] = event.ends_on.isoformat()
    status = "EventScheduled"
    if earlier is not None and earlier.starts_on != event.starts_on:
        status, data["previousStartDate"] = "EventRescheduled", earlier.starts.isoformat()
    if event.cancelled_at is not None:
        status = "EventCancelled"
    mode = ATTENDANCE[event.mode]
    return {**data, "eventStatus": f"{CONTEXT}/{status}", "eventAttendanceMode": f"{CONTEXT}/{mode}"}


def _place(event: Event) -> dict[str, Any]:
    assert event.city is not None
    address = {
        "@type": "PostalAddress",
        "addressLocality": str(event.city),
        "addressCountry": event.city.country,
    }
    return {"@type": "Place", "name": event.venue or str(event.city), "address": address}


def _item(item: Item, event: Event) -> dict[str, Any]:
    """A line of the programme; its moments carry the offset of the event's zone."""
    data: dict[str, Any] = {
        "@type": "Event",
        "name": str(item.line.title),
        "startDate": event.local(item.line.starts_at).isoformat(),
        "endDate": event.local(item.line.ends_at).isoformat(),
        "eventStatus": f"{CONTEXT}/{'EventCancelled' if item.line.is_cancelled else 'EventScheduled'}",
    }
    if item.line.where:
        data["location"] = {"@type": "Place", "name": item.line.where}
    if item.speakers:
        data["performer"] = [{"@type": "Person", "name": str(speaker.person)} for speaker in item.speakers]
    return data
