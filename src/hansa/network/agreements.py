"""The life of an agreement: proposed, in force, run out, ended. A question about a day, never a column."""

import datetime as dt
from enum import StrEnum

from hansa.network.models import Agreement, AgreementClaim


class Life(StrEnum):
    """What an agreement is on a day."""

    PROPOSED = "proposed"
    IN_FORCE = "in force"
    RUN_OUT = "run out"
    ENDED = "ended"


def preferred(agreement: Agreement) -> AgreementClaim | None:
    """What the office takes as the date; of rows fetched with their claims, without a query."""
    return next((claim for claim in agreement.claims.all() if claim.is_preferred), None)


def terms_of(agreement: Agreement) -> list[tuple[dt.date, dt.date]]:
    """First and last day of its term and of each renewal, as wide as they may be; open ones end on the last of days."""
    claim = preferred(agreement)
    signed = claim.started_on if claim and claim.started_on else dt.date.min
    renewed = [(renewal.started_on or signed, renewal.ended_on or dt.date.max) for renewal in agreement.renewals.all()]
    return [(signed, agreement.until_on or dt.date.max), *sorted(renewed)]


def in_force_until(agreement: Agreement) -> dt.date | None:
    """The last day of its latest term; None where that runs until somebody ends it."""
    last = max(terms_of(agreement))[1]
    return None if last == dt.date.max else last


def life_of(agreement: Agreement, day: dt.date) -> Life:
    """What it is on that day; a date of signature that is not on record counts as before any day asked about."""
    if agreement.ended_on and agreement.ended_on < day:
        return Life.ENDED
    if preferred(agreement) is None and agreement.proposed_on:
        return Life.PROPOSED
    terms = terms_of(agreement)
    if day < terms[0][0]:
        return Life.PROPOSED
    return Life.IN_FORCE if any(first <= day <= last for first, last in terms) else Life.RUN_OUT
