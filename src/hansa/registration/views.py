"""The office's pages: who is registered, what is missing, one registration looked through, many approved at once."""

from collections.abc import Iterator
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hansa.base.exports import exported
from hansa.base.log import sentence_of
from hansa.base.queries import entries_about
from hansa.base.web import answer, attempt, fetch
from hansa.delegations.models import Delegate
from hansa.events.models import Event
from hansa.network.rules import Visitor
from hansa.registration import actions
from hansa.registration.asking import asked, shown
from hansa.registration.forms import FilterForm
from hansa.registration.models import Question, Registration, Sensitive
from hansa.registration.queries import (
    Row,
    all_answers,
    counts,
    differences,
    found_rows,
    questionnaire_of,
    questions_of,
    still_held,
)
from hansa.registration.rules import may_run
from hansa.registration.sentences import STATES, missing_in_words

PER_PAGE = 100
MOST_LOG = 50


def _event(request: HttpRequest, key: str) -> Event:
    return fetch(Event.objects.select_related("city"), may_run, request.user, key=key)


@require_safe
def registrations(request: HttpRequest, key: str) -> HttpResponse:
    """Everybody who comes, how far they are, and what is missing for the badge."""
    event = _event(request, key)
    form = FilterForm(request.GET)
    rows = found_rows(event, form.wanted)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    held, held_until = still_held(event)
    context = {
        "event": event, "form": form, "page": page, "count": len(rows),
        "rows": [(row, STATES[row.state], missing_in_words(row.missing)) for row in page],
        "states": [(STATES[state], number) for state, number in counts(event).items() if number],
        "ready": sum(1 for row in rows if row.state == Registration.State.SUBMITTED),
        "filtered": any(request.GET.get(name) for name in ("q", "state", "role", "capacity", "missing")),
        "terms": questionnaire_of(event), "held": held, "held_until": held_until, "query": request.GET.urlencode(),
    }  # fmt: skip
    return answer(request, "registration/registrations.html", context, partial="registration/_rows.html")


@require_safe
def registrations_export(request: HttpRequest, key: str, kind: str) -> HttpResponseBase:
    """The list with its answers, without what is sensitive."""
    event = _event(request, key)
    questions = [one for one in questions_of(event) if not one.is_sensitive]
    rows = found_rows(event, FilterForm(request.GET).wanted)
    header = [*_front(), _("State"), _("Missing for the badge"), *(str(one) for one in questions)]
    name = _("Registrations of %(event)s") % {"event": event}
    return exported(kind, name, header, _lines(rows, questions))


def _front() -> list[str]:
    return [_("Delegation"), _("Name"), _("Role"), _("Title")]


def _who(delegate: Delegate) -> list[Any]:
    person = delegate.person
    name = f"{person.full_name} {person.mark}".rstrip()
    return [str(delegate.delegation.organization), name, delegate.get_role_display(), delegate.title]


def _lines(rows: list[Row], questions: list[Question]) -> Iterator[list[Any]]:
    for row in rows:
        answers = row.registration.answers if row.registration else {}
        given = [shown(one, answers.get(one.name)) for one in questions]
        yield [*_who(row.delegate), str(STATES[row.state]), "; ".join(missing_in_words(row.missing)), *given]


@require_POST
def sensitive_export(request: HttpRequest, key: str, kind: str) -> HttpResponseBase:
    """The sensitive answers alone, for those who cook, drive and write to consulates. Nobody takes them unseen."""
    event = _event(request, key)
    actions.note_export(event, by=request.user)
    questions = [one for one in questions_of(event) if one.is_sensitive]
    rows = Sensitive.objects.filter(
        registration__delegate__in=Delegate.objects.coming().filter(delegation__event=event)
    )
    rows = rows.select_related("registration__delegate__person", "registration__delegate__delegation__organization")
    lines = (
        [*_who(row.registration.delegate), *(shown(one, row.answers.get(one.name)) for one in questions)]
        for row in rows.order_by("registration__delegate__delegation__organization__name", "pk")
    )
    name = _("Sensitive answers, %(event)s") % {"event": event}
    return exported(kind, name, [*_front(), *(str(one) for one in questions)], lines)


@require_POST
def approve(request: HttpRequest, key: str) -> HttpResponse:
    """Approve those submitted among the filters, if they are still exactly as many as were shown."""
    event = _event(request, key)
    rows = [row for row in found_rows(event, FilterForm(request.GET).wanted) if row.registration]
    ready = [row.registration for row in rows if row.registration and row.state == Registration.State.SUBMITTED]
    seen = ",".join(f"{one.pk}:{one.edition}" for one in ready if one)
    if "seen" not in request.POST or request.POST["seen"] != seen:
        look = "seen" not in request.POST
        sentence = "" if look else _("The list has changed since you looked. Look again.")
        context = {
            "event": event, "ready": [row for row in rows if row.state == Registration.State.SUBMITTED], "seen": seen,
            "refusal": sentence, "query": request.GET.urlencode(),
        }  # fmt: skip
        return answer(request, "registration/approve.html", context, status=200 if look else 409)
    done = actions.approve([one for one in ready if one], by=request.user)
    messages.success(request, ngettext("%(n)s registration is approved.", "%(n)s registrations are approved.", done) % {
        "n": done
    })  # fmt: skip
    return redirect("registrations", key=key)


def _may(user: Visitor, delegate: Delegate) -> bool:
    return may_run(user, delegate.delegation.event)


@require_http_methods(["GET", "HEAD", "POST"])
def review(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """One registration: its answers, what has changed since it was approved, and the office's word."""
    rows = Delegate.objects.filter(delegation__event__key=key)
    rows = rows.select_related("person", "delegation__event__city", "delegation__organization")
    delegate = fetch(rows, _may, request.user, pk=pk)
    event = delegate.delegation.event
    known = Registration.objects.filter(delegate=delegate).select_related("approved_by__person").first()
    refusal = ""
    if request.method == "POST":
        refusal = _judge(request, known)
        if not refusal:
            return redirect("registration_review", key=key, pk=pk)
    answers, questions = all_answers(known), questions_of(event)
    changed = differences(known, questions) if known else []
    context = {
        "event": event, "delegation": delegate.delegation, "delegate": delegate, "registration": known,
        "state": STATES[known.state] if known else STATES["not begun"], "refusal": refusal,
        "answers": [(one, shown(one, answers.get(one.name))) for one in asked(questions, delegate.role, answers)],
        "changes": [(one.question, shown(one.question, one.before), shown(one.question, one.after)) for one in changed],
        "log": [(entry, sentence_of(entry)) for entry in entries_about(delegate)[:MOST_LOG]],
    }  # fmt: skip
    return answer(request, "registration/review.html", context, status=409 if refusal else 200)


def _judge(request: HttpRequest, known: Registration | None) -> str:
    if known is None:
        return _("Nothing has been answered yet.")
    if "approve" in request.POST:
        if request.POST.get("edition") != str(known.edition):
            return _("This registration has changed since you looked. Look again.")
        return "" if actions.approve([known], by=request.user) else _("Only what was submitted can be approved.")
    remark = request.POST.get("remark", "")
    return attempt(lambda: actions.send_back(known, by=request.user, remark=remark))[1]
