"""An event is moved or cancelled: what was told is told again, the earlier plan stays readable."""

import datetime as dt
import json
import re

import icalendar
import pytest
from django.test import Client

from hansa.base.dates import PartialDate
from hansa.base.errors import Refused
from hansa.events import actions
from hansa.events.models import Event, EventPlan, Session
from hansa.mail.models import Letter
from hansa.meetings.models import Meeting, Slot
from tests import cast
from tests.diaries.world import meeting
from tests.events.programmes import session
from tests.events.test_programme_pages import text_of
from tests.events.test_releases import feed

pytestmark = pytest.mark.django_db
MOVE = "/en/events/forum/move/"


def to(event: Event, **fields) -> actions.Destination:
    values = {"starts": event.starts, "ends_on": event.ends_on, "zone": event.zone, "mode": event.mode}
    hosts = [role.organization for role in event.roles.filter(role="host")]
    return actions.Destination(**{**values, "hosts": hosts, **fields})


def test_sessions_keep_their_time_of_day_across_the_change_of_clocks_and_into_another_zone():
    """Faults 2 and 19: what begins at nine in summer begins at nine in winter and in another city."""
    event = cast.event(zone="Europe/Tallinn")
    session("Opening", "2019-06-13 09:00", event)
    session("Night", "2019-06-13 23:30", event)

    winter = to(event, starts=PartialDate.parse("2019-12-05"), ends_on=dt.date(2019, 12, 6))
    actions.move_event(event, by=None, to=winter, reason="Heat")
    clocks = [f"{event.local(one.starts_at):%m-%d %H:%M}" for one in Session.objects.all()]
    instants = [one.starts_at.isoformat() for one in Session.objects.all()]
    actions.move_event(event, by=None, to=to(event, zone="Asia/Seoul"), reason="Host")

    assert clocks == ["12-05 09:00", "12-05 23:30"]
    assert instants == ["2019-12-05T07:00:00+00:00", "2019-12-05T21:30:00+00:00"]
    assert [one.starts_at.isoformat() for one in Session.objects.all()] == [
        "2019-12-05T00:00:00+00:00", "2019-12-05T14:30:00+00:00",
    ]  # fmt: skip
    assert [(plan.number, plan.reason, plan.zone) for plan in EventPlan.objects.all()] == [
        (2, "Host", "Europe/Tallinn"), (1, "Heat", "Europe/Tallinn"),
    ]  # fmt: skip


def test_slots_meetings_calendars_and_letters_follow_and_what_is_in_work_stays_in_work(client: Client):
    cast.bram()
    met = meeting("2019-06-13 14:00")
    event = cast.event()
    cast.round_of(event)
    made = session("Opening", "2019-06-13 09:00", everybody=True)
    actions.release_programme(event, by=None)
    actions.revise_session(made, by=None, title={"en": "Not yet told"})
    later = to(event, starts=PartialDate.parse("2019-06-20"), ends_on=dt.date(2019, 6, 21), mode="hybrid")

    actions.move_event(event, by=None, to=later, reason="A typhoon")

    text = client.get(f"/feeds/{cast.delegation().calendar_key}.ics").content
    found = {
        str(one["uid"]): (one["dtstart"].dt.strftime("%m-%d %H:%M"), int(one["sequence"]))
        for one in icalendar.Calendar.from_ical(text).walk("VEVENT")
    }
    assert found == {f"{made.uid}@hansa": ("06-20 09:00", 1), f"{met.uid}@hansa": ("06-20 14:00", 1)}
    assert "Not yet told" not in text.decode()
    assert [f"{event.local(slot.starts_at):%m-%d %H:%M}" for slot in Slot.objects.all()] == [
        "06-20 14:00", "06-20 14:25", "06-20 14:50", "06-20 15:15",
    ]  # fmt: skip
    letter = Letter.objects.get()
    assert letter.subject == "Mayors’ Innovation Forum is moved"
    assert letter.body.split("\n\n")[1:4] == [
        "Until now: 13–14 June 2019; on site",
        "From now on: 20–21 June 2019; on site and online",
        "Reason: A typhoon",
    ]


def test_the_page_keeps_the_earlier_plan_and_machines_read_that_it_was_moved(client: Client, ana: Client):
    cast.event()
    form = ana.get(MOVE).content.decode()
    assert 'value="2019-06-13"' in form or 'value="13 June 2019"' in form
    typed = {
        "starts": "2019-09-02", "ends_on": "2019-09-03", "zone": "Asia/Seoul", "mode": "hybrid", "city": "Tallinn",
        "venue": "Hall of cities", "hosts": "Tallinn", "reason": "A typhoon", "seen": "0",
    }  # fmt: skip
    cast.organization("Tallinn", country="EE")

    moved = ana.post(MOVE, typed)

    page = client.get("/en/events/forum/")
    data = json.loads(re.search(r"ld\+json\">(.*?)</script>", page.content.decode())[1])
    assert moved["Location"] == "/en/events/forum/"
    assert "13–14 June 2019, on site A typhoon Hosted by: Chengdu" in text_of(page)
    assert "2–3 September 2019" in text_of(page)
    assert (data["eventStatus"], data["previousStartDate"], data["startDate"], data["eventAttendanceMode"]) == (
        "https://schema.org/EventRescheduled", "2019-06-13", "2019-09-02",
        "https://schema.org/MixedEventAttendanceMode",
    )  # fmt: skip
    assert [role.organization.name for role in Event.objects.get().roles.filter(role="host")] == ["Tallinn"]


@pytest.mark.parametrize(
    ("typed", "status", "said"),
    [
        ({}, 409, "Nothing would change: these are its days, its place and its mode already."),
        ({"ends_on": "2019-06-01"}, 409, "The last day is before the first."),
        ({"zone": "EST"}, 422, "This is no time zone. Write it as Asia/Seoul."),
        ({"city": "Atlantis"}, 422, "No organisation on record is called “Atlantis”."),
        ({"seen": "7", "mode": "online"}, 409, "while you had it open."),
    ],
)
def test_a_move_that_cannot_be_is_refused_in_words(typed, status, said, wen: Client):
    cast.event()
    same = {
        "starts": "2019-06-13", "ends_on": "2019-06-14", "zone": "Asia/Shanghai", "mode": "on site",
        "hosts": "Chengdu", "reason": "Because", "seen": "0",
    }  # fmt: skip

    response = wen.post(MOVE, {**same, **typed})

    assert response.status_code == status
    assert said in text_of(response)
    assert EventPlan.objects.count() == 0


def test_a_cancelled_event_is_told_as_such_everywhere_and_its_return_rises_above_it(client: Client):
    cast.bram()
    met = meeting("2019-06-13 14:00")
    event = cast.event()
    made = session("Opening", "2019-06-13 09:00", everybody=True)
    actions.release_programme(event, by=None)
    before = feed()
    actions.cancel_event(event, by=None, reason="An earthquake")
    off = feed()
    data = json.loads(re.search(r"ld\+json\">(.*?)</script>", client.get("/en/events/forum/").content.decode())[1])
    with pytest.raises(Refused, match="is cancelled"):
        actions.move_event(event, by=None, to=to(event, mode="online"), reason="x")
    actions.reinstate_event(event, by=None)

    keys = [f"{made.uid}@hansa", f"{met.uid}@hansa"]
    assert [before[key][1:] for key in keys] == [(0, "CONFIRMED"), (0, "CONFIRMED")]
    assert [off[key][1:] for key in keys] == [(1, "CANCELLED"), (1, "CANCELLED")]
    assert [feed()[key][1:] for key in keys] == [(2, "CONFIRMED"), (2, "CONFIRMED")]
    assert data["eventStatus"] == "https://schema.org/EventCancelled"
    assert [letter.subject for letter in Letter.objects.order_by("pk")] == [
        "Mayors’ Innovation Forum is cancelled", "Mayors’ Innovation Forum takes place after all",
    ]  # fmt: skip
    assert Meeting.objects.standing().count() == 1


def test_an_event_is_put_on_record_and_revised_on_its_pages(ana: Client):
    whole = cast.event("expo")
    typed = {
        "name_en": "Committee", "key": "committee", "kind": "committee", "starts": "2019-10", "zone": "Asia/Seoul",
        "mode": "online", "part_of": whole.pk, "hosts": "Chengdu",
    }  # fmt: skip

    made = ana.post("/en/events/new/", typed)
    ana.post("/en/events/committee/edit/", {"name_en": "Executive committee", "kind": "committee", "seen": "0"})

    event = Event.objects.get(key="committee")
    assert made["Location"] == "/en/events/committee/"
    assert (str(event.name), event.starts.isoformat(), event.mode, event.revision) == (
        "Executive committee", "2019-10", "online", 1,
    )  # fmt: skip
    assert [role.role for role in event.roles.all()] == ["host"]
