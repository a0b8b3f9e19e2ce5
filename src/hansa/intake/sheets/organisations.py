"""The sheet Organisations: who is on record, and what they are at the event, in the network and to the host."""

from typing import Any

from django.utils.translation import gettext as _

from hansa.base.errors import Refused
from hansa.base.fields import Multilingual
from hansa.delegations import actions as delegations
from hansa.events import actions as events
from hansa.events.models import Event, EventRole
from hansa.intake.columns import ORGANISATIONS, ORGANIZATION_ROLES
from hansa.intake.fates import Row
from hansa.intake.ledger import Ledger, doubled, name_key, refuse_doubles
from hansa.intake.sheets.places import settle, short_names
from hansa.network import actions as network
from hansa.network.models import Agreement, Mandate, Membership, Organization

WITH_PLACES = ("city", "region")
# Who sends a delegation, and in which capacity.
CAPACITIES = {"guest": "guest", "host": "host", "supporter": "supporter"}


def record(ledger: Ledger) -> None:
    """Put each organization on record; what it is at the event comes once the events are there."""
    for row in ledger.book.of(ORGANISATIONS):
        if row.refusals:
            continue
        try:
            _record_one(ledger, row)
        except Refused as refusal:
            row.refuse(str(refusal))
    rows = [row for row in ledger.book.of(ORGANISATIONS) if row.record is not None]
    ledger.listed = {row.record.pk for row in rows}
    refuse_doubles(rows, lambda row: (row.record.pk, row.get("event") or ledger.main_key, row.get("role")), "name")


def _record_one(ledger: Ledger, row: Row) -> None:
    kind, name, country = row.get("kind", "city"), row.get("name"), row.get("country", "")
    settled: dict[str, str] | None = {"country": country}
    if kind in WITH_PLACES:
        settled = settle(ledger, row, name, country, row.get("place", ""))
    if settled is None:
        return
    values = _values(row, kind, settled)
    organization = ledger.by_place.get(settled.get("place", "")) or _of_name(ledger, name, settled["country"])
    if organization is None:
        organization = network.record_organization(by=ledger.by, name=name, **values)
        row.is_new = True
    else:
        if organization.place and settled.get("place", organization.place) != organization.place:
            raise Refused(
                _("“%(name)s” is on record as another place, %(place)s. Make the name clear, such as with its region.")
                % {"name": name, "place": organization.place_name}
            )
        _revise(ledger, row, organization, values)
    row.record = organization
    ledger.know(organization, name)


def _of_name(ledger: Ledger, name: str, country: str) -> Organization | None:
    """The organization of that name and country on record; one whose country is not on record will do."""
    key = name_key(name)
    found = ledger.by_name.get((key, country)) or ledger.by_name.get((key, ""))
    if found is None and not country:
        known = {one.pk: one for one in ledger.named.get(key, {}).values() if name_key(one.name) == key}
        found = next(iter(known.values())) if len(known) == 1 else None
    return found


def _values(row: Row, kind: str, settled: dict[str, str]) -> dict[str, Any]:
    names = {language: row.get(f"name_{language}", "") for language in ("fr", "ar")}
    names |= short_names(row.get("name"), settled)
    values = {
        "names": Multilingual({language: text for language, text in names.items() if text}),
        **row.given(own_name="own_name", own_language="own_language"),
        **{name: value for name, value in settled.items() if value},
    }
    if row.get("kind"):
        values["kind"] = kind
    return values


def _revise(ledger: Ledger, row: Row, organization: Organization, values: dict[str, Any]) -> None:
    """The register is the secretariat's: a host adds what it lacks and leaves what it says."""
    if not ledger.is_office:
        names = {language: text for language, text in values.pop("names").items() if language not in organization.names}
        values = {name: value for name, value in values.items() if not getattr(organization, name)}
        values["names"] = names
    row.changed(network.revise_organization(organization, by=ledger.by, **values))


def place_at_events(ledger: Ledger) -> None:
    """Roles at the events, delegations of guests; standing, mandates and agreements in the network."""
    ledger.fetch_delegations()
    rows = [row for row in ledger.book.of(ORGANISATIONS) if row.record is not None]
    # The secretariat first: without it there is no network in which the others could stand.
    rows.sort(key=lambda row: row.get("mandate") != "secretariat")
    held = _Held(rows)
    for row in sorted(rows, key=lambda row: ORGANIZATION_ROLES.index(row.get("role"))):
        _attempt(row, lambda row=row: _take_part(ledger, row, held))
    for row in rows:
        _attempt(row, lambda row=row: _stand(ledger, row, held))
        _attempt(row, lambda row=row: _agree(ledger, row, held))
    for one, other in doubled([row for row in rows if row.get("standing")], lambda row: row.record.pk):
        if one.get("standing") != other.get("standing"):
            other.refuse(_("Row %(row)s gives it another standing.") % {"row": one.number}, "standing")


def _attempt(row: Row, act: Any) -> None:
    try:
        act()
    except Refused as refusal:
        row.refuse(str(refusal))


class _Held:
    """What these organizations hold already, in four queries."""

    def __init__(self, rows: list[Row]) -> None:
        bodies = {row.record.pk for row in rows}
        self.placed: set[tuple[int, int]] = set()
        self.roles = {
            (role.event_id, role.organization_id, role.role)
            for role in EventRole.objects.filter(organization__in=bodies)
        }
        self.standings = {
            one.organization_id: one
            for one in Membership.objects.filter(organization__in=bodies, ended_on=None).select_related("organization")
        }
        self.mandates = {
            (one.organization_id, one.kind, one.scope): one
            for one in Mandate.objects.filter(organization__in=bodies, ended_on=None).select_related("organization")
        }
        self.agreements: dict[tuple[str, frozenset[int]], Agreement] = {}
        agreements = Agreement.objects.filter(parties__in=bodies).distinct().prefetch_related("parties", "claims")
        for one in agreements:
            self.agreements[one.kind, frozenset(party.pk for party in one.parties.all())] = one


def _take_part(ledger: Ledger, row: Row, held: _Held) -> None:
    event, organization, role = ledger.event_of(row), row.record, row.get("role")
    if ledger.passes_over(row, event.key):
        return
    ledger.demand_event(event)
    if role in ("host", "organiser", "supporter", "partner") and (event.pk, organization.pk, role) not in held.roles:
        events.give_role(event, organization, by=ledger.by, role=role)
        held.roles.add((event.pk, organization.pk, role))
        row.changed({"role": [None, role]})
    if role == "host":
        ledger.hosts.setdefault(event.pk, organization)
    capacity = CAPACITIES.get(role)
    # Rows come host first: who hosts and supports comes as the host.
    if capacity is None or (event.pk, organization.pk) in held.placed:
        return
    held.placed.add((event.pk, organization.pk))
    if event.key == ledger.main_key or organization.pk not in ledger.sends:
        ledger.sends[organization.pk] = (event, capacity)
    found = ledger.delegations.get((event.pk, organization.pk))
    if found is not None:
        row.changed(delegations.revise_delegation(found, by=ledger.by, capacity=capacity))
    elif capacity == "guest":
        delegation_of(ledger, organization, event, capacity)
        row.changed({"delegation": [None, capacity]})


def delegation_of(ledger: Ledger, organization: Organization, event: Event, capacity: str) -> Any:
    """The delegation of an organization to an event, recorded if there is none."""
    key = (event.pk, organization.pk)
    if key not in ledger.delegations:
        ledger.delegations[key] = delegations.record_delegation(event, organization, by=ledger.by, capacity=capacity)
    return ledger.delegations[key]


def _stand(ledger: Ledger, row: Row, held: _Held) -> None:
    """Standing and mandate in the network, which only the secretariat records."""
    if not row.get("standing") and not row.get("mandate"):
        return
    if not ledger.is_office:
        row.notes.append(_("Standing and mandates are recorded by the secretariat; they were passed over."))
        return
    if ledger.network is None and row.get("mandate") == "secretariat":
        # The network of a new house is called after its office: "WeGO Secretariat" serves WeGO.
        called = row.record.name.replace(" Secretariat", "").replace("Secretariat of ", "")
        ledger.network = network.found_network(by=ledger.by, name=called, secretariat=row.record)
        row.changed({"network": [None, called]})
    if ledger.network is None:
        raise Refused(
            _("No network is on record, or several are. Give its office the mandate secretariat in this sheet.")
        )
    if row.get("standing"):
        _membership(ledger, row, held)
    if row.get("mandate"):
        _mandate(ledger, row, held)


def _membership(ledger: Ledger, row: Row, held: _Held) -> None:
    standing, since, founding = row.get("standing"), row.get("member_since"), row.get("founding")
    found = held.standings.get(row.record.pk)
    assert ledger.network is not None
    if found is None:
        held.standings[row.record.pk] = network.record_membership(
            ledger.network, row.record, by=ledger.by, standing=standing, since=since, founding=founding == "yes"
        )
        row.changed({"standing": [None, standing]})
    elif found.standing != standing:
        raise Refused(
            _("On record it is %(standing)s. A change of standing has a day and is made in the register, not here.")
            % {"standing": found.get_standing_display()}
        )
    else:
        said = None if founding is None else founding == "yes"
        row.changed(network.revise_membership(found, by=ledger.by, since=since, founding=said))


def _mandate(ledger: Ledger, row: Row, held: _Held) -> None:
    kind, scope, since = row.get("mandate"), row.get("mandate_for", ""), row.get("mandate_since")
    found = held.mandates.get((row.record.pk, kind, scope))
    assert ledger.network is not None
    if found is None:
        held.mandates[row.record.pk, kind, scope] = network.record_mandate(
            ledger.network, row.record, by=ledger.by, kind=kind, scope=scope, since=since
        )
        row.changed({"mandate": [None, kind]})
    else:
        row.changed(network.revise_mandate(found, by=ledger.by, since=since))


def _agree(ledger: Ledger, row: Row, held: _Held) -> None:
    """The agreement with the host, and what the row's source says of its date."""
    kind, on, source = row.get("agreement"), row.get("agreed_on"), row.get("agreement_source", "")
    if not kind or not ledger.manages(ledger.event_of(row)):
        return
    host = ledger.hosts.get(ledger.event_of(row).pk)
    if host is None or host.pk == row.record.pk:
        raise Refused(_("An agreement needs a host of the event: another organisation with the role host."))
    key = (kind, frozenset({host.pk, row.record.pk}))
    found = held.agreements.get(key)
    if found is None:
        held.agreements[key] = network.record_agreement(
            by=ledger.by, kind=kind, parties=[row.record, host], on=on, source=source
        )
        row.changed({"agreement": [None, kind]})
        return
    claim = next((claim for claim in found.claims.all() if claim.source == source), None)
    if claim is not None:
        row.changed(network.revise_claim(claim, by=ledger.by, on=on))
    elif on or source:
        network.claim_date(found, by=ledger.by, on=on, source=source)
        row.changed({"agreed on": [None, on]})
