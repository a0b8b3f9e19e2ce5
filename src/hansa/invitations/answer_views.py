"""The page of an invited organization: by the link of its letter, or signed in.

The link shows the event, who is invited and the question, and nobody's name or address: the letter may have been
handed on.
"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from hansa.base.web import answer, attempt, fetch
from hansa.invitations import answering
from hansa.invitations.forms import AnswerForm, CodeForm
from hansa.invitations.links import found_by
from hansa.invitations.models import Answer, Invitation
from hansa.invitations.queries import counting
from hansa.invitations.rules import may_answer

State = Invitation.State


def _by_link(token: str) -> Invitation:
    invitation = found_by(token)
    if invitation is None:
        raise Http404
    return invitation


def _context(invitation: Invitation, **more: Any) -> dict[str, Any]:
    return {
        "invitation": invitation,
        "event": invitation.event,
        "is_closed": invitation.is_over and invitation.state in (State.ACCEPTED, State.DECLINED),
        **more,
    }


@require_http_methods(["GET", "HEAD", "POST"])
def by_link(request: HttpRequest, token: str) -> HttpResponse:
    """The question, for whoever has the link; whose account may answer is led to the page that counts at once."""
    invitation = _by_link(token)
    if may_answer(request.user, invitation):
        return redirect("invitation_own", pk=invitation.pk)
    form, refusal = AnswerForm(request.POST or None, label_suffix=""), ""
    if request.method == "POST" and form.is_valid():
        given, refusal = attempt(lambda: answering.give(invitation, by=None, way=Answer.Way.CODE, **form.cleaned_data))
        if not refusal:
            return redirect("invitation_code", token=token, given=given.pk)
    context = _context(invitation, form=form, refusal=refusal, token=token)
    return answer(request, "invitations/answer.html", context, status=409 if refusal else 422 if form.errors else 200)


@require_POST
def opened(request: HttpRequest, token: str) -> HttpResponse:
    """The page says that it is being read: a GET changes nothing, and programs that look at links for harm read too."""
    answering.open_link(_by_link(token))
    return HttpResponse(status=204)


@require_http_methods(["GET", "HEAD", "POST"])
def code(request: HttpRequest, token: str, given: int) -> HttpResponse:
    """Type the code that went to the address of the invitation."""
    invitation = _by_link(token)
    rows = Answer.objects.filter(invitation=invitation, way=Answer.Way.CODE).select_related("invitation__event")
    found = fetch(rows, lambda _u, _a: True, request.user, pk=given)
    form, refusal = CodeForm(request.POST or None, label_suffix=""), ""
    if request.method == "POST" and form.is_valid():
        right, refusal = attempt(lambda: answering.confirm(found, form.cleaned_data["code"]))
        if right:
            return redirect(f"{request.path}?done=1")
        refusal = refusal or _("That is not the code. Look at the last letter that came.")
    found.refresh_from_db()
    context = _context(invitation, form=form, refusal=refusal, given=found, token=token)
    return answer(request, "invitations/code.html", context, status=409 if refusal else 422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def own(request: HttpRequest, pk: int) -> HttpResponse:
    """The same question for the focal point, whose answer counts at once and can be changed until the day."""
    rows = Invitation.objects.exclude(state=State.WITHDRAWN).select_related("event__city", "organization")
    invitation = fetch(rows, _may, request.user, pk=pk)
    known = counting(invitation)
    names = ("choice", "substitute", "substitute_title", "reason")
    fresh = {"given_by": str(request.user), **({name: getattr(known, name) for name in names} if known else {})}
    form, refusal = AnswerForm(request.POST or None, initial=fresh, label_suffix=""), ""
    if request.method == "POST" and form.is_valid():
        _given, refusal = attempt(
            lambda: answering.give(invitation, by=request.user, way=Answer.Way.ACCOUNT, **form.cleaned_data)
        )
        if not refusal:
            messages.success(request, _("Your answer is on record."))
            return redirect("invitation_own", pk=pk)
    context = _context(invitation, form=form, refusal=refusal, known=known)
    return answer(request, "invitations/answer.html", context, status=409 if refusal else 422 if form.errors else 200)


def _may(user: Any, invitation: Invitation) -> bool:
    return invitation.state != State.PREPARED and may_answer(user, invitation)
