"""A letter as a message: RFC 5322 headers, plain text, an HTML twin that knows its direction, a calendar."""

import re
from email.utils import formataddr, parseaddr

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.utils.translation import get_language_info

from hansa.mail.kinds import kind_of
from hansa.mail.models import Letter

_METHOD = re.compile(r"^METHOD:([A-Z]+)\s*$", re.MULTILINE)


def message_id(letter: Letter) -> str:
    """The same for each attempt, so that a mailbox shows one message whatever happens on the way."""
    domain = parseaddr(settings.DEFAULT_FROM_EMAIL)[1].rpartition("@")[2] or "localhost"
    return f"<hansa-{letter.key.hex}@{domain}>"


def message_of(letter: Letter, connection: BaseEmailBackend | None = None) -> EmailMultiAlternatives:
    """The message that is sent; ValueError (Django's BadHeaderError) where a header cannot be written."""
    headers = {
        "Message-ID": message_id(letter),
        "Content-Language": letter.language,
        # RFC 3834: keeps holiday answers away from letters that no person wrote one by one.
        "Auto-Submitted": "auto-generated" if not kind_of(letter.kind).needs_approval else "no",
    }
    recipient = formataddr((letter.name, letter.address)) if letter.name else letter.address
    sender, body = settings.DEFAULT_FROM_EMAIL, letter.body + "\n"
    found = EmailMultiAlternatives(letter.subject, body, sender, [recipient], headers=headers, connection=connection)
    paragraphs = [part.split("\n") for part in letter.body.split("\n\n")]
    values = {
        "letter": letter,
        "paragraphs": paragraphs,
        "direction": "rtl" if get_language_info(letter.language)["bidi"] else "ltr",
    }
    found.attach_alternative(render_to_string("mail/message.html", values), "text/html")
    if letter.calendar:
        method = _METHOD.search(letter.calendar)
        found.attach("invite.ics", letter.calendar, f"text/calendar; method={method[1] if method else 'PUBLISH'}")
    return found
