"""The pages of visits: a delegation chooses, the office keeps the lists; one's own address reaches nobody else's."""

import csv
import datetime as dt
import io

import pytest
from django.db import connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hansa.delegations.models import Delegate
from hansa.meetings.models import Meeting, Party
from hansa.visits import actions
from hansa.visits.models import Booking, Terms
from hansa.visits.queries import seats
from tests import cast
from tests.visits.world import full, states, visit

pytestmark = pytest.mark.django_db


def test_focal_point_asks_waits_and_gives_up_on_the_page(bram: Client):
    made = visit(capacity=1)
    head, adviser = cast.delegate("Maastricht"), cast.delegate("Maastricht", "Adviser", role="adviser")
    address = f"/en/events/forum/visits/delegations/{head.delegation_id}/"

    for one in (head, adviser):
        answer = bram.post(f"{address}ask/", {"visit": made.pk, "delegate": one.pk})
        assert (answer.status_code, answer["Location"]) == (302, f"{address}#v{made.pk}")
    page = bram.get(address).content.decode()

    assert "waits, turn 1" in page
    assert "1 person waits." in page
    booking = Booking.objects.get(delegate=head)
    assert bram.post(f"{address}give-up/{booking.pk}/").status_code == 302
    offered = Booking.objects.get(delegate=adviser)
    assert offered.state == "offered"
    assert "A place on “Panda base” is offered to Adviser (sample)" in bram.get("/en/").content.decode()
    assert bram.post(f"{address}accept/{offered.pk}/").status_code == 302
    assert bram.post(f"{address}accept/{offered.pk}/").status_code == 409


def test_delegate_chooses_for_themself_and_for_nobody_else():
    made, own = visit(), cast.delegate("Maastricht")
    other = cast.delegate("Maastricht", "Adviser", role="adviser")
    account = cast.dana()
    account.person = own.person
    account.save()
    client = Client()
    client.force_login(account)
    address = f"/en/events/forum/visits/delegations/{own.delegation_id}/"

    assert client.post(f"{address}ask/", {"visit": made.pk, "delegate": other.pk}).status_code == 404
    assert client.post(f"{address}ask/", {"visit": made.pk, "delegate": own.pk}).status_code == 302
    assert Delegate.objects.get(bookings__visit=made) == own


def test_ones_own_address_does_not_reach_another_citys_booking(bram: Client):
    made = visit()
    theirs = actions.ask(made, cast.delegate("Tallinn"), by=None)
    own = cast.delegate("Maastricht").delegation

    answer = bram.post(f"/en/events/forum/visits/delegations/{own.pk}/give-up/{theirs.pk}/")

    theirs.refresh_from_db()
    assert (answer.status_code, theirs.state) == (404, "confirmed")


def test_list_for_the_bus_is_by_delegation_and_name(wen: Client):
    made = visit()
    for city, name in (("Tallinn", "Ülle Tamm"), ("Maastricht", "Jan Jansen"), ("Maastricht", "Anna Bakker")):
        role = "head" if name != "Anna Bakker" else "adviser"
        actions.ask(made, cast.delegate(city, name, role=role), by=None)

    file = wen.get(f"/en/events/forum/visits/{made.pk}/list.csv")

    rows = list(csv.reader(io.StringIO(b"".join(file.streaming_content).decode("utf-8-sig"))))
    assert [row[:4] for row in rows[1:]] == [
        ["1", "Anna Bakker (sample)", "", "Maastricht"],
        ["2", "Jan Jansen (sample)", "", "Maastricht"],
        ["3", "Ülle Tamm (sample)", "", "Tallinn"],
    ]
    assert [str(seat.person) for seat in seats(made)] == [row[1] for row in rows[1:]]


def test_terms_are_typed_on_the_events_clock(wen: Client):
    made = visit()

    answer = wen.post(
        f"/en/events/forum/visits/{made.pk}/terms/",
        {"capacity": "20", "quota": "", "either_or": " Morning ", "offer_hours": "12", "bus": "Gate 3",
         "bus_leaves_at": "2031-06-14 08:15", "closes_at": "2031-06-10 18:00"},
    )  # fmt: skip

    terms = Terms.objects.get(visit=made)
    assert answer.status_code == 302
    assert (terms.capacity, terms.quota, terms.either_or, terms.offer_hours) == (20, None, "morning", 12)
    assert terms.bus_leaves_at == cast.at("2031-06-14 08:15")
    wrong = wen.post(f"/en/events/forum/visits/{made.pk}/terms/", {"capacity": "-1", "offer_hours": "12"})
    assert (wrong.status_code, Terms.objects.get(visit=made).capacity) == (422, 20)


def test_officer_puts_forward_and_takes_off_on_the_page(wen: Client):
    made, (held, _second, third) = full()
    address = f"/en/events/forum/visits/{made.pk}/"

    assert wen.post(f"{address}forward/{third.pk}/", {"reason": ""}).status_code == 409
    assert wen.post(f"{address}forward/{third.pk}/", {"reason": "Leaves early"}).status_code == 302
    assert wen.post(f"{address}take-off/{held.delegate.person_id}/").status_code == 302
    assert states(made) == {"Tallinn": "waiting", "Linz": "offered"}
    assert wen.post(f"{address}put-on/", {"delegate": _delegate("Tallinn"), "reason": "Host’s wish"}).status_code == 302
    assert states(made) == {"Tallinn": "confirmed", "Linz": "offered"}
    assert "1 too many" in wen.get(address).content.decode()
    assert "1 more go on “Panda base” than there are places" in wen.get("/en/").content.decode()


def _delegate(city: str) -> int:
    return Delegate.objects.get(delegation=cast.delegation(city)).pk


def queries(client: Client, address: str) -> int:
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


@pytest.mark.parametrize("page", ["", "{visit}/", "delegations/{delegation}/"])
def test_number_of_queries_does_not_grow(wen: Client, page: str):
    made, head = visit("First"), cast.delegate("Maastricht")
    actions.ask(made, head, by=None)
    address = f"/en/events/forum/visits/{page.format(visit=made.pk, delegation=head.delegation_id)}"
    wen.get(address)
    with_one = queries(wen, address)
    for number in range(3):
        more = visit(f"More {number}", starts=f"2031-06-1{number} 09:00", capacity=1)
        for city in ("Maastricht", "Tallinn", f"City {number}"):
            one = cast.delegate(city, f"Person {number} of {city}", role="adviser")
            for one_visit in (made, more):
                with transaction.atomic():
                    actions.ask(one_visit, one, by=None)

    assert queries(wen, address) == with_one


def test_meeting_at_the_same_time_is_said_beside_the_person(bram: Client):
    made = visit(starts="2031-06-14 09:00")
    head, other = cast.delegate("Maastricht"), cast.delegate("Tallinn")
    start = made.starts_at + dt.timedelta(minutes=50)
    meeting = Meeting.objects.create(
        event=made.event,
        starts_at=start,
        ends_at=start + dt.timedelta(minutes=20),
        published_at=start,
        changed_at=start,
    )
    for side, one in enumerate((head, other), 1):
        Party.objects.create(
            meeting=meeting, side=side, delegate=one, person=one.person, organization=one.delegation.organization
        )
    address = f"/en/events/forum/visits/delegations/{head.delegation_id}/"

    assert "has a meeting at 09:50" in bram.get(address).content.decode()
    meeting.cancelled_at = start
    meeting.save()
    assert "has a meeting" not in bram.get(address).content.decode()
