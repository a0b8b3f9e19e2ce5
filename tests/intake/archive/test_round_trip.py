"""The whole register written out and read back: equal in every form, and nothing new the second time."""

import datetime as dt
from pathlib import Path

import pytest
from django.utils import timezone

from hansa.base.dates import PartialDate
from hansa.base.errors import Refused
from hansa.base.models import LogEntry
from hansa.intake.archive.reading import read_register
from hansa.intake.archive.writing import FORMS, rows_on_record
from hansa.intake.bringing import bring_in_register
from hansa.intake.fates import Report
from hansa.network import actions
from hansa.network.models import (
    Agreement,
    Appointment,
    FormerName,
    Mandate,
    Membership,
    Network,
    Office,
    Organization,
    Seat,
    Suspension,
    Theme,
)
from hansa.people.models import Person, User
from tests import cast

pytestmark = pytest.mark.django_db


def day(text: str) -> PartialDate:
    return PartialDate.parse(text)


def fill() -> None:
    """A register with something in every table, and what is hard to write down."""
    network = cast.network()
    theme = actions.record_theme(by=None, key="villes-الخضراء", name={"fr": "Villes vertes", "ar": "المدن الخضراء"})
    city = cast.organization("Chengdu", country="CN", place="1815286", place_name="Chengdu", own_name="成都市",
                             own_language="zh", website="https://example.org/")  # fmt: skip
    bonn = cast.organization("=Bonn, “Stadt”; +1", country="DE", names={"fr": "Bonn", "ar": "بون"})
    bonn.profile = {"en": "First line\nsecond; line", "fr": "'guillemet"}
    bonn.profile_opened_at = timezone.now().astimezone(dt.UTC)
    bonn.save()
    bonn.themes.add(theme)
    actions.rename(bonn, by=None, name="Bonn", on=day("2015-05"), reason="", source="Gazette")
    actions.identify(city, by=None, scheme="wikidata", value="Q30002")
    terms = actions.Terms("observer", "full (founding)", True, "Assembly", day("2009-11"), "statutes")
    held = actions.admit(network, city, terms, by=None, on=day("2010"), reason="")
    held = actions.change_standing(held, actions.Terms("member"), by=None, on=day("2012-02-29"), reason="")
    actions.suspend(held, by=None, on=day("2014-01-01"), until=day("2014-06"), reason="")
    seat = actions.set_up_seat(network, by=None, kind="vice-president", title="1", region="142", term_months=24,
                               on=day("2010"), reason="")  # fmt: skip
    actions.give_seat(seat, city, by=None, on=day("2013-03-01"), until=day("2015-02-28"), reason="")
    actions.give_mandate(network, city, by=None, kind="regional office", scope="Asia", on=None, reason="")
    for _twice in range(2):
        namesake = cast.person("Li Wei", latin_name="Li Wei", language="zh")
        title = "Mayor" if _twice else "Vice Mayor"
        actions.take_office(city, namesake, by=None, title=title, on=day("2011"), until=day("2013-07"), reason="")
    cast.ana()
    actions.appoint_person(city, by=None, email="wei@example.org", full_name="Li Wei", on=day("2016-01-01"), reason="")
    agreed(city, bonn)


def agreed(city: Organization, bonn: Organization) -> None:
    third = cast.organization("Lyon", country="FR")
    old = actions.record_agreement(by=None, kind="project partnership", parties=[bonn, city], on=day("2009"),
                                   source="http://example.org/d", printed="Projektpartnerschaft")  # fmt: skip
    actions.record_claim(old, by=None, on=day("2010-05-06"), source="http://example.org/e", kind="sister city")
    actions.renew_agreement(old, by=None, on=day("2019"), until=day("2029-12"), reason="")
    actions.end_agreement(old, by=None, on=day("2024-02-29"), reason="")
    actions.propose_agreement(by=None, kind="memorandum", parties=[city, bonn, third], on=day("2024"), reason="")


def empty() -> None:
    """Take everything off the register, as on a new machine."""
    for model in (Agreement, Office, Appointment, Mandate, Seat, Suspension, Membership, Network, FormerName):
        model.objects.all().delete()
    for model in (Organization, Theme, User, Person):
        model.objects.all().delete()


def written(folder: Path, kind: str) -> Path:
    path = folder / f"register.{kind}"
    path.write_bytes(FORMS[kind][0](rows_on_record()))
    return path


def back(path: Path) -> Report:
    return bring_in_register(read_register(path, path.name), by=None, keep=True)


@pytest.mark.parametrize("kind", FORMS)
def test_register_comes_back_without_loss(tmp_path: Path, kind: str) -> None:
    fill()
    before = rows_on_record()
    path = written(tmp_path, kind)
    empty()

    report = back(path)

    assert [(row.sheet.title, row.number, row.refusals) for row in report.rows if row.refusals] == []
    assert rows_on_record() == before
    assert {str(row.fate) for row in report.rows} == {"created"}
    assert all(len(rows) for rows in before.values())


@pytest.mark.parametrize("kind", FORMS)
def test_register_that_is_on_record_is_unchanged(tmp_path: Path, kind: str) -> None:
    fill()
    path, entries = written(tmp_path, kind), LogEntry.objects.count()

    report = back(path)

    assert (report.is_kept, report.is_idle, LogEntry.objects.count()) == (True, True, entries)


def test_what_is_missing_is_put_back_and_what_differs_is_shown(tmp_path: Path) -> None:
    fill()
    path = written(tmp_path, "xlsx")
    Suspension.objects.all().delete()
    Organization.objects.filter(name="Chengdu").update(website="https://other.example/")

    report = back(path)

    changed = [(row.what, str(row.fate), row.changes) for row in report.rows if str(row.fate) != "unchanged"]
    assert changed == [
        ("Chengdu", "updated", [["website", "https://other.example/", "https://example.org/"]]),
        ("2014-01-01", "created", []),
    ]
    assert Organization.objects.get(name="Chengdu").website == "https://example.org/"


def test_row_in_whose_way_another_stands_holds_up_everything(tmp_path: Path) -> None:
    fill()
    path = written(tmp_path, "json")
    row = Membership.objects.get(standing="member")
    row.start(day("2013"))
    row.save()

    report = back(path)

    refused = [row for row in report.rows if row.refusals]
    assert report.is_kept is False
    assert [row.sheet.title for row in refused] == ["Memberships", "Suspensions"]
    assert refused[0].refusals == [
        "Another row on record stands in its way: Chengdu, member. Close or correct that one first."
    ]
    assert refused[1].refusals == ["It points at row 2 of memberships, which is not there or was refused."]


@pytest.mark.parametrize(
    ("name", "data"),
    [("a.json", b'{"format": "other/1"}'), ("a.json", b"{"), ("a.csv", b"Name\nBonn\n")],
)
def test_file_from_elsewhere_is_refused(tmp_path: Path, name: str, data: bytes) -> None:
    (tmp_path / name).write_bytes(data)

    with pytest.raises(Refused, match=r"is no export of a register"):
        read_register(tmp_path / name, name)


def test_formula_in_a_name_is_guarded_in_csv_alone(tmp_path: Path) -> None:
    fill()

    csv_text = FORMS["zip"][0](rows_on_record())
    json_text = FORMS["json"][0](rows_on_record()).decode()

    (tmp_path / "r.zip").write_bytes(csv_text)
    former = read_register(tmp_path / "r.zip", "r.zip")["former_names"][0].values["name"]
    assert former == "=Bonn, “Stadt”; +1"
    assert '"name": "=Bonn, “Stadt”; +1"' in json_text
