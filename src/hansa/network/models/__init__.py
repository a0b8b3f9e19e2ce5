"""The register: organizations on record, and what they are to the network and to each other, with dates."""

from hansa.network.models.agreements import Agreement, AgreementClaim, Renewal
from hansa.network.models.organizations import FormerName, Identifier, Organization, Proposal, Theme
from hansa.network.models.posts import Appointment, Office
from hansa.network.models.standing import Mandate, Membership, Network, Seat, Suspension

__all__ = [
    "Agreement",
    "AgreementClaim",
    "Appointment",
    "FormerName",
    "Identifier",
    "Mandate",
    "Membership",
    "Network",
    "Office",
    "Organization",
    "Proposal",
    "Renewal",
    "Seat",
    "Suspension",
    "Theme",
]
