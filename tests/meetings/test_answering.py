"""Requests are answered, answers undone; the rule of the round says which of them are to be placed."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from hansa.base.errors import Refused
from hansa.base.models import LogEntry
from hansa.mail.models import Letter
from hansa.meetings import actions, planner
from hansa.meetings.models import MeetingRequest, Round
from hansa.meetings.wishes import is_expired
from tests import cast
from tests.meetings.board import Small, drawn, small

pytestmark = pytest.mark.django_db

HOUR = dt.timedelta(hours=1)
ACCEPTANCE, SILENCE = Round.Rule.ACCEPTANCE, Round.Rule.SILENCE


def asked(made: Small, asker: str, for_whom: str) -> MeetingRequest:
    return MeetingRequest.objects.get(asker=getattr(made, asker), asked=getattr(made, for_whom), withdrawn_on=None)


def placed(made: Small) -> set[str]:
    """The wishes of the planner as "Maastricht – Linz"."""
    made.round.refresh_from_db()
    ground = planner.read(made.round)
    return {" – ".join(str(ground.delegates[pk].delegation) for pk in pair) for pair in ground.requests}


def test_answer_is_noted_with_who_and_when_and_logged() -> None:
    one = asked(small(), "maastricht", "tallinn")

    actions.answer(one, by=cast.chidi(), answer="declined", reason=" No time ")

    one.refresh_from_db()
    assert (one.answer, one.answer_reason, one.answered_by) == ("declined", "No time", cast.chidi())
    assert one.answered_at is not None
    entry = LogEntry.objects.get(verb="request.answered")
    assert (entry.by, entry.changes) == (cast.chidi(), {"answer": [None, "declined"]})


def test_same_answer_again_changes_nothing_and_another_must_be_undone_first() -> None:
    one = asked(small(), "maastricht", "tallinn")
    for _twice in range(2):
        actions.answer(one, by=cast.chidi(), answer="accepted")

    with pytest.raises(Refused, match="has been answered already"):
        actions.answer(one, by=cast.chidi(), answer="declined")
    actions.take_back_answer(one, by=cast.chidi())
    actions.answer(one, by=cast.chidi(), answer="declined")

    verbs = ["request.answered", "request.answer_taken_back", "request.answered"]
    assert list(LogEntry.objects.filter(verb__contains="answer").order_by("pk").values_list("verb", flat=True)) == verbs


@pytest.mark.parametrize("answer", ["", "perhaps"])
def test_what_is_no_answer_is_refused(answer: str) -> None:
    with pytest.raises(Refused, match="Say whether you accept"):
        actions.answer(asked(small(), "maastricht", "tallinn"), by=None, answer=answer)


def test_withdrawn_request_and_one_without_an_answer_are_refused() -> None:
    one = asked(small(), "maastricht", "tallinn")

    with pytest.raises(Refused, match="has no answer"):
        actions.take_back_answer(one, by=None)
    actions.stop_asking(one, by=None)
    with pytest.raises(Refused, match="was withdrawn already"):
        actions.answer(one, by=None, answer="accepted")


def test_after_the_last_moment_only_the_office_answers() -> None:
    one = asked(small(), "maastricht", "tallinn")
    past = cast.at("2019-06-10 18:00")
    Round.objects.update(answers_until=past)

    with pytest.raises(Refused) as refused:
        actions.answer(one, by=cast.chidi(), answer="accepted")
    actions.answer(one, by=cast.wen(), answer="accepted")

    assert str(refused.value) == (
        "Requests could be answered until 10 June 2019, 18:00 (China Standard Time (UTC+8)). Write to the office."
    )
    one.refresh_from_db()
    assert (one.answer, one.answered_by) == ("accepted", cast.wen())


def test_must_not_is_final_for_all_but_the_office() -> None:
    one = asked(small(), "maastricht", "tallinn")
    actions.answer(one, by=cast.chidi(), answer="must not")

    with pytest.raises(Refused, match="final"):
        actions.take_back_answer(one, by=cast.chidi())
    with pytest.raises(Refused, match="final"):
        actions.answer(one, by=cast.chidi(), answer="accepted")
    actions.take_back_answer(one, by=cast.ana())

    one.refresh_from_db()
    assert (one.answer, one.answered_at, one.answered_by) == ("", None, None)


def test_who_asks_themself_cannot_say_must_not_nor_the_other_way_round() -> None:
    made = small()
    with pytest.raises(Refused, match="You ask for Tallinn yourself"):
        actions.answer(asked(made, "tallinn", "linz"), by=None, answer="must not")
    actions.answer(asked(made, "maastricht", "tallinn"), by=None, answer="must not")

    with pytest.raises(Refused, match="you must not meet Maastricht"):
        actions.ask_to_meet(made.round, made.tallinn.delegation, made.maastricht.delegation, by=cast.chidi())


def test_database_wants_to_know_when_an_answer_was_given() -> None:
    one = asked(small(), "maastricht", "tallinn")

    with pytest.raises(IntegrityError), transaction.atomic():
        MeetingRequest.objects.filter(pk=one.pk).update(answer="accepted")
    with pytest.raises(IntegrityError), transaction.atomic():
        MeetingRequest.objects.filter(pk=one.pk).update(answered_at=timezone.now())


def test_declining_frees_what_was_promised() -> None:
    made = small()
    one = asked(made, "maastricht", "tallinn")
    actions.pin(one, made.round.slots.first(), by=None)

    actions.answer(one, by=None, answer="declined")

    one.refresh_from_db()
    assert one.pinned_to is None


# ---- asking ------------------------------------------------------------------


def test_delegation_asks_from_head_to_head_once_and_until_the_last_moment() -> None:
    made = small()
    baku, maastricht = made.baku.delegation, made.maastricht.delegation
    adviser = cast.delegate("Baku", "Adviser", role="adviser")

    one = actions.ask_to_meet(made.round, maastricht, baku, by=cast.bram(), priority=1, topic="Wind")

    assert (one.asker, one.asked, one.priority, one.topic) == (made.maastricht, made.baku, 1, "Wind")
    assert one.asked_at is not None
    with pytest.raises(Refused, match="asked for Baku already"):
        actions.ask_to_meet(made.round, maastricht, baku, by=cast.bram())
    Round.objects.update(requests_until=timezone.now() - HOUR)
    made.round.refresh_from_db()
    with pytest.raises(Refused, match="could be asked for until"):
        actions.ask_to_meet(made.round, maastricht, made.linz.delegation, by=cast.bram())
    assert adviser.requests_received.count() == 0


def test_who_has_named_nobody_and_who_does_not_come_is_not_asked_for() -> None:
    made = small()
    empty, gone = cast.delegation("Haifa"), cast.delegation("Genoa", withdrawn_on="2019-06-01")

    with pytest.raises(Refused, match="Haifa has named nobody yet"):
        actions.ask_to_meet(made.round, made.maastricht.delegation, empty, by=None)
    with pytest.raises(Refused, match="Genoa does not come"):
        actions.ask_to_meet(made.round, made.maastricht.delegation, gone, by=None)


# ---- the rule ----------------------------------------------------------------


def test_silence_counts_unless_declined() -> None:
    made = small()
    everything = {"Maastricht – Tallinn", "Maastricht – Linz", "Tallinn – Linz"}

    assert placed(made) == everything
    actions.answer(asked(made, "maastricht", "tallinn"), by=None, answer="declined")
    assert placed(made) == everything - {"Maastricht – Tallinn"}
    actions.answer(asked(made, "maastricht", "linz"), by=None, answer="must not")
    assert placed(made) == {"Tallinn – Linz"}


def test_acceptance_is_needed_or_that_both_ask() -> None:
    made = small()
    actions.set_rule(made.round, by=cast.ana(), rule=ACCEPTANCE, requests_until=None, answers_until=None)

    assert placed(made) == {"Tallinn – Linz"}
    actions.answer(asked(made, "maastricht", "linz"), by=None, answer="accepted")
    assert placed(made) == {"Maastricht – Linz", "Tallinn – Linz"}
    actions.answer(asked(made, "linz", "tallinn"), by=None, answer="declined")
    assert placed(made) == {"Maastricht – Linz"}


def test_unanswered_request_expires_by_the_clock_alone() -> None:
    made = small()
    one, until = asked(made, "maastricht", "tallinn"), timezone.now()

    def expired(rule: str, at: dt.datetime) -> bool:
        return is_expired(Round(rule=rule, answers_until=until), one, at)

    assert not expired(ACCEPTANCE, until - HOUR)
    assert expired(ACCEPTANCE, until)
    assert not expired(SILENCE, until)
    actions.answer(one, by=None, answer="accepted")
    one.refresh_from_db()
    assert not expired(ACCEPTANCE, until)


@pytest.mark.parametrize("withdrawn", [False, True])
def test_must_not_keeps_two_delegations_apart_both_ways(withdrawn: bool) -> None:
    made = small()
    one = asked(made, "maastricht", "tallinn")
    actions.answer(one, by=None, answer="must not")
    if withdrawn:
        actions.stop_asking(one, by=None)
    adviser = cast.delegate("Tallinn", "Adviser", role="adviser")
    cast.request(made.round, adviser, made.maastricht)

    ground = planner.read(made.round)

    assert ground.problem.must_not_meet == ((f"d{made.maastricht.pk}", f"d{adviser.pk}"),)
    plan = drawn(made.round)
    refusal = plan.refusals.get()
    assert (refusal.first_id, refusal.second_id, refusal.cause["kind"]) == (
        made.maastricht.pk, adviser.pk, "must_not_meet",
    )  # fmt: skip


def test_rule_is_set_once_and_its_moments_stand_in_order() -> None:
    of = small().round
    early, late = cast.at("2019-06-01 12:00"), cast.at("2019-06-05 12:00")

    with pytest.raises(Refused, match="at least as long"):
        actions.set_rule(of, by=None, rule=SILENCE, requests_until=late, answers_until=early)
    with pytest.raises(Refused, match="what a request needs"):
        actions.set_rule(of, by=None, rule="whatever", requests_until=None, answers_until=None)
    for _twice in range(2):
        actions.set_rule(of, by=cast.ana(), rule=ACCEPTANCE, requests_until=early, answers_until=late)

    assert LogEntry.objects.get(verb="round.rule").changes == {
        "rule": ["accepted unless declined", "needs acceptance"],
        "requests_until": [None, "2019-06-01 12:00"],
        "answers_until": [None, "2019-06-05 12:00"],
    }


# ---- letters -----------------------------------------------------------------


def test_one_letter_a_day_tells_who_asks() -> None:
    made = small()
    cast.event().__class__.objects.update(ends_on=timezone.localdate() + dt.timedelta(days=9))
    cast.chidi()
    own = [made.maastricht.delegation, made.linz.delegation, made.baku.delegation]
    MeetingRequest.objects.all().delete()
    actions.ask_to_meet(made.round, own[0], made.tallinn.delegation, by=None)
    actions.ask_to_meet(made.round, own[1], made.tallinn.delegation, by=None)

    told = [actions.tell_who_is_asked(), actions.tell_who_is_asked()]
    actions.ask_to_meet(made.round, own[2], made.tallinn.delegation, by=None)
    told.append(actions.tell_who_is_asked())

    assert told == [1, 0, 0]
    letter = Letter.objects.get(kind="meeting requests")
    assert (letter.address, letter.state) == ("chidi@example.org", "approved")
    assert letter.subject == "2 delegations ask to meet you: Mayors’ Innovation Forum"
    assert "– Linz\n– Maastricht" in letter.body
    assert f"/events/forum/meetings/portal/{made.tallinn.delegation_id}/" in letter.body
    Letter.objects.update(once="yesterday")
    assert actions.tell_who_is_asked() == 1
    assert actions.tell_who_is_asked() == 0


def test_nobody_is_told_of_what_came_with_a_workbook() -> None:
    small()
    cast.event().__class__.objects.update(ends_on=timezone.localdate() + dt.timedelta(days=9))
    cast.chidi()

    assert actions.tell_who_is_asked() == 0
