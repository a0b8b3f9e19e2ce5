"""Promises: what we gave, what was promised to us, what is overdue; one of them with whoever holds the office now."""

import uuid
from collections.abc import Iterable
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hansa.base.exports import exported
from hansa.base.fields import Multilingual
from hansa.base.web import answer, attempt, demand, fetch, number_in
from hansa.events.models import Event
from hansa.followup import actions, queries, rules
from hansa.followup.filters import in_force, sorts
from hansa.followup.forms import ClosingForm, FilterForm, PromiseForm, RevisionForm
from hansa.followup.history import own_side
from hansa.followup.models import Promise
from hansa.meetings.models import Contact, Meeting
from hansa.network.models import Organization
from hansa.network.rules import seen_by as organizations_seen_by
from hansa.people.models import Person

PER_PAGE = 100


def _filters(request: HttpRequest) -> FilterForm:
    """The filters, with the organizations and events that any promise seen names."""
    seen = rules.promises_seen_by(request.user).order_by()
    givers = Organization.objects.filter(pk__in=seen.values("by_organization"))
    takers = Organization.objects.filter(pk__in=seen.values("to_organization"))
    events = Event.objects.filter(pk__in=seen.values("event"))
    choices = {
        "by": sorted(((str(one.pk), str(one)) for one in givers), key=lambda choice: choice[1]),
        "to": sorted(((str(one.pk), str(one)) for one in takers), key=lambda choice: choice[1]),
        "event": [(one.key, str(Multilingual(one.name))) for one in events.order_by("-starts_on")],
    }
    return FilterForm(request.GET, choices=choices)


@require_safe
def promises(request: HttpRequest) -> HttpResponse:
    """Promises that this person may see, with filters that show."""
    demand(rules.may_follow_up(request.user))
    form = _filters(request)
    wanted = form.wanted
    page = Paginator(queries.found_promises(request.user, wanted), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form,
        "page": page,
        "count": page.paginator.count,
        "figures": queries.counted(request.user),
        "in_force": in_force(request.GET, form),
        "sorts": sorts(request.GET, wanted.sort),
        "own": rules.own_sides(request.user),
    }
    return answer(request, "followup/promises.html", context, partial="followup/_promise_rows.html")


@require_safe
def promises_export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The same promises as a file."""
    demand(rules.may_follow_up(request.user))
    header = [
        _("Who promised"), _("Who said it"), _("Office"), _("To whom"), _("What"), _("Promised on"), _("By when"),
        _("State"), _("Closed on"), _("How, or why"), _("Evidence"), _("Event"),
    ]  # fmt: skip
    rows: Iterable[Promise] = queries.found_promises(request.user, _filters(request).wanted).iterator(500)
    return exported(kind, _("Promises"), header, (_row(promise) for promise in rows))


def _row(promise: Promise) -> list[Any]:
    due = promise.due
    return [
        str(promise.by_organization), str(promise.by_person or ""), promise.by_title, str(promise.to_organization),
        promise.what, promise.made_on, (due.first if due.precision == "day" else due.isoformat()) if due else None,
        _("overdue") if promise.is_overdue else promise.get_state_display(), promise.closed_on, promise.how,
        promise.evidence, str(promise.event or ""),
    ]  # fmt: skip


def _source(request: HttpRequest) -> tuple[Meeting | None, Contact | None]:
    """The meeting or the contact that the address names, if this person may see it; 404 for another."""
    meeting, contact = request.GET.get("meeting"), request.GET.get("contact")
    if meeting:
        found = queries.with_parties(Meeting.objects.all())
        return fetch(found, rules.may_see_meeting, request.user, pk=number_in(meeting)), None
    if contact:
        contacts = Contact.objects.select_related("event").prefetch_related("people__organization", "people__person")
        return None, fetch(contacts, rules.may_see_contact, request.user, pk=number_in(contact))
    return None, None


def sides_of(meeting: Meeting | None, contact: Contact | None) -> list[tuple[int, Person | None]]:
    """(organization by key, person) of those who met, where the organization is on record."""
    if meeting:
        return [(party.organization_id, party.person) for party in meeting.parties.all()]
    rows = contact.people.all() if contact else []
    return [(row.organization_id, row.person) for row in rows if row.organization_id]


@require_http_methods(["GET", "HEAD", "POST"])
def record(request: HttpRequest) -> HttpResponse:
    """Record a promise, of a meeting, a contact, or of neither."""
    meeting, contact = _source(request)
    sides = sides_of(meeting, contact)
    present = next((key for key, _person in sides if key in rules.own_sides(request.user)), None)
    mine = own_side(request.user, present or number_in(request.GET.get("for")))
    demand(mine is not None)
    assert mine is not None
    form = _form(request, mine, sides)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        values = dict(form.cleaned_data)
        person = Person.objects.filter(pk=number_in(values.pop("by_person"))).first()
        values["by_title"] = values["by_title"] or _title(person, values["by_organization"])
        made, refusal = attempt(
            lambda: actions.record_promise(
                mine, by=request.user, by_person=person, meeting=meeting, contact=contact, **values
            )
        )
        if not refusal:
            return redirect("promise", pk=made.pk)
    context = {"form": form, "mine": mine, "meeting": meeting, "contact": contact, "refusal": refusal}
    return answer(request, "followup/record.html", context, status=409 if refusal else 422 if form.errors else 200)


def _title(person: Person | None, organization: Organization) -> str:
    """The office of whoever said it, as it is on record: by it the promise finds whoever holds it later."""
    return queries.title_on(person.pk, organization, timezone.localdate()) if person else ""


def _form(request: HttpRequest, mine: Organization, sides: list[tuple[int, Person | None]]) -> PromiseForm:
    keys = {key for key, _person in sides} | {mine.pk}
    seen = organizations_seen_by(request.user).values("pk")
    organizations = Organization.objects.filter(Q(pk__in=keys) | Q(pk__in=seen) if not sides else Q(pk__in=keys))
    other = next((key for key, _person in sides if key != mine.pk), number_in(request.GET.get("with")))
    people = [(str(person.pk), str(person)) for _key, person in sides if person]
    initial = {"once": uuid.uuid4().hex, "by_organization": mine.pk, "to_organization": other}
    return PromiseForm(
        request.POST or None, organizations=organizations.order_by("name"), people=people, initial=initial
    )


def _fetch(request: HttpRequest, pk: int) -> Promise:
    return fetch(queries.with_sides(Promise.objects.all()), rules.may_see_promise, request.user, pk=pk)


@require_safe
def promise(request: HttpRequest, pk: int) -> HttpResponse:
    """One promise: who gave it then, who holds that office now, from where it comes, how it ends."""
    return _page(request, _fetch(request, pk))


def _page(
    request: HttpRequest, shown: Promise, form: ClosingForm | None = None, refusal: str = "", status: int = 200
) -> HttpResponse:
    context = {
        "promise": shown,
        "holders": queries.present_holders(request.user, shown),
        "form": form or ClosingForm(),
        "may_revise": rules.may_revise_promise(request.user, shown),
        "sees_meeting": shown.meeting is not None and rules.may_see_meeting(request.user, shown.meeting),
        "sees_contact": shown.contact is not None and rules.may_see_contact(request.user, shown.contact),
        "refusal": refusal,
    }
    return answer(request, "followup/promise.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def revise(request: HttpRequest, pk: int) -> HttpResponse:
    """Better words, or another day."""
    shown = _fetch(request, pk)
    demand(rules.may_revise_promise(request.user, shown))
    form = RevisionForm(request.POST or None, promise=shown)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        _done, refusal = attempt(lambda: actions.revise_promise(shown, by=request.user, **form.cleaned_data))
        if not refusal:
            return redirect("promise", pk=pk)
    status = 409 if refusal else 422 if form.errors else 200
    return answer(request, "followup/revise.html", {"promise": shown, "form": form, "refusal": refusal}, status=status)


@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Kept, released or withdrawn."""
    shown = _fetch(request, pk)
    form = ClosingForm(request.POST)
    if not form.is_valid():
        return _page(request, shown, form, status=422)
    _done, refusal = attempt(lambda: actions.close_promise(shown, by=request.user, **form.cleaned_data))
    return _page(request, shown, form, refusal, 409) if refusal else redirect("promise", pk=pk)


@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """It is open again, for a reason."""
    shown = _fetch(request, pk)
    reason = request.POST.get("reason", "")[:300]
    _done, refusal = attempt(lambda: actions.reopen_promise(shown, by=request.user, reason=reason))
    return _page(request, shown, None, refusal, 409) if refusal else redirect("promise", pk=pk)


@require_POST
def share(request: HttpRequest, pk: int) -> HttpResponse:
    """Let the side that gave it read it."""
    shown = _fetch(request, pk)
    demand(rules.may_revise_promise(request.user, shown))
    _done, refusal = attempt(lambda: actions.share_promise(shown, by=request.user))
    return _page(request, shown, None, refusal, 409) if refusal else redirect("promise", pk=pk)
