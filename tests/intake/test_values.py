"""Cells by the kind of their column."""

import unicodedata
from typing import Any

import pytest

from hansa.intake.columns import EVENT, ORGANISATIONS, PEOPLE, SESSIONS
from hansa.intake.dates import Wrong
from hansa.intake.values import nearest, read_cell

HANGUL = "대구"
DECOMPOSED = unicodedata.normalize("NFD", HANGUL)


@pytest.mark.parametrize(
    ("sheet", "key", "written", "value"),
    [
        (PEOPLE, "name", DECOMPOSED, HANGUL),
        (PEOPLE, "name", "  Jana\u00a0de\n Vries\u200b ", "Jana de Vries"),
        (PEOPLE, "name", "van der Berg", "van der Berg"),
        (PEOPLE, "name", "Sutrisno", "Sutrisno"),
        (ORGANISATIONS, "place", 1835329.0, "1835329"),
        (EVENT, "edition", 5.0, 5),
        (ORGANISATIONS, "country", "Korea", "KR"),
        (ORGANISATIONS, "country", "cn", "CN"),
        (ORGANISATIONS, "country", "Pays-Bas", "NL"),
        (ORGANISATIONS, "role", " Guest ", "guest"),
        (ORGANISATIONS, "founding", True, "yes"),
        (ORGANISATIONS, "founding", "oui", "yes"),
        (PEOPLE, "languages", "ko, EN; zh-Hans", ["ko", "en", "zh"]),
        (PEOPLE, "languages", "ko en", ["ko", "en"]),
        (PEOPLE, "languages", "Korean, English", ["ko", "en"]),
        (PEOPLE, "language", "zh_hant", "zh-Hant"),
        (PEOPLE, "email", "Jana@Example.org", "jana@example.org"),
        (SESSIONS, "speakers", "김서윤; Elif Şahin;", ["김서윤", "Elif Şahin"]),
        (PEOPLE, "title", "   ", None),
        (PEOPLE, "title", "=1+1", "=1+1"),
    ],
)
def test_cell_is_read_by_its_column(sheet: Any, key: str, written: object, value: object) -> None:
    assert read_cell(sheet.column(key), written) == value


@pytest.mark.parametrize(
    ("sheet", "key", "written", "sentence"),
    [
        (PEOPLE, "languages", "ko, jp", "“jp” is no code of a language. Did you mean ja?"),
        (PEOPLE, "language", "xx", "“xx” is no code of a language; write one such as en, fr, ar or ko."),
        (
            ORGANISATIONS,
            "role",
            "gest",
            "“gest” is not one of host, organiser, supporter, partner, guest, none. Did you mean guest?",
        ),
        (
            ORGANISATIONS,
            "country",
            "Atlantis",
            "“Atlantis” is no country that is known here. Write its code of two letters.",
        ),
        (PEOPLE, "email", "jana(at)example.org", "“jana(at)example.org” is no e-mail address."),
        (EVENT, "edition", "fifth", "“fifth” is no whole number."),
        (EVENT, "edition", 5.5, "“5.5” is no whole number."),
        (EVENT, "key", "my forum", "“my forum” is no key: use letters, digits and hyphens."),
        (EVENT, "edition", 100_000, "100000 is too large a number; at most 32767."),
        (PEOPLE, "title", "x" * 161, "The text has 161 characters; at most 160 are kept."),
        (EVENT, "kind", "x" * 10_000, "The text has 10000 characters; at most 300 are kept."),
        (PEOPLE, "email", "x" * 10_000, "The text has 10000 characters; at most 300 are kept."),
        (PEOPLE, "languages", "x" * 10_000, "The text has 10000 characters; at most 300 are kept."),
        (SESSIONS, "speakers", f"Jana; {'x' * 10_000}", "The text has 10000 characters; at most 200 are kept."),
        (SESSIONS, "start", "9" * 10_000, "The text has 10000 characters; at most 300 are kept."),
    ],
)
def test_cell_that_is_wrong_says_what_to_do(sheet: Any, key: str, written: object, sentence: str) -> None:
    with pytest.raises(Wrong) as refused:
        read_cell(sheet.column(key), written)

    assert str(refused.value) == sentence


def test_nearest_word_folds_marks_and_gives_up_on_long_lists() -> None:
    words = ["Łódź", "Maastricht"]

    assert nearest("Lodz ", words) == "Łódź"
    assert nearest("Mastricht", words) == "Maastricht"
    assert nearest("Seoul", words) == ""
    assert nearest("Lodz", words * 2_000) == ""
