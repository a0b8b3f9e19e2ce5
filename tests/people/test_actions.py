"""Persons are recorded and revised, accounts opened."""

import pytest

from hansa.base.errors import Refused
from hansa.base.models import LogEntry
from hansa.people.actions import open_account, record_person, revise_person
from hansa.people.models import User
from tests import cast

pytestmark = pytest.mark.django_db


def test_person_is_recorded_with_the_name_as_written() -> None:
    person = record_person(by=cast.ana(), full_name=" IJsbrand van der Berg ", email="IJs@Example.org")

    assert (person.full_name, person.email) == ("IJsbrand van der Berg", "ijs@example.org")
    assert [(one.by_name, one.verb, one.subject) for one in LogEntry.objects.all()] == [
        ("Ana (sample)", "person.recorded", "IJsbrand van der Berg")
    ]


def test_person_without_a_name_is_refused() -> None:
    with pytest.raises(Refused, match="A person needs a name"):
        record_person(by=None, full_name="  ")


def test_revision_answers_and_logs_what_differs() -> None:
    person = cast.person("Jana", latin_name="Jana")

    changes = revise_person(person, by=None, latin_name="Yana", full_name="Jana")
    nothing = revise_person(person, by=None, latin_name="Yana")

    assert (changes, nothing) == ({"latin_name": ["Jana", "Yana"]}, {})
    assert [one.changes for one in LogEntry.objects.all()] == [{"latin_name": ["Jana", "Yana"]}]


def test_account_is_opened_once_for_its_person() -> None:
    person = cast.person("Jana")

    account = open_account(by=None, email="Jana@Example.org", person=person)

    assert open_account(by=None, email="jana@example.org", person=person) == account
    assert (account.email, account.person, account.has_usable_password()) == ("jana@example.org", person, False)
    assert LogEntry.objects.count() == 1


def test_account_without_a_person_becomes_theirs() -> None:
    cast.user("jana@example.org", "Jana")

    account = open_account(by=None, email="jana@example.org", person=cast.person("Jana"))

    assert (account.person.full_name, User.objects.count()) == ("Jana", 1)


def test_account_of_another_is_refused() -> None:
    person = cast.person("Jana")
    open_account(by=None, email="jana@example.org", person=person)

    with pytest.raises(Refused, match="belongs to somebody else"):
        open_account(by=None, email="jana@example.org", person=cast.person("Piet"))
    cast.user("other@example.org", "")
    with pytest.raises(Refused, match="has an account with another address"):
        open_account(by=None, email="other@example.org", person=person)
