"""Registration: what an event asks of those who come, what they answered, and what still is missing.

Sensitive answers (diet, access, visa) lie in a table of their own with the day on which they are deleted; they are in
no log and in no list but one.
"""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hansa.base.fields import MultilingualField
from hansa.delegations.models import Delegate, Delegation
from hansa.events.models import Event


class Questionnaire(models.Model):
    """How an event registers people: from when until when, what a badge needs, when what is sensitive goes."""

    class Demand(models.TextChoices):
        NOMINATION = "nomination", _("the signed nomination")
        TITLE = "title", _("a title")
        LANGUAGES = "languages", _("the languages they speak")
        ARRIVAL = "arrival", _("an arrival")
        REGISTRATION = "registration", _("an approved registration")

    event = models.OneToOneField(Event, models.CASCADE, related_name="questionnaire")
    opens_on = models.DateField(_("opens on"), null=True, blank=True)
    closes_on = models.DateField(_("closes on"), null=True, blank=True)
    # From this day on a change to who comes is told to those concerned at once.
    late_from = models.DateField(_("changes are late from"), null=True, blank=True)
    purge_on = models.DateField(_("sensitive answers are deleted on"))
    demands: Any = models.JSONField(_("needed for a badge"), default=list)
    # The last entry of the log of which those concerned were told.
    told_upto = models.BigIntegerField(default=0)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="registration_questionnaire_closes_after_opening",
                condition=Q(opens_on=None) | Q(closes_on=None) | Q(closes_on__gte=F("opens_on")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.event)


class QuestionQuerySet(models.QuerySet):
    def asked(self) -> Self:
        """Those that are asked now."""
        return self.filter(retired_at=None)


class Question(models.Model):
    """A question of a questionnaire. One that was answered is retired, never deleted."""

    class Kind(models.TextChoices):
        YES_NO = "yes no", _("yes or no")
        CHOICE = "choice", _("one of several")
        SEVERAL = "several", _("any of several")
        TEXT = "text", _("text")
        NUMBER = "number", _("number")
        DATE = "date", _("day")

    class Category(models.TextChoices):
        DIET = "diet", _("diet")
        ACCESS = "access", _("access")
        HOTEL = "hotel", _("hotel")
        FLIGHTS = "flights", _("flights")
        VISA = "visa", _("visa")
        EMERGENCY = "emergency", _("emergency contact")
        OTHER = "other", pgettext_lazy("category of questions", "other")

    questionnaire = models.ForeignKey(Questionnaire, models.CASCADE, related_name="questions")
    order = models.PositiveSmallIntegerField(default=0)
    category = models.CharField(_("category"), max_length=10, choices=Category.choices, default=Category.OTHER)
    kind = models.CharField(_("kind of answer"), max_length=8, choices=Kind.choices)
    text = MultilingualField(_("question"))
    # Of a choice: a list of short texts by language; an answer is the place in it, from 0.
    options: Any = models.JSONField(_("choices"), default=list, blank=True)
    required = models.BooleanField(_("must be answered"), default=False)
    is_sensitive = models.BooleanField(_("sensitive"), default=False)
    # Roles of delegates that are asked; empty: all.
    roles: Any = models.JSONField(_("roles"), default=list, blank=True)
    # Asked only of those who gave this answer to another question: "yes", or the place of a choice.
    only_if = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    only_if_answer = models.CharField(max_length=12, blank=True)
    retired_at = models.DateTimeField(null=True, blank=True)

    objects = QuestionQuerySet.as_manager()

    class Meta:
        ordering = ["order", "pk"]
        constraints = [
            models.CheckConstraint(name="registration_question_not_of_itself", condition=~Q(only_if=F("id"))),
            models.CheckConstraint(
                name="registration_question_condition_is_whole",
                condition=Q(only_if=None, only_if_answer="") | (Q(only_if__isnull=False) & ~Q(only_if_answer="")),
            ),
        ]

    def __str__(self) -> str:
        return str(self.text)

    @property
    def name(self) -> str:
        """Its key in forms and in answers."""
        return f"q{self.pk}"


class Registration(models.Model):
    """A delegate's registration: kept with each save, submitted when whole, approved by the office."""

    class State(models.TextChoices):
        DRAFT = "draft", pgettext_lazy("registration", "begun")
        SUBMITTED = "submitted", pgettext_lazy("registration", "submitted")
        RETURNED = "returned", pgettext_lazy("registration", "sent back")
        APPROVED = "approved", pgettext_lazy("registration", "approved")

    # The steps that acts may take; nothing else changes ``state``.
    STEPS = {
        State.DRAFT: (State.SUBMITTED,),
        State.SUBMITTED: (State.APPROVED, State.RETURNED, State.DRAFT, State.SUBMITTED),
        State.RETURNED: (State.SUBMITTED,),
        # A change after the yes asks for it again.
        State.APPROVED: (State.SUBMITTED,),
    }

    delegate = models.OneToOneField(Delegate, models.CASCADE, related_name="registration")
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.DRAFT)
    # By the question's name; what is sensitive is not here.
    answers: Any = models.JSONField(default=dict)
    # What stood here when it was approved, for the difference that is shown after a change.
    approved_answers: Any = models.JSONField(default=dict)
    # Names of sensitive questions whose answer has changed since the yes; never the answers.
    changed_since: Any = models.JSONField(default=list)
    remark = models.CharField(_("what is to be done"), max_length=500, blank=True)
    edition = models.PositiveIntegerField(default=0)
    saved_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    approved_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                name="registration_approved_says_when", condition=~Q(state="approved") | Q(approved_at__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return str(self.delegate)


class Sensitive(models.Model):
    """The sensitive answers of a registration. The row goes on its day, and with the person."""

    registration = models.OneToOneField(Registration, models.CASCADE, related_name="sensitive")
    answers: Any = models.JSONField(default=dict)
    purge_on = models.DateField(db_index=True)

    def __str__(self) -> str:
        # Never what it holds: this may stand in a log.
        return f"{self.registration_id}"


class Nomination(models.Model):
    """The paper by which a delegation is named: who signed it, on which day, and whether it is a scan or the original.

    A later paper does not delete an earlier one; the last counts.
    """

    class Form(models.TextChoices):
        SCAN = "scan", _("scan")
        ORIGINAL = "original", _("original")

    delegation = models.ForeignKey(Delegation, models.CASCADE, related_name="nominations")
    signed_by = models.CharField(_("signed by"), max_length=200)
    signed_on = models.DateField(_("signed on"))
    form = models.CharField(_("received as"), max_length=8, choices=Form.choices, default=Form.SCAN)
    # Stored under an id of our own; the name it came with is only shown.
    file = models.FileField(_("file"), upload_to="nominations/", blank=True)
    file_name = models.CharField(max_length=255, blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return str(self.delegation)


class Deputy(models.Model):
    """Who stands in for the head of a delegation, from and until which day, and why. The head stays on record."""

    delegation = models.ForeignKey(Delegation, models.CASCADE, related_name="deputies")
    delegate = models.ForeignKey(Delegate, models.CASCADE, related_name="deputizing")
    from_on = models.DateField(_("from"))
    until_on = models.DateField(_("until"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=300)

    class Meta:
        ordering = ["-from_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="registration_deputy_ends_after_start", condition=Q(until_on=None) | Q(until_on__gte=F("from_on"))
            ),
            models.UniqueConstraint(
                fields=["delegation"], condition=Q(until_on=None), name="registration_deputy_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delegate}"
