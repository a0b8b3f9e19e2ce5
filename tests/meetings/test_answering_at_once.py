"""Two people act on the same request at the same moment, on either database."""

import pytest

from hansa.base.models import LogEntry
from hansa.meetings import actions
from hansa.meetings.models import MeetingRequest
from tests import cast
from tests.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_accepted_and_declined_at_once_one_stands_and_the_other_is_told() -> None:
    of = cast.round_of()
    one = cast.request(of, cast.delegate("Maastricht"), cast.delegate("Tallinn"))

    said = at_once(
        lambda: actions.answer(one, by=None, answer="accepted"),
        lambda: actions.answer(one, by=None, answer="declined"),
    )

    refusal = "This request has been answered already. Undo that answer before you give another."
    assert sorted(said) == ["", refusal]
    one.refresh_from_db()
    assert one.answer == ("accepted" if said[0] == "" else "declined")
    assert LogEntry.objects.filter(verb="request.answered").count() == 1


def test_two_of_one_delegation_ask_for_the_same_and_it_is_asked_once() -> None:
    of = cast.round_of()
    own, other = (cast.delegate(city).delegation for city in ("Maastricht", "Tallinn"))

    said = at_once(*[lambda: actions.ask_to_meet(of, own, other, by=None)] * 4)

    assert sorted(said) == ["", *["You have asked for Tallinn already."] * 3]
    assert MeetingRequest.objects.count() == 1


def test_officers_recording_the_same_request_at_once_record_it_once() -> None:
    of = cast.round_of()
    one, other = cast.delegate("Maastricht"), cast.delegate("Tallinn")

    said = at_once(*[lambda: actions.record_request(of, one, other, by=None)] * 4)

    assert [sentence.partition(" has asked for ")[2] for sentence in sorted(said)] == [
        "",
        *["Head of Tallinn (sample), Tallinn already."] * 3,
    ]
    assert MeetingRequest.objects.count() == 1


def test_withdrawn_and_answered_at_once_leaves_no_open_answer() -> None:
    of = cast.round_of()
    one = cast.request(of, cast.delegate("Maastricht"), cast.delegate("Tallinn"))

    said = at_once(lambda: actions.stop_asking(one, by=None), lambda: actions.answer(one, by=None, answer="accepted"))

    one.refresh_from_db()
    assert said in (["", ""], ["", "This request was withdrawn already."])
    assert one.withdrawn_on is not None
    assert one.answer == ("accepted" if said == ["", ""] else "")
