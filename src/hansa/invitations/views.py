"""The office's pages of invitations: the list, one invitation, many at once, what the letters say."""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hansa.base.exports import exported
from hansa.base.web import answer, attempt, fetch
from hansa.base.words import country_name, language_name
from hansa.events.models import Event
from hansa.invitations import actions, answering
from hansa.invitations.forms import AnswerForm, FilterForm, InvitationForm, ManyForm, WordsForm
from hansa.invitations.models import Answer, Invitation, Wording
from hansa.invitations.queries import (
    counting,
    found_invitations,
    not_invited,
    recipients,
    standing,
    states,
    unconfirmed,
)
from hansa.invitations.rules import may_invite
from hansa.invitations.wording import PLACES, filled, usual, words_for
from hansa.mail.languages import language_for
from hansa.network.rules import Visitor

PER_PAGE = 100


def _event(request: HttpRequest, key: str) -> Event:
    return fetch(Event.objects.select_related("city"), may_invite, request.user, key=key)


def _may(user: Visitor, invitation: Invitation) -> bool:
    return may_invite(user, invitation.event)


def _invitation(request: HttpRequest, key: str, pk: int) -> Invitation:
    rows = Invitation.objects.filter(event__key=key).select_related("event__city", "organization")
    return fetch(rows, _may, request.user, pk=pk)


@require_safe
def invitations(request: HttpRequest, key: str) -> HttpResponse:
    """Who is invited and how they stand."""
    event = _event(request, key)
    form = FilterForm(request.GET)
    found = found_invitations(event, form.wanted)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "event": event,
        "form": form,
        "page": page,
        "rows": [(one, counting(one)) for one in page],
        "count": page.paginator.count,
        "states": [(Invitation.State(state).label, number) for state, number in states(event).items()],
        "unconfirmed": unconfirmed(event),
        "filtered": any(request.GET.get(name) for name in ("q", "state", "capacity", "language")),
        "query": request.GET.urlencode(),
    }
    return answer(request, "invitations/invitations.html", context, partial="invitations/_rows.html")


@require_safe
def invitations_export(request: HttpRequest, key: str, kind: str) -> HttpResponseBase:
    """The invitations that the filters leave, with the answer that counts."""
    event = _event(request, key)
    header = [
        _("Organisation"), _("Country"), _("Capacity"), _("Places"), _("To whom"), _("Address"), _("Language"),
        _("State"), _("Answer by"), _("Answer"), _("Who comes instead"), _("Reason"), _("Answered, %(zone)s") % {
            "zone": event.zone
        },
    ]  # fmt: skip
    name = _("Invitations to %(event)s") % {"event": event}
    return exported(kind, name, header, _lines(event, found_invitations(event, FilterForm(request.GET).wanted)))


def _lines(event: Event, found: Any) -> Iterator[list[Any]]:
    for one in found:
        given = counting(one)
        yield [
            str(one.organization), country_name(one.organization.country), one.get_capacity_display(), one.places,
            one.name, one.address, language_name(one.language), one.get_state_display(), one.answer_by,
            given.get_choice_display() if given else "", given.substitute if given else "",
            given.reason if given else "", event.local(one.answered_at) if one.answered_at else None,
        ]  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, key: str) -> HttpResponse:
    """Put one organization on the list."""
    event = _event(request, key)
    form, refusal = InvitationForm(request.POST or None, event=event), ""
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        organization = values.pop("organization")
        made, refusal = attempt(lambda: actions.prepare(event, organization, by=request.user, **values))
        if not refusal:
            return redirect("invitation", key=key, pk=made.pk)
    context = {"event": event, "form": form, "refusal": refusal, "title": _("Invite an organisation")}
    return answer(request, "invitations/form.html", context, status=409 if refusal else 422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def add_many(request: HttpRequest, key: str) -> HttpResponse:
    """Many at once from the register: first shown with the address and language of each, then put on the list."""
    event = _event(request, key)
    form, found, refusal = ManyForm(request.POST or None, event=event), [], ""
    if request.method == "POST" and form.is_valid():
        read = form.cleaned_data
        found = recipients(not_invited(event, standing(read["which"], read["on"])).order_by("name", "pk"))
        if request.POST.get("seen") == str(len(found)) and found:
            terms = {name: read[name] for name in ("capacity", "places", "answer_by")}
            made, refusal = attempt(lambda: actions.prepare_many(event, found, by=request.user, **terms))
            if not refusal:
                sentence = ngettext(
                    "%(n)s organisation is on the list.", "%(n)s organisations are on the list.", len(made)
                )
                messages.success(request, sentence % {"n": len(made)})
                return redirect("invitations", key=key)
    reachable = sum(1 for one in found if one.address)
    context = {"event": event, "form": form, "found": found, "reachable": reachable, "refusal": refusal}
    context["asked"] = request.method == "POST" and form.is_valid()
    return answer(request, "invitations/many.html", context, status=409 if refusal else 422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def send(request: HttpRequest, key: str) -> HttpResponse:
    """Draft letters to all of the filters that are prepared, or reminders to those without an answer: first a look."""
    event = _event(request, key)
    is_reminder = request.GET.get("what") == "reminder"
    state = Invitation.State.INVITED if is_reminder else Invitation.State.PREPARED
    found = list(found_invitations(event, FilterForm(request.GET).wanted).filter(state=state))
    today = event.local(event.noon).date()
    seen = ",".join(str(one.pk) for one in found)
    refusal = ""
    if request.method == "POST":
        if request.POST.get("seen") != seen:
            refusal = _("The list has changed since you looked. Here is how it stands now; look again.")
        else:
            act = actions.remind if is_reminder else actions.send
            letters, refusal = attempt(lambda: act(found, by=request.user))
            if not refusal:
                sentence = ngettext("%(n)s letter is in the outbox.", "%(n)s letters are in the outbox.", len(letters))
                messages.success(request, sentence % {"n": len(letters)})
                return redirect(f"{reverse('outbox')}?folder={event.folder}&state=drafted")
    kind = Wording.Kind.REMINDER if is_reminder else Wording.Kind.INVITATION
    context = {
        "event": event, "found": [(one, language_for(one.language)) for one in found], "seen": seen, "refusal": refusal,
        "is_reminder": is_reminder, "query": request.GET.urlencode(), "today": today, "example": _example(found, kind),
    }  # fmt: skip
    return answer(request, "invitations/send.html", context, status=409 if refusal else 200)


def _example(found: list[Invitation], kind: Any) -> tuple[str, str] | None:
    """The first letter as it would be, with its link left out: whoever looks here must not answer for them."""
    if not found:
        return None
    language = language_for(found[0].language).language
    subject, body = filled(words_for(found[0].event_id, kind, language), found[0], language)
    return subject, "\n".join("…" if "://" in line else line for line in body.split("\n"))


def _page(
    request: HttpRequest, shown: Invitation, *, form: Any = None, refusal: str = "", said: Any = None
) -> HttpResponse:
    context = {
        "event": shown.event,
        "invitation": shown,
        "form": form or InvitationForm(None, event=shown.event, known=shown),
        "answer_form": said or AnswerForm(None, label_suffix=""),
        "answers": list(shown.answers.select_related("by__person").order_by("-at", "-pk")),
        "counts": counting(shown),
        "refusal": refusal,
        "steps": Invitation.STEPS[Invitation.State(shown.state)],
    }
    wrong = (form and form.errors) or (said and said.errors)
    return answer(request, "invitations/invitation.html", context, status=409 if refusal else 422 if wrong else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """One invitation with all its answers; its terms are changed here."""
    shown = _invitation(request, key, pk)
    if request.method != "POST":
        return _page(request, shown)
    form = InvitationForm(request.POST, event=shown.event, known=shown)
    if not form.is_valid():
        return _page(request, shown, form=form)
    _done, refusal = attempt(lambda: actions.revise(shown, by=request.user, **form.cleaned_data))
    return _page(request, shown, refusal=refusal) if refusal else redirect("invitation", key=key, pk=pk)


@require_POST
def act(request: HttpRequest, key: str, pk: int, act: str) -> HttpResponse:
    """Send, remind, withdraw or prepare anew."""
    shown = _invitation(request, key, pk)
    reason = request.POST.get("reason", "")[:300]
    acts = {
        "send": lambda: actions.send([shown], by=request.user),
        "remind": lambda: actions.remind([shown], by=request.user),
        "withdraw": lambda: actions.withdraw(shown, by=request.user, reason=reason),
        "renew": lambda: actions.renew(shown, by=request.user),
    }
    if act not in acts:
        raise Http404
    _done, refusal = attempt(acts[act])
    return _page(request, shown, refusal=refusal) if refusal else redirect("invitation", key=key, pk=pk)


@require_POST
def answer_for(request: HttpRequest, key: str, pk: int) -> HttpResponse:
    """Enter an answer that came by telephone or on paper."""
    shown = _invitation(request, key, pk)
    form = AnswerForm(request.POST, label_suffix="")
    if not form.is_valid():
        return _page(request, shown, said=form)
    _done, refusal = attempt(lambda: answering.give(shown, by=request.user, way=Answer.Way.OFFICE, **form.cleaned_data))
    return _page(request, shown, refusal=refusal, said=form) if refusal else redirect("invitation", key=key, pk=pk)


@require_POST
def judge(request: HttpRequest, key: str, pk: int, given: int, act: str) -> HttpResponse:
    """Confirm an answer by hand, or set it aside."""
    shown = _invitation(request, key, pk)
    rows = Answer.objects.filter(invitation=shown).select_related("invitation")
    found = fetch(rows, lambda _u, _a: True, request.user, pk=given)
    acts = {
        "confirm": lambda: answering.confirm_by_hand(found, by=request.user),
        "dismiss": lambda: answering.dismiss(found, by=request.user),
    }
    if act not in acts:
        raise Http404
    _done, refusal = attempt(acts[act])
    return _page(request, shown, refusal=refusal) if refusal else redirect("invitation", key=key, pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def words(request: HttpRequest, key: str, kind: str, language: str) -> HttpResponse:
    """What the letters of this event say in one language."""
    event = _event(request, key)
    if kind not in Wording.Kind.values or language not in dict(settings.LANGUAGES):
        raise Http404
    now = words_for(event.pk, kind, language)
    form = WordsForm(request.POST or None, initial={"subject": now.subject, "body": now.body}, label_suffix="")
    refusal = ""
    if request.method == "POST" and "usual" in request.POST:
        actions.use_usual_words(event, by=request.user, kind=kind, language=language)
        return redirect("invitation_words", key=key, kind=kind, language=language)
    if request.method == "POST" and form.is_valid():
        _done, refusal = attempt(
            lambda: actions.word(event, by=request.user, kind=kind, language=language, **form.cleaned_data)
        )
        if not refusal:
            messages.success(request, _("The letters of this event say this from now on."))
            return redirect("invitations", key=key)
    context = {
        "event": event, "form": form, "refusal": refusal, "is_own": now.is_own, "usual": usual(kind, language),
        "places": PLACES.items(), "kind": Wording.Kind(kind).label, "language": language,
    }  # fmt: skip
    return answer(request, "invitations/words.html", context, status=409 if refusal else 422 if form.errors else 200)
