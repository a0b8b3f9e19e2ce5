"""The page of one organization, the paper of an agreement, and what was done to a record."""

from typing import Any

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import get_language_bidi
from django.views.decorators.http import require_safe

from hansa.base.exports import attached
from hansa.base.log import sentence_of
from hansa.base.models import LogEntry
from hansa.base.web import answer, demand, fetch
from hansa.network import rules
from hansa.network.dossier import Dossier, entries_of, names_of, open_dossier
from hansa.network.history import history_of
from hansa.network.models import Organization, Proposal
from hansa.network.rules import Reader
from hansa.network.structured import alternates, organization_data
from hansa.network.timeline import drawn
from hansa.network.views.asking import asked
from hansa.network.views.proposals import shown

ON_PAGE = 12


@require_safe
def organization(request: HttpRequest, pk: int) -> HttpResponse:
    """Who they are, what they are to the network, who is in office, what they agreed, and all of it over time."""
    found: Organization = fetch(
        Organization.objects.prefetch_related("themes", "identifiers", "former_names"),
        rules.may_see,
        request.user,
        pk=pk,
    )
    reader = Reader(request.user)
    on, today = asked(request), timezone.localdate()
    dossier = open_dossier(reader, found, on.day)
    history = history_of(reader, found)
    context: dict[str, Any] = {
        "organization": found,
        "dossier": dossier,
        "on": on,
        "history": history,
        "drawing": drawn(history, day=on.day, today=today, from_right=get_language_bidi()),
        "proposals": _proposals(request, found, dossier),
        "log": _log(found, ON_PAGE) if dossier.is_officer else [],
        "alternates": alternates(request),
        "names": names_of(found),
    }
    if rules.public_memberships().filter(organization=found).exists() or found.profile_opened_at:
        context["data"] = organization_data(request, found, dossier.public_memberships, dossier.is_open)
    return answer(request, "network/organization.html", context)


@require_safe
def organization_log(request: HttpRequest, pk: int) -> HttpResponse:
    """Every act on one record, the newest first; for officers."""
    found = fetch(Organization.objects.all(), lambda user, _record: rules.is_officer(user), request.user, pk=pk)
    return answer(request, "network/organization_log.html", {"organization": found, "log": _log(found, None)})


@require_safe
def agreement_paper(request: HttpRequest, row: int) -> HttpResponseBase:
    """The paper itself: for officers and those with a duty for a party."""
    agreement = rules.agreements_seen_by(request.user).filter(pk=row).exclude(file="").first()
    demand(agreement is not None)
    parties = list(agreement.parties.all())
    demand(any(rules.is_insider(request.user, party) for party in parties))
    response = FileResponse(agreement.file.open("rb"), content_type="application/octet-stream")
    return attached(response, agreement.file_name or "agreement")


def _proposals(request: HttpRequest, found: Organization, dossier: Dossier) -> list[Any]:
    """What waits, for officers; one's own with their answers, for whoever may propose."""
    rows = Proposal.objects.filter(organization=found).select_related("by__person", "organization")
    if dossier.is_officer:
        rows = rows.filter(state=Proposal.State.WAITING)
    elif rules.may_propose(request.user, found):
        rows = rows.filter(by=request.user)
    else:
        return []
    return [shown(one) for one in rows[:ON_PAGE]]


def _log(found: Organization, most: int | None) -> list[tuple[LogEntry, str]]:
    return [(entry, sentence_of(entry)) for entry in entries_of(found)[:most]]
