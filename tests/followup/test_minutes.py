"""Minutes and outcomes: whose they are, every edition kept, two who write at once lose nothing."""

from typing import Any

import pytest

from hansa.base.errors import Refused
from hansa.base.models import LogEntry
from hansa.followup import actions, rules
from hansa.followup.actions.minutes import Overtaken
from hansa.followup.models import Minutes, MinutesEdition, Outcome
from hansa.people.actions import record_person
from hansa.people.erasure import erase_person
from tests import cast
from tests.meetings.test_concurrency import at_once
from tests.meetings.test_past import meeting

pytestmark = pytest.mark.django_db


def write(made: Any, text: str, based_on: int = 0, city: str = "Maastricht", by: Any = None) -> Minutes:
    return actions.write_minutes(made, cast.organization(city), by=by, text=text, language="en", based_on=based_on)


def test_every_edition_is_kept_and_the_log_never_says_what_they_say() -> None:
    made, bram = meeting(), cast.bram()

    write(made, "First", by=bram)
    last = write(made, "First and second", 1, by=bram)
    same = write(made, "First and second", 1, by=bram)

    assert (last.text, last.edition, same.edition) == ("First and second", 2, 2)
    assert [(one.number, one.text, one.by) for one in last.editions.all()] == [
        (2, "First and second", bram),
        (1, "First", bram),
    ]
    assert [entry.changes for entry in LogEntry.objects.filter(verb="minutes.written").order_by("pk")] == [
        {"edition": [0, 1]},
        {"edition": [1, 2]},
    ]
    with pytest.raises(Refused, match="Empty minutes"):
        write(made, " ", 2)


def test_who_is_overtaken_reads_what_stands_now() -> None:
    made = meeting()
    write(made, "Bram’s", by=cast.bram())

    with pytest.raises(Overtaken) as overtaken:
        write(made, "Mine", 0)

    assert overtaken.value.current.text == "Bram’s"
    assert str(overtaken.value).startswith("Bram (sample) has saved these minutes since you opened them.")
    assert MinutesEdition.objects.count() == 1


@pytest.mark.parametrize(
    ("who", "private", "shared"),
    [
        ("bram", {"Ours"}, {"Ours"}),
        ("chidi", {"Theirs"}, {"Ours", "Theirs"}),
        ("ana", set(), {"Ours"}),
        ("wen", set(), {"Ours"}),
        ("dana", set(), set()),
    ],
)
def test_minutes_are_a_sides_own_until_it_shares_them(who: str, private: set[str], shared: set[str]) -> None:
    made = meeting()
    ours = write(made, "Ours")
    write(made, "Theirs", city="Tallinn")
    user = getattr(cast, who)()

    before = {one.text for one in rules.minutes_seen_by(user)}
    actions.share_minutes(ours, by=cast.bram())
    after = {one.text for one in rules.minutes_seen_by(user)}
    actions.withhold_minutes(ours, by=cast.bram())

    assert (before, after) == (private, shared)
    assert {one.text for one in rules.minutes_seen_by(user)} == private


def test_office_of_the_event_writes_its_own_minutes_of_any_meeting_and_a_city_only_of_its_own() -> None:
    made = meeting("Linz")

    assert rules.writes_minutes_for(cast.ana(), made) == [cast.network().secretariat_id]
    assert rules.writes_minutes_for(cast.bram(), made) == [cast.organization().pk]
    assert rules.writes_minutes_for(cast.chidi(), made) == []


def test_erasing_a_person_takes_the_name_out_of_every_edition() -> None:
    made, somebody = meeting(), record_person(by=None, full_name="Liis Kask")
    write(made, "Liis Kask was late")
    write(made, "Liis Kask was late, then Liis Kask left", 1)

    erase_person(somebody, by=cast.ana(), reason="asked for it")

    texts = [one.text for one in MinutesEdition.objects.order_by("number")]
    assert texts == [f"[{somebody.pk}] was late", f"[{somebody.pk}] was late, then [{somebody.pk}] left"]
    assert Minutes.objects.get().text == texts[1]


@pytest.mark.django_db(transaction=True)
def test_two_who_write_at_once_lose_nothing() -> None:
    made, ana, bram = meeting(), cast.ana(), cast.bram()

    said = at_once(lambda: write(made, "Ana’s", by=ana), lambda: write(made, "Bram’s", by=bram))

    assert sorted(bool(sentence) for sentence in said) == [False, True]
    assert max(said, key=len).endswith("Your text is still below: take over what is missing, then save again.")
    assert MinutesEdition.objects.count() == 1


def test_outcome_is_recorded_once_and_withdrawn() -> None:
    made, mine, bram = meeting(), cast.organization(), cast.bram()
    guest = cast.person("Deputy Mayor")

    def record() -> Outcome:
        return actions.record_outcome(
            made, mine, by=bram, once="k", kind="invitation", event=cast.event(), person=guest, line="In October"
        )

    first, again = record(), record()
    seen = list(rules.outcomes_seen_by(cast.chidi()))
    actions.withdraw_outcome(first, by=bram)

    assert first == again
    assert str(first) == "an invitation: Mayors’ Innovation Forum. In October"
    assert seen == [first]
    assert list(rules.outcomes_seen_by(cast.chidi())) == []
    with pytest.raises(Refused, match="withdrawn already"):
        actions.withdraw_outcome(first, by=bram)


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        ("agreement", "Say which agreement of the register came of it; record it there first."),
        ("invitation", "Say to what the invitation is: an event on record, or in one line."),
        ("next meeting", "Say in one line what came of it."),
        ("other", "Say in one line what came of it."),
    ],
)
def test_outcome_that_says_nothing_is_refused(kind: str, sentence: str) -> None:
    with pytest.raises(Refused) as refusal:
        actions.record_outcome(meeting(), cast.organization(), by=None, once="k", kind=kind)

    assert str(refusal.value) == sentence
