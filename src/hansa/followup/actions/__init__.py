"""The verbs of this room: minutes are written and shared, promises recorded and closed, outcomes recorded."""

from hansa.followup.actions.minutes import share_minutes, withhold_minutes, write_minutes
from hansa.followup.actions.outcomes import record_outcome, withdraw_outcome
from hansa.followup.actions.promises import (
    close_promise,
    record_promise,
    reopen_promise,
    revise_promise,
    share_promise,
)
from hansa.followup.actions.reminders import remind

__all__ = [
    "close_promise",
    "record_outcome",
    "record_promise",
    "remind",
    "reopen_promise",
    "revise_promise",
    "share_minutes",
    "share_promise",
    "withdraw_outcome",
    "withhold_minutes",
    "write_minutes",
]
