"""The sample's guests were invited before they came."""

import pytest

from hansa.config import demo_before
from hansa.delegations.models import Delegation
from hansa.invitations.models import Invitation
from hansa.mail.models import Letter
from tests import cast

pytestmark = pytest.mark.django_db


def test_guests_are_invited_once_and_their_delegations_have_places_for_all() -> None:
    guest = cast.delegate("Linz").delegation
    before = Delegation.objects.values().get(pk=guest.pk)

    for _again in range(2):
        demo_before.invite(cast.ana(), guest.event)

    invitation = Invitation.objects.get()
    letter = Letter.objects.get()
    assert (invitation.state, invitation.organization, letter.address) == (
        "accepted", guest.organization, invitation.address,
    )  # fmt: skip
    assert invitation.address.endswith("@demo.example.org")
    assert Delegation.objects.values().get(pk=guest.pk) == before | {"places": 3}
