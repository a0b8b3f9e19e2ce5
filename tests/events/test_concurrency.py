"""Two officers at one programme: one releases, one edits, the other hears of it; on either database."""

import pytest

from hansa.events import actions
from hansa.events.models import Release, Session
from hansa.mail.models import Letter
from tests import cast
from tests.events.programmes import session
from tests.meetings.test_concurrency import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_officers_who_release_at_once_make_one_version_and_one_letter_each():
    ana, wen, _bram = cast.ana(), cast.wen(), cast.bram()
    head, event = cast.delegate("Maastricht"), cast.event()
    actions.release_programme(event, by=None)
    session("Opening", "2019-06-13 09:00", speakers=[head.person])

    said = at_once(
        lambda: actions.release_programme(cast.event(), by=ana, based_on=1),
        lambda: actions.release_programme(cast.event(), by=wen, based_on=1),
    )

    loser = said.index(max(said, key=len))
    winner = "Wen" if loser == 0 else "Ana"
    assert said[1 - loser] == ""
    assert said[loser].startswith(f"{winner} (sample) released version 2 at ")
    assert [one.version for one in Release.objects.all()] == [2, 1]
    assert Letter.objects.count() == 1


def test_two_officers_who_edit_one_session_at_once_lose_nothing():
    ana, wen = cast.ana(), cast.wen()
    made = session("Opening", "2019-06-13 09:00")

    said = at_once(
        lambda: actions.revise_session(Session.objects.get(), by=ana, seen=0, hall="A"),
        lambda: actions.revise_session(Session.objects.get(), by=wen, seen=0, hall="B"),
    )

    loser = said.index(max(said, key=len))
    made.refresh_from_db()
    assert said[1 - loser] == ""
    assert "while you had it open" in said[loser]
    assert (made.hall, made.revision, made.sequence) == ("AB"[1 - loser], 1, 1)
