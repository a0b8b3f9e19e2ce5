"""The event as machines read it: schema.org in JSON-LD. It says what the page says to the public, and nothing more."""

from typing import Any

from django.utils.safestring import SafeString

from hansa.base.web import data_block
from hansa.events.models import Event, EventRole
from hansa.events.queries import Day, Item

CONTEXT = "https://schema.org"


def event_data(
    event: Event, address: str, roles: list[EventRole], days: list[Day], parts: dict[str, Event]
) -> SafeString:
    """The script element's text. ``parts`` are events of their own by address; ``days`` the published programme."""
    found: dict[str, Any] = {"@context": CONTEXT, **_own(event), "url": address}
    if event.city:
        found["location"] = _place(event)
    for kind, role in (("organizer", EventRole.Role.ORGANISER), ("sponsor", EventRole.Role.SUPPORTER)):
        names = [{"@type": "Organization", "name": str(entry.organization)} for entry in roles if entry.role == role]
        if names:
            found[kind] = names
    within = [{**_own(part), "url": url} for url, part in parts.items()]
    within += [_item(item, event) for day in days for item in day.items]
    if within:
        found["subEvent"] = within
    return data_block(found)


def _own(event: Event) -> dict[str, Any]:
    """Name and days; a month that is all one knows stays a month."""
    data = {"@type": "Event", "name": str(event.name), "startDate": event.starts.isoformat()}
    if event.starts_precision == "day":
        data["endDate"] = event.ends_on.isoformat()
    return {**data, "eventStatus": f"{CONTEXT}/EventScheduled"}


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
        "name": str(item.record.title),
        "startDate": event.local(item.record.starts_at).isoformat(),
        "endDate": event.local(item.record.ends_at).isoformat(),
    }
    if item.where:
        data["location"] = {"@type": "Place", "name": item.where}
    if item.speakers:
        data["performer"] = [{"@type": "Person", "name": str(speaker.person)} for speaker in item.speakers]
    return data
