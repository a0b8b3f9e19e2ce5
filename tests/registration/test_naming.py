"""A delegation is named: people, the signed paper, who stands in; late changes are told to those concerned."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from hansa.base.errors import Refused
from hansa.delegations import actions as delegations
from hansa.mail.models import Letter
from hansa.people.models import User
from hansa.registration import naming, questions
from hansa.registration.jobs import tell_of_late_changes
from hansa.registration.models import Deputy, Nomination, Questionnaire
from hansa.registration.queries import deputy_of, known_people
from tests import cast
from tests.registration.world import event

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n..."
SIGNED = {"signed_by": "Jana de Vries, Mayor", "signed_on": dt.date(2019, 5, 1)}


def file(content: bytes = PDF, name: str = "Ernennung – 任命.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content)


def test_nomination_keeps_its_scan_under_a_name_of_ours():
    delegation = cast.delegation()

    paper = naming.nominate(delegation, by=cast.bram(), form="scan", file=file(name="../../evil.html.pdf"), **SIGNED)

    assert paper.file.name.startswith("nominations/")
    assert paper.file.name.endswith(".pdf")
    assert "evil" not in paper.file.name
    assert paper.file.read() == PDF


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(b"<html><script>", "is no PDF, PNG or JPEG"), (b"", "is no PDF, PNG or JPEG"), (b"MZ\x90", "is no PDF")],
)
def test_what_is_no_paper_is_refused_whatever_it_is_called(content, sentence):
    with pytest.raises(Refused, match=sentence):
        naming.nominate(cast.delegation(), by=None, form="scan", file=file(content), **SIGNED)
    assert not Nomination.objects.exists()


def test_scan_that_is_too_large_is_refused(monkeypatch):
    monkeypatch.setattr(naming, "LARGEST", 1_000_000)

    with pytest.raises(Refused, match="larger than 1 MB"):
        naming.nominate(cast.delegation(), by=None, form="scan", file=file(PDF + b"x" * 1_000_000), **SIGNED)


@pytest.mark.parametrize(
    ("values", "sentence"),
    [({"signed_by": " "}, "who signed it"), ({"signed_on": dt.date(2999, 1, 1)}, "a day to come"),
     ({"form": "scan"}, "Choose the file")],
)  # fmt: skip
def test_nomination_that_makes_no_sense_is_refused(values, sentence):
    with pytest.raises(Refused, match=sentence):
        naming.nominate(cast.delegation(), by=None, **{**SIGNED, "form": "original", **values})


def test_later_paper_counts_and_the_earlier_stays():
    delegation = cast.delegation()
    first = naming.nominate(delegation, by=None, form="original", **SIGNED)
    second = naming.nominate(delegation, by=None, form="scan", file=file(), **SIGNED)

    assert list(delegation.nominations.all()) == [second, first]


def test_deputy_stands_in_from_a_day_and_the_head_stays():
    head, deputy = cast.delegate(), cast.delegate(name="Deputy", role="delegate")
    first = naming.stand_in(deputy, by=None, from_on=dt.date(2019, 6, 10), until_on=None, reason="Ill")
    another = cast.delegate(name="Another", role="adviser")
    naming.stand_in(another, by=None, from_on=dt.date(2019, 6, 13), until_on=None, reason="Ill too")

    first.refresh_from_db()
    assert first.until_on == dt.date(2019, 6, 12)
    assert deputy_of(head.delegation, dt.date(2019, 6, 12)).delegate == deputy
    assert deputy_of(head.delegation, dt.date(2019, 6, 13)).delegate == another
    assert deputy_of(head.delegation, dt.date(2019, 6, 9)) is None
    head.refresh_from_db()
    assert head.role == "head"
    naming.end_standing_in(Deputy.objects.get(delegate=another), by=None, on=dt.date(2019, 6, 13))
    assert deputy_of(head.delegation, dt.date(2019, 6, 14)) is None


def test_head_does_not_stand_in_for_themself():
    with pytest.raises(Refused, match="is the head; choose who stands in"):
        naming.stand_in(cast.delegate(), by=None, from_on=dt.date(2019, 6, 10), until_on=None, reason="x")


def test_who_withdrew_comes_after_all_unless_another_leads_by_now():
    head = cast.delegate()
    delegations.withdraw_delegate(head, by=None)
    second = cast.delegate(name="Second")

    with pytest.raises(Refused, match="a delegation has one head"):
        delegations.return_delegate(head, by=None)
    delegations.withdraw_delegate(second, by=None)
    delegations.return_delegate(head, by=None)
    head.refresh_from_db()
    assert head.withdrawn_on is None


def test_people_on_record_are_found_by_their_city_or_the_very_name():
    own = cast.delegate(name="Jana de Vries").person
    same = cast.person("Łukasz Kowalski")
    cast.person("Jana Other")

    delegation = cast.delegation()
    assert known_people(delegation, "jana") == [own]
    assert known_people(delegation, "Lukasz Kowalski") == [same]
    assert known_people(delegation, "Nobody") == []


def test_delegate_gets_an_account_and_the_way_in_their_language():
    event()
    who = cast.delegate(languages=["fr", "en"])

    account = naming.invite_to_register(who, by=cast.bram(), address="New.Person@Example.org")
    naming.invite_to_register(who, by=cast.bram(), address="new.person@example.org")

    (letter,) = Letter.objects.filter(kind="registration account")
    assert (account.email, account.person, letter.language) == ("new.person@example.org", who.person, "fr")
    assert f"/fr/events/forum/registration/people/{who.pk}/" in letter.body
    assert User.objects.filter(person=who.person).count() == 1


def late(**terms) -> None:
    event(late_from=dt.date(2020, 1, 1), **terms)
    cast.wen(), cast.ana()


def letters() -> list[tuple[str, str]]:
    return [(one.address, one.subject) for one in Letter.objects.filter(kind="late changes").order_by("pk")]


def test_late_changes_are_told_once_to_host_and_secretariat_but_not_to_who_made_them():
    late()
    who = cast.delegate()
    delegations.withdraw_delegate(who, by=cast.wen())

    assert (tell_of_late_changes(), tell_of_late_changes()) == (1, 0)

    assert letters() == [("ana@example.org", "1 late change: Mayors’ Innovation Forum")]
    body = Letter.objects.get(kind="late changes").body
    assert "withdrew the delegate Head of Maastricht (sample), Maastricht" in body


def test_changes_of_one_sweep_are_one_letter_to_each():
    late()
    for city in ("Maastricht", "Tallinn"):
        delegations.withdraw_delegate(cast.delegate(city), by=cast.bram())

    tell_of_late_changes()

    assert sorted(letters()) == [
        ("ana@example.org", "2 late changes: Mayors’ Innovation Forum"),
        ("wen@example.org", "2 late changes: Mayors’ Innovation Forum"),
    ]


def test_change_in_time_and_change_before_registration_began_are_not_late():
    cast.event(starts_on=dt.date(2031, 6, 13), ends_on=dt.date(2031, 6, 14))
    delegations.withdraw_delegate(cast.delegate("Tallinn"), by=None)
    late()
    questions.set_terms(cast.event(), by=None, late_from=dt.date(2031, 6, 1))
    delegations.withdraw_delegate(cast.delegate(), by=None)

    assert (tell_of_late_changes(), letters()) == (0, [])
    Questionnaire.objects.update(late_from=timezone.localdate())
    tell_of_late_changes()
    assert {subject for _address, subject in letters()} == {"1 late change: Mayors’ Innovation Forum"}
