"""The sheet People: who is who, delegations, posts, focal points."""

import unicodedata
from pathlib import Path

import pytest

from hansa.delegations.models import Delegate
from hansa.intake.fates import Row
from hansa.network.models import Appointment, Office
from hansa.people.models import Person, User
from tests import cast
from tests.intake.books import HEAD, MAYOR, bring, fates, refusals

pytestmark = pytest.mark.django_db
AIDE = {"Name": "Bo Aide", "Organisation": "Maastricht", "Role": "adviser", "Title": "Adviser", "Languages": "nl"}


def people(report: object) -> list[Row]:
    return [row for row in report.rows if row.sheet.key == "people"]  # type: ignore[attr-defined]


def test_delegate_comes_with_languages_title_and_stay_in_the_time_of_the_event(tmp_path: Path) -> None:
    bring(tmp_path, People=[{**HEAD, "Arrives": "2019-06-12 18:30", "Departs": "2019-06-15 09:10", "Sample": "yes"}])

    delegate = Delegate.objects.get()
    assert (str(delegate.person), delegate.role, delegate.title, delegate.languages) == (
        "Jana de Vries (sample)",
        "head",
        "Mayor",
        ["nl", "en"],
    )
    assert delegate.arrives_at.isoformat() == "2019-06-12T10:30:00+00:00"


def test_name_keeps_its_bytes_but_is_composed(tmp_path: Path) -> None:
    name = "이Mc van der Ångström"

    bring(tmp_path, People=[{**HEAD, "Name": unicodedata.normalize("NFD", name)}, {**MAYOR, "Name": "Sutrisno"}])

    assert sorted(Person.objects.values_list("full_name", "family_name")) == sorted(
        [(unicodedata.normalize("NFC", name), ""), ("Sutrisno", "")]
    )


def test_two_rows_for_one_person_name_both_rows(tmp_path: Path) -> None:
    report = bring(tmp_path, People=[HEAD, {**HEAD, "Role": "delegate"}])

    sentence = "Name: Rows 2, 3 are one person. Delete one; or if they are two, give each an e-mail address."
    assert refusals(report) == [f"People 2: {sentence}", f"People 3: {sentence}"]
    assert Person.objects.count() == 0


def test_two_rows_with_one_address_name_both_rows(tmp_path: Path) -> None:
    report = bring(tmp_path, People=[{**HEAD, "E-mail": "a@example.org"}, {**AIDE, "E-mail": "A@example.org"}])

    sentence = "E-mail: Rows 2, 3 have one address; each person needs their own."
    assert refusals(report) == [f"People 2: {sentence}", f"People 3: {sentence}"]


def test_two_addresses_of_one_name_are_asked_and_may_be_two_people(tmp_path: Path) -> None:
    rows = [{**HEAD, "E-mail": "a@example.org"}, {**HEAD, "Role": "delegate", "E-mail": "b@example.org"}]

    asked = bring(tmp_path, People=rows)
    answered = bring(tmp_path, People=rows, answers={"two|a@example.org|b@example.org": "other"})

    assert fates(asked, "People") == ["asked", "asked"]
    assert asked.questions()["two|a@example.org|b@example.org"].sentence == (
        "Rows 2, 3 have one name and different addresses. Are they different people?"
    )
    assert fates(answered, "People") == ["created", "created"]
    assert Person.objects.filter(full_name="Jana de Vries").count() == 2
    assert bring(tmp_path, People=rows, answers={"two|a@example.org|b@example.org": "other"}).is_idle


def test_same_address_under_another_name_is_refused_and_renames_nobody(tmp_path: Path) -> None:
    bring(tmp_path, People=[{**HEAD, "E-mail": "mayor@example.org"}])

    report = bring(tmp_path, People=[{**HEAD, "Name": "Piet Nieuwe", "E-mail": "mayor@example.org"}])

    assert refusals(report) == [
        "People 2: This address is on record under Jana de Vries. If it is the same person, correct the name; "
        "else the address."
    ]
    assert list(Person.objects.values_list("full_name", flat=True)) == ["Jana de Vries"]


def test_new_address_of_a_known_name_is_asked(tmp_path: Path) -> None:
    bring(tmp_path, People=[{**HEAD, "E-mail": "old@example.org"}])
    rows = [{**HEAD, "E-mail": "new@example.org"}]
    key = f"same|{Person.objects.get().pk}|new@example.org"

    asked = bring(tmp_path, People=rows)
    same = bring(tmp_path, People=rows, answers={key: "same"})

    assert (list(asked.questions()), fates(asked, "People")) == ([key], ["asked"])
    assert people(same)[0].changes == [["email", "old@example.org", "new@example.org"]]


def test_missing_address_is_added_and_an_empty_one_takes_none_away(tmp_path: Path) -> None:
    bring(tmp_path, People=[HEAD])
    added = bring(tmp_path, People=[{**HEAD, "E-mail": "jana@example.org"}])
    again = bring(tmp_path, People=[HEAD])

    assert (fates(added, "People"), fates(again, "People")) == (["updated"], ["unchanged"])
    assert list(Person.objects.values_list("full_name", "email")) == [("Jana de Vries", "jana@example.org")]


def test_same_name_elsewhere_is_another_person(tmp_path: Path) -> None:
    bring(tmp_path, People=[HEAD, {**HEAD, "Organisation": "Chengdu"}])

    assert Person.objects.filter(full_name="Jana de Vries").count() == 2


def test_departure_before_arrival_is_refused(tmp_path: Path) -> None:
    report = bring(tmp_path, People=[{**HEAD, "Arrives": "2019-06-15 09:00", "Departs": "2019-06-12 09:00"}])

    assert refusals(report) == ["People 2: Arrives, Departs: The departure is before the arrival."]


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"Organisation": "Mastricht"}, "“Mastricht” is not in the sheet Organisations. Did you mean Maastricht?"),
        ({"Organisation": "Seoul"}, "“Seoul” is not in the sheet Organisations. Add a row for it there."),
    ],
)
def test_unknown_organisation_is_refused_with_the_nearest(tmp_path: Path, cells: dict[str, str], sentence: str) -> None:
    assert refusals(bring(tmp_path, People=[{**HEAD, **cells}])) == [f"People 2: Organisation: {sentence}"]


def test_people_of_a_refused_organisation_wait_for_its_row(tmp_path: Path) -> None:
    rows = [{"Name": "Chengdu", "Role": "host"}, {"Name": "Maastricht", "Role": "gest"}]

    report = bring(tmp_path, Organisations=rows, People=[HEAD])

    assert refusals(report)[1] == (
        "People 2: Organisation: “Maastricht” waits for row 3 of Organisations, which is refused."
    )


def test_two_heads_of_one_delegation_are_refused(tmp_path: Path) -> None:
    report = bring(tmp_path, People=[HEAD, {**AIDE, "Role": "head"}])

    assert [one.partition(": ")[2] for one in refusals(report)] == [
        "Role: Rows 2, 3 are heads of one delegation; it has one."
    ] * 2


def test_delegation_may_change_its_head(tmp_path: Path) -> None:
    bring(tmp_path, People=[HEAD, AIDE])

    report = bring(tmp_path, People=[{**AIDE, "Role": "head"}, {**HEAD, "Role": "delegate"}])

    assert fates(report, "People") == ["updated", "updated"]
    assert Delegate.objects.get(role="head").person.full_name == "Bo Aide"


def test_head_and_whoever_stays_away_hold_their_office(tmp_path: Path) -> None:
    rows = [HEAD, AIDE, {**MAYOR, "Role": "not attending"}]
    bring(tmp_path, People=rows)

    again = bring(tmp_path, People=[{**HEAD, "Title": "Lord Mayor"}, *rows[1:]])

    assert sorted(str(office) for office in Office.objects.all()) == ["Jana de Vries, Lord Mayor", "李伟, Mayor"]
    assert sorted(Delegate.objects.values_list("person__full_name", flat=True)) == ["Bo Aide", "Jana de Vries"]
    assert fates(again, "People") == ["updated", "unchanged", "unchanged"]


def test_who_no_longer_attends_withdraws_and_is_not_called_back(tmp_path: Path) -> None:
    bring(tmp_path, People=[HEAD, AIDE])
    away = bring(tmp_path, People=[HEAD, {**AIDE, "Role": "not attending"}])
    back = bring(tmp_path, People=[HEAD, AIDE])

    assert fates(away, "People") == ["unchanged", "updated"]
    assert people(back)[1].notes == ["This person has withdrawn; the row was passed over."]
    assert Delegate.objects.coming().count() == 1


def test_delegate_of_an_organisation_without_a_delegation_is_refused(tmp_path: Path) -> None:
    bodies = [{"Name": "Chengdu", "Role": "host"}, {"Name": "Maastricht", "Role": "partner"}]

    assert refusals(bring(tmp_path, Organisations=bodies, People=[HEAD])) == [
        "People 2: Role: Maastricht sends no delegation: "
        "it needs the role guest, host or supporter in the sheet Organisations."
    ]


def test_focal_point_gets_an_account_and_the_duty_once(tmp_path: Path) -> None:
    rows = [{**HEAD, "E-mail": "Jana@example.org", "Focal point": "yes"}]
    bring(tmp_path, People=rows)

    again = bring(tmp_path, People=rows)

    assert list(User.objects.values_list("email", "person__full_name")) == [("jana@example.org", "Jana de Vries")]
    assert [str(one) for one in Appointment.objects.all()] == ["Jana de Vries, focal point, Maastricht"]
    assert fates(again, "People") == ["unchanged"]


def test_focal_point_without_an_address_is_refused(tmp_path: Path) -> None:
    report = bring(tmp_path, People=[{**HEAD, "Focal point": "yes"}])

    assert refusals(report) == ["People 2: E-mail, Focal point: A focal point signs in by e-mail; give the address."]


def test_focal_point_does_not_take_over_an_account_of_another(tmp_path: Path) -> None:
    other = cast.user("jana@example.org", "Somebody")
    other.person = cast.person("Other Person")
    other.save()

    report = bring(tmp_path, People=[{**HEAD, "E-mail": "jana@example.org", "Focal point": "yes"}])

    assert refusals(report) == ["People 2: The account jana@example.org belongs to somebody else; use another address."]
