"""Events are recorded, announced and filled."""

from typing import Any

import pytest

from hansa.base.dates import PartialDate
from hansa.base.errors import Refused
from hansa.base.fields import Multilingual
from hansa.base.models import LogEntry
from hansa.events import actions
from hansa.events.models import Event, Session
from tests import cast
from tests.cast import at

pytestmark = pytest.mark.django_db
OCTOBER = PartialDate.parse("2019-10")


def event_values(**fields: Any) -> dict[str, Any]:
    return {"name": Multilingual(en="Committee"), "kind": "committee", "zone": "Asia/Seoul", **fields}


def session(event: Event, **fields: Any) -> Session:
    times = {"starts_at": at("2019-06-13 09:00"), "ends_at": at("2019-06-13 10:00")}
    return actions.record_session(event, by=None, **{"title": Multilingual(en="Opening"), **times, **fields})


def test_event_known_to_the_month_lasts_the_month() -> None:
    event = actions.record_event(by=cast.ana(), key="excom", starts=OCTOBER, **event_values())

    assert (str(event.starts), event.ends_on.isoformat(), event.announced_at) == ("October 2019", "2019-10-31", None)
    assert [(one.verb, one.event_id) for one in LogEntry.objects.all()] == [("event.recorded", str(event.pk))]


def test_event_of_a_known_key_or_of_wrong_days_is_refused() -> None:
    cast.event()

    with pytest.raises(Refused, match="an event with the key forum already"):
        actions.record_event(by=None, key="forum", starts=OCTOBER, **event_values())
    with pytest.raises(Refused, match="before the first"):
        actions.record_event(by=None, key="x", starts=OCTOBER, ends_on=at("2019-06-01 00:00").date(), **event_values())


def test_event_is_not_part_of_itself_however_far_around() -> None:
    inner, outer = cast.event(), cast.event("expo")
    actions.revise_event(inner, by=None, part_of=outer)

    with pytest.raises(Refused, match="part of itself"):
        actions.revise_event(outer, by=None, part_of=inner)


def test_name_gains_languages_and_loses_none() -> None:
    event = cast.event()

    actions.revise_event(event, by=None, name=Multilingual(fr="Le forum"))

    assert dict(event.name) == {"en": "Mayors’ Innovation Forum", "fr": "Le forum", "ar": "منتدى الابتكار"}


@pytest.mark.parametrize(
    ("act", "field"),
    [
        (actions.announce, "announced_at"),
        (actions.publish_programme, "programme_published_at"),
        (actions.publish_participants, "participants_published_at"),
    ],
)
def test_publication_happens_once(act: Any, field: str) -> None:
    event = cast.event(announced_at=None)

    act(event, by=cast.ana())

    assert getattr(Event.objects.get(), field) is not None
    with pytest.raises(Refused):
        act(event, by=cast.ana())


def test_figure_is_a_claim_of_one_source_that_may_correct_itself() -> None:
    event = cast.event()
    actions.claim_figure(event, by=None, measure="people", number=500, is_floor=True, source="A")
    _claim, changes = actions.claim_figure(event, by=None, measure="people", number=520, is_floor=True, source="A")
    actions.claim_figure(event, by=None, measure="people", number=480, source="B")

    assert changes == {"number": [500, 520]}
    assert sorted((one.source, one.number) for one in event.claims.all()) == [("A", 520), ("B", 480)]


def test_role_is_given_once() -> None:
    event, city = cast.event(), cast.organization()

    assert actions.give_role(event, city, by=None, role="supporter") == actions.give_role(
        event, city, by=None, role="supporter"
    )
    assert LogEntry.objects.count() == 1


@pytest.mark.parametrize(
    ("values", "sequence"),
    [
        ({"starts_at": at("2019-06-13 09:15")}, 1),
        ({"hall": "Hall 2"}, 1),
        ({"title": Multilingual(en="Grand opening")}, 1),
        ({"spoken": ["zh"]}, 0),
        ({"hall": ""}, 0),
    ],
)
def test_sequence_rises_with_time_place_and_title_alone(values: dict[str, Any], sequence: int) -> None:
    made = session(cast.event())

    actions.revise_session(made, by=None, **values)

    assert Session.objects.get().sequence == sequence


def test_unchanged_session_is_not_logged() -> None:
    speaker = cast.person()
    made = session(cast.event(), speakers=[speaker])
    entries = LogEntry.objects.count()

    assert actions.revise_session(made, by=None, hall="", speakers=[speaker]) == {}
    assert LogEntry.objects.count() == entries


def test_session_that_ends_first_is_refused() -> None:
    with pytest.raises(Refused, match="ends before it starts"):
        session(cast.event(), ends_at=at("2019-06-13 08:00"))


def test_visit_keeps_its_participants_until_told_otherwise() -> None:
    jana, wei = cast.person("Jana"), cast.person("Wei")
    times = {"starts_at": at("2019-06-14 14:00"), "ends_at": at("2019-06-14 16:00")}
    visit = actions.record_visit(cast.event(), by=None, participants=[jana], title=Multilingual(en="Hall"), **times)

    actions.revise_visit(visit, by=None, place="Planning hall")
    changes = actions.revise_visit(visit, by=None, participants=[jana, wei])

    assert changes == {"participants": ["Jana (sample)", "Jana (sample); Wei (sample)"]}
    assert (visit.participants.count(), visit.sequence) == (2, 1)
