"""The verbs of the register, by what they are about."""

from hansa.network.actions.recording import (
    appoint,
    claim_date,
    found_network,
    record_agreement,
    record_mandate,
    record_membership,
    record_office,
    record_organization,
    revise_claim,
    revise_mandate,
    revise_membership,
    revise_office,
    revise_organization,
)

__all__ = [
    "appoint",
    "claim_date",
    "found_network",
    "record_agreement",
    "record_mandate",
    "record_membership",
    "record_office",
    "record_organization",
    "revise_claim",
    "revise_mandate",
    "revise_membership",
    "revise_office",
    "revise_organization",
]
