"""The pages before a list is shown row by row: sent or pasted, then which column is what; and the whole register."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hansa.base.web import answer, attempt, demand, fetch
from hansa.intake import actions, rules
from hansa.intake.archive.shape import TABLES
from hansa.intake.archive.writing import FORMS, as_file
from hansa.intake.forms import ListForm, OpeningForm, UploadForm, WholeListForm
from hansa.intake.lists.columns import ROLES
from hansa.intake.models import Upload

FORM_METHODS = ["GET", "HEAD", "POST"]
LISTS_SHOWN = 30


@require_http_methods(FORM_METHODS)
def lists(request: HttpRequest) -> HttpResponse:
    """Send a list or paste one; below it those that came in before."""
    demand(rules.may_bring_in_lists(request.user))
    form = ListForm(request.POST, request.FILES) if request.method == "POST" else ListForm()
    if form.is_valid():
        upload, sentence = attempt(lambda: _taken_in(form.cleaned_data, request.user))
        if upload:
            return redirect("list_columns", upload.pk)
        form.add_error("text" if form.cleaned_data["text"] else "file", sentence)
    uploads = rules.seen_by(request.user).filter(kind=Upload.Kind.LIST)[:LISTS_SHOWN]
    status = 422 if form.errors else 200
    return answer(request, "intake/lists.html", {"form": form, "uploads": uploads}, status=status)


@require_http_methods(FORM_METHODS)
def archive(request: HttpRequest) -> HttpResponse:
    """The whole register: out as a file, and back in."""
    demand(rules.may_bring_in_lists(request.user))
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if form.is_valid():
        upload, sentence = attempt(lambda: actions.take_in_register(form.cleaned_data["file"], by=request.user))
        if upload:
            return redirect("upload", upload.pk)
        form.add_error("file", sentence)
    uploads = rules.seen_by(request.user).filter(kind=Upload.Kind.REGISTER)[:LISTS_SHOWN]
    context = {"form": form, "uploads": uploads, "tables": TABLES, "forms": FORMS}
    return answer(request, "intake/archive.html", context, status=422 if form.errors else 200)


@require_safe
def archive_export(request: HttpRequest, kind: str) -> HttpResponse:
    """Everything on record, as one file."""
    demand(rules.may_bring_in_lists(request.user) and kind in FORMS)
    return as_file(kind, timezone.localdate().isoformat())


def _taken_in(sent: dict[str, Any], user: Any) -> Upload:
    if sent["file"]:
        return actions.take_in_list(sent["file"], by=user)
    return actions.paste_list(sent["text"], by=user)


@require_http_methods(FORM_METHODS)
def list_columns(request: HttpRequest, pk: int) -> HttpResponse:
    """What was found in the list, and which column is what; open it otherwise, or go on."""
    found = fetch(Upload.objects.filter(kind=Upload.Kind.LIST), rules.may_see_upload, request.user, pk=pk)
    demand(found.opened != {})
    opening = OpeningForm(request.POST if request.method == "POST" else _opened(found), opened=found.opened)
    whole = WholeListForm(request.POST if "go_on" in request.POST else _for_all(found))
    status = 200
    if request.method == "POST":
        columns = [request.POST.get(f"column_{at}", "") for at in range(len(found.opened["columns"]))]
        sentence = _act(request, found, columns, opening, whole)
        if sentence == "":
            return redirect("list_columns" if "open" in request.POST else "upload", pk)
        if sentence:
            messages.error(request, sentence)
        status = 422
    else:
        columns = found.options.get("columns") or [column["role"] for column in found.opened["columns"]]
    context = {
        "upload": found,
        "opened": found.opened,
        "columns": list(zip(found.opened["columns"], columns, strict=False)),
        "roles": ROLES,
        "opening": opening,
        "whole": whole,
        "may_choose": Upload.State.READING in Upload.STEPS[Upload.State(found.state)],
    }
    return answer(request, "intake/columns.html", context, status=status)


def _act(request: HttpRequest, found: Upload, columns: list[str], opening: Any, whole: Any) -> str | None:
    """ "" where it was done, a sentence where it was refused, None where the form itself says what is wrong."""
    if "open" in request.POST:
        if not opening.is_valid():
            return _("Choose from what is offered; nothing was opened anew.")
        return attempt(lambda: actions.look_again(found, opening.choices, by=request.user))[1]
    if not whole.is_valid():
        return None
    return attempt(lambda: actions.choose_columns(found, columns, whole.choices, by=request.user))[1]


def _opened(found: Upload) -> dict[str, Any]:
    return {name: found.opened.get(name, "") for name in ("encoding", "delimiter", "sheet", "top")}


def _for_all(found: Upload) -> dict[str, Any]:
    """What was said of the whole list, or what its title and its name suggest."""
    said = {"standing": found.opened.get("standing", ""), "source": found.original_name}
    return {**said, **{name: value for name, value in found.options.items() if name in actions.FOR_ALL}}
