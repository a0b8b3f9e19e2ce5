"""What is asked for, and what was answered. ``models`` hands its noun on.

A request is a wish of the planner's or not by the rule of its round, asked of what was answered; nothing is flagged.
"""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hansa.delegations.models import Delegate

ACCEPTANCE = "needs acceptance"


class MeetingRequest(models.Model):
    """One delegate asks for another. Two that ask for each other are one wish of greater weight."""

    class Priority(models.IntegerChoices):
        HIGH = 1, _("1, high")
        MIDDLE = 2, _("2, middle")
        LOW = 3, _("3, low")

    class Answer(models.TextChoices):
        """Must not is a declining that is final, and of which the asker never learns."""

        OPEN = "", pgettext_lazy("request", "no answer yet")
        ACCEPTED = "accepted", pgettext_lazy("request", "accepted")
        DECLINED = "declined", pgettext_lazy("request", "declined")
        MUST_NOT = "must not", pgettext_lazy("request", "must not meet")

    round = models.ForeignKey("meetings.Round", models.CASCADE, related_name="requests")
    asker = models.ForeignKey(Delegate, models.CASCADE, related_name="requests_made")
    asked = models.ForeignKey(Delegate, models.CASCADE, related_name="requests_received")
    priority = models.PositiveSmallIntegerField(_("priority"), choices=Priority.choices, default=Priority.MIDDLE)
    topic = models.CharField(_("topic"), max_length=300, blank=True)
    # What was promised is not moved.
    pinned_to = models.ForeignKey("meetings.Slot", models.PROTECT, null=True, blank=True, related_name="+")
    withdrawn_on = models.DateField(null=True, blank=True)
    # When a delegation asked on its own page; empty: it came with the host's workbook, of which nobody is told.
    asked_at = models.DateTimeField(null=True, blank=True)
    told_at = models.DateTimeField(null=True, blank=True)
    answer = models.CharField(_("answer"), max_length=12, choices=Answer.choices, default=Answer.OPEN, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+")
    answer_reason = models.CharField(_("reason"), max_length=300, blank=True)

    class Meta:
        ordering = ["priority", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "asker", "asked"], condition=Q(withdrawn_on=None), name="meetings_request_one_open"
            ),
            models.CheckConstraint(name="meetings_request_not_to_oneself", condition=~Q(asker=F("asked"))),
            models.CheckConstraint(
                name="meetings_answer_says_when",
                condition=Q(answer="", answered_at=None) | (~Q(answer="") & Q(answered_at__isnull=False)),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.asker.delegation} – {self.asked.delegation}"

    @property
    def is_refused(self) -> bool:
        return self.answer in (self.Answer.DECLINED, self.Answer.MUST_NOT)


# ``of`` is a ``models.Round``, which stands above.


def wishes(of: Any, requests: Iterable[MeetingRequest]) -> list[MeetingRequest]:
    """Those of these open requests that are to be placed, by the rule of the round, in their order.

    Whoever asks for somebody who asks for them has accepted, unless that was declined.
    """
    stand = [request for request in requests if not request.is_refused]
    if of.rule != ACCEPTANCE:
        return stand
    wanted = {(request.asker_id, request.asked_id) for request in stand}
    return [one for one in stand if one.answer or (one.asked_id, one.asker_id) in wanted]


def is_expired(of: Any, request: MeetingRequest, now: dt.datetime) -> bool:
    """Whether nobody said yes or no in time to a request that needs it; it stays on record and blocks nothing."""
    until, answer = of.answers_until, MeetingRequest.Answer
    is_open = request.answer not in (answer.ACCEPTED, answer.DECLINED)
    return of.rule == ACCEPTANCE and is_open and until is not None and until <= now
