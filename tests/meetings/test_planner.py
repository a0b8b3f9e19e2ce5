"""Rows to a problem and back: what a plan rests on, and what changes it."""

import itertools
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from hansa.base.fields import Multilingual
from hansa.delegations.models import Delegate
from hansa.events.models import Session, Visit
from hansa.meetings import actions, planner
from hansa.meetings.models import Closure, Meeting, Party, Round, Shift
from hansa.meetings.rows import pair_of, weight_of
from tests import cast
from tests.cast import at
from tests.meetings.board import board, drawn, small

pytestmark = pytest.mark.django_db

ALL = ["14:00", "14:25", "14:50", "15:15"]
QUERIES = 14


def two(**fields: Any) -> tuple[Round, Delegate, Delegate]:
    """Maastricht asks for Tallinn; ``fields`` are Maastricht's."""
    made = cast.round_of()
    asker, asked = cast.delegate("Maastricht", **fields), cast.delegate("Tallinn")
    cast.request(made, asker, asked)
    return made, asker, asked


def available(of: Round, delegate: Delegate) -> list[str]:
    """The starts of the slots in which a delegate may meet."""
    slots = list(of.slots.all())
    party = planner.read(of).problem.party_by_id[f"d{delegate.pk}"]
    return [f"{of.event.local(slots[position].starts_at):%H:%M}" for position in party.available]


def session(of: Round, start: str, end: str, **fields: Any) -> Session:
    moments = {"starts_at": at(f"2019-06-13 {start}"), "ends_at": at(f"2019-06-13 {end}")}
    values = {"event": of.event, "title": Multilingual(en="Plenary"), "changed_at": at("2019-06-01 00:00")}
    return Session.objects.create(**values, **moments, **fields)


def courtesy_call(of: Round, delegate: Delegate, start: str, end: str, **fields: Any) -> Meeting:
    now = at("2019-06-01 00:00")
    call = Meeting.objects.create(
        event=of.event,
        starts_at=at(f"2019-06-13 {start}"),
        ends_at=at(f"2019-06-13 {end}"),
        published_at=now,
        changed_at=now,
        **fields,
    )
    Party.objects.create(
        meeting=call, side=1, organization=delegate.delegation.organization, person=delegate.person, delegate=delegate
    )
    return call


def test_delegate_without_absences_is_available_in_all_slots() -> None:
    made, asker, _ = two()

    assert available(made, asker) == ALL


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"arrives_at": at("2019-06-13 12:55")}, ["14:25", "14:50", "15:15"]),
        ({"arrives_at": at("2019-06-13 12:30")}, ALL),
        ({"departs_at": at("2019-06-13 16:30")}, ["14:00", "14:25"]),
        ({"departs_at": at("2019-06-13 16:40")}, ["14:00", "14:25", "14:50"]),
    ],
)
def test_travel_binds_with_its_margins(fields: dict[str, Any], expected: list[str]) -> None:
    made, asker, _ = two(**fields)

    assert available(made, asker) == expected


def test_speaker_is_away_during_the_session_alone() -> None:
    made, asker, asked = two()
    session(made, "14:20", "14:50").speeches.create(person=asker.person)

    assert available(made, asker) == ["14:00", "14:50", "15:15"]
    assert available(made, asked) == ALL


def test_speaker_at_another_event_is_away_too() -> None:
    made, asker, _ = two()
    fair = cast.event("fair")
    talk = session(made, "14:00", "14:30")
    talk.speeches.create(person=asker.person)
    Session.objects.update(event=fair)

    assert available(made, asker) == ["14:50", "15:15"]


def test_session_of_everybody_binds_everybody() -> None:
    made, asker, asked = two()
    session(made, "15:00", "16:00", everybody=True)

    assert available(made, asker) == available(made, asked) == ["14:00", "14:25"]


def test_visitor_is_away_during_the_visit() -> None:
    made, asker, asked = two()
    visit = Visit.objects.create(
        event=made.event,
        title=Multilingual(en="Exhibition"),
        starts_at=at("2019-06-13 14:00"),
        ends_at=at("2019-06-13 14:50"),
        changed_at=at("2019-06-01 00:00"),
    )
    visit.participants.add(asker.person)

    assert available(made, asker) == ["14:50", "15:15"]
    assert available(made, asked) == ALL


def test_meeting_outside_the_round_binds_unless_it_is_cancelled() -> None:
    made, asker, asked = two()
    courtesy_call(made, asker, "14:10", "14:40")
    courtesy_call(made, asked, "14:10", "14:40", cancelled_at=at("2019-06-02 00:00"))

    assert available(made, asker) == ["14:50", "15:15"]
    assert available(made, asked) == ALL


def test_closed_tables_are_not_counted_and_not_used() -> None:
    made, _, _ = two()
    first, second = made.tables.all()
    for slot in made.slots.all():
        Closure.objects.create(slot=slot, table=first)

    plan = drawn(made)

    assert [slot.tables for slot in planner.read(made).problem.slots] == [1, 1, 1, 1]
    assert plan.placements.get().table == second


def test_interpreter_is_there_in_whole_slots_of_the_shifts() -> None:
    made, _, _ = two()
    all_day, in_part = cast.interpreter(made, "lo", "en"), cast.interpreter(made, "ko", "en")
    Shift.objects.create(interpreter=in_part, starts_at=at("2019-06-13 14:10"), ends_at=at("2019-06-13 15:10"))

    found = {i.id: i.available for i in planner.read(made).problem.interpreters}

    assert found == {f"i{all_day.pk}": (0, 1, 2, 3), f"i{in_part.pk}": (1, 2)}


@pytest.mark.parametrize(
    ("directions", "weight"),
    [([1], 8), ([2], 4), ([3], 2), ([1, 1], 12), ([2, 3], 6), ([3, 3], 3)],
)
def test_weight_follows_the_stronger_direction_and_rises_if_both_ask(directions: list[int], weight: int) -> None:
    made = cast.round_of()
    ends = (cast.delegate("Maastricht"), cast.delegate("Tallinn"))
    for (asker, asked), priority in zip((ends, ends[::-1]), directions, strict=False):
        cast.request(made, asker, asked, priority=priority)

    ground = planner.read(made)

    assert [wish.weight for wish in ground.problem.wishes] == [weight]
    assert weight_of(ground.requests[pair_of(ends[0].pk, ends[1].pk)]) == weight


def test_withdrawn_request_and_delegate_are_no_wish() -> None:
    made = small()
    made.maastricht.requests_made.filter(asked=made.tallinn).update(withdrawn_on=at("2019-06-01 00:00").date())
    Delegate.objects.filter(pk=made.linz.pk).update(withdrawn_on=at("2019-06-01 00:00").date())

    assert planner.read(made.round).problem.wishes == ()


def test_pin_is_part_of_the_problem_and_kept() -> None:
    made = small()
    last = made.round.slots.last()
    made.maastricht.requests_made.filter(asked=made.linz).update(pinned_to=last)

    plan = drawn(made.round)

    assert {line[:-3] for line in board(plan) if line.startswith("Maastricht – Linz")} == {"Maastricht – Linz 15:15"}
    assert planner.read(made.round).broken_pins == ()


def test_two_promises_in_one_slot_of_one_person_are_named_not_planned() -> None:
    made = small()
    made.maastricht.requests_made.update(pinned_to=made.round.slots.first())

    ground = planner.read(made.round)

    assert [(v.kind, v.parties) for v in ground.broken_pins] == [("party_busy", (f"d{made.maastricht.pk}",))]
    assert sum(wish.pinned is not None for wish in ground.problem.wishes) == 1


def test_one_changed_arrival_makes_another_plan() -> None:
    made = small()
    before = board(drawn(made.round))
    made.linz.arrives_at = at("2019-06-13 13:20")
    made.linz.save()

    after = board(drawn(made.round))

    assert len(before) == len(after) == 3
    assert after != before
    assert all(line[-8:-3] in ("14:50", "15:15") for line in after if "Linz" in line)


def test_same_rows_make_the_same_problem_and_plan() -> None:
    made = small()

    first, second = planner.read(made.round), planner.read(made.round)

    assert first.problem == second.problem
    assert first.digest == second.digest
    assert planner.draw(first).placements == planner.draw(second).placements


def test_pair_without_a_common_language_gets_an_interpreter() -> None:
    made, baku = cast.round_of(), cast.delegate("Baku", languages=["az", "ru"])
    cast.request(made, cast.delegate("Maastricht"), baku)
    helper = cast.interpreter(made, "ru", "en")

    plan = drawn(made)

    assert plan.placements.get().interpreter == helper


@pytest.mark.parametrize("cities", [2, 12])
def test_ground_is_read_by_a_fixed_number_of_queries(cities: int) -> None:
    made = cast.round_of(slots=6, tables=4)
    delegates = [cast.delegate(f"City {number}") for number in range(cities)]
    for asker, asked in itertools.pairwise(delegates):
        cast.request(made, asker, asked)
        session(made, "14:00", "14:10").speeches.create(person=asker.person)
    interpreter = cast.interpreter(made, "lo", "en")
    Shift.objects.create(interpreter=interpreter, starts_at=at("2019-06-13 14:00"), ends_at=at("2019-06-13 18:00"))
    courtesy_call(made, delegates[0], "14:00", "14:10", round=made)
    made = Round.objects.select_related("event").get(pk=made.pk)

    with CaptureQueriesContext(
        connection,
    ) as asked_for:
        planner.read(made)

    assert len(asked_for) == QUERIES


def test_meeting_that_keeps_its_slot_keeps_its_table_and_interpreter() -> None:
    made = cast.round_of(slots=1, tables=3)
    helpers = [cast.interpreter(made, "ru", "en") for _ in range(2)]
    for city in ("Baku", "Volgograd"):
        cast.request(made, cast.delegate(city, languages=["ru"]), cast.delegate(f"Host of {city}"))
    plan = drawn(made)
    # Not as the planner would seat them: the last table, and the interpreters the other way round.
    rows = list(plan.placements.order_by("first"))
    plan.placements.all().delete()
    for row, table, helper in zip(rows, reversed(made.tables.all()), reversed(helpers), strict=False):
        row.pk, row.table, row.interpreter = None, table, helper
        row.save()
    actions.publish(plan, by=cast.ana(), based_on=0)
    held = list(plan.placements.order_by("first").values_list("first", "table", "interpreter"))

    again = drawn(made)

    assert list(again.placements.order_by("first").values_list("first", "table", "interpreter")) == held
