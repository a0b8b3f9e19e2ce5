"""After a meeting: held or not, who was there, minutes, outcomes; and what was between two organizations."""

import uuid
from typing import Any

from django.conf import settings
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hansa.base.errors import Refused
from hansa.base.web import answer, attempt, demand, fetch, number_in
from hansa.base.words import language_name
from hansa.events.rules import may_manage
from hansa.events.rules import seen_by as events_seen_by
from hansa.followup import actions, history, queries, rules
from hansa.followup.actions.minutes import Overtaken
from hansa.followup.forms import MinutesForm, OutcomeForm, ReportForm
from hansa.followup.models import Minutes
from hansa.followup.views.promises import sides_of
from hansa.meetings.actions import Present, report_meeting
from hansa.meetings.models import Contact, Meeting
from hansa.network.models import Organization

PER_PAGE = 50


def _fetch(request: HttpRequest, pk: int) -> Meeting:
    return fetch(queries.with_parties(Meeting.objects.all()), rules.may_see_meeting, request.user, pk=pk)


@require_safe
def meetings(request: HttpRequest) -> HttpResponse:
    """The meetings on which this person may report, the latest first."""
    demand(rules.may_follow_up(request.user))
    found = queries.begun_meetings(request.user, request.GET.get("event", ""))
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    return answer(request, "followup/meetings.html", {"page": page, "count": page.paginator.count})


@require_safe
def meeting(request: HttpRequest, pk: int) -> HttpResponse:
    """One meeting: its report, the minutes that one may read, promises, outcomes, and what was before."""
    return _page(request, _fetch(request, pk))


def _page(
    request: HttpRequest, shown: Meeting, form: ReportForm | None = None, refusal: str = "", status: int = 200
) -> HttpResponse:
    user = request.user
    seen = rules.minutes_seen_by(user).filter(meeting=shown).select_related("owner")
    sides = [party.organization for party in shown.parties.all()]  # type: ignore[attr-defined]
    own = next((side for side in sides if side.pk in rules.own_sides(user)), None)
    other = next((side for side in sides if own is not None and side.pk != own.pk), None)
    context = {
        "meeting": shown,
        "event": shown.event,
        "report": getattr(shown, "report", None),
        "form": form or _report_form(shown, None),
        "has_begun": shown.starts_at <= timezone.now(),
        "minutes": [(one, rules.may_write_minutes(user, one)) for one in seen],
        "unwritten": _unwritten(request, shown, {one.owner_id for one in seen}),
        "promises": queries.with_sides(rules.promises_seen_by(user)).filter(meeting=shown),
        "outcomes": queries.outcomes_of(user, meeting=shown),
        "own": rules.own_sides(user),
        "other": other,
        "before": history.met_before(own, [other], before=shown.starts_at).get(other.pk) if own and other else None,
        "manages": may_manage(user, shown.event),
        "refusal": refusal,
    }
    return answer(request, "followup/meeting.html", context, status=status)


def _unwritten(request: HttpRequest, shown: Meeting, written: set[int]) -> list[Organization]:
    """The sides for which this person may begin minutes."""
    keys = [pk for pk in rules.writes_minutes_for(request.user, shown) if pk not in written]
    return list(Organization.objects.filter(pk__in=keys))


def _report_form(shown: Meeting, data: Any) -> ReportForm:
    report = getattr(shown, "report", None)
    people = [(str(one.person_id), str(one)) for one in queries.people_of(shown)]
    parties = [(str(party.person_id), str(party)) for party in shown.parties.all()]  # type: ignore[attr-defined]
    known = {key for key, _name in people}
    people = [*[one for one in parties if one[0] not in known], *people]
    present = list(report.attendees.select_related("person")) if report else []
    initial = {
        "edition": report.edition if report else 0,
        "state": report.state if report else "held",
        "absent": str(report.absent_id or "") if report else "",
        "note": report.note if report else "",
        "there": [str(one.person_id) for one in present] if report else [key for key, _name in parties],
        "others": ", ".join(one.free_name for one in present if one.free_name),
    }
    return ReportForm(data, meeting=shown, people=people, initial=initial)


@require_POST
def report(request: HttpRequest, pk: int) -> HttpResponse:
    """Held or not, and who was there."""
    shown = _fetch(request, pk)
    form = _report_form(shown, request.POST)
    if not form.is_valid():
        return _page(request, shown, form, status=422)
    read = form.cleaned_data
    of = {one.person_id: (one.delegation.organization, one.person) for one in queries.people_of(shown)}
    of |= {party.person_id: (party.organization, party.person) for party in shown.parties.all()}  # type: ignore[attr-defined]
    there = [Present(*of[int(key)]) for key in read["there"]] if read["state"] == "held" else []
    there += [Present(free_name=name) for name in form.free_names] if read["state"] == "held" else []
    absent = Organization.objects.filter(pk=number_in(read["absent"])).first()
    _done, refusal = attempt(
        lambda: report_meeting(
            shown, by=request.user, state=read["state"], based_on=read["edition"], absent=absent, note=read["note"],
            attendees=there,
        )
    )  # fmt: skip
    if refusal:
        return _page(request, _fetch(request, pk), form, refusal, 409)
    return redirect("meeting_followup", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def minutes(request: HttpRequest, pk: int, owner: int) -> HttpResponse:
    """Write one side's minutes; who saved meanwhile is read beside one's own text, which is never lost."""
    shown = _fetch(request, pk)
    demand(owner in rules.writes_minutes_for(request.user, shown))
    side = Organization.objects.get(pk=owner)
    known = Minutes.objects.filter(meeting=shown, owner=side).first()
    initial = {
        "edition": known.edition if known else 0,
        "text": known.text if known else "",
        "language": known.language if known else (request.LANGUAGE_CODE or ""),
    }
    languages = [(code, language_name(code)) for code, _name in settings.LANGUAGES]
    form = MinutesForm(request.POST or None, languages=languages, initial=initial)
    refusal, theirs = "", None
    if request.method == "POST" and form.is_valid():
        read = form.cleaned_data
        try:
            actions.write_minutes(
                shown, side, by=request.user, text=read["text"], language=read["language"], based_on=read["edition"]
            )
            return redirect(reverse("meeting_followup", args=[pk]) + "#minutes")
        except Overtaken as overtaken:
            refusal, theirs = str(overtaken), overtaken.current
            # Saving again is then based on what was just shown.
            form.data = form.data.copy()
            form.data["edition"] = str(theirs.edition)
        except Refused as refused:
            refusal = str(refused)
    editions = known.editions.select_related("by__person") if known else []
    context = {"meeting": shown, "event": shown.event, "owner": side, "known": known, "form": form,
               "refusal": refusal, "theirs": theirs, "editions": editions}  # fmt: skip
    return answer(request, "followup/minutes.html", context, status=409 if refusal else 422 if form.errors else 200)


@require_POST
def share(request: HttpRequest, pk: int, owner: int) -> HttpResponse:
    """Share a side's minutes, or withhold them again."""
    shown = _fetch(request, pk)
    kept = fetch(Minutes.objects.all(), rules.may_write_minutes, request.user, meeting=shown, owner=owner)
    act = actions.withhold_minutes if kept.shared_at else actions.share_minutes
    attempt(lambda: act(kept, by=request.user))
    return redirect(reverse("meeting_followup", args=[pk]) + "#minutes")


def _source(request: HttpRequest, kind: str, pk: int) -> Meeting | Contact:
    if kind == "meeting":
        return _fetch(request, pk)
    contacts = Contact.objects.select_related("event").prefetch_related("people__organization", "people__person")
    return fetch(contacts, rules.may_see_contact, request.user, pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def outcome(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Record what came of a meeting or a contact."""
    demand(rules.may_follow_up(request.user))
    of = _source(request, kind, pk)
    is_meeting = isinstance(of, Meeting)
    sides = sides_of(of if isinstance(of, Meeting) else None, of if isinstance(of, Contact) else None)
    people = {person.pk: (key, person) for key, person in sides if person}
    form = OutcomeForm(
        request.POST or None, user=request.user, of=of, events=_events(request), sides=[key for key, _p in sides],
        people=[(str(pk), str(person)) for pk, (_key, person) in people.items()], initial={"once": uuid.uuid4().hex},
    )  # fmt: skip
    mine = history.own_side(
        request.user, next((key for key, _p in sides if key in rules.own_sides(request.user)), None)
    )
    assert mine is not None
    refusal = ""
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        key, person = people.get(number_in(values.pop("person")) or 0, (None, None))
        _made, refusal = attempt(
            lambda: actions.record_outcome(
                of, mine, by=request.user, person=person, organization=Organization.objects.filter(pk=key).first(),
                **values,
            )
        )  # fmt: skip
        if not refusal:
            return redirect("meeting_followup" if is_meeting else "contact", pk=pk)
    context = {"form": form, "of": of, "kind": kind, "is_meeting": is_meeting, "refusal": refusal, "mine": mine}
    return answer(request, "followup/outcome.html", context, status=409 if refusal else 422 if form.errors else 200)


def _events(request: HttpRequest) -> Any:
    """To what one may invite: events that are not over, and the latest past ones for what is written up late."""
    return events_seen_by(request.user).order_by("-starts_on", "key").distinct()


@require_POST
def outcome_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """It was a mistake."""
    found = fetch(rules.outcomes_seen_by(request.user), rules.may_withdraw_outcome, request.user, pk=pk)
    attempt(lambda: actions.withdraw_outcome(found, by=request.user))
    return (
        redirect("meeting_followup", pk=found.meeting_id)
        if found.meeting_id
        else redirect("contact", pk=found.contact_id)
    )


@require_safe
def between(request: HttpRequest, pk: int) -> HttpResponse:
    """When did we last meet them, and what did we promise?"""
    other = fetch(Organization.objects.all(), rules.may_see_history, request.user, pk=pk)
    mine = history.own_side(request.user, number_in(request.GET.get("for")))
    assert mine is not None
    shown = history.between(request.user, mine, other)
    sides = Organization.objects.filter(pk__in=rules.own_sides(request.user)).exclude(pk=mine.pk)
    return answer(request, "followup/between.html", {"history": shown, "other": other, "mine": mine, "sides": sides})
