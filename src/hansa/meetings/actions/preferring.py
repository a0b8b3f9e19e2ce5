"""What the planner would like is chosen for a round; it counts from the next plan on."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansa.base import log
from hansa.base.errors import Refused
from hansa.matching.preferences import NAMES
from hansa.meetings.models import Round
from hansa.people.models import User

CHOSEN = log.verb("round.preferences", gettext_lazy("chose what the planner would like, for %(subject)s"))
MOST = {"principals": 1000, "met_before": 100, "floor": 1000}


@transaction.atomic
def prefer(of: Round, *, by: User | None, **weights: int) -> dict[str, list[Any]]:
    """Set the named weights; those left out are 0. Plans that are there keep the weights with which they were drawn."""
    unknown = [name for name in weights if name not in NAMES]
    if unknown or any(not 0 <= weight <= MOST[name] for name, weight in weights.items()):
        raise Refused(_("A preference is a whole number within its bounds."))
    current = Round.objects.select_for_update().get(pk=of.pk)
    chosen = {name: weight for name, weight in weights.items() if weight}
    names = [name for name in NAMES if current.preferences.get(name, 0) != chosen.get(name, 0)]
    changes = {name: [current.preferences.get(name, 0), chosen.get(name, 0)] for name in names}
    if changes:
        of.preferences = current.preferences = chosen
        current.save(update_fields=["preferences"])
        log.record(CHOSEN, of, by=by, event=of.event, changes=changes)
    return changes
