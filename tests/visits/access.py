"""The addresses of visits against each kind of visitor, for ``tests/test_access.py``."""

from typing import Any

from django.utils import timezone

from hansa.events.models import Visit
from hansa.visits.models import Booking, Terms
from tests import cast

MANAGERS = (404, 404, 404, 404, 200, 200)
OWN = (404, 404, 200, 404, 200, 200)
NOBODY_BY_GET = (405,) * 6
STRANGERS = ("public", "dana", "bram", "chidi")
OTHERS = ("public", "dana", "chidi")


def _visit() -> Visit:
    times = {"starts_at": cast.at("2019-06-13 09:00"), "ends_at": cast.at("2019-06-13 10:00")}
    made = Visit.objects.first() or Visit.objects.create(event=cast.event(), changed_at=times["starts_at"], **times)
    Terms.objects.get_or_create(visit=made)
    return made


def _booking(world: Any) -> Booking:
    values = {"asked_at": timezone.now(), "state": "waiting"}
    return Booking.objects.get_or_create(visit=_visit(), delegate=world.head, defaults=values)[0]


def _event(world: Any) -> dict[str, Any]:
    return {"key": "forum"}


def _of_visit(world: Any) -> dict[str, Any]:
    return {"key": "forum", "pk": _visit().pk}


def _of_person(world: Any) -> dict[str, Any]:
    return {**_of_visit(world), "person": world.head.person_id}


def _of_turn(world: Any) -> dict[str, Any]:
    return {**_of_visit(world), "booking": _booking(world).pk}


def _of_delegation(world: Any) -> dict[str, Any]:
    return {"key": "forum", "delegation": world.delegation.pk}


def _of_booking(world: Any) -> dict[str, Any]:
    return {**_of_delegation(world), "booking": _booking(world).pk}


ROWS = {
    "visits": (_event, MANAGERS),
    "visit": (_of_visit, MANAGERS),
    "visit_export": (lambda world: {**_of_visit(world), "kind": "csv"}, MANAGERS),
    "visit_terms": (_of_visit, MANAGERS),
    "visit_put_on": (_of_visit, NOBODY_BY_GET),
    "visit_take_off": (_of_person, NOBODY_BY_GET),
    "visit_put_forward": (_of_turn, NOBODY_BY_GET),
    "visits_choose": (_of_delegation, OWN),
    "visits_ask": (_of_delegation, NOBODY_BY_GET),
    "visits_accept": (_of_booking, NOBODY_BY_GET),
    "visits_give_up": (_of_booking, NOBODY_BY_GET),
}
REFUSED_BY_POST = {
    **{
        name: (ROWS[name][0], STRANGERS)
        for name in ("visit_terms", "visit_put_on", "visit_take_off", "visit_put_forward")
    },
    **{name: (ROWS[name][0], OTHERS) for name in ("visits_ask", "visits_accept", "visits_give_up")},
}
