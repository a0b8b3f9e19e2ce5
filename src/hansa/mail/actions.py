"""Letters are drafted, revised, approved, held, cancelled and tried again. Sending is in ``sending``.

The log says which letter and what was done to it, never what it says nor to which address: a letter can be forgotten,
and must not live on in the log.
"""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansa.base import log
from hansa.base.errors import Refused
from hansa.base.jobs import enqueue
from hansa.base.models import Job
from hansa.base.text import nfc
from hansa.mail.kinds import is_known, kind_of
from hansa.mail.models import Letter
from hansa.people.models import Person, User

SEND = "mail.send"
State = Letter.State

DRAFTED = log.verb("letter.drafted", gettext_lazy("drafted the letter %(subject)s"))
REVISED = log.verb("letter.revised", gettext_lazy("revised the letter %(subject)s"))
APPROVED = log.verb("letter.approved", gettext_lazy("approved the letter %(subject)s"))
HELD = log.verb("letter.held", gettext_lazy("held the letter %(subject)s back"))
CANCELLED = log.verb("letter.cancelled", gettext_lazy("cancelled the letter %(subject)s"))


@transaction.atomic
def draft(
    kind: str,
    *,
    by: User | None,
    once: str,
    address: str,
    language: str,
    subject: str,
    body: str,
    to: Person | None = None,
    name: str = "",
    folder: str = "",
    calendar: str = "",
    wanted_language: str = "",
) -> Letter:
    """Put a letter into the outbox, in ``language``; ``body`` is plain text in paragraphs, each link on its own line.

    ``once`` names the letter: whoever drafts it again gets the one that is there, whatever has become of it. A kind
    that needs no approval is on its way at once. ``wanted_language`` is what ``languages.Chosen.wanted`` says.
    """
    if not is_known(kind):
        raise ValueError(f"There is no kind of letter “{kind}”.")
    name = nfc(name) or (str(to) if to else "")
    if not address.strip():
        raise Refused(_("There is no address for a letter to %(name)s.") % {"name": name or _("somebody")})
    values = {"kind": kind, "to": to, "name": name, "address": address.strip(), "folder": folder, "calendar": calendar}
    values |= {"language": language, "wanted_language": wanted_language}
    values |= {"subject": _one_line(subject), "body": _text(body)}
    values |= {"drafted_at": timezone.now(), "drafted_by": by}
    letter, is_new = Letter.objects.get_or_create(once=once, defaults=values)
    if is_new:
        log.record(DRAFTED, letter, by=by)
        if not kind_of(kind).needs_approval:
            approve([letter], by=by)
    return letter


@transaction.atomic
def revise(letter: Letter, *, by: User | None, subject: str, body: str, edition: int) -> Letter:
    """Change what a letter says that is not on its way; refused where somebody changed it since ``edition``."""
    current = _locked(letter)
    if not current.may_be_edited:
        raise Refused(_("This letter is on its way or has gone; it can no longer be changed."))
    if current.edition != edition:
        raise Refused(
            _("Somebody has changed this letter meanwhile. Look at it as it stands now, and change it again.")
        )
    values = {"subject": _one_line(subject), "body": _text(body)}
    changed = [name for name, value in values.items() if getattr(current, name) != value]
    if not changed:
        return current
    for name in changed:
        setattr(current, name, values[name])
    current.edition += 1
    current.save(update_fields=[*changed, "edition"])
    log.record(REVISED, current, by=by, changes={"fields": [None, ", ".join(changed)]})
    return current


@transaction.atomic
def approve(letters: Iterable[Letter], *, by: User | None) -> int:
    """Let letters go; answers how many. Those on their way or gone already are left alone: nobody sends twice."""
    wanted = [letter.pk for letter in letters]
    now = timezone.now()
    done = 0
    ready = [State.DRAFTED, State.HELD, State.FAILED, State.BOUNCED]
    for letter in Letter.objects.select_for_update(of=("self",)).filter(pk__in=wanted, state__in=ready).order_by("pk"):
        letter.state, letter.approved_at, letter.approved_by, letter.due_at = State.APPROVED, now, by, now
        letter.failure, letter.answer, letter.attempts = "", "", 0
        letter.save()
        log.record(APPROVED, letter, by=by)
        done += 1
    if done:
        see_to_sending()
    return done


@transaction.atomic
def hold(letter: Letter, *, by: User | None) -> None:
    """Keep a letter back until somebody approves it again."""
    current = _locked(letter)
    if current.state not in (State.DRAFTED, State.APPROVED):
        raise Refused(_("This letter is on its way or has gone; it can no longer be held back."))
    current.state, current.due_at = State.HELD, None
    current.save(update_fields=["state", "due_at"])
    log.record(HELD, current, by=by)


@transaction.atomic
def cancel(letter: Letter, *, by: User | None) -> None:
    """It is not sent; it stays on record."""
    current = _locked(letter)
    if State.CANCELLED not in Letter.STEPS[State(current.state)]:
        raise Refused(_("This letter is on its way or has gone; it can no longer be cancelled."))
    current.state, current.due_at = State.CANCELLED, None
    current.save(update_fields=["state", "due_at"])
    log.record(CANCELLED, current, by=by)


def see_to_sending() -> None:
    """Ask the worker to send what is due, unless it has been asked already."""
    if not Job.objects.filter(kind=SEND, state=Job.State.WAITING).exists():
        enqueue(SEND, {}, by=None)


def _locked(letter: Letter) -> Letter:
    return Letter.objects.select_for_update(of=("self",)).get(pk=letter.pk)


def _one_line(subject: Any) -> str:
    """A subject: a line break in it could begin another header."""
    return " ".join(nfc(str(subject)).split())[:300]


def _text(body: str) -> str:
    """Line ends as one sign, no space at the ends of lines, at most one empty line between paragraphs."""
    lines = [line.rstrip() for line in nfc(body).replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    text = "\n".join(lines)
    while "\n\n\n" in text:
        text = text.replace("\n\n\n", "\n\n")
    return text.strip()
