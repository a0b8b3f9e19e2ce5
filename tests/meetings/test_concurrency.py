"""Two officers at once: exactly one publishes, the other is told by whom; nothing is lost. On either database."""

from typing import Any

import pytest
from django.db import connection

from hansa.base.errors import Refused
from hansa.delegations.actions import withdraw_delegation
from hansa.delegations.models import Delegate
from hansa.meetings import actions, planner
from hansa.meetings.models import Closure, Meeting, Party, Plan, Round, Table
from tests import cast
from tests.meetings.board import drawn, small
from tests.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)


def test_two_officers_who_publish_at_once_lose_nothing() -> None:
    made, ana, wen = small(), cast.ana(), cast.wen()
    plan = drawn(made.round)

    said = at_once(
        lambda: actions.publish(Plan.objects.get(pk=plan.pk), by=ana, based_on=0),
        lambda: actions.publish(Plan.objects.get(pk=plan.pk), by=wen, based_on=0),
    )

    loser = said.index(max(said, key=len))
    winner = "Wen" if loser == 0 else "Ana"
    made.round.refresh_from_db()
    assert said[1 - loser] == ""
    assert said[loser].startswith(f"{winner} (sample) published version 1 at ")
    assert made.round.version == 1
    assert Meeting.objects.standing().count() == 3
    assert Party.objects.exclude(slot=None).count() == 6
    assert Plan.objects.filter(state="published").count() == 1


def test_two_hands_at_once_do_not_move_over_each_other() -> None:
    made, ana, wen = small(), cast.ana(), cast.wen()
    plan = drawn(made.round)
    pair = made.pair(made.tallinn, made.linz)
    slot = plan.placements.get(first=pair["first"], second=pair["second"]).slot_id
    table = made.round.tables.get(number=2).pk

    said = at_once(
        lambda: actions.move(Plan.objects.get(pk=plan.pk), **pair, slot=slot, table=table, by=ana, edition=0),
        lambda: actions.take_off(Plan.objects.get(pk=plan.pk), **pair, by=wen, edition=0),
    )

    plan.refresh_from_db()
    assert sorted(bool(sentence) for sentence in said) == [False, True]
    assert max(said, key=len).startswith("Somebody else has changed the board since you opened it.")
    assert plan.edition == 1


def test_two_who_ask_for_a_plan_at_once_get_one() -> None:
    made, ana, wen = small(), cast.ana(), cast.wen()

    def ask(by: Any) -> Plan:
        return actions.propose(made.round, by=by)

    said = at_once(lambda: ask(ana), lambda: ask(wen))

    refused = [sentence for sentence in said if sentence]
    assert Plan.objects.filter(state__in=["drawing", "proposed"]).count() == 1
    # Where the first plan was already drawn when the second was asked for, both may have asked.
    assert refused == [] or refused[0].startswith("A plan is being drawn up already;")


def test_two_officers_who_repair_at_once_get_one_plan_and_one_sentence() -> None:
    made, ana, wen = small(), cast.ana(), cast.wen()
    actions.publish(drawn(made.round), by=ana, based_on=0)

    def ask(by: Any) -> Any:
        return actions.repair(Round.objects.get(pk=made.round.pk), by=by)

    said = at_once(lambda: ask(ana), lambda: ask(wen))

    refused = [sentence for sentence in said if sentence]
    assert Plan.objects.filter(state__in=["drawing", "proposed"]).count() == 1
    # Where the first plan was already drawn when the second was asked for, both may have asked.
    assert refused == [] or refused[0].startswith("A plan is being drawn up already;")


def test_change_while_the_plan_is_drawn_up_keeps_it_from_being_published(monkeypatch: pytest.MonkeyPatch) -> None:
    made, ana, wen = small(), cast.ana(), cast.wen()
    drawing = planner.draw

    def draw(*args: Any, **how: Any) -> Any:
        found = drawing(*args, **how)
        at_once(lambda: withdraw_delegation(made.linz.delegation, by=wen))
        return found

    monkeypatch.setattr(planner, "draw", draw)
    plan = actions.draw_up(actions.propose(made.round, by=ana))

    with pytest.raises(Refused, match="1 conflict must be settled first"):
        actions.publish(plan, by=ana, based_on=0)
    assert Meeting.objects.count() == 0


def test_tables_that_two_officers_close_at_once_are_closed_once() -> None:
    made, ana, wen = small(), cast.ana(), cast.wen()
    period = {"starts_at": cast.at("2019-06-13 14:00"), "ends_at": cast.at("2019-06-13 14:20")}

    def close(by: Any) -> Any:
        return actions.close_tables(made.round, tables=Table.objects.filter(number=1), by=by, **period)

    said = at_once(lambda: close(ana), lambda: close(wen))

    assert sorted(bool(sentence) for sentence in said) == [False, True]
    assert max(said, key=len).startswith("These tables are closed then already")
    assert Closure.objects.count() == 1


def test_two_officers_do_not_promise_one_person_to_two_at_a_time() -> None:
    made, ana, wen = small(), cast.ana(), cast.wen()
    time = {"starts_at": cast.at("2019-06-13 18:00"), "ends_at": cast.at("2019-06-13 18:30")}

    def call(other: Delegate, by: Any) -> Any:
        sides = [actions.Side(one.delegation.organization, one.person, one) for one in (made.maastricht, other)]
        return actions.arrange_call(made.round.event, (sides[0], sides[1]), by=by, **time)

    said = at_once(lambda: call(made.linz, ana), lambda: call(made.tallinn, wen))

    assert sorted(bool(sentence) for sentence in said) == [False, True]
    assert max(said, key=len).startswith("Head of Maastricht (sample) meets on Thu 13 June, 18:00–18:30 already")
    assert Meeting.objects.count() == 1


def test_database_keeps_one_published_plan_and_one_open() -> None:
    names = {constraint.name for constraint in Plan._meta.constraints}

    assert {"meetings_plan_one_published", "meetings_plan_one_open"} <= names
    assert connection.vendor in ("sqlite", "postgresql")
