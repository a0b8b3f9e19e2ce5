"""The rule of an order of precedence is chosen; a hand changes one place, with its reason, and takes that back."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansa.base import log
from hansa.base.errors import Refused
from hansa.base.text import nfc
from hansa.delegations.models import Delegation
from hansa.events import actions as events
from hansa.events.models import Event, Session
from hansa.network.models import Mandate
from hansa.people.models import User
from hansa.precedence.models import ALPHABETS, Override
from hansa.precedence.order import To
from hansa.precedence.queries import ranking_of, speaking_order

Changes = dict[str, list[Any]]

CHOSEN = log.verb("precedence.chosen", gettext_lazy("chose the rule of precedence of %(subject)s"))
CHANGED = log.verb("precedence.changed", gettext_lazy("changed the precedence of %(subject)s by hand"))
TAKEN_BACK = log.verb("precedence.taken_back", gettext_lazy("took back what a hand had changed for %(subject)s"))


@transaction.atomic
def choose_rule(
    event: Event, *, by: User | None, rule: str, language: str, offices: Sequence[str], host: str
) -> Changes:
    """Set the event's rule; answers [before, after] of what differs."""
    unknown = [kind for kind in offices if kind not in Mandate.Kind.values]
    if unknown or len(set(offices)) != len(offices):
        raise Refused(_("Each office of the network may count once, and only those that there are."))
    if language not in ALPHABETS:
        raise Refused(_("Names cannot be sorted in the alphabet of “%(language)s”.") % {"language": language})
    Event.objects.select_for_update().get(pk=event.pk)
    ranking = ranking_of(event)
    values = {"rule": rule, "language": language, "offices": list(offices), "host": host}
    changes = log.differences(ranking, values)
    if not changes and ranking.pk:
        return {}
    for name, value in values.items():
        setattr(ranking, name, value)
    ranking.save()
    log.record(CHOSEN, event, by=by, event=event, changes=changes)
    return changes


@transaction.atomic
def change_place(
    delegation: Delegation,
    *,
    by: User | None,
    reason: str,
    counts_as: str = "",
    moved: str = "",
    after: Delegation | None = None,
) -> Override:
    """Change by hand which rank counts for a delegation at this event, its place, or both; the reason is kept."""
    Event.objects.select_for_update().get(pk=delegation.event_id)
    reason = nfc(reason)
    if not reason:
        raise Refused(_("Give the reason: somebody will ask for it."))
    if not counts_as and not moved:
        raise Refused(_("Nothing was changed. To go back to the rule, take the change back."))
    after = _checked(delegation, moved, after)
    known = Override.objects.filter(delegation=delegation).first()
    values = {"counts_as": counts_as, "moved": moved, "after": after, "reason": reason}
    changes = log.differences(known or Override(delegation=delegation), values)
    if known and not changes:
        return known
    found, _new = Override.objects.update_or_create(
        delegation=delegation, defaults={**values, "by": by, "at": timezone.now()}
    )
    log.record(CHANGED, delegation, by=by, event=delegation.event, changes=changes)
    return found


@transaction.atomic
def take_back(delegation: Delegation, *, by: User | None) -> None:
    """The rule decides again; the log keeps what the hand had changed, and why."""
    known = Override.objects.select_for_update(of=("self",)).filter(delegation=delegation).first()
    if known is None:
        raise Refused(_("%(name)s stands where the rule puts it already.") % {"name": delegation})
    names = ("counts_as", "moved", "after", "reason")
    changes = {name: [str(value), None] for name in names if (value := getattr(known, name))}
    known.delete()
    log.record(TAKEN_BACK, delegation, by=by, event=delegation.event, changes=changes)


def let_speak_in_order(session: Session, *, by: User | None) -> Changes:
    """Put the speakers of a session into the order of precedence; it can be put otherwise again by hand."""
    return events.revise_session(session, by=by, speakers=[speech.person for _p, speech in speaking_order(session)])


def _checked(delegation: Delegation, moved: str, after: Delegation | None) -> Delegation | None:
    """The delegation after which it goes; refused where that makes no sense."""
    if moved != To.AFTER:
        return None
    if after is None or after.event_id != delegation.event_id:
        raise Refused(_("Say after which delegation it goes."))
    follows = dict(Override.objects.filter(moved=To.AFTER).values_list("delegation", "after"))
    at: int | None = after.pk
    while at is not None:
        if at == delegation.pk:
            raise Refused(
                _("%(other)s goes after %(name)s already; both cannot go after each other.")
                % {"name": delegation, "other": after}
            )
        at = follows.get(at)
    return after
