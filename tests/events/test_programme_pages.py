"""Writing the programme on its pages: sessions, visits, halls; what clashes is said and saved all the same."""

import datetime as dt
import re
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hansa.base.models import LogEntry
from hansa.events import actions
from hansa.events.models import Hall, Session, Visit
from tests import cast
from tests.events.programmes import session, visit

pytestmark = pytest.mark.django_db
PROGRAMME = "/en/events/forum/programme/"
NEW = f"{PROGRAMME}sessions/new/"
TYPED = {"title_en": "Opening", "day": "2019-06-13", "starts": "09:00", "ends": "10:00", "kind": "plenary"}


def text_of(response) -> str:
    """The page as one reads it: no tags, single spaces."""
    page = re.sub(r"<script[^>]*>.*?</script>|<svg.*?</svg>", " ", response.content.decode(), flags=re.DOTALL)
    return " ".join(re.sub(r"<[^>]+>", " ", page).split())


def test_a_session_is_written_with_its_titles_hall_languages_and_speakers_in_their_order(wen: Client):
    cast.event()
    first, second = cast.person("Zoë Ott"), cast.person("Ada Bly")
    typed = {
        **TYPED, "title_fr": "Ouverture", "title_ar": "الافتتاح", "hall": "Hall 1", "track": "Cities",
        "spoken": "Chinese, en", "interpreted": "French", "everybody": "on", "speakers": "zoe ott\nAda Bly",
    }  # fmt: skip

    response = wen.post(NEW, typed)

    made = Session.objects.get()
    assert response["Location"] == f"{PROGRAMME}#l-{made.uid}"
    assert dict(made.title) == {"en": "Opening", "fr": "Ouverture", "ar": "الافتتاح"}
    assert (made.kind, made.hall, made.track, made.spoken, made.interpreted, made.everybody) == (
        "plenary", "Hall 1", "Cities", ["zh", "en"], ["fr"], True,
    )  # fmt: skip
    assert (made.starts_at, made.ends_at) == (cast.at("2019-06-13 09:00"), cast.at("2019-06-13 10:00"))
    assert [speech.person for speech in made.speeches.all()] == [first, second]
    assert [entry.verb for entry in LogEntry.objects.all()] == ["session.recorded"]


def test_a_session_may_cross_midnight_and_one_of_a_week_may_not(wen: Client):
    cast.event()

    wen.post(NEW, {**TYPED, "starts": "22:30", "ends": "01:15"})
    refused = wen.post(NEW, {**TYPED, "ends_on": "2019-06-30"})

    made = Session.objects.get()
    assert (made.starts_at, made.ends_at) == (cast.at("2019-06-13 22:30"), cast.at("2019-06-14 01:15"))
    assert refused.status_code == 409
    assert "It would last more than a week. Look at the days again." in text_of(refused)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"title_en": ""}, "Give the title in one language at least."),
        ({"day": "13.13.2019"}, "Enter a valid date."),
        ({"spoken": "Klingonese"}, "“Klingonese” is no language we know."),
        ({"speakers": "Nobody Known"}, "Not on record: Nobody Known."),
        ({"speakers": "Ada Bly\nada bly"}, "Ada Bly stands here twice."),
        ({"day": "20190-06-13"}, "Enter a valid date."),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_beside_its_field_and_nothing_is_saved(typed, said, wen: Client):
    cast.event()
    cast.person("Ada Bly")

    response = wen.post(NEW, {**TYPED, **typed})

    assert response.status_code == 422
    assert said in text_of(response)
    assert Session.objects.count() == 0


def test_a_namesake_is_asked_about_and_a_speaker_who_is_not_on_record_is_put_there(wen: Client):
    cast.event()
    one, other = cast.person("Kim Lee"), cast.person("Kim Lee")

    asked = wen.post(NEW, {**TYPED, "speakers": "Kim Lee"})
    wen.post(NEW, {**TYPED, "speakers": f"Kim Lee #{one.pk}\nNew Voice", "new_people": "on"})

    assert f"Write one of: Kim Lee #{one.pk}, Kim Lee #{other.pk}." in text_of(asked)
    assert [speech.person.full_name for speech in Session.objects.get().speeches.all()] == [
        "Kim Lee", "New Voice",
    ]  # fmt: skip


def test_saving_a_form_as_it_was_shown_changes_nothing(wen: Client):
    """Fault 8: times that slide when a form is saved, in either half of the year and in the hour that comes twice."""
    zone = ZoneInfo("Europe/Tallinn")
    event = cast.event(zone="Europe/Tallinn", starts_on=dt.date(2019, 3, 1), ends_on=dt.date(2019, 11, 30))
    twice = dt.datetime(2019, 10, 27, 3, 30, tzinfo=zone, fold=1).astimezone(dt.UTC)
    made = [
        session("Winter", "2019-03-05 09:05", event),
        session("Summer", "2019-07-05 09:05", event),
        session("Twice", "2019-10-27 01:00", event, starts_at=twice, ends_at=twice + dt.timedelta(minutes=20)),
        session("Night", "2019-07-05 23:00", event, minutes=180),
        session("Long", "2019-07-05 09:00", event, minutes=60 * 50),
    ]

    for one in made:
        page = wen.get(f"{PROGRAMME}sessions/{one.pk}/").content.decode()
        typed = dict(re.findall(r'<input[^>]*name="(\w+)"[^>]*value="([^"]*)"', page))
        assert wen.post(f"{PROGRAMME}sessions/{one.pk}/", {**typed, "kind": one.kind}).status_code == 302

    after = {str(one.title): (one.starts_at, one.ends_at, one.sequence) for one in Session.objects.all()}
    assert after == {str(one.title): (one.starts_at, one.ends_at, 0) for one in made}
    assert set(LogEntry.objects.values_list("verb", flat=True)) == {"session.recorded"}


def test_a_time_that_the_clocks_skip_is_refused(wen: Client):
    cast.event(zone="Europe/Tallinn", starts_on=dt.date(2019, 3, 30), ends_on=dt.date(2019, 3, 31))

    response = wen.post(NEW, {**TYPED, "day": "2019-03-31", "starts": "03:30", "ends": "05:00"})

    assert response.status_code == 422
    assert "The clocks skip this time on that day. Choose another one." in text_of(response)


def test_what_the_form_says_wins_and_the_event_does_not_widen(wen: Client):
    """Faults 10 and 13: the last day may be used to its end, and a wrong day is said and changes no other record."""
    event = cast.event()

    wen.post(NEW, {**TYPED, "title_en": "Late", "day": "2019-06-14", "starts": "22:00", "ends": "00:00"})
    wen.post(NEW, {**TYPED, "title_en": "Far", "day": "2019-06-20"})

    page = text_of(wen.get(PROGRAMME))
    event.refresh_from_db()
    assert (event.starts_on, event.ends_on) == (dt.date(2019, 6, 13), dt.date(2019, 6, 14))
    assert "“Far” (2019-06-20 09:00–10:00) lies outside the event’s days: 13–14 June 2019." in page
    assert "“Late”" not in page


def test_two_officers_who_edit_one_session_do_not_write_over_each_other(ana: Client, wen: Client):
    cast.event()
    made = session("Opening", "2019-06-13 09:00")
    address = f"{PROGRAMME}sessions/{made.pk}/"

    first = wen.post(address, {**TYPED, "seen": 0, "hall": "Hall 1"})
    second = ana.post(address, {**TYPED, "seen": 0, "hall": "Hall 2"})

    assert first.status_code == 302
    assert second.status_code == 409
    assert "Wen (sample) changed “Opening” while you had it open." in text_of(second)
    assert Session.objects.get().hall == "Hall 1"


def test_a_session_is_cancelled_with_a_reason_and_taken_up_again(wen: Client):
    cast.event()
    made = session("Opening", "2019-06-13 09:00")
    address = f"{PROGRAMME}sessions/{made.pk}/cancel/"

    nameless = wen.post(address, {"seen": 0})
    wen.post(address, {"seen": 0, "reason": "The hall is closed"})
    off = Session.objects.get()
    again = wen.post(address, {"seen": 1, "reason": "The hall is closed"})
    wen.post(address, {"seen": 1, "undo": "1"})

    on = Session.objects.get()
    assert nameless.status_code == 422
    assert (off.cancelled_for, off.sequence, off.cancelled_at is None) == ("The hall is closed", 1, False)
    assert "“Opening” was cancelled before." in text_of(again)
    assert (on.cancelled_at, on.cancelled_for, on.sequence) == (None, "", 2)
    verbs = list(LogEntry.objects.order_by("pk").values_list("verb", flat=True))
    assert verbs == ["session.recorded", "programme.cancelled", "programme.restored"]


def test_a_visit_is_written_like_a_session(wen: Client):
    cast.event()
    cast.person("Ada Bly")
    typed = {"title_en": "Works", "day": "2019-06-13", "starts": "14:00", "ends": "16:00", "kind": "study visit"}

    wen.post(f"{PROGRAMME}visits/new/", {**typed, "place": "Planning hall", "participants": "Ada Bly"})

    made = Visit.objects.get()
    assert (made.place, [str(one) for one in made.participants.all()]) == ("Planning hall", ["Ada Bly (sample)"])


def test_clashes_show_while_one_types_and_nothing_is_saved(wen: Client):
    cast.event()
    session("Opening", "2019-06-13 09:00", hall="Hall 1")

    fragment = wen.post(
        f"{NEW}clashes/", {**TYPED, "title_en": "Second", "hall": "HALL 1"}, headers={"HX-Request": "true"}
    )
    free = wen.post(f"{NEW}clashes/", {**TYPED, "hall": "Hall 2"})

    assert text_of(fragment) == (
        "1 clash HALL 1 is taken twice: by “Second” and by “Opening” (2019-06-13 09:00–10:00)."
    )
    assert text_of(free) == "Nothing clashes with it."
    assert Session.objects.count() == 1


def test_the_clash_stands_on_the_programme_after_saving_and_goes_with_its_cause(wen: Client):
    cast.event()
    session("Opening", "2019-06-13 09:00", hall="Hall 1")
    wen.post(NEW, {**TYPED, "title_en": "Second", "starts": "09:30", "hall": "Hall 1"})

    before = text_of(wen.get(PROGRAMME))
    actions.cancel(Session.objects.get(title__en="Second"), by=None, reason="Double")

    assert "Hall 1 is taken twice: by “Opening” and by “Second” (2019-06-13 09:30–10:00)." in before
    assert "taken twice" not in text_of(wen.get(PROGRAMME))


def test_halls_are_listed_with_their_seats_and_taken_off(wen: Client):
    cast.event()
    wen.post("/en/events/forum/halls/", {"name": "Great hall", "capacity": "300"})
    wen.post("/en/events/forum/halls/", {"name": "Great hall", "capacity": "320"})
    listed = list(Hall.objects.values_list("name", "capacity"))

    offered = wen.get(NEW).content.decode()
    wen.post("/en/events/forum/halls/", {"remove": Hall.objects.get().pk})

    assert listed == [("Great hall", 320)]
    assert '<option value="Great hall">' in offered
    assert Hall.objects.count() == 0


def test_the_programme_of_the_whole_shows_its_parts_and_each_line_once(wen: Client, client: Client):
    whole = cast.event("expo", name={"en": "Fair"}, starts_on=dt.date(2019, 6, 13), ends_on=dt.date(2019, 6, 15))
    part = cast.event(part_of=whole)
    session("Of the fair", "2019-06-13 09:00", whole, hall="A")
    session("Of the forum", "2019-06-13 09:00", part, hall="B")
    unreleased = text_of(client.get("/en/events/expo/"))
    for event in (whole, part):
        actions.release_programme(event, by=None)

    public = text_of(client.get("/en/events/expo/programme/"))

    assert "Of the forum" not in unreleased
    assert (public.count("Of the fair"), public.count("Of the forum")) == (1, 1)
    assert "Of the forum Mayors’ Innovation Forum" in public
    assert text_of(wen.get("/en/events/expo/programme/")).count("Of the forum") == 1


def test_tracks_stand_side_by_side_and_filters_narrow(client: Client):
    event = cast.event()
    session("Water", "2019-06-13 09:00", track="Green", hall="A", spoken=["fr"])
    session("Data", "2019-06-13 09:30", track="Smart", hall="B", spoken=["en"])
    session("Dinner", "2019-06-14 19:00", hall="A")
    actions.release_programme(event, by=None)

    page = client.get(PROGRAMME).content.decode()
    green = text_of(client.get(PROGRAMME, {"track": "Green"}, headers={"HX-Request": "true"}))
    english = text_of(client.get(PROGRAMME, {"language": "en"}, headers={"HX-Request": "true"}))
    second = text_of(client.get(PROGRAMME, {"day": "2019-06-14"}, headers={"HX-Request": "true"}))

    assert re.findall(r'<th scope="col"><bdi>(.*?)</bdi>', page) == ["Green", "Smart"]
    assert ("Water" in green, "Data" in green) == (True, False)
    assert ("Water" in english, "Data" in english) == (False, True)
    assert ("Dinner" in second, "Water" in second) == (True, False)


def test_the_readers_own_zone_is_named_beside_the_events_and_days_stay_the_events(client: Client):
    """Faults 11 and 20: one day and one place for each line, the event's, whatever the reader's zone is."""
    event = cast.event()
    session("Early", "2019-06-13 06:30")
    actions.release_programme(event, by=None)

    page = text_of(client.get(PROGRAMME, {"zone": "Los Angeles"}))
    unknown = text_of(client.get(PROGRAMME, {"zone": "Nowhereville-on-Sea"}))

    assert "Your zone: Pacific Daylight Time (UTC−7)" in page
    assert "15:30–16:30 in your zone" in page
    assert page.count("Early") == 1
    assert "Thursday 13 June 2019" in page
    assert "This is no zone and no city that we know." in unknown


@pytest.mark.parametrize("rows", [1, 3])
def test_the_programme_asks_as_often_for_one_line_as_for_three(rows, client: Client):
    event = cast.event()
    for number in range(rows):
        session(f"S{number}", f"2019-06-13 {9 + number:02}:00", speakers=[cast.person()])
        visit(f"V{number}", f"2019-06-14 {9 + number:02}:00")
    actions.release_programme(event, by=None)

    with CaptureQueriesContext(connection) as asked:
        client.get(PROGRAMME)

    assert len(asked) == 8
