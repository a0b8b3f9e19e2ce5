"""Due letters are handed to the mail server, one after the other over one connection.

Each letter is claimed before and marked after it is handed over, each in a statement of its own. So two workers never
send the same one, and a worker that is killed in between leaves a letter of which nobody knows whether it has gone: it
is held for a person to decide, never sent again by itself. What the other side refuses for good fails; what it asks to
try later is tried later, at growing intervals; neither stops the letters after it.
"""

import datetime as dt
import logging
import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.core.mail import get_connection
from django.db.models import F
from django.utils import timezone

from hansa.mail.message import message_of
from hansa.mail.models import Letter

State, Failure = Letter.State, Letter.Failure
# Waits between attempts: about two days in all, as RFC 5321, 4.5.4.1 advises for a queue before it gives up.
WAITS = [dt.timedelta(minutes=minutes) for minutes in (5, 30, 120, 360, 720, 1440)]
# A handing over takes seconds; after this long its worker must be dead.
LOST = dt.timedelta(minutes=10)
ANSWER_LENGTH = 500
_log = logging.getLogger(__name__)


@dataclass
class Sent:
    """What one run has done."""

    sent: int = 0
    failed: int = 0
    later: int = 0
    held: int = 0

    @property
    def all(self) -> int:
        return self.sent + self.failed + self.later + self.held


def send_due(tell: Callable[[Sent], None] = lambda done: None) -> Sent:
    """Send every letter that is due; ``tell`` hears how far it is after each."""
    done = Sent()
    keys = list(Letter.objects.due().values_list("pk", flat=True))
    if not keys:
        return done
    connection: Any = None
    for key in keys:
        letter = _claim(key)
        if letter is None:
            continue
        try:
            connection = connection or _opened()
        except (OSError, smtplib.SMTPException) as error:
            # Nothing was handed over: this letter and all after it are tried later.
            _later(letter, error, done)
            break
        if not _hand_over(letter, connection, done):
            _close(connection)
            connection = None
        tell(done)
    _close(connection)
    return done


def hold_the_lost() -> int:
    """Letters whose worker died while it handed them over are held for a person to decide; answers how many."""
    found = Letter.objects.filter(state=State.SENDING, begun_at__lt=timezone.now() - LOST)
    return found.update(state=State.HELD, failure=Failure.INTERRUPTED, due_at=None, edition=F("edition") + 1)


def _claim(key: int) -> Letter | None:
    """Take a due letter for oneself; None where somebody else has it, or has held it meanwhile."""
    now = timezone.now()
    taken = Letter.objects.filter(pk=key, state=State.APPROVED, due_at__lte=now).update(
        state=State.SENDING, begun_at=now, attempts=F("attempts") + 1
    )
    return Letter.objects.get(pk=key) if taken else None


def _opened() -> Any:
    connection = get_connection()
    connection.open()
    return connection


def _close(connection: Any) -> None:
    if connection is not None:
        try:
            connection.close()
        except (OSError, smtplib.SMTPException):
            _log.info("the mail server did not say goodbye")


def _hand_over(letter: Letter, connection: Any, done: Sent) -> bool:
    """Give one letter to the server; whether the connection is still good."""
    try:
        message = message_of(letter, connection)
        message.message()  # what cannot be written is known before the server hears of it
    except (ValueError, UnicodeError) as error:
        _end(letter, State.FAILED, Failure.MALFORMED, error, done)
        return True
    try:
        connection.send_messages([message])
    except smtplib.SMTPRecipientsRefused as refused:
        code, said = next(iter(refused.recipients.values()), (550, b""))
        _refused(letter, code, said, done)
    except smtplib.SMTPResponseException as refused:  # of the sender, or of the text
        _refused(letter, refused.smtp_code, refused.smtp_error, done)
    except (OSError, smtplib.SMTPException) as error:
        # It broke while the letter was on the line.
        _end(letter, State.HELD, Failure.INTERRUPTED, error, done)
        return False
    else:
        letter.state, letter.sent_at, letter.failure, letter.answer = State.SENT, timezone.now(), "", ""
        letter.save(update_fields=["state", "sent_at", "failure", "answer"])
        done.sent += 1
    return True


def _refused(letter: Letter, code: int, said: Any, done: Sent) -> None:
    """RFC 5321, 4.2.1: a reply of 4yz asks to try later, one of 5yz is for good."""
    words = said.decode("utf-8", "replace") if isinstance(said, bytes) else str(said)
    if 400 <= code < 500:
        _later(letter, f"{code} {words}", done)
    else:
        _end(letter, State.FAILED, Failure.REFUSED, f"{code} {words}", done)


def _later(letter: Letter, said: Any, done: Sent) -> None:
    if letter.attempts > len(WAITS):
        _end(letter, State.FAILED, Failure.TIRED, said, done)
        return
    letter.state, letter.due_at = State.APPROVED, timezone.now() + WAITS[letter.attempts - 1]
    letter.answer = str(said)[:ANSWER_LENGTH]
    letter.save(update_fields=["state", "due_at", "answer"])
    done.later += 1


def _end(letter: Letter, state: Any, failure: Any, said: Any, done: Sent) -> None:
    letter.state, letter.failure, letter.due_at = state, failure, None
    letter.answer = str(said)[:ANSWER_LENGTH]
    letter.save(update_fields=["state", "failure", "due_at", "answer"])
    if state == State.HELD:
        done.held += 1
    else:
        done.failed += 1
