"""All that is on record of one organization, as far as a reader may see it, in a fixed number of queries."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Prefetch, Q, QuerySet
from django.utils.translation import gettext as _

from hansa.base.models import LogEntry
from hansa.base.words import language_name
from hansa.network.agreements import Life, in_force_until, life_of, preferred
from hansa.network.changes import mandate_title
from hansa.network.models import (
    Agreement,
    AgreementClaim,
    Appointment,
    Mandate,
    Membership,
    Office,
    Organization,
    Suspension,
)
from hansa.network.rules import (
    Reader,
    Visitor,
    agreements_seen_by,
    mandates_seen_by,
    may_propose,
    may_see_profile,
    memberships_seen_by,
    public_memberships,
    reading,
    seen_by,
    suspensions_seen_by,
)


@dataclass(frozen=True)
class Pact:
    """An agreement from one side: the others, its life on the day, and its claims as far as they are shown."""

    agreement: Agreement
    others: list[Organization]
    life: Life
    claims: list[AgreementClaim]
    until: dt.date | None


@dataclass
class Dossier:
    """The rows of the page, fetched as they are asked for."""

    reader: Visitor | Reader
    organization: Organization
    day: dt.date
    is_officer: bool
    is_insider: bool

    @property
    def is_open(self) -> bool:
        return self.organization.profile_opened_at is not None

    @cached_property
    def sees_profile(self) -> bool:
        return may_see_profile(self.reader, self.organization)

    @cached_property
    def may_propose(self) -> bool:
        return not self.is_officer and may_propose(reading(self.reader).user, self.organization)

    @cached_property
    def memberships(self) -> list[Membership]:
        rows = memberships_seen_by(self.reader).filter(organization=self.organization).select_related("network")
        rests = Prefetch("suspensions", suspensions_seen_by(self.reader).order_by("started_on", "pk"))
        return list(rows.prefetch_related(rests).order_by("started_on", "pk"))

    @property
    def public_memberships(self) -> list[Membership]:
        public = set(public_memberships().filter(organization=self.organization).values_list("pk", flat=True))
        return [row for row in self.memberships if row.pk in public]

    @cached_property
    def membership(self) -> Membership | None:
        """The one of the day; where only a year is known, the later of two."""
        return next((row for row in reversed(self.memberships) if _holds(row, self.day)), None)

    @cached_property
    def open_membership(self) -> Membership | None:
        return next((row for row in self.memberships if row.ended_on is None), None)

    @cached_property
    def suspension(self) -> Suspension | None:
        """The suspension of the day."""
        rows = self.membership.suspensions.all() if self.membership else []
        return next((row for row in rows if _holds(row, self.day)), None)

    @cached_property
    def mandates(self) -> list[tuple[Mandate, str, bool]]:
        """Each mandate with its title and whether it is held on the day."""
        rows = (
            mandates_seen_by(self.reader)
            .filter(organization=self.organization)
            .select_related("seat")
            .order_by("started_on", "pk")
        )
        return [(row, mandate_title(row), _holds(row, self.day)) for row in rows]

    @cached_property
    def held(self) -> list[str]:
        """The titles of the mandates of the day."""
        return [title for _row, title, is_held in self.mandates if is_held]

    @cached_property
    def offices(self) -> list[tuple[Office, bool]]:
        """Persons in office, the present ones first, and whether they hold it on the day."""
        if not self.sees_profile:
            return []
        rows = (
            Office.objects.filter(organization=self.organization).select_related("person").order_by("started_on", "pk")
        )
        found = [(row, _holds(row, self.day)) for row in rows]
        order = {value: at for at, value in enumerate(Office.Class.values)}
        return sorted(found, key=lambda item: (not item[1], order.get(item[0].title_class, 9)))

    @cached_property
    def appointments(self) -> list[Appointment]:
        """Who answers for it; for insiders alone, since accounts are addresses."""
        if not self.is_insider:
            return []
        rows = Appointment.objects.filter(organization=self.organization).exclude(ended_on__lt=self.day)
        return list(rows.select_related("user__person").order_by("duty", "started_on", "pk"))

    @cached_property
    def pacts(self) -> list[Pact]:
        claims = Prefetch("claims", AgreementClaim.objects.order_by("-is_preferred", "started_on", "pk"))
        rows = agreements_seen_by(self.reader).filter(parties=self.organization)
        found = [self._pact(row) for row in rows.prefetch_related(claims, "parties", "renewals")]
        return sorted(found, key=lambda pact: (_signed(pact.agreement) or dt.date.max, pact.agreement.pk))

    @cached_property
    def visible(self) -> set[int]:
        """Those of the other parties whose page this reader may open."""
        keys = {other.pk for pact in self.pacts for other in pact.others}
        return set(seen_by(self.reader).filter(pk__in=keys).values_list("pk", flat=True))

    def _pact(self, row: Agreement) -> Pact:
        others = [party for party in row.parties.all() if party.pk != self.organization.pk]
        claims = [claim for claim in row.claims.all() if claim.is_preferred or self.is_insider]
        return Pact(row, others, life_of(row, self.day), claims, in_force_until(row))


def open_dossier(reader: Visitor | Reader, organization: Organization, day: dt.date) -> Dossier:
    """The dossier of an organization for a reader who may see it, with the day asked about."""
    officer = reading(reader).is_officer
    return Dossier(reader, organization, day, officer, officer or organization.pk in reading(reader).own)


# The languages in which a page shows what others call a place, where the gazetteer knows it.
SHOWN_IN = ("en", "fr", "ar", "es", "ru", "zh", "ko", "ja", "de", "pt", "hi", "he", "lo")


def names_of(organization: Organization) -> list[tuple[str, str, str]]:
    """(what it is, its language, the name) of every name to show: own, printed, by language, former."""
    found: list[tuple[str, str, str]] = []
    if organization.own_name:
        language = organization.own_language
        title = _("own name, %(language)s") % {"language": language_name(language)} if language else _("own name")
        found.append((title, language, organization.own_name))
    by_language = {**organization.place_names, **organization.names}
    for language in SHOWN_IN:
        name = by_language.get(language)
        if name and name != organization.own_name:
            found.append((language_name(language), language, name))
    if organization.name not in {name for _title, _language, name in found}:
        found.append((_("as printed"), "", organization.name))
    for former in organization.former_names.all():  # type: ignore[attr-defined]
        found.append((_("until %(day)s") % {"day": former.ended}, "", former.name))
    return found


def entries_of(organization: Organization) -> QuerySet[LogEntry]:
    """The log of an organization and of its agreements, the newest first."""
    agreements = [str(pk) for pk in organization.agreements.values_list("pk", flat=True)]  # type: ignore[attr-defined]
    own = Q(subject_type="network.organization", subject_id=str(organization.pk))
    return LogEntry.objects.filter(own | Q(subject_type="network.agreement", subject_id__in=agreements))


def _holds(row: Membership | Mandate | Office | Suspension, day: dt.date) -> bool:
    """Whether it may have been in force on that day: ``Dated.objects.on``, of a row in hand."""
    return (row.started_on is None or row.started_on <= day) and (row.ended_on is None or row.ended_on >= day)


def _signed(agreement: Agreement) -> dt.date | None:
    claim = preferred(agreement)
    return claim.started_on if claim else None
