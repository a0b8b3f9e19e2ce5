"""The pages of a focal point and of each delegate: who comes, the signed paper, the answers."""

from typing import Any

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hansa.base.exports import attached
from hansa.base.web import answer, attempt, demand, fetch, number_in
from hansa.delegations import actions as delegations
from hansa.delegations.models import Delegate, Delegation
from hansa.delegations.rules import may_see_delegation
from hansa.people.models import Person
from hansa.registration import actions, naming, rules
from hansa.registration.forms import AddressForm, AnswersForm, DeputyForm, NominationForm, PersonForm, RoleForm
from hansa.registration.models import Nomination, Registration
from hansa.registration.queries import (
    all_answers,
    deputy_of,
    known_people,
    questionnaire_of,
    questions_of,
    rows_of,
    unanswered,
    why_closed,
)
from hansa.registration.sentences import STATES, missing_in_words


def _delegation(request: HttpRequest, key: str, pk: int) -> Delegation:
    rows = Delegation.objects.filter(event__key=key).select_related("event__city", "organization")
    return fetch(rows, rules.may_name, request.user, pk=pk)


def _delegate(request: HttpRequest, key: str, pk: int) -> Delegate:
    rows = Delegate.objects.filter(delegation__event__key=key)
    rows = rows.select_related("person", "delegation__event__city", "delegation__organization")
    return fetch(rows, rules.may_register, request.user, pk=pk)


def _page(request: HttpRequest, shown: Delegation, *, refusal: str = "", **forms: Any) -> HttpResponse:
    people = Delegate.objects.filter(delegation=shown)
    rows = sorted(rows_of(shown.event, people), key=lambda row: row.delegate.precedence)
    context = {
        "event": shown.event,
        "delegation": shown,
        "rows": [
            (row, STATES[row.state], missing_in_words(row.missing)) for row in rows if not row.delegate.withdrawn_on
        ],
        "gone": [row.delegate for row in rows if row.delegate.withdrawn_on],
        "papers": list(shown.nominations.select_related("by__person")),
        "deputy": deputy_of(shown),
        "nomination_form": forms.get("nomination") or NominationForm(),
        "deputy_form": forms.get("deputy") or DeputyForm(None, delegation=shown),
        "terms": questionnaire_of(shown.event),
        "refusal": refusal,
    }
    wrong = any(form.errors for form in forms.values() if form is not None)
    return answer(request, "registration/delegation.html", context, status=409 if refusal else 422 if wrong else 200)


@require_safe
def delegation(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """The people of a delegation, how far each is, what is missing; the paper; who stands in for the head."""
    return _page(request, _delegation(request, key, pk))


@require_http_methods(["GET", "HEAD", "POST"])
def name(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Name somebody. Who may be on record already is asked about, never doubled without a word."""
    shown = _delegation(request, key, pk)
    form, refusal, known = PersonForm(request.POST or None, delegation=shown), "", []
    if request.method == "POST" and form.is_valid():
        read = form.cleaned_data
        known = known_people(shown, read["full_name"])
        chosen = _chosen(request.POST.get("person", ""), known)
        if not known or chosen is not None:
            who = {name: read[name] for name in ("full_name", "family_name", "latin_name")}
            person = chosen if isinstance(chosen, Person) else None
            made, refusal = attempt(
                lambda: naming.name_person(
                    shown,
                    by=request.user,
                    person=person,
                    role=read["role"],
                    values=form.stay,
                    **({} if person else who),
                )
            )
            if not refusal:
                messages.success(request, _("%(person)s is named.") % {"person": made.person})
                return redirect("registration_delegation", key=key, pk=pk)
    context = {"event": shown.event, "delegation": shown, "form": form, "known": known, "refusal": refusal}
    return answer(request, "registration/name.html", context, status=409 if refusal else 422 if form.errors else 200)


def _chosen(typed: str, known: list[Person]) -> Person | str | None:
    """The person of that key among those shown, "new", or None where nothing was chosen yet."""
    if typed == "new":
        return typed
    key = number_in(typed)
    return next((one for one in known if one.pk == key), None)


@require_POST
def nominate(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Hand in the signed paper."""
    shown = _delegation(request, key, pk)
    form = NominationForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, shown, nomination=form)
    _done, refusal = attempt(lambda: naming.nominate(shown, by=request.user, **form.cleaned_data))
    if refusal:
        return _page(request, shown, refusal=refusal, nomination=form)
    return redirect("registration_delegation", key=key, pk=pk)


@require_safe
def paper(request: HttpRequest, key: str, pk: int) -> HttpResponseBase:
    """The scan itself, always as a download: what came from outside is never shown as a page of ours."""
    rows = Nomination.objects.filter(delegation__event__key=key).exclude(file="")
    found = fetch(rows.select_related("delegation__event", "delegation__organization"), _may_read, request.user, pk=pk)
    response = FileResponse(found.file.open("rb"), content_type="application/octet-stream")
    return attached(response, found.file_name or "nomination")


def _may_read(user: Any, found: Nomination) -> bool:
    return rules.may_name(user, found.delegation)


@require_POST
def deputy(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Say who stands in for the head, or that the head is back."""
    shown = _delegation(request, key, pk)
    if "back" in request.POST:
        held = deputy_of(shown)
        if held is not None:
            _done, refusal = attempt(lambda: naming.end_standing_in(held, by=request.user, on=timezone.localdate()))
            if refusal:
                return _page(request, shown, refusal=refusal)
        return redirect("registration_delegation", key=key, pk=pk)
    form = DeputyForm(request.POST, delegation=shown)
    if not form.is_valid():
        return _page(request, shown, deputy=form)
    values = dict(form.cleaned_data)
    who = values.pop("delegate")
    _done, refusal = attempt(lambda: naming.stand_in(who, by=request.user, **values))
    if refusal:
        return _page(request, shown, refusal=refusal, deputy=form)
    return redirect("registration_delegation", key=key, pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def role(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Change the role or the title of somebody who was named; give them the way to their own registration."""
    shown = _delegate(request, key, pk)
    demand(rules.may_name(request.user, shown.delegation))
    form = RoleForm(request.POST or None, initial={"role": shown.role, "title": shown.title}, label_suffix="")
    refusal = ""
    if request.method == "POST" and form.is_valid():
        _done, refusal = attempt(lambda: delegations.revise_delegate(shown, by=request.user, **form.cleaned_data))
        if not refusal:
            return redirect("registration_delegation", key=key, pk=shown.delegation_id)
    context = {
        "event": shown.delegation.event, "delegation": shown.delegation, "delegate": shown, "form": form,
        "refusal": refusal, "address_form": AddressForm(initial={"address": shown.person.email}, label_suffix=""),
    }  # fmt: skip
    return answer(request, "registration/role.html", context, status=409 if refusal else 422 if form.errors else 200)


@require_POST
def person_act(request: HttpRequest, key: str, pk: int, act: str) -> HttpResponse:
    """Withdraw somebody, take them back in, or give them the way to their own registration."""
    shown = _delegate(request, key, pk)
    demand(rules.may_name(request.user, shown.delegation))
    address = AddressForm(request.POST, label_suffix="")
    acts = {
        "withdraw": lambda: delegations.withdraw_delegate(shown, by=request.user),
        "return": lambda: delegations.return_delegate(shown, by=request.user),
        "invite": lambda: naming.invite_to_register(shown, by=request.user, address=address.cleaned_data["address"]),
    }
    if act not in acts:
        raise Http404
    if act == "invite" and not address.is_valid():
        return _page(request, shown.delegation, refusal=_("Write the e-mail address of %(person)s.") % {
            "person": shown.person
        })  # fmt: skip
    _done, refusal = attempt(acts[act])
    if refusal:
        return _page(request, shown.delegation, refusal=refusal)
    if act == "invite":
        messages.success(request, _("%(person)s can register now; the way is in a letter.") % {"person": shown.person})
    return redirect("registration_delegation", key=key, pk=shown.delegation_id)


@require_http_methods(["GET", "HEAD", "POST"])
def form(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """The questions of one delegate: saved as far as they are answered, handed in when they are all."""
    shown = _delegate(request, key, pk)
    event = shown.delegation.event
    known = Registration.objects.filter(delegate=shown).first()
    questions, terms = questions_of(event), questionnaire_of(event)
    answers_form = AnswersForm(request.POST or None, questions=questions, role=shown.role, answers=all_answers(known))
    is_look = request.method == "POST" and "look" in request.POST
    refusal = ""
    if request.method == "POST" and not is_look and answers_form.is_valid():
        refusal = _save(request, shown, answers_form)
        if not refusal:
            return redirect(f"{request.path}?saved=1")
    if is_look:
        # Only which questions are asked was to be seen anew: nothing is said of what is still empty.
        answers_form.errors.clear()
    context = {
        "event": event, "delegation": shown.delegation, "delegate": shown, "registration": known,
        "form": answers_form, "refusal": refusal, "saved": request.GET.get("saved") and request.method == "GET",
        "state": STATES[known.state] if known else STATES["not begun"], "questions": answers_form.listed,
        "edition": known.edition if known else 0, "closed": why_closed(terms), "terms": terms,
        "may_late": rules.may_run(request.user, event), "left": unanswered(questions, shown.role, answers_form.answers),
        "names": rules.may_name(request.user, shown.delegation),
        "sees_delegation": may_see_delegation(request.user, shown.delegation),
    }  # fmt: skip
    status = 409 if refusal else 422 if answers_form.errors else 200
    return answer(request, "registration/form.html", context, partial="registration/_questions.html", status=status)


def _save(request: HttpRequest, shown: Delegate, form: AnswersForm) -> str:
    """Save or hand in; the sentence of a refusal, with the questions marked that are still to be answered."""
    submit = "submit" in request.POST
    edition = form.cleaned_data.get("edition") or 0
    late = rules.may_run(request.user, shown.delegation.event)
    _done, refusal = attempt(
        lambda: actions.save(shown, form.answers, by=request.user, edition=edition, submit=submit, late=late)
    )
    if refusal and submit:
        form.mark_unanswered(unanswered(form.questions, shown.role, form.answers))
        # What was written is kept even so: a half answered form is never lost.
        attempt(lambda: actions.save(shown, form.answers, by=request.user, edition=edition, submit=False, late=late))
    return refusal
