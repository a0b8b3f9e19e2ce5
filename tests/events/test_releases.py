"""Versions: the public and the calendars read the last one, the difference is readable, those concerned hear once."""

import re

import icalendar
import pytest
from django.test import Client

from hansa.base.errors import Refused
from hansa.events import actions
from hansa.events.models import Release, Session
from hansa.events.releases import differences, lines_in, working
from hansa.mail.models import Letter
from tests import cast
from tests.events.programmes import session, visit
from tests.events.test_programme_pages import text_of

pytestmark = pytest.mark.django_db
PAGE = "/en/events/forum/"
RELEASE = f"{PAGE}programme/release/"


def feed(city: str = "Maastricht") -> dict[str, tuple[str, int, str]]:
    """(title, SEQUENCE, STATUS) of the delegation's calendar by UID, read by a parser that is not ours."""
    text = Client().get(f"/feeds/{cast.delegation(city).calendar_key}.ics").content
    return {
        str(one["uid"]): (str(one["summary"]), int(one["sequence"]), str(one["status"]))
        for one in icalendar.Calendar.from_ical(text).walk("VEVENT")
    }


def typed(page: str) -> dict[str, str]:
    """The hidden fields of the release form."""
    return dict(re.findall(r'type="hidden" name="(based_on|seen)" value="(\w*)"', page))


def test_what_is_in_work_reaches_nobody_until_it_is_released(client: Client, wen: Client):
    """Fault 86: one state gates page, data for machines, diary and feed alike."""
    head = cast.delegate("Maastricht")
    event = cast.event()
    made = session("Opening", "2019-06-13 09:00", everybody=True, speakers=[head.person])

    outputs = [client.get(PAGE).content.decode(), str(feed())]
    actions.release_programme(event, by=None)
    released = [client.get(PAGE).content.decode(), str(feed())]
    actions.revise_session(made, by=None, title={"en": "Grand opening"})
    in_work = [client.get(PAGE).content.decode(), str(feed()), client.get(f"{PAGE}programme/").content.decode()]
    data = re.search(r"ld\+json\">(.*?)</script>", wen.get(PAGE).content.decode())
    actions.take_back_programme(event, by=None)

    assert [("Opening" in output) for output in outputs] == [False, False]
    assert [("Opening" in output) for output in released] == [True, True]
    assert [("Grand opening" in output) for output in in_work] == [False, False, False]
    assert "Grand opening" not in data[1]
    assert feed() == {}
    assert client.get(f"{PAGE}programme/").status_code == 404


def test_sequence_counts_what_was_told_and_what_was_cancelled_is_told_as_such():
    event = cast.event()
    made = session("Opening", "2019-06-13 09:00", everybody=True)
    other = session("Dinner", "2019-06-13 19:00", everybody=True)
    never = session("Mistake", "2019-06-13 12:00", everybody=True)
    actions.cancel(never, by=None, reason="Typed twice")
    actions.release_programme(event, by=None)
    for hall in ("A", "B", "C"):
        actions.revise_session(made, by=None, hall=hall)
    actions.revise_session(other, by=None, title={"en": "Gala"})
    actions.revise_session(other, by=None, title={"en": "Dinner"})
    actions.release_programme(event, by=None)
    second = feed()
    actions.cancel(made, by=None, reason="Ill")
    actions.release_programme(event, by=None)

    uid, dinner = f"{made.uid}@hansa", f"{other.uid}@hansa"
    assert second == {uid: ("Opening", 3, "CONFIRMED"), dinner: ("Dinner", 0, "CONFIRMED")}
    assert feed() == {uid: ("Cancelled: Opening", 4, "CANCELLED"), dinner: ("Dinner", 0, "CONFIRMED")}


def test_the_difference_is_read_before_it_is_released(wen: Client):
    event = cast.event()
    moved = session("Moved", "2019-06-13 09:00", hall="A")
    off = session("Off", "2019-06-13 11:00")
    actions.release_programme(event, by=None)
    actions.revise_session(
        moved, by=None, starts_at=cast.at("2019-06-13 10:00"), ends_at=cast.at("2019-06-13 11:00"), hall="B",
        speakers=[cast.person("Ada Bly")],
    )  # fmt: skip
    actions.cancel(off, by=None, reason="Strike")
    visit("Works", "2019-06-14 09:00")

    page = wen.get(RELEASE)
    done = wen.post(RELEASE, {**typed(page.content.decode()), "note": "After the strike"})

    said = text_of(page)
    assert "moved Moved" in said
    assert "time: 13 June, 09:00–10:00 13 June, 10:00–11:00" in said
    assert "hall: A B" in said
    assert "speakers: Ada Bly (sample)" in said
    assert "cancelled Off" in said
    assert "Strike" in said
    assert "new Works" in said
    assert done["Location"] == f"{PAGE}programme/versions/2/"
    version = text_of(wen.get(done["Location"]))
    assert "Released by Wen (sample) Note After the strike State in force" in version
    between = text_of(wen.get(f"{PAGE}programme/versions/1/to/2/"))
    assert "From version 1 to version 2" in between
    assert "hall: A B" in between
    assert "superseded" in text_of(wen.get(f"{PAGE}programme/versions/1/"))


def test_nobody_releases_over_another_nor_what_they_have_not_read(ana: Client, wen: Client):
    event = cast.event()
    made = session("Opening", "2019-06-13 09:00")
    read = typed(wen.get(RELEASE).content.decode())

    actions.revise_session(made, by=None, hall="A")
    unread = wen.post(RELEASE, read)
    ana.post(RELEASE, typed(ana.get(RELEASE).content.decode()))
    beaten = wen.post(RELEASE, typed(unread.content.decode()))

    assert "The programme was changed while you read." in text_of(unread)
    assert "Ana (sample) released version 1 at " in text_of(beaten)
    assert [one.version for one in Release.objects.filter(event=event)] == [1]
    with pytest.raises(Refused, match="Nothing differs from version 1"):
        actions.release_programme(event, by=None)


def test_those_concerned_get_one_letter_each_with_their_own_changes_alone():
    cast.bram()
    cast.chidi()
    ours, theirs = cast.delegate("Maastricht"), cast.delegate("Tallinn")
    event = cast.event()
    own = session("Ours", "2019-06-13 09:00", speakers=[ours.person])
    session("Theirs", "2019-06-13 11:00", speakers=[theirs.person])
    actions.release_programme(event, by=None)
    first = Letter.objects.count()
    actions.revise_session(own, by=None, starts_at=cast.at("2019-06-13 08:00"))

    actions.release_programme(event, by=None)

    letter = Letter.objects.get()
    assert first == 0
    assert (letter.address, letter.folder, letter.subject) == (
        "bram@example.org", event.folder, "Mayors’ Innovation Forum: changes in the programme",
    )  # fmt: skip
    assert letter.body.split("\n\n") == [
        "Version 2 of the programme of Mayors’ Innovation Forum changes this for the delegation of Maastricht:",
        "“Ours” is no longer Thursday 13 June 2019, 09:00–10:00, but Thursday 13 June 2019, 08:00–10:00.",
        "All times: China Standard Time (UTC+8).",
        "Diaries and calendars to which you have subscribed follow by themselves.",
    ]


def test_whom_it_concerns_is_counted_before_it_is_released(wen: Client):
    cast.bram()
    ours, _other = cast.delegate("Maastricht"), cast.delegate("Linz")
    event = cast.event()
    actions.release_programme(event, by=None)
    session("Ours", "2019-06-13 09:00", speakers=[ours.person])

    page = text_of(wen.get(RELEASE))

    assert "Delegations 1 Maastricht Their focal points, a letter each 1" in page


def test_a_booking_on_a_visit_shows_at_once_and_is_no_change_of_a_version():
    head = cast.delegate("Maastricht")
    event = cast.event()
    made = visit("Works", "2019-06-13 14:00")
    release = actions.release_programme(event, by=None)

    actions.join_visit(made, head.person, by=None)

    assert list(feed().values()) == [("Works", 0, "CONFIRMED")]
    assert differences(working(event), lines_in(release)) == []


def test_a_version_names_nobody_so_that_whoever_is_erased_is_gone_from_it():
    event = cast.event()
    session("Opening", "2019-06-13 09:00", speakers=[cast.person("Ada Bly")])

    release = actions.release_programme(event, by=None)

    assert "Ada" not in str(release.content)
    assert release.content[0]["people"] == [Session.objects.get().speeches.get().person_id]
