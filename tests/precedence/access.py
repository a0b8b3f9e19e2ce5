"""The addresses of the order of precedence against each kind of visitor, for ``tests/test_access.py``."""

from typing import Any

from hansa.events.models import Session
from tests import cast

MANAGERS = (404, 404, 404, 404, 200, 200)
NOBODY_BY_GET = (405,) * 6
STRANGERS = ("public", "dana", "bram", "chidi")


def _event(world: Any) -> dict[str, Any]:
    return {"key": "forum"}


def _delegation(world: Any) -> dict[str, Any]:
    return {"key": "forum", "pk": world.delegation.pk}


def _session(world: Any) -> dict[str, Any]:
    times = {"starts_at": cast.at("2019-06-13 09:00"), "ends_at": cast.at("2019-06-13 10:00")}
    made = Session.objects.first() or Session.objects.create(event=cast.event(), changed_at=times["starts_at"], **times)
    return {"key": "forum", "session": made.pk}


ROWS = {
    "precedence": (_event, MANAGERS),
    "precedence_export": (lambda world: {"key": "forum", "kind": "csv"}, MANAGERS),
    "precedence_rule": (_event, NOBODY_BY_GET),
    "precedence_place": (_delegation, MANAGERS),
    "precedence_take_back": (_delegation, NOBODY_BY_GET),
    "precedence_speakers": (_session, NOBODY_BY_GET),
}
REFUSED_BY_POST = {
    name: (ROWS[name][0], STRANGERS)
    for name in ("precedence_rule", "precedence_place", "precedence_take_back", "precedence_speakers")
}
