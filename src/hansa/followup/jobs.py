"""What comes due by the clock: reminders of promises."""

from hansa.base.jobs import chore
from hansa.followup.actions import remind


@chore("followup.reminders")
def reminders() -> int:
    """Draft the letters that are due today."""
    return remind()
