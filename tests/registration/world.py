"""A forum that lies years ahead, with the usual questions, and what somebody answered to them."""

import datetime as dt
from typing import Any

from hansa.delegations.models import Delegate
from hansa.events.models import Event
from hansa.registration import actions, questions
from hansa.registration.models import Question, Registration
from tests import cast


def event(**terms: Any) -> Event:
    made = cast.event(starts_on=dt.date(2031, 6, 13), ends_on=dt.date(2031, 6, 14))
    questions.set_terms(made, by=None, **terms)
    if not Question.objects.exists():
        questions.ask_the_usual(made, by=None)
    return made


def question(text: str) -> Question:
    """A question by its English words."""
    return next(one for one in Question.objects.all() if one.text["en"] == text)


def answered(**more: Any) -> dict[str, Any]:
    """All that must be answered: a vegetarian who needs neither room nor visa; more by the words of a question."""
    given = {"Diet": 1, "Shall we reserve a room?": False, "Do you need a letter for a visa?": False, **more}
    return {question(text).name: value for text, value in given.items() if value is not None}


def save(
    delegate: Delegate, answers: dict[str, Any] | None = None, *, submit: bool = False, by: Any = None
) -> Registration:
    known = Registration.objects.filter(delegate=delegate).first()
    return actions.save(
        delegate,
        answered() if answers is None else answers,
        by=by,
        edition=known.edition if known else 0,
        submit=submit,
    )
