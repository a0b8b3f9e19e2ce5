"""A day's programme as a table: halls or tracks side by side, times downwards, each line as long as it lasts."""

import datetime as dt
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from hansa.events.queries import Item


@dataclass(frozen=True)
class Cell:
    """An item and how many rows and columns it fills; an empty one where nothing is on."""

    item: Item | None = None
    rows: int = 1
    columns: int = 1


@dataclass(frozen=True)
class Row:
    """What begins at a time."""

    starts_at: dt.datetime
    cells: list[Cell]


@dataclass(frozen=True)
class Table:
    """Columns by name, each with as many lanes as run in it at once, and the rows."""

    columns: list[tuple[str, int]]
    rows: list[Row]


@dataclass
class _Lane:
    """A column of the table, or one of several under one name where two lines are on at once."""

    items: list[Item] = field(default_factory=list)

    def is_free(self, item: Item) -> bool:
        return not any(one.line.overlaps(item.line.starts_at, item.line.ends_at) for one in self.items)


def by_hall(item: Item) -> str:
    """The column of a hall; a place of a visit is one too."""
    return item.line.where


def by_track(item: Item) -> str:
    """The column of a track."""
    return item.line.track


def table_of(items: Sequence[Item], name: Callable[[Item], str]) -> Table | None:
    """The day as a table; None where it runs in one column, and so is a list."""
    wide = [item for item in items if _is_for_all(item, items)]
    lanes: dict[str, list[_Lane]] = {}
    for item in items:
        if item in wide:
            continue
        free = next((lane for lane in lanes.setdefault(name(item), []) if lane.is_free(item)), None)
        if free is None:
            free = _Lane()
            lanes[name(item)].append(free)
        free.items.append(item)
    flat = [lane for held in lanes.values() for lane in held]
    if len(flat) < 2:
        return None
    moments = sorted({moment for item in items for moment in (item.line.starts_at, item.line.ends_at)})
    index = {moment: number for number, moment in enumerate(moments)}
    rows = [Row(moment, _cells(number, flat, wide, index)) for number, moment in enumerate(moments[:-1])]
    held = [(key, len(of)) for key, of in lanes.items()]
    # A row in which nothing is on at all is a pause; one whose lanes are taken from above holds the rows together.
    return Table(held, [row for row in rows if len(row.cells) < len(flat) or any(cell.item for cell in row.cells)])


def _is_for_all(item: Item, items: Sequence[Item]) -> bool:
    """What is on alone is written across all columns."""
    line = item.line
    return not any(other is not item and other.line.overlaps(line.starts_at, line.ends_at) for other in items)


def _cells(number: int, lanes: list[_Lane], wide: list[Item], index: dict[dt.datetime, int]) -> list[Cell]:
    """The cells that begin in this row; a lane that is taken from above has none."""
    for item in wide:
        first, last = index[item.line.starts_at], index[item.line.ends_at]
        if first <= number < last:
            return [Cell(item, last - first, len(lanes))] if first == number else []
    cells = []
    for lane in lanes:
        here = next((one for one in lane.items if index[one.line.starts_at] <= number < index[one.line.ends_at]), None)
        if here is None:
            cells.append(Cell())
        elif index[here.line.starts_at] == number:
            cells.append(Cell(here, index[here.line.ends_at] - number))
    return cells
