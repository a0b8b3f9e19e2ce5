"""What the two maps show: the members as points, the agreements as lines between them. Places, never borders."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from hansa.base.text import fold
from hansa.network.atlas import WIDTH, bow, on_map
from hansa.network.models import Organization

# Half the size of a point with air around, the height of a label, the width of one of its letters.
AIR, HIGH, LETTER = 5.0, 13.0, 7.0
MOST_LABELS = 40
# So many are tried for a label; so many are tab stops, beyond which the list beside the map is quicker.
MOST_TRIED, MOST_STOPS = 300, 150


class Place(NamedTuple):
    """An organization with the place where it lies, if that is known, in degrees."""

    pk: int
    name: str
    country: str
    latitude: float | None
    longitude: float | None


@dataclass(frozen=True)
class Point:
    """A place on the map. ``label`` is "" where there is no room; ``anchor`` says on which side of the point it is."""

    place: Place
    x: float
    y: float
    is_marked: bool = False
    label: str = ""
    label_x: float = 0.0
    anchor: str = "start"
    is_stop: bool = True


@dataclass(frozen=True)
class Line:
    """An agreement between two of its parties."""

    path: str
    title: str


def place_of(organization: Organization) -> Place:
    """The place of a record in hand."""
    return Place(
        organization.pk,
        str(organization),
        organization.country,
        organization.latitude,
        organization.longitude,
    )


def points(places: Iterable[Place], marked: set[int]) -> list[Point]:
    """Those whose place is known; labels where they run into nothing, the marked ones first."""
    placed = [
        (one, *on_map(one.latitude, one.longitude))
        for one in sorted(places, key=lambda place: (place.pk not in marked, fold(place.name)))
        if one.latitude is not None and one.longitude is not None
    ]
    taken = [(x - AIR, y - AIR, x + AIR, y + AIR) for _one, x, y in placed]
    most = len(taken) + MOST_LABELS
    found = []
    for at, (one, x, y) in enumerate(placed):
        label_x, anchor = None, "start"
        if at < MOST_TRIED and len(taken) < most:
            label_x, anchor = _free(taken, x, y, one.name)
        label = one.name if label_x is not None else ""
        found.append(Point(one, x, y, one.pk in marked, label, label_x or 0.0, anchor, len(placed) <= MOST_STOPS))
    return found


def lines(pacts: Iterable[tuple[str, list[Place]]]) -> list[Line]:
    """A line for each pair of parties of each agreement, given with its title; pairs without a place have none."""
    found: dict[str, Line] = {}
    for title, parties in pacts:
        placed = [
            (party, on_map(party.latitude, party.longitude))
            for party in parties
            if party.latitude is not None and party.longitude is not None
        ]
        for at, (one, start) in enumerate(placed):
            for other, end in placed[at + 1 :]:
                path = bow(start, end)
                found.setdefault(path, Line(path, f"{one.name} – {other.name}: {title}"))
    return list(found.values())


def _free(taken: list[tuple[float, float, float, float]], x: float, y: float, text: str) -> tuple[float | None, str]:
    """Where a label runs into nothing: right of the point, else left of it; what it takes is noted."""
    wide = LETTER * sum(2 if ord(letter) > 0x2E80 else 1 for letter in text)
    for anchor, left in (("start", x + AIR + 2), ("end", x - AIR - 2 - wide)):
        box = (left, y - HIGH / 2, left + wide, y + HIGH / 2)
        inside = box[0] > 0 and box[2] < WIDTH
        if inside and not any(_meet(box, other) for other in taken):
            taken.append(box)
            return (left if anchor == "start" else left + wide), anchor
    return None, "start"


def _meet(one: tuple[float, float, float, float], other: tuple[float, float, float, float]) -> bool:
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]
