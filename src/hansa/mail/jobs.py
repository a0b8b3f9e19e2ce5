"""Sending in the background; a letter whose worker died is held."""

from django.utils.translation import gettext as _

from hansa.base.jobs import chore, handler, note_progress
from hansa.base.models import Job
from hansa.mail import actions
from hansa.mail.models import Letter
from hansa.mail.sending import Sent, hold_the_lost, send_due


@handler(actions.SEND)
def send(job: Job) -> str:
    """Send what is due."""
    wanted = max(1, Letter.objects.due().count())

    def tell(done: Sent) -> None:
        note_progress(job, 100 * done.all // wanted, sent=done.sent)

    done = send_due(tell)
    return _("%(sent)s sent, %(failed)s not, %(later)s to be tried later, %(held)s held.") % {
        "sent": done.sent, "failed": done.failed, "later": done.later, "held": done.held,
    }  # fmt: skip


@chore("mail.letters")
def keep_letters_moving() -> int:
    """Hold what a dead worker left, and ask for a run where something is due."""
    lost = hold_the_lost()
    at_work = Job.objects.filter(kind=actions.SEND, state__in=Job.OPEN).exists()
    if not at_work and Letter.objects.due().exists():
        actions.see_to_sending()
    return lost
