"""Promises: recorded once, revised, closed, opened again, reminded of; who holds the office now."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from hansa.base.dates import PartialDate
from hansa.base.errors import Refused
from hansa.base.models import LogEntry
from hansa.followup import actions, queries, rules
from hansa.followup.models import Promise
from hansa.followup.queries import Wanted
from hansa.mail.models import Letter
from hansa.network.models import Appointment, Office
from hansa.people.actions import record_person
from hansa.people.erasure import erase_person
from tests import cast
from tests.meetings.test_concurrency import at_once

pytestmark = pytest.mark.django_db


def promise(to: str = "Tallinn", by: str = "Maastricht", noted: str = "Maastricht", **fields: Any) -> Promise:
    """Maastricht promised Tallinn a map, as Maastricht recorded."""
    values: dict[str, Any] = {"once": f"{by}{to}{fields.get('what')}", "what": "A map of the port", **fields}
    return actions.record_promise(
        cast.organization(noted), by=values.pop("user", None), by_organization=cast.organization(by),
        to_organization=cast.organization(to), **values,
    )  # fmt: skip


def on(text: str) -> PartialDate:
    return PartialDate.parse(text)


def test_promise_is_recorded_with_its_day_and_once() -> None:
    first = promise(due=on("2090-10"), by_title="Mayor", user=cast.bram(), once="k")
    again = promise(what="Another", user=cast.bram(), once="k")

    assert first == again
    assert (first.due, first.due_on, first.state) == (on("2090-10"), dt.date(2090, 10, 31), "open")
    assert first.made_on == timezone.localdate()
    assert [entry.subject for entry in LogEntry.objects.filter(verb="promise.recorded")] == [
        "Maastricht to Tallinn: A map of the port"
    ]


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"what": " "}, "Say what was promised."),
        ({"to": "Maastricht"}, "A promise is made to somebody else."),
        ({"due": PartialDate.parse("2001")}, "It cannot be due before it was made, on 13 June 2019."),
        ({"made_on": dt.date(2090, 1, 1)}, "That is still to come. A promise is recorded once it was made."),
    ],
)
def test_promise_is_refused(fields: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Refused) as refusal:
        promise(**{"made_on": dt.date(2019, 6, 13), **fields})

    assert str(refusal.value) == sentence
    assert Promise.objects.count() == 0


def test_promise_is_kept_and_opened_again_with_its_reasons() -> None:
    made, bram = promise(), cast.bram()

    closed = actions.close_promise(made, by=bram, state="kept", how="Sent by post", evidence="Letter 12")
    with pytest.raises(Refused, match="closed already, as kept"):
        actions.close_promise(made, by=bram, state="released", how="x")
    with pytest.raises(Refused, match="open it again first"):
        actions.revise_promise(made, by=bram, due=None, what="x")
    opened = actions.reopen_promise(made, by=bram, reason="It never arrived")

    assert (closed.state, closed.how, closed.evidence, closed.closed_by) == ("kept", "Sent by post", "Letter 12", bram)
    assert (opened.state, opened.how, opened.closed_on, opened.closed_by) == ("open", "", None, None)
    assert LogEntry.objects.get(verb="promise.reopened").changes == {
        "state": ["kept", "open"], "how": ["Sent by post", ""], "reason": [None, "It never arrived"],
    }  # fmt: skip
    with pytest.raises(Refused, match="This promise is open"):
        actions.reopen_promise(made, by=bram, reason="x")


@pytest.mark.parametrize("state", ["released", "withdrawn"])
def test_promise_that_need_not_be_kept_needs_a_reason(state: str) -> None:
    made = promise()

    with pytest.raises(Refused, match="Say why it need not be kept"):
        actions.close_promise(made, by=None, state=state)

    assert actions.close_promise(made, by=None, state=state, how="The port was closed").state == state


def test_promise_outlives_who_gave_it() -> None:
    city, then, now = cast.organization(), cast.person("Old Mayor"), cast.person("New Mayor")
    Office.objects.create(organization=city, person=then, title="Mayor", ended_on=dt.date(2020, 12, 31))
    Office.objects.create(organization=city, person=now, title="Mayor", started_on=dt.date(2021, 1, 1))
    made = promise(by_person=then, by_title="Mayor")

    holders = queries.present_holders(cast.bram(), made)

    assert [str(office) for office in holders] == ["New Mayor (sample), Mayor"]
    # The profile of the city is not open: another city learns no names from it.
    assert queries.present_holders(cast.chidi(), made) == []


def test_erasing_a_person_takes_the_name_out_of_promises() -> None:
    somebody = record_person(by=None, full_name="Liis Kask")
    made = promise(what="Liis Kask sends a map", by_person=somebody)

    erase_person(somebody, by=cast.ana(), reason="asked for it")

    made.refresh_from_db()
    assert made.what == f"[{somebody.pk}] sends a map"
    assert "kask" not in made.search
    assert str(made.by_person) == f"erased person {somebody.pk}"
    assert [entry.pk for entry in LogEntry.objects.all() if "Liis" in f"{entry.subject} {entry.changes}"] == []


# Own: recorded by Maastricht for Tallinn. Theirs: what Maastricht gave, as Tallinn recorded it; the same shared.
@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("ana", {"own", "theirs", "shared", "event"}),
        ("bram", {"own", "shared", "event"}),
        ("chidi", {"own", "theirs", "shared"}),
        ("wen", {"event"}),
        ("dana", set()),
    ],
)
def test_who_sees_which_promise(who: str, seen: set[str]) -> None:
    promise(what="own", to="Tallinn")
    promise(what="theirs", to="Linz", noted="Tallinn")
    promise(what="shared", to="Linz", noted="Tallinn", shared=True)
    promise(what="event", to="Linz", event=cast.event())
    user = getattr(cast, who)()

    found = set(rules.promises_seen_by(user).values_list("what", flat=True))

    assert found == seen
    assert {one.what for one in Promise.objects.all() if rules.may_see_promise(user, one)} == seen


def test_list_is_filtered_searched_and_sorted() -> None:
    late = promise(what="late", due=on("2019-07-01"), made_on=dt.date(2019, 6, 1), by_title="Mayor")
    coming = promise(what="coming", due=on("2090"), made_on=dt.date(2019, 6, 2))
    undated = promise(what="undated", made_on=dt.date(2019, 6, 3))
    received = promise(what="received", by="Tallinn", to="Maastricht", event=cast.event(), made_on=dt.date(2019, 6, 4))
    kept = actions.close_promise(promise(what="kept"), by=None, state="kept")
    bram = cast.bram()

    def found(**wanted: Any) -> list[Promise]:
        return list(queries.found_promises(bram, Wanted(**wanted)))

    assert found() == [late, coming, undated, received]
    assert found(state="overdue") == [late]
    assert found(state="kept") == [kept]
    assert found(state="all", words="mayor") == [late]
    assert found(words="tallinn undat") == [undated]
    assert found(side="received") == [received]
    assert found(side="given", sort="made") == [undated, coming, late]
    assert found(event="forum") == [received]
    assert found(by=cast.organization("Tallinn").pk) == [received]
    assert found(to=cast.organization("Tallinn").pk, state="overdue") == [late]
    assert queries.counted(bram) == queries.Counted(open=4, overdue=1, kept=1, given=3, received=1)


def test_those_concerned_are_reminded_once_a_stage() -> None:
    made_on, due = dt.date(2019, 6, 13), on("2019-10-24")
    cast.chidi()
    bram = cast.bram()
    made = promise(due=due, made_on=made_on)

    early = actions.remind(dt.date(2019, 10, 1))
    before = [actions.remind(dt.date(2019, 10, day)) for day in (17, 18, 24)]
    after = [actions.remind(dt.date(2019, 10, day)) for day in (25, 26)]
    actions.revise_promise(made, by=None, due=on("2019-11-30"))
    anew = actions.remind(dt.date(2019, 11, 25))

    assert (early, before, after, anew) == (0, [1, 0, 0], [1, 0], 1)
    assert [(letter.address, letter.subject) for letter in Letter.objects.order_by("pk")] == [
        (bram.email, "A promise is due soon: A map of the port"),
        (bram.email, "A promise is past its day: A map of the port"),
        (bram.email, "A promise is due soon: A map of the port"),
    ]
    assert (
        "Maastricht promised Tallinn on 13 June 2019, to be done by 24 October 2019:"
        in Letter.objects.earliest("pk").body
    )


def test_side_that_may_not_read_it_is_not_reminded_and_a_closed_one_reminds_nobody() -> None:
    bram, chidi = cast.bram(), cast.chidi()
    private = promise(by="Maastricht", to="Linz", noted="Tallinn", due=on("2019-10-24"), made_on=dt.date(2019, 6, 1))

    hidden = actions.reminders.concerned(private)
    actions.share_promise(private, by=None)
    private.refresh_from_db()
    shared = actions.reminders.concerned(private)
    Appointment.objects.filter(user=bram).update(ended_on=dt.date(2020, 1, 1))
    actions.close_promise(private, by=None, state="kept")

    assert (hidden, shared) == ([chidi], [bram, chidi])
    assert actions.reminders.concerned(private) == [chidi]
    assert actions.remind(dt.date(2019, 10, 24)) == 0


@pytest.mark.django_db(transaction=True)
def test_promise_that_arrives_twice_at_once_is_recorded_once() -> None:
    bram = cast.bram()
    cast.organization("Tallinn")

    said = at_once(*[lambda: promise(user=bram, once="k") for _n in range(4)])

    assert said == [""] * 4
    assert Promise.objects.count() == 1
    assert LogEntry.objects.filter(verb="promise.recorded").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_close_it_at_once_do_not_close_it_twice() -> None:
    made = promise()

    said = at_once(
        lambda: actions.close_promise(made, by=None, state="kept"),
        lambda: actions.close_promise(made, by=None, state="released", how="No need"),
    )

    assert sorted(bool(sentence) for sentence in said) == [False, True]
    assert LogEntry.objects.filter(verb__in=["promise.kept", "promise.released"]).count() == 1
    assert max(said, key=len).startswith("This promise was closed already, as ")


@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_draft_one_letter() -> None:
    cast.bram()
    promise(due=on("2019-10-24"), made_on=dt.date(2019, 6, 1))

    said = at_once(*[lambda: actions.remind(dt.date(2019, 10, 20)) for _n in range(3)])

    assert said == [""] * 3
    assert Letter.objects.count() == 1
