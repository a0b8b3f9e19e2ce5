"""Letters before they go: one letter once, whom somebody looked at, in which language, forgotten with the person."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from hansa.base.errors import Refused
from hansa.base.models import LogEntry
from hansa.mail import actions
from hansa.mail.languages import Chosen, language_for, language_of
from hansa.mail.models import Letter
from hansa.people.erasure import erase_person
from tests import cast
from tests.mail.world import INVITATION, NOTICE, letter

pytestmark = pytest.mark.django_db


def state(one: Letter) -> str:
    one.refresh_from_db()
    return one.state


def test_letter_waits_for_a_yes_unless_its_kind_needs_none():
    assert [state(letter(1, INVITATION)), state(letter(2, NOTICE))] == ["drafted", "approved"]


def test_the_same_letter_is_drafted_once_whatever_has_become_of_it():
    first = letter(1)
    actions.cancel(first, by=None)

    again = letter(1, subject="Another", address="other@example.org")

    assert again == first
    assert (Letter.objects.count(), again.subject, again.state) == (1, "Letter 1", "cancelled")
    assert LogEntry.objects.filter(verb="letter.drafted").count() == 1


def test_letter_of_no_known_kind_is_a_fault_and_one_without_address_is_refused():
    with pytest.raises(ValueError, match="no kind of letter “nonsense”"):
        letter(1, "nonsense")
    with pytest.raises(Refused, match="There is no address for a letter to Jana de Vries"):
        letter(1, address=" ", to=cast.person())


def test_subject_is_one_line_and_text_has_plain_paragraphs():
    made = letter(1, subject="Hello\r\nBcc: all@example.org", body="One \r\n\r\n\r\n\r\ntwo\r\n")

    assert (made.subject, made.body) == ("Hello Bcc: all@example.org", "One\n\ntwo")


def test_log_names_the_letter_and_keeps_neither_text_nor_address():
    made = letter(1, name="Jana de Vries")
    actions.revise(made, by=cast.ana(), subject="New", body="Secret text", edition=0)
    actions.approve([made], by=cast.ana())

    entries = LogEntry.objects.filter(verb__startswith="letter.").order_by("pk")

    assert [(entry.verb, entry.subject, entry.changes) for entry in entries] == [
        ("letter.drafted", "invitation, Jana de Vries", {}),
        ("letter.revised", "invitation, Jana de Vries", {"fields": [None, "subject, body"]}),
        ("letter.approved", "invitation, Jana de Vries", {}),
    ]


def test_change_over_somebody_elses_is_refused():
    made = letter(1)
    actions.revise(made, by=None, subject="First", body="Text", edition=0)

    with pytest.raises(Refused, match="Somebody has changed this letter meanwhile"):
        actions.revise(made, by=None, subject="Second", body="Text", edition=0)

    made.refresh_from_db()
    assert (made.subject, made.edition) == ("First", 1)


def test_steps_that_are_not_on_the_list_are_refused():
    made = letter(1)
    actions.approve([made], by=None)
    Letter.objects.update(state="sent", sent_at=cast.at("2019-06-01 10:00"))

    for act in (actions.hold, actions.cancel):
        with pytest.raises(Refused, match="is on its way or has gone"):
            act(made, by=None)
    with pytest.raises(Refused, match="can no longer be changed"):
        actions.revise(made, by=None, subject="x", body="y", edition=0)
    assert actions.approve([made], by=None) == 0


def test_held_letter_waits_until_somebody_lets_it_go():
    made = letter(1, NOTICE)
    actions.hold(made, by=None)
    assert state(made) == "held"

    actions.approve([made], by=cast.ana())

    assert (state(made), made.approved_by) == ("approved", cast.ana())


@pytest.mark.parametrize(
    "wrong",
    [{"state": "approved"}, {"state": "drafted", "address": ""}, {"state": "sent"}],
)
def test_database_keeps_out_what_makes_no_sense(wrong):
    made = letter(1)

    with pytest.raises(IntegrityError), transaction.atomic():
        Letter.objects.filter(pk=made.pk).update(**wrong)


@pytest.mark.parametrize(
    ("wanted", "chosen"),
    [
        (("fr",), Chosen("fr")),
        (("fr-CA",), Chosen("fr")),
        (("de", "fr"), Chosen("fr", "de")),
        (("de",), Chosen("en", "de")),
        (("", "ar"), Chosen("ar")),
        ((), Chosen("en")),
    ],
)
def test_language_is_the_recipients_or_a_fallback_that_says_so(wanted, chosen):
    assert language_for(*wanted) == chosen


def test_language_of_a_person_is_that_of_the_account():
    account = cast.bram()
    account.person, account.language = cast.person(), "ar"
    account.save()

    assert language_of(account.person, "fr") == Chosen("ar")
    assert language_of(cast.person("Somebody Else"), "fr") == Chosen("fr")


def test_erased_person_leaves_a_letter_that_says_nothing(capsys: pytest.CaptureFixture[str]):
    person = cast.person("Aurelia Testperson", email="aurelia@example.net")
    open_letter = letter(1, to=person, name=str(person), address="aurelia@example.net", body="Dear Aurelia Testperson,")
    gone = letter(2, to=person, address="private@example.com", body="Dear Ms Testperson, as agreed in room 9")
    Letter.objects.filter(pk=gone.pk).update(state="sent", sent_at=cast.at("2019-06-01 10:00"))

    erase_person(person, by=cast.ana(), reason="asked for it")

    assert [state(open_letter), state(gone)] == ["cancelled", "sent"]
    call_command("dumpdata", "mail", "base")
    dump = capsys.readouterr().out
    for trace in ("Testperson", "aurelia@", "private@example.com", "room 9"):
        assert trace not in dump


def test_database_is_the_one_that_was_asked_for():
    assert connection.vendor in ("sqlite", "postgresql")
