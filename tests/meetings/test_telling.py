"""Exactly those whose meetings change are told, each of their own changes alone, in their own language."""

import pytest

from hansa.delegations.actions import withdraw_delegation
from hansa.mail.models import Letter
from hansa.meetings import actions
from hansa.meetings.models import Interpreter, Placement, Plan
from hansa.network.models import Appointment
from hansa.people.models import User
from tests import cast
from tests.cast import at
from tests.meetings.board import Small, drawn, small

pytestmark = pytest.mark.django_db


def speaker_for(city: str, email: str, language: str = "") -> User:
    """Somebody who answers for a city."""
    user = cast.user(email, f"{city} (sample)", "focal point", cast.organization(city))
    User.objects.filter(pk=user.pk).update(language=language)
    return user


@pytest.fixture
def made() -> Small:
    """Published: Maastricht – Tallinn 14:00, Maastricht – Linz 14:25, Tallinn – Linz 14:50, all at table 1."""
    made = small()
    for city, language in (("Maastricht", ""), ("Tallinn", "fr"), ("Linz", "de"), ("Baku", "")):
        speaker_for(city, f"{city.lower()}@example.org", language)
    plan = drawn(made.round)
    plan.placements.all().delete()
    pairs = [(made.maastricht, made.tallinn), (made.maastricht, made.linz), (made.tallinn, made.linz)]
    for slot, (first, second) in zip(made.round.slots.all(), pairs, strict=False):
        table = made.round.tables.get(number=1)
        Placement.objects.create(plan=plan, first=first, second=second, slot=slot, table=table, weight=4)
    actions.publish(plan, by=cast.ana(), based_on=0)
    made.round.refresh_from_db()
    return made


def repair(made: Small) -> list[Letter]:
    before = made.round.version
    plan = actions.draw_up(actions.repair(made.round, by=cast.wen()))
    letters = actions.publish(plan, by=cast.wen(), based_on=before).letters
    made.round.refresh_from_db()
    return letters


def lines(letter: Letter) -> list[str]:
    return [line.removeprefix("– ") for line in letter.body.splitlines() if line.startswith("– ")]


def test_first_publication_tells_each_of_its_own_meetings(made: Small) -> None:
    letters = {letter.address: letter for letter in Letter.objects.all()}

    assert set(letters) == {"maastricht@example.org", "tallinn@example.org", "linz@example.org"}
    assert letters["maastricht@example.org"].subject == "Your meetings at Mayors’ Innovation Forum"
    assert letters["maastricht@example.org"].body == (
        "2 meetings are arranged for Maastricht at Mayors’ Innovation Forum.\n\n"
        "– Tallinn: a new meeting on Thu 13 June, 14:00, table 1.\n"
        "– Linz: a new meeting on Thu 13 June, 14:25, table 1.\n\n"
        "All times are those of the event: China Standard Time (UTC+8).\n\n"
        "Whatever is not named here stays as it was. Your diary on the site and its calendar show it already."
    )


def test_repair_tells_exactly_those_affected(made: Small) -> None:
    actions.change_stay([made.linz], arrives_at=at("2019-06-13 13:10"), by=cast.wen())

    letters = {letter.address: letter for letter in repair(made)}

    assert set(letters) == {"maastricht@example.org", "linz@example.org"}
    assert Letter.objects.count() == 3 + 2
    assert letters["maastricht@example.org"].subject == "Changes in your meetings at Mayors’ Innovation Forum"
    assert lines(letters["maastricht@example.org"]) == [
        "Linz: no longer on Thu 13 June, 14:25, table 1, but on Thu 13 June, 15:15, table 1."
    ]


def test_nobody_is_told_where_nothing_changes(made: Small) -> None:
    assert repair(made) == []
    assert Letter.objects.count() == 3


def test_letter_is_in_the_reader_s_language_with_the_fallback_said(made: Small) -> None:
    actions.change_stay([made.linz], arrives_at=at("2019-06-13 14:10"), by=cast.wen())

    letters = {letter.address: (letter.language, letter.wanted_language) for letter in Letter.objects.all()}

    assert letters == {
        "maastricht@example.org": ("en", ""),
        "tallinn@example.org": ("fr", ""),
        "linz@example.org": ("en", "de"),
    }
    assert "jeu. 13 juin" in Letter.objects.get(address="tallinn@example.org").body


def test_withdrawal_tells_the_others_that_the_meeting_does_not_take_place(made: Small) -> None:
    withdraw_delegation(made.linz.delegation, by=cast.wen())

    letters = {letter.address: lines(letter) for letter in repair(made)}

    assert set(letters) == {"maastricht@example.org", "tallinn@example.org", "linz@example.org"}
    assert letters["maastricht@example.org"] == [
        "Linz: the meeting on Thu 13 June, 14:25, table 1 does not take place; Linz does not come."
    ]
    assert letters["linz@example.org"] == [
        "Maastricht: the meeting on Thu 13 June, 14:25, table 1 does not take place.",
        "Tallinn: the meeting on Thu 13 June, 14:50, table 1 does not take place.",
    ]


def test_letter_waits_in_the_folder_of_its_event_until_somebody_lets_it_go(made: Small) -> None:
    letter = Letter.objects.get(address="linz@example.org")

    assert (letter.state, letter.kind) == ("drafted", "diary changed")
    assert (letter.folder, letter.once.split(":")[0]) == (f"event:{made.round.event_id}", "diary")


def test_interpreter_who_changes_is_told_to_both_sides_alone(made: Small) -> None:
    helpers = [cast.interpreter(made.round, "en", "az") for _number in range(2)]
    actions.record_request(made.round, made.baku, made.maastricht, by=cast.ana())
    repair(made)
    held = Plan.objects.get(round=made.round, state="published").placements.get(first=made.maastricht, second=made.baku)
    used = Interpreter.objects.get(pk=held.interpreter_id)
    end = held.slot.ends_at
    actions.let_go(used, starts_at=held.slot.starts_at, ends_at=end, by=cast.wen())

    letters = {letter.address: lines(letter) for letter in repair(made)}

    other = next(helper for helper in helpers if helper.pk != used.pk)
    clock = f"{made.round.event.local(held.slot.starts_at):%H:%M}"
    line = f"Thu 13 June, {clock}, table {held.table.number}: the interpreter changes to {other.person}."
    assert letters == {"maastricht@example.org": [f"Baku, {line}"], "baku@example.org": [f"Maastricht, {line}"]}


def test_meeting_that_comes_back_is_new_to_those_who_are_told(made: Small) -> None:
    plan, pair = Plan.objects.get(round=made.round, state="published"), made.pair(made.maastricht, made.linz)
    without = actions.take_off(plan, **pair, by=cast.ana(), edition=0)
    actions.publish(without, by=cast.ana(), based_on=1)

    back = actions.take_back(Plan.objects.get(pk=plan.pk), by=cast.ana())
    letters = {letter.address: lines(letter) for letter in actions.publish(back, by=cast.ana(), based_on=2).letters}

    assert letters == {
        "maastricht@example.org": ["Linz: a new meeting on Thu 13 June, 14:25, table 1."],
        "linz@example.org": ["Maastricht: a new meeting on Thu 13 June, 14:25, table 1."],
    }


def test_one_who_no_longer_answers_for_the_city_is_not_told(made: Small) -> None:
    Appointment.objects.filter(user__email="maastricht@example.org").update(ended_on="2020-01-01")
    actions.change_stay([made.linz], arrives_at=at("2019-06-13 13:10"), by=cast.wen())

    assert {letter.address for letter in repair(made)} == {"linz@example.org"}
