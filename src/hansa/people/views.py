"""Who is on record, what is held about one person, and the acts that take it away; for those who keep personal data."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hansa.base.log import sentence_of
from hansa.base.models import LogEntry
from hansa.base.text import nfc
from hansa.base.web import answer, attempt, demand, fetch
from hansa.people import actions
from hansa.people.erasure import erase_person
from hansa.people.forms import ContactForm, ErasureForm
from hansa.people.models import Person
from hansa.people.queries import ended_contacts, found_persons, holdings
from hansa.people.rules import may_keep_persons

PER_PAGE = 100
# Two forms of one page, each with a reason.
ERASE_ID = "erase_%s"
CONTACT = ("email", "phone", "held_by", "held_for", "held_until")


def _fetch(request: HttpRequest, pk: int) -> Person:
    return fetch(Person.objects.select_related("account"), may_keep_persons, request.user, pk=pk)


@require_safe
def person_list(request: HttpRequest) -> HttpResponse:
    """Everybody on record, and whose contact details should be gone by now."""
    demand(may_keep_persons(request.user))
    search, ended = nfc(request.GET.get("q")), request.GET.get("ended") == "1"
    page = Paginator(found_persons(search, ended=ended), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "search": search,
        "ended": ended,
        "waiting": ended_contacts().count(),
        "today": timezone.localdate(),
    }
    return answer(request, "people/person_list.html", context, partial="people/_rows.html")


@require_http_methods(["GET", "HEAD", "POST"])
def person(request: HttpRequest, pk: int) -> HttpResponse:
    """What is held about one person, everywhere; and the contact details, which are set here."""
    shown = _fetch(request, pk)
    form = ContactForm(request.POST or None, initial={name: getattr(shown, name) for name in CONTACT})
    refusal = ""
    if request.method == "POST" and form.is_valid():
        _done, refusal = attempt(lambda: actions.set_contact(shown, by=request.user, **form.cleaned_data))
        if not refusal:
            return redirect("person", pk=pk)
    status = 409 if refusal else 422 if form.is_bound and form.errors else 200
    return answer(
        request, "people/person.html", _page(shown, form, ErasureForm(auto_id=ERASE_ID), refusal), status=status
    )


@require_POST
def erase(request: HttpRequest, pk: int) -> HttpResponse:
    """Forget a person. The name is typed once more, so that nobody is forgotten by a slip."""
    shown = _fetch(request, pk)
    form = ErasureForm(request.POST, auto_id=ERASE_ID)
    if form.is_valid() and nfc(form.cleaned_data["name"]) not in (shown.full_name, shown.latin_name):
        form.add_error("name", _("This is not the name on record."))
    refusal = ""
    if form.is_valid():
        _done, refusal = attempt(lambda: erase_person(shown, by=request.user, reason=form.cleaned_data["reason"]))
        if not refusal:
            messages.success(request, _("The person was erased. What counted them still counts, without a name."))
            return redirect("person", pk=pk)
    contact = ContactForm(initial={name: getattr(shown, name) for name in CONTACT})
    status = 409 if refusal else 422
    return answer(request, "people/person.html", _page(shown, contact, form, refusal), status=status)


@require_POST
def purge(request: HttpRequest) -> HttpResponse:
    """Remove all contact details whose end has been reached."""
    demand(may_keep_persons(request.user))
    n = actions.purge_contacts(by=request.user, on=timezone.localdate())
    sentence = ngettext(
        "Contact details of %(n)s person were removed.", "Contact details of %(n)s people were removed.", n
    )
    messages.success(request, sentence % {"n": n})
    return redirect("person_list")


def _page(shown: Person, contact: Any, erasure: Any, refusal: str) -> dict[str, Any]:
    entries = LogEntry.objects.filter(subject_type="people.person", subject_id=str(shown.pk))
    return {
        "person": shown,
        "account": getattr(shown, "account", None),
        "holdings": [] if shown.erased_at else holdings(shown),
        "contact": contact,
        "erasure": erasure,
        "refusal": refusal,
        "log": [(entry, sentence_of(entry)) for entry in entries[:50]],
    }
