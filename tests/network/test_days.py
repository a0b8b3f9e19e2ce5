"""The day asked about is read as people type it, in the reader's language."""

import datetime as dt

import pytest
from django.utils.translation import override

from hansa.base.dates import PartialDate
from hansa.network.days import DayError, as_typed, day_of, typed


@pytest.mark.parametrize(
    ("language", "text", "iso"),
    [
        ("en", "2019", "2019"),
        ("en", " 2019-06 ", "2019-06"),
        ("en", "2019-6-1", "2019-06-01"),
        ("en", "11 June 2019", "2019-06-11"),
        ("en", "June 11, 2019", "2019-06-11"),
        ("en", "1st jun 2019", "2019-06-01"),
        ("en", "Sept 2019", "2019-09"),
        ("en", "june 2019", "2019-06"),
        ("en", "11.6.2019", "2019-06-11"),
        ("en", "29 February 2020", "2020-02-29"),
        ("fr", "11 juin 2019", "2019-06-11"),
        ("fr", "1er août 2019", "2019-08-01"),
        ("fr", "fevrier 2020", "2020-02"),
        ("fr", "11 June 2019", "2019-06-11"),
        ("ko", "2019년 6월 11일", "2019-06-11"),
        ("ja", "2019年6月11日", "2019-06-11"),
        ("ar", "11 يونيو 2019", "2019-06-11"),
        ("ar", "١١ يونيو ٢٠١٩", "2019-06-11"),
    ],
)
def test_day_is_read_as_it_is_typed(language: str, text: str, iso: str) -> None:
    with override(language):
        assert typed(text).isoformat() == iso


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("29 February 2019", "There is no such day as “29 February 2019”."),
        ("2019-13", "There is no such day as “2019-13”."),
        ("31.4.2019", "There is no such day as “31.4.2019”."),
        ("06/11/2019", "“06/11/2019” is no day."),
        ("soon", "“soon” is no day."),
        ("11 Junember 2019", "“11 Junember 2019” is no day."),
        ("0000", "There is no such day as “0000”."),
    ],
)
def test_what_is_no_day_is_refused_with_a_sentence(text: str, sentence: str) -> None:
    with pytest.raises(DayError) as refused:
        typed(text)

    assert str(refused.value).startswith(sentence)


@pytest.mark.parametrize("language", ["en", "fr", "ar", "es", "ko", "zh-hans"])
@pytest.mark.parametrize("iso", ["2019", "2020-02-29", *[f"2019-{month:02}" for month in range(1, 13)]])
def test_day_comes_back_as_it_was_shown(language: str, iso: str) -> None:
    date = PartialDate.parse(iso)

    with override(language):
        assert typed(as_typed(date)) == date


def test_year_is_asked_about_on_its_last_day_or_today() -> None:
    today = dt.date(2019, 6, 11)

    asked = [day_of(PartialDate.parse(text), today) for text in ("2018", "2019", "2019-06", "2020-02", "2012-02-29")]

    assert asked == [dt.date(2018, 12, 31), today, today, dt.date(2020, 2, 29), dt.date(2012, 2, 29)]
