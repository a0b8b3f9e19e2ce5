"""A file that came in: read, shown row by row, confirmed, applied. It stays on record with what became of it."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from hansa.base.models import Job


class Upload(models.Model):
    """A workbook on its way in. ``report`` holds every row's fate as it was last read."""

    class State(models.TextChoices):
        READING = "reading", _("being read")
        SHOWN = "shown", _("waiting for your confirmation")
        APPLYING = "applying", _("being applied")
        APPLIED = "applied", _("applied")
        REFUSED = "refused", _("refused")
        DISCARDED = "discarded", _("discarded")

    STEPS = {
        State.READING: (State.SHOWN, State.REFUSED, State.DISCARDED),
        State.SHOWN: (State.READING, State.APPLYING, State.DISCARDED),
        State.APPLYING: (State.APPLIED, State.SHOWN, State.REFUSED),
        State.APPLIED: (),
        State.REFUSED: (State.DISCARDED,),
        State.DISCARDED: (),
    }

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
    applied_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-at", "-pk"]

    def __str__(self) -> str:
        return self.original_name
