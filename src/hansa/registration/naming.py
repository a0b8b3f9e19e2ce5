"""A delegation is named: its people, the signed paper, who stands in for the head; and late changes are told."""

import datetime as dt
import uuid
from collections.abc import Iterable
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override

from hansa.base import log
from hansa.base.errors import Refused
from hansa.base.models import LogEntry
from hansa.base.text import nfc
from hansa.delegations import actions as delegations
from hansa.delegations.models import Delegate, Delegation
from hansa.events.models import Event, EventRole
from hansa.mail.actions import draft
from hansa.mail.kinds import kind
from hansa.mail.languages import language_for
from hansa.network.models import Appointment
from hansa.network.queries import only_network
from hansa.people import actions as people
from hansa.people.models import Person, User
from hansa.registration.links import address_of
from hansa.registration.models import Deputy, Nomination, Questionnaire

LARGEST = 10_000_000
# What a paper may be, by its first bytes; the name that it came with says nothing.
PAPERS = ((b"%PDF-", ".pdf"), (b"\x89PNG\r\n\x1a\n", ".png"), (b"\xff\xd8\xff", ".jpg"))
# Acts on a delegation of which those concerned hear once changes are late.
CONCERNED = (
    "delegate.named", "delegate.revised", "delegate.withdrawn", "delegate.returned", "delegation.withdrawn",
    "delegation.returned", "delegation.deputy",
)  # fmt: skip
MOST_TOLD = 40
LATE = kind("late changes", gettext_lazy("late changes"), needs_approval=False)
ACCOUNT = kind("registration account", gettext_lazy("way to one’s own registration"), needs_approval=False)

NOMINATED = log.verb("delegation.nominated", gettext_lazy("received the nomination of %(subject)s"))
STANDS_IN = log.verb("delegation.deputy", gettext_lazy("said who stands in for the head of %(subject)s"))
INVITED = log.verb("delegate.invited", gettext_lazy("gave the way to their own registration to %(subject)s"))


@transaction.atomic
def name_person(
    delegation: Delegation, *, by: User | None, person: Person | None, role: str, values: dict[str, Any], **name: Any
) -> Delegate:
    """Name somebody on record, or somebody new (``full_name``, ``family_name``, ``latin_name``, ``language``)."""
    if person is None:
        person = people.record_person(by=by, **name)
    elif person.erased_at:
        raise Refused(_("This person was erased and cannot be named."))
    return delegations.name_delegate(delegation, person, by=by, role=role, **values)


@transaction.atomic
def nominate(
    delegation: Delegation,
    *,
    by: User | None,
    signed_by: str,
    signed_on: dt.date,
    form: Any,
    file: UploadedFile | None = None,
) -> Nomination:
    """Hand in the signed nomination, with its scan where there is one. An earlier paper stays on record."""
    if not nfc(signed_by):
        raise Refused(_("Write who signed it."))
    if signed_on > timezone.localdate():
        raise Refused(_("It cannot have been signed on a day to come."))
    if file is None and form == Nomination.Form.SCAN:
        raise Refused(_("Choose the file of the scan."))
    paper = Nomination(delegation=delegation, signed_by=nfc(signed_by), signed_on=signed_on, form=form, by=by)
    if file is not None:
        suffix = kind_of_paper(file)
        paper.file_name = nfc(file.name)[-255:]
        paper.file.save(f"{uuid.uuid4().hex}{suffix}", file, save=False)
    paper.save()
    changes = {"signed_by": [None, paper.signed_by], "signed_on": [None, signed_on.isoformat()], "form": [None, form]}
    log.record(NOMINATED, delegation, by=by, event=delegation.event, changes=changes)
    return paper


def kind_of_paper(file: UploadedFile) -> str:
    """The suffix of what the file really is; Refused for anything but a PDF or a picture, and for what is too large."""
    if (file.size or 0) > LARGEST:
        raise Refused(_("The file is larger than %(n)s MB. Scan it with fewer dots.") % {"n": LARGEST // 1_000_000})
    start = file.read(16)
    file.seek(0)
    found = next((suffix for first, suffix in PAPERS if start.startswith(first)), "")
    if not found:
        raise Refused(_("“%(name)s” is no PDF, PNG or JPEG. Scan the paper as one of these.") % {"name": file.name})
    return found


@transaction.atomic
def stand_in(delegate: Delegate, *, by: User | None, from_on: dt.date, until_on: dt.date | None, reason: str) -> Deputy:
    """Somebody of the delegation stands in for its head; who stood in before does until the day before."""
    delegation = delegate.delegation
    Delegation.objects.select_for_update().get(pk=delegation.pk)
    reason = nfc(reason)
    if not reason:
        raise Refused(_("Give the reason."))
    if delegate.withdrawn_on or delegation.withdrawn_on:
        raise Refused(_("%(person)s has withdrawn.") % {"person": delegate.person})
    if delegate.role == Delegate.Role.HEAD:
        raise Refused(_("%(person)s is the head; choose who stands in for them.") % {"person": delegate.person})
    if until_on and until_on < from_on:
        raise Refused(_("It ends before it starts."))
    before = Deputy.objects.filter(delegation=delegation, until_on=None).first()
    if before is not None:
        if before.from_on >= from_on:
            before.delete()
        else:
            before.until_on = from_on - dt.timedelta(days=1)
            before.save(update_fields=["until_on"])
    made = Deputy.objects.create(
        delegation=delegation, delegate=delegate, from_on=from_on, until_on=until_on, reason=reason
    )
    changes = {"person": [None, str(delegate.person)], "reason": [None, reason], "from_on": [None, str(from_on)]}
    log.record(STANDS_IN, delegation, by=by, event=delegation.event, changes=changes)
    return made


@transaction.atomic
def end_standing_in(deputy: Deputy, *, by: User | None, on: dt.date) -> None:
    """The head is back; the last day that somebody stood in."""
    if on < deputy.from_on:
        raise Refused(_("It ends before it starts."))
    deputy.until_on = on
    deputy.save(update_fields=["until_on"])
    changes = {"until_on": [None, str(on)]}
    log.record(STANDS_IN, deputy.delegation, by=by, event=deputy.delegation.event, changes=changes)


@transaction.atomic
def invite_to_register(delegate: Delegate, *, by: User | None, address: str) -> User:
    """Open an account for a delegate and send them the way to their own registration; they sign in by a code."""
    account = people.open_account(by=by, email=address, person=delegate.person)
    chosen = language_for(account.language, *delegate.languages)
    event = delegate.delegation.event
    with override(chosen.language):
        subject = _("Your registration: %(event)s") % {"event": event}
        body = _(
            "Dear %(person)s,\n\n%(city)s has named you for %(event)s. Please register here; sign in with this "
            "address, and a code comes to it:\n\n%(link)s"
        ) % {
            "person": delegate.person, "city": delegate.delegation.organization, "event": event,
            "link": address_of(delegate, chosen.language),
        }  # fmt: skip
    draft(
        ACCOUNT, by=by, once=f"registration account:{delegate.pk}:{account.pk}:{timezone.localdate()}",
        address=account.email, to=delegate.person, language=chosen.language, wanted_language=chosen.wanted,
        subject=subject, body=body, folder=event.folder,
    )  # fmt: skip
    log.record(INVITED, delegate, by=by, event=event)
    return account


@transaction.atomic
def tell_late_changes(questionnaire: Questionnaire) -> int:
    """Tell the host's protocol officers and the secretariat of what has changed since they were told; how many letters.

    One letter to each with all changes of the last sweep, so that an hour of corrections is not forty letters.
    """
    current = Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
    entries = late_entries(current)
    if not entries:
        return 0
    letters = 0
    for officer in _concerned(current.event):
        if any(entry.by_id != officer.pk for entry in entries):
            _draft_late(current.event, officer, entries)
            letters += 1
    current.told_upto = entries[-1].pk
    current.save(update_fields=["told_upto"])
    return letters


def late_entries(questionnaire: Questionnaire) -> list[LogEntry]:
    """What happened to delegations since those concerned were told, if changes are late by now; the oldest first."""
    event = questionnaire.event
    if questionnaire.late_from is None or event.local(timezone.now()).date() < questionnaire.late_from:
        return []
    found = LogEntry.objects.filter(event_id=str(event.pk), verb__in=CONCERNED, pk__gt=questionnaire.told_upto)
    return list(found.order_by("pk")[:500])


def _concerned(event: Event) -> Iterable[User]:
    hosts = EventRole.objects.filter(event=event, role=EventRole.Role.HOST).values("organization")
    today = Appointment.objects.on(timezone.localdate())
    duties = today.filter(duty=Appointment.Duty.PROTOCOL, organization__in=hosts)
    network = only_network()
    if network is not None:
        duties |= today.filter(duty=Appointment.Duty.PROGRAMME, organization=network.secretariat_id)
    return User.objects.filter(pk__in=duties.values("user"), is_active=True).order_by("pk")


def _draft_late(event: Event, officer: User, entries: list[LogEntry]) -> None:
    chosen = language_for(officer.language)
    with override(chosen.language):
        n = len(entries)
        subject = ngettext("%(n)s late change: %(event)s", "%(n)s late changes: %(event)s", n) % {
            "n": n,
            "event": event,
        }
        lines = [f"{event.local(entry.at):%Y-%m-%d %H:%M}  {log.sentence_of(entry)}" for entry in entries[:MOST_TOLD]]
        if n > MOST_TOLD:
            lines.append(_("… and %(n)s more; see the log.") % {"n": n - MOST_TOLD})
        body = "\n".join([_("Changed after the day from which changes are late:"), "", *lines])
    draft(
        LATE, by=None, once=f"late:{event.pk}:{officer.pk}:{entries[-1].pk}", address=officer.email, name=str(officer),
        to=officer.person, language=chosen.language, wanted_language=chosen.wanted, subject=subject, body=body,
        folder=event.folder,
    )  # fmt: skip
