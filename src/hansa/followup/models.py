"""What remains of a meeting or a contact: minutes, promises, outcomes."""

import datetime as dt
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from hansa.base.dates import PartialDate
from hansa.base.fields import PRECISION
from hansa.base.text import nfc, search_key
from hansa.events.models import Event
from hansa.meetings.models import Contact, Meeting
from hansa.network.models import Agreement, Organization
from hansa.network.terms import end_of
from hansa.people.models import Person

if TYPE_CHECKING:
    from django.db.models.manager import RelatedManager


class Minutes(models.Model):
    """What one side wrote down of a meeting. They are its own until it shares them; ``text`` is the last edition's."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="minutes")
    owner = models.ForeignKey(Organization, models.PROTECT, verbose_name=_("whose"), related_name="+")
    language = models.CharField(_("language"), max_length=12, blank=True)
    text = models.TextField(_("minutes"))
    # Two people who write at once see each other by it.
    edition = models.PositiveIntegerField(default=1)
    shared_at = models.DateTimeField(null=True, blank=True)
    if TYPE_CHECKING:
        editions: RelatedManager["MinutesEdition"]

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["meeting", "owner"], name="followup_minutes_one_a_side")]

    def __str__(self) -> str:
        return f"{self.meeting} ({self.owner})"


class MinutesEdition(models.Model):
    """The minutes as somebody saved them; none is ever lost."""

    minutes = models.ForeignKey(Minutes, models.CASCADE, related_name="editions")
    number = models.PositiveIntegerField(_("edition"))
    language = models.CharField(_("language"), max_length=12, blank=True)
    text = models.TextField(_("minutes"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["minutes", "number"], name="followup_edition_once")]

    def __str__(self) -> str:
        return f"{self.minutes}, {self.number}"


class PromiseQuerySet(models.QuerySet):
    def open(self) -> Self:
        """Those that nobody has closed."""
        return self.filter(state=Promise.State.OPEN)

    def overdue(self, on: dt.date | None = None) -> Self:
        """Open ones whose last possible day lies before that day (today)."""
        return self.open().filter(due_on__lt=on or timezone.localdate())


class Promise(models.Model):
    """One organization promised another something. It is the organizations', so that it outlives who is in office."""

    class State(models.TextChoices):
        OPEN = "open", pgettext_lazy("promise", "open")
        KEPT = "kept", pgettext_lazy("promise", "kept")
        RELEASED = "released", pgettext_lazy("promise", "released")
        WITHDRAWN = "withdrawn", pgettext_lazy("promise", "withdrawn")

    # The steps that acts may take; nothing else changes ``state``.
    STEPS = {
        State.OPEN: (State.KEPT, State.RELEASED, State.WITHDRAWN),
        State.KEPT: (State.OPEN,),
        State.RELEASED: (State.OPEN,),
        State.WITHDRAWN: (State.OPEN,),
    }

    by_organization = models.ForeignKey(
        Organization, models.PROTECT, verbose_name=_("who promised"), related_name="promises_given"
    )
    by_person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="promises_given")
    # The office in which it was given, as printed then: "Mayor".
    by_title = models.CharField(_("office"), max_length=160, blank=True)
    to_organization = models.ForeignKey(
        Organization, models.PROTECT, verbose_name=_("to whom"), related_name="promises_received"
    )
    to_person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="promises_received")
    what = models.CharField(_("what"), max_length=500)
    made_on = models.DateField(_("promised on"))
    # The last day that it may be, with its precision; empty where no day was named.
    due_on = models.DateField(_("by when"), null=True, blank=True)
    due_precision = models.CharField(max_length=5, choices=PRECISION, default="day")
    event = models.ForeignKey(Event, models.PROTECT, null=True, blank=True, related_name="promises")
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="promises")
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, blank=True, related_name="promises")
    recorded_for = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    once = models.CharField(max_length=40, editable=False)
    shared_at = models.DateTimeField(null=True, blank=True)
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.OPEN)
    closed_on = models.DateField(_("closed on"), null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    how = models.CharField(_("how, or why"), max_length=300, blank=True)
    evidence = models.CharField(_("evidence"), max_length=300, blank=True)
    # The due days of which those concerned were reminded, before and after.
    reminded_before = models.DateField(null=True, editable=False)
    reminded_after = models.DateField(null=True, editable=False)
    search = models.TextField(editable=False, blank=True)

    objects = PromiseQuerySet.as_manager()

    class Meta:
        ordering = [F("due_on").asc(nulls_last=True), "made_on", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["recorded_by", "once"], name="followup_promise_recorded_once"),
            models.CheckConstraint(
                name="followup_promise_to_another", condition=~Q(by_organization=F("to_organization"))
            ),
            models.CheckConstraint(
                name="followup_promise_closed_has_a_day",
                condition=Q(state="open", closed_on=None) | (~Q(state="open") & Q(closed_on__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        sides = {"by": self.by_organization, "to": self.to_organization, "what": self.what}
        return gettext("%(by)s to %(to)s: %(what)s") % sides

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.what = nfc(self.what)
        self.search = search_key(self.what, self.by_title)
        super().save(*args, **kwargs)

    @property
    def due(self) -> PartialDate | None:
        return end_of(self.due_on, self.due_precision)

    @property
    def is_open(self) -> bool:
        return self.state == self.State.OPEN

    @property
    def is_overdue(self) -> bool:
        return bool(self.is_open and self.due_on and self.due_on < timezone.localdate())

    def is_seen_by_promiser(self) -> bool:
        """Whether the side that gave it reads it: its own record of it, or one that was shared."""
        return self.shared_at is not None or self.recorded_for_id == self.by_organization_id


class Outcome(models.Model):
    """What came of a meeting or a contact: an agreement, an invitation, the next meeting, or a line."""

    class Kind(models.TextChoices):
        AGREEMENT = "agreement", _("an agreement")
        INVITATION = "invitation", _("an invitation")
        NEXT_MEETING = "next meeting", _("a next meeting")
        OTHER = "other", _("something else")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    meeting = models.ForeignKey(Meeting, models.PROTECT, null=True, blank=True, related_name="outcomes")
    contact = models.ForeignKey(Contact, models.PROTECT, null=True, blank=True, related_name="outcomes")
    line = models.CharField(_("in one line"), max_length=300, blank=True)
    agreement = models.ForeignKey(Agreement, models.PROTECT, null=True, blank=True, related_name="outcomes")
    # Invited: who, of which organization, to what.
    event = models.ForeignKey(Event, models.PROTECT, null=True, blank=True, related_name="outcomes")
    organization = models.ForeignKey(Organization, models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="outcomes")
    next_meeting = models.ForeignKey(Meeting, models.SET_NULL, null=True, blank=True, related_name="+")
    recorded_for = models.ForeignKey(Organization, models.PROTECT, related_name="+")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    recorded_at = models.DateTimeField()
    once = models.CharField(max_length=40, editable=False)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["recorded_by", "once"], name="followup_outcome_recorded_once"),
            models.CheckConstraint(
                name="followup_outcome_of_one",
                condition=Q(meeting=None, contact__isnull=False) | Q(meeting__isnull=False, contact=None),
            ),
            models.CheckConstraint(
                name="followup_outcome_is_said",
                condition=~Q(line="") | Q(agreement__isnull=False) | Q(event__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        about = self.agreement or self.event
        said = f"{self.get_kind_display()}: {about}" if about else str(self.get_kind_display())
        return f"{said}. {self.line}" if self.line else said
