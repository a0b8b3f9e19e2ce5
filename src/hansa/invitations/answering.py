"""An invitation is answered. An answer by the link counts once its code is typed, which goes to the invitation's own
address: whoever was only forwarded the letter can say what they like, and it counts for nothing before that.
"""

import datetime as dt
import hmac
import secrets
from hashlib import sha256
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override

from hansa.base import log
from hansa.base.errors import Refused
from hansa.base.text import nfc
from hansa.delegations import actions as delegations
from hansa.delegations.models import Delegation
from hansa.invitations.actions import CODE
from hansa.invitations.models import Answer, Invitation
from hansa.invitations.rules import may_answer
from hansa.mail.actions import draft
from hansa.mail.languages import language_for
from hansa.people.models import User

Choice, State = Answer.Choice, Invitation.State
CODE_STANDS = dt.timedelta(minutes=20)
MOST_ATTEMPTS = 5
# Codes that go to one address within an hour, however often somebody asks.
MOST_CODES = 3

ACCEPTED = log.verb("invitation.accepted", gettext_lazy("accepted the invitation of %(subject)s"))
DECLINED = log.verb("invitation.declined", gettext_lazy("declined the invitation of %(subject)s"))
DISMISSED = log.verb("invitation.answer_dismissed", gettext_lazy("set aside an answer for %(subject)s"))


@transaction.atomic
def open_link(invitation: Invitation) -> None:
    """Note when the link was first followed."""
    Invitation.objects.filter(pk=invitation.pk, opened_at=None).update(opened_at=timezone.now())


@transaction.atomic
def give(invitation: Invitation, *, by: User | None, way: Any, **said: Any) -> Answer:
    """An answer. By an account of the organization or by the office it counts at once; by the link it waits for a code.

    ``choice``, ``reason``, ``substitute``, ``substitute_title`` and ``given_by`` may come.
    """
    current = _locked(invitation)
    said = {name: nfc(value) for name, value in said.items()}
    _check(current, said, way)
    if way == Answer.Way.ACCOUNT and not may_answer(by, current):
        raise Refused(_("Your account does not speak for %(name)s.") % {"name": current.organization})
    answer = Answer.objects.create(invitation=current, at=timezone.now(), by=by, way=way, **said)
    if way == Answer.Way.CODE:
        _send_code(answer)
    else:
        _count(answer, by)
    return answer


def confirm(answer: Answer, code: str) -> bool:
    """Type the code of an answer; whether it was the right one. Wrong ones are counted, and the count outlives them."""
    with transaction.atomic():
        current = _locked_answer(answer)
        if current.confirmed_at:
            return True
        if not current.is_open or current.code_until is None or timezone.now() >= current.code_until:
            raise Refused(_("This code is no longer good. Answer again, and a new one comes."))
        if current.attempts >= MOST_ATTEMPTS:
            raise Refused(_("The code was mistyped too often. Answer again, and a new one comes."))
        if hmac.compare_digest(_hashed(code), current.code_hash):
            _check_state(current.invitation)
            _count(current, None)
            return True
        current.attempts += 1
        current.save(update_fields=["attempts"])
    return False


@transaction.atomic
def confirm_by_hand(answer: Answer, *, by: User | None) -> None:
    """An officer knows that the answer is theirs who were invited."""
    current = _locked_answer(answer)
    if not current.is_open:
        raise Refused(_("This answer was confirmed or set aside already."))
    _check_state(current.invitation)
    current.by = by
    _count(current, by)


@transaction.atomic
def dismiss(answer: Answer, *, by: User | None) -> None:
    """Set an answer aside that nobody confirmed: it was not theirs to give."""
    current = _locked_answer(answer)
    if not current.is_open:
        raise Refused(_("This answer was confirmed or set aside already."))
    current.dismissed_at = timezone.now()
    current.save(update_fields=["dismissed_at"])
    log.record(DISMISSED, current.invitation, by=by, event=current.invitation.event)


def _locked(invitation: Invitation) -> Invitation:
    rows = Invitation.objects.select_for_update(of=("self",)).select_related("event__city", "organization")
    return rows.get(pk=invitation.pk)


def _locked_answer(answer: Answer) -> Answer:
    """The answer, with its invitation held: two codes at once are typed one after the other."""
    invitation = _locked(answer.invitation)
    current = Answer.objects.get(pk=answer.pk)
    current.invitation = invitation
    return current


def _check(invitation: Invitation, said: dict[str, Any], way: Any) -> None:
    _check_state(invitation)
    if said.get("choice") not in Choice.values:
        raise Refused(_("Choose an answer."))
    if said["choice"] == Choice.SUBSTITUTE and not said.get("substitute"):
        raise Refused(_("Write who comes instead."))
    if way != Answer.Way.OFFICE and invitation.is_over and invitation.state in (State.ACCEPTED, State.DECLINED):
        raise Refused(_("The time for an answer is over. To change yours, write to the office."))


def _check_state(invitation: Invitation) -> None:
    if invitation.state == State.WITHDRAWN:
        raise Refused(_("This invitation was withdrawn."))


def _send_code(answer: Answer) -> None:
    """A code to the invitation's own address, which is never shown to whoever asked for it."""
    invitation = answer.invitation
    lately = Answer.objects.filter(invitation=invitation, way=Answer.Way.CODE, at__gt=answer.at - dt.timedelta(hours=1))
    if lately.count() > MOST_CODES:
        raise Refused(_("Several codes were sent within the hour. Use the last one, or try again in an hour."))
    code = f"{secrets.randbelow(10**8):08d}"
    answer.code_hash, answer.code_until = _hashed(code), answer.at + CODE_STANDS
    answer.save(update_fields=["code_hash", "code_until"])
    chosen = language_for(invitation.language)
    with override(chosen.language):
        subject = _("Code for your answer: %(code)s") % {"code": code}
        body = _(
            "Somebody answers the invitation of %(name)s to %(event)s: %(answer)s.\n\n"
            "If that is your answer, type this code where you were asked for it, within 20 minutes:\n\n%(code)s\n\n"
            "If it is not, do nothing: without the code the answer does not count."
        ) % {
            "name": invitation.organization, "event": invitation.event,
            "answer": answer.get_choice_display(), "code": code,
        }  # fmt: skip
    draft(
        CODE, by=None, once=f"invitation code:{answer.pk}", address=invitation.address, name=invitation.name,
        language=chosen.language, wanted_language=chosen.wanted, subject=subject, body=body,
        folder=invitation.event.folder,
    )  # fmt: skip


def _hashed(code: str) -> str:
    typed = "".join(sign for sign in nfc(code) if sign.isdecimal())
    digits = "".join(str(int(sign)) for sign in typed)  # whatever digits the keyboard writes
    return hmac.new(settings.SECRET_KEY.encode(), f"invitation code {digits}".encode(), sha256).hexdigest()


def _count(answer: Answer, by: User | None) -> None:
    """The answer counts from now on: the invitation says so, and the delegation comes or does not."""
    invitation, now = answer.invitation, timezone.now()
    answer.confirmed_at, answer.code_hash = now, ""
    answer.save(update_fields=["confirmed_at", "code_hash", "by"])
    choice: Any = answer.choice
    accepts = choice != Choice.DECLINE
    invitation.state, invitation.answered_at = State.ACCEPTED if accepts else State.DECLINED, now
    invitation.save(update_fields=["state", "answered_at"])
    changes = {"answer": [None, answer.choice], "way": [None, answer.way]}
    log.record(ACCEPTED if accepts else DECLINED, invitation, by=by, event=invitation.event, changes=changes)
    held = Delegation.objects.filter(event=invitation.event, organization=invitation.organization).first()
    terms: dict[str, Any] = {"capacity": invitation.capacity, "places": invitation.places}
    if accepts and held is None:
        delegations.record_delegation(invitation.event, invitation.organization, by=by, **terms)
    elif accepts and held is not None:
        if held.withdrawn_on:
            delegations.return_delegation(held, by=by)
        delegations.revise_delegation(held, by=by, **terms)
    elif held is not None and held.withdrawn_on is None:
        delegations.withdraw_delegation(held, by=by)
