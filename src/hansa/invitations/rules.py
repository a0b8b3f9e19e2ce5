"""Who may invite, and whose answer counts at once."""

from hansa.events.models import Event
from hansa.events.rules import may_manage
from hansa.invitations.models import Invitation
from hansa.network.rules import Visitor, has_account, is_focal_point


def may_invite(user: Visitor, event: Event) -> bool:
    """Those who manage the event."""
    return may_manage(user, event)


def may_answer(user: Visitor, invitation: Invitation) -> bool:
    """Whose answer needs no code: the organization's focal point, and the account with the invitation's own address."""
    if not has_account(user):
        return False
    return is_focal_point(user, invitation.organization) or user.email == invitation.address.casefold()
