"""Every address of the house against every kind of visitor. A new address without a row fails.

404 is what a stranger gets: what one may not see does not exist. 405 says that an act hangs on no GET; each page is
reached by somebody, so that its row means something.
"""

from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from hansa.base.jobs import run_job
from hansa.delegations.models import Delegate, Delegation
from hansa.intake.models import Upload
from hansa.meetings import actions
from hansa.meetings.models import Plan
from tests import cast
from tests.conftest import signed_in

VISITORS = ("public", "dana", "bram", "chidi", "wen", "ana")
EVERYBODY = (200,) * 6
MANAGERS = (404, 404, 404, 404, 200, 200)
OFFICERS = (404, 404, 404, 404, 404, 200)
OWN = (404, 404, 200, 404, 200, 200)
NOBODY_BY_GET = (405,) * 6


@dataclass
class World:
    """A forum with two delegations, a published plan and a proposed one."""

    delegation: Delegation
    other: Delegation
    head: Delegate
    plan: Plan
    upload: Upload


Arguments = Callable[[World], dict[str, Any]]


def of_forum(world: World) -> dict[str, Any]:
    return {"key": "forum"}


def of_delegation(world: World) -> dict[str, Any]:
    return {"key": "forum", "pk": world.delegation.pk}


def of_delegate(world: World) -> dict[str, Any]:
    return {**of_delegation(world), "delegate": world.head.pk}


def of_plan(world: World) -> dict[str, Any]:
    return {"key": "forum", "number": world.plan.number}


def of_pair(world: World) -> dict[str, Any]:
    heads = sorted([world.head.pk, world.other.delegates.get().pk])
    return {"key": "forum", "first": heads[0], "second": heads[1]}


def of_upload(world: World) -> dict[str, Any]:
    return {"pk": world.upload.pk}


def of_list(world: World) -> dict[str, Any]:
    values = {"original_name": "members.csv", "kind": "list", "state": "columns"}
    opened = {"rows": 1, "columns": [{"head": "City", "samples": [], "role": "name"}]}
    return {"pk": Upload.objects.get_or_create(**values, defaults={"at": timezone.now(), "opened": opened})[0].pk}


def as_csv(arguments: Arguments) -> Arguments:
    return lambda world: {**arguments(world), "kind": "csv"}


def nothing(world: World) -> dict[str, Any]:
    return {}


# name: (arguments, what GET answers to each of VISITORS)
ROWS: dict[str, tuple[Arguments, tuple[int, ...]]] = {
    "home": (nothing, EVERYBODY),
    "health": (nothing, EVERYBODY),
    "set_language": (nothing, NOBODY_BY_GET),
    "account_login": (nothing, (200, 302, 302, 302, 302, 302)),
    "account_request_login_code": (nothing, (200, 302, 302, 302, 302, 302)),
    "account_confirm_login_code": (nothing, (302,) * 6),
    "account_inactive": (nothing, EVERYBODY),
    "account_logout": (nothing, (302, 200, 200, 200, 200, 200)),
    "log": (nothing, OFFICERS),
    "event_list": (nothing, EVERYBODY),
    "event": (of_forum, EVERYBODY),
    "event_publication": (of_forum, NOBODY_BY_GET),
    "delegations": (of_forum, MANAGERS),
    "delegations_export": (as_csv(of_forum), MANAGERS),
    "delegation": (of_delegation, OWN),
    "delegate_edit": (of_delegate, OWN),
    "board": (of_forum, MANAGERS),
    "board_export": (as_csv(of_forum), MANAGERS),
    "plan_propose": (of_forum, NOBODY_BY_GET),
    "plan_progress": (of_forum, MANAGERS),
    "plan": (of_plan, MANAGERS),
    "plan_publish": (of_plan, NOBODY_BY_GET),
    "plan_discard": (of_plan, NOBODY_BY_GET),
    "requests": (of_forum, MANAGERS),
    "requests_export": (as_csv(of_forum), MANAGERS),
    "pair": (of_pair, MANAGERS),
    "places": (of_pair, MANAGERS),
    "move": (of_pair, NOBODY_BY_GET),
    "pin": (of_pair, NOBODY_BY_GET),
    "take_off": (of_pair, NOBODY_BY_GET),
    # Whoever may read a single diary is led to it.
    "diaries": (of_forum, (404, 404, 302, 302, 200, 200)),
    "diary": (of_delegation, OWN),
    "diary_renew": (of_delegation, NOBODY_BY_GET),
    "intake": (nothing, MANAGERS),
    "workbook_template": (nothing, MANAGERS),
    "lists": (nothing, OFFICERS),
    "list_columns": (of_list, OFFICERS),
    "archive": (nothing, OFFICERS),
    "archive_export": (lambda world: {"kind": "json"}, OFFICERS),
    "upload": (of_upload, OFFICERS),
    "upload_answer": (of_upload, NOBODY_BY_GET),
    "upload_apply": (of_upload, NOBODY_BY_GET),
    "upload_discard": (of_upload, NOBODY_BY_GET),
    "diary_feed": (lambda world: {"calendar_key": world.delegation.calendar_key}, EVERYBODY),
}
# Acts: (arguments, what POST answers to those who may not). Those who may are tested beside the act itself.
REFUSED_BY_POST: dict[str, tuple[Arguments, tuple[str, ...]]] = {
    "event_publication": (of_forum, ("public", "dana", "bram", "chidi")),
    "delegate_edit": (of_delegate, ("public", "dana", "chidi")),
    "plan_propose": (of_forum, ("public", "dana", "bram", "chidi")),
    "plan_publish": (of_plan, ("public", "dana", "bram", "chidi")),
    "plan_discard": (of_plan, ("public", "dana", "bram", "chidi")),
    "move": (of_pair, ("public", "dana", "bram", "chidi")),
    "pin": (of_pair, ("public", "dana", "bram", "chidi")),
    "take_off": (of_pair, ("public", "dana", "bram", "chidi")),
    "diary_renew": (of_delegation, ("public", "dana", "chidi")),
    "intake": (nothing, ("public", "dana", "bram", "chidi")),
    "lists": (nothing, ("public", "dana", "bram", "chidi", "wen")),
    "list_columns": (of_list, ("public", "dana", "bram", "chidi", "wen")),
    "archive": (nothing, ("public", "dana", "bram", "chidi", "wen")),
    "upload_answer": (of_upload, ("public", "dana", "bram", "chidi", "wen")),
    "upload_apply": (of_upload, ("public", "dana", "bram", "chidi", "wen")),
    "upload_discard": (of_upload, ("public", "dana", "bram", "chidi", "wen")),
}
# A room may keep its rows beside its tests, in tests/<room>/access.py.
for path in sorted(Path(__file__).parent.glob("*/access.py")):
    room = import_module(f"tests.{path.parent.name}.access")
    ROWS |= room.ROWS
    REFUSED_BY_POST |= room.REFUSED_BY_POST


@pytest.fixture
def world(db: None) -> World:
    officer = cast.ana()
    head, other = cast.delegate("Maastricht"), cast.delegate("Tallinn")
    of = cast.round_of()
    cast.request(of, head, other)
    first = actions.propose(of, by=officer)
    run_job.call(first.job_id)
    first.refresh_from_db()
    actions.publish(first, by=officer, based_on=first.based_on)
    second = actions.propose(of, by=officer)
    run_job.call(second.job_id)
    second.refresh_from_db()
    upload = Upload.objects.create(original_name="forum.xlsx", at=timezone.now(), by=officer, state="shown")
    return World(head.delegation, other.delegation, head, second, upload)


def visitor(name: str) -> Client:
    return Client() if name == "public" else signed_in(getattr(cast, name)())


def named(patterns: list[URLPattern | URLResolver]) -> set[str]:
    """The names of all addresses; one without a name fails the test below."""
    found: set[str] = set()
    for pattern in patterns:
        found |= named(pattern.url_patterns) if isinstance(pattern, URLResolver) else {pattern.name or str(pattern)}
    return found


def test_every_address_has_a_row() -> None:
    assert named(get_resolver().url_patterns) == set(ROWS)


def test_every_act_is_tried_by_post() -> None:
    acts = {name for name, (_arguments, statuses) in ROWS.items() if statuses == NOBODY_BY_GET}

    assert acts - {"set_language"} <= set(REFUSED_BY_POST)


@pytest.mark.parametrize("who", VISITORS)
def test_page_answers_whom_it_may(world: World, who: str) -> None:
    client, wrong = visitor(who), {}

    for name, (arguments, statuses) in ROWS.items():
        expected = statuses[VISITORS.index(who)]
        # Signing out by GET asks first, and never signs out.
        found = client.get(reverse(name, kwargs=arguments(world))).status_code
        if found != expected:
            wrong[name] = f"{found}, not {expected}"

    assert wrong == {}


@pytest.mark.parametrize("who", VISITORS[:-1])
def test_act_is_hidden_from_those_who_may_not(world: World, who: str) -> None:
    client, wrong = visitor(who), {}

    for name, (arguments, refused) in REFUSED_BY_POST.items():
        found = client.post(reverse(name, kwargs=arguments(world))).status_code if who in refused else 404
        if found != 404:
            wrong[name] = found

    assert wrong == {}


def test_act_needs_the_token_of_its_form(world: World) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.ana())

    statuses = {
        name: client.post(reverse(name, kwargs=arguments(world))).status_code
        for name, (arguments, _refused) in REFUSED_BY_POST.items()
    }

    assert set(statuses.values()) == {403}


@pytest.mark.parametrize("who", ["public", "dana", "bram", "chidi"])
def test_event_that_is_not_announced_does_not_exist(world: World, who: str) -> None:
    cast.event("secret", announced_at=None)

    client = visitor(who)

    assert client.get("/en/events/secret/").status_code == 404
    assert "/en/events/secret/" not in client.get("/en/events/").text


@pytest.mark.parametrize("who", VISITORS)
def test_address_with_a_strange_key_is_not_found(world: World, who: str) -> None:
    client = visitor(who)

    for address in ("/en/events/nowhere/", "/en/events/nowhere/meetings/", "/en/events/forum/delegations/999999/"):
        assert client.get(address).status_code == 404, address
    assert client.get("/feeds/guess.ics").status_code == 404
