"""Lists of agreements: two parties a row, what sources say side by side, never doubled."""

from pathlib import Path

import pytest

from hansa.network.models import Agreement, AgreementClaim, Identifier, Organization
from tests import cast
from tests.intake.lists.papers import CLAIMS, PAIRS, asked, bring, notes_of, proposals, rows_of

pytestmark = pytest.mark.django_db


def claims(*names: str) -> list[tuple[str, str, str]]:
    """Kind, first day and source of what is claimed of the agreements between these two."""
    found = AgreementClaim.objects.order_by("pk")
    for name in names:
        found = found.filter(agreement__parties__name=name)
    return [
        (one.kind or one.agreement.kind, one.started.isoformat() if one.started else "", one.source) for one in found
    ]


def test_conflicting_claims_are_kept_side_by_side(tmp_path: Path) -> None:
    first = bring(tmp_path, CLAIMS, keep=False)
    answers = {**proposals(first), "name|count|": "out"}

    report = bring(tmp_path, CLAIMS, answers=answers)

    assert asked(first)["pair|3"] == (
        "Row 3, Chengdu – Montpellier: on record sister city agreement (1979, year only), here friendly relations "
        "(1981, year only). One agreement or two?"
    )
    assert report.is_kept
    assert claims("Chengdu", "Montpellier") == [
        ("sister city", "1979", "http://example.org/a"),
        ("friendship", "1981", "http://example.org/b"),
        ("sister city", "1981-06-22", "http://example.org/c"),
    ]
    assert [one.is_preferred for one in Agreement.objects.first().claims.order_by("pk")] == [True, False, False]


def test_kind_is_kept_as_printed_beside_its_class(tmp_path: Path) -> None:
    first = bring(tmp_path, CLAIMS, keep=False)
    bring(tmp_path, CLAIMS, answers={**proposals(first), "name|count|": "out"})

    kinds = {(one.kind, one.printed) for one in Agreement.objects.all()}

    assert kinds == {
        ("sister city", ""), ("project partnership", "Projektpartnerschaft"), ("sister city", "Städtepartnerschaft"),
        ("letter of intent", "letter of intent (合作意向书)"),
    }  # fmt: skip


def test_several_partners_are_several_agreements_and_a_count_is_none(tmp_path: Path) -> None:
    first = bring(tmp_path, CLAIMS, keep=False)
    report = bring(tmp_path, CLAIMS, answers={**proposals(first), "name|count|": "out"})

    assert notes_of(report)[7] == ["Read as 2 agreements, one with each partner."]
    assert Agreement.objects.filter(parties__name="Düsseldorf").count() == 2
    assert rows_of(report)[-1] == (9, "left out", "COUNT – Chengdu")
    assert not Organization.objects.filter(name="COUNT").exists()


def test_same_list_twice_changes_nothing(tmp_path: Path) -> None:
    first = bring(tmp_path, CLAIMS, keep=False)
    answers = {**proposals(first), "name|count|": "out"}
    bring(tmp_path, CLAIMS, answers=answers)

    again = bring(tmp_path, CLAIMS, answers=answers)

    assert (again.is_kept, again.is_idle, AgreementClaim.objects.count()) == (True, True, 8)


def test_two_dates_of_one_source_are_refused_with_both_rows(tmp_path: Path) -> None:
    heads = "A city,Partner,Kind of agreement,Signed,Source\n"
    text = heads + "Bonn,Chengdu,sister city,2009,x\nBonn,Chengdu,sister city,2010,x\n"

    report = bring(tmp_path, text, keep=False)

    assert rows_of(report)[1][1] == "refused"
    assert report.rows[1].refusals == [
        "Row 2 gives another date for this agreement from the same source; leave one out."
    ]


def test_pair_that_is_named_both_ways_is_one_agreement(tmp_path: Path) -> None:
    first = bring(tmp_path, PAIRS, keep=False)
    answers = {key: question.choices[0][0] for key, question in first.questions().items()}
    answers["name|mérida||Q14323"], answers["name|mérida||Q23551"] = "3523349", "2513917"

    report = bring(tmp_path, PAIRS, answers=answers)

    assert sorted(asked(first)) == ["name|mérida||Q14323", "name|mérida||Q23551"]
    assert rows_of(report) == [
        (2, "created", "Stuttgart – Łódź"), (3, "unchanged", "Łódź – Stuttgart"), (4, "created", "Mérida – Mérida"),
    ]  # fmt: skip
    assert sorted(Identifier.objects.values_list("value", "organization__country")) == [
        ("Q1022", "DE"), ("Q14323", "MX"), ("Q23551", "ES"), ("Q580", "PL"),
    ]  # fmt: skip


def test_number_of_wikidata_finds_the_organization_whatever_it_is_called(tmp_path: Path) -> None:
    city = cast.organization("Stutgard", country="DE")
    Identifier.objects.create(organization=city, scheme="wikidata", value="Q1022")

    report = bring(tmp_path, PAIRS.splitlines()[0] + "\n" + PAIRS.splitlines()[1] + "\n")

    assert report.rows[0].record == city


def test_agreement_with_itself_is_refused(tmp_path: Path) -> None:
    report = bring(tmp_path, "City 1,City 2\nBonn,Bonn\nLyon,Lima\n", keep=False)

    assert report.rows[0].refusals == ["Both parties are Bonn; an agreement needs two."]
