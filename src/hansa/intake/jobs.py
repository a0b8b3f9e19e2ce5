"""Large workbooks are read and applied in the background. Both may be broken off and tried again."""

from collections.abc import Callable

from django.utils.translation import gettext as _

from hansa.base.errors import Refused
from hansa.base.jobs import handler, note_progress
from hansa.base.models import Job
from hansa.intake import actions
from hansa.intake.models import Upload


@handler("intake.read")
def read(job: Job) -> str:
    """Read an upload; a file that is no workbook ends the upload, not the job."""
    upload = Upload.objects.get(pk=job.payload["upload"])
    if upload.state == Upload.State.READING:
        note_progress(job, 10)
        actions.read(upload, by=job.asked_by, told=_teller(job))
    return _("The file has been read.")


@handler("intake.apply")
def apply(job: Job) -> str:
    """Apply an upload that was confirmed; one that an earlier attempt applied is left alone."""
    upload = Upload.objects.get(pk=job.payload["upload"])
    if upload.state == Upload.State.APPLYING:
        note_progress(job, 10)
        outcome = actions.carry_out(upload, by=job.asked_by)
        upload.refresh_from_db()
        # A worker thought dead may have finished meanwhile: then it is done, whoever did it.
        if outcome and upload.state != Upload.State.APPLIED:
            raise Refused(outcome)
    return _("What was shown has been recorded.")


def _teller(job: Job) -> Callable[[float], None]:
    """Passes on how many names have been looked up: from 10 to 70 of 100; the rest is one transaction."""
    return lambda share: note_progress(job, 10 + round(60 * share))
