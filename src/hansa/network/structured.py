"""The directory as machines read it: schema.org in JSON-LD, and the same page in the other languages."""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse, translate_url
from django.utils.safestring import SafeString

from hansa.base.web import data_block
from hansa.network.models import Membership, Network, Organization
from hansa.network.register import Row

CONTEXT = "https://schema.org"
KINDS = {
    "city": "City",
    "region": "AdministrativeArea",
    "government": "GovernmentOrganization",
    "company": "Corporation",
}


def alternates(request: HttpRequest) -> list[tuple[str, str]]:
    """The address of this very page in each language of the house."""
    here = request.build_absolute_uri()
    return [(code, translate_url(here, code)) for code, _name in settings.LANGUAGES]


def list_data(request: HttpRequest, network: Network | None, shown: Iterable[Row]) -> SafeString | str:
    """The members of a page of the directory."""
    if network is None:
        return ""
    members = [
        {"@type": "Organization", "name": row.entry.name, "url": _address(request, row.entry.pk)} for row in shown
    ]
    return data_block({"@context": CONTEXT, "@type": "Organization", "name": network.name, "member": members})


def organization_data(
    request: HttpRequest, organization: Organization, memberships: Iterable[Membership], is_open: bool
) -> SafeString:
    """One organization: what the page tells the public, and nothing more."""
    names = dict.fromkeys([organization.own_name, organization.name, *organization.names.values()])
    found: dict[str, Any] = {
        "@context": CONTEXT,
        "@type": ["Organization", KINDS[organization.kind]] if organization.kind in KINDS else "Organization",
        "name": str(organization),
        "url": _address(request, organization.pk),
        "alternateName": [name for name in names if name and name != str(organization)],
        "address": {"@type": "PostalAddress", "addressCountry": organization.country},
        "memberOf": [_membership(row) for row in memberships],
    }
    if organization.latitude is not None:
        found["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": organization.latitude,
            "longitude": organization.longitude,
        }
    same = [
        f"https://www.wikidata.org/entity/{one.value}"
        for one in organization.identifiers.all()
        if one.scheme == "wikidata"
    ]
    if organization.place.isdecimal():
        same.append(f"https://sws.geonames.org/{organization.place}/")
    if same:
        found["sameAs"] = same
    if is_open and str(organization.profile):
        found["description"] = str(organization.profile)
    return data_block({key: value for key, value in found.items() if value})


def _membership(row: Membership) -> dict[str, Any]:
    """A membership with its days as far as they are known."""
    found: dict[str, Any] = {
        "@type": "OrganizationRole",
        "memberOf": {"@type": "Organization", "name": row.network.name},
        "roleName": str(row.get_standing_display()),
    }
    if row.started:
        found["startDate"] = row.started.isoformat()
    if row.ended:
        found["endDate"] = row.ended.isoformat()
    return found


def _address(request: HttpRequest, pk: int) -> str:
    return request.build_absolute_uri(reverse("organization", args=[pk]))
