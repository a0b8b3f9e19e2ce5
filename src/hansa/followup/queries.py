"""Questions about promises, and about the meetings on which somebody reports."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from hansa.base.memory import once_a_request
from hansa.base.text import fold
from hansa.delegations.models import Delegate
from hansa.followup.models import Outcome, Promise
from hansa.followup.rules import meetings_seen_by, outcomes_seen_by, own_sides, promises_seen_by
from hansa.meetings.encounters import held
from hansa.meetings.models import Meeting, Party, Report
from hansa.network.models import Office, Organization
from hansa.network.rules import Visitor, offices_seen_by
from hansa.network.titles import title_class

# A meeting that is over is asked about for so long; an older one is left alone.
ASKED_FOR = dt.timedelta(days=30)
SOON = dt.timedelta(days=7)
SORTS = {
    "due": ("due_on", "made_on", "pk"),
    "made": ("-made_on", "-pk"),
    "by": ("by_organization__name", "due_on", "pk"),
    "to": ("to_organization__name", "due_on", "pk"),
    "state": ("state", "due_on", "pk"),
}


@dataclass(frozen=True)
class Wanted:
    """Which promises a list shows, and in which order."""

    words: str = ""
    side: str = ""
    state: str = "open"
    by: int | None = None
    to: int | None = None
    event: str = ""
    sort: str = "due"


def found_promises(user: Visitor, wanted: Wanted) -> QuerySet[Promise]:
    """The promises that this person may see and that fit, sorted."""
    found = with_sides(promises_seen_by(user))
    for word in fold(wanted.words).split():
        named = Q(by_organization__search__contains=word) | Q(to_organization__search__contains=word)
        people = Q(by_person__search__contains=word) | Q(to_person__search__contains=word)
        found = found.filter(Q(search__contains=word) | named | people)
    own = own_sides(user)
    if wanted.side == "given":
        found = found.filter(by_organization__in=own)
    elif wanted.side == "received":
        found = found.filter(to_organization__in=own)
    if wanted.state == "overdue":
        found = found.filter(state=Promise.State.OPEN, due_on__lt=timezone.localdate())
    elif wanted.state != "all":
        found = found.filter(state=wanted.state or Promise.State.OPEN)
    for name, value in (("by_organization", wanted.by), ("to_organization", wanted.to), ("event__key", wanted.event)):
        if value:
            found = found.filter(**{name: value})
    if wanted.sort == "due":
        return found  # as the model orders: without a day last
    return found.order_by(*SORTS[wanted.sort])


def with_sides(promises: QuerySet[Promise]) -> QuerySet[Promise]:
    """With all that a line of a list says."""
    return promises.select_related(
        "by_organization", "by_person", "to_organization", "to_person", "event", "meeting", "contact"
    )


@dataclass(frozen=True)
class Counted:
    """Promises that this person may see, counted now. ``given`` and ``received`` are open ones of one's own sides."""

    open: int = 0
    overdue: int = 0
    kept: int = 0
    given: int = 0
    received: int = 0


@once_a_request
def counted(user: Visitor) -> Counted:
    """In one query."""
    own, is_open = own_sides(user), Q(state=Promise.State.OPEN)
    figures: dict[str, Any] = promises_seen_by(user).aggregate(
        open=Count("pk", filter=is_open),
        overdue=Count("pk", filter=is_open & Q(due_on__lt=timezone.localdate())),
        kept=Count("pk", filter=Q(state=Promise.State.KEPT)),
        given=Count("pk", filter=is_open & Q(by_organization__in=own)),
        received=Count("pk", filter=is_open & Q(to_organization__in=own)),
    )
    return Counted(**figures)


def due_soon(user: Visitor) -> QuerySet[Promise]:
    """Open promises of one's own sides, given or received, that are overdue or due within a week."""
    own, until = own_sides(user), timezone.localdate() + SOON
    mine = Q(by_organization__in=own) | Q(to_organization__in=own)
    found = promises_seen_by(user).filter(mine, state=Promise.State.OPEN, due_on__lte=until)
    return with_sides(found).order_by("due_on", "pk")


def present_holders(user: Visitor, promise: Promise) -> list[Office]:
    """Who holds today the office in which it was given, as far as this reader may know: a head's successor, or
    whoever bears that title; several where there are several deputies."""
    held_today = offices_seen_by(user).on(timezone.localdate()).filter(organization=promise.by_organization_id)
    kind = title_class(promise.by_title) if promise.by_title else Office.Class.HEAD
    offices = list(held_today.filter(title_class=kind).select_related("person").order_by("started_on", "pk"))
    same = [one for one in offices if fold(one.title) == fold(promise.by_title)]
    return same or (offices[-1:] if kind == Office.Class.HEAD else offices)


def title_on(person_id: int | None, organization: Organization, on: dt.date) -> str:
    """The title that a person had there on that day; "" where none is on record."""
    rows = Office.objects.on(on).filter(person=person_id, organization=organization)
    office = rows.order_by("-started_on", "-pk").first()
    if office is not None:
        return office.title
    role = Delegate.objects.filter(person=person_id, delegation__organization=organization).order_by("-pk").first()
    return role.title if role else ""


def with_parties(meetings: QuerySet[Meeting]) -> QuerySet[Meeting]:
    """With parties, event and report, in two queries however many they are."""
    parties = Prefetch("parties", Party.objects.select_related("organization", "person", "delegate"))
    return meetings.select_related("event__city", "report__absent", "report__by", "table").prefetch_related(parties)


def own_meetings(user: Visitor) -> QuerySet[Meeting]:
    """The meetings in which one's own sides took or take part, as far as they were not cancelled."""
    own = Party.objects.filter(organization__in=own_sides(user)).values("meeting")
    return meetings_seen_by(user).filter(pk__in=own, cancelled_at=None)


def begun_meetings(user: Visitor, event: str = "") -> QuerySet[Meeting]:
    """All that this person may report on and that have begun, the latest first."""
    found = meetings_seen_by(user).filter(cancelled_at=None, starts_at__lte=timezone.now())
    found = found.filter(event__key=event) if event else found
    return with_parties(found).order_by("-starts_at", "-pk")


def unreported(user: Visitor) -> QuerySet[Meeting]:
    """Meetings of one's own sides that are over for a month at most, on which nobody has reported."""
    report = Report.objects.filter(meeting=OuterRef("pk"))
    over = held(own_meetings(user)).filter(ends_at__gte=timezone.now() - ASKED_FOR)
    return over.filter(~Exists(report)).order_by("starts_at", "pk")


def people_of(meeting: Meeting) -> list[Delegate]:
    """Those who may have been there: the people of both delegations to the event, in their order."""
    organizations = [party.organization_id for party in meeting.parties.all()]
    found = Delegate.objects.filter(
        delegation__event=meeting.event_id, delegation__organization__in=organizations, withdrawn_on=None
    )
    rows = list(found.select_related("person", "delegation__organization"))
    return sorted(rows, key=lambda one: (organizations.index(one.delegation.organization_id), one.precedence))


def outcomes_of(user: Visitor, **of: Any) -> list[Outcome]:
    """What came of a meeting or a contact, as far as this person may see it."""
    found = outcomes_seen_by(user).filter(**of)
    return list(found.select_related("agreement", "event", "organization", "person", "next_meeting", "recorded_for"))
