"""Who sees a delegation and who speaks for it: one table."""

from typing import Any

import pytest
from django.contrib.auth.models import AnonymousUser

from hansa.delegations import rules
from hansa.people.models import User
from tests import cast

pytestmark = pytest.mark.django_db


def delegate_with_account() -> User:
    account = cast.user("jana@example.org", "Jana")
    account.person = cast.delegate(name="Jana").person
    account.save()
    return account


def test_delegation_is_seen_by_its_own_and_by_the_office() -> None:
    delegation, other = cast.delegation(), cast.delegation("Tallinn")
    own = delegate_with_account()
    visitors: list[Any] = [cast.ana(), cast.wen(), cast.bram(), own, cast.chidi(), cast.dana(), AnonymousUser()]

    sees = [rules.may_see_delegation(user, delegation) for user in visitors]
    speaks = [rules.may_speak_for(user, delegation) for user in visitors]
    listed = [{one.pk for one in rules.seen_by(user)} for user in visitors]

    both = {delegation.pk, other.pk}
    assert sees == [True, True, True, True, False, False, False]
    assert speaks == [True, True, True, False, False, False, False]
    assert listed == [both, both, {delegation.pk}, {delegation.pk}, {other.pk}, set(), set()]


def test_withdrawn_delegate_sees_it_no_more() -> None:
    own = delegate_with_account()
    own.person.delegate_roles.update(withdrawn_on="2019-06-01")

    assert not rules.may_see_delegation(own, cast.delegation())
    assert list(rules.seen_by(own)) == []
