"""Two focal points save at once: neither is lost without a word; on either database."""

import pytest

from hansa.registration import actions
from hansa.registration.models import Registration
from tests import cast
from tests.registration.world import answered, event, save
from tests.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_who_save_at_once_one_is_told() -> None:
    event()
    who = cast.delegate()
    given = [answered(Diet=1), answered(Diet=2)]

    said = at_once(*[lambda one=one: actions.save(who, one, by=None, edition=0, submit=False) for one in given])

    assert sorted(said) == ["", "Somebody else has saved this registration meanwhile. Look at it as it stands now."]
    assert Registration.objects.get().edition == 1


def test_two_officers_approve_once() -> None:
    event()
    save(cast.delegate(), submit=True)
    done: list[int] = []

    said = at_once(*[lambda: done.append(actions.approve(Registration.objects.all(), by=None))] * 2)

    assert (said, sorted(done)) == (["", ""], [0, 1])
