"""Who may register whom, and who may read what is sensitive."""

from hansa.delegations.models import Delegate, Delegation
from hansa.delegations.rules import may_see_delegation, may_speak_for
from hansa.events.models import Event
from hansa.events.rules import may_manage
from hansa.network.rules import Visitor


def may_run(user: Visitor, event: Event) -> bool:
    """Ask questions, approve, send back, read every answer: those who manage the event."""
    return may_manage(user, event)


def may_register(user: Visitor, delegate: Delegate) -> bool:
    """Answer for a delegate and read what was answered: who speaks for the delegation, and the delegate."""
    own = getattr(user, "person_id", None) == delegate.person_id and may_see_delegation(user, delegate.delegation)
    return own or may_speak_for(user, delegate.delegation)


def may_name(user: Visitor, delegation: Delegation) -> bool:
    """Name people, hand in the nomination, say who stands in: who speaks for the delegation."""
    return may_speak_for(user, delegation)
