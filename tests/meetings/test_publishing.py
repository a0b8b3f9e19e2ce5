"""A plan is published: meetings are made, moved and called off, each known by its uid for ever."""

import pytest

from hansa.base.errors import Refused
from hansa.base.models import LogEntry
from hansa.meetings import actions
from hansa.meetings.models import Meeting, Party, Plan
from tests import cast
from tests.meetings.board import Small, board, drawn, small

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> Small:
    return small()


@pytest.fixture
def published(made: Small) -> Plan:
    plan = drawn(made.round)
    actions.publish(plan, by=cast.ana(), based_on=0)
    plan.refresh_from_db()
    return plan


def entries() -> dict[str, tuple[str, int, bool]]:
    """By the two cities: the uid, the sequence, whether it stands."""
    found = {}
    for meeting in Meeting.objects.prefetch_related("parties__organization"):
        cities = sorted(party.organization.name for party in meeting.parties.all())
        found[" – ".join(cities)] = (str(meeting.uid), meeting.sequence, meeting.cancelled_at is None)
    return found


def held() -> set[str]:
    meetings = Meeting.objects.standing().select_related("event", "table").prefetch_related("parties__organization")
    return {
        f"{' – '.join(sorted(p.organization.name for p in m.parties.all()))} "
        f"{m.event.local(m.starts_at):%H:%M} T{m.table.number}"
        for m in meetings
    }


def test_published_plan_is_held_by_both_sides(made: Small, published: Plan) -> None:
    meeting = Meeting.objects.get(topic="Digital services")

    sides = [(p.side, p.organization.name, p.delegate, p.slot) for p in meeting.parties.all()]

    assert sides == [(1, "Maastricht", made.maastricht, meeting.slot), (2, "Tallinn", made.tallinn, meeting.slot)]
    assert (meeting.starts_at, meeting.ends_at) == (meeting.slot.starts_at, meeting.slot.ends_at)
    assert len(held()) == 3


def test_publication_counts_versions_and_is_logged(made: Small, published: Plan) -> None:
    made.round.refresh_from_db()

    entry = LogEntry.objects.get(verb="plan.published")

    assert (made.round.version, published.version, published.state) == (1, 1, "published")
    assert entry.changes == {"version": [0, 1], "made": [None, 3], "moved": [None, 0], "cancelled": [None, 0]}
    assert entry.by_name == "Ana (sample)"


def test_only_what_moves_raises_its_sequence_and_keeps_its_uid(made: Small, published: Plan) -> None:
    before = entries()
    pair = made.pair(made.tallinn, made.linz)
    free = next(n for n in range(4) if not any(f"{['14:00', '14:25', '14:50', '15:15'][n]}" in line for line in held()))

    copy = actions.move(published, **pair, **made.place(free, 2), by=cast.wen(), edition=0)
    actions.publish(copy, by=cast.wen(), based_on=1)

    uid, _, _ = before["Linz – Tallinn"]
    assert entries() == before | {"Linz – Tallinn": (uid, 1, True)}
    assert Plan.objects.get(pk=published.pk).state == "superseded"


def test_meetings_that_change_places_are_published(made: Small, published: Plan) -> None:
    rows = list(published.placements.order_by("slot"))
    one, other = rows[0], rows[2]
    if {one.first_id, one.second_id} & {other.first_id, other.second_id} == set():
        pytest.fail("they share a party in this round")

    copy = actions.move(
        published,
        first=one.first_id,
        second=one.second_id,
        slot=other.slot_id,
        table=other.table_id,
        by=cast.ana(),
        edition=0,
        swap=True,
    )
    actions.publish(copy, by=cast.ana(), based_on=1)

    assert held() == {"{1} – {0} {2}".format(*_sorted(line)) for line in board(copy)}
    assert sorted(sequence for _, sequence, _ in entries().values()) == [0, 1, 1]


def _sorted(line: str) -> tuple[str, str, str]:
    """A line of the board with its cities in alphabetical order, as (second, first, place)."""
    cities, place = line.rsplit(" ", 2)[0], " ".join(line.rsplit(" ", 2)[1:])
    first, second = sorted(cities.split(" – "))
    return second, first, place


def test_meeting_given_up_is_cancelled_and_comes_back_under_its_uid(made: Small, published: Plan) -> None:
    before, pair = entries(), made.pair(made.maastricht, made.linz)
    place = published.placements.get(first=pair["first"], second=pair["second"])

    without = actions.take_off(published, **pair, by=cast.ana(), edition=0)
    actions.publish(without, by=cast.ana(), based_on=1)
    gone = entries()["Linz – Maastricht"]
    without.refresh_from_db()
    again = actions.move(
        without, **pair, slot=place.slot_id, table=place.table_id, by=cast.ana(), edition=without.edition
    )
    actions.publish(again, by=cast.ana(), based_on=2)

    uid = before["Linz – Maastricht"][0]
    assert gone == (uid, 1, False)
    assert entries()["Linz – Maastricht"] == (uid, 2, True)
    assert Party.objects.filter(meeting__uid=uid, slot=place.slot).count() == 2


def test_plan_that_todays_rows_forbid_is_refused(made: Small) -> None:
    plan = drawn(made.round)
    made.linz.arrives_at = cast.at("2019-06-13 15:00")
    made.linz.save()

    with pytest.raises(Refused) as refusal:
        actions.publish(plan, by=cast.ana(), based_on=0)

    sentence = str(refusal.value)
    assert sentence.startswith("2 conflicts must be settled first. Linz arrives on Thu 13 June at 15:00, too late for")
    assert sentence.endswith("Move these meetings, or propose a plan again.")
    assert Meeting.objects.count() == 0


def test_withdrawn_request_is_not_published(made: Small) -> None:
    plan = drawn(made.round)
    request = made.maastricht.requests_made.get(asked=made.linz)
    actions.withdraw_request(request, by=cast.bram())

    with pytest.raises(Refused, match="Nobody asks for Maastricht – Linz any more"):
        actions.publish(plan, by=cast.ana(), based_on=0)


def test_publishing_over_another_is_refused_with_who_and_when(made: Small) -> None:
    plan = drawn(made.round)
    actions.publish(plan, by=cast.wen(), based_on=0)

    with pytest.raises(Refused, match=r"Wen \(sample\) published version 1 at \d\d:\d\d, which you have not seen"):
        actions.publish(plan, by=cast.ana(), based_on=0)

    assert Meeting.objects.count() == 3


def test_proposal_changed_since_it_was_seen_is_refused(made: Small) -> None:
    plan = drawn(made.round)
    actions.take_off(plan, **made.pair(made.maastricht, made.linz), by=cast.wen(), edition=0)

    with pytest.raises(Refused, match="Somebody else has changed the board"):
        actions.publish(plan, by=cast.ana(), based_on=0, edition=0)
