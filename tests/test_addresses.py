"""Addresses that nobody writes by hand, on every page: none of them may be a fault of the house."""

from typing import Any

import pytest
from django.urls import NoReverseMatch, reverse

from tests import cast
from tests.conftest import signed_in
from tests.test_access import ROWS, World, world

__all__ = ["world"]
ENDLESS = "9" * 5_000
ASKED = ("page", "who", "city", "other", "sort", "on", "q", "show", "state", "sheet", "fate", "capacity", "country")


def answers_to(path: str, query: dict[str, str]) -> int:
    return signed_in(cast.ana()).get(path, query).status_code


@pytest.mark.parametrize("value", [ENDLESS, "\0", "-1", "\u202e", "None"])
def test_no_page_fails_on_what_is_asked_of_it(world: World, value: str) -> None:
    failed = {}

    for name, (arguments, statuses) in ROWS.items():
        status = answers_to(reverse(name, kwargs=arguments(world)), dict.fromkeys(ASKED, value))
        if status >= 500 and 405 not in statuses:
            failed[name] = status

    assert failed == {}


def test_address_with_a_nul_names_nothing(world: World) -> None:
    found = {}

    for name, (arguments, _statuses) in ROWS.items():
        kwargs: dict[str, Any] = arguments(world)
        for part in [part for part, value in kwargs.items() if isinstance(value, str)]:
            try:
                path = reverse(name, kwargs={**kwargs, part: "a\0b"})
            except NoReverseMatch:
                continue
            found[name, part] = answers_to(path, {})

    assert len(found) > 10
    assert set(found.values()) == {404}


def test_form_with_a_nul_names_nothing(world: World) -> None:
    client = signed_in(cast.ana())

    found = {
        name: client.post(reverse(name, kwargs=arguments(world)), {"q": "a\0b", "a\0b": "q"}).status_code
        for name, (arguments, _statuses) in ROWS.items()
    }

    assert set(found.values()) == {404}


@pytest.mark.parametrize("act", ["plan_publish", "move", "pin", "take_off"])
def test_act_on_an_endless_number_finds_nothing_to_act_on(world: World, act: str) -> None:
    arguments, _statuses = ROWS[act]
    client = signed_in(cast.ana())
    values = dict.fromkeys(("based_on", "edition", "slot", "table", "plan"), ENDLESS)

    answer = client.post(reverse(act, kwargs=arguments(world)), values)

    assert answer.status_code in (302, 404)
