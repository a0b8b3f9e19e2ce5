"""Who may plan and look at the board: one table."""

import pytest
from django.contrib.auth.models import AnonymousUser

from hansa.meetings.rules import may_plan, may_see_board
from tests import cast

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("who", "may"),
    [("ana", True), ("wen", True), ("bram", False), ("chidi", False), ("dana", False), ("nobody", False)],
)
def test_only_those_who_manage_the_event_plan_and_see_the_board(who: str, may: bool) -> None:
    of = cast.round_of()
    user = AnonymousUser() if who == "nobody" else getattr(cast, who)()

    assert (may_plan(user, of), may_see_board(user, of)) == (may, may)


def test_host_officer_of_one_event_does_not_plan_another() -> None:
    elsewhere = cast.event("elsewhere")
    elsewhere.roles.update(organization=cast.organization("Seongnam", country="KR"))
    of = cast.round_of(elsewhere)

    assert not may_plan(cast.wen(), of)
    assert may_plan(cast.ana(), of)
