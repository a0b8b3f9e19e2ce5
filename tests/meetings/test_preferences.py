"""What the planner would like for a round: chosen on a page, kept with the plan, made of the records."""

import datetime as dt

import pytest
from django.test import Client

from hansa.base.errors import Refused
from hansa.base.models import LogEntry
from hansa.matching.preferences import Preferences
from hansa.meetings import actions, planner
from hansa.meetings.models import Meeting, Party
from tests import cast
from tests.meetings.board import drawn, small

pytestmark = pytest.mark.django_db
ADDRESS = "/en/events/forum/meetings/preferences/"


def met(one, other, *, year: int = 2017, **fields) -> None:
    """The two cities met at an earlier event."""
    start = cast.at(f"{year}-06-13 10:00")
    meeting = Meeting.objects.create(
        event=cast.event("earlier"), starts_at=start, ends_at=start + dt.timedelta(minutes=20), published_at=start,
        changed_at=start, **fields,
    )  # fmt: skip
    for side, delegate in enumerate((one, other), 1):
        organization = delegate.delegation.organization
        Party.objects.create(meeting=meeting, side=side, person=delegate.person, organization=organization)


def test_problem_knows_heads_who_met_before_and_the_weights():
    made = small()
    met(made.maastricht, made.tallinn)
    met(made.maastricht, made.linz, cancelled_at=cast.at("2017-06-12 10:00"))
    actions.prefer(made.round, by=cast.ana(), principals=50, met_before=40)

    stated = planner.read(made.round).problem

    assert stated.preferences == Preferences(50, 40, 0)
    assert {frozenset(pair) for pair in stated.met_before} == {
        frozenset({f"d{made.maastricht.pk}", f"d{made.tallinn.pk}"})
    }
    assert all(party.principal for party in stated.parties)


def test_who_met_before_is_asked_only_where_it_counts():
    made = small()
    met(made.maastricht, made.tallinn)

    assert planner.read(made.round).problem.met_before == ()


def test_new_faces_go_first_where_there_is_one_place():
    made = cast.round_of(slots=1, tables=1)
    old, new, third = (cast.delegate(city) for city in ("Maastricht", "Tallinn", "Linz"))
    cast.request(made, old, new, priority=2)
    cast.request(made, third, new, priority=2)
    met(old, new)
    actions.prefer(made, by=None, met_before=80)

    plan = drawn(made)

    placement = plan.placements.get()
    assert {placement.first, placement.second} == {new, third}
    assert (plan.value, plan.bound, plan.preferences) == (4, 4, {"met_before": 80})


def test_floor_that_cannot_be_reached_is_kept_with_the_plan():
    made = cast.round_of(slots=1, tables=1)
    people = [cast.delegate(city) for city in ("Maastricht", "Tallinn", "Linz")]
    cast.request(made, people[0], people[1])
    cast.request(made, people[2], people[1])
    actions.prefer(made, by=None, floor=1)

    plan = drawn(made)

    assert len(plan.short) == 1
    assert plan.short[0][1:] == [0, 1]


@pytest.mark.parametrize("wrong", [{"kindness": 1}, {"principals": -1}, {"met_before": 101}])
def test_weight_that_there_is_not_is_refused(wrong):
    with pytest.raises(Refused, match="a whole number within its bounds"):
        actions.prefer(small().round, by=None, **wrong)


def test_weights_are_chosen_on_the_page_and_set_back(wen: Client):
    made = small()

    assert wen.post(ADDRESS, {"principals": "x"}).status_code == 422
    assert wen.post(ADDRESS, {"principals": "50", "met_before": "", "floor": "1"}).status_code == 302
    made.round.refresh_from_db()
    assert made.round.preferences == {"principals": 50, "floor": 1}
    assert LogEntry.objects.get(verb="round.preferences").changes == {"principals": [0, 50], "floor": [0, 1]}
    assert 'value="50"' in wen.get(ADDRESS).content.decode()
    drawn(made.round)
    assert "Drawn with preferences" in wen.get("/en/events/forum/meetings/").content.decode()
    wen.post(ADDRESS, {"reset": "1", "principals": "50"})
    made.round.refresh_from_db()
    assert made.round.preferences == {}
