"""What the whole house keeps: the log of every act, and work that takes long."""

from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.utils.translation import gettext_lazy as _


class LogEntry(models.Model):
    """Who did what to which record, and what it was before and after. Written by ``log.record`` alone."""

    at = models.DateTimeField(_("when"), db_index=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    # Empty for a command on the server, which is said in the reader's words.
    by_name = models.CharField(_("who"), max_length=200, blank=True)
    verb = models.CharField(_("act"), max_length=60, db_index=True)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=40)
    subject = models.CharField(_("of what"), max_length=300)
    # The event in whose log it is read, by key: base stands below events and cannot point at it.
    event_id = models.CharField(max_length=40, blank=True, db_index=True)
    changes = models.JSONField(_("before and after"), default=dict, encoder=DjangoJSONEncoder)

    class Meta:
        ordering = ["-at", "-pk"]
        indexes = [models.Index(fields=["subject_type", "subject_id"], name="base_log_subject")]

    def __str__(self) -> str:
        return f"{self.by_name}: {self.verb} {self.subject}"


class Job(models.Model):
    """Work in the background: what runs, who asked, how far it is. The page shows the row; the worker fills it."""

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting")
        RUNNING = "running", _("running")
        DONE = "done", _("done")
        REFUSED = "refused", _("refused")
        FAILED = "failed", _("failed")

    OPEN = (State.WAITING, State.RUNNING)

    kind = models.CharField(max_length=60)
    payload = models.JSONField(default=dict)
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    # The language in which a refusal is written, since the worker has no reader before it.
    language = models.CharField(max_length=10, default="en")
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    started_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(null=True)
    percent = models.PositiveSmallIntegerField(default=0)
    detail = models.JSONField(default=dict)
    sentence = models.TextField(blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="base_job_percent", condition=models.Q(percent__lte=100)),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state in self.OPEN

    def said(self, key: str, default: Any = None) -> Any:
        """A figure that the worker noted beside its progress."""
        return self.detail.get(key, default)
