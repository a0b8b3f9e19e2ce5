"""Who may see and take places on visits."""

from hansa.delegations.models import Delegation
from hansa.delegations.rules import may_see_delegation, may_speak_for
from hansa.events.models import Event
from hansa.events.rules import may_manage
from hansa.network.rules import Visitor


def may_run(user: Visitor, event: Event) -> bool:
    """Set terms, see all lists, put somebody forward: those who manage the event."""
    return may_manage(user, event)


def may_choose(user: Visitor, delegation: Delegation) -> bool:
    """See the visits that a delegation may join, and choose for its people: who speaks for it, and its own delegates.

    A delegate of the delegation chooses for themself alone; ``may_choose_for`` says so.
    """
    return may_see_delegation(user, delegation)


def may_choose_for(user: Visitor, delegation: Delegation, person: int) -> bool:
    """Choose for this person (by key) of the delegation."""
    return may_speak_for(user, delegation) or getattr(user, "person_id", None) == person
