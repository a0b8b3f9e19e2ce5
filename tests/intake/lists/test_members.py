"""Member lists brought in: who is who, what is asked, what is recorded, and that a second time nothing is."""

from pathlib import Path

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hansa.base.dates import PartialDate
from hansa.base.models import LogEntry
from hansa.network import actions
from hansa.network.models import Appointment, Mandate, Membership, Organization
from tests import cast
from tests.intake.lists.papers import (
    EUROPEAN,
    FORM,
    HEADS,
    MAYORS,
    MEETINGS,
    MEMBERS,
    PARTICIPANTS,
    PASTED,
    asked,
    bring,
    notes_of,
    proposals,
    rows_of,
)

pytestmark = pytest.mark.django_db


def standings() -> dict[str, tuple[str, str, str]]:
    """Standing, category and first day of each organization."""
    return {
        row.organization.name: (row.standing, row.category, row.started.isoformat() if row.started else "")
        for row in Membership.objects.select_related("organization")
    }


def test_printed_members_are_recorded_with_standing_category_and_mandates(tmp_path: Path) -> None:
    first = bring(tmp_path, MEMBERS, keep=False)

    report = bring(tmp_path, MEMBERS, answers=proposals(first))

    assert asked(first) == {
        "name|healthy city network of mongolia (hcsc)|MN": (
            "No place is known as “Healthy City Network of Mongolia (HCSC), Mongolia”. What is it?"
        )
    }
    assert {str(row.fate) for row in report.rows} == {"created"}
    assert standings() == {
        "Baku": ("member", "full (founding)", "2010"),
        "Khartoum State": ("member", "full (by rule)", "2010-09-07"),
        "Beyoğlu": ("member", "full", ""),
        "Seongnam": ("member", "member", "2021"),
        "Healthy City Network of Mongolia (HCSC)": ("associate", "institutional", "2019"),
        "San Fernando, La Union": ("member", "member", ""),
    }
    assert sorted((one.organization.name, one.kind, one.scope) for one in Mandate.objects.all()) == [
        ("Beyoğlu", "regional office", "Mediterranean"), ("Seongnam", "executive committee", ""),
    ]  # fmt: skip
    kinds = dict(Organization.objects.values_list("name", "kind"))
    assert (kinds["Khartoum State"], kinds["Healthy City Network of Mongolia (HCSC)"]) == ("region", "association")
    assert Membership.objects.get(organization__name="Baku").source == "https://example.org/statutes"


@pytest.mark.parametrize("text", [MEMBERS, PARTICIPANTS, HEADS, MEETINGS, MAYORS, EUROPEAN, PASTED])
def test_same_list_twice_changes_nothing(tmp_path: Path, text: str) -> None:
    name = "list.txt" if text == PASTED else "list.csv"
    first = bring(tmp_path, text, name, keep=False, standing="member")
    answers = {key: question.proposed or question.choices[0][0] for key, question in first.questions().items()}
    kept = bring(tmp_path, text, name, answers=answers, standing="member")
    entries = LogEntry.objects.count()

    again = bring(tmp_path, text, name, answers=answers, standing="member")

    assert (kept.is_kept, again.is_kept, again.is_idle) == (True, True, True)
    assert LogEntry.objects.count() == entries


def test_slip_in_a_country_is_proposed_and_never_certain(tmp_path: Path) -> None:
    report = bring(tmp_path, PARTICIPANTS, keep=False)

    assert asked(report)["country|spaim"] == "Is “Spaim” Spain?"
    assert proposals(report)["country|spaim"] == "ES"
    assert (4, "asked", "Barcelona") in rows_of(report)


def test_place_said_in_unknown_words_is_not_taken_for_the_one_on_record(tmp_path: Path) -> None:
    cast.organization("Merida", country="MX", place="3523349", place_name="Mérida")

    proposed = [
        list(proposals(bring(tmp_path, f"Name\n{name}\n", keep=False)).values()) for name in ("Merida", "Merida, Spaim")
    ]

    assert proposed[1] == []
    assert len(proposed[0]) == 1


def test_remark_in_the_name_is_the_standing(tmp_path: Path) -> None:
    first = bring(tmp_path, PARTICIPANTS, keep=False)
    bring(tmp_path, PARTICIPANTS, answers=proposals(first))

    assert standings()["Maputo"][0] == "observer"
    assert not Organization.objects.filter(name__contains="Observer").exists()


def test_rows_of_one_organization_show_each_other(tmp_path: Path) -> None:
    report = bring(tmp_path, "City,Country,Status\nSeoul,Korea,member\nSeoul,South Korea,\n서울,KR,member\n")

    assert rows_of(report) == [(2, "created", "Seoul"), (3, "unchanged", "Seoul"), (4, "unchanged", "서울")]
    assert notes_of(report) == {
        2: ["Row 3 is the same organisation.", "Row 4 is the same organisation."],
        3: ["Row 2 is the same organisation."],
        4: ["Row 2 is the same organisation."],
    }


def test_rows_of_one_organization_complete_each_other(tmp_path: Path) -> None:
    text = (
        "City,Country,Status,Since\nSeoul,Korea,member,\nSeoul,Korea,full (founding),2010\nSeoul,KR,member,2010-09-07\n"
    )

    bring(tmp_path, text)
    again = bring(tmp_path, text)

    assert standings() == {"Seoul": ("member", "member", "2010-09-07")}
    assert Membership.objects.get().founding
    assert again.is_idle


def test_rows_that_contradict_each_other_are_asked_with_both(tmp_path: Path) -> None:
    text = "City,Country,Status\nSeoul,Korea,member\nSeoul Metropolitan City,Korea,observer\n"

    report = bring(tmp_path, text, keep=False)
    kept = bring(tmp_path, text, answers={"twin|2|3": "3"})

    assert asked(report) == {
        "twin|2|3": "Rows 2 and 3 are one organisation, Seoul, and differ: member / observer. Which one counts?"
    }
    assert rows_of(kept) == [(2, "left out", "Seoul"), (3, "created", "Seoul Metropolitan City")]
    assert [one.standing for one in Membership.objects.all()] == ["observer"]


def test_name_of_several_places_is_asked_and_the_answer_told_apart_by_region(tmp_path: Path) -> None:
    text = "City,Country\nSan Jose,Honduras\n"
    report = bring(tmp_path, text, keep=False)
    choices = dict(report.questions()["name|san jose|HN"].choices)

    assert "San José, Choluteca, Honduras" in choices.values()
    assert proposals(report) == {}
    assert Organization.objects.filter(country="HN").count() == 0


def test_organization_on_record_is_found_by_place_name_and_former_name(tmp_path: Path) -> None:
    tokyo = cast.organization("Tokyo Metropolis", country="JP", place="1850147", place_name="Tokyo")
    agency = cast.organization("Information Agency", country="KR", kind="institution")
    actions.rename(agency, by=None, name="Digital Agency", on=PartialDate.parse("2020"), reason="")

    report = bring(tmp_path, "Name,Country\n東京都,日本\nInformation Agency,Korea\n", standing="member")

    assert [row.record for row in report.rows] == [tokyo, agency]
    assert not any(row.is_new for row in report.rows)


def test_name_that_is_nearly_one_on_record_is_proposed(tmp_path: Path) -> None:
    body = cast.organization("Healthy City Network of Mongolia", country="MN", kind="association")

    report = bring(tmp_path, "Name,Country\nHealthy Citi Network of Mongolia,Mongolia\n", keep=False)

    assert list(proposals(report).values()) == [f"org:{body.pk}"]
    assert list(asked(report).values()) == ["Is “Healthy Citi Network of Mongolia, Mongolia” this one?"]


def test_standing_on_record_that_differs_is_asked_and_changes_from_the_day_of_the_list(tmp_path: Path) -> None:
    city = cast.organization("Bonn", country="DE", place="2946447", place_name="Bonn")
    actions.admit(cast.network(), city, actions.Terms("observer"), by=None, on=PartialDate.parse("2010"), reason="")
    text = "City,Country,Status,Since\nBonn,Germany,member,2015\n"

    report = bring(tmp_path, text, keep=False)
    bring(tmp_path, text, answers={"standing|2": "change"})

    assert asked(report) == {"standing|2": "Row 2, Bonn: on record observer, in the list member. Which holds?"}
    rows = Membership.objects.filter(organization=city).order_by("started_on")
    assert [(row.standing, row.ended_as) for row in rows] == [("observer", "changed"), ("member", "")]


@pytest.mark.parametrize(
    ("since", "kept", "questions"),
    [("2010", "2010-05", []), ("2010-05-20", "2010-05-20", []), ("2012", "2010-05", ["since|2"])],
)
def test_first_day_is_made_more_exact_and_never_overwritten(
    tmp_path: Path, since: str, kept: str, questions: list[str]
) -> None:
    city = cast.organization("Bonn", country="DE")
    terms = actions.Terms("member")
    actions.admit(cast.network(), city, terms, by=None, on=PartialDate.parse("2010-05"), reason="")

    report = bring(tmp_path, f"City,Country,Status,Since\nBonn,Germany,member,{since}\n")

    assert list(report.questions()) == questions
    assert Membership.objects.get().started == PartialDate.parse(kept)


def test_city_that_has_left_is_taken_in_again_only_by_a_later_day(tmp_path: Path) -> None:
    city = cast.organization("Bonn", country="DE")
    held = actions.admit(cast.network(), city, actions.Terms(), by=None, on=PartialDate.parse("2010"), reason="")
    actions.withdraw(held, by=None, on=PartialDate.parse("2014"), reason="")

    silent = bring(tmp_path, "City,Country,Status\nBonn,Germany,member\n")
    later = bring(tmp_path, "City,Country,Status,Since\nBonn,Germany,member,2018\n")

    assert notes_of(silent)[2] == ["It has left the network (2014, year only); the list gives no later day."]
    assert (rows_of(later), Membership.objects.count()) == ([(2, "updated", "Bonn")], 2)


def test_region_is_only_checked(tmp_path: Path) -> None:
    report = bring(tmp_path, "City,Country,Region\nİzmir,Türkiye,Europe\nBonn,Germany,Europe\n")

    assert notes_of(report) == {2: ["The list files it under “Europe”; Türkiye is counted elsewhere here (UN M49)."]}


def test_form_with_one_row_a_person_appoints_focal_points(tmp_path: Path) -> None:
    report = bring(tmp_path, FORM, "form.tsv", standing="member")
    again = bring(tmp_path, FORM, "form.tsv", standing="member")

    assert sorted(one.user.email for one in Appointment.objects.filter(duty="focal point")) == [
        "jaan@example.org", "mari@example.org",
    ]  # fmt: skip
    assert rows_of(report) == [(2, "created", "Tallinn"), (3, "updated", "Tallinn"), (4, "created", "Gdańsk")]
    assert notes_of(report)[4] == [
        "“ewa(at)example.org” is no e-mail address. It was passed over.",
        "A focal point needs an e-mail address; Ewa Nowak (sample) was passed over.",
    ]
    assert again.is_idle


def test_person_with_that_address_keeps_the_name_on_record(tmp_path: Path) -> None:
    cast.user("mari@example.org", "Maarja Tamm (sample)")

    report = bring(tmp_path, FORM.splitlines()[0] + "\n" + FORM.splitlines()[1] + "\n", "form.tsv")

    assert notes_of(report)[2] == ["mari@example.org is on record as Maarja Tamm (sample)."]
    assert Appointment.objects.get(duty="focal point").user.name == "Maarja Tamm (sample)"


def test_pasted_list_says_country_standing_and_years(tmp_path: Path) -> None:
    bring(tmp_path, PASTED, "pasted.txt", standing="member")

    assert standings() == {
        "Abu Dhabi": ("member", "full member", ""),
        "Seoul": ("member", "founding member", ""),
        "Singapore": ("member", "", ""),
        "Barcelona": ("member", "", ""),
        "Istanbul": ("observer", "observer since 2012", "2012"),
    }
    assert Membership.objects.get(organization__name="Seoul").founding


def test_row_that_is_refused_may_be_left_out(tmp_path: Path) -> None:
    text = "City,Country,Since\nBonn,Germany,05/06/2019\nLima,Peru,2012\n"

    refused = bring(tmp_path, text, standing="member")
    kept = bring(tmp_path, text, answers={"row|2": "out"}, standing="member")

    assert rows_of(refused) == [(2, "refused", "Bonn"), (3, "created", "Lima")]
    assert (refused.is_kept, kept.is_kept) == (False, True)
    assert rows_of(kept) == [(2, "left out", "Bonn"), (3, "created", "Lima")]
    assert list(standings()) == ["Lima"]


def test_unknown_name_is_asked_and_never_recorded_by_itself(tmp_path: Path) -> None:
    report = bring(tmp_path, "City,Country\nAndek,Cameroon\n", keep=True)

    assert (report.is_kept, list(asked(report))) == (False, ["name|andek|CM"])
    assert proposals(report) == {}


@pytest.mark.parametrize("number", [1, 25])
def test_unchanged_list_asks_the_same_number_of_questions_however_long(tmp_path: Path, number: int) -> None:
    cities = ["Bonn", "Köln", "Hamburg", "Bremen", "Dresden", "Leipzig", "Essen", "Dortmund", "Nuremberg", "Munich",
              "Stuttgart", "Mannheim", "Karlsruhe", "Augsburg", "Wuppertal", "Bochum", "Duisburg", "Hanover",
              "Berlin", "Kiel", "Rostock", "Mainz", "Wiesbaden", "Aachen", "Kassel"]  # fmt: skip
    text = "City,Country,Status\n" + "".join(f"{city},Germany,member\n" for city in cities[:number])
    bring(tmp_path, text)

    with CaptureQueriesContext(connection) as queries:
        report = bring(tmp_path, text)

    assert report.is_idle
    # PostgreSQL is asked for the lock besides.
    assert len(queries) == 15 + (connection.vendor == "postgresql")
