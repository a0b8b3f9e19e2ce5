"""The line of time: where bars, labels and the day stand, in either direction."""

import datetime as dt

from hansa.base.dates import PartialDate
from hansa.network.history import History, Point, Span
from hansa.network.timeline import LINE, drawn

TODAY = dt.date(2019, 6, 11)


def span(label: str, start: str, end: str = "", **more: bool) -> Span:
    return Span(label, PartialDate.parse(start) if start else None, PartialDate.parse(end) if end else None, **more)


def test_nothing_with_a_day_draws_nothing() -> None:
    assert drawn(History(), day=TODAY, today=TODAY) is None
    assert drawn(History([[span("member", "")]]), day=TODAY, today=TODAY) is None


def test_bars_reach_from_first_to_last_day_and_open_ones_to_the_edge() -> None:
    history = History([[span("member", "2010-01-01")], [span("seat", "2010-01-01", "2014-12-31", is_soft=True)]])

    picture = drawn(history, day=TODAY, today=TODAY)

    assert picture is not None
    assert [(bar.x, bar.width, bar.kind) for bar in picture.bars] == [(0.0, 100.0, "bar"), (0.0, 50.0, "bar soft")]
    assert picture.day == 94.41


def test_direction_turns_everything_round() -> None:
    history = History([[span("seat", "2010-01-01", "2014-12-31")]], [Point("Linz", PartialDate.parse("2010-01-01"))])

    there = drawn(history, day=TODAY, today=TODAY)
    back = drawn(history, day=TODAY, today=TODAY, from_right=True)

    assert there is not None
    assert back is not None
    assert (there.bars[0].x, back.bars[0].x) == (0.0, 50.0)
    assert (there.dots[0].x, back.dots[0].x) == (0.0, 100.0)
    assert (there.day, back.day) == (94.41, 5.59)


def test_labels_that_would_meet_stand_below_each_other() -> None:
    lane = [span(f"Mayor: Somebody {year}", f"{year}-01-01", f"{year}-12-31") for year in (2014, 2015, 2016)]

    picture = drawn(History([[span("member", "2000")], lane]), day=TODAY, today=TODAY)

    assert picture is not None
    heights = [label.y for label in picture.labels[1:]]
    assert heights == [heights[0], heights[0] + LINE, heights[0] + 2 * LINE]


def test_label_at_the_end_moves_back_to_be_read_whole() -> None:
    picture = drawn(History([[span("a rather long label", "2019-06-01")], [span("x", "2000")]]), day=TODAY, today=TODAY)

    assert picture is not None
    assert picture.labels[0].x < picture.bars[0].x


def test_a_century_has_few_years_written() -> None:
    picture = drawn(History([[span("member", "1921")]]), day=TODAY, today=TODAY)

    assert picture is not None
    assert [label.text for label in picture.years] == [
        "1930",
        "1940",
        "1950",
        "1960",
        "1970",
        "1980",
        "1990",
        "2000",
        "2010",
        "2020",
    ]


def test_day_outside_is_not_drawn() -> None:
    picture = drawn(History([[span("member", "2010")]]), day=dt.date(1990, 1, 1), today=TODAY)

    assert picture is not None
    assert picture.day is None
