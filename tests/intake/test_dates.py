"""Days, times and moments as people and spreadsheets write them."""

# ruff: noqa: DTZ001 - the cells of a spreadsheet carry no zone

import datetime as dt

import pytest

from hansa.base.dates import PartialDate
from hansa.intake.dates import Wrong, read_day, read_moment, read_partial, read_time

DAY = dt.date(2019, 6, 13)


@pytest.mark.parametrize(
    "written",
    [
        DAY, dt.datetime(2019, 6, 13, 9), 43629, 43629.0, "2019-06-13", "2019/6/13", "13.06.2019", "13. 6. 2019",
        "13/06/2019", "06/13/2019", "13 June 2019", "13 juin 2019", "13 de junio de 2019", "June 13, 2019",
        "Thursday, 13 June 2019", "13th June 2019", "2019年6月13日", "2019년 6월 13일", "٢٠١٩-٠٦-١٣", "13 يونيو 2019",
        "2019-06-13 00:00:00", "13 Jun 2019",
    ],
)  # fmt: skip
def test_day_is_read_in_each_common_form(written: object) -> None:
    assert read_day(written) == DAY


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("05/06/2019", "“05/06/2019” can be 2019-06-05 or 2019-05-06. Write it as 2019-06-13."),
        ("13/06/19", "“13/06/19” is no day. Write it as 2019-06-13."),
        ("2019-02-30", "“2019-02-30” is no day. Write it as 2019-06-13."),
        ("2019-06", "“2019-06” lacks the day. Write it as 2019-06-13."),
        ("soon", "“soon” is no day. Write it as 2019-06-13."),
        (2019.0, "The number 2019 is no day. Write it as 2019-06-13."),
        ("9999-12-31", "The year 9999 is surely not meant. Write the day as 2019-06-13."),
        (dt.datetime(9999, 12, 31), "The year 9999 is surely not meant. Write the day as 2019-06-13."),
        (dt.date(1, 1, 1), "The year 1 is surely not meant. Write the day as 2019-06-13."),
    ],
)
def test_day_that_cannot_be_told_is_refused(written: object, sentence: str) -> None:
    with pytest.raises(Wrong) as refused:
        read_day(written)

    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("written", "date"),
    [
        (2013.0, PartialDate(dt.date(2013, 1, 1), "year")),
        ("2013", PartialDate(dt.date(2013, 1, 1), "year")),
        ("2013-05", PartialDate(dt.date(2013, 5, 1), "month")),
        ("May 2013", PartialDate(dt.date(2013, 5, 1), "month")),
        ("mai 2013", PartialDate(dt.date(2013, 5, 1), "month")),
        (43629.0, PartialDate(DAY)),
    ],
)
def test_partial_date_keeps_what_is_known(written: object, date: PartialDate) -> None:
    assert read_partial(written) == date


@pytest.mark.parametrize(
    ("written", "time"),
    [
        (dt.time(14, 30), (14, 30)), (0.604166667, (14, 30)), (0.0, (0, 0)), ("14:30", (14, 30)), ("14.30", (14, 30)),
        ("14h30", (14, 30)), ("2:30 pm", (14, 30)), ("2pm", (14, 0)), ("12 am", (0, 0)), ("12 p.m.", (12, 0)),
        ("09:00:00", (9, 0)), ("24:00", (0, 0)), (9.0, (9, 0)), (dt.datetime(1899, 12, 30, 9, 5), (9, 5)),
        (0.4166666667, (10, 0)),
    ],
)  # fmt: skip
def test_time_is_read_in_each_common_form(written: object, time: tuple[int, int]) -> None:
    assert read_time(written) == dt.time(*time)


@pytest.mark.parametrize("written", ["25:00", "14:61", "noon", "13 pm", 30.0, True])
def test_time_that_is_none_is_refused(written: object) -> None:
    with pytest.raises(Wrong, match="is no time"):
        read_time(written)


@pytest.mark.parametrize(
    "written",
    [
        dt.datetime(2019, 6, 12, 18, 30), 43628.770833333, "2019-06-12 18:30", "2019-06-12T18:30", "12.06.2019 18:30",
        "12 June 2019, 6:30 pm", "12 June 2019 6.30pm",
    ],
)  # fmt: skip
def test_moment_is_read_in_each_common_form(written: object) -> None:
    assert read_moment(written) == dt.datetime(2019, 6, 12, 18, 30)


@pytest.mark.parametrize(
    "written",
    ["2019-06-12", dt.date(2019, 6, 12), 43628.0, "18:30", "0001-01-01T00:30+14:00", dt.datetime(9999, 12, 31, 23, 59)],
)
def test_moment_without_a_day_or_a_time_is_refused(written: object) -> None:
    with pytest.raises(Wrong):
        read_moment(written)
