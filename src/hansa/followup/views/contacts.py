"""Contacts: noted in ten seconds on a phone, listed, corrected."""

import uuid
from typing import Any

from django.core.paginator import Paginator
from django.db.models import Prefetch, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from hansa.base.exports import exported
from hansa.base.text import fold, nfc
from hansa.base.web import answer, attempt, demand, fetch, number_in
from hansa.base.words import zone_name
from hansa.delegations.queries import event_at_hand, own_delegation
from hansa.events.models import Event
from hansa.events.rules import seen_by as events_seen_by
from hansa.followup import finding, rules
from hansa.followup.forms import ContactForm, zone_of
from hansa.followup.history import own_side
from hansa.followup.queries import outcomes_of, with_sides
from hansa.meetings import actions
from hansa.meetings.actions import Present
from hansa.meetings.models import Contact, ContactPerson
from hansa.network.models import Organization
from hansa.network.rules import seen_by as organizations_seen_by

PER_PAGE = 100
ON_OFFER = 12


def with_people(contacts: QuerySet[Contact]) -> QuerySet[Contact]:
    """With all that a line of the list says, in two queries however many they are."""
    people = Prefetch("people", ContactPerson.objects.select_related("organization", "person"))
    return contacts.select_related("event", "noted_by__person", "noted_for").prefetch_related(people)


def _found(request: HttpRequest) -> QuerySet[Contact]:
    found = with_people(rules.contacts_seen_by(request.user)).filter(struck_at=None)
    for word in fold(nfc(request.GET.get("q"))).split():
        rows = ContactPerson.objects.filter(
            Q(organization__search__contains=word)
            | Q(person__search__contains=word)
            | Q(free_name__icontains=word)
            | Q(free_organization__icontains=word)
        )
        found = found.filter(Q(pk__in=rows.values("contact")) | Q(line__icontains=word) | Q(place__icontains=word))
    return found.order_by("-met_at", "-pk")


@require_safe
def contacts(request: HttpRequest) -> HttpResponse:
    """Contacts of one's own side and of managed events, the latest first."""
    demand(rules.may_follow_up(request.user))
    page = Paginator(_found(request), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "count": page.paginator.count, "search": nfc(request.GET.get("q"))}
    return answer(request, "followup/contacts.html", context, partial="followup/_contact_rows.html")


@require_safe
def contacts_export(request: HttpRequest, kind: str) -> HttpResponseBase:
    """The same as a file."""
    demand(rules.may_follow_up(request.user))
    zone = zone_name(timezone.localtime())
    header = [
        _("When, %(zone)s") % {"zone": zone}, _("One side"), _("The other side"), _("Where"), _("Event"),
        _("In one line"), _("Noted for"), _("Noted by"),
    ]  # fmt: skip
    return exported(kind, _("Contacts"), header, (_row(contact) for contact in _found(request).iterator(500)))


def _row(contact: Contact) -> list[Any]:
    sides = ["; ".join(str(one) for one in contact.people.all() if one.side == side) for side in (1, 2)]
    noted_by = str(contact.noted_by) if contact.noted_by else ""
    return [
        timezone.localtime(contact.met_at), *sides, contact.place, str(contact.event or ""), contact.line,
        str(contact.noted_for), noted_by,
    ]  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
def note(request: HttpRequest) -> HttpResponse:
    """Three fields on a phone: whom, where, one line. Sent twice it is one."""
    mine = own_side(request.user, number_in(request.GET.get("for")))
    if mine is None:
        demand(False)
    assert mine is not None
    event = _event_at_hand(request)
    initial = {"once": uuid.uuid4().hex, **_wanted(request), **_where(event)}
    form = _form(request, event, initial)
    refusal = ""
    if request.method == "POST" and form.is_valid():
        read = form.cleaned_data
        made, refusal = attempt(
            lambda: actions.note_contact(
                mine, (_own(request, mine, read), _others(read)), by=request.user, once=read["once"],
                met_at=read["met_at"], event=read["event"], place=read["place"], line=read["line"],
            )
        )  # fmt: skip
        if not refusal:
            return redirect("contact", pk=made.pk)
    context = {"form": form, "mine": mine, "event": event, "refusal": refusal, "choices": _choices(request, form)}
    return answer(request, "followup/note.html", context, status=409 if refusal else 422 if form.errors else 200)


def _form(request: HttpRequest, event: Event | None, initial: dict[str, Any]) -> ContactForm:
    person = str(request.user.person) if getattr(request.user, "person_id", None) else ""
    events = _events(request, event)
    return ContactForm(
        request.POST or None, user=request.user, events=events, zone=zone_of(event), person=person, initial=initial
    )


def _events(request: HttpRequest, *also: Event | None) -> QuerySet[Event]:
    """The events that may be named, the latest first, few enough for a phone; the one at hand among them."""
    latest = list(events_seen_by(request.user).order_by("-starts_on").values_list("pk", flat=True)[:ON_OFFER])
    return Event.objects.filter(pk__in=[*latest, *[one.pk for one in also if one]]).order_by("-starts_on", "key")


def _event_at_hand(request: HttpRequest) -> Event | None:
    """The event that takes place today, of those at which this person has something to do."""
    today = timezone.localdate()
    managed = event_at_hand(request.user)
    own = own_delegation(request.user)
    for event in (managed, own.event if own else None):
        if event and event.starts_on <= today <= event.ends_on:
            return event
    return None


def _where(event: Event | None) -> dict[str, Any]:
    return {"event": event, "place": event.venue or str(event.city or "")} if event else {}


def _wanted(request: HttpRequest) -> dict[str, Any]:
    """Whom a link to this page names already."""
    pk = number_in(request.GET.get("with"))
    other = organizations_seen_by(request.user).filter(pk=pk).first() if pk else None
    return {"words": str(other), "other": f"organization:{other.pk}"} if other else {}


def _choices(request: HttpRequest, form: ContactForm) -> list[finding.Choice]:
    return finding.found_others(request.user, str(form["words"].value() or ""))


@require_safe
def people(request: HttpRequest) -> HttpResponse:
    """While one types: persons and organizations that may be meant."""
    demand(rules.may_follow_up(request.user))
    choices = finding.found_others(request.user, nfc(request.GET.get("words")))
    return answer(request, "followup/_choices.html", {"choices": choices, "searched": True})


def _own(request: HttpRequest, mine: Organization, read: dict[str, Any]) -> list[Present]:
    """My side: whoever is named; where that is the author, the person on record."""
    person = getattr(request.user, "person", None)
    if person is not None and read["me"] in ("", str(person)):
        return [Present(mine, person)]
    return [Present(mine, free_name=read["me"])]


def _others(read: dict[str, Any]) -> list[Present]:
    if read["found"] is None:
        return [Present(free_name=read["words"], free_organization=read["organization"])]
    organization, person = read["found"]
    return [Present(organization, person, free_organization="" if organization else read["organization"])]


def _fetch(request: HttpRequest, pk: int) -> Contact:
    return fetch(with_people(Contact.objects.all()), rules.may_see_contact, request.user, pk=pk)


@require_safe
def contact(request: HttpRequest, pk: int) -> HttpResponse:
    """One contact, with what was promised and what came of it."""
    shown = _fetch(request, pk)
    promises = with_sides(rules.promises_seen_by(request.user)).filter(contact=shown)
    context = {
        "contact": shown,
        "zone": zone_of(shown.event),
        "may_revise": rules.may_revise_contact(request.user, shown),
        "promises": promises,
        "outcomes": outcomes_of(request.user, contact=shown),
        "own": rules.own_sides(request.user),
    }
    return answer(request, "followup/contact.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def revise(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a contact; the log keeps what it was."""
    shown = _fetch(request, pk)
    demand(rules.may_revise_contact(request.user, shown))
    form = ContactForm(
        request.POST or None, user=request.user, events=_events(request, shown.event), zone=zone_of(shown.event),
        initial=_as_typed(shown),
    )  # fmt: skip
    refusal = ""
    if request.method == "POST" and form.is_valid():
        read = form.cleaned_data
        values = {name: read[name] for name in ("event", "place", "line")} | {"met_at": read["met_at"] or shown.met_at}
        sides = (_first_side(shown, read), _others(read))
        _done, refusal = attempt(lambda: actions.revise_contact(shown, by=request.user, sides=sides, **values))
        if not refusal:
            return redirect("contact", pk=pk)
    context = {"form": form, "contact": shown, "mine": shown.noted_for, "refusal": refusal,
               "choices": _choices(request, form)}  # fmt: skip
    return answer(request, "followup/note.html", context, status=409 if refusal else 422 if form.errors else 200)


def _as_typed(shown: Contact) -> dict[str, Any]:
    first = next((one for one in shown.people.all() if one.side == 1), None)
    other = next((one for one in shown.people.all() if one.side == 2), None)
    key = ""
    if other and other.person_id:
        key = f"person:{other.person_id}" + (f":{other.organization_id}" if other.organization_id else "")
    elif other and other.organization_id:
        key = f"organization:{other.organization_id}"
    person = other.person if other else None
    words = person.full_name if person else str((other.free_name or other.organization) if other else "")
    return {
        "words": words, "other": key, "organization": other.free_organization if other else "", "place": shown.place,
        "line": shown.line, "event": shown.event, "met_at": shown.met_at, "once": shown.once or "-",
        "me": str((first.person or first.free_name) if first else ""),
    }  # fmt: skip


def _first_side(shown: Contact, read: dict[str, Any]) -> list[Present]:
    """The author's side stays who it was, unless another name was typed."""
    rows = [one for one in shown.people.all() if one.side == 1]
    if rows and read["me"] == str(rows[0].person or rows[0].free_name):
        return [Present(one.organization, one.person, one.free_name, one.free_organization) for one in rows]
    return [Present(shown.noted_for, free_name=read["me"])]


@require_POST
def strike(request: HttpRequest, pk: int) -> HttpResponse:
    """Strike it out, or take that back."""
    shown = _fetch(request, pk)
    demand(rules.may_revise_contact(request.user, shown))
    act = actions.restore_contact if shown.struck_at else actions.strike_contact
    attempt(lambda: act(shown, by=request.user))
    return redirect("contact", pk=pk)
