"""The titles of those who speak, as the upper rooms know them for this reader."""

from django.http import HttpRequest

from hansa.base.panels import lent
from hansa.events.models import Event
from hansa.events.queries import Title, Titles


def titles_for(request: HttpRequest, event: Event) -> Titles:
    """What the upper rooms know of persons at this event."""

    def titles(persons: set[int]) -> dict[int, Title]:
        found: dict[int, Title] = {}
        for known in lent("titles", request, event=event, persons=persons):
            found.update(known)
        return found

    return titles
