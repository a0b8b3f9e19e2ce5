"""What delegations lend to pages below them: participants, titles, figures, what waits, the way to them."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hansa.base.panels import Figure, Room, Todo, lend
from hansa.base.words import with_commas
from hansa.delegations.concerned import concerned_by
from hansa.delegations.models import Delegate
from hansa.delegations.queries import (
    Wanted,
    counted,
    event_at_hand,
    focal_points_of,
    found_rows,
    own_delegation,
    participants,
)
from hansa.events.lending import Stay, Told, lend_stays, lend_told
from hansa.events.models import Event
from hansa.events.queries import Title
from hansa.events.releases import Change
from hansa.events.rules import may_manage, may_see_participants
from hansa.gazetteer import place
from hansa.network.queries import duties_of


def page_key(request: HttpRequest) -> str:
    """The key of the event on whose pages the reader is; "" elsewhere."""
    match = request.resolver_match
    return str(match.kwargs.get("key", "")) if match else ""


@lend("rooms", order=20)
def rooms(request: HttpRequest, **context: Any) -> list[Room]:
    """All delegations for those who manage an event; their own for those who answer for one."""
    if not request.user.is_authenticated:
        return []
    event = event_at_hand(request.user, page_key(request))
    if event:
        return [Room(_("Delegations"), reverse("delegations", args=[event.key]))]
    own = own_delegation(request.user, page_key(request))
    return [Room(_("My delegation"), reverse("delegation", args=[own.event.key, own.pk]))] if own else []


@lend("duty", order=10)
def duty(request: HttpRequest, **context: Any) -> str:
    """The duty of whoever reads, beside their name."""
    if not request.user.is_authenticated:
        return ""
    held = duties_of(request.user).first()
    if held is None:
        return _("administrator") if request.user.is_superuser else ""
    return _("%(duty)s, %(organization)s") % {"duty": held.get_duty_display(), "organization": held.organization}


@lend("titles", order=10)
def titles(request: HttpRequest, *, event: Event, persons: set[int], **context: Any) -> dict[int, Title]:
    """The titles of these persons, whom the page shows already, as their delegations print them."""
    people = Delegate.objects.coming().filter(delegation__event=event, person__in=persons)
    return {
        one.person_id: Title(one.title, str(one.delegation.organization))
        for one in people.select_related("delegation__organization")
    }


@lend("event", order=20)
def who_comes(request: HttpRequest, *, event: Event, **context: Any) -> str:
    """The delegations and their heads, as far as they are published."""
    sees = may_see_participants(request.user, event)
    values = {
        "event": event,
        "rows": participants(event) if sees else [],
        "figures": counted(event) if sees else None,
        "hidden": not sees,
        "unpublished": sees and event.participants_published_at is None,
    }
    return render_to_string("delegations/_participants.html", values, request)


@lend("event_acts", order=20)
def event_acts(request: HttpRequest, *, event: Event, **context: Any) -> str:
    """The way to the delegations, for those who manage the event."""
    if not may_manage(request.user, event):
        return ""
    return render_to_string("delegations/_event_acts.html", {"event": event}, request)


@lend("figures", order=20)
def figures(request: HttpRequest, *, event: Event | None = None, **context: Any) -> list[Figure]:
    """Guest cities, their countries and all people, counted now, for those who manage the event."""
    event = event or event_at_hand(request.user, page_key(request))
    if event is None or not may_manage(request.user, event):
        return []
    found = counted(event)
    everyone = reverse("delegations", args=[event.key])
    guests = f"{everyone}?capacity=guest"
    return [
        Figure(
            found.cities,
            ngettext("city sends a delegation", "cities send a delegation", found.cities),
            _("guests of the host, not withdrawn"),
            guests,
        ),
        Figure(
            found.countries,
            ngettext("country of those cities", "countries of those cities", found.countries),
            _("one each, by city"),
            f"{guests}&sort=country",
        ),
        Figure(
            found.people,
            ngettext("person comes", "people come", found.people),
            _("all delegations, not withdrawn"),
            everyone,
        ),
    ]


@lend("todo", order=20)
def todo(request: HttpRequest, **context: Any) -> list[Todo]:
    """What is missing: heads and arrivals, at the event at hand or in one's own delegation."""
    if not request.user.is_authenticated:
        return []
    event = event_at_hand(request.user)
    if event is None:
        return _own_todo(request)
    address = reverse("delegations", args=[event.key])
    found = []
    headless = found_rows(event, Wanted(lacks="head"))
    if headless:
        sentence = ngettext("%(n)s delegation has no head", "%(n)s delegations have no head", len(headless))
        names = with_commas(str(row.delegation) for row in headless)
        found.append(Todo(sentence % {"n": len(headless)}, f"{address}?lacks=head", _("Delegations"), more=names))
    waiting = [one for row in found_rows(event, Wanted(lacks="arrival")) for one in row.people if not one.arrives_at]
    if waiting:
        sentence = ngettext("%(n)s delegate has no arrival", "%(n)s delegates have no arrival", len(waiting))
        more = _("Nobody can plan around an arrival that is not on record.")
        found.append(Todo(sentence % {"n": len(waiting)}, f"{address}?lacks=arrival", _("Delegations"), more=more))
    return found


def _own_todo(request: HttpRequest) -> list[Todo]:
    own = own_delegation(request.user)
    if own is None:
        return []
    waiting = Delegate.objects.coming().filter(delegation=own, arrives_at=None).count()
    if not waiting:
        return []
    sentence = ngettext("%(n)s of your people has no arrival", "%(n)s of your people have no arrival", waiting)
    address = reverse("delegation", args=[own.event.key, own.pk])
    return [Todo(sentence % {"n": waiting}, address, str(own.event.name))]


@lend_stays
def stays(event: Event, persons: set[int]) -> list[Stay]:
    """When these persons arrive and depart, and the zone of the city that sends them."""
    people = Delegate.objects.coming().filter(delegation__event=event, person__in=persons)
    found = []
    for one in people.select_related("delegation__organization"):
        home = one.delegation.organization
        known = place(home.place) if home.place else None
        found.append(Stay(one.person_id, one.arrives_at, one.departs_at, known.zone if known else "", str(home)))
    return found


@lend_told
def told(event: Event, changes: list[Change] | None) -> list[Told]:
    """The delegations whose people the changes bind, or all of them; and those who answer for them."""
    concerned = [one.delegation for one in concerned_by(event, changes)]
    focal = focal_points_of([one.organization_id for one in concerned])
    names = tuple(str(one.organization) for one in concerned)
    people = sum(len(users) for users in focal.values())
    without = tuple(str(one.organization) for one in concerned if not focal.get(one.organization_id))
    address = reverse("delegations", args=[event.key])
    found = [
        Told(_("Delegations"), len(concerned), names, address),
        Told(_("Their focal points, a letter each"), people),
    ]
    return [*found, Told(_("Delegations without a focal point"), len(without), without)] if without else found
