"""Work of this room in the background."""

from django.utils.translation import gettext as _

from hansa.base.errors import Refused
from hansa.base.jobs import chore, handler, note_progress
from hansa.base.models import Job
from hansa.meetings.actions.digests import tell_who_is_asked
from hansa.meetings.actions.planning import JOB, discard, draw_up
from hansa.meetings.models import Plan
from hansa.meetings.planner import Progress


@chore("meetings.asked")
def tell_of_requests() -> int:
    """Tell those whom others ask to meet, once a day at most."""
    return tell_who_is_asked()


@handler(JOB)
def draw_up_plan(job: Job) -> str:
    """Draw up the plan that the job names; tried again after a kill it is simply drawn again."""
    plan = Plan.objects.select_related("round__event").filter(pk=job.payload["plan"]).first()
    if plan is None:
        return _("The plan is gone.")

    def tell(progress: Progress) -> None:
        percent = round(progress.fraction * 100)
        known = {"phase": progress.phase, "value": progress.value, "bound": progress.bound}
        known = {name: figure for name, figure in known.items() if figure is not None}
        # The planner tells of it hundreds of times a second; the row is written when there is news.
        if percent != job.percent or any(job.said(name) != figure for name, figure in known.items()):
            note_progress(job, percent, **known)

    try:
        plan = draw_up(plan, progress=tell)
    except Refused:
        plan.refresh_from_db(fields=["state"])
        if plan.state == Plan.State.DRAWING:
            discard(plan, by=plan.asked_by)
        raise
    return _("Value %(value)s of at most %(bound)s.") % {"value": plan.value, "bound": plan.bound}
