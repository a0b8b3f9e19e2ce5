"""Invitations are prepared, sent through the outbox, reminded of, changed, withdrawn. Answers are in ``answering``."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansa.base import log
from hansa.base.errors import Refused
from hansa.base.text import nfc
from hansa.delegations import actions as delegations
from hansa.delegations.models import Delegation
from hansa.events.models import Event
from hansa.invitations.models import Invitation, Wording
from hansa.invitations.queries import Recipient
from hansa.invitations.wording import check, filled, words_for
from hansa.mail.actions import draft
from hansa.mail.kinds import kind
from hansa.mail.languages import language_for
from hansa.mail.models import Letter
from hansa.network.models import Organization
from hansa.people.models import User

State = Invitation.State
LETTER = kind("invitation", gettext_lazy("invitation"))
REMINDER = kind("invitation reminder", gettext_lazy("reminder of an invitation"))
CODE = kind("invitation code", gettext_lazy("code for an answer"), needs_approval=False)

PREPARED = log.verb("invitation.prepared", gettext_lazy("prepared the invitation of %(subject)s"))
REVISED = log.verb("invitation.revised", gettext_lazy("revised the invitation of %(subject)s"))
INVITED = log.verb("invitation.sent", gettext_lazy("drafted the letter of invitation of %(subject)s"))
REMINDED = log.verb("invitation.reminded", gettext_lazy("drafted a reminder of the invitation of %(subject)s"))
WITHDRAWN = log.verb("invitation.withdrawn", gettext_lazy("withdrew the invitation of %(subject)s"))
RENEWED = log.verb("invitation.renewed", gettext_lazy("prepared the invitation of %(subject)s anew"))
WORDED = log.verb("invitation.worded", gettext_lazy("changed the words of invitations to %(subject)s"))


@transaction.atomic
def prepare(event: Event, organization: Organization, *, by: User | None, **values: Any) -> Invitation:
    """Put an organization on the list of those invited; nothing goes out yet.

    ``capacity``, ``places``, ``name``, ``address``, ``language`` and ``answer_by`` come along.
    """
    values = _checked(event, values)
    if Invitation.objects.filter(event=event, organization=organization).exists():
        raise Refused(_("%(name)s is on the list of those invited already.") % {"name": organization})
    invitation = Invitation.objects.create(event=event, organization=organization, **values)
    log.record(PREPARED, invitation, by=by, event=event, changes={"capacity": [None, invitation.capacity]})
    return invitation


@transaction.atomic
def prepare_many(
    event: Event, found: Iterable[Recipient], *, by: User | None, capacity: str, places: int, answer_by: dt.date
) -> list[Invitation]:
    """The same for many at once; those without an address, or invited already, are left out."""
    known = set(Invitation.objects.filter(event=event).values_list("organization", flat=True))
    return [
        prepare(
            event, one.organization, by=by, capacity=capacity, places=places, answer_by=answer_by,
            name=one.name, address=one.address, language=one.chosen.wanted or one.chosen.language,
        )
        for one in found
        if one.address and one.organization.pk not in known
    ]  # fmt: skip


@transaction.atomic
def revise(invitation: Invitation, *, by: User | None, **values: Any) -> dict[str, list[Any]]:
    """Change what it says; capacity and places follow in the delegation. A new address voids the links that are out."""
    current = _locked(invitation)
    values = _checked(current.event, {**_fields(current), **values})
    changes = log.differences(current, values)
    if not changes:
        return {}
    for name in changes:
        setattr(current, name, values[name])
    if "address" in changes:
        current.link_version += 1
    current.save()
    # An address is contact data: the log says that it changed, not what it was.
    told = {name: pair for name, pair in changes.items() if name not in ("address", "name")}
    log.record(REVISED, current, by=by, event=current.event, changes=told)
    delegation = Delegation.objects.filter(event=current.event, organization=current.organization).first()
    if delegation is not None and current.state == State.ACCEPTED:
        delegations.revise_delegation(delegation, by=by, capacity=current.capacity, places=current.places)
    return changes


@transaction.atomic
def send(invitations: Iterable[Invitation], *, by: User | None) -> list[Letter]:
    """Draft the letters of those prepared, each once for a version of its link. They go when the outbox lets them."""
    letters = []
    for invitation in _all_locked(invitations, State.PREPARED):
        once = f"invitation:{invitation.pk}:{invitation.link_version}"
        letters.append(_draft(invitation, LETTER, Wording.Kind.INVITATION, once, by))
        invitation.state, invitation.invited_at = State.INVITED, timezone.now()
        invitation.save(update_fields=["state", "invited_at"])
        log.record(INVITED, invitation, by=by, event=invitation.event)
    return letters


@transaction.atomic
def remind(invitations: Iterable[Invitation], *, by: User | None) -> list[Letter]:
    """Draft reminders to those who have the letter and have not answered; one a day at most to each."""
    letters = []
    for invitation in _all_locked(invitations, State.INVITED):
        today = invitation.event.local(timezone.now()).date()
        if invitation.reminded_on == today:
            continue
        once = f"invitation:{invitation.pk}:{invitation.link_version}:reminder:{today}"
        letters.append(_draft(invitation, REMINDER, Wording.Kind.REMINDER, once, by))
        invitation.reminded_on, invitation.reminders = today, invitation.reminders + 1
        invitation.save(update_fields=["reminded_on", "reminders"])
        log.record(REMINDED, invitation, by=by, event=invitation.event)
    return letters


@transaction.atomic
def withdraw(invitation: Invitation, *, by: User | None, reason: str) -> None:
    """Take an invitation back: its link is void, an unsent letter stays, a delegation that it brought does not come."""
    current = _locked(invitation)
    reason = nfc(reason)
    if current.state == State.WITHDRAWN:
        raise Refused(_("This invitation was withdrawn already."))
    if not reason:
        raise Refused(_("Give the reason: somebody will ask for it."))
    was, current.state, current.link_version = current.state, State.WITHDRAWN, current.link_version + 1
    current.save(update_fields=["state", "link_version"])
    log.record(WITHDRAWN, current, by=by, event=current.event, changes={"reason": [None, reason]})
    unsent = [Letter.State.DRAFTED, Letter.State.HELD, Letter.State.APPROVED]
    Letter.objects.filter(once__startswith=f"invitation:{current.pk}:", state__in=unsent).update(
        state=Letter.State.CANCELLED, due_at=None
    )
    delegation = Delegation.objects.coming().filter(event=current.event, organization=current.organization).first()
    if was == State.ACCEPTED and delegation is not None:
        delegations.withdraw_delegation(delegation, by=by)


@transaction.atomic
def renew(invitation: Invitation, *, by: User | None) -> None:
    """Prepare a withdrawn invitation anew, with a link of its own."""
    current = _locked(invitation)
    if current.state != State.WITHDRAWN:
        raise Refused(_("Only an invitation that was withdrawn can be prepared anew."))
    current.state, current.answered_at, current.opened_at = State.PREPARED, None, None
    current.save(update_fields=["state", "answered_at", "opened_at"])
    log.record(RENEWED, current, by=by, event=current.event)


@transaction.atomic
def word(event: Event, *, by: User | None, kind: str, language: str, subject: str, body: str) -> Wording:
    """Set the office's own words for the letters of an event in one language."""
    values = {"subject": check(" ".join(nfc(subject).split())), "body": check(nfc(body), needs_link=True)}
    wording, _new = Wording.objects.update_or_create(event=event, kind=kind, language=language, defaults=values)
    log.record(WORDED, event, by=by, event=event, changes={"kind": [None, kind], "language": [None, language]})
    return wording


@transaction.atomic
def use_usual_words(event: Event, *, by: User | None, kind: str, language: str) -> None:
    """Go back to the usual words."""
    gone, _rows = Wording.objects.filter(event=event, kind=kind, language=language).delete()
    if gone:
        log.record(WORDED, event, by=by, event=event, changes={"kind": [kind, None], "language": [language, None]})


def _draft(invitation: Invitation, letter_kind: str, words: Any, once: str, by: User | None) -> Letter:
    chosen = language_for(invitation.language)
    subject, body = filled(words_for(invitation.event_id, words, chosen.language), invitation, chosen.language)
    return draft(
        letter_kind, by=by, once=once, address=invitation.address, name=invitation.name, language=chosen.language,
        wanted_language=chosen.wanted, subject=subject, body=body, folder=invitation.event.folder,
    )  # fmt: skip


def _checked(event: Event, values: dict[str, Any]) -> dict[str, Any]:
    values = {**values, "name": nfc(values.get("name", "")), "address": values.get("address", "").strip().casefold()}
    if not values["address"]:
        raise Refused(_("An invitation needs an address: it is bound to it."))
    if values["answer_by"] > event.ends_on:
        raise Refused(_("The last day for an answer is after the event."))
    if values.get("places", 1) < 1:
        raise Refused(_("An invitation is for one person at least."))
    return values


def _fields(invitation: Invitation) -> dict[str, Any]:
    names = ("capacity", "places", "name", "address", "language", "answer_by")
    return {name: getattr(invitation, name) for name in names}


def _locked(invitation: Invitation) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("event", "organization")
    return rows.get(pk=invitation.pk)


def _all_locked(invitations: Iterable[Invitation], state: Any) -> list[Invitation]:
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("event__city", "organization")
    return list(rows.filter(pk__in=[one.pk for one in invitations], state=state).order_by("pk"))
