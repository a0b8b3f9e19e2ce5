"""The addresses of repairs against each kind of visitor, for ``tests/test_access.py``."""

from typing import Any

from hansa.delegations.models import Delegate
from hansa.meetings.models import Closure, Interpreter, Leave, Meeting, MeetingRequest
from tests import cast

MANAGERS = (404, 404, 404, 404, 200, 200)
OWN = (404, 404, 200, 404, 200, 200)
NOBODY_BY_GET = (405,) * 6
OTHERS = ("public", "dana", "chidi")
STRANGERS = ("public", "dana", "bram", "chidi")


def _of_forum(world: Any) -> dict[str, Any]:
    return {"key": "forum"}


def _of_plan(world: Any) -> dict[str, Any]:
    return {"key": "forum", "number": world.plan.number}


def _of_withdrawn(world: Any) -> dict[str, Any]:
    return {"key": "forum", "pk": world.other.pk}


def _of_call(world: Any) -> dict[str, Any]:
    time = {"starts_at": cast.at("2019-06-13 18:00"), "ends_at": cast.at("2019-06-13 18:30")}
    values = {"event": world.plan.round.event, "round": None, **time}
    now = {"published_at": time["starts_at"], "changed_at": time["starts_at"]}
    return {"key": "forum", "pk": Meeting.objects.get_or_create(**values, defaults=now)[0].pk}


def _of_kind(world: Any) -> dict[str, Any]:
    return {"key": "forum", "kind": "tables"}


def _of_closure(world: Any) -> dict[str, Any]:
    of = world.plan.round
    values = {"slot": of.slots.all()[3], "table": of.tables.all()[1]}
    return {"key": "forum", "pk": Closure.objects.get_or_create(**values, closed_at=cast.at("2019-06-13 13:00"))[0].pk}


def _of_leave(world: Any) -> dict[str, Any]:
    helper = Interpreter.objects.first() or cast.interpreter(world.plan.round, "en", "ko")
    return {
        "key": "forum",
        "pk": Leave.objects.get_or_create(interpreter=helper, starts_at=cast.at("2019-06-13 14:00"))[0].pk,
    }


def _of_portal(world: Any) -> dict[str, Any]:
    return {"key": "forum", "delegation": world.delegation.pk}


def _rival(world: Any) -> Delegate:
    """Somebody of the other delegation."""
    found = Delegate.objects.filter(delegation=world.other).first()
    return found or cast.delegate(world.other.organization.name)


def _of_made(world: Any) -> dict[str, Any]:
    sides = {"round": world.plan.round, "asker": world.head, "asked": _rival(world)}
    return {**_of_portal(world), "pk": MeetingRequest.objects.get_or_create(**sides, withdrawn_on=None)[0].pk}


def _of_received(world: Any) -> dict[str, Any]:
    sides = {"round": world.plan.round, "asker": _rival(world), "asked": world.head}
    return {**_of_portal(world), "pk": MeetingRequest.objects.get_or_create(**sides, withdrawn_on=None)[0].pk}


ROWS: dict[str, tuple[Any, tuple[int, ...]]] = {
    "preferences": (_of_forum, MANAGERS),
    "plan_repair": (_of_forum, NOBODY_BY_GET),
    "changed": (_of_forum, MANAGERS),
    "changed_kind": (_of_kind, MANAGERS),
    "open_again": (_of_closure, NOBODY_BY_GET),
    "take_in_again": (_of_leave, NOBODY_BY_GET),
    "compare": (_of_forum, MANAGERS),
    "return_after_all": (_of_withdrawn, NOBODY_BY_GET),
    "calls": (_of_forum, MANAGERS),
    "call_new": (_of_forum, MANAGERS),
    "call": (_of_call, MANAGERS),
    "call_cancel": (_of_call, NOBODY_BY_GET),
    "board_live": (_of_forum, (404, 404, 404, 404, 204, 204)),
    "compare_export": (lambda world: {"key": "forum", "kind": "csv"}, MANAGERS),
    "plan_take_back": (_of_plan, NOBODY_BY_GET),
    "round_rule": (_of_forum, NOBODY_BY_GET),
    "portal": (_of_portal, OWN),
    "portal_ask": (_of_portal, NOBODY_BY_GET),
    "portal_withdraw": (_of_made, NOBODY_BY_GET),
    "portal_answer": (_of_received, NOBODY_BY_GET),
    "portal_take_back": (_of_received, NOBODY_BY_GET),
}
REFUSED_BY_POST: dict[str, tuple[Any, tuple[str, ...]]] = {
    "preferences": (_of_forum, STRANGERS),
    "plan_repair": (_of_forum, STRANGERS),
    "changed_kind": (_of_kind, STRANGERS),
    "open_again": (_of_closure, STRANGERS),
    "take_in_again": (_of_leave, STRANGERS),
    "plan_take_back": (_of_plan, STRANGERS),
    "return_after_all": (_of_withdrawn, STRANGERS),
    "call_new": (_of_forum, STRANGERS),
    "call": (_of_call, STRANGERS),
    "call_cancel": (_of_call, STRANGERS),
    "round_rule": (_of_forum, STRANGERS),
    "portal_ask": (_of_portal, OTHERS),
    "portal_withdraw": (_of_made, OTHERS),
    "portal_answer": (_of_received, OTHERS),
    "portal_take_back": (_of_received, OTHERS),
}
