"""Which questions somebody is asked, and what an answer is. One set of rules for the form, the act and the lists."""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.dateparse import parse_date
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from hansa.base.fields import Multilingual
from hansa.base.text import nfc
from hansa.base.words import with_commas
from hansa.registration.models import Question

Kind = Question.Kind
LONGEST = 2000
Answers = dict[str, Any]


class UnreadableError(ValueError):
    """An answer that cannot be read; the message is a sentence for whoever typed it."""


def concerns(question: Question, role: str) -> bool:
    """Whether this role is asked."""
    return not question.roles or role in question.roles


def asked(questions: Iterable[Question], role: str, answers: Mapping[str, Any]) -> list[Question]:
    """The questions that this role is asked, given these answers.

    A condition that does not hold hides its question, and with it those that hang on it.
    """
    found: list[Question] = []
    known: set[int] = set()
    for question in questions:
        if not concerns(question, role):
            continue
        if question.only_if_id is not None:
            given = answers.get(f"q{question.only_if_id}") if question.only_if_id in known else None
            if not matches(given, question.only_if_answer):
                continue
        found.append(question)
        known.add(question.pk)
    return found


def matches(given: Any, wanted: str) -> bool:
    """Whether an answer is the one that a condition names: "yes", "no", or the place of a choice."""
    if given is None:
        return False
    if isinstance(given, bool):
        return wanted == ("yes" if given else "no")
    if isinstance(given, list):
        return wanted in {str(one) for one in given}
    return str(given) == wanted


def read(question: Question, typed: Any) -> Any:
    """An answer as it is stored, from what a form sends (a text, or a list of texts for several); None for none."""
    if question.kind == Kind.SEVERAL:
        places = [_place(question, one) for one in (typed or []) if str(one).strip()]
        return sorted(set(places)) or None
    text = nfc(str(typed if typed is not None else ""))
    if not text:
        return None
    if question.kind == Kind.YES_NO:
        if text not in ("yes", "no"):
            raise UnreadableError(_("Choose yes or no."))
        return text == "yes"
    if question.kind == Kind.CHOICE:
        return _place(question, text)
    if question.kind == Kind.NUMBER:
        digits = "".join(str(int(sign)) if sign.isdecimal() else sign for sign in text)
        if not digits.isdecimal() or len(digits) > 9:
            raise UnreadableError(_("Write a whole number."))
        return int(digits)
    if question.kind == Kind.DATE:
        return _day(text)
    if len(text) > LONGEST:
        raise UnreadableError(_("This is too long: %(n)s signs at most.") % {"n": LONGEST})
    return text


def _place(question: Question, text: Any) -> int:
    typed = str(text)
    if not typed.isdecimal() or int(typed) >= len(question.options):
        raise UnreadableError(_("Choose one of the answers."))
    return int(typed)


def _day(text: str) -> str:
    try:
        day = parse_date(text)
    except ValueError:
        day = None
    if day is None or not 1900 <= day.year <= 2200:
        raise UnreadableError(_("Write the day as 2019-06-12."))
    return day.isoformat()


def typed(question: Question, answer: Any) -> Any:
    """What stands in the form for a stored answer."""
    if answer is None:
        return [] if question.kind == Kind.SEVERAL else ""
    if question.kind == Kind.YES_NO:
        return "yes" if answer else "no"
    return [str(one) for one in answer] if question.kind == Kind.SEVERAL else str(answer)


def shown(question: Question, answer: Any) -> str:
    """An answer in the reader's words; "" for none."""
    if answer is None:
        return ""
    if question.kind == Kind.YES_NO:
        return _("yes") if answer else _("no")
    if question.kind == Kind.CHOICE:
        return option(question, answer)
    if question.kind == Kind.SEVERAL:
        return with_commas(option(question, one) for one in answer)
    if question.kind == Kind.DATE:
        return date_format(dt.date.fromisoformat(answer), "DATE_FORMAT")
    return str(answer)


def option(question: Question, place: int) -> str:
    """A choice in the reader's words."""
    return str(Multilingual(question.options[place])) if 0 <= place < len(question.options) else ""
