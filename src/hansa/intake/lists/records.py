"""What is on record, by all that a list may call it by: fetched in a fixed number of queries, however long the list."""

from collections import defaultdict
from typing import Any

from rapidfuzz import fuzz, process

from hansa.base.text import fold
from hansa.intake.ledger import name_key
from hansa.network.models import Agreement, AgreementClaim, FormerName, Identifier, Mandate, Membership, Organization
from hansa.network.queries import duties_in_force, only_network

WIKIDATA = "wikidata"
_ALIKE = 88  # of 100: two letters of a word of fifteen


class Register:
    """Organizations by place, name and identifier, with their standing, mandates, agreements and focal points."""

    def __init__(self) -> None:
        self.network = only_network()
        self.by_pk: dict[int, Organization] = {}
        self.by_place: dict[str, Organization] = {}
        self.named: dict[str, dict[int, Organization]] = defaultdict(dict)
        self.by_item: dict[str, Organization] = {}
        self.items: dict[int, str] = {}
        self._near: dict[str, dict[str, Organization]] = defaultdict(dict)
        for organization in Organization.objects.defer("profile", "search", "place_names"):
            self.know(organization)
        for former in FormerName.objects.all():
            self._name(former.name, self.by_pk[former.organization_id])
        for item in Identifier.objects.filter(scheme=WIKIDATA):
            self.know_item(item.value, self.by_pk[item.organization_id])
        self._fetch_relations()

    def _fetch_relations(self) -> None:
        self.standings: dict[int, Membership] = {}
        self.past: dict[int, Membership] = {}
        for row in Membership.objects.filter(network=self.network).order_by("started_on", "pk"):
            row.organization = self.by_pk[row.organization_id]
            (self.past if row.ended_on else self.standings)[row.organization_id] = row
        self.mandates: dict[tuple[int, str, str], list[Mandate]] = defaultdict(list)
        for mandate in Mandate.objects.filter(network=self.network):
            self.mandates[mandate.organization_id, mandate.kind, mandate.scope].append(mandate)
        self.agreements: dict[frozenset[int], list[Agreement]] = defaultdict(list)
        self.claims: dict[int, list[AgreementClaim]] = defaultdict(list)
        for agreement in Agreement.objects.order_by("pk").prefetch_related("parties", "claims"):
            self.agreements[frozenset(party.pk for party in agreement.parties.all())].append(agreement)
            self.claims[agreement.pk] = list(agreement.claims.all())
        self.focal_points: set[tuple[int, str]] = set()

    def fetch_focal_points(self, organizations: list[Organization]) -> None:
        """Who answers today for these organizations, by address."""
        self.focal_points = set(duties_in_force("focal point", organizations))

    def know(self, organization: Organization) -> None:
        """Remember an organization by its place and by every name that it bears."""
        self.by_pk[organization.pk] = organization
        if organization.place and organization.kind in ("city", "region"):
            self.by_place.setdefault(organization.place, organization)
        names = (organization.name, organization.own_name, organization.place_name, *organization.names.values())
        for name in dict.fromkeys(names):
            # A place lends its short name to the city, not to the port that is there too.
            if name and (name != organization.place_name or organization.kind in ("city", "region")):
                self._name(name, organization)

    def _name(self, name: str, organization: Organization) -> None:
        self.named[name_key(name)][organization.pk] = organization
        self._near[organization.country].setdefault(fold(name), organization)

    def know_item(self, item: str, organization: Organization) -> None:
        """Remember its number in Wikidata."""
        self.by_item[item] = organization
        self.items[organization.pk] = item

    def called(self, name: str, country: str) -> list[Organization]:
        """Those of exactly that name, in that country or in none on record; in any where ``country`` is empty."""
        found = self.named.get(name_key(name), {}).values()
        return [one for one in found if not country or one.country in (country, "")]

    def like(self, name: str, country: str) -> Organization | None:
        """The organization whose name is nearly that one, in the same country."""
        near: dict[str, Any] = self._near.get(country, {})
        found = process.extractOne(fold(name), near.keys(), scorer=fuzz.ratio, score_cutoff=_ALIKE) if near else None
        return near[found[0]] if found else None
