"""The verbs of this room: events are recorded, filled, opened to the public, released and moved."""

from hansa.events.actions.moving import Destination, cancel_event, move_event, plan_event, reinstate_event
from hansa.events.actions.publishing import (
    announce,
    close,
    publish_participants,
    publish_programme,
    take_back_participants,
    take_back_programme,
)
from hansa.events.actions.recording import claim_figure, end_role, give_role, record_event, revise_event
from hansa.events.actions.releasing import release_programme
from hansa.events.actions.sessions import (
    cancel,
    join_visit,
    leave_visit,
    record_hall,
    record_session,
    record_visit,
    remove_hall,
    restore,
    revise_session,
    revise_visit,
)

__all__ = [
    "Destination",
    "announce",
    "cancel",
    "cancel_event",
    "claim_figure",
    "close",
    "end_role",
    "give_role",
    "join_visit",
    "leave_visit",
    "move_event",
    "plan_event",
    "publish_participants",
    "publish_programme",
    "record_event",
    "record_hall",
    "record_session",
    "record_visit",
    "reinstate_event",
    "release_programme",
    "remove_hall",
    "restore",
    "revise_event",
    "revise_session",
    "revise_visit",
    "take_back_participants",
    "take_back_programme",
]
