"""Official words around a name: taken off by rule, in many languages, without taking off what belongs to the name."""

import pytest

from hansa.gazetteer.folding import key
from hansa.gazetteer.wrappers import CITY, MUNICIPALITY, OFFICE, REGION, names_an_organization, nominatives, readings


@pytest.mark.parametrize(
    ("name", "core", "classes"),
    [
        ("City of Cape Town", "cape town", CITY),
        ("Daegu Metropolitan City", "daegu", CITY),
        ("대구광역시", "대구", CITY),
        ("İzmir Büyükşehir Belediyesi", "izmir", MUNICIPALITY),
        ("Ville d'Orléans", "orleans", CITY),
        ("Government of the City of Buenos Aires", "buenos aires", OFFICE | CITY),
        ("成都市人民政府", "成都", OFFICE),
        ("Sichuan Province", "sichuan", REGION),
        ("Администрация города Казань", "казань", OFFICE),
    ],
)
def test_reading_takes_official_words_off(name: str, core: str, classes: int) -> None:
    found = {reading.core: reading.classes for reading in readings(key(name))}

    assert found[core] == classes


def test_reading_begins_with_the_name_as_written() -> None:
    assert [reading.core for reading in readings("san francisco")] == ["san francisco"]


def test_words_of_one_country_s_offices_are_remembered() -> None:
    countries = {reading.core: reading.countries for reading in readings(key("Brest Métropole"))}

    assert countries["brest"] == {"FR"}


@pytest.mark.parametrize(
    "name", ["Boston University", "서울대학교", "华为技术有限公司", "Siemens AG", "Paris Agreement"]
)
def test_organization_is_known_by_its_words(name: str) -> None:
    assert names_an_organization(key(name))


def test_place_is_not_taken_for_an_organization() -> None:
    names = ("Greater London Authority", "Hanoi", "Magdeburg", "Sankt Gallen", "대구", "大阪")

    assert [name for name in names if names_an_organization(key(name))] == []


def test_genitive_is_undone() -> None:
    assert "stockholm" in nominatives("stockholms")
    assert "казань" in nominatives("казани")
