"""The outbox: letters with what became of each, one letter as it is sent, and many let go at once after a look."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hansa.base.web import answer, attempt, demand, fetch
from hansa.mail import actions
from hansa.mail.forms import FilterForm, LetterForm
from hansa.mail.models import Letter
from hansa.mail.queries import counts, digest, found_letters
from hansa.mail.rules import folders_of, may_read, may_read_any

PER_PAGE = 100
# As many as a person can look through before saying yes.
MOST_AT_ONCE = 500
ACTS = {
    "approve": lambda letter, by: actions.approve([letter], by=by),
    "hold": lambda letter, by: actions.hold(letter, by=by),
    "cancel": lambda letter, by: actions.cancel(letter, by=by),
}


@require_safe
def outbox(request: HttpRequest) -> HttpResponse:
    """The letters that this reader may see, with filters that show."""
    demand(may_read_any(request.user))
    form = FilterForm(request.GET, folders=folders_of(request.user))
    found = found_letters(request.user, form.wanted)
    states = counts(found)
    context = {
        "form": form,
        "page": Paginator(found.select_related("to"), PER_PAGE).get_page(request.GET.get("page")),
        "count": sum(states.values()),
        "states": [(Letter.State(state).label, number) for state, number in states.items()],
        "waiting": states.get("drafted", 0) + states.get("held", 0),
        "folders": folders_of(request.user),
        "filtered": any(request.GET.get(name) for name in ("q", "state", "kind", "language", "folder")),
        "query": request.GET.urlencode(),
    }
    return answer(request, "mail/outbox.html", context, partial="mail/_rows.html")


def _waiting(request: HttpRequest) -> list[Letter]:
    """The letters of the filters that wait for somebody to let them go."""
    form = FilterForm(request.GET, folders=folders_of(request.user))
    found = found_letters(request.user, form.wanted).waiting().order_by("kind", "language", "name", "pk")
    return list(found[: MOST_AT_ONCE + 1])


@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest) -> HttpResponse:
    """Who gets what, in which language; and then let exactly these letters go."""
    demand(may_read_any(request.user))
    letters = _waiting(request)
    seen, refusal = digest(letters), ""
    if request.method == "POST":
        if len(letters) > MOST_AT_ONCE:
            refusal = _("These are too many to look through at once. Set filters and send them in parts.")
        elif request.POST.get("seen") != seen:
            refusal = _("The letters have changed since you looked. Here is what would be sent now; look again.")
        else:
            done = actions.approve(letters, by=request.user)
            sentence = ngettext("%(n)s letter is on its way.", "%(n)s letters are on their way.", done)
            messages.success(request, sentence % {"n": done})
            return redirect("outbox")
    context = {
        "letters": letters,
        "seen": seen,
        "refusal": refusal,
        "too_many": len(letters) > MOST_AT_ONCE,
        "fallbacks": sum(1 for letter in letters if letter.is_fallback),
        "query": request.GET.urlencode(),
    }
    return answer(request, "mail/send.html", context, status=409 if refusal else 200)


def _letter(request: HttpRequest, pk: int) -> Letter:
    rows = Letter.objects.select_related("to", "drafted_by__person", "approved_by__person")
    return fetch(rows, may_read, request.user, pk=pk)


def _page(request: HttpRequest, shown: Letter, form: LetterForm | None = None, refusal: str = "") -> HttpResponse:
    fresh = {"subject": shown.subject, "body": shown.body, "edition": shown.edition}
    context: dict[str, Any] = {
        "letter": shown,
        "form": (form or LetterForm(initial=fresh)) if shown.may_be_edited else None,
        "refusal": refusal,
        "paragraphs": [part.split("\n") for part in shown.body.split("\n\n")],
        "steps": Letter.STEPS[Letter.State(shown.state)],
    }
    status = 409 if refusal else 422 if form and form.errors else 200
    return answer(request, "mail/letter.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def letter(request: HttpRequest, pk: int) -> HttpResponse:
    """One letter exactly as it is sent; what has not gone can be changed."""
    shown = _letter(request, pk)
    if request.method != "POST":
        return _page(request, shown)
    form = LetterForm(request.POST)
    if not form.is_valid():
        return _page(request, shown, form)
    _done, refusal = attempt(lambda: actions.revise(shown, by=request.user, **form.cleaned_data))
    if refusal:
        return _page(request, _letter(request, pk), refusal=refusal)
    return redirect("letter", pk=pk)


@require_POST
def act(request: HttpRequest, pk: int, act: str) -> HttpResponse:
    """Approve, hold or cancel one letter."""
    shown = _letter(request, pk)
    if act not in ACTS:
        raise Http404
    _done, refusal = attempt(lambda: ACTS[act](shown, request.user))
    return _page(request, _letter(request, pk), refusal=refusal) if refusal else redirect("letter", pk=pk)
