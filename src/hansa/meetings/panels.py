"""What the meetings lend to pages below them: the way to the board, what waits for a decision, how many are placed."""

from typing import Any

from django.http import HttpRequest
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hansa.base.panels import Figure, Room, Todo, lend
from hansa.delegations.models import Delegation
from hansa.delegations.queries import event_at_hand
from hansa.delegations.rules import may_see_delegation
from hansa.events.lending import Engagement, lend_engagements
from hansa.events.models import Event, Visit
from hansa.events.rules import may_manage
from hansa.meetings import portal_queries, queries
from hansa.meetings.models import Party, Round
from hansa.meetings.sentences import day


def _round_at_hand(request: HttpRequest, event: Event | None = None) -> Round | None:
    """The round of this event, or of the one at hand, for those who manage it."""
    if not request.user.is_authenticated:
        return None
    if event is None:
        key = request.resolver_match.kwargs.get("key", "") if request.resolver_match else ""
        event = event_at_hand(request.user, str(key))
    elif not may_manage(request.user, event):
        return None
    return Round.objects.select_related("event").filter(event=event).first() if event else None


@lend("rooms", order=30)
def board(request: HttpRequest, **context: Any) -> list[Room]:
    """The board, for those who manage an event that has a round."""
    of = _round_at_hand(request)
    return [Room(_("Board"), reverse("board", args=[of.event.key]))] if of else []


@lend("busy", order=10)
def busy(
    request: HttpRequest, *, delegation: Delegation, visits: list[Visit], **context: Any
) -> dict[tuple[int, int], list[str]]:
    """By visit and delegate (keys): the published meetings of this delegation's people that fall into a visit."""
    found: dict[tuple[int, int], list[str]] = {}
    parties = Party.objects.filter(delegate__delegation=delegation, meeting__cancelled_at=None)
    for party in parties.select_related("meeting"):
        meeting = party.meeting
        for visit in visits:
            if party.delegate_id and visit.starts_at < meeting.ends_at and meeting.starts_at < visit.ends_at:
                at = f"{visit.event.local(meeting.starts_at):%H:%M}"
                sentence = _("has a meeting at %(time)s") % {"time": at}
                found.setdefault((visit.pk, party.delegate_id), []).append(sentence)
    return found


@lend("event_acts", order=30)
def event_acts(request: HttpRequest, *, event: Event, **context: Any) -> str:
    """The way from the event to its board."""
    of = _round_at_hand(request, event)
    return render_to_string("meetings/_event_acts.html", {"event": event}, request) if of else ""


@lend("delegation_acts", order=35)
def delegation_acts(request: HttpRequest, *, delegation: Delegation, **context: Any) -> str:
    """The way to whom a delegation would like to meet, where there is a round."""
    if not portal_queries.has_portal(delegation) or not may_see_delegation(request.user, delegation):
        return ""
    if not Round.objects.filter(event=delegation.event_id).exists():
        return ""
    return render_to_string("meetings/_delegation_acts.html", {"delegation": delegation}, request)


@lend("todo", order=28)
def asked(request: HttpRequest, **context: Any) -> list[Todo]:
    """For a focal point: who asks to meet, and has no answer yet."""
    found = []
    for one in portal_queries.unanswered(request.user):
        event = one.delegation.event
        sentence = ngettext("%(n)s delegation asks to meet you", "%(n)s delegations ask to meet you", one.number)
        until = f"{day(event.local(one.until))}, {event.local(one.until):%H:%M}" if one.until else ""
        address = reverse("portal", args=[event.key, one.delegation.pk])
        when = _("until %(moment)s") % {"moment": until} if until else ""
        found.append(Todo(sentence % {"n": one.number}, address, str(event), when=when))
    return found


@lend("figures", order=30)
def figures(request: HttpRequest, *, event: Event | None = None, **context: Any) -> list[Figure]:
    """How many of those who ask for each other have a place."""
    of = _round_at_hand(request, event)
    counted = queries.counted(of) if of else None
    if of is None or counted is None or not counted.requests:
        return []
    definition = {
        "proposed": _("in the proposed plan"),
        "published": _("in the published plan"),
        "": _("no plan has been drawn up yet"),
    }[counted.state]
    address = reverse("requests", args=[of.event.key])
    return [Figure(counted.placed, _("meeting requests placed"), definition, address, counted.requests)]


def _conflicts(of: Round, address: str) -> list[Todo]:
    """Meetings on the board that the records of today forbid: a late flight, a request withdrawn."""
    shown = queries.board(of, queries.plan_on_board(of), with_refusals=False)
    if not shown.conflicts:
        return []
    sentence = ngettext(
        "%(n)s meeting on the board can no longer be held",
        "%(n)s meetings on the board can no longer be held",
        len(shown.conflicts),
    )
    more = next(iter(shown.conflicts.values()))[0].what
    return [Todo(sentence % {"n": len(shown.conflicts)}, address, _("Meetings"), more=more, late=True)]


@lend("todo", order=30)
def todo(request: HttpRequest, **context: Any) -> list[Todo]:
    """A plan to ask for, to publish, or to mend."""
    of = _round_at_hand(request)
    counted = queries.counted(of) if of else None
    if of is None or counted is None or not counted.requests:
        return []
    address, room, found = reverse("board", args=[of.event.key]), _("Meetings"), []
    if not counted.state and not counted.is_drawing:
        sentence = ngettext(
            "%(n)s meeting is asked for: propose a plan",
            "%(n)s meetings are asked for: propose a plan",
            counted.requests,
        )
        return [Todo(sentence % {"n": counted.requests}, address, room)]
    found += _conflicts(of, address)
    if counted.state == "proposed":
        sentence = _("Publish version %(version)s of the board") % {"version": of.version + 1}
        more = _("%(placed)s of %(all)s requests have a place in it.") % {
            "placed": counted.placed,
            "all": counted.requests,
        }
        since = f"{of.event.local(counted.drawn_at):%H:%M}" if counted.drawn_at else ""
        found.append(Todo(sentence, address, room, when=since, more=more))
    waiting = counted.requests - counted.placed
    if waiting and counted.state == "published":
        sentence = ngettext("%(n)s request has no place", "%(n)s requests have no place", waiting)
        address = f"{reverse('requests', args=[of.event.key])}?state=unplaced"
        found.append(Todo(sentence % {"n": waiting}, address, room, more=_("Each with its reason.")))
    return found


@lend_engagements
def published_meetings(event: Event, persons: set[int]) -> list[Engagement]:
    """The published meetings of these persons, at whatever event: whoever sits at a table does not speak."""
    parties = Party.objects.filter(person__in=persons, meeting__cancelled_at=None).select_related("meeting")
    found = []
    for one in parties.prefetch_related("meeting__parties__organization"):
        start, end = event.local(one.meeting.starts_at), event.local(one.meeting.ends_at)
        said = {"meeting": one.meeting, "hours": f"{start:%Y-%m-%d %H:%M}–{end:%H:%M}"}
        what = _("the meeting %(meeting)s (%(hours)s)") % said
        found.append(Engagement(one.person_id, one.meeting.starts_at, one.meeting.ends_at, what))
    return found
