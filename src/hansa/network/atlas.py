"""Where places lie on the map: the Equal Earth projection and the outline of the land, without borders.

The projection is Šavrič, Patterson and Jenny's (2018, doi 10.1080/13658816.2018.1504949), which shows areas true. The
outline is Natural Earth's 1:110m land (public domain), made by ``tools/build_land.py``.
"""

import math
from functools import lru_cache
from importlib.resources import files

WIDTH, HEIGHT = 1000, 440
# South of this there is no city; leaving it out gives the others room.
SOUTH, NORTH = -57.0, 84.0

_A = (1.340264, -0.081106, 0.000893, 0.003796)
_M = math.sqrt(3) / 2


def equal_earth(latitude: float, longitude: float) -> tuple[float, float]:
    """Degrees to the plane of the projection: x from about -2.71 to 2.71, y upwards."""
    theta = math.asin(_M * math.sin(math.radians(latitude)))
    square = theta * theta
    sixth = square**3
    down = _A[0] + 3 * _A[1] * square + sixth * (7 * _A[2] + 9 * _A[3] * square)
    x = math.radians(longitude) * math.cos(theta) / (_M * down)
    y = theta * (_A[0] + _A[1] * square + sixth * (_A[2] + _A[3] * square))
    return x, y


_LEFT, _RIGHT = equal_earth(0, -180)[0], equal_earth(0, 180)[0]
_TOP, _BOTTOM = equal_earth(NORTH, 0)[1], equal_earth(SOUTH, 0)[1]
_SCALE = min(WIDTH / (_RIGHT - _LEFT), HEIGHT / (_TOP - _BOTTOM))
_ACROSS = (WIDTH - _SCALE * (_RIGHT - _LEFT)) / 2


def on_map(latitude: float, longitude: float) -> tuple[float, float]:
    """Degrees to the drawing: x to the right, y down, within WIDTH and HEIGHT for all places north of SOUTH."""
    x, y = equal_earth(latitude, longitude)
    return round(_ACROSS + _SCALE * (x - _LEFT), 1), round(_SCALE * (_TOP - y), 1)


@lru_cache(maxsize=1)
def land() -> str:
    """The outline of the land as the data of an SVG path in the drawing's units."""
    lines = files("hansa.network").joinpath("land.txt").read_text(encoding="ascii").splitlines()
    return "".join(line for line in lines if not line.startswith("#"))


def bow(start: tuple[float, float], end: tuple[float, float]) -> str:
    """A line from one place to another as the data of an SVG path, bent upwards so that lines can be told apart."""
    (x1, y1), (x2, y2) = sorted((start, end))
    lift = min(60.0, math.hypot(x2 - x1, y2 - y1) * 0.22)
    return f"M{x1:g} {y1:g}Q{(x1 + x2) / 2:g} {(y1 + y2) / 2 - lift:.1f} {x2:g} {y2:g}"
