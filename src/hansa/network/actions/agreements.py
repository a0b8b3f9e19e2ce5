"""Agreements: proposed, signed, renewed, ended; what sources say of them, and which of them the office prefers."""

import uuid
from pathlib import PurePath
from typing import Any

from django.core.files import File
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansa.base import log
from hansa.base.dates import PartialDate
from hansa.base.errors import Refused
from hansa.base.text import nfc
from hansa.network.actions.entries import demand_period, entry, lock
from hansa.network.agreements import Life, in_force_until, life_of
from hansa.network.models import Agreement, AgreementClaim, Organization, Renewal
from hansa.people.models import User

PROPOSED = log.verb("agreement.proposed", gettext_lazy("recorded a proposed %(subject)s"))
SIGNED = log.verb("agreement.signed", gettext_lazy("recorded the signature of a %(subject)s"))
RENEWED = log.verb("agreement.renewed", gettext_lazy("renewed a %(subject)s"))
ENDED = log.verb("agreement.ended", gettext_lazy("ended a %(subject)s"))
CLAIMED = log.verb("agreement.claimed", gettext_lazy("recorded what a source says of a %(subject)s"))
PREFERRED = log.verb("agreement.preferred", gettext_lazy("preferred a source on a %(subject)s"))
FILED = log.verb("agreement.filed", gettext_lazy("filed the paper of a %(subject)s"))
# What may be kept as the paper of an agreement.
PAPERS = {".pdf", ".png", ".jpg", ".jpeg", ".odt", ".docx", ".tif", ".tiff"}
MOST_BYTES = 20_000_000


@transaction.atomic
def propose_agreement(
    *,
    by: User | None,
    kind: str,
    parties: list[Organization],
    printed: str = "",
    on: PartialDate | None,
    reason: str,
) -> Agreement:
    """Record an agreement of two or more organizations that is not signed yet."""
    if len({party.pk for party in parties}) < 2:
        raise Refused(_("An agreement needs two different organisations."))
    if on is None:
        raise Refused(_("Say since when it is proposed; a year will do."))
    agreement = Agreement.objects.create(
        kind=kind, printed=nfc(printed), proposed_on=on.first, proposed_precision=on.precision
    )
    agreement.parties.set(parties)
    _note(PROPOSED, agreement, by, on, reason)
    return agreement


@transaction.atomic
def sign_agreement(
    agreement: Agreement,
    *,
    by: User | None,
    on: PartialDate,
    until: PartialDate | None = None,
    source: str,
    reason: str,
) -> AgreementClaim:
    """Record the signature of a proposed agreement and, if it has one, the last day of its term."""
    current = lock(agreement)
    if current.claims.exists():
        raise Refused(_("Its signature is on record already. Add what another source says as a claim."))
    demand_period(on, until)
    if current.proposed_on and on.last < current.proposed_on:
        raise Refused(_("It was proposed on %(day)s and cannot be signed before.") % {"day": current.proposed})
    current.until_on, current.until_precision = (until.last, until.precision) if until else (None, "day")
    current.save()
    claim = _claim(current, on, source, is_preferred=True)
    _note(SIGNED, current, by, on, reason, until=[None, until.isoformat() if until else None])
    return claim


@transaction.atomic
def renew_agreement(
    agreement: Agreement,
    *,
    by: User | None,
    on: PartialDate,
    until: PartialDate | None = None,
    reason: str,
    source: str = "",
) -> Renewal:
    """Record a further term from that day; without a last day it runs until somebody ends it."""
    current = lock(agreement)
    life = life_of(current, on.last)
    if life in (Life.PROPOSED, Life.ENDED):
        raise Refused(
            _("It is not signed yet; record the signature first.")
            if life == Life.PROPOSED
            else _("It was ended on %(day)s; record a new agreement.") % {"day": current.ended}
        )
    demand_period(on, until)
    reached = in_force_until(current)
    if reached is not None and until is not None and until.last <= reached:
        raise Refused(_("It runs longer already than the day given; a renewal ends later."))
    renewal = Renewal(agreement=current, source=nfc(source))
    renewal.start(on)
    renewal.end(until)
    renewal.save()
    _note(RENEWED, current, by, on, reason, until=[None, until.isoformat() if until else None])
    return renewal


@transaction.atomic
def end_agreement(
    agreement: Agreement, *, by: User | None, on: PartialDate, ended_as: str = "ended", reason: str
) -> Agreement:
    """End an agreement before its term, or one without a term; that day is its last."""
    current = lock(agreement)
    if current.ended_on is not None:
        raise Refused(_("It was ended on %(day)s already.") % {"day": current.ended})
    signed = current.claims.filter(is_preferred=True).first()
    demand_period(signed.started if signed else current.proposed, on)
    current.ended_on, current.ended_precision, current.ended_as = on.last, on.precision, ended_as
    current.save()
    _note(ENDED, current, by, on, reason)
    return current


@transaction.atomic
def record_claim(
    agreement: Agreement,
    *,
    by: User | None,
    on: PartialDate | None,
    source: str,
    kind: str = "",
    printed: str = "",
    reason: str = "",
) -> AgreementClaim:
    """Add what another source says; a first one is preferred, any other stands beside it until somebody decides."""
    current = lock(agreement)
    if not nfc(source):
        raise Refused(_("A claim needs its source."))
    if current.claims.filter(source=nfc(source)).exists():
        raise Refused(_("This source has said already when that agreement was made."))
    if on is None and not kind and not nfc(printed):
        raise Refused(_("Say what this source says: a date, or what it calls the agreement."))
    claim = _claim(current, on, source, is_preferred=not current.claims.exists(), kind=kind, printed=printed)
    _note(CLAIMED, current, by, on, reason, source=[None, claim.source])
    return claim


@transaction.atomic
def prefer_claim(claim: AgreementClaim, *, by: User | None, reason: str) -> AgreementClaim:
    """Take this source's word; the others stay on record beside it. What it calls the agreement is taken over."""
    agreement = lock(claim.agreement)
    current = lock(claim)
    if current.is_preferred:
        raise Refused(_("This source is preferred already."))
    before = agreement.claims.filter(is_preferred=True).first()
    agreement.claims.filter(is_preferred=True).update(is_preferred=False)
    current.is_preferred = True
    current.save()
    if current.kind:
        agreement.kind, agreement.printed = current.kind, current.printed
        agreement.save()
    _note(PREFERRED, agreement, by, None, reason, source=[before.source if before else None, current.source])
    return current


@transaction.atomic
def file_paper(agreement: Agreement, *, by: User | None, file: File, reason: str) -> Agreement:
    """Keep the paper itself under an id of our own; the name with which it came is only shown."""
    current = lock(agreement)
    name = PurePath(nfc(file.name)).name
    suffix = PurePath(name).suffix.lower()
    if suffix not in PAPERS:
        raise Refused(_("Only PDF, pictures and text documents are kept as the paper of an agreement."))
    if file.size is None or file.size > MOST_BYTES:
        raise Refused(_("The file is larger than 20 MB."))
    before = current.file_name or None
    current.file.save(f"{uuid.uuid4().hex}{suffix}", file, save=False)
    current.file_name = name[-255:]
    current.save()
    _note(FILED, current, by, None, reason, file=[before, current.file_name])
    return current


def _claim(
    agreement: Agreement,
    on: PartialDate | None,
    source: str,
    *,
    is_preferred: bool,
    kind: str = "",
    printed: str = "",
) -> AgreementClaim:
    claim = AgreementClaim(
        agreement=agreement, source=nfc(source), is_preferred=is_preferred, kind=kind, printed=nfc(printed)
    )
    claim.start(on)
    claim.save()
    return claim


def _note(
    act: str, agreement: Agreement, by: User | None, on: PartialDate | None, reason: str, **changes: list[Any]
) -> None:
    """One entry, filed under the agreement, with its parties by name."""
    parties = " – ".join(str(party) for party in agreement.parties.order_by("pk"))
    log.record(act, agreement, by=by, changes=entry(on, reason, parties=[None, parties], **changes))
