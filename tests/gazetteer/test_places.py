"""What is known of a place, of a country's name, and of the overlay that holds what the packages lack."""

import csv
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files

import pytest

from hansa.gazetteer import Place, country_code, names_of, place, resolve
from hansa.gazetteer.pack import read_pack

OVERLAY = list(
    csv.DictReader(files("hansa.gazetteer").joinpath("data/overlay.csv").read_text(encoding="utf-8").splitlines())
)


def test_place_tells_all_that_is_known() -> None:
    assert place("1815286") == Place(
        id="1815286",
        name="Chengdu",
        country="CN",
        kind="city",
        admin="Sichuan",
        latitude=30.66667,
        longitude=104.06667,
        zone="Asia/Shanghai",
        population=13568357,
    )


@pytest.mark.parametrize("identifier", ["", "0", "x", "gb2260:", "gb2260:000000", "-5", "99999999999", "1815286 "])
def test_place_of_no_id_is_none(identifier: str) -> None:
    assert place(identifier) is None
    assert names_of(identifier) == {}


def test_names_are_known_by_language() -> None:
    names = names_of("1835848")

    assert {language: names[language] for language in ("", "en", "fr", "ru")} == {
        "": "Seoul",
        "en": "Seoul",
        "fr": "Séoul",
        "ru": "Сеул",
    }


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("KR", "KR"),
        ("kr", "KR"),
        ("KOR", "KR"),
        ("Republic of Korea", "KR"),
        ("대한민국", "KR"),
        ("Corée du Sud", "KR"),
        ("Türkiye", "TR"),
        ("Turkey", "TR"),
        ("the Netherlands", "NL"),
        ("UAE (Asia)", "AE"),
        ("Российская Федерация", "RU"),
        ("الأردن", "JO"),
        ("Saksa", "DE"),
        ("UK", "GB"),
        ("Europe", None),
        ("Narnia", None),
        ("", None),
    ],
)
def test_country_is_known_by_code_and_by_name(printed: str, code: str | None) -> None:
    assert country_code(printed) == code


@pytest.mark.parametrize("row", OVERLAY, ids=lambda row: row["id"])
def test_overlay_row_is_found_by_its_name(row: dict[str, str]) -> None:
    spot = place(row["id"])

    assert spot is not None
    assert resolve(row["names"].split("|")[0], spot.country).id == row["id"]


def test_pack_of_another_format_is_refused() -> None:
    with pytest.raises(ValueError, match="no packed gazetteer"):
        read_pack(b"\x00\x01")
    with pytest.raises(ValueError, match="hansa-gazetteer/9"):
        read_pack(b'{"format": "hansa-gazetteer/9"}\n')


def test_many_threads_get_the_same_answer() -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = set(pool.map(resolve, ["Łódź"] * 64))

    assert answers == {resolve("Łódź")}
