"""A plan is asked for, drawn up, discarded."""

import pytest

from hansa.base.errors import Refused
from hansa.base.models import Job, LogEntry
from hansa.meetings import actions
from hansa.meetings.models import Plan
from tests import cast
from tests.meetings.board import board, drawn, small

pytestmark = pytest.mark.django_db


def acts() -> list[str]:
    return list(LogEntry.objects.order_by("pk").values_list("verb", flat=True))


def test_drawn_plan_places_all_and_says_what_it_is_worth() -> None:
    made = small()

    plan = drawn(made.round)

    assert len(board(plan)) == 3
    assert (plan.state, plan.number, plan.value, plan.bound, plan.gaps) == ("proposed", 1, 8 + 4 + 6, 18, 1)
    assert plan.is_proven
    assert acts() == ["plan.asked", "plan.drawn"]


def test_plan_is_drawn_up_by_its_job(django_capture_on_commit_callbacks: object) -> None:
    made = small()

    with django_capture_on_commit_callbacks(execute=True):  # type: ignore[operator]
        plan = actions.propose(made.round, by=cast.ana())

    job = Job.objects.get()
    plan.refresh_from_db()
    assert (job.state, job.percent, job.sentence) == ("done", 100, "Value 18 of at most 18.")
    assert (plan.state, plan.job) == ("proposed", job)


def test_plan_drawn_twice_is_written_once() -> None:
    made = small()
    plan = actions.propose(made.round, by=cast.ana())

    actions.draw_up(plan)
    again = actions.draw_up(plan)

    assert again.placements.count() == 3
    assert acts().count("plan.drawn") == 1


def test_second_proposal_is_refused_while_one_is_being_drawn() -> None:
    made = small()
    actions.propose(made.round, by=cast.ana())

    with pytest.raises(Refused, match=r"A plan is being drawn up already; Ana \(sample\) asked for it at"):
        actions.propose(made.round, by=cast.wen())


def test_drawing_whose_work_failed_does_not_block() -> None:
    made = small()
    first = actions.propose(made.round, by=cast.ana())
    Job.objects.update(state="failed")

    second = actions.propose(made.round, by=cast.ana())

    first.refresh_from_db()
    assert (first.state, second.state, second.number) == ("discarded", "drawing", 2)


def test_new_proposal_sets_the_earlier_one_aside_readable() -> None:
    made = small()
    first = drawn(made.round)

    second = drawn(made.round)

    first.refresh_from_db()
    assert (first.state, first.placements.count(), second.number) == ("discarded", 3, 2)


def test_round_without_requests_is_refused() -> None:
    made = cast.round_of()

    with pytest.raises(Refused, match="Nobody asks for a meeting yet"):
        actions.propose(made, by=cast.ana())


def test_round_without_slots_is_refused() -> None:
    made = cast.round_of(slots=0)

    with pytest.raises(Refused, match="has no times or no tables yet"):
        actions.propose(made, by=cast.ana())


def test_promise_that_cannot_be_kept_is_refused_by_name() -> None:
    made = small()
    slot = made.round.slots.first()
    made.maastricht.requests_made.filter(asked=made.linz).update(pinned_to=slot)
    made.linz.arrives_at = cast.at("2019-06-13 13:00")
    made.linz.save()

    with pytest.raises(Refused) as refusal:
        actions.propose(made.round, by=cast.ana())

    assert str(refusal.value) == (
        "Maastricht – Linz is pinned, but cannot be held there: "
        "Linz arrives on Thu 13 June at 13:00, less than 90 minutes before Thu 13 June, 14:00. Unpin it first."
    )


def test_plan_discarded_while_it_is_drawn_stays_discarded() -> None:
    made = small()
    plan = actions.propose(made.round, by=cast.ana())
    actions.discard(plan, by=cast.wen())

    actions.draw_up(plan)

    plan.refresh_from_db()
    assert (plan.state, plan.placements.count()) == ("discarded", 0)


def test_published_plan_cannot_be_discarded() -> None:
    made = small()
    plan = drawn(made.round)
    actions.publish(plan, by=cast.ana(), based_on=0)

    with pytest.raises(Refused, match="no longer open"):
        actions.discard(plan, by=cast.ana())

    assert Plan.objects.get().state == "published"
