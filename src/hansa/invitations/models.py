"""Who is invited to an event, in which capacity and with how many places; what they answered, and whether it counts."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hansa.delegations.models import Delegation
from hansa.events.models import Event
from hansa.network.models import Organization


class InvitationQuerySet(models.QuerySet):
    def unanswered(self) -> Self:
        """Those who have the letter and have not answered: whom a reminder may go to, and nobody else."""
        return self.filter(state=Invitation.State.INVITED)


class Invitation(models.Model):
    """An organization invited to an event. It is bound to its address: whoever else has the letter cannot answer alone.

    Nobody becomes a member by being invited: an invitation says nothing about standing in the network.
    """

    class State(models.TextChoices):
        PREPARED = "prepared", pgettext_lazy("invitation", "prepared")
        INVITED = "invited", pgettext_lazy("invitation", "invited")
        ACCEPTED = "accepted", pgettext_lazy("invitation", "accepted")
        DECLINED = "declined", pgettext_lazy("invitation", "declined")
        WITHDRAWN = "withdrawn", pgettext_lazy("invitation", "withdrawn")

    # The steps that acts may take; nothing else changes ``state``.
    STEPS = {
        State.PREPARED: (State.INVITED, State.ACCEPTED, State.DECLINED, State.WITHDRAWN),
        State.INVITED: (State.ACCEPTED, State.DECLINED, State.WITHDRAWN),
        State.ACCEPTED: (State.DECLINED, State.WITHDRAWN),
        State.DECLINED: (State.ACCEPTED, State.WITHDRAWN),
        State.WITHDRAWN: (State.PREPARED,),
    }
    Capacity = Delegation.Capacity

    event = models.ForeignKey(Event, models.PROTECT, related_name="invitations")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="invitations")
    capacity = models.CharField(_("capacity"), max_length=12, choices=Capacity.choices, default=Capacity.GUEST)
    places = models.PositiveSmallIntegerField(_("places"), default=3)
    # To whom the letter goes; the name as it stands in the address, "" for the office of the mayor and the like.
    name = models.CharField(_("name"), max_length=200, blank=True)
    address = models.EmailField(_("address"))
    language = models.CharField(_("language"), max_length=12)
    answer_by = models.DateField(_("answer by"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.PREPARED)
    # Raised to make links void that went out before.
    link_version = models.PositiveSmallIntegerField(default=1)
    invited_at = models.DateTimeField(null=True, blank=True)
    opened_at = models.DateTimeField(null=True, blank=True)
    reminded_on = models.DateField(null=True, blank=True)
    reminders = models.PositiveSmallIntegerField(default=0)
    answered_at = models.DateTimeField(null=True, blank=True)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        ordering = ["organization__name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "organization"], name="invitations_invitation_once"),
            models.CheckConstraint(name="invitations_invitation_has_places", condition=Q(places__gte=1)),
            models.CheckConstraint(
                name="invitations_answer_says_when",
                condition=~Q(state__in=["accepted", "declined"]) | Q(answered_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization}, {self.event}"

    @property
    def closes_at(self) -> dt.datetime:
        """The end of the last day for an answer, on the event's clock."""
        return dt.datetime.combine(self.answer_by + dt.timedelta(days=1), dt.time(), self.event.tz)

    @property
    def is_over(self) -> bool:
        """Whether the time for an answer has passed."""
        return timezone.now() >= self.closes_at

    @property
    def is_late(self) -> bool:
        """Whether it was answered after its time."""
        return self.answered_at is not None and self.answered_at >= self.closes_at


class Answer(models.Model):
    """One answer to an invitation, kept whether it counts or not.

    It counts once it is confirmed: by the code that went to the address of the invitation, by an account that may speak
    for the organization, or by an officer.
    """

    class Choice(models.TextChoices):
        ACCEPT = "accept", pgettext_lazy("answer", "we accept")
        SUBSTITUTE = "substitute", pgettext_lazy("answer", "we accept; somebody else comes")
        DECLINE = "decline", pgettext_lazy("answer", "we decline")

    class Way(models.TextChoices):
        CODE = "code", pgettext_lazy("way of an answer", "code sent to the address of the invitation")
        ACCOUNT = "account", pgettext_lazy("way of an answer", "account of the organisation")
        OFFICE = "office", pgettext_lazy("way of an answer", "entered by the office")

    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="answers")
    choice = models.CharField(_("answer"), max_length=10, choices=Choice.choices)
    # Who comes instead of the one invited, and as what, as somebody typed it.
    substitute = models.CharField(_("who comes instead"), max_length=200, blank=True)
    substitute_title = models.CharField(_("title"), max_length=160, blank=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    given_by = models.CharField(_("who answered"), max_length=200, blank=True)
    at = models.DateTimeField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    way = models.CharField(max_length=8, choices=Way.choices)
    code_hash = models.CharField(max_length=64, blank=True, editable=False)
    code_until = models.DateTimeField(null=True, editable=False)
    attempts = models.PositiveSmallIntegerField(default=0)
    confirmed_at = models.DateTimeField(null=True, blank=True)
    # Set aside by an officer, who knows that it was not theirs to give.
    dismissed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="invitations_answer_names_the_substitute", condition=~Q(choice="substitute") | ~Q(substitute="")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_choice_display()}, {self.invitation}"

    @property
    def is_open(self) -> bool:
        """Given, and neither confirmed nor set aside: somebody should look at it."""
        return self.confirmed_at is None and self.dismissed_at is None


class Wording(models.Model):
    """What the letters of an event say in one language, where the office has changed the usual words."""

    class Kind(models.TextChoices):
        INVITATION = "invitation", _("invitation")
        REMINDER = "reminder", _("reminder")

    event = models.ForeignKey(Event, models.CASCADE, related_name="wordings")
    kind = models.CharField(max_length=12, choices=Kind.choices)
    language = models.CharField(max_length=12)
    subject = models.CharField(_("subject"), max_length=300)
    body = models.TextField(_("text"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "kind", "language"], name="invitations_wording_once"),
        ]

    def __str__(self) -> str:
        return f"{self.event}, {self.get_kind_display()}, {self.language}"
