"""Answers are kept with each save, handed in whole, approved, asked for anew after a change; what is sensitive goes."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from hansa.base.errors import Refused
from hansa.base.models import LogEntry
from hansa.people.erasure import erase_person
from hansa.registration import actions, questions
from hansa.registration.asking import UnreadableError, asked, read, shown
from hansa.registration.jobs import purge_sensitive
from hansa.registration.models import Question, Registration, Sensitive
from hansa.registration.queries import all_answers, counts, differences, missing_for_badge, questions_of, still_held
from tests import cast
from tests.registration.world import answered, event, question, save

pytestmark = pytest.mark.django_db


def asked_of(role: str = "delegate", **answers) -> list[str]:
    given = answered(**answers) if answers else {}
    return [one.text["en"] for one in asked(questions_of(cast.event()), role, given)]


def test_usual_questions_are_there_in_each_language_of_the_house(settings):
    event()

    for one in Question.objects.all():
        assert set(one.text) == {code for code, _name in settings.LANGUAGES}
    assert question("Diet").options[3]["en"] == "halal"
    with pytest.raises(Refused, match="asks questions already"):
        questions.ask_the_usual(cast.event(), by=None)


def test_condition_shows_its_question_and_hides_what_hangs_on_it():
    event()

    assert "First night" not in asked_of()
    assert "First night" in asked_of(**{"Shall we reserve a room?": True})
    first = question("First night")
    made = questions.set_question(
        cast.event(), by=None, kind="text", text={"en": "Late?"}, only_if=first, only_if_answer="2031-06-12"
    )
    given = {"Shall we reserve a room?": False, "First night": "2031-06-12"}
    assert str(made.text) not in asked_of(**given)


def test_role_that_is_not_asked_does_not_see_the_question():
    made = event()
    questions.set_question(made, by=None, kind="text", text={"en": "Badge of the press?"}, roles=["staff"])

    assert "Badge of the press?" not in asked_of("head")
    assert "Badge of the press?" in asked_of("staff")


@pytest.mark.parametrize(
    ("kind", "typed", "stored", "words"),
    [
        ("yes no", "yes", True, "yes"),
        ("yes no", "no", False, "no"),
        ("choice", "1", 1, "second"),
        ("several", ["1", "0", "1"], [0, 1], "first, second"),
        ("several", [], None, ""),
        ("text", "  Nüsse ", "Nüsse", "Nüsse"),
        ("number", "١٢", 12, "12"),
        ("date", "2031-06-12", "2031-06-12", "12 June 2031"),
        ("text", "", None, ""),
    ],
)
def test_answer_is_read_and_shown(kind, typed, stored, words):
    made = Question(pk=1, kind=kind, text={"en": "?"}, options=[{"en": "first"}, {"en": "second"}])

    assert read(made, typed) == stored
    assert shown(made, stored) == words


@pytest.mark.parametrize(
    ("kind", "typed"),
    [("yes no", "maybe"), ("choice", "2"), ("choice", "x"), ("several", ["0", "9"]), ("number", "12.5"),
     ("number", "9" * 40), ("date", "12 June"), ("date", "2031-02-30"), ("date", "0001-01-01"), ("text", "x" * 2001)],
)  # fmt: skip
def test_answer_that_cannot_be_read_is_refused_with_a_sentence(kind, typed):
    made = Question(pk=1, kind=kind, text={"en": "?"}, options=[{"en": "first"}, {"en": "second"}])

    with pytest.raises(UnreadableError, match=r"\w+"):
        read(made, typed)


def test_half_a_form_is_kept_and_handed_in_only_whole():
    event()
    who = cast.delegate()
    half = answered(**{"Do you need a letter for a visa?": None})

    registration = save(who, half)
    assert (registration.state, all_answers(registration)) == ("draft", half)
    with pytest.raises(Refused, match="Some questions are still to be answered"):
        save(who, half, submit=True)
    assert save(who, submit=True).state == "submitted"


def test_answers_to_what_is_not_asked_are_dropped():
    event()
    who = cast.delegate()

    registration = save(who, answered(**{"First night": "2031-06-12", "What do you need?": "ramp"}))

    assert all_answers(registration) == answered()


def test_sensitive_answers_lie_apart_and_in_no_log(capsys):
    event()
    who = cast.delegate()
    registration = save(who, answered(**{"Which diet, or which allergies": "Peanuts", "Diet": 5}), submit=True)

    diet = question("Diet")
    assert diet.name not in registration.answers
    assert Sensitive.objects.get().answers[diet.name] == 5
    call_command("dumpdata", "base", "registration.Registration")
    assert "Peanuts" not in capsys.readouterr().out
    assert LogEntry.objects.get(verb="registration.submitted").changes == {"questions": [None, 4]}


def test_sensitive_answers_go_on_their_day_and_the_rest_stays():
    event(purge_on=dt.date(2031, 7, 1))
    registration = save(cast.delegate(), submit=True)
    assert still_held(cast.event()) == (1, dt.date(2031, 7, 1))
    assert purge_sensitive() == 0
    Sensitive.objects.update(purge_on=timezone.localdate())

    assert purge_sensitive() == 1

    assert still_held(cast.event()) == (0, None)
    assert Registration.objects.get().answers == registration.answers
    assert LogEntry.objects.filter(verb="registration.purged").count() == 1


def test_another_day_of_deletion_counts_for_what_is_held():
    made = event(purge_on=dt.date(2031, 7, 1))
    save(cast.delegate())

    questions.set_terms(made, by=None, purge_on=dt.date(2031, 6, 20))

    assert Sensitive.objects.get().purge_on == dt.date(2031, 6, 20)
    with pytest.raises(Refused, match="needed until the event is over"):
        questions.set_terms(made, by=None, purge_on=dt.date(2031, 6, 1))


def test_yes_and_a_change_that_asks_again_with_its_difference():
    event()
    who = cast.delegate()
    save(who, submit=True)
    assert actions.approve(Registration.objects.all(), by=cast.ana()) == 1

    flight, diet = "Flight or train of arrival, with its number", "Diet"
    registration = save(who, answered(**{flight: "CA 432", diet: 2}))

    assert registration.state == "submitted"
    found = differences(registration, questions_of(cast.event()))
    assert [(one.question.text["en"], one.before, one.after) for one in found] == [
        (diet, None, None), (flight, None, "CA 432"),
    ]  # fmt: skip
    assert actions.approve([registration], by=cast.ana()) == 1
    assert differences(Registration.objects.get(), questions_of(cast.event())) == []


def test_save_that_changes_nothing_leaves_the_yes():
    event()
    who = cast.delegate()
    save(who, submit=True)
    actions.approve(Registration.objects.all(), by=None)

    assert save(who).state == "approved"


def test_office_sends_back_with_a_sentence():
    event()
    who = cast.delegate()
    registration = save(who, submit=True)

    with pytest.raises(Refused, match="Say in a sentence"):
        actions.send_back(registration, by=None, remark=" ")
    actions.send_back(registration, by=None, remark="Which flight?")
    with pytest.raises(Refused, match="Only what was submitted"):
        actions.send_back(registration, by=None, remark="Again")

    registration.refresh_from_db()
    assert (registration.state, registration.remark) == ("returned", "Which flight?")
    assert save(who, submit=True).remark == ""


def test_who_saves_over_somebody_elses_change_is_refused():
    event()
    who = cast.delegate()
    save(who)

    with pytest.raises(Refused, match="Somebody else has saved this registration meanwhile"):
        actions.save(who, answered(), by=None, edition=0, submit=True)


@pytest.mark.parametrize(
    ("terms", "sentence"),
    [({"opens_on": dt.date(2031, 1, 1)}, "opens on 1 January 2031"),
     ({"closes_on": dt.date(2020, 1, 1)}, "closed on 1 January 2020")],
)  # fmt: skip
def test_before_and_after_its_days_only_the_office_registers(terms, sentence):
    event(**terms)
    who = cast.delegate()

    with pytest.raises(Refused, match=sentence):
        save(who)
    assert actions.save(who, answered(), by=None, edition=0, submit=True, late=True).state == "submitted"


def test_who_has_withdrawn_does_not_register():
    event()

    with pytest.raises(Refused, match="has withdrawn"):
        save(cast.delegate(withdrawn_on=dt.date(2031, 1, 1)))


def test_badge_lacks_what_the_event_demands():
    event(demands=["title", "arrival", "registration", "nomination"])
    who = cast.delegate(title="")

    assert missing_for_badge(who) == ["nomination", "title", "arrival", "registration"]
    save(who, submit=True)
    actions.approve(Registration.objects.all(), by=None)
    assert missing_for_badge(who) == ["nomination", "title", "arrival"]


def test_answered_question_keeps_its_kind_and_takes_further_choices():
    made = event()
    save(cast.delegate())
    diet = question("Diet")

    with pytest.raises(Refused, match="Somebody has answered this"):
        questions.set_question(made, by=None, question=diet, is_sensitive=False)
    with pytest.raises(Refused, match="Somebody has answered this"):
        questions.set_question(made, by=None, question=diet, options=diet.options[:2])
    questions.set_question(made, by=None, question=diet, options=[*diet.options, {"en": "no pork"}])
    assert question("Diet").options[-1] == {"en": "no pork"}


def test_question_on_which_another_hangs_is_not_retired_first():
    event()

    with pytest.raises(Refused, match="hangs on it"):
        questions.retire(question("Diet"), by=None)
    questions.retire(question("Which diet, or which allergies"), by=None)
    questions.retire(question("Diet"), by=None)
    assert "Diet" not in asked_of()


def test_question_never_comes_before_the_one_it_hangs_on():
    event()

    with pytest.raises(Refused, match="hangs on a question that must come before it"):
        questions.move(question("Diet"), by=None, up=False)
    with pytest.raises(Refused, match="It cannot go further"):
        questions.move(question("Diet"), by=None, up=True)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [({"kind": "choice", "text": {"en": "?"}, "options": [{"en": "one"}]}, "at least two choices"),
     ({"kind": "text", "text": {}}, "in one language at least")],
)  # fmt: skip
def test_question_that_makes_no_sense_is_refused(values, sentence):
    with pytest.raises(Refused, match=sentence):
        questions.set_question(event(), by=None, **values)


def test_database_keeps_half_a_condition_out():
    made = event()

    with pytest.raises(IntegrityError), transaction.atomic():
        Question.objects.create(questionnaire=made.questionnaire, kind="text", only_if=question("Diet"))


def test_erased_person_leaves_a_registration_that_says_nothing(capsys):
    event()
    who = cast.delegate(name="Aurelia Testperson")
    flight = "Flight or train of arrival, with its number"
    save(who, answered(**{"Whom may we call in an emergency?": "My brother +32 2 123", flight: "CA 432"}), submit=True)
    actions.approve(Registration.objects.all(), by=None)

    erase_person(who.person, by=cast.ana(), reason="asked for it")

    call_command("dumpdata", "registration", "delegations", "people", "base")
    dump = capsys.readouterr().out
    for trace in ("Testperson", "+32", "CA 432"):
        assert trace not in dump
    assert counts(cast.event())["approved"] == 1
