"""Who manages an event and what of it the public may see: one table."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from hansa.events import rules
from hansa.events.models import Event, EventRole
from tests import cast

pytestmark = pytest.mark.django_db
PUBLIC, HIDDEN = {"programme_published_at": timezone.now(), "participants_published_at": timezone.now()}, {}


def answers(user: Any, event: Event) -> tuple[bool, ...]:
    every = (rules.may_manage, rules.may_see, rules.may_see_programme, rules.may_see_participants)
    return tuple(rule(user, event) for rule in every)


@pytest.mark.parametrize(
    ("fields", "public"),
    [
        ({"announced_at": None, **PUBLIC}, (False, False, False, False)),
        (HIDDEN, (False, True, False, False)),
        (PUBLIC, (False, True, True, True)),
    ],
)
def test_public_sees_what_is_published_and_the_office_everything(fields: Any, public: tuple[bool, ...]) -> None:
    event = cast.event(**fields)

    for user in (AnonymousUser(), cast.dana(), cast.bram()):
        assert answers(user, event) == public
        assert list(rules.seen_by(user)) == [event] * public[1]
        assert list(rules.managed_by(user)) == []
    for user in (cast.ana(), cast.wen()):
        assert answers(user, event) == (True, True, True, True)
        assert list(rules.managed_by(user)) == [event]


def test_host_of_the_larger_event_manages_its_parts_and_not_the_other_way() -> None:
    expo = cast.event("expo", announced_at=None)
    part = Event.objects.create(
        key="part", part_of=expo, kind="forum", starts_on=expo.starts_on, ends_on=expo.ends_on, zone="Asia/Seoul"
    )
    EventRole.objects.create(event=part, organization=cast.organization(), role="host")
    guest_host = cast.user("m@example.org", "M", "protocol officer", cast.organization())

    assert [rules.may_manage(cast.wen(), event) for event in (expo, part)] == [True, True]
    assert [rules.may_manage(guest_host, event) for event in (expo, part)] == [False, True]
    assert set(rules.managed_by(cast.wen())) == {expo, part}
    assert list(rules.managed_by(guest_host)) == [part]


def test_supporter_does_not_manage() -> None:
    event = cast.event()
    EventRole.objects.create(event=event, organization=cast.organization(), role="supporter")

    assert not rules.may_manage(cast.user("m@example.org", "M", "protocol officer", cast.organization()), event)
