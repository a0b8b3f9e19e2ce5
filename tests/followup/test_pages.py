"""The pages after a meeting: a contact in three fields, the report, minutes, promises, the history; counted queries."""

import datetime as dt
import re
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from hansa.followup import actions
from hansa.followup.models import Minutes, Outcome, Promise
from hansa.meetings.models import Contact, Meeting, Report
from hansa.network.models import Membership, Office, Organization
from tests import cast
from tests.followup.test_promises import promise
from tests.meetings.test_past import contact, meeting

pytestmark = pytest.mark.django_db


def text_of(response: Any) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def member(name: str, **fields: Any) -> Organization:
    made = cast.organization(name, **fields)
    Membership.objects.get_or_create(network=cast.network(), organization=made)
    return made


def test_contact_is_noted_with_three_fields_and_a_second_sending_is_the_same(bram: Client) -> None:
    tallinn = member("Tallinn", country="EE")
    sent = {"once": "k", "words": "Tallinn", "place": "Lobby", "line": "Wants a map"}

    first = bram.post("/en/after/contacts/note/", sent)
    second = bram.post("/en/after/contacts/note/", sent)

    made = Contact.objects.get()
    assert (first.url, second.url) == (f"/en/after/contacts/{made.pk}/",) * 2
    assert [one.organization for one in made.people.all()] == [cast.organization(), tallinn]
    assert "Maastricht – Tallinn" in text_of(bram.get(first.url))


def test_contact_with_somebody_who_is_not_on_record_keeps_the_name(bram: Client) -> None:
    bram.post("/en/after/contacts/note/", {"once": "k", "words": "김민준", "organization": "Busan Port"})

    assert str(Contact.objects.get()) == "Maastricht – 김민준, Busan Port"


def test_others_are_found_in_any_script_of_those_one_may_know(bram: Client, ana: Client) -> None:
    city = member("Daegu", country="KR", own_name="대구광역시", own_language="ko")
    mayor = cast.person("홍준표", latin_name="Hong Jun-pyo", language="ko")
    Office.objects.create(organization=city, person=mayor, title="Mayor")
    hidden = text_of(bram.get("/en/after/contacts/people/", {"words": "hong"}))
    Organization.objects.filter(pk=city.pk).update(profile_opened_at=timezone.now())

    by_name = text_of(bram.get("/en/after/contacts/people/", {"words": "Hong"}))
    by_city = text_of(bram.get("/en/after/contacts/people/", {"words": "대구"}))

    assert hidden == "Nobody on record is called so; the name is kept as you write it."
    assert "홍준표 Hong Jun-pyo, Mayor, Daegu (sample)" in by_name
    assert "홍준표" in by_city
    assert "Daegu South Korea" in by_city
    assert "홍준표" in text_of(ana.get("/en/after/contacts/people/", {"words": "hong"}))


def test_contact_is_its_authors_for_a_day_and_then_the_officers(bram: Client, ana: Client, chidi: Client) -> None:
    made = contact(by=cast.bram())
    address = f"/en/after/contacts/{made.pk}/"
    fresh = bram.get(f"{address}revise/").status_code
    Contact.objects.update(noted_at=timezone.now() - dt.timedelta(days=2))

    later = [client.get(f"{address}revise/").status_code for client in (bram, ana, chidi)]
    ana.post(f"{address}strike/")

    assert fresh == 200
    assert later == [404, 200, 404]
    assert "This contact was struck out" in text_of(bram.get(address))
    assert "No contact is on record yet." in text_of(bram.get("/en/after/contacts/"))


def test_meeting_is_reported_with_who_was_there(bram: Client) -> None:
    made = meeting()
    there = made.parties.get(side=1).person_id
    address = f"/en/after/meetings/{made.pk}/"
    sent = {"state": "held", "there": [there], "others": "an interpreter، a driver", "edition": 0}

    answer = bram.post(f"{address}report/", sent)
    stale = bram.post(f"{address}report/", {**sent, "state": "postponed"})

    assert answer.url == address
    assert [str(one) for one in Report.objects.get().attendees.all()] == [
        "Mayor Maastricht (sample)", "an interpreter", "a driver",
    ]  # fmt: skip
    assert stale.status_code == 409
    assert "Bram (sample) has reported on this meeting meanwhile." in text_of(stale)


def test_next_meeting_is_arranged_by_those_who_manage_the_event(bram: Client, wen: Client) -> None:
    made = meeting()
    arrange = "/en/events/forum/meetings/calls/new/"

    pages = [client.get(f"/en/after/meetings/{made.pk}/").text for client in (bram, wen)]

    assert [arrange in page for page in pages] == [False, True]
    assert wen.get(arrange).status_code == 200


def test_minutes_that_were_overtaken_are_not_lost(bram: Client) -> None:
    made, mine = meeting(), cast.organization()
    actions.write_minutes(made, mine, by=cast.ana(), text="What a colleague wrote", based_on=0)
    address = f"/en/after/meetings/{made.pk}/minutes/{mine.pk}/"

    refused = bram.post(address, {"text": "What I wrote", "language": "en", "edition": 0})
    saved = bram.post(address, {"text": "What both wrote", "language": "en", "edition": 1})

    assert refused.status_code == 409
    assert "What a colleague wrote" in refused.text
    assert "What I wrote" in refused.text
    assert 'name="edition" value="1"' in refused.text
    assert saved.status_code == 302
    assert Minutes.objects.get().edition == 2


def test_promise_goes_its_way_from_the_meeting_to_the_other_side(bram: Client, chidi: Client) -> None:
    made, mine, theirs = meeting(), cast.organization(), cast.organization("Tallinn")
    sent = {"once": "k", "by_organization": mine.pk, "to_organization": theirs.pk, "what": "A map", "due": "June 2090"}

    answer = bram.post(f"/en/after/promises/record/?meeting={made.pk}", sent)
    received = text_of(chidi.get("/en/after/promises/?side=received"))
    chidi.post(f"{answer.url}close/", {"state": "kept", "how": "It came by post"})

    one = Promise.objects.get()
    assert (one.meeting, one.event, one.made_on) == (made, cast.event(), dt.date(2017, 5, 10))
    assert "A map" in received
    assert "June 2090" in received
    assert (one.state, one.how) == ("kept", "It came by post")
    assert "It came by post" in text_of(bram.get(answer.url))


def test_promise_keeps_the_office_in_which_it_was_given(bram: Client) -> None:
    made, mine, theirs = meeting(), cast.organization(), cast.organization("Tallinn")
    mayor = made.parties.get(side=1).person
    Office.objects.create(organization=mine, person=mayor, title="Mayor")
    sent = {"once": "k", "by_organization": mine.pk, "to_organization": theirs.pk, "what": "A map"}

    answer = bram.post(f"/en/after/promises/record/?meeting={made.pk}", {**sent, "by_person": mayor.pk})
    before = text_of(bram.get(answer.url))
    Office.objects.update(ended_on=dt.date(2020, 1, 1))
    Office.objects.create(organization=mine, person=cast.person("New Mayor"), title="Mayor")
    after = text_of(bram.get(answer.url))

    assert (Promise.objects.get().by_title, Promise.objects.get().by_person) == ("Mayor", mayor)
    assert "Promised then by Mayor Maastricht (sample) , Mayor , Maastricht Holds that office today the same" in before
    assert "Promised then by Mayor Maastricht (sample) , Mayor , Maastricht Holds that office today New Mayor" in after


def test_promise_with_a_wrong_day_is_asked_again(bram: Client) -> None:
    mine, theirs = cast.organization(), member("Tallinn", country="EE")
    sent = {"once": "k", "by_organization": mine.pk, "to_organization": theirs.pk, "what": "A map", "due": "soon"}

    answer = bram.post("/en/after/promises/record/", sent)

    assert answer.status_code == 422
    assert "“soon” is no day." in answer.text.replace("&quot;", '"')
    assert Promise.objects.count() == 0


def test_list_as_a_file_holds_what_the_page_holds_and_runs_no_formula(bram: Client, chidi: Client) -> None:
    promise(what="=cmd()", due=None)
    promise(to="Linz", what="Not Tallinn’s")

    ours = b"".join(bram.get("/en/after/promises/list.csv").streaming_content).decode()
    theirs = b"".join(chidi.get("/en/after/promises/list.csv").streaming_content).decode()

    assert "'=cmd()" in ours
    assert "Not Tallinn’s" in ours
    assert "'=cmd()" in theirs
    assert "Not Tallinn’s" not in theirs
    assert bram.get("/en/after/promises/list.xlsx").status_code == 200


def test_invitation_is_recorded_as_what_came_of_a_contact(bram: Client) -> None:
    made = contact(by=cast.bram())
    sent = {
        "once": "k",
        "kind": "invitation",
        "event": cast.event().pk,
        "line": "To the executive committee in October",
    }

    answer = bram.post(f"/en/after/contact/{made.pk}/outcome/", sent)

    assert answer.url == f"/en/after/contacts/{made.pk}/"
    assert Outcome.objects.get().event == cast.event()
    assert "To the executive committee in October" in text_of(bram.get(answer.url))


def test_city_page_says_when_we_last_met_and_what_was_promised(bram: Client, chidi: Client, client: Client) -> None:
    tallinn = member("Tallinn", country="EE")
    meeting(topic="Ports")
    contact(met_at=cast.at("2018-03-01 12:00"), line="A word in passing")
    promise(what="A map of the port")
    address = f"/en/register/{tallinn.pk}/"

    ours, public = text_of(bram.get(address)), text_of(client.get(address))
    theirs = text_of(chidi.get(f"/en/after/with/{member('Maastricht').pk}/"))

    assert "You last met Tallinn on 1 March 2018, in passing." in ours
    assert "A map of the port" in ours
    assert "A word in passing" in ours
    assert "Between you" not in public
    # The other side learns that it was, and what was promised to it; never what the first wrote down.
    assert "You last met Maastricht on 1 March 2018, in passing." in theirs
    assert "A map of the port" in theirs
    assert "A word in passing" not in theirs


def test_today_names_what_is_due_and_what_waits_for_a_report(bram: Client) -> None:
    today = timezone.localdate()
    promise(
        what="late one", due=actions.promises.PartialDate(today - dt.timedelta(days=1)), made_on=dt.date(2019, 1, 1)
    )
    recent = meeting()
    Meeting.objects.filter(pk=recent.pk).update(
        starts_at=timezone.now() - dt.timedelta(hours=2), ends_at=timezone.now() - dt.timedelta(hours=1)
    )

    page = text_of(bram.get("/en/"))

    assert "A promise is due: late one" in page
    assert "Report on 1 meeting" in page


@pytest.mark.parametrize("number", [1, 3])
@pytest.mark.parametrize(
    ("address", "queries"),
    [("promises/", 16), ("contacts/", 13), ("meetings/", 13), ("with/{tallinn}/", 24)],
)
def test_queries_do_not_grow(
    bram: Client, number: int, address: str, queries: int, django_assert_num_queries: Any
) -> None:
    tallinn = member("Tallinn", country="EE")
    for at in range(number):
        made = meeting(day=f"2017-05-1{at}")
        promise(what=f"map {at}", meeting=made)
        contact(once=str(at), by=cast.bram())
    bram.get("/en/after/promises/")

    with django_assert_num_queries(queries):
        bram.get(f"/en/after/{address}".format(tallinn=tallinn.pk))
