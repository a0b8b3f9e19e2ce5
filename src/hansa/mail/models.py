"""The outbox. A letter is a row before it is sent, and stays one afterwards."""

import uuid
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hansa.mail.kinds import kind_of
from hansa.people.models import Person


class LetterQuerySet(models.QuerySet):
    def waiting(self) -> Self:
        """Those that somebody has to approve, or to decide about."""
        return self.filter(state__in=[Letter.State.DRAFTED, Letter.State.HELD])

    def due(self) -> Self:
        """Those to be sent now, the longest due first."""
        return self.filter(state=Letter.State.APPROVED, due_at__lte=timezone.now()).order_by("due_at", "pk")


class Letter(models.Model):
    """A message that we send and keep: to whom, in which language, what it says, and what became of it."""

    class State(models.TextChoices):
        DRAFTED = "drafted", pgettext_lazy("letter", "drafted")
        HELD = "held", pgettext_lazy("letter", "held")
        APPROVED = "approved", pgettext_lazy("letter", "approved")
        SENDING = "sending", pgettext_lazy("letter", "being sent")
        SENT = "sent", pgettext_lazy("letter", "sent")
        FAILED = "failed", pgettext_lazy("letter", "not sent")
        BOUNCED = "bounced", pgettext_lazy("letter", "came back")
        CANCELLED = "cancelled", pgettext_lazy("letter", "cancelled")

    # The steps that acts may take; nothing else changes ``state``.
    STEPS = {
        State.DRAFTED: (State.APPROVED, State.HELD, State.CANCELLED),
        State.HELD: (State.APPROVED, State.CANCELLED),
        State.APPROVED: (State.SENDING, State.HELD, State.CANCELLED),
        # Back to approved where the server asks to try later, to held where nobody knows whether it arrived.
        State.SENDING: (State.SENT, State.APPROVED, State.FAILED, State.HELD),
        State.SENT: (State.BOUNCED,),
        State.FAILED: (State.APPROVED, State.CANCELLED),
        State.BOUNCED: (State.APPROVED, State.CANCELLED),
        State.CANCELLED: (),
    }

    class Failure(models.TextChoices):
        REFUSED = "refused", _("the other side refused it for good")
        TIRED = "tired", _("it was tried for two days in vain")
        INTERRUPTED = "interrupted", _("it was broken off while it was handed over; nobody knows whether it arrived")
        BOUNCED = "bounced", _("it came back")
        MALFORMED = "malformed", _("it cannot be written as a message")

    kind = models.CharField(_("kind"), max_length=40, db_index=True)
    # Who drafts the same letter again under this key finds the first one: so that nothing is sent twice.
    once = models.CharField(max_length=200, unique=True)
    # What it belongs to, for lists and rights: "event:12". Mail stands below events and cannot point at one.
    folder = models.CharField(max_length=40, blank=True, db_index=True)
    to = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="letters")
    name = models.CharField(_("name"), max_length=200, blank=True)
    address = models.EmailField(_("address"), blank=True)
    language = models.CharField(_("language"), max_length=12)
    # What the recipient would rather read, where we do not write it.
    wanted_language = models.CharField(max_length=12, blank=True)
    subject = models.CharField(_("subject"), max_length=300)
    body = models.TextField(_("text"))
    # An iCalendar object that comes with it, as text.
    calendar = models.TextField(blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFTED)
    # Names the message for ever, on its way out and when it comes back.
    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    edition = models.PositiveIntegerField(default=0)
    drafted_at = models.DateTimeField()
    drafted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    due_at = models.DateTimeField(null=True, blank=True)
    begun_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    failure = models.CharField(max_length=12, choices=Failure.choices, blank=True)
    # What the other side said, in its own words.
    answer = models.CharField(max_length=500, blank=True)

    objects = LetterQuerySet.as_manager()

    class Meta:
        ordering = ["-drafted_at", "-pk"]
        indexes = [models.Index(fields=["state", "due_at"], name="mail_letter_due")]
        constraints = [
            models.CheckConstraint(
                name="mail_letter_open_has_an_address",
                condition=~Q(state__in=["drafted", "held", "approved", "sending"]) | ~Q(address=""),
            ),
            models.CheckConstraint(
                name="mail_letter_approved_is_due",
                condition=~Q(state__in=["approved", "sending"]) | Q(approved_at__isnull=False, due_at__isnull=False),
            ),
            models.CheckConstraint(
                name="mail_letter_sent_says_when", condition=~Q(state__in=["sent"]) | Q(sent_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        title = str(kind_of(self.kind).title)
        return f"{title}, {self.name}" if self.name else f"{title} {self.pk or ''}".rstrip()

    @property
    def kind_title(self) -> str:
        return str(kind_of(self.kind).title)

    @property
    def is_fallback(self) -> bool:
        """Whether it is not in the language that the recipient would rather read."""
        return bool(self.wanted_language)

    @property
    def may_be_edited(self) -> bool:
        return self.state in (self.State.DRAFTED, self.State.HELD)
