"""Something changed: closed tables, an interpreter away, people late; each is true at once and can be taken back."""

import pytest

from hansa.base.errors import Refused
from hansa.base.models import LogEntry
from hansa.meetings import actions, lately, planner
from hansa.meetings.actions.asking import Cut, cut_round, open_slots
from hansa.meetings.models import Closure, Leave
from tests import cast
from tests.cast import at
from tests.meetings.board import Small, small

pytestmark = pytest.mark.django_db


@pytest.fixture
def made() -> Small:
    return small()


def shut(made: Small) -> set[str]:
    rows = Closure.objects.filter(slot__round=made.round).select_related("slot", "table")
    return {f"{made.round.event.local(row.slot.starts_at):%H:%M} T{row.table.number}" for row in rows}


def close(made: Small, start: str, end: str, *numbers: int) -> list[Closure]:
    tables = made.round.tables.filter(number__in=numbers)
    period = {"starts_at": at(f"2019-06-13 {start}"), "ends_at": at(f"2019-06-13 {end}")}
    return actions.close_tables(made.round, tables=tables, by=cast.wen(), reason="water on the floor", **period)


def test_tables_close_in_each_slot_that_the_period_touches(made: Small) -> None:
    close(made, "14:25", "15:00", 2)

    entry = LogEntry.objects.get(verb="tables.closed")
    assert shut(made) == {"14:25 T2", "14:50 T2"}
    assert [slot.tables for slot in planner.read(made.round).problem.slots] == [2, 1, 1, 2]
    assert entry.changes == {
        "tables": [None, "T2"],
        "time": [None, "2019-06-13 14:25–15:00"],
        "reason": [None, "water on the floor"],
    }
    assert (entry.by_name, entry.event_id) == ("Wen (sample)", str(made.round.event_id))


def test_what_was_closed_together_is_opened_together(made: Small) -> None:
    first = close(made, "14:00", "14:20", 1, 2)
    close(made, "15:15", "15:35", 2)

    actions.open_tables(first[1], by=cast.wen())

    assert shut(made) == {"15:15 T2"}
    assert [(one.first.slot, one.last.slot, len(one.tables)) for one in lately.closed_by_hand(made.round)] == [
        (made.round.slots.all()[3], made.round.slots.all()[3], 1)
    ]
    with pytest.raises(Refused, match="These tables are open already"):
        actions.open_tables(first[1], by=cast.wen())


def test_closing_twice_or_beside_the_round_is_refused(made: Small) -> None:
    close(made, "14:00", "14:20", 1)

    with pytest.raises(Refused, match="closed then already, or no time"):
        close(made, "14:00", "14:20", 1)
    with pytest.raises(Refused, match="closed then already, or no time"):
        close(made, "18:00", "19:00", 1)


def test_same_workbook_again_does_not_open_what_a_hand_closed() -> None:
    event, period = cast.event(), (at("2019-06-13 14:00"), at("2019-06-13 14:20"))
    of, _changes = cut_round(event, Cut({period: 2}), by=None)
    actions.close_tables(of, tables=of.tables.filter(number=2), starts_at=period[0], ends_at=period[1], by=None)
    later = (at("2019-06-13 14:25"), at("2019-06-13 14:45"))

    _of, same = cut_round(event, Cut({period: 2}), by=None)
    cut_round(event, Cut({period: 2, later: 1}), by=None)

    assert same == {}
    assert open_slots(of) == {period: 2, later: 1}
    assert {(row.slot.starts_at, row.table.number) for row in Closure.objects.all()} == {(period[0], 2), (later[0], 2)}


def test_interpreter_away_is_in_no_slot_that_it_touches_and_comes_back(made: Small) -> None:
    helper = cast.interpreter(made.round, "en", "az")

    leave = actions.let_go(helper, starts_at=at("2019-06-13 14:30"), ends_at=at("2019-06-13 14:55"), by=cast.wen())
    away = planner.read(made.round).problem.interpreters[0].available
    actions.take_in_again(leave, by=cast.wen())

    assert away == (0, 3)
    assert planner.read(made.round).problem.interpreters[0].available == (0, 1, 2, 3)
    assert LogEntry.objects.get(verb="interpreter.left").changes == {"away": [None, "2019-06-13 14:30–14:55"]}
    assert LogEntry.objects.get(verb="interpreter.returned").changes == {"away": ["2019-06-13 14:30–14:55", None]}


def test_interpreter_who_does_not_come_back_is_away_for_good(made: Small) -> None:
    helper = cast.interpreter(made.round, "en", "az")

    actions.let_go(helper, starts_at=at("2019-06-13 14:50"), ends_at=None, by=cast.wen())

    assert planner.read(made.round).problem.interpreters[0].available == (0, 1)
    with pytest.raises(Refused, match="is noted as away then already"):
        actions.let_go(helper, starts_at=at("2019-06-13 16:00"), ends_at=at("2019-06-13 17:00"), by=cast.wen())
    assert Leave.objects.count() == 1


def test_late_flight_is_that_of_all_who_are_on_it(made: Small) -> None:
    deputy = cast.delegate("Linz", "Deputy of Linz", role="delegate")

    actions.change_stay([made.linz, deputy], arrives_at=at("2019-06-13 14:00"), by=cast.wen())

    for one in (made.linz, deputy):
        one.refresh_from_db()
        assert one.arrives_at == at("2019-06-13 14:00")
    with pytest.raises(Refused, match="That is what is on record already"):
        actions.change_stay([made.linz, deputy], arrives_at=at("2019-06-13 14:00"), by=cast.wen())


def test_edition_of_the_board_changes_with_any_act_of_its_event(made: Small) -> None:
    before = lately.edition(made.round)
    close(made, "14:00", "14:20", 1)

    after = lately.edition(made.round)

    assert before != after
    assert lately.edition(made.round) == after
