"""Contacts noted in passing, what became of a meeting, and when two organizations last met."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from hansa.base.errors import Refused
from hansa.base.models import LogEntry
from hansa.meetings import actions
from hansa.meetings.actions import Present, Side
from hansa.meetings.encounters import Encounter, met_before
from hansa.meetings.models import Contact, Meeting, Report
from hansa.people.actions import record_person
from hansa.people.erasure import erase_person
from tests import cast
from tests.cast import at
from tests.meetings.test_concurrency import at_once

pytestmark = pytest.mark.django_db


def contact(other: str = "Tallinn", **fields: Any) -> Contact:
    """Maastricht's mayor met somebody of that city."""
    mine, theirs = cast.organization(), cast.organization(other)
    values: dict[str, Any] = {"once": other, "met_at": at("2019-06-13 12:00"), "by": cast.bram(), **fields}
    sides = ([Present(mine)], [Present(theirs, free_name="Mayor Kask")])
    return actions.note_contact(mine, sides, **values)


def meeting(other: str = "Tallinn", day: str = "2017-05-10", **fields: Any) -> Meeting:
    sides = [Side(cast.organization(city), cast.person(f"Mayor {city}")) for city in ("Maastricht", other)]
    start = at(f"{day} 10:00")
    values: dict[str, Any] = {"by": None, "starts_at": start, "ends_at": start + dt.timedelta(minutes=20), **fields}
    return actions.record_meeting(cast.event(), (sides[0], sides[1]), **values)


def test_contact_is_noted_with_who_met_whom() -> None:
    before = timezone.now()
    mine, theirs = cast.organization(), cast.organization("Tallinn")

    made = actions.note_contact(
        mine,
        ([Present(mine)], [Present(theirs, free_name="Mayor Kask")]),
        by=cast.bram(),
        once="1",
        place=" Lobby ",
        line="Wants to join the smart port project",
    )

    entry = LogEntry.objects.get(verb="contact.noted")
    assert str(made) == "Maastricht – Mayor Kask, Tallinn"
    assert (made.place, made.noted_for, made.noted_by, made.event) == ("Lobby", mine, cast.bram(), None)
    assert before <= made.met_at <= timezone.now()
    assert (entry.subject, entry.by_name) == ("Maastricht – Mayor Kask, Tallinn", "Bram (sample)")


def test_contact_that_is_sent_twice_is_one() -> None:
    first, again, other = contact(once="k"), contact(once="k"), contact(once="k", by=cast.chidi())

    assert first == again
    assert other != first
    assert LogEntry.objects.filter(verb="contact.noted").count() == 2


def test_contact_that_is_still_to_come_is_refused() -> None:
    with pytest.raises(Refused) as refusal:
        contact(met_at=timezone.now() + dt.timedelta(days=1))

    assert str(refusal.value) == "That is still to come. A contact is noted once it was."
    assert Contact.objects.count() == 0


def test_contact_needs_somebody_and_not_oneself() -> None:
    mine, somebody = cast.organization(), cast.person()

    said = []
    for sides in (([Present(mine)], []), ([Present(mine, somebody)], [Present(None, somebody)])):
        with pytest.raises(Refused) as refusal:
            actions.note_contact(mine, sides, by=None, once="1")
        said.append(str(refusal.value))

    assert said == ["Say whom you met.", "Nobody can meet themselves."]


def test_contact_is_revised_and_the_log_keeps_what_it_was() -> None:
    made = contact(line="Wants to join")
    mine, linz = cast.organization(), cast.organization("Linz", country="AT")

    changes = actions.revise_contact(
        made, by=cast.bram(), sides=([Present(mine)], [Present(linz)]), line="Does not want to join"
    )
    nothing = actions.revise_contact(made, by=cast.bram(), line="Does not want to join")

    made.refresh_from_db()
    assert changes == {
        "line": ["Wants to join", "Does not want to join"],
        "who": ["Maastricht – Mayor Kask, Tallinn", "Maastricht – Linz"],
    }
    assert nothing == {}
    assert str(made) == "Maastricht – Linz"
    assert LogEntry.objects.filter(verb="contact.revised").count() == 1


def test_contact_that_is_struck_out_counts_no_longer_until_it_is_restored() -> None:
    made, mine, theirs = contact(), cast.organization(), cast.organization("Tallinn")

    actions.strike_contact(made, by=cast.bram())
    without = met_before(mine, [theirs])
    with pytest.raises(Refused, match="struck out; restore it first"):
        actions.revise_contact(made, by=cast.bram(), line="x")
    actions.restore_contact(made, by=cast.ana())

    assert without == {}
    assert set(met_before(mine, [theirs])) == {theirs.pk}
    with pytest.raises(Refused, match="not struck out"):
        actions.restore_contact(made, by=cast.ana())


def test_erasing_a_person_takes_the_name_out_of_contacts() -> None:
    somebody = record_person(by=None, full_name="Liis Kask")
    made = contact(line="Liis Kask invites us")
    actions.revise_contact(
        made, by=None, sides=([Present(cast.organization())], [Present(cast.organization("Tallinn"), somebody)])
    )

    erase_person(somebody, by=cast.ana(), reason="asked for it")

    made.refresh_from_db()
    assert made.line == f"[{somebody.pk}] invites us"
    assert str(made) == f"Maastricht – erased person {somebody.pk}, Tallinn"
    assert [entry.pk for entry in LogEntry.objects.all() if "Liis" in f"{entry.subject} {entry.changes}"] == []


def test_report_says_what_became_of_a_meeting_and_who_was_there() -> None:
    made, there = meeting(), cast.person("Adviser Kuusk")

    report = actions.report_meeting(
        made,
        by=cast.bram(),
        state="held",
        based_on=0,
        attendees=[Present(cast.organization("Tallinn"), there), Present(free_name="an interpreter")],
    )

    assert (report.is_held, report.edition, report.by) == (True, 1, cast.bram())
    assert [str(one) for one in report.attendees.all()] == [str(there), "an interpreter"]
    assert LogEntry.objects.get(verb="meeting.reported").subject == str(made)


def test_report_is_refused_where_somebody_reported_meanwhile() -> None:
    made = meeting()
    actions.report_meeting(made, by=cast.bram(), state="held", based_on=0)

    with pytest.raises(Refused) as refusal:
        actions.report_meeting(made, by=cast.ana(), state="postponed", based_on=0)

    assert str(refusal.value) == "Bram (sample) has reported on this meeting meanwhile. Look at it, then save again."
    assert Report.objects.get().state == "held"


def test_report_is_refused_where_the_state_forbids_it() -> None:
    gone, coming = meeting(), meeting(day="2090-01-01")
    actions.cancel_meeting(gone, by=None)
    held = meeting()
    said = []

    for about, values in (
        (gone, {"state": "held"}),
        (coming, {"state": "held"}),
        (held, {"state": "held", "absent": cast.organization("Tallinn")}),
        (held, {"state": "no-show", "absent": cast.organization("Linz")}),
    ):
        with pytest.raises(Refused) as refusal:
            actions.report_meeting(about, by=None, based_on=0, **values)
        said.append(str(refusal.value))

    assert said == [
        "This meeting was cancelled before it began; there is nothing to report.",
        "This meeting has not begun. Report on it once it has.",
        "Say who did not come only where somebody did not.",
        "Linz is no side of this meeting.",
    ]


def test_last_encounter_is_the_latest_meeting_held_or_contact() -> None:
    mine, cities = cast.organization(), [cast.organization(name) for name in ("Tallinn", "Linz", "Turku", "Zadar")]
    tallinn, linz, turku, _zadar = cities
    first, later = meeting("Tallinn"), meeting("Tallinn", "2018-02-01")
    actions.report_meeting(later, by=None, state="no-show", based_on=0, absent=tallinn)
    meeting("Linz")
    noted = contact("Linz", place="Lobby")
    cancelled = meeting("Turku")
    actions.cancel_meeting(cancelled, by=None)

    found = met_before(mine, cities)

    assert found == {
        tallinn.pk: Encounter(first.starts_at, True, first.pk, cast.event(), ""),
        linz.pk: Encounter(noted.met_at, False, noted.pk, None, "Lobby"),
    }
    assert met_before(turku, [mine]) == {}
    assert set(met_before(linz, [mine])) == {mine.pk}
    assert found[tallinn.pk].local_day == dt.date(2017, 5, 10)


@pytest.mark.parametrize("number", [1, 3])
def test_last_encounters_take_two_queries_whatever_their_number(number: int, django_assert_num_queries: Any) -> None:
    mine, names = cast.organization(), ["Tallinn", "Linz", "Turku"][:number]
    for name in names:
        meeting(name)
        contact(name)
    others = [cast.organization(name) for name in names]

    with django_assert_num_queries(2):
        found = met_before(mine, others)
        days = [encounter.local_day for encounter in found.values()]

    assert days == [dt.date(2019, 6, 13)] * number


@pytest.mark.django_db(transaction=True)
def test_contact_that_arrives_twice_at_once_is_noted_once() -> None:
    bram, mine, theirs = cast.bram(), cast.organization(), cast.organization("Tallinn")

    said = at_once(
        *[
            lambda: actions.note_contact(mine, ([Present(mine)], [Present(theirs)]), by=bram, once="k", line="one")
            for _n in range(4)
        ]
    )

    assert said == [""] * 4
    assert Contact.objects.count() == 1
    assert LogEntry.objects.filter(verb="contact.noted").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_report_at_once_see_each_other() -> None:
    made, ana, bram = meeting(), cast.ana(), cast.bram()

    said = at_once(
        lambda: actions.report_meeting(made, by=ana, state="held", based_on=0),
        lambda: actions.report_meeting(made, by=bram, state="postponed", based_on=0),
    )

    assert sorted(bool(sentence) for sentence in said) == [False, True]
    assert max(said, key=len).endswith("has reported on this meeting meanwhile. Look at it, then save again.")
    assert Report.objects.get().edition == 1
