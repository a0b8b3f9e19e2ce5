"""Letters for tests, and a mail server on this machine that answers as it is told."""

import contextlib
import email.policy
import socket
from collections.abc import Iterator
from email import message_from_bytes
from email.message import Message
from typing import Any

from aiosmtpd.controller import Controller
from django.test import override_settings
from django.utils.translation import gettext_lazy as _

from hansa.mail import actions, kinds
from hansa.mail.models import Letter

NOTICE = kinds.kind("tests.notice", _("notice"), needs_approval=False)
INVITATION = kinds.kind("tests.invitation", _("invitation"))
SMTP = "django.core.mail.backends.smtp.EmailBackend"


def letter(number: int = 1, kind: str = INVITATION, **values: Any) -> Letter:
    """A letter to one of many addresses; the same number is the same letter."""
    fresh = {
        "by": None, "once": f"tests:{number}", "address": f"focal{number}@example.org", "language": "en",
        "subject": f"Letter {number}", "body": "Dear colleague,\n\nplease answer.\n\nhttps://hansa.example.org/x",
    }  # fmt: skip
    return actions.draft(kind, **{**fresh, **values})


class Post:
    """A mail server that keeps what it gets. ``refuse`` maps an address to the reply it gets instead of a yes;
    ``drops`` are addresses at whose text it hangs up."""

    def __init__(self) -> None:
        self.got: list[Message] = []
        self.refuse: dict[str, str] = {}
        self.drops: set[str] = set()

    async def handle_RCPT(  # noqa: N802 - the name that the library asks for
        self, server: Any, session: Any, envelope: Any, address: str, options: Any
    ) -> str:
        if address in self.refuse:
            return self.refuse[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802
        if self.drops & set(envelope.rcpt_tos):
            server.transport.abort()
            return "250 never heard"
        self.got.append(message_from_bytes(envelope.content, policy=email.policy.default))
        return "250 OK"

    @property
    def recipients(self) -> list[str]:
        return [str(message["To"]) for message in self.got]


@contextlib.contextmanager
def post_office() -> Iterator[Post]:
    """The server, with the settings that make Django speak to it by the real protocol."""
    post = Post()
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    controller = Controller(post, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        with override_settings(
            EMAIL_BACKEND=SMTP, EMAIL_HOST="127.0.0.1", EMAIL_PORT=port, EMAIL_USE_TLS=False, EMAIL_TIMEOUT=5
        ):
            yield post
    finally:
        controller.stop()
