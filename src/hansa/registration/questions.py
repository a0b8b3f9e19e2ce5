"""The office asks: the terms of registration, the usual questions, questions of one's own, their order, their end."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansa.base import log
from hansa.base.errors import Refused
from hansa.events.models import Event
from hansa.people.models import User
from hansa.registration.models import Question, Questionnaire, Registration, Sensitive
from hansa.registration.usual import values as usual_values

# How long after an event its sensitive answers are kept where nobody said otherwise.
KEPT = dt.timedelta(days=30)
SET = log.verb("registration.terms", gettext_lazy("set the terms of registration of %(subject)s"))
ASKED = log.verb("registration.question", gettext_lazy("set a question of registration: %(subject)s"))
RETIRED = log.verb("registration.question_retired", gettext_lazy("no longer asks: %(subject)s"))


@transaction.atomic
def set_terms(event: Event, *, by: User | None, **values: Any) -> Questionnaire:
    """Say from when and until when people register, what a badge needs, and when sensitive answers go."""
    Event.objects.select_for_update().get(pk=event.pk)
    terms = Questionnaire.objects.filter(event=event).first()
    is_new = terms is None
    terms = terms or Questionnaire(event=event, purge_on=event.ends_on + KEPT)
    opens, closes = values.get("opens_on", terms.opens_on), values.get("closes_on", terms.closes_on)
    if opens and closes and closes < opens:
        raise Refused(_("It closes before it opens."))
    if values.get("purge_on", terms.purge_on) < event.ends_on:
        raise Refused(_("Sensitive answers are needed until the event is over: choose a later day."))
    changes = log.differences(terms, values)
    if not changes and not is_new:
        return terms
    if is_new:
        # Whoever was named before registration began was not named late.
        terms.told_upto = log.last_entry()
    for name, value in values.items():
        setattr(terms, name, value)
    terms.save()
    if "purge_on" in changes:
        Sensitive.objects.filter(registration__delegate__delegation__event=event).update(purge_on=terms.purge_on)
    log.record(SET, event, by=by, event=event, changes=changes)
    return terms


@transaction.atomic
def ask_the_usual(event: Event, *, by: User | None) -> list[Question]:
    """Put the usual questions, in every language of the house, into an event that asks nothing yet."""
    terms = Questionnaire.objects.filter(event=event).first() or set_terms(event, by=by)
    Questionnaire.objects.select_for_update().get(pk=terms.pk)
    if Question.objects.asked().filter(questionnaire=terms).exists():
        raise Refused(_("This event asks questions already."))
    made: list[Question] = []
    for columns, condition in usual_values():
        question = Question(questionnaire=terms, **columns)
        if condition is not None:
            question.only_if, question.only_if_answer = made[condition[0]], condition[1]
        question.save()
        made.append(question)
    log.record(ASKED, event, by=by, event=event, changes={"questions": [None, len(made)]})
    return made


@transaction.atomic
def set_question(event: Event, *, by: User | None, question: Question | None = None, **values: Any) -> Question:
    """Ask something, or change how it is asked. An answered question keeps its kind, choices and sensitivity."""
    terms = Questionnaire.objects.filter(event=event).first() or set_terms(event, by=by)
    Questionnaire.objects.select_for_update().get(pk=terms.pk)
    made = question or Question(questionnaire=terms, order=_last(terms) + 1)
    _check(made, values)
    changes = log.differences(made, values)
    if question is not None and not changes:
        return question
    if question is not None and is_answered(question):
        fixed = {"kind", "options", "is_sensitive"} & changes.keys()
        if fixed and not _only_adds(question, changes):
            raise Refused(_("Somebody has answered this. Ask anew instead; choices may only be added at the end."))
    for name, value in values.items():
        setattr(made, name, value)
    made.save()
    log.record(ASKED, made, by=by, event=event, changes={name: changes[name] for name in changes if name != "only_if"})
    return made


@transaction.atomic
def retire(question: Question, *, by: User | None) -> None:
    """Ask it no longer. What was answered is kept, but for what is sensitive, which goes on its day."""
    Questionnaire.objects.select_for_update().get(pk=question.questionnaire_id)
    hanging = Question.objects.asked().filter(only_if=question).first()
    if hanging is not None:
        raise Refused(_("“%(other)s” hangs on it. Change or retire that one first.") % {"other": hanging})
    if question.retired_at is not None:
        raise Refused(_("This is no longer asked."))
    question.retired_at = timezone.now()
    question.save(update_fields=["retired_at"])
    log.record(RETIRED, question, by=by, event=question.questionnaire.event)


@transaction.atomic
def move(question: Question, *, by: User | None, up: bool) -> None:
    """Ask it one place earlier or later; never before the question that it hangs on."""
    Questionnaire.objects.select_for_update().get(pk=question.questionnaire_id)
    listed = list(Question.objects.asked().filter(questionnaire=question.questionnaire_id).order_by("order", "pk"))
    place = next((n for n, one in enumerate(listed) if one.pk == question.pk), -1)
    other = place - 1 if up else place + 1
    if place < 0 or not 0 <= other < len(listed):
        raise Refused(_("It cannot go further."))
    listed[place], listed[other] = listed[other], listed[place]
    known: set[int] = set()
    for one in listed:
        if one.only_if_id is not None and one.only_if_id not in known:
            raise Refused(_("“%(one)s” hangs on a question that must come before it.") % {"one": one})
        known.add(one.pk)
    for order, one in enumerate(listed):
        Question.objects.filter(pk=one.pk).update(order=order)
    log.record(ASKED, question, by=by, event=question.questionnaire.event, changes={"order": [place, other]})


def is_answered(question: Question) -> bool:
    """Whether anybody has answered it."""
    name = question.name
    rows = Registration.objects.filter(delegate__delegation__event=question.questionnaire.event_id)
    if question.is_sensitive:
        return Sensitive.objects.filter(registration__in=rows, answers__has_key=name).exists()
    return rows.filter(answers__has_key=name).exists()


def _only_adds(question: Question, changes: dict[str, list[Any]]) -> bool:
    """Whether the change of choices keeps each where it was, in meaning if not in words, and nothing else is fixed."""
    if {"kind", "is_sensitive"} & changes.keys():
        return False
    before, after = changes["options"]
    return len(after) >= len(before)


def _check(question: Question, values: dict[str, Any]) -> None:
    kind = values.get("kind", question.kind)
    options = values.get("options", question.options)
    if kind in (Question.Kind.CHOICE, Question.Kind.SEVERAL) and len(options) < 2:
        raise Refused(_("Give at least two choices."))
    if not any(values.get("text", question.text).values()):
        raise Refused(_("Write the question in one language at least."))
    other = values.get("only_if", question.only_if)
    if other is not None and question.pk is not None and (other.pk == question.pk or other.order > question.order):
        raise Refused(_("A question can hang only on one that comes before it."))


def _last(terms: Questionnaire) -> int:
    last = Question.objects.filter(questionnaire=terms).order_by("-order").first()
    return last.order if last else -1
