"""Questions about invitations: who is invited, how they stand, and who could be invited."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet
from django.utils import timezone

from hansa.base.text import fold
from hansa.base.words import country_codes
from hansa.events.models import Event
from hansa.invitations.models import Answer, Invitation
from hansa.mail.languages import Chosen, language_for
from hansa.network.models import Appointment, Membership, Organization
from hansa.network.queries import members, only_network
from hansa.people.models import User

OVERDUE, UNCONFIRMED = "overdue", "unconfirmed"


@dataclass(frozen=True)
class Wanted:
    """Which invitations a list shows. ``state`` is a state, or one of OVERDUE and UNCONFIRMED."""

    words: str = ""
    state: str = ""
    capacity: str = ""
    language: str = ""


@dataclass(frozen=True)
class Recipient:
    """To whom an organization's letter would go: its focal point, in the language of the account."""

    organization: Organization
    name: str
    address: str
    chosen: Chosen


def found_invitations(event: Event, wanted: Wanted) -> QuerySet[Invitation]:
    """The invitations of an event that the filters leave, with their answers, by name."""
    found = Invitation.objects.filter(event=event)
    for word in fold(wanted.words).split():
        named = Q(name__icontains=word) | Q(address__icontains=word)
        found = found.filter(
            named | Q(organization__search__contains=word) | Q(organization__country__in=country_codes(word))
        )
    if wanted.state == OVERDUE:
        found = found.unanswered().filter(answer_by__lt=event.local(timezone.now()).date())
    elif wanted.state == UNCONFIRMED:
        found = found.filter(Exists(_open_answers()))
    elif wanted.state:
        found = found.filter(state=wanted.state)
    for name in ("capacity", "language"):
        if getattr(wanted, name):
            found = found.filter(**{name: getattr(wanted, name)})
    answers = Prefetch("answers", Answer.objects.order_by("at", "pk"))
    return found.select_related("organization", "event").prefetch_related(answers).order_by("organization__name", "pk")


def _open_answers() -> QuerySet[Answer]:
    return Answer.objects.filter(invitation=OuterRef("pk"), confirmed_at=None, dismissed_at=None)


def states(event: Event) -> dict[str, int]:
    """How many invitations stand in each state that occurs."""
    rows = Invitation.objects.filter(event=event).order_by().values("state").annotate(n=Count("pk"))
    found = {row["state"]: row["n"] for row in rows}
    return {state: found[state] for state in Invitation.State.values if state in found}


def counting(invitation: Invitation) -> Answer | None:
    """The answer that counts: the last one that was confirmed."""
    confirmed = [one for one in invitation.answers.all() if one.confirmed_at and not one.dismissed_at]
    return max(confirmed, key=lambda one: (one.confirmed_at, one.pk), default=None)


def unconfirmed(event: Event) -> int:
    """How many answers came by the link and were neither confirmed nor set aside."""
    return Answer.objects.filter(invitation__event=event, confirmed_at=None, dismissed_at=None).count()


def standing(which: str, on: dt.date) -> QuerySet[Organization]:
    """Organizations that could be invited together: "members" as of a day, "observers", or all "cities" on record."""
    network = only_network()
    if which == "members" and network:
        return members(network, on)
    if which == "observers" and network:
        rows = Membership.objects.on(on).filter(network=network, standing=Membership.Standing.OBSERVER)
        return Organization.objects.filter(pk__in=rows.values("organization"))
    return (
        Organization.objects.filter(kind=Organization.Kind.CITY) if which == "cities" else Organization.objects.none()
    )


def not_invited(event: Event, organizations: QuerySet[Organization]) -> QuerySet[Organization]:
    """Those of them that have no invitation to this event yet."""
    return organizations.exclude(pk__in=Invitation.objects.filter(event=event).values("organization"))


def recipients(organizations: Iterable[Organization]) -> list[Recipient]:
    """To whom letters to these organizations go: their focal points of today, in one query; "" where there is none."""
    listed = list(organizations)
    duties = Appointment.objects.on(timezone.localdate()).filter(
        organization__in=listed, duty=Appointment.Duty.FOCAL_POINT
    )
    focal: dict[int, User] = {}
    for duty in duties.select_related("user__person").order_by("pk"):
        focal.setdefault(duty.organization_id, duty.user)
    found = []
    for one in listed:
        user = focal.get(one.pk)
        chosen = language_for(user.language if user else "", one.own_language)
        found.append(Recipient(one, str(user) if user else "", user.email if user else "", chosen))
    return found
