"""The addresses of the outbox against each kind of visitor, for ``tests/test_access.py``."""

from typing import Any

from tests import cast
from tests.mail.world import letter

MANAGERS = (404, 404, 404, 404, 200, 200)
NOBODY_BY_GET = (405,) * 6
STRANGERS = ("public", "dana", "bram", "chidi")


def _nothing(world: Any) -> dict[str, Any]:
    return {}


def _letter(world: Any) -> dict[str, Any]:
    return {"pk": letter(1, folder=cast.event().folder).pk}


ROWS = {
    "outbox": (_nothing, MANAGERS),
    "outbox_send": (_nothing, MANAGERS),
    "letter": (_letter, MANAGERS),
    "letter_act": (lambda world: {**_letter(world), "act": "hold"}, NOBODY_BY_GET),
}
REFUSED_BY_POST = {name: (ROWS[name][0], STRANGERS) for name in ("outbox_send", "letter", "letter_act")}
