"""Who may see and change the order of precedence."""

from hansa.events.models import Event
from hansa.events.rules import may_manage
from hansa.network.rules import Visitor


def may_order(user: Visitor, event: Event) -> bool:
    """Those who manage the event. The order is a working paper: what it decides shows in lists and seats."""
    return may_manage(user, event)
