#!/usr/bin/env python3
"""Make src/hansa/network/land.txt, the outline of the land, from land-110m.json of the npm package world-atlas 2.0.2.

    npm pack world-atlas@2.0.2 && tar xzf world-atlas-2.0.2.tgz
    .venv/bin/python tools/build_land.py package/land-110m.json

The package holds Natural Earth's 1:110m land (public domain) as TopoJSON (its packaging is ISC). No border is in it.
"""

import json
import re
import sys
from pathlib import Path

from hansa.network.atlas import SOUTH, on_map

OUT = Path(__file__).resolve().parents[1] / "src" / "hansa" / "network" / "land.txt"
# Drawing units below which a point says nothing new.
NEAR = 0.8
HEAD = """\
# The outline of the land in the drawing's units (see atlas.py), as the data of one SVG path.
# Natural Earth 1:110m, public domain, naturalearthdata.com; from world-atlas 2.0.2 by tools/build_land.py.
"""

Point = tuple[float, float]


def arcs_of(topology: dict) -> list[list[Point]]:
    """The arcs in degrees (longitude, latitude), undone from TopoJSON's differences."""
    (kx, ky), (dx, dy) = topology["transform"]["scale"], topology["transform"]["translate"]
    found = []
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for step_x, step_y in arc:
            x, y = x + step_x, y + step_y
            points.append((x * kx + dx, y * ky + dy))
        found.append(points)
    return found


def rings_of(topology: dict) -> list[list[Point]]:
    """Each ring of the land in degrees."""
    arcs = arcs_of(topology)
    shapes = topology["objects"]["land"]
    polygons = [p for shape in shapes.get("geometries", [shapes]) for p in shape["arcs"]]
    rings = []
    for polygon in polygons:
        for ring in polygon:
            points: list[Point] = []
            for index in ring:
                arc = arcs[index] if index >= 0 else arcs[~index][::-1]
                points += arc if not points else arc[1:]
            rings.append(points)
    return rings


def within(ring: list[Point]) -> list[list[Point]]:
    """A ring that runs over the 180th meridian as one ring on either side of it."""
    whole = [ring[0]]
    for longitude, latitude in ring[1:]:
        turns = round((whole[-1][0] - longitude) / 360)
        whole.append((longitude + 360 * turns, latitude))
    found = []
    for turn in (-360, 0, 360):
        piece = [(longitude + turn, latitude) for longitude, latitude in whole]
        piece = clipped(clipped(piece, 180, -1), -180, 1)
        if piece:
            found.append(piece)
    return found


def clipped(ring: list[Point], meridian: float, side: int) -> list[Point]:
    """The part of a ring on one side of a meridian: east of it for 1, west for -1 (Sutherland and Hodgman 1974)."""
    found: list[Point] = []
    for before, here in zip(ring[-1:] + ring[:-1], ring, strict=True):
        was_in, is_in = side * (before[0] - meridian) >= 0, side * (here[0] - meridian) >= 0
        if was_in != is_in:
            share = (meridian - before[0]) / (here[0] - before[0])
            found.append((meridian, before[1] + share * (here[1] - before[1])))
        if is_in:
            found.append(here)
    return found


def drawn(ring: list[Point]) -> list[tuple[int, int]]:
    """A ring in tenths of the drawing's units, without points that are too near to the one before."""
    found: list[tuple[int, int]] = []
    for longitude, latitude in ring:
        x, y = on_map(max(latitude, SOUTH), longitude)
        point = (round(x * 2) * 5, round(y * 2) * 5)
        if not found or abs(point[0] - found[-1][0]) + abs(point[1] - found[-1][1]) >= NEAR * 10:
            found.append(point)
    return found


def path(ring: list[tuple[int, int]]) -> str:
    """A closed path, each point as its difference from the one before."""
    x, y = ring[0]
    text = f"M{x / 10:g} {y / 10:g}l"
    for at, (next_x, next_y) in enumerate(ring[1:]):
        step_x, step_y = (next_x - x) / 10, (next_y - y) / 10
        gap = "" if at == 0 or step_x < 0 else " "
        text += f"{gap}{step_x:g}{'' if step_y < 0 else ' '}{step_y:g}"
        x, y = next_x, next_y
    return re.sub(r"(?<!\d)0\.5", ".5", text) + "z"


def main(source: str) -> None:
    topology = json.loads(Path(source).read_text())
    # Antarctica lies south of the drawing.
    rings = [
        piece
        for ring in rings_of(topology)
        if max(latitude for _longitude, latitude in ring) > SOUTH
        for piece in within(ring)
    ]
    lines = [path(ring) for ring in map(drawn, rings) if len(ring) > 3]
    OUT.write_text(HEAD + "\n".join(lines) + "\n", encoding="ascii")
    print(f"{len(lines)} shapes, {OUT.stat().st_size:,} bytes in {OUT.name}")


if __name__ == "__main__":
    main(sys.argv[1])
