"""What the two maps show: the members as points, the agreements as lines between them. Places, never borders."""

from collections.abc import Iterable
from dataclasses import dataclass

from hansa.network.atlas import WIDTH, bow, on_map
from hansa.network.models import Organization

# Half the size of a point with air around, the height of a label, the width of one of its letters.
AIR, HIGH, LETTER = 5.0, 13.0, 7.0
MOST_LABELS = 40


@dataclass(frozen=True)
class Point:
    """An organization on the map. ``label`` is "" where there is no room; ``anchor`` says on which side it is."""

    organization: Organization
    x: float
    y: float
    is_marked: bool = False
    label: str = ""
    label_x: float = 0.0
    anchor: str = "start"


@dataclass(frozen=True)
class Line:
    """An agreement between two of its parties."""

    path: str
    title: str


def points(organizations: Iterable[Organization], marked: set[int]) -> list[Point]:
    """Those whose place is known; labels where they run into nothing, the marked ones first."""
    placed = [(one, *on_map(one.latitude, one.longitude)) for one in organizations if one.latitude is not None]
    taken = [(x - AIR, y - AIR, x + AIR, y + AIR) for _one, x, y in placed]
    found = []
    for one, x, y in sorted(placed, key=lambda item: (item[0].pk not in marked, str(item[0]))):
        label_x, anchor = _free(taken, x, y, str(one)) if len(taken) < len(placed) + MOST_LABELS else (None, "start")
        found.append(
            Point(
                one,
                x,
                y,
                one.pk in marked,
                str(one) if label_x is not None else "",
                label_x or 0.0,
                anchor,
            )
        )
    return found


def lines(pacts: Iterable[tuple[str, list[Organization]]]) -> list[Line]:
    """A line for each pair of parties of each agreement, given with its title; pairs without a place have none."""
    found: dict[str, Line] = {}
    for title, parties in pacts:
        placed = [party for party in parties if party.latitude is not None]
        for at, one in enumerate(placed):
            for other in placed[at + 1 :]:
                path = bow(on_map(one.latitude, one.longitude), on_map(other.latitude, other.longitude))
                found.setdefault(path, Line(path, f"{one} – {other}: {title}"))
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
