"""The addresses of registration against each kind of visitor, for ``tests/test_access.py``."""

import datetime as dt
from typing import Any

from django.core.files.base import ContentFile

from hansa.registration import questions
from hansa.registration.models import Nomination, Question
from tests import cast

MANAGERS = (404, 404, 404, 404, 200, 200)
OWN = (404, 404, 200, 404, 200, 200)
NOBODY_BY_GET = (405,) * 6
STRANGERS = ("public", "dana", "bram", "chidi")
OTHERS = ("public", "dana", "chidi")


def _event(world: Any) -> dict[str, Any]:
    if not Question.objects.exists():
        questions.ask_the_usual(cast.event(), by=None)
    return {"key": "forum"}


def _question(world: Any) -> dict[str, Any]:
    return {**_event(world), "pk": Question.objects.first().pk}  # type: ignore[union-attr]


def _delegate(world: Any) -> dict[str, Any]:
    return {**_event(world), "pk": world.head.pk}


def _delegation(world: Any) -> dict[str, Any]:
    return {"key": "forum", "pk": world.delegation.pk}


def _paper(world: Any) -> dict[str, Any]:
    paper = Nomination.objects.first()
    if paper is None:
        paper = Nomination(delegation=world.delegation, signed_by="Mayor", signed_on=dt.date(2019, 5, 1))
        paper.file.save("x.pdf", ContentFile(b"%PDF-1.7"))
    return {"key": "forum", "pk": paper.pk}


ROWS = {
    "registrations": (_event, MANAGERS),
    "registrations_export": (lambda world: {**_event(world), "kind": "csv"}, MANAGERS),
    "registrations_sensitive": (lambda world: {**_event(world), "kind": "csv"}, NOBODY_BY_GET),
    "registrations_approve": (_event, NOBODY_BY_GET),
    "registration_terms": (_event, MANAGERS),
    "registration_forget": (_event, NOBODY_BY_GET),
    "registration_questions": (_event, MANAGERS),
    "registration_usual": (_event, NOBODY_BY_GET),
    "registration_question_add": (_event, MANAGERS),
    "registration_question": (_question, MANAGERS),
    "registration_question_act": (lambda world: {**_question(world), "act": "up"}, NOBODY_BY_GET),
    "registration_review": (_delegate, MANAGERS),
    "registration_form": (_delegate, OWN),
    "registration_role": (_delegate, OWN),
    "registration_person_act": (lambda world: {**_delegate(world), "act": "withdraw"}, NOBODY_BY_GET),
    "registration_delegation": (_delegation, OWN),
    "registration_name": (_delegation, OWN),
    "registration_nominate": (_delegation, NOBODY_BY_GET),
    "registration_deputy": (_delegation, NOBODY_BY_GET),
    "registration_paper": (_paper, OWN),
}
_OWN = (
    "registration_form", "registration_role", "registration_person_act", "registration_name",
    "registration_nominate", "registration_deputy",
)  # fmt: skip
_OFFICE = (
    "registrations_sensitive", "registrations_approve", "registration_terms", "registration_forget",
    "registration_usual", "registration_question_add", "registration_question", "registration_question_act",
    "registration_review",
)  # fmt: skip
REFUSED_BY_POST = {
    **{name: (ROWS[name][0], OTHERS) for name in _OWN},
    **{name: (ROWS[name][0], STRANGERS) for name in _OFFICE},
}
