"""Events are recorded and filled: what they are, the roles of organizations, figures announced.

What revises answers [before, after] by field and logs nothing where nothing differs.
"""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansa.base import log
from hansa.base.dates import PartialDate
from hansa.base.errors import Refused
from hansa.base.fields import Multilingual
from hansa.events.actions.writing import Changes, check_days, write
from hansa.events.models import Event, EventClaim, EventRole
from hansa.network.models import Organization
from hansa.people.models import User

RECORDED = log.verb("event.recorded", gettext_lazy("recorded the event %(subject)s"))
REVISED = log.verb("event.revised", gettext_lazy("revised the event %(subject)s"))
CLAIMED = log.verb("event.claim", gettext_lazy("noted a figure announced about %(subject)s"))
ROLE = log.verb("event.role", gettext_lazy("gave a role at the event to %(subject)s"))
ROLE_ENDED = log.verb("event.role_ended", gettext_lazy("took a role at the event from %(subject)s"))
# Words that stand in addresses where an event's key does.
RESERVED = frozenset({"new"})


@transaction.atomic
def record_event(
    *, by: User | None, key: str, starts: PartialDate, ends_on: dt.date | None = None, **values: Any
) -> Event:
    """Put an event on record; without a last day it ends on the last day that its first may be."""
    if key in RESERVED or Event.objects.filter(key=key).exists():
        raise Refused(_("There is an event with the key %(key)s already.") % {"key": key})
    ends_on = ends_on or starts.last
    check_days(starts.first, ends_on)
    event = Event.objects.create(
        key=key, starts_on=starts.first, starts_precision=starts.precision, ends_on=ends_on, **values
    )
    log.record(RECORDED, event, by=by, event=event)
    return event


def revise_event(event: Event, *, by: User | None, seen: int | None = None, **values: Any) -> Changes:
    """Set these fields. ``name`` adds languages to the name on record and takes none away.

    ``seen`` is the revision that the officer had before them; an older one is refused.
    """
    if "name" in values:
        values["name"] = Multilingual({**event.name, **values["name"]})
    changes = log.differences(event, values)
    if not changes:
        return changes
    check_days(values.get("starts_on", event.starts_on), values.get("ends_on", event.ends_on))
    if _is_inside(values.get("part_of"), event):
        raise Refused(_("An event cannot be part of itself."))
    return write(event, REVISED, event, by, values, changes, seen)


@transaction.atomic
def claim_figure(
    event: Event, *, by: User | None, measure: str, number: int, is_floor: bool = False, source: str = ""
) -> tuple[EventClaim, Changes]:
    """Note a figure that a source announced; the same source speaks once and may be corrected."""
    claim = EventClaim.objects.filter(event=event, measure=measure, source=source).first()
    values = {"number": number, "is_floor": is_floor}
    if claim is None:
        claim = EventClaim.objects.create(event=event, measure=measure, source=source, **values)
        changes: Changes = {measure: [None, number]}
    else:
        changes = log.differences(claim, values)
        claim.number, claim.is_floor = number, is_floor
        if changes:
            claim.save()
    if changes:
        log.record(CLAIMED, event, by=by, event=event, changes=changes)
    return claim, changes


@transaction.atomic
def give_role(event: Event, organization: Organization, *, by: User | None, role: str) -> EventRole:
    """Say what an organization is at an event; one that it is already is answered."""
    held, is_new = EventRole.objects.get_or_create(event=event, organization=organization, role=role)
    if is_new:
        log.record(ROLE, organization, by=by, event=event, changes={"role": [None, role]})
    return held


@transaction.atomic
def end_role(event: Event, organization: Organization, *, by: User | None, role: str) -> None:
    """It is that no longer at this event; the log keeps that it was."""
    gone, _rows = EventRole.objects.filter(event=event, organization=organization, role=role).delete()
    if gone:
        log.record(ROLE_ENDED, organization, by=by, event=event, changes={"role": [role, None]})


def _is_inside(around: Event | None, event: Event) -> bool:
    """Whether the event around is the event itself or lies inside it."""
    seen: set[int] = set()
    while around is not None and around.pk not in seen:
        if around.pk == event.pk:
            return True
        seen.add(around.pk)
        around = around.part_of
    return False
