"""A delegation's own page of requests: browse, ask, answer; and nobody learns of a must-not."""

import datetime as dt
import re
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from hansa.base.fields import Multilingual
from hansa.delegations.models import Delegation
from hansa.events.models import Event
from hansa.meetings import actions
from hansa.meetings.models import Contact, ContactPerson, MeetingRequest, Round
from hansa.network.models import Agreement, AgreementClaim, Theme
from tests import cast
from tests.conftest import signed_in
from tests.meetings.board import Small, drawn, small

pytestmark = pytest.mark.django_db

QUERIES = 25


def page(of: Any) -> str:
    return f"/en/events/forum/meetings/portal/{of.delegation_id}/"


@pytest.fixture
def made(db: None) -> Small:
    return small()


@pytest.fixture
def chidi() -> Client:
    return signed_in(cast.chidi())


def parts(html: str) -> dict[str, str]:
    """The text of each section by its id."""
    found = re.findall(r'<section id="(\w+)">(.*?)</section>', html, re.S)
    return {name: " ".join(re.sub(r"<[^>]+>", " ", text).split()) for name, text in found}


def listed(client: Client, address: str, query: str = "") -> list[str]:
    html = client.get(f"{address}?{query}", headers={"HX-Request": "true"}).text
    return re.findall(r'<li id="d\d+"><span><b><bdi[^>]*>([^<]+)<', html)


def test_delegation_sees_others_who_asked_and_how_it_stands(bram: Client, made: Small) -> None:
    cast.request(made.round, made.baku, made.maastricht, topic="Wind")

    shown = parts(bram.get(page(made.maastricht)).text)

    assert "Baku waits for a place Head of Baku (sample) · Wind Accept" in shown["asked"]
    assert "Tallinn waits for a place Priority 1, high · Digital services Withdraw" in shown["own"]
    assert listed(bram, page(made.maastricht)) == ["Baku", "Linz", "Tallinn"]


def test_empty_page_says_what_to_do(bram: Client) -> None:
    of = cast.round_of()
    head = cast.delegate("Maastricht")

    shown = parts(bram.get(page(head)).text)

    assert of.requests.count() == 0
    assert "Nobody has asked for you yet." in shown["asked"]
    assert "You have not asked for anybody yet." in shown["own"]
    assert "No other delegation is on record yet." in shown["all"]


def test_search_and_filters_show_with_their_way_out(bram: Client, made: Small) -> None:
    theme = Theme.objects.create(key="ports", name=Multilingual(en="Ports"))
    tallinn, linz = made.tallinn.delegation.organization, made.linz.delegation.organization
    tallinn.themes.add(theme)
    tallinn.names, tallinn.country = Multilingual(ar="تالين"), "EE"
    tallinn.save()
    contact = Contact.objects.create(
        noted_for=made.maastricht.delegation.organization,
        met_at=cast.at("2017-05-04 12:00"),
        noted_at=timezone.now(),
    )
    for number, side in enumerate((made.maastricht.delegation.organization, linz), 1):
        ContactPerson.objects.create(contact=contact, side=number, organization=side, free_name="Somebody")
    at = page(made.maastricht)

    queries = ["q=تالين", "theme=ports", "country=EE", "language=az", "met=1", "theme=nonsense&met=x", "q=nowhere"]

    assert [listed(bram, at, query) for query in queries] == [
        ["Tallinn"], ["Tallinn"], ["Tallinn"], ["Baku"], ["Linz"], ["Baku", "Linz", "Tallinn"], [],
    ]  # fmt: skip
    html = bram.get(f"{at}?theme=ports&met=1").text
    assert "No delegation fits all of these filters." in html
    assert 'href="' + at + '?met=1" aria-label="Drop the filter: theme"' in html
    assert "Your last contact was in 2017" in bram.get(at).text


def test_focal_point_asks_and_withdraws(bram: Client, made: Small) -> None:
    at, other = page(made.maastricht), made.baku.delegation_id

    answer = bram.post(f"{at}ask/", {"other": other, "topic": "Wind", "priority": "1"})
    asked = MeetingRequest.objects.get(asked=made.baku, withdrawn_on=None)
    again = bram.post(f"{at}ask/", {"other": other, "topic": "Wind", "priority": "1"})
    bram.post(f"{at}withdraw/{asked.pk}/")

    assert (answer.status_code, answer["Location"]) == (302, at)
    assert (again.status_code, "You have asked for Baku already." in again.text) == (409, True)
    assert not MeetingRequest.objects.filter(asked=made.baku, withdrawn_on=None).exists()


def test_wrong_input_is_refused_in_words(bram: Client, made: Small) -> None:
    at = page(made.maastricht)
    one = cast.request(made.round, made.baku, made.maastricht)

    asked = bram.post(f"{at}ask/", {"other": made.baku.delegation_id, "priority": "9"})
    answered = bram.post(f"{at}answer/{one.pk}/", {"answer": "perhaps"})

    assert (asked.status_code, "Choose a priority" in asked.text) == (409, True)
    assert (answered.status_code, "Say whether you accept or decline" in answered.text) == (409, True)
    assert bram.post(f"{at}ask/", {"other": "x"}).status_code == 404
    assert bram.post(f"{at}answer/{MeetingRequest.objects.get(asker=made.tallinn).pk}/").status_code == 404


def test_other_side_answers_and_undoes_it(bram: Client, chidi: Client, made: Small) -> None:
    one = MeetingRequest.objects.get(asker=made.maastricht, asked=made.tallinn)
    at = page(made.tallinn)

    chidi.post(f"{at}answer/{one.pk}/", {"answer": "declined", "reason": "We leave early"})
    declined = parts(bram.get(page(made.maastricht)).text)["own"]
    chidi.post(f"{at}take-back/{one.pk}/")
    chidi.post(f"{at}answer/{one.pk}/", {"answer": "accepted"})
    accepted = parts(bram.get(page(made.maastricht)).text)["own"]

    assert "Tallinn declined We leave early" in declined
    assert "Tallinn accepted" in accepted


@pytest.mark.parametrize("rule", Round.Rule.values)
@pytest.mark.parametrize("hours", [-1, 1, None])
def test_must_not_reads_for_the_asker_as_no_answer_at_all(
    bram: Client, chidi: Client, made: Small, rule: str, hours: int | None
) -> None:
    until = timezone.now() + dt.timedelta(hours=hours) if hours else None
    Round.objects.update(rule=rule, answers_until=until)
    one = MeetingRequest.objects.get(asker=made.maastricht, asked=made.tallinn)
    before = parts(bram.get(page(made.maastricht)).text)

    actions.answer(one, by=None, answer="must not", reason="A lawsuit")

    html = bram.get(page(made.maastricht)).text
    assert parts(html) == before
    assert not re.search("lawsuit|must not|final", html)
    assert "Tallinn" in before["own"]
    theirs = parts(chidi.get(page(made.tallinn)).text)["asked"]
    assert "Maastricht must not meet" in theirs
    assert "A lawsuit" in theirs
    # Who asks again is listened to as before, and answered as before.
    at = page(made.maastricht)
    bram.post(f"{at}withdraw/{one.pk}/")
    answer = bram.post(f"{at}ask/", {"other": made.tallinn.delegation_id, "topic": "Digital services", "priority": "1"})
    assert answer.status_code == 302
    assert parts(bram.get(at).text)["all"] == before["all"]


def test_must_not_is_in_no_file_and_no_diary_of_others(bram: Client, ana: Client, made: Small) -> None:
    one = MeetingRequest.objects.get(asker=made.maastricht, asked=made.tallinn)
    actions.answer(one, by=None, answer="must not", reason="A lawsuit")
    actions.publish(drawn(made.round), by=cast.ana(), based_on=0)

    own = made.maastricht.delegation
    addresses = [
        page(made.maastricht), "/en/", "/en/events/forum/", f"/en/events/forum/delegations/{own.pk}/",
        f"/en/events/forum/diaries/{own.pk}/",
    ]  # fmt: skip
    shown = [bram.get(address) for address in addresses]
    assert [answer.status_code for answer in shown] == [200] * len(addresses)
    assert not any(re.search("lawsuit|must not meet", answer.text) for answer in shown)
    assert bram.get("/en/events/forum/meetings/requests/list.csv").status_code == 404
    listed = b"".join(ana.get("/en/events/forum/meetings/requests/list.csv").streaming_content)  # type: ignore[attr-defined]
    assert b"must not meet" in listed
    assert b"A lawsuit" in listed


def test_delegate_looks_and_neither_asks_nor_learns_of_a_must_not(made: Small) -> None:
    one = MeetingRequest.objects.get(asker=made.maastricht, asked=made.tallinn)
    account = cast.user("eve@example.org", "Eve (sample)")
    account.person = made.tallinn.person
    account.save()
    eve, at = signed_in(account), page(made.tallinn)
    before = eve.get(at).text
    actions.answer(one, by=None, answer="must not")

    assert parts(eve.get(at).text) == parts(before)
    assert "Accept" not in before
    assert eve.post(f"{at}answer/{one.pk}/", {"answer": "accepted"}).status_code == 404


def test_press_and_who_has_withdrawn_have_no_page_and_are_not_asked(bram: Client, made: Small) -> None:
    press = cast.delegate("Gazette")
    Delegation.objects.filter(pk=press.delegation_id).update(capacity="press")
    at = page(made.maastricht)

    assert signed_in(cast.ana()).get(page(press)).status_code == 404
    assert "Gazette" not in listed(bram, at)
    assert bram.post(f"{at}ask/", {"other": press.delegation_id, "priority": "2"}).status_code == 404
    Delegation.objects.filter(pk=made.maastricht.delegation_id).update(withdrawn_on="2019-06-01")
    assert bram.get(at).status_code == 404


def test_event_without_a_round_has_no_page_and_no_way_to_it(bram: Client) -> None:
    head = cast.delegate("Maastricht")
    address = f"/en/events/forum/delegations/{head.delegation_id}/"

    assert bram.get(page(head)).status_code == 404
    assert "Whom to meet" not in bram.get(address).text
    cast.round_of()
    assert "Whom to meet" in bram.get(address).text


def test_suggestions_say_why_and_leave_out_whom_one_asked(bram: Client, made: Small) -> None:
    theme = Theme.objects.create(key="ports", name=Multilingual(en="Ports"))
    cities = {name: getattr(made, name).delegation.organization for name in ("maastricht", "tallinn", "baku")}
    for city in cities.values():
        city.themes.add(theme)
        city.profile_opened_at = timezone.now()
        city.save()
    agreement = Agreement.objects.create(kind="friendship")
    agreement.parties.set([cities["maastricht"], cities["baku"]])
    AgreementClaim.objects.create(agreement=agreement, started_on="2010-01-01", is_preferred=True)

    shown = parts(bram.get(page(made.maastricht)).text)["hints"]

    assert "Baku" in shown
    assert "You are joined by an agreement: friendship agreement" in shown
    assert "Both of you work on: Ports" in shown
    assert "Tallinn" not in shown


@pytest.mark.parametrize("more", [0, 2])
def test_page_asks_a_fixed_number_of_queries(bram: Client, made: Small, more: int) -> None:
    for number in range(more):
        other = cast.delegate(f"City {number}")
        cast.request(made.round, other, made.maastricht)
        cast.request(made.round, made.maastricht, other)
    cast.request(made.round, made.baku, made.maastricht)
    bram.get(page(made.maastricht))

    with CaptureQueriesContext(connection) as asked:
        bram.get(page(made.maastricht))

    assert len(asked) == QUERIES


def test_fifty_delegations_a_page(bram: Client, made: Small) -> None:
    for number in range(60):
        cast.delegation(f"City {number:02}")

    assert len(listed(bram, page(made.maastricht))) == 50
    assert len(listed(bram, page(made.maastricht), "page=2")) == 13


# ---- the focal point's list, and the office -------------------------------------


def test_todo_counts_who_asks_and_has_no_answer(chidi: Client, made: Small) -> None:
    cast.request(made.round, made.baku, made.tallinn)
    Event.objects.update(ends_on=timezone.localdate() + dt.timedelta(days=9))

    assert "3 delegations ask to meet you" in chidi.get("/en/").text
    actions.answer(MeetingRequest.objects.get(asker=made.baku), by=None, answer="must not")
    assert "2 delegations ask to meet you" in chidi.get("/en/").text
    Round.objects.update(answers_until=timezone.now())
    assert "ask to meet you" not in chidi.get("/en/").text


def test_office_filters_by_answer_and_sets_the_rule(ana: Client, made: Small) -> None:
    at = "/en/events/forum/meetings/requests/"
    actions.answer(MeetingRequest.objects.get(asker=made.maastricht, asked=made.linz), by=None, answer="declined")

    def count(answer: str) -> str:
        return re.findall(r"<b>(\d+) request", ana.get(f"{at}?answer={answer}").text)[0]

    assert [count(answer) for answer in ("declined", "open", "must not", "expired", "nonsense")] == list("13004")
    values = {"rule": "needs acceptance", "requests_until": "2019-06-01 12:00", "answers_until": "2019-06-05 18:00"}
    ana.post(f"{at}rule/", values)
    made.round.refresh_from_db()
    until = cast.at("2019-06-01 12:00"), cast.at("2019-06-05 18:00")
    assert (made.round.rule, made.round.requests_until, made.round.answers_until) == ("needs acceptance", *until)
    assert [count(answer) for answer in ("declined", "open", "expired")] == list("103")
    wrong = ana.post(f"{at}rule/", {**values, "answers_until": "soon"}, follow=True)
    assert "Write the day and the time as 2019-06-12 16:40." in wrong.text
