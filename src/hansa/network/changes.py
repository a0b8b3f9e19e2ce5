"""What changed in the register between two days, and what ends soon: sentences with their day, from the dated rows."""

import datetime as dt
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from hansa.base.dates import PartialDate
from hansa.base.words import with_commas
from hansa.network.agreements import in_force_until
from hansa.network.models import (
    Agreement,
    AgreementClaim,
    FormerName,
    Mandate,
    Membership,
    Network,
    Organization,
    Suspension,
)
from hansa.network.rules import (
    Reader,
    Visitor,
    agreements_seen_by,
    mandates_seen_by,
    memberships_seen_by,
    offices_seen_by,
    seen_by,
    suspensions_seen_by,
)


@dataclass(frozen=True)
class Change:
    """Something that began or ended: when, with whom, what, and which rows it is about."""

    day: PartialDate | None
    organization: Organization
    sentence: str
    ends: bool = False
    record: Any = None

    @property
    def order(self) -> tuple[dt.date, bool, int]:
        """Endings of a day stand before beginnings."""
        return self.day.first if self.day else dt.date.min, not self.ends, self.organization.pk


def changed_between(user: Visitor | Reader, network: Network | None, earlier: dt.date, later: dt.date) -> list[Change]:
    """What differs between the register as of ``earlier`` and as of ``later``, day by day, as this reader may see it.

    Begun: a first day after the earlier and up to the later one. Ended: a last day from the earlier one on and before
    the later one, since on its last day a relation is still in force.
    """
    found: list[Change] = []
    for rows, began, ended in _kinds(user, network):
        for row in rows.filter(started_on__gt=earlier, started_on__lte=later):
            found.append(Change(row.started, _whose(row), began(row), record=row))
        for row in rows.filter(ended_on__gte=earlier, ended_on__lt=later):
            found.append(Change(row.ended, _whose(row), ended(row), ends=True, record=row))
    found += _signed(user, earlier, later)
    found += _renamed(user, earlier, later)
    return sorted((change for change in found if change.sentence), key=lambda change: change.order)


def ending(user: Visitor | Reader, network: Network | None, first: dt.date, last: dt.date) -> list[Change]:
    """Whose term ends between these two days, both included, in all kinds of dated rows and agreements."""
    found: list[Change] = []
    for rows, _began, ended in _kinds(user, network):
        for row in rows.filter(ended_on__gte=first, ended_on__lte=last):
            found.append(Change(row.ended, _whose(row), ended(row), ends=True, record=row))
    for agreement, day in running_out(user, first, last):
        parties = list(agreement.parties.all())
        sentence = _("%(kind)s of %(parties)s runs out") % {
            "kind": agreement.get_kind_display().capitalize(),
            "parties": " – ".join(str(party) for party in parties),
        }
        found.append(Change(PartialDate(day), parties[0], sentence, ends=True, record=agreement))
    return sorted((change for change in found if change.sentence), key=lambda change: change.order)


def running_out(user: Visitor | Reader, first: dt.date, last: dt.date) -> Iterator[tuple[Agreement, dt.date]]:
    """The agreements whose last term ends between these days and that nobody has ended before."""
    window = {"until_on__gte": first, "until_on__lte": last}
    renewed = {"renewals__ended_on__gte": first, "renewals__ended_on__lte": last}
    rows = agreements_seen_by(user).filter(ended_on=None).filter(Q(**window) | Q(**renewed)).distinct()
    for agreement in rows.prefetch_related("parties", "claims", "renewals"):
        day = in_force_until(agreement)
        if day is not None and first <= day <= last:
            yield agreement, day


Said = Callable[[Any], str]


def _kinds(user: Visitor | Reader, network: Network | None) -> list[tuple[QuerySet[Any], Said, Said]]:
    """Each kind of dated row that this reader may see, with how its beginning and its end are said."""
    standings = memberships_seen_by(user).filter(network=network)
    mandates = mandates_seen_by(user).filter(network=network)
    suspensions = suspensions_seen_by(user).filter(membership__in=standings.values("pk"))
    return [
        (standings.select_related("organization"), _standing_began, _standing_ended),
        (
            suspensions.select_related("membership__organization"),
            lambda _row: str(_("suspended")),
            lambda _row: str(_("suspension ended")),
        ),
        (mandates.select_related("organization"), _mandate_began, _mandate_ended),
        (offices_seen_by(user).select_related("organization", "person"), _office_began, _office_ended),
    ]


def _whose(row: Any) -> Organization:
    return row.membership.organization if isinstance(row, Suspension) else row.organization


def _standing_began(row: Membership) -> str:
    return _("is %(standing)s") % {"standing": row.get_standing_display()}


def _standing_ended(row: Membership) -> str:
    # A change of standing is told by the new one.
    if row.ended_as == Membership.Ending.CHANGED:
        return ""
    how = row.get_ended_as_display() or pgettext("membership", "ended")
    return _("no longer %(standing)s: %(how)s") % {"standing": row.get_standing_display(), "how": how}


def mandate_title(row: Mandate) -> str:
    """A mandate in words: "regional office, East Asia"."""
    return with_commas(filter(None, (row.get_kind_display(), row.scope)))


def _mandate_began(row: Mandate) -> str:
    return _("holds a mandate: %(mandate)s") % {"mandate": mandate_title(row)}


def _mandate_ended(row: Mandate) -> str:
    return _("mandate ends: %(mandate)s") % {"mandate": mandate_title(row)}


def _office_began(row: Any) -> str:
    return _("%(title)s: %(person)s takes office") % {"title": row.title, "person": row.person}


def _office_ended(row: Any) -> str:
    return _("%(title)s: %(person)s leaves office") % {"title": row.title, "person": row.person}


def _signed(user: Visitor | Reader, earlier: dt.date, later: dt.date) -> Iterator[Change]:
    """Agreements by the date that is preferred, with their first party."""
    claims = AgreementClaim.objects.filter(
        agreement__in=agreements_seen_by(user).values("pk"),
        is_preferred=True,
        started_on__gt=earlier,
        started_on__lte=later,
    )
    for claim in claims.select_related("agreement").prefetch_related("agreement__parties"):
        parties = list(claim.agreement.parties.all())
        others = " – ".join(str(party) for party in parties[1:])
        sentence = _("%(kind)s with %(parties)s") % {"kind": claim.agreement.get_kind_display(), "parties": others}
        yield Change(claim.started, parties[0], sentence, record=claim.agreement)


def _renamed(user: Visitor | Reader, earlier: dt.date, later: dt.date) -> Iterator[Change]:
    names = FormerName.objects.filter(
        ended_on__gte=earlier, ended_on__lt=later, organization__in=seen_by(user).values("pk")
    )
    for name in names.select_related("organization"):
        sentence = _("no longer called %(name)s") % {"name": name.name}
        yield Change(name.ended, name.organization, sentence, ends=True, record=name)
