"""An organization's history laid out as a line of time: what stands where, in per cent across and pixels down.

Letters never stretch, since only positions are in per cent. From right to left the line is reckoned from the other end.
Labels that would run into each other go to further lines of their lane.
"""

import datetime as dt
from dataclasses import dataclass, field

from hansa.network.history import History, Span

TOP, LINE, BAR, GAP = 40, 18, 6, 22
# A letter of a label in per cent of the narrowest drawing (46 rem); a wide letter counts double.
LETTER = 0.95
MOST_YEARS = 12
STEPS = (1, 2, 5, 10, 20, 50, 100)


@dataclass(frozen=True)
class Label:
    x: float
    y: int
    text: str
    is_quiet: bool = False
    dx: int = 0


@dataclass(frozen=True)
class Bar:
    x: float
    y: int
    width: float
    kind: str


@dataclass(frozen=True)
class Dot:
    x: float
    y: int


@dataclass
class Drawing:
    """All that the picture shows; ``day`` is where the day asked about stands, None where that is outside."""

    height: int = 0
    years: list[Label] = field(default_factory=list)
    labels: list[Label] = field(default_factory=list)
    bars: list[Bar] = field(default_factory=list)
    dots: list[Dot] = field(default_factory=list)
    day: float | None = None

    @property
    def bottom(self) -> int:
        return self.height - 4


class _Scale:
    """Days to per cent."""

    def __init__(self, first: dt.date, last: dt.date, from_right: bool) -> None:
        self.first, self.last, self.from_right = first, last, from_right

    def at(self, day: dt.date) -> float:
        whole = (self.last - self.first).days or 1
        share = 100 * (min(max(day, self.first), self.last) - self.first).days / whole
        return round(100 - share if self.from_right else share, 2)


def drawn(history: History, *, day: dt.date, today: dt.date, from_right: bool = False) -> Drawing | None:
    """The picture, or None where nothing is on record that has a day."""
    days = history.days
    if not days:
        return None
    first = dt.date(min(days).year, 1, 1)
    last = dt.date(max([*days, today]).year + 1, 1, 1)
    scale, drawing = _Scale(first, last, from_right), Drawing()
    _draw_years(drawing, scale)
    y = TOP
    for lane in history.lanes:
        y = _draw_lane(drawing, scale, lane, y)
    if history.points:
        y = _draw_points(drawing, scale, history, y)
    drawing.height = y
    drawing.day = scale.at(day) if first <= day <= last else None
    return drawing


def _draw_years(drawing: Drawing, scale: _Scale) -> None:
    years = scale.last.year - scale.first.year
    step = next((step for step in STEPS if years / step <= MOST_YEARS), STEPS[-1])
    for year in range(scale.first.year, scale.last.year + 1):
        if year % step == 0:
            drawing.years.append(Label(scale.at(dt.date(year, 1, 1)), 14, str(year)))


def _draw_lane(drawing: Drawing, scale: _Scale, lane: list[Span], y: int) -> int:
    """One lane from y on; answers where the next begins."""
    ends: list[float] = []
    placed = [(span, scale.at(span.first or scale.first), scale.at(_end(span, scale))) for span in lane]
    # A label near the far end moves back as far as it needs to be read whole.
    starts = [min(_share(scale, start), max(0.0, 100 - _width(span.label))) for span, start, _end_at in placed]
    lines = [_line(ends, start, _width(span.label)) for (span, _s, _e), start in zip(placed, starts, strict=True)]
    bar_y = y + LINE * len(ends) - LINE + 7
    for (span, start, end), at, line in zip(placed, starts, lines, strict=True):
        drawing.labels.append(Label(_share(scale, at), y + LINE * line, span.label, span.is_vacant))
        kind = "open" if span.is_vacant else "bar soft" if span.is_soft else "bar"
        width = max(abs(end - start), 0.25)
        drawing.bars.append(Bar(min(start, end), bar_y, round(width, 2), kind))
    return bar_y + BAR + GAP + 8


def _draw_points(drawing: Drawing, scale: _Scale, history: History, y: int) -> int:
    ends: list[float] = []
    for point in history.points:
        x = scale.at(point.on.first)
        start = min(_share(scale, x), max(0.0, 98 - _width(point.label)))
        line = _line(ends, start, _width(point.label) + 2)
        drawing.dots.append(Dot(x, y - 4 + LINE * line))
        drawing.labels.append(Label(x, y + LINE * line, point.label, dx=-10 if scale.from_right else 10))
    return y + LINE * len(ends)


def _line(ends: list[float], start: float, width: float) -> int:
    """The first line of labels that is free from ``start`` on; a new one where none is."""
    for number, end in enumerate(ends):
        if start >= end:
            ends[number] = start + width
            return number
    ends.append(start + width)
    return len(ends) - 1


def _share(scale: _Scale, x: float) -> float:
    """Per cent from where one starts to read, or back."""
    return 100 - x if scale.from_right else x


def _width(text: str) -> float:
    return LETTER * (sum(2 if ord(letter) > 0x2E80 else 1 for letter in text) + 2)


def _end(span: Span, scale: _Scale) -> dt.date:
    # A last day is inclusive: the bar reaches to its end.
    return min(span.last + dt.timedelta(days=1), scale.last) if span.last else scale.last
