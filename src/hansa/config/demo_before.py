"""How the guests of the sample forum came to be invited. That they came is real; letters and addresses are invented."""

import datetime as dt

from hansa.delegations.models import Delegation
from hansa.events.models import Event
from hansa.invitations import actions, answering
from hansa.invitations.models import Answer, Invitation
from hansa.mail.actions import approve
from hansa.people.models import User

# The last day for an answer, before the event.
NOTICE = dt.timedelta(days=30)
# For how many an invitation is; more have come where a delegation was larger.
PLACES = 3
# How long before the event letters went out and answers came.
LETTERS, ANSWERS = dt.timedelta(days=90), dt.timedelta(days=60)


def invite(officer: User, event: Event) -> None:
    """Once: every guest is invited and has accepted, as the office wrote down."""
    if Invitation.objects.filter(event=event).exists():
        return
    guests = Delegation.objects.coming().filter(event=event, capacity=Delegation.Capacity.GUEST)
    for guest in guests.select_related("organization").order_by("pk"):
        invitation = actions.prepare(
            event, guest.organization, by=officer, capacity=guest.capacity,
            places=max(PLACES, guest.delegates.coming().count()), name="Protocol office (sample)",
            address=f"protocol-{guest.organization_id}@demo.example.org",
            language="fr" if guest.organization.country == "FR" else "en", answer_by=event.starts_on - NOTICE,
        )  # fmt: skip
        (letter,) = actions.send([invitation], by=officer)
        approve([letter], by=officer)
        answering.give(
            invitation, by=officer, way=Answer.Way.OFFICE, choice=Answer.Choice.ACCEPT,
            given_by="Protocol office (sample)",
        )  # fmt: skip
    _date(event)


def _date(event: Event) -> None:
    """The answers came in time: what the acts wrote down today is put before the forum."""
    noon = event.noon
    Invitation.objects.filter(event=event).update(invited_at=noon - LETTERS, answered_at=noon - ANSWERS)
    Answer.objects.filter(invitation__event=event).update(at=noon - ANSWERS, confirmed_at=noon - ANSWERS)
