"""People are registered: answers are saved, submitted, sent back, approved; what is sensitive goes on its day.

The log says that somebody was registered and which questions changed, never what is sensitive.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansa.base import log
from hansa.base.errors import Refused
from hansa.base.text import nfc
from hansa.delegations.models import Delegate
from hansa.events.models import Event
from hansa.people.models import User
from hansa.registration.asking import asked
from hansa.registration.models import Questionnaire, Registration, Sensitive
from hansa.registration.queries import all_answers, questionnaire_of, questions_of, unanswered, why_closed

State = Registration.State
SAVED = log.verb("registration.saved", gettext_lazy("saved the registration of %(subject)s"))
SUBMITTED = log.verb("registration.submitted", gettext_lazy("submitted the registration of %(subject)s"))
APPROVED = log.verb("registration.approved", gettext_lazy("approved the registration of %(subject)s"))
RETURNED = log.verb("registration.returned", gettext_lazy("sent back the registration of %(subject)s"))
PURGED = log.verb("registration.purged", gettext_lazy("deleted the sensitive answers of %(subject)s"))
EXPORTED = log.verb("registration.exported", gettext_lazy("took out the sensitive answers of %(subject)s"))
FORGOTTEN = log.verb("registration.forgotten", gettext_lazy("deleted the sensitive answers of %(subject)s at once"))


@transaction.atomic
def save(
    delegate: Delegate, answers: Mapping[str, Any], *, by: User | None, edition: int, submit: bool, late: bool = False
) -> Registration:
    """Keep what was answered, whole or not; with ``submit`` hand it in, which needs it whole.

    ``answers`` are those of ``asking.read`` by question; ``edition`` is the one that was shown: who saves over somebody
    else's change is refused. ``late`` lets the office save while registration is closed.
    """
    questionnaire = questionnaire_of(delegate.delegation.event)
    _check_open(questionnaire, late)
    assert questionnaire is not None
    if delegate.withdrawn_on or delegate.delegation.withdrawn_on:
        raise Refused(_("%(person)s has withdrawn.") % {"person": delegate.person})
    # The delegate's row is the lock: the registration may not exist yet.
    Delegate.objects.select_for_update().get(pk=delegate.pk)
    known = Registration.objects.filter(delegate=delegate).first()
    if known is not None and known.edition != edition:
        raise Refused(_("Somebody else has saved this registration meanwhile. Look at it as it stands now."))
    registration = known or Registration(delegate=delegate, saved_at=timezone.now())
    questions = questions_of(delegate.delegation.event)
    before = all_answers(known)
    listed = asked(questions, delegate.role, answers)
    after = {one.name: answers[one.name] for one in listed if answers.get(one.name) is not None}
    changed = [one.name for one in questions if before.get(one.name) != after.get(one.name)]
    if submit and unanswered(questions, delegate.role, after):
        raise Refused(_("Some questions are still to be answered; they are marked below. What you wrote is not lost."))
    if not changed and not submit and known is not None:
        return known
    sensitive = {one.name for one in questions if one.is_sensitive}
    registration.answers = {name: value for name, value in after.items() if name not in sensitive}
    registration.changed_since = sorted({*registration.changed_since, *(set(changed) & sensitive)})
    _step(registration, submit, changed, known)
    registration.edition, registration.saved_at = registration.edition + 1, timezone.now()
    registration.save()
    _keep_apart(registration, {name: value for name, value in after.items() if name in sensitive}, questionnaire)
    told = {"questions": [None, len(changed)]} if changed else {}
    log.record(SUBMITTED if submit else SAVED, delegate, by=by, event=delegate.delegation.event, changes=told)
    return registration


@transaction.atomic
def approve(registrations: Iterable[Registration], *, by: User | None) -> int:
    """Say yes to those submitted, as they stand; answers how many. Others are left alone."""
    wanted = [one.pk for one in registrations]
    rows = Registration.objects.select_for_update(of=("self",)).filter(pk__in=wanted, state=State.SUBMITTED)
    done = 0
    for registration in rows.select_related("delegate__person", "delegate__delegation__event").order_by("pk"):
        registration.state, registration.approved_at, registration.approved_by = State.APPROVED, timezone.now(), by
        registration.approved_answers, registration.changed_since = registration.answers, []
        registration.remark = ""
        registration.save()
        log.record(APPROVED, registration.delegate, by=by, event=registration.delegate.delegation.event)
        done += 1
    return done


@transaction.atomic
def send_back(registration: Registration, *, by: User | None, remark: str) -> None:
    """Ask for something to be put right, in a sentence that whoever registered reads."""
    remark = nfc(remark)[:500]
    if not remark:
        raise Refused(_("Say in a sentence what is to be put right."))
    rows = Registration.objects.select_for_update(of=("self",)).select_related("delegate__delegation__event")
    current = rows.get(pk=registration.pk)
    if current.state != State.SUBMITTED:
        raise Refused(_("Only what was submitted can be sent back."))
    current.state, current.remark = State.RETURNED, remark
    current.save(update_fields=["state", "remark"])
    log.record(
        RETURNED, current.delegate, by=by, event=current.delegate.delegation.event, changes={"remark": [None, remark]}
    )


@transaction.atomic
def purge(*, by: User | None, on: dt.date) -> int:
    """Delete the sensitive answers whose day has come; answers of how many people."""
    due = Sensitive.objects.filter(purge_on__lte=on).select_related("registration__delegate__delegation__event")
    done = 0
    for row in due.select_for_update(of=("self",)).order_by("pk"):
        delegate = row.registration.delegate
        row.delete()
        log.record(PURGED, delegate, by=by, event=delegate.delegation.event)
        done += 1
    return done


@transaction.atomic
def forget_now(event: Event, *, by: User | None) -> int:
    """Delete all sensitive answers of an event before their day."""
    rows = Sensitive.objects.filter(registration__delegate__delegation__event=event)
    done = 0
    for row in rows.select_related("registration__delegate").order_by("pk"):
        delegate = row.registration.delegate
        row.delete()
        log.record(FORGOTTEN, delegate, by=by, event=event)
        done += 1
    return done


def note_export(event: Event, *, by: User | None) -> None:
    """Somebody takes the sensitive answers out of the house: the log says who and when."""
    log.record(EXPORTED, event, by=by, event=event)


def _check_open(questionnaire: Questionnaire | None, late: bool) -> None:
    reason = why_closed(questionnaire)
    if reason == "none" or questionnaire is None:
        raise Refused(_("This event asks nothing yet."))
    if reason == "early" and not late:
        day = date_format(questionnaire.opens_on, "DATE_FORMAT")
        raise Refused(_("Registration opens on %(day)s.") % {"day": day})
    if reason == "late" and not late:
        day = date_format(questionnaire.closes_on, "DATE_FORMAT")
        raise Refused(_("Registration closed on %(day)s. Write to the office.") % {"day": day})


def _step(registration: Registration, submit: bool, changed: list[str], known: Registration | None) -> None:
    if submit:
        registration.state, registration.submitted_at, registration.remark = State.SUBMITTED, timezone.now(), ""
    elif known is None:
        registration.state = State.DRAFT
    elif changed and registration.state == State.APPROVED:
        # A change after the yes asks for it again, whatever button was pressed.
        registration.state, registration.submitted_at = State.SUBMITTED, timezone.now()
    elif changed and registration.state == State.SUBMITTED:
        registration.state = State.DRAFT


def _keep_apart(registration: Registration, answers: dict[str, Any], questionnaire: Questionnaire) -> None:
    if answers:
        values = {"answers": answers, "purge_on": questionnaire.purge_on}
        Sensitive.objects.update_or_create(registration=registration, defaults=values)
    else:
        Sensitive.objects.filter(registration=registration).delete()
