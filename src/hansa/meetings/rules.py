"""Who may plan the meetings of an event, and who may look at the board."""

from hansa.events.rules import may_manage
from hansa.meetings.models import Round
from hansa.network.rules import Visitor


def may_plan(user: Visitor, of: Round) -> bool:
    """Those who manage its event: the secretariat's officers and the host's."""
    return may_manage(user, of.event)


def may_see_board(user: Visitor, of: Round) -> bool:
    """The same; a delegation reads its own diary instead, which shows nobody else's."""
    return may_plan(user, of)
