"""What comes back: delivery status notifications (RFC 3464) say what became of a letter.

Read as hostile: a message is bounded, whatever cannot be read is no notice, and a letter is found by its own key alone,
which nobody who has not received it knows.
"""

import email
import email.policy
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage, Message
from enum import StrEnum

from django.db import transaction
from django.utils.translation import gettext_lazy

from hansa.base import log
from hansa.mail.models import Letter

LARGEST = 2_000_000
ANSWER_LENGTH = 500
_KEY = re.compile(r"hansa-([0-9a-f]{32})@")
_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")

BOUNCED = log.verb("letter.bounced", gettext_lazy("noted that the letter %(subject)s came back"))


class Fate(StrEnum):
    """What a notice says of a letter. Only ``FAILED`` means that it came back."""

    FAILED = "failed"
    DELAYED = "delayed"
    ARRIVED = "arrived"


@dataclass(frozen=True)
class Notice:
    """A notice about one letter: its ``key`` (32 hex digits), its fate, the status code, what the other side said."""

    key: str
    fate: Fate
    status: str
    said: str


def read_notice(raw: bytes) -> Notice | None:
    """The notice in a message; None where it is none, or is about no letter of ours. Never raises."""
    if len(raw) > LARGEST:
        return None
    try:
        message = email.message_from_bytes(raw, policy=email.policy.default)
        report = _report(message)
        key = _key(message)
        if report is None or not key:
            return None
        fate, status, said = report
        return Notice(key, fate, status, said[:ANSWER_LENGTH])
    except (ValueError, LookupError, AttributeError, TypeError, RecursionError):
        # Python's parser raises any of these for one malformed header or another.
        return None


def _report(message: Message) -> tuple[Fate, str, str] | None:
    """What the machine-readable part says of the worst recipient; None without such a part."""
    found: list[tuple[Fate, str, str]] = []
    for part in message.walk():
        if part.get_content_type() == "message/delivery-status":
            found += [_group(group) for group in _groups(part) if group.get("Action")]
    order = [Fate.FAILED, Fate.DELAYED, Fate.ARRIVED]
    return min(found, key=lambda one: order.index(one[0])) if found else None


def _groups(part: Message) -> Iterator[Message]:
    """The groups of headers of a delivery status; the first is about the message, the others about a recipient."""
    payload = part.get_payload()
    if isinstance(payload, list):
        yield from (group for group in payload if isinstance(group, Message))
    elif isinstance(payload, str):
        for text in re.split(r"\r?\n\r?\n", payload):
            yield email.message_from_string(text, policy=email.policy.compat32)


def _group(group: Message) -> tuple[Fate, str, str]:
    action = str(group.get("Action", "")).strip().split()[0].lower()
    match = _STATUS.search(str(group.get("Status", ""))) or _STATUS.search(str(group.get("Diagnostic-Code", "")))
    status = match.group(0) if match else ""
    said = " ".join(str(group.get("Diagnostic-Code", "")).split())
    if action == "failed":
        # Some servers call a full mailbox failed with 4.2.2 when they have given up: given up is given up.
        return Fate.FAILED, status, said
    return (Fate.DELAYED if action == "delayed" else Fate.ARRIVED), status, said


def _key(message: Message) -> str:
    """The key of our letter, from what the notice returns of it or refers to."""
    for header in ("In-Reply-To", "References", "Original-Message-ID", "X-Failed-Message-ID"):
        match = _KEY.search(str(message.get(header, "")))
        if match:
            return match[1]
    for part in message.walk():
        if part.get_content_type() in ("message/rfc822", "message/global"):
            inner = part.get_payload()
            for one in inner if isinstance(inner, list) else []:
                match = _KEY.search(str(one.get("Message-ID", ""))) if isinstance(one, Message) else None
                if match:
                    return match[1]
        elif part.get_content_type() in ("text/rfc822-headers", "message/rfc822-headers", "message/delivery-status"):
            match = _KEY.search(_text_of(part))
            if match:
                return match[1]
    return ""


def _text_of(part: Message) -> str:
    payload = part.get_payload(decode=True)
    if isinstance(payload, bytes):
        return payload.decode("utf-8", "replace")
    return part.as_string() if isinstance(part, EmailMessage) else str(part.get_payload())


@transaction.atomic
def note(notice: Notice) -> bool:
    """Mark the letter that came back; whether there was one to mark. A delay or an arrival changes nothing."""
    if notice.fate is not Fate.FAILED:
        return False
    letter = Letter.objects.select_for_update(of=("self",)).filter(key=notice.key, state=Letter.State.SENT).first()
    if letter is None:
        return False
    letter.state, letter.failure = Letter.State.BOUNCED, Letter.Failure.BOUNCED
    letter.answer = f"{notice.status} {notice.said}".strip()[:ANSWER_LENGTH]
    letter.save(update_fields=["state", "failure", "answer"])
    log.record(BOUNCED, letter, by=None, changes={"status": [None, notice.status]})
    return True
