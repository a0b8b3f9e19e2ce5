"""Two answers at once, and forty clients for the last place of a delegation; on either database."""

import pytest

from hansa.delegations.actions import name_delegate
from hansa.delegations.models import Delegate, Delegation
from hansa.invitations import answering
from hansa.invitations.models import Answer, Invitation
from tests import cast
from tests.invitations.world import code_for, invitation
from tests.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_answers_at_once_are_one_after_the_other() -> None:
    made, bram = invitation(), cast.bram()

    said = at_once(
        *[
            lambda choice=choice: answering.give(made, by=bram, way="account", choice=choice, given_by="Bram")
            for choice in ("accept", "decline")
        ]
    )

    made.refresh_from_db()
    last = Answer.objects.order_by("-confirmed_at", "-pk").first()
    assert said == ["", ""]
    assert made.state == ("accepted" if last.choice == "accept" else "declined")
    delegation = Delegation.objects.filter(organization=made.organization).first()
    assert (delegation is not None and delegation.withdrawn_on is None) == (made.state == "accepted")


def test_code_is_typed_twice_at_once_and_counts_once() -> None:
    made = invitation()
    given = answering.give(made, by=None, way="code", choice="accept", given_by="Somebody")
    code = code_for(given)

    said = at_once(*[lambda: answering.confirm(Answer.objects.get(pk=given.pk), code)] * 4)

    assert said == [""] * 4
    assert Invitation.objects.get().state == "accepted"
    assert Delegation.objects.count() == 1


def test_wrong_codes_typed_at_once_are_all_counted() -> None:
    given = answering.give(invitation(), by=None, way="code", choice="accept", given_by="Somebody")

    at_once(*[lambda: answering.confirm(Answer.objects.get(pk=given.pk), "1")] * 8)

    assert Answer.objects.get().attempts == 5


def test_forty_clients_name_people_for_the_last_place_and_one_is_named() -> None:
    delegation = cast.delegation(places=2)
    cast.delegate()
    people = [cast.person(f"Person {n}") for n in range(40)]

    said = at_once(
        *[
            lambda one=one: name_delegate(Delegation.objects.get(pk=delegation.pk), one, by=None, role="adviser")
            for one in people
        ]
    )

    assert Delegate.objects.count() == 2
    assert said.count("") == 1
    assert set(said) == {"", "Maastricht has named as many people as it has places: 2. Ask the office for another."}
