"""A file that came in: read, shown row by row, confirmed, applied. It stays on record with what became of it.

What a person decided about a list is remembered for the next one: which column is what, and what a printed name means.
"""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hansa.base.models import Job
from hansa.network.models import Organization


class Upload(models.Model):
    """A workbook or a list on its way in. ``report`` holds every row's fate as it was last read."""

    class Kind(models.TextChoices):
        WORKBOOK = "workbook", _("workbook")
        LIST = "list", _("list")
        REGISTER = "register", _("whole register")

    class State(models.TextChoices):
        COLUMNS = "columns", _("waiting for its columns")
        READING = "reading", _("being read")
        SHOWN = "shown", _("waiting for your confirmation")
        APPLYING = "applying", _("being applied")
        APPLIED = "applied", _("applied")
        REFUSED = "refused", _("refused")
        DISCARDED = "discarded", _("discarded")

    STEPS = {
        State.COLUMNS: (State.COLUMNS, State.READING, State.DISCARDED),
        State.READING: (State.SHOWN, State.REFUSED, State.DISCARDED),
        State.SHOWN: (State.COLUMNS, State.READING, State.APPLYING, State.DISCARDED),
        State.APPLYING: (State.APPLIED, State.SHOWN, State.REFUSED),
        State.APPLIED: (),
        State.REFUSED: (State.COLUMNS, State.READING, State.DISCARDED),
        State.DISCARDED: (),
    }

    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.WORKBOOK)
    # Stored under an id of our own; the name it came with is only shown.
    file = models.FileField(upload_to="intake/")
    original_name = models.CharField(_("file"), max_length=255)
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=State.choices, default=State.READING)
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    # What the officer answered: the GeoNames number chosen for a name that was asked about, by "name|country".
    answers = models.JSONField(default=dict)
    report = models.JSONField(default=dict)
    # Of a list: what was found in the file when it was opened, and how the officer wants it to be read.
    opened = models.JSONField(default=dict)
    options = models.JSONField(default=dict)
    applied_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.original_name


class MappingMemory(models.Model):
    """Which column is what in lists of this shape, as an officer said it last."""

    fingerprint = models.CharField(max_length=64, unique=True)
    columns = models.JSONField(default=list)
    options = models.JSONField(default=dict)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.fingerprint[:12]


class NameMemory(models.Model):
    """What a name means that lists print: a place, an organization on record, or the answer to a question about it."""

    # "name|country" as it is printed, without case, or "country|text".
    key = models.CharField(max_length=320, unique=True)
    answer = models.CharField(max_length=40)
    organization = models.ForeignKey(Organization, models.CASCADE, null=True, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.key
