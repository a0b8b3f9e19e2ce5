"""What stands beside a name, taken apart."""

import pytest

from hansa.base.dates import PartialDate
from hansa.intake.dates import Wrong
from hansa.intake.lists.printed import (
    agreement_kind,
    kind_of,
    read_date,
    read_mandate,
    read_name,
    read_section,
    read_standing,
    region_code,
)


@pytest.mark.parametrize(
    ("text", "name", "country", "remarks"),
    [
        ("Buenos Aires (Observer)*", "Buenos Aires", "", ["Observer"]),
        ("Abu Dhabi, United Arab Emirates (full member)", "Abu Dhabi", "United Arab Emirates", ["full member"]),
        ("Hamilton (New Zealand)", "Hamilton", "New Zealand", []),
        ("Healthy City Network (HCSC)", "Healthy City Network (HCSC)", "", []),
        ("San Fernando, La Union", "San Fernando, La Union", "", []),
        ("San Jose, CA", "San Jose, CA", "", []),
        ("Seoul – founding member", "Seoul", "", ["founding member"]),
        ("Lima¹", "Lima", "", []),
        ("† Maputo [2]", "Maputo", "", []),
        ("Paris, France, observer", "Paris", "France", ["observer"]),
        ("Frankfurt (Oder)", "Frankfurt (Oder)", "", []),
        ("Rabat – Maroc", "Rabat", "Maroc", []),
        ("서울 (대한민국)", "서울", "대한민국", []),
    ],
)
def test_name_is_parted_from_country_and_remarks(text: str, name: str, country: str, remarks: list[str]) -> None:
    found = read_name(text)

    assert (found.name, found.country, found.remarks) == (name, country, remarks)


def test_footnote_sign_brings_its_remark() -> None:
    found = read_name("Baku*", {"*": "founding member"})

    assert (found.name, found.remarks) == ("Baku", ["founding member"])


@pytest.mark.parametrize(
    ("text", "standing", "category", "founding"),
    [
        ("full (founding)", "member", "full (founding)", True),
        ("membre observateur", "observer", "membre observateur", False),
        ("준회원", "associate", "준회원", False),
        ("corporate/institutional", "associate", "corporate/institutional", False),
        ("Observers", "observer", "Observers", False),
        ("former member", "withdrawn", "former member", False),
        ("candidate", "candidate", "candidate", False),
        ("عضو مؤسس", "member", "عضو مؤسس", True),
        ("conflicts with the next row", "", "conflicts with the next row", False),
    ],
)
def test_standing_is_read_in_many_languages(text: str, standing: str, category: str, founding: bool) -> None:
    said = read_standing(text)

    assert (said.standing, said.category, said.founding) == (standing, category, founding)


def test_mandates_are_told_from_the_category() -> None:
    said = read_standing("full; regional office (Africa); vice president (2012); EXCOM 2021-2023")

    assert (said.standing, said.category) == ("member", "full")
    assert [(one.kind, one.scope, one.since, one.until) for one in said.mandates] == [
        ("regional office", "Africa", None, None),
        ("vice-president", "", PartialDate.parse("2012"), None),
        ("executive committee", "", PartialDate.parse("2021"), PartialDate.parse("2023")),
    ]


def test_text_without_a_mandate_names_none() -> None:
    assert read_mandate("Mayor of Athens") is None


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("sister city (as listed)", "sister city"),
        ("Städtepartnerschaft", "sister city"),
        ("hermanamiento", "sister city"),
        ("Projektpartnerschaft", "project partnership"),
        ("friendly relations", "friendship"),
        ("letter of intent (合作意向书)", "letter of intent"),
        ("MoU", "memorandum"),
        ("Regionalpartnerschaft", "relations"),
        ("", "relations"),
    ],
)
def test_kind_of_an_agreement_is_its_class(text: str, kind: str) -> None:
    assert agreement_kind(text) == kind


@pytest.mark.parametrize(
    ("name", "kind"),
    [("Healthy City Network of Mongolia", "association"), ("Acme GmbH", "company"),
     ("National Information Society Agency", "institution"), ("Andek", "")],
)  # fmt: skip
def test_name_may_say_what_an_organization_is(name: str, kind: str) -> None:
    assert kind_of(name) == kind


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Asia (24)", {"region": "Asia"}),
        ("LATIN AMERICA AND THE CARIBBEAN", {"region": "LATIN AMERICA AND THE CARIBBEAN"}),
        ("유럽", {"region": "유럽"}),
        ("Observers:", {"standing": "Observers"}),
        ("Spain", {"country": "Spain"}),
        ("FRANCE", {"country": "France"}),
        ("Andek", {}),
    ],
)
def test_heading_between_rows_says_region_standing_or_country(text: str, found: dict[str, str]) -> None:
    assert read_section(text) == found


def test_part_of_the_world_has_its_number() -> None:
    assert [region_code(text) for text in ("Europe", "Asie", "中东", "Asia-Pacific", "Bonn")] == [
        "150", "142", None, "", None,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("value", "date"),
    [
        ("2014-11-03/06", "2014-11-03"), ("since 2012", "2012"), (2010, "2010"), ("2018-05", "2018-05"),
        ("May 2019", "2019-05"), ("가입 2015", "2015"),
    ],
)  # fmt: skip
def test_date_is_read_as_far_as_it_is_known(value: object, date: str) -> None:
    assert read_date(value) == PartialDate.parse(date)


@pytest.mark.parametrize("value", ["n/a", "–", "unknown", "pending"])
def test_date_that_says_nothing_is_none(value: str) -> None:
    assert read_date(value) is None


def test_date_with_two_readings_is_not_guessed() -> None:
    with pytest.raises(Wrong, match="can be 2011-05-12 or 2011-12-05"):
        read_date("12/05/2011")
