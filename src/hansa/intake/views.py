"""The pages of the intake: upload, look, confirm."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hansa.base.exports import XLSX
from hansa.base.web import answer, attempt, demand, fetch
from hansa.events.models import Event
from hansa.intake import actions, rules
from hansa.intake.columns import SHEETS
from hansa.intake.forms import FilterForm, UploadForm
from hansa.intake.models import Upload
from hansa.intake.queries import counts_of, questions_of, rows_of, state_now, totals_of
from hansa.intake.template import write_template

PER_PAGE = 200
UPLOADS_SHOWN = 30
# Of a long list; when these are answered, the next are asked.
QUESTIONS_SHOWN = 60
# How soon a page about work in the background asks again, with or without JavaScript.
SECONDS = 2


def _fetch(request: HttpRequest, pk: int) -> Upload:
    return fetch(Upload.objects.select_related("by__person", "job"), rules.may_see_upload, request.user, pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def intake(request: HttpRequest) -> HttpResponse:
    """What came in before, and the form for the next."""
    demand(rules.may_bring_in(request.user))
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_valid():
        upload, sentence = attempt(lambda: actions.take_in(form.cleaned_data["file"], by=request.user))
        if upload:
            return redirect("upload", upload.pk)
        form.add_error("file", sentence)
    context = {
        "form": form,
        "uploads": rules.seen_by(request.user).filter(kind=Upload.Kind.WORKBOOK)[:UPLOADS_SHOWN],
        "sheets": SHEETS,
    }
    return answer(request, "intake/intake.html", context, status=400 if form.errors else 200)


@require_safe
def workbook_template(request: HttpRequest) -> HttpResponse:
    """The empty workbook, explained in the reader's language."""
    demand(rules.may_bring_in(request.user))
    response = HttpResponse(write_template(), content_type=XLSX)
    response.headers["Content-Disposition"] = 'attachment; filename="hansa-workbook.xlsx"'
    return response


@require_safe
def upload(request: HttpRequest, pk: int) -> HttpResponse:
    """One file: being read, shown row by row, applied or refused."""
    found = _fetch(request, pk)
    found.state = state_now(found)
    if found.state == Upload.State.COLUMNS:
        return redirect("list_columns", pk)
    response = answer(request, "intake/upload.html", _context(request, found), partial="intake/_rows.html")
    if found.state in (Upload.State.READING, Upload.State.APPLYING) and found.job and found.job.is_open:
        response.headers["Refresh"] = str(SECONDS)
    return response


def _context(request: HttpRequest, found: Upload) -> dict[str, Any]:
    form = FilterForm(request.GET)
    rows = rows_of(found, **form.wanted)
    asked = questions_of(found) if found.state == Upload.State.SHOWN else []
    return {
        "upload": found,
        "sheets": counts_of(found),
        "totals": totals_of(found),
        "questions": asked[:QUESTIONS_SHOWN],
        "more_questions": max(0, len(asked) - QUESTIONS_SHOWN),
        "is_list": found.kind == Upload.Kind.LIST,
        "is_register": found.kind == Upload.Kind.REGISTER,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "wanted": form.wanted,
        "form": form,
        "events": Event.objects.filter(key__in=found.report.get("events", [])),
    }


@require_POST
def upload_answer(request: HttpRequest, pk: int) -> HttpResponse:
    """What was asked is answered, and the workbook read again."""
    found = _fetch(request, pk)
    given = {key.removeprefix("q:"): value for key, value in request.POST.items() if key.startswith("q:")}
    _done, sentence = attempt(lambda: actions.answer(found, given, by=request.user))
    return _back(request, found, sentence)


@require_POST
def upload_apply(request: HttpRequest, pk: int) -> HttpResponse:
    """What was shown is done."""
    found = _fetch(request, pk)
    _done, sentence = attempt(lambda: actions.apply(found, by=request.user))
    return _back(request, found, sentence)


@require_POST
def upload_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """The workbook is put aside."""
    found = _fetch(request, pk)
    _done, sentence = attempt(lambda: actions.discard(found, by=request.user))
    if sentence:
        return _back(request, found, sentence)
    messages.info(request, _("%(name)s was put aside; nothing of it was recorded.") % {"name": found.original_name})
    pages = {Upload.Kind.LIST: "lists", Upload.Kind.REGISTER: "archive"}
    return redirect(pages.get(Upload.Kind(found.kind), "intake"))


def _back(request: HttpRequest, found: Upload, sentence: str) -> HttpResponse:
    if sentence:
        messages.error(request, sentence)
    return redirect("upload", found.pk)
