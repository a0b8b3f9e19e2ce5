"""What is asked many times in one request is asked of the database once, and again after an act."""

from django.test import Client, RequestFactory

from hansa.base import memory
from hansa.base.log import record
from hansa.network.rules import is_officer
from tests import cast

ASKED: list[object] = []


@memory.once_a_request
def question(record: object) -> int:
    ASKED.append(record)
    return len(ASKED)


def in_a_request(act: object) -> None:
    ASKED.clear()
    memory.remember_for_a_request(act)(RequestFactory().get("/"))  # type: ignore[arg-type]


def test_question_is_asked_once_in_a_request_and_anew_in_the_next(db: None) -> None:
    city = cast.organization()
    again = type(city).objects.get(pk=city.pk)

    in_a_request(lambda request: (question(city), question(again)))
    first = len(ASKED)
    in_a_request(lambda request: question(city))

    assert first == 1
    assert len(ASKED) == 1


def test_question_of_another_record_is_another(db: None) -> None:
    in_a_request(lambda request: (question(cast.organization("Maastricht")), question(cast.organization("Tallinn"))))

    assert len(ASKED) == 2


def test_question_is_asked_again_after_an_act(db: None) -> None:
    city = cast.organization()

    in_a_request(lambda request: (question(city), record("tests.act", city, by=None), question(city)))

    assert len(ASKED) == 2


def test_question_outside_a_request_is_never_remembered() -> None:
    ASKED.clear()

    question(1)
    question(1)

    assert len(ASKED) == 2


def test_right_that_ended_is_gone_in_the_next_request(ana: Client) -> None:
    user = cast.ana()
    before = ana.get("/en/log/").status_code

    user.appointments.all().delete()

    assert before == 200
    assert ana.get("/en/log/").status_code == 404
    assert not is_officer(user)
