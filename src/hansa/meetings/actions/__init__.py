"""The verbs of this room: what is asked for, what is planned, what a hand moves, what is published."""

from hansa.meetings.actions.answering import answer, ask_to_meet, set_rule, stop_asking, take_back_answer
from hansa.meetings.actions.asking import (
    Cut,
    Side,
    cancel_meeting,
    cut_round,
    pin,
    record_interpreter,
    record_meeting,
    record_request,
    revise_interpreter,
    revise_meeting,
    revise_request,
    withdraw_request,
)
from hansa.meetings.actions.calling import Clash, arrange_call, call_off, change_call
from hansa.meetings.actions.digests import tell_who_is_asked
from hansa.meetings.actions.disturbing import change_stay, close_tables, let_go, open_tables, take_in_again
from hansa.meetings.actions.moving import Forbidden, Occupied, move, pin_meeting, take_off, unpin_meeting
from hansa.meetings.actions.past import (
    Present,
    note_contact,
    report_meeting,
    restore_contact,
    revise_contact,
    strike_contact,
)
from hansa.meetings.actions.planning import discard, draw_up, propose
from hansa.meetings.actions.preferring import prefer
from hansa.meetings.actions.publishing import publish
from hansa.meetings.actions.repairing import repair, take_back

__all__ = [
    "Clash",
    "Cut",
    "Forbidden",
    "Occupied",
    "Present",
    "Side",
    "answer",
    "arrange_call",
    "ask_to_meet",
    "call_off",
    "cancel_meeting",
    "change_call",
    "change_stay",
    "close_tables",
    "cut_round",
    "discard",
    "draw_up",
    "let_go",
    "move",
    "note_contact",
    "open_tables",
    "pin",
    "pin_meeting",
    "prefer",
    "propose",
    "publish",
    "record_interpreter",
    "record_meeting",
    "record_request",
    "repair",
    "report_meeting",
    "restore_contact",
    "revise_contact",
    "revise_interpreter",
    "revise_meeting",
    "revise_request",
    "set_rule",
    "stop_asking",
    "strike_contact",
    "take_back",
    "take_back_answer",
    "take_in_again",
    "take_off",
    "tell_who_is_asked",
    "unpin_meeting",
    "withdraw_request",
]
