"""The map of the network and the web of agreements: drawn here, without tiles from outside and without borders."""

from typing import Any

from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.views.decorators.http import require_safe

from hansa.base.text import fold, nfc
from hansa.base.web import answer
from hansa.network import atlas
from hansa.network.agreements import Life, life_of, preferred
from hansa.network.maps import Place, lines, place_of, points
from hansa.network.models import Agreement, AgreementClaim, Organization
from hansa.network.queries import only_network
from hansa.network.register import MEMBERS, Wanted, counts, entries
from hansa.network.rules import Reader, agreements_seen_by, mandates_seen_by, seen_by
from hansa.network.structured import alternates
from hansa.network.views.asking import asked


@require_safe
def network_map(request: HttpRequest) -> HttpResponse:
    """Where the members of a day lie; those with a mandate are marked. Beside it the same as a list."""
    network, on, reader = only_network(), asked(request), Reader(request.user)
    listed = [entry for entry in entries(reader, network, Wanted(on=on.day)) if entry.standing in MEMBERS]
    marked = set(mandates_seen_by(reader).on(on.day).filter(network=network).values_list("organization", flat=True))
    known = Organization.objects.filter(latitude__isnull=False).values_list("pk", "latitude", "longitude")
    where = {pk: (latitude, longitude) for pk, latitude, longitude in known}
    placed = points((Place(one.pk, one.name, one.country, *where[one.pk]) for one in listed if one.pk in where), marked)
    context = {
        "on": on,
        "counts": counts(listed),
        "members": listed,
        "points": placed,
        "missing": len(listed) - len(placed),
        **_ground(request, reader),
    }
    return answer(request, "network/map.html", context)


@require_safe
def agreements_web(request: HttpRequest) -> HttpResponse:
    """Who has agreed with whom: the agreements in force on a day as lines, and as a table with their dates."""
    reader, on, words = Reader(request.user), asked(request), fold(nfc(request.GET.get("q")))
    kind = request.GET.get("kind", "")
    claims = Prefetch("claims", AgreementClaim.objects.order_by("-is_preferred", "started_on", "pk"))
    found = agreements_seen_by(reader).prefetch_related(claims, "renewals", Prefetch("parties", _parties()))
    if kind in Agreement.Kind.values:
        found = found.filter(kind=kind)
    for word in words.split():
        found = found.filter(pk__in=Agreement.objects.filter(parties__search__contains=word).values("pk"))
    table = [_row(agreement, on.day) for agreement in found.order_by("pk")]
    in_force = [row for row in table if row["life"] == Life.IN_FORCE]
    placed = {party.pk: party for row in in_force for party in row["parties"]}
    everybody = {party.pk for row in table for party in row["parties"]}
    busy = _busiest(in_force)
    context = {
        "on": on,
        "words": nfc(request.GET.get("q")),
        "kind": kind,
        "kinds": Agreement.Kind.choices,
        "table": sorted(table, key=lambda row: [fold(str(party)) for party in row["parties"]]),
        "in_force": len(in_force),
        "lines": lines((row["kind"], [place_of(party) for party in row["parties"]]) for row in in_force),
        "points": points(map(place_of, placed.values()), busy),
        "visible": set(seen_by(reader).filter(pk__in=everybody).values_list("pk", flat=True)),
        **_ground(request, reader),
    }
    return answer(request, "network/agreements.html", context)


def _parties() -> Any:
    return Organization.objects.defer("place_names", "search", "profile").order_by("name", "pk")


def _row(agreement: Agreement, day: Any) -> dict[str, Any]:
    claim = preferred(agreement)
    return {
        "agreement": agreement,
        "parties": list(agreement.parties.all()),
        "kind": str(agreement.get_kind_display()),
        "life": life_of(agreement, day),
        "signed": claim.started if claim else None,
        "source": claim.source if claim else "",
    }


def _busiest(table: list[dict[str, Any]]) -> set[int]:
    """Those with more than one agreement."""
    count: dict[int, int] = {}
    for row in table:
        for party in row["parties"]:
            count[party.pk] = count.get(party.pk, 0) + 1
    return {pk for pk, n in count.items() if n > 1}


def _ground(request: HttpRequest, reader: Reader) -> dict[str, Any]:
    return {
        "land": atlas.land(),
        "width": atlas.WIDTH,
        "height": atlas.HEIGHT,
        "officer": reader.is_officer,
        "alternates": alternates(request),
    }
