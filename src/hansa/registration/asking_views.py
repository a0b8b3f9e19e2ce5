"""The office asks: terms of registration, questions, what is still held."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hansa.base.web import answer, attempt, fetch
from hansa.events.models import Event
from hansa.registration import actions
from hansa.registration import questions as asking
from hansa.registration.asking import option
from hansa.registration.forms import QuestionForm, TermsForm
from hansa.registration.models import Question, Questionnaire
from hansa.registration.queries import questionnaire_of, questions_of, still_held
from hansa.registration.rules import may_run


def _event(request: HttpRequest, key: str) -> Event:
    return fetch(Event.objects.select_related("city"), may_run, request.user, key=key)


@require_http_methods(["GET", "HEAD", "POST"])
def terms(request: HttpRequest, key: str) -> HttpResponse:
    """From when until when people register, what a badge needs, when sensitive answers go."""
    event = _event(request, key)
    known = questionnaire_of(event) or Questionnaire(event=event, purge_on=event.ends_on + asking.KEPT)
    form, refusal = TermsForm(request.POST or None, terms=known), ""
    if request.method == "POST" and form.is_valid():
        _done, refusal = attempt(lambda: asking.set_terms(event, by=request.user, **form.cleaned_data))
        if not refusal:
            return redirect("registration_questions", key=key)
    held, held_until = still_held(event)
    context = {"event": event, "form": form, "refusal": refusal, "held": held, "held_until": held_until}
    return answer(request, "registration/terms.html", context, status=409 if refusal else 422 if form.errors else 200)


@require_POST
def forget(request: HttpRequest, key: str) -> HttpResponse:
    """Delete the sensitive answers of the event at once."""
    event = _event(request, key)
    done = actions.forget_now(event, by=request.user)
    sentence = ngettext("The answers of %(n)s person are deleted.", "The answers of %(n)s people are deleted.", done)
    messages.success(request, sentence % {"n": done})
    return redirect("registration_terms", key=key)


def _list(request: HttpRequest, event: Event, refusal: str = "") -> HttpResponse:
    found = [(one, [option(one, n) for n in range(len(one.options))], _condition(one)) for one in questions_of(event)]
    context = {"event": event, "questions": found, "terms": questionnaire_of(event), "refusal": refusal}
    return answer(request, "registration/questions.html", context, status=409 if refusal else 200)


def _condition(question: Question) -> str:
    other = question.only_if
    if other is None:
        return ""
    wanted = question.only_if_answer
    words = option(other, int(wanted)) if wanted.isdecimal() else _("yes") if wanted == "yes" else _("no")
    return _("only if “%(question)s” is answered with “%(answer)s”") % {"question": other, "answer": words}


@require_safe
def questions(request: HttpRequest, key: str) -> HttpResponse:
    """What this event asks."""
    return _list(request, _event(request, key))


@require_POST
def usual(request: HttpRequest, key: str) -> HttpResponse:
    """Begin with the usual questions."""
    event = _event(request, key)
    _done, refusal = attempt(lambda: asking.ask_the_usual(event, by=request.user))
    return _list(request, event, refusal) if refusal else redirect("registration_questions", key=key)


def _question(request: HttpRequest, event: Event, pk: int) -> Question:
    rows = Question.objects.asked().filter(questionnaire__event=event).select_related("questionnaire__event")
    return fetch(rows, lambda _user, _question: True, request.user, pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def question(request: HttpRequest, key: str, pk: int | None = None) -> HttpResponse:
    """Ask something, or change how it is asked."""
    event = _event(request, key)
    known = _question(request, event, pk) if pk else None
    form, refusal = QuestionForm(request.POST or None, question=known, others=questions_of(event)), ""
    if request.method == "POST" and form.is_valid():
        _done, refusal = attempt(lambda: asking.set_question(event, by=request.user, question=known, **form.values))
        if not refusal:
            return redirect("registration_questions", key=key)
    context: dict[str, Any] = {"event": event, "form": form, "question": known, "refusal": refusal}
    return answer(
        request, "registration/question.html", context, status=409 if refusal else 422 if form.errors else 200
    )


@require_POST
def question_act(request: HttpRequest, key: str, pk: int, act: str) -> HttpResponse:
    """Ask it earlier, later, or no longer."""
    event = _event(request, key)
    known = _question(request, event, pk)
    acts = {
        "up": lambda: asking.move(known, by=request.user, up=True),
        "down": lambda: asking.move(known, by=request.user, up=False),
        "retire": lambda: asking.retire(known, by=request.user),
    }
    if act not in acts:
        raise Http404
    _done, refusal = attempt(acts[act])
    return _list(request, event, refusal) if refusal else redirect("registration_questions", key=key)
