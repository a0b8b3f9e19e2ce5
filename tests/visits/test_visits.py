"""Places on visits: the last one, quota, either … or, the waiting list with its offers, the office's hand."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from hansa.base.errors import Refused
from hansa.base.models import LogEntry
from hansa.delegations.actions import withdraw_delegate, withdraw_delegation
from hansa.visits import actions
from hansa.visits.jobs import keep_offers_moving
from hansa.visits.models import Booking, Terms
from hansa.visits.queries import filling_of, waiting_list
from tests import cast
from tests.visits.world import full, states, visit

pytestmark = pytest.mark.django_db


def over(booking: Booking) -> None:
    """Its offer has run out."""
    Booking.objects.filter(pk=booking.pk).update(offered_until=timezone.now() - dt.timedelta(seconds=1))


def test_place_is_confirmed_at_once_and_enters_the_programme():
    made, who = visit(capacity=2), cast.delegate("Maastricht")

    booking = actions.ask(made, who, by=cast.bram())

    assert (booking.state, list(made.participants.all())) == ("confirmed", [who.person])
    entry = LogEntry.objects.get(verb="visit.booked")
    assert (entry.subject, str(entry.by)) == ("Head of Maastricht (sample), Panda base", "Bram (sample)")


def test_who_comes_when_it_is_full_waits_in_turn():
    made, _bookings = full()

    assert states(made) == {"Maastricht": "confirmed", "Tallinn": "waiting", "Linz": "waiting"}
    assert [str(one.delegate.delegation) for one in waiting_list(made)] == ["Tallinn", "Linz"]
    assert (filling_of(made).left, filling_of(made).waiting) == (0, 2)


def test_free_place_is_offered_to_the_first_and_kept_for_them():
    made, (held, _second, _third) = full()

    actions.give_up(held, by=None)

    assert states(made) == {"Tallinn": "offered", "Linz": "waiting"}
    assert filling_of(made).left == 0
    late = actions.ask(made, cast.delegate("Aarhus"), by=None)
    assert late.state == "waiting"


def test_offer_that_runs_out_goes_to_the_next_by_the_clock():
    made, (held, second, _third) = full()
    actions.give_up(held, by=None)
    second.refresh_from_db()
    over(second)

    done = keep_offers_moving()

    second.refresh_from_db()
    assert (second.state, states(made), done) == ("expired", {"Linz": "offered"}, 2)
    assert keep_offers_moving() == 0


def test_offer_that_ran_out_counts_for_nothing_before_any_sweep():
    made, (held, second, _third) = full()
    actions.give_up(held, by=None)
    over(second)

    with pytest.raises(Refused, match="This offer has expired"):
        actions.accept_offer(Booking.objects.get(pk=second.pk), by=None)

    assert filling_of(made).left == 1


def test_offer_stands_for_the_hours_of_the_terms_but_never_past_the_start():
    made, (held, second, _third) = full()
    Terms.objects.filter(visit=made).update(offer_hours=5)
    actions.give_up(held, by=None)
    second.refresh_from_db()

    assert abs(second.offered_until - timezone.now() - dt.timedelta(hours=5)) < dt.timedelta(minutes=1)

    made.starts_at, made.ends_at = timezone.now() + dt.timedelta(hours=1), timezone.now() + dt.timedelta(hours=2)
    made.save()
    actions.give_up(second, by=None)
    third = Booking.objects.get(state="offered")
    assert third.offered_until == made.starts_at


def test_taking_the_offer_confirms_it():
    made, (held, second, _third) = full()
    actions.give_up(held, by=None)

    actions.accept_offer(Booking.objects.get(pk=second.pk), by=cast.chidi())

    assert states(made) == {"Tallinn": "confirmed", "Linz": "waiting"}
    assert [str(person) for person in made.participants.all()] == ["Head of Tallinn (sample)"]


def test_who_withdraws_makes_room_at_the_next_sweep():
    made, (held, _second, _third) = full()
    withdraw_delegate(held.delegate, by=None)

    keep_offers_moving()

    assert states(made) == {"Tallinn": "offered", "Linz": "waiting"}
    assert made.participants.count() == 0


def test_delegation_that_withdraws_is_not_offered_a_place():
    made, (held, second, _third) = full()
    withdraw_delegation(second.delegate.delegation, by=None)

    actions.give_up(held, by=None)

    assert states(made) == {"Linz": "offered"}


def test_more_places_are_offered_at_once_and_fewer_take_none_away():
    made, _bookings = full()

    actions.set_terms(made, by=None, capacity=3)
    assert states(made) == {"Maastricht": "confirmed", "Tallinn": "offered", "Linz": "offered"}

    actions.set_terms(made, by=None, capacity=0)
    assert states(made) == {"Maastricht": "confirmed", "Tallinn": "offered", "Linz": "offered"}
    assert filling_of(made).over == 3


def test_whom_the_office_put_on_the_visit_takes_a_place():
    made = visit(capacity=1)
    made.participants.add(cast.person("Guest of honour"))

    assert actions.ask(made, cast.delegate("Maastricht"), by=None).state == "waiting"


def test_quota_of_a_delegation_counts_its_own_people():
    made = visit(capacity=9, quota=1)
    first = actions.ask(made, cast.delegate("Maastricht"), by=None)
    second = cast.delegate("Maastricht", "Second", role="adviser")

    with pytest.raises(Refused, match="Maastricht has its 1 places on this visit"):
        actions.ask(made, second, by=None)

    actions.give_up(first, by=None)
    assert actions.ask(made, second, by=None).state == "confirmed"


def test_who_waits_is_passed_over_while_their_delegation_has_its_quota():
    made = visit(capacity=1)
    held, second = cast.delegate("Tallinn"), cast.delegate("Maastricht", "Second", role="adviser")
    booked = actions.ask(made, held, by=None)
    actions.ask(made, second, by=None)
    third = actions.ask(made, cast.delegate("Linz"), by=None)
    Terms.objects.filter(visit=made).update(quota=1)
    made.participants.add(cast.delegate("Maastricht").person)

    actions.set_terms(made, by=None, capacity=2)
    actions.give_up(booked, by=None)

    third.refresh_from_db()
    assert third.state == "offered"


@pytest.mark.parametrize(("other", "terms"), [("2031-06-14 10:00", {}), ("2031-06-15 09:00", {"either_or": "morning"})])
def test_two_at_one_time_and_either_or_are_refused_with_the_other_visit(other, terms):
    one, two = visit("Pandas", **terms), visit("Metro", starts=other, **terms)
    who = cast.delegate("Maastricht")
    actions.ask(one, who, by=None)

    with pytest.raises(Refused, match="goes on “Pandas”, and cannot go on both"):
        actions.ask(two, who, by=None)

    assert list(who.person.visits.all()) == [one]


def test_visits_that_touch_do_not_stand_in_each_others_way():
    one, two = visit("Pandas"), visit("Metro", starts="2031-06-14 11:00")
    who = cast.delegate("Maastricht")

    for made in (one, two):
        assert actions.ask(made, who, by=None).state == "confirmed"


def test_taking_an_offer_gives_up_what_stands_in_its_way_and_serves_who_waits_there():
    wanted, held = visit("Pandas", capacity=1, either_or="m"), visit("Metro", capacity=1, either_or="m")
    first, second, third = (cast.delegate(city) for city in ("Maastricht", "Tallinn", "Linz"))
    place = actions.ask(wanted, first, by=None)
    actions.ask(held, second, by=None)
    waits = actions.ask(wanted, second, by=None)
    actions.ask(held, third, by=None)
    actions.give_up(place, by=None)

    actions.accept_offer(Booking.objects.get(pk=waits.pk), by=None)

    assert states(wanted) == {"Tallinn": "confirmed"}
    assert states(held) == {"Linz": "offered"}
    assert list(second.person.visits.all()) == [wanted]


@pytest.mark.parametrize(
    ("terms", "sentence"),
    [
        ({"opens_at": cast.at("2030-01-02 10:30")}, "Places can be asked for from 2 January 2030, 10:30 (UTC+8"),
        ({"closes_at": cast.at("2019-01-02 10:30")}, "Places could be asked for until 2 January 2019, 10:30 (UTC+8"),
    ],
)
def test_before_and_after_its_time_one_is_told_when(terms, sentence):
    made = visit(**terms)

    with pytest.raises(Refused) as refusal:
        actions.ask(made, cast.delegate("Maastricht"), by=None)

    assert str(refusal.value).startswith(sentence.split(" (")[0])


def test_visit_that_has_begun_takes_nobody():
    made = visit(starts="2019-06-14 09:00")
    made.starts_at, made.ends_at = cast.at("2019-06-14 09:00"), cast.at("2019-06-14 10:00")
    made.save()

    with pytest.raises(Refused, match="The visit has begun"):
        actions.ask(made, cast.delegate("Maastricht"), by=None)


def test_who_asks_twice_or_has_withdrawn_is_refused():
    made, who = visit(), cast.delegate("Maastricht")
    actions.ask(made, who, by=None)

    with pytest.raises(Refused, match="has a place or a turn on this visit already"):
        actions.ask(made, who, by=None)
    gone = cast.delegate("Tallinn", withdrawn_on=dt.date(2019, 6, 1))
    with pytest.raises(Refused, match="has withdrawn"):
        actions.ask(made, gone, by=None)


def test_office_puts_somebody_on_past_the_last_place_with_a_reason():
    made, (_held, _second, third) = full()

    with pytest.raises(Refused, match="Give the reason"):
        actions.put_on(made, third.delegate, by=None, reason=" ")
    actions.put_on(made, third.delegate, by=cast.ana(), reason="Speaks there")

    assert states(made) == {"Maastricht": "confirmed", "Tallinn": "waiting", "Linz": "confirmed"}
    assert filling_of(made).over == 1
    assert LogEntry.objects.filter(verb="visit.booked").first().changes == {"reason": [None, "Speaks there"]}


def test_office_puts_somebody_forward_with_a_reason():
    made, (held, _second, third) = full()
    actions.put_forward(third, by=None, reason="Leaves early")

    actions.give_up(held, by=None)

    assert states(made) == {"Tallinn": "waiting", "Linz": "offered"}


def test_office_takes_somebody_off_and_the_place_is_offered():
    made, (held, *_rest) = full()

    actions.take_off(made, held.delegate.person, by=None)

    assert states(made) == {"Tallinn": "offered", "Linz": "waiting"}
    with pytest.raises(Refused, match="does not go on this visit"):
        actions.take_off(made, held.delegate.person, by=None)


def test_what_was_given_up_stays_on_record_and_blocks_nothing():
    made, who = visit(), cast.delegate("Maastricht")
    actions.give_up(actions.ask(made, who, by=None), by=None)

    again = actions.ask(made, who, by=None)

    assert [one.state for one in Booking.objects.order_by("pk")] == ["given up", "confirmed"]
    with pytest.raises(Refused, match="was given up already"):
        actions.give_up(Booking.objects.exclude(pk=again.pk).get(), by=None)


def test_database_keeps_two_open_bookings_and_offers_without_end_out():
    made, who = visit(), cast.delegate("Maastricht")
    actions.ask(made, who, by=None)
    base = {"visit": made, "asked_at": timezone.now()}

    for wrong in (
        {"delegate": who, "state": "waiting"},
        {"delegate": cast.delegate("Tallinn"), "state": "offered"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Booking.objects.create(**base, **wrong)


def test_terms_that_close_before_they_open_are_refused():
    with pytest.raises(Refused, match="closes before it opens"):
        actions.set_terms(visit(), by=None, opens_at=cast.at("2030-01-02 10:00"), closes_at=cast.at("2030-01-01 10:00"))
