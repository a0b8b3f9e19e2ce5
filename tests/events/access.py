"""The addresses of the programme against each kind of visitor, for ``tests/test_access.py``."""

from typing import Any

from hansa.events import actions
from hansa.events.models import Release, Session
from tests import cast

MANAGERS = (404, 404, 404, 404, 200, 200)
EVERYBODY = (200,) * 6
NOBODY_BY_GET = (405,) * 6
STRANGERS = ("public", "dana", "bram", "chidi")


def _event(world: Any) -> dict[str, Any]:
    return {"key": "forum"}


def _released(world: Any) -> dict[str, Any]:
    """A session, and two versions of the programme."""
    event = cast.event()
    if not Release.objects.exists():
        actions.release_programme(event, by=None)
        actions.record_session(
            event, by=None, title={"en": "Opening"}, starts_at=cast.at("2019-06-13 09:00"),
            ends_at=cast.at("2019-06-13 10:00"),
        )  # fmt: skip
        actions.release_programme(event, by=None)
    return {"key": "forum"}


def _version(number: int) -> Any:
    return lambda world: {**_released(world), "version": number}


def _session(world: Any) -> dict[str, Any]:
    return {**_released(world), "kind": "sessions", "pk": Session.objects.get().pk}


def _kind(world: Any) -> dict[str, Any]:
    return {"key": "forum", "kind": "visits"}


ROWS = {
    "event_new": (lambda world: {}, MANAGERS),
    "event_edit": (_event, MANAGERS),
    "event_move": (_event, MANAGERS),
    "event_cancel": (_event, NOBODY_BY_GET),
    "event_halls": (_event, MANAGERS),
    "event_programme": (_released, EVERYBODY),
    "programme_release": (_event, MANAGERS),
    "programme_version": (_version(1), MANAGERS),
    "programme_difference": (lambda world: {**_released(world), "old": 1, "new": 2}, MANAGERS),
    "happening_new": (_kind, MANAGERS),
    "clashes_new": (_kind, NOBODY_BY_GET),
    "happening": (_session, MANAGERS),
    "clashes_live": (_session, NOBODY_BY_GET),
    "happening_cancel": (_session, NOBODY_BY_GET),
}
REFUSED_BY_POST = {
    name: (ROWS[name][0], STRANGERS)
    for name in (
        "event_new", "event_edit", "event_move", "event_cancel", "event_halls", "programme_release", "happening_new",
        "clashes_new", "happening", "clashes_live", "happening_cancel",
    )
}  # fmt: skip
