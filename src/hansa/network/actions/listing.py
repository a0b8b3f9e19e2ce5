"""A whole list goes on record at once: the law and the log entries of one by one, in few statements."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from hansa.base import log
from hansa.base.dates import PartialDate
from hansa.base.errors import Refused
from hansa.base.text import nfc
from hansa.network.actions.entries import entry
from hansa.network.actions.recording import RECORDED
from hansa.network.actions.standing import ADMITTED, Terms, membership_on
from hansa.network.models import Membership, Network, Organization
from hansa.people.models import User

AT_ONCE = 500  # rows a statement; SQLite binds some thousands of values


@transaction.atomic
def record_organizations(rows: Sequence[Mapping[str, Any]], *, by: User | None, reason: str = "") -> list[Organization]:
    """As ``record_organization`` for each row of values, in order. Refused for the first name that is on record."""
    made = [Organization(**{**row, "name": nfc(row["name"])}) for row in rows]
    taken = set(
        Organization.objects.filter(name__in={one.name for one in made}).values_list("name", "country")
        if len(made) <= AT_ONCE
        else Organization.objects.values_list("name", "country")
    )
    for one in made:
        if not one.name:
            raise Refused(_("An organisation needs a name."))
        if (one.name, one.country) in taken:
            raise Refused(_("%(name)s is on record already.") % {"name": one.name})
        taken.add((one.name, one.country))
        one.make_ready()
    made = Organization.objects.bulk_create(made, batch_size=AT_ONCE)
    log.record_many(RECORDED, ((one, entry(None, reason)) for one in made), by=by)
    return made


@transaction.atomic
def admit_many(
    network: Network,
    rows: Sequence[tuple[Organization, Terms, PartialDate | None]],
    *,
    by: User | None,
    reason: str,
) -> list[Membership]:
    """As ``admit`` for each organization, on these terms from that day. Refused for the first that has a standing."""
    known = {organization.pk for organization, _terms, _on in rows}
    held = Membership.objects.filter(network=network).values_list("organization", flat=True)
    standing = set(held.filter(organization__in=known) if len(known) <= AT_ONCE else held)
    made = []
    for organization, terms, on in rows:
        if organization.pk in standing:
            raise Refused(_("%(name)s has a standing in the network already.") % {"name": organization})
        standing.add(organization.pk)
        membership = membership_on(network, organization, terms)
        membership.start(on)
        made.append(membership)
    made = Membership.objects.bulk_create(made, batch_size=AT_ONCE)
    log.record_many(
        ADMITTED,
        ((organization, entry(on, reason, standing=[None, terms.standing])) for organization, terms, on in rows),
        by=by,
    )
    return made
