"""Changes that a focal point proposes to their own city's entry, and how an officer decides."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from hansa.base.web import answer, attempt, demand, fetch
from hansa.network import actions, rules
from hansa.network.forms.profiles import ProfileForm
from hansa.network.models import Organization, Proposal
from hansa.network.profiles import field_title


@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest, pk: int) -> HttpResponse:
    """What the city says of itself, changed as its focal point would have it."""
    organization = fetch(Organization.objects.all(), rules.may_propose, request.user, pk=pk)
    form = ProfileForm(request.POST or None, reader=request.user, organization=organization, record=None)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        _made, refusal = attempt(lambda: actions.propose_changes(organization, by=request.user, **form.values))
        if not refusal:
            messages.success(request, _("The secretariat will decide; until then the entry stays as it is."))
            return redirect("organization", pk=pk)
    context = {"organization": organization, "form": form, "refusal": refusal, "title": _("Propose changes")}
    status = 409 if refusal else 422 if form.is_bound and form.errors else 200
    return answer(request, "network/act.html", {**context, "is_proposal": True}, status=status)


@require_safe
def proposals(request: HttpRequest) -> HttpResponse:
    """What waits for an officer's decision."""
    demand(rules.is_officer(request.user))
    waiting = Proposal.objects.filter(state=Proposal.State.WAITING).select_related("organization", "by__person")
    return answer(request, "network/proposals.html", {"waiting": [shown(one) for one in waiting.order_by("at", "pk")]})


@require_http_methods(["POST"])
def decide(request: HttpRequest, pk: int, row: int) -> HttpResponse:
    """Accept or decline (an officer), or take back (whoever proposed it)."""
    rows = Proposal.objects.filter(organization=pk).select_related("organization")
    proposal = fetch(rows, _may_decide, request.user, pk=row)
    said, reason = request.POST.get("act", ""), request.POST.get("reason", "")
    officer = rules.is_officer(request.user)
    acts: dict[str, Any] = {}
    if officer:
        acts["accept"] = lambda: actions.accept_proposal(proposal, by=request.user, reason=reason)
        acts["decline"] = lambda: actions.decline_proposal(proposal, by=request.user, reason=reason)
    if rules.may_withdraw_proposal(request.user, proposal):
        acts["take-back"] = lambda: actions.take_back_proposal(proposal, by=request.user)
    demand(said in acts)
    _done, refusal = attempt(acts[said])
    if refusal:
        messages.error(request, refusal)
    return redirect("proposals" if officer else "organization", **({} if officer else {"pk": pk}))


def shown(proposal: Proposal) -> tuple[Proposal, list[tuple[str, list[str]]]]:
    """A proposal with its fields in words."""
    return proposal, [(field_title(field), change) for field, change in proposal.changes.items()]


def _may_decide(user: Any, proposal: Proposal) -> bool:
    return rules.is_officer(user) or rules.may_withdraw_proposal(user, proposal)
