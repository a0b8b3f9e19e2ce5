"""Delegations ask for each other on their own page, and answer. The office acts for them, and after the last moment."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansa.base import log
from hansa.base.errors import Refused
from hansa.base.text import nfc
from hansa.base.words import zone_name
from hansa.delegations.models import Delegate, Delegation
from hansa.events.models import Event
from hansa.meetings.actions.asking import Changes, record_request, withdraw_request
from hansa.meetings.models import MeetingRequest, Round
from hansa.meetings.rules import may_plan
from hansa.people.models import User

Answer = MeetingRequest.Answer

ANSWERED = log.verb("request.answered", gettext_lazy("answered the request %(subject)s"))
TAKEN_BACK = log.verb("request.answer_taken_back", gettext_lazy("took back the answer to the request %(subject)s"))
RULED = log.verb("round.rule", gettext_lazy("set the rule by which %(subject)s takes requests"))


def moment_in(event: Event, when: dt.datetime) -> str:
    """A moment on the event's clock with the zone's name: for sentences that leave the page."""
    local = event.local(when)
    return _("%(day)s, %(time)s (%(zone)s)") % {
        "day": date_format(local, "DATE_FORMAT"),
        "time": f"{local:%H:%M}",
        "zone": zone_name(local),
    }


@transaction.atomic
def ask_to_meet(
    of: Round, own: Delegation, other: Delegation, *, by: User | None, priority: int = 2, topic: str = ""
) -> MeetingRequest:
    """One delegation asks for another, from its first person to the other's. Once, whoever of it asks."""
    if not _is_office(by, of) and of.requests_until and of.requests_until <= timezone.now():
        until = moment_in(of.event, of.requests_until)
        raise Refused(_("Meetings could be asked for until %(moment)s. Write to the office.") % {"moment": until})
    Delegation.objects.select_for_update().get(pk=own.pk)
    if own.withdrawn_on or other.withdrawn_on:
        raise Refused(_("%(delegation)s does not come.") % {"delegation": own if own.withdrawn_on else other})
    between = MeetingRequest.objects.filter(round=of, asker__delegation=own, asked__delegation=other)
    if between.filter(withdrawn_on=None).exists():
        raise Refused(_("You have asked for %(other)s already.") % {"other": other})
    if _said_must_not(of, own, other):
        raise Refused(
            _("You have said that you must not meet %(other)s. Only the office can undo that.") % {"other": other}
        )
    request = record_request(of, first_of(own), first_of(other), by=by, priority=priority, topic=nfc(topic))
    request.asked_at = timezone.now()
    request.save(update_fields=["asked_at"])
    return request


@transaction.atomic
def stop_asking(request: MeetingRequest, *, by: User | None) -> None:
    """The asker withdraws it, at the same moment as the other answers or not."""
    withdraw_request(_locked(request), by=by)


def first_of(delegation: Delegation) -> Delegate:
    """Its head, else whoever comes next in the order of its people."""
    people = Delegate.objects.filter(delegation=delegation, withdrawn_on=None).select_related(
        "person", "delegation__organization"
    )
    found = min(people, key=lambda one: one.precedence, default=None)
    if found is None:
        raise Refused(_("%(delegation)s has named nobody yet who could meet.") % {"delegation": delegation})
    return found


@transaction.atomic
def answer(request: MeetingRequest, *, by: User | None, answer: Any, reason: str = "") -> MeetingRequest:
    """Accept, decline or say that one must not meet: which is final, and reaches nobody but the office."""
    current, reason = _locked(request), nfc(reason)
    if answer not in (Answer.ACCEPTED, Answer.DECLINED, Answer.MUST_NOT):
        raise Refused(_("Say whether you accept or decline."))
    _check_open(current, by)
    if current.withdrawn_on:
        raise Refused(_("This request was withdrawn already."))
    if current.answer == answer and current.answer_reason == reason:
        return current
    if current.answer:
        raise Refused(_("This request has been answered already. Undo that answer before you give another."))
    own, other = current.asked.delegation, current.asker.delegation
    if (
        answer == Answer.MUST_NOT
        and MeetingRequest.objects.filter(
            round=current.round, asker__delegation=own, asked__delegation=other, withdrawn_on=None
        ).exists()
    ):
        raise Refused(_("You ask for %(other)s yourself. Withdraw that first.") % {"other": other})
    _set(current, answer, reason, by)
    log.record(ANSWERED, current, by=by, event=current.round.event, changes={"answer": [None, str(answer)]})
    return current


@transaction.atomic
def take_back_answer(request: MeetingRequest, *, by: User | None) -> MeetingRequest:
    """As if it had not been answered; nobody but the office takes a must-not back."""
    current = _locked(request)
    _check_open(current, by)
    if not current.answer:
        raise Refused(_("This request has no answer."))
    before = current.answer
    _set(current, "", "", by)
    log.record(TAKEN_BACK, current, by=by, event=current.round.event, changes={"answer": [before, None]})
    return current


@transaction.atomic
def set_rule(
    of: Round, *, by: User | None, rule: str, requests_until: dt.datetime | None, answers_until: dt.datetime | None
) -> Changes:
    """What a request needs to be placed, and until when delegations ask and answer."""
    if rule not in Round.Rule.values:
        raise Refused(_("Say what a request needs."))
    if requests_until and answers_until and answers_until < requests_until:
        raise Refused(_("Delegations must be able to answer at least as long as they can ask."))
    current = Round.objects.select_for_update(of=("self",)).select_related("event").get(pk=of.pk)
    values: dict[str, Any] = {"rule": rule, "requests_until": requests_until, "answers_until": answers_until}
    changes = log.differences(current, values)
    if not changes:
        return {}
    for name in changes:
        setattr(current, name, values[name])
    current.save(update_fields=list(changes))
    said = {name: [_written(part, current.event) for part in both] for name, both in changes.items()}
    log.record(RULED, current, by=by, event=current.event, changes=said)
    return changes


def _written(value: Any, event: Event) -> Any:
    return f"{event.local(value):%Y-%m-%d %H:%M}" if isinstance(value, dt.datetime) else value


def _is_office(by: User | None, of: Round) -> bool:
    """A command on the server counts as the office."""
    return by is None or may_plan(by, of)


def _check_open(request: MeetingRequest, by: User | None) -> None:
    of = request.round
    if _is_office(by, of):
        return
    if request.answer == Answer.MUST_NOT:
        raise Refused(_("This answer is final. Only the office can undo it."))
    if of.answers_until and of.answers_until <= timezone.now():
        until = moment_in(of.event, of.answers_until)
        raise Refused(_("Requests could be answered until %(moment)s. Write to the office.") % {"moment": until})


def _said_must_not(of: Round, own: Delegation, other: Delegation) -> bool:
    return MeetingRequest.objects.filter(
        round=of, asker__delegation=other, asked__delegation=own, answer=Answer.MUST_NOT
    ).exists()


def _locked(request: MeetingRequest) -> MeetingRequest:
    sides = (f"{who}__delegation__organization" for who in ("asker", "asked"))
    rows = MeetingRequest.objects.select_for_update(of=("self",)).select_related("round__event", *sides)
    return rows.get(pk=request.pk)


def _set(request: MeetingRequest, answer: str, reason: str, by: User | None) -> None:
    request.answer, request.answer_reason = answer, reason
    request.answered_at = timezone.now() if answer else None
    request.answered_by = by if answer else None
    if request.is_refused:
        request.pinned_to = None
    request.save(update_fields=["answer", "answer_reason", "answered_at", "answered_by", "pinned_to"])
