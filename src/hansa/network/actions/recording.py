"""The register is written: organizations, their standing, mandates and agreements, offices and duties.

What revises answers [before, after] by field and logs nothing where nothing differs.
"""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansa.base import log
from hansa.base.dates import PartialDate
from hansa.base.errors import Refused
from hansa.base.fields import Dated, Multilingual
from hansa.base.text import nfc
from hansa.network.actions.entries import entry
from hansa.network.models import (
    Agreement,
    AgreementClaim,
    Appointment,
    Mandate,
    Membership,
    Network,
    Office,
    Organization,
)
from hansa.people.models import Person, User

Changes = dict[str, list[Any]]

RECORDED = log.verb("organization.recorded", gettext_lazy("recorded %(subject)s"))
REVISED = log.verb("organization.revised", gettext_lazy("revised %(subject)s"))
FOUNDED = log.verb("network.founded", gettext_lazy("set up the network %(subject)s"))
ADMITTED = log.verb("membership.recorded", gettext_lazy("recorded the standing of %(subject)s"))
STANDING = log.verb("membership.revised", gettext_lazy("revised the standing of %(subject)s"))
MANDATED = log.verb("mandate.recorded", gettext_lazy("recorded the mandate of %(subject)s"))
MANDATE = log.verb("mandate.revised", gettext_lazy("revised the mandate of %(subject)s"))
TOOK_OFFICE = log.verb("office.recorded", gettext_lazy("recorded the office of %(subject)s"))
OFFICE = log.verb("office.revised", gettext_lazy("revised the office of %(subject)s"))
APPOINTED = log.verb("appointment.made", gettext_lazy("appointed %(subject)s"))
AGREED = log.verb("agreement.recorded", gettext_lazy("recorded the agreement of %(subject)s"))
AGREEMENT = log.verb("agreement.revised", gettext_lazy("revised the agreement of %(subject)s"))


@transaction.atomic
def record_organization(
    *, by: User | None, name: str, country: str = "", reason: str = "", **values: Any
) -> Organization:
    """Put an organization on record under the name as printed; name and country together are its identity."""
    name = nfc(name)
    if not name:
        raise Refused(_("An organisation needs a name."))
    if Organization.objects.filter(name=name, country=country).exists():
        raise Refused(_("%(name)s is on record already.") % {"name": name})
    organization = Organization.objects.create(name=name, country=country, **values)
    log.record(RECORDED, organization, by=by, changes=entry(None, reason))
    return organization


def revise_organization(organization: Organization, *, by: User | None, **values: Any) -> Changes:
    """Set these fields. ``names`` adds to the names on record and takes none away."""
    if "names" in values:
        values["names"] = Multilingual({**organization.names, **values["names"]})
    return _revise(organization, REVISED, organization, by, values)


@transaction.atomic
def found_network(*, by: User | None, name: str, secretariat: Organization) -> Network:
    """Set up the network that this office serves; a second of the same name is refused."""
    if Network.objects.filter(name=nfc(name)).exists():
        raise Refused(_("The network %(name)s is on record already.") % {"name": name})
    network = Network.objects.create(name=nfc(name), secretariat=secretariat)
    log.record(FOUNDED, network, by=by)
    return network


@transaction.atomic
def record_membership(
    network: Network,
    organization: Organization,
    *,
    by: User | None,
    standing: str,
    since: PartialDate | None = None,
    founding: bool = False,
    source: str = "",
) -> Membership:
    """Admit an organization in that standing. One with an open standing is revised or ended first, never doubled."""
    if Membership.objects.filter(network=network, organization=organization, ended_on=None).exists():
        raise Refused(_("%(name)s has a standing in the network already.") % {"name": organization})
    membership = Membership(
        network=network, organization=organization, standing=standing, founding=founding, source=source
    )
    membership.start(since)
    membership.save()
    log.record(ADMITTED, organization, by=by, changes={"standing": [None, standing], "since": [None, _iso(since)]})
    return membership


def revise_membership(
    membership: Membership,
    *,
    by: User | None,
    since: PartialDate | None = None,
    founding: bool | None = None,
    category: str | None = None,
) -> Changes:
    """Correct since when, whether it founded the network, what the statutes call it; None leaves what is on record."""
    values: dict[str, Any] = _starting(since)
    if category is not None:
        values["category"] = nfc(category)
    if founding is not None:
        values["founding"] = founding
    return _revise(membership, STANDING, membership.organization, by, values)


@transaction.atomic
def record_mandate(
    network: Network,
    organization: Organization,
    *,
    by: User | None,
    kind: str,
    scope: str = "",
    since: PartialDate | None = None,
    source: str = "",
) -> Mandate:
    """Give an organization a seat or task of the network."""
    held = Mandate.objects.filter(network=network, organization=organization, kind=kind, scope=nfc(scope))
    if held.filter(ended_on=None).exists():
        raise Refused(_("%(name)s holds this mandate already.") % {"name": organization})
    mandate = Mandate(network=network, organization=organization, kind=kind, scope=nfc(scope), source=source)
    mandate.start(since)
    mandate.save()
    log.record(MANDATED, organization, by=by, changes={"mandate": [None, kind], "since": [None, _iso(since)]})
    return mandate


def revise_mandate(mandate: Mandate, *, by: User | None, since: PartialDate | None) -> Changes:
    """Correct since when it is held."""
    return _revise(mandate, MANDATE, mandate.organization, by, _starting(since))


@transaction.atomic
def record_office(
    organization: Organization,
    person: Person,
    *,
    by: User | None,
    title: str,
    since: PartialDate | None = None,
    source: str = "",
) -> Office:
    """Record the post that a person holds in an organization."""
    if not nfc(title):
        raise Refused(_("An office needs a title."))
    office = Office(organization=organization, person=person, title=nfc(title), source=source)
    office.start(since)
    office.save()
    log.record(TOOK_OFFICE, person, by=by, changes={"office": [None, office.title]})
    return office


def revise_office(office: Office, *, by: User | None, title: str) -> Changes:
    """Correct the title; a new post is a new office, not a revision."""
    return _revise(office, OFFICE, office.person, by, {"title": nfc(title)})


@transaction.atomic
def appoint(
    user: User, organization: Organization, *, by: User | None, duty: str, since: PartialDate | None = None
) -> Appointment:
    """Give an account a duty for an organization, from today unless a day is given; one that it has is answered."""
    held = Appointment.objects.filter(user=user, organization=organization, duty=duty, ended_on=None).first()
    if held is not None:
        return held
    appointment = Appointment(user=user, organization=organization, duty=duty)
    appointment.start(since or PartialDate(timezone.localdate()))
    appointment.save()
    log.record(APPOINTED, user, by=by, changes={"duty": [None, duty], "organisation": [None, str(organization)]})
    return appointment


@transaction.atomic
def record_agreement(
    *,
    by: User | None,
    kind: str,
    parties: list[Organization],
    on: PartialDate | None = None,
    source: str = "",
    printed: str = "",
    reason: str = "",
) -> Agreement:
    """Record an agreement of two or more organizations, with what a source says of its date as the preferred claim."""
    if len({party.pk for party in parties}) < 2:
        raise Refused(_("An agreement needs two different organisations."))
    agreement = Agreement.objects.create(kind=kind, printed=nfc(printed))
    agreement.parties.set(parties)
    if on or source:
        _claim(agreement, on, source, is_preferred=True)
    named = " – ".join(str(party) for party in parties)
    changes = entry(None, reason, **{kind: [None, named], "date": [None, _iso(on)]})
    log.record(AGREED, parties[0], by=by, changes=changes)
    return agreement


@transaction.atomic
def claim_date(agreement: Agreement, *, by: User | None, on: PartialDate | None, source: str) -> AgreementClaim:
    """Add what another source says of an agreement's date; it is preferred only where it is the first."""
    if agreement.claims.filter(source=source).exists():
        raise Refused(_("This source has said already when that agreement was made."))
    claim = _claim(agreement, on, source, is_preferred=not agreement.claims.exists())
    log.record(AGREEMENT, agreement.parties.all()[0], by=by, changes={source: [None, _iso(on)]})
    return claim


def revise_claim(claim: AgreementClaim, *, by: User | None, on: PartialDate | None) -> Changes:
    """Correct the date that a source gives."""
    return _revise(claim, AGREEMENT, claim.agreement.parties.all()[0], by, _starting(on))


def _claim(agreement: Agreement, on: PartialDate | None, source: str, *, is_preferred: bool) -> AgreementClaim:
    claim = AgreementClaim(agreement=agreement, source=source, is_preferred=is_preferred)
    claim.start(on)
    claim.save()
    return claim


def _starting(since: PartialDate | None) -> dict[str, Any]:
    return {"started_on": since.first, "started_precision": since.precision} if since else {}


def _iso(date: PartialDate | None) -> str | None:
    return date.isoformat() if date else None


def _revise(record: Any, act: str, subject: Any, by: User | None, values: dict[str, Any]) -> Changes:
    changes = log.differences(record, values)
    if not changes:
        return changes
    if isinstance(record, Dated) and record.ended_on and values.get("started_on", record.started_on) > record.ended_on:
        raise Refused(_("It would begin after it has ended."))
    with transaction.atomic():
        for name in changes:
            setattr(record, name, values[name])
        record.save()
        log.record(act, subject, by=by, changes=changes)
    return changes
