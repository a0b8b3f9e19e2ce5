"""The pages: a focal point names and registers, the office looks through, approves, sends back and takes out."""

import csv
import datetime as dt
import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from hansa.base.models import LogEntry
from hansa.delegations.models import Delegate
from hansa.registration import actions, naming
from hansa.registration.models import Nomination, Question, Registration, Sensitive
from tests import cast
from tests.registration.world import answered, event, question, save

pytestmark = pytest.mark.django_db
ADDRESS = "/en/events/forum/registration/"


def typed(**more: str) -> dict[str, str]:
    """What a browser sends: no room, no visa, vegetarian; more by the words of a question."""
    given = {"Diet": "1", "Shall we reserve a room?": "no", "Do you need a letter for a visa?": "no", **more}
    return {"edition": "0", **{question(text).name: value for text, value in given.items()}}


def form_of(who: Delegate) -> str:
    return f"{ADDRESS}people/{who.pk}/"


def test_focal_point_saves_comes_back_and_hands_in(bram: Client):
    event()
    who = cast.delegate()

    saved = bram.post(form_of(who), {**typed(Diet=""), "keep": "1"}, follow=True).content.decode()
    assert "Saved. Come back when you like." in saved
    assert "1 question must still be answered." in saved
    done = bram.post(form_of(who), {**typed(), "edition": "1", "submit": "1"}, follow=True).content.decode()
    assert "Handed in. The office looks at it." in done
    assert Registration.objects.get().state == "submitted"


def test_handing_in_half_keeps_what_was_written_and_marks_the_rest(bram: Client):
    event()
    who = cast.delegate()

    page = bram.post(form_of(who), {**typed(**{"Shall we reserve a room?": "yes"}), "submit": "1"})

    assert page.status_code == 409
    assert page.content.decode().count("Please answer this.") == 2
    assert Registration.objects.get().answers[question("Shall we reserve a room?").name] is True


def test_answer_that_cannot_be_read_is_marked_and_nothing_is_lost(bram: Client):
    event()
    who = cast.delegate()

    page = bram.post(
        form_of(who), {**typed(**{"Shall we reserve a room?": "yes", "First night": "12 June"}), "keep": "1"}
    )

    assert (page.status_code, "Write the day as 2019-06-12." in page.content.decode()) == (422, True)
    assert 'value="12 June"' in page.content.decode()


def test_look_shows_the_questions_anew_and_saves_nothing(bram: Client):
    event()
    who = cast.delegate()

    page = bram.post(
        form_of(who), {**typed(**{"Shall we reserve a room?": "yes"}), "look": "1"}, headers={"HX-Request": "true"}
    )

    assert "First night" in page.content.decode()
    assert "<html" not in page.content.decode()
    assert not Registration.objects.exists()


def test_who_saves_over_somebody_else_is_told(bram: Client, wen: Client):
    event()
    who = cast.delegate()
    wen.post(form_of(who), {**typed(), "keep": "1"})

    page = bram.post(form_of(who), {**typed(Diet="2"), "keep": "1"})

    assert (page.status_code, "Somebody else has saved this registration meanwhile" in page.content.decode()) == (
        409,
        True,
    )


def test_delegate_registers_themself_and_nobody_else():
    event()
    own, other = cast.delegate(), cast.delegate(name="Other", role="adviser")
    account = cast.dana()
    account.person = own.person
    account.save()
    client = Client()
    client.force_login(account)

    assert client.get(form_of(own)).status_code == 200
    assert client.get(form_of(other)).status_code == 404
    assert client.post(f"{form_of(own)}role/", {"role": "head", "title": "King"}).status_code == 404


def test_person_who_may_be_on_record_is_asked_about(bram: Client):
    delegation = cast.delegation()
    known = cast.delegate("Tallinn", "Jana de Vries").person
    address = f"{ADDRESS}delegations/{delegation.pk}/name/"
    wanted = {"full_name": "Jana De Vries", "role": "adviser", "title": "Adviser", "languages": "Dutch, en"}

    asked = bram.post(address, wanted).content.decode()
    assert "Is it one of these?" in asked
    assert not delegation.delegates.exists()
    assert bram.post(address, {**wanted, "person": str(known.pk)}).status_code == 302
    assert [(one.person, one.languages, one.title) for one in delegation.delegates.all()] == [
        (known, ["nl", "en"], "Adviser")
    ]
    bram.post(address, {**wanted, "person": "new"})
    assert delegation.delegates.count() == 2
    stranger = cast.person("Somebody Unrelated")
    assert "Is it one of these?" in bram.post(address, {**wanted, "person": str(stranger.pk)}).content.decode()


def test_nobody_of_that_name_is_named_at_once_and_withdrawn_and_taken_back(bram: Client):
    delegation = cast.delegation()
    wanted = {"full_name": "Mononym", "role": "head", "arrives_at": "2019-06-12 16:40"}
    bram.post(f"{ADDRESS}delegations/{delegation.pk}/name/", wanted)
    who = delegation.delegates.get()
    assert (who.person.full_name, who.arrives_at) == ("Mononym", cast.at("2019-06-12 16:40"))

    assert bram.post(f"{form_of(who)}withdraw/").status_code == 302
    assert "Comes after all" in bram.get(f"{ADDRESS}delegations/{delegation.pk}/").content.decode()
    assert bram.post(f"{form_of(who)}return/").status_code == 302
    assert bram.post(f"{form_of(who)}return/").status_code == 409
    assert bram.post(f"{form_of(who)}invite/", {"address": "no address"}).status_code == 409
    assert bram.post(f"{form_of(who)}nonsense/").status_code == 404


def test_paper_is_handed_in_and_comes_back_as_a_download(bram: Client, chidi: Client):
    delegation = cast.delegation()
    values = {"signed_by": "Mayor", "signed_on": "2019-05-01", "form": "scan"}
    file = SimpleUploadedFile("Ernennung – 任命.pdf", b"%PDF-1.7 x")

    assert bram.post(f"{ADDRESS}delegations/{delegation.pk}/nominate/", {**values, "file": file}).status_code == 302
    address = f"{ADDRESS}papers/{Nomination.objects.get().pk}/"
    response = bram.get(address)
    assert response["Content-Type"] == "application/octet-stream"
    assert response["Content-Disposition"].startswith("attachment; filename*=utf-8''Ernennung")
    assert b"".join(response.streaming_content) == b"%PDF-1.7 x"
    assert chidi.get(address).status_code == 404
    html = SimpleUploadedFile("x.pdf", b"<html>")
    assert bram.post(f"{ADDRESS}delegations/{delegation.pk}/nominate/", {**values, "file": html}).status_code == 409


def test_deputy_is_named_and_the_head_comes_back(bram: Client):
    cast.delegate()
    deputy = cast.delegate(name="Deputy", role="delegate")
    address = f"{ADDRESS}delegations/{deputy.delegation_id}/"

    bram.post(f"{address}deputy/", {"delegate": deputy.pk, "from_on": "2019-06-01", "reason": "Ill"})
    assert "since 1 June 2019" in bram.get(address).content.decode()
    bram.post(f"{address}deputy/", {"back": "1"})
    assert deputy.deputizing.get().until_on is not None
    assert bram.post(f"{address}deputy/", {"delegate": deputy.pk, "from_on": "June"}).status_code == 422


# --- the office ----------------------------------------------------------------------------------------------------


def names(response) -> list[str]:
    return [str(row.delegate.delegation) for row, _state, _lacks in response.context["rows"]]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({}, ["Linz", "Maastricht", "Tallinn"]),
        ({"q": "tall"}, ["Tallinn"]),
        ({"state": "submitted"}, ["Maastricht"]),
        ({"state": "not begun"}, ["Linz"]),
        ({"missing": "arrival"}, ["Linz", "Maastricht"]),
        ({"role": "adviser"}, []),
        ({"capacity": "press"}, []),
    ],
)
def test_filters_leave_what_fits(query, expected, wen: Client):
    event(demands=["arrival"])
    save(cast.delegate(), submit=True)
    save(cast.delegate("Tallinn", arrives_at=cast.at("2031-06-12 12:00")))
    cast.delegate("Linz")

    assert names(wen.get(ADDRESS, query)) == expected


def test_many_are_approved_if_they_are_those_looked_at(wen: Client):
    event()
    save(cast.delegate(), submit=True)
    look = wen.post(f"{ADDRESS}approve/").content.decode()
    save(cast.delegate("Tallinn"), submit=True)

    def seen(page: str) -> str:
        return re.search(r'name="seen" value="([^"]*)"', page)[1]

    late = wen.post(f"{ADDRESS}approve/", {"seen": seen(look)})
    assert (late.status_code, Registration.objects.filter(state="approved").count()) == (409, 0)
    assert wen.post(f"{ADDRESS}approve/", {"seen": seen(late.content.decode())}).status_code == 302
    assert Registration.objects.filter(state="approved").count() == 2


def test_one_is_looked_through_sent_back_and_approved(wen: Client, bram: Client):
    event()
    who = cast.delegate()
    save(who, submit=True)
    address = f"{form_of(who)}review/"

    assert "vegetarian" in wen.get(address).content.decode()
    assert wen.post(address, {"remark": ""}).status_code == 409
    assert wen.post(address, {"remark": "Which flight?"}).status_code == 302
    assert "was sent back" in bram.get("/en/").content.decode()
    assert "Which flight?" in bram.get(form_of(who)).content.decode()
    registration = save(who, submit=True)
    assert wen.post(address, {"approve": "1", "edition": "0"}).status_code == 409
    assert wen.post(address, {"approve": "1", "edition": str(registration.edition)}).status_code == 302
    save(who, answered(**{"Flight or train of arrival, with its number": "CA 432"}))
    page = wen.get(address).content.decode()
    assert "Changed since it was approved" in page
    assert "CA 432" in page


def rows(response) -> list[list[str]]:
    return list(csv.reader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))


def test_list_goes_out_without_what_is_sensitive_and_that_apart_with_a_line_in_the_log(wen: Client):
    event()
    save(cast.delegate(), answered(**{"Flight or train of arrival, with its number": "=CA 432"}), submit=True)

    plain, apart = rows(wen.get(f"{ADDRESS}list.csv")), rows(wen.post(f"{ADDRESS}sensitive.csv"))

    assert "Diet" not in plain[0]
    assert "'=CA 432" in plain[1]
    assert (apart[0][4], apart[1][4]) == ("Diet", "vegetarian")
    assert LogEntry.objects.get(verb="registration.exported").by == cast.wen()


def test_sensitive_answers_are_deleted_at_once_on_demand(wen: Client):
    event()
    save(cast.delegate(), submit=True)

    assert "The sensitive answers of 1 person are held" in wen.get(f"{ADDRESS}terms/").content.decode()
    wen.post(f"{ADDRESS}forget/")

    assert not Sensitive.objects.exists()


def test_office_asks_changes_orders_and_retires_questions(wen: Client):
    cast.event()
    wen.post(f"{ADDRESS}questions/usual/")
    assert Question.objects.count() == 12
    new = {"kind": "choice", "category": "other", "text_en": "Gift?", "options_en": "tea\nsilk", "condition": ""}

    assert wen.post(f"{ADDRESS}questions/add/", {**new, "options_en": "tea"}).status_code == 409
    room = question("Shall we reserve a room?")
    assert wen.post(f"{ADDRESS}questions/add/", {**new, "condition": f"{room.pk}:yes"}).status_code == 302
    made = question("Gift?")
    assert (made.options, made.only_if, made.only_if_answer) == ([{"en": "tea"}, {"en": "silk"}], room, "yes")
    page = wen.get(f"{ADDRESS}questions/").content.decode()
    assert "only if “Shall we reserve a room?” is answered with “yes”" in page
    assert wen.post(f"{ADDRESS}questions/{made.pk}/", {**new, "text_fr": "Cadeau ?"}).status_code == 302
    assert question("Gift?").text["fr"] == "Cadeau ?"
    assert wen.post(f"{ADDRESS}questions/{made.pk}/up/").status_code == 302
    assert wen.post(f"{ADDRESS}questions/{made.pk}/retire/").status_code == 302
    assert wen.post(f"{ADDRESS}questions/{made.pk}/retire/").status_code == 404


def test_terms_are_set_and_refused_where_they_make_no_sense(wen: Client):
    cast.event()
    good = {"opens_on": "2019-01-01", "closes_on": "2019-06-01", "purge_on": "2019-07-01", "demands": ["title"]}

    assert wen.post(f"{ADDRESS}terms/", {**good, "closes_on": "2018-01-01"}).status_code == 409
    assert wen.post(f"{ADDRESS}terms/", {**good, "purge_on": "soon"}).status_code == 422
    assert wen.post(f"{ADDRESS}terms/", good).status_code == 302
    assert cast.event().questionnaire.demands == ["title"]


@pytest.mark.parametrize("page", ["", "delegations/{delegation}/"])
def test_number_of_queries_does_not_grow(wen: Client, page: str):
    def queries(address: str) -> int:
        with CaptureQueriesContext(connection) as captured:
            assert wen.get(address).status_code == 200
        return len(captured)

    event(demands=["title", "nomination"])
    head = cast.delegate()
    save(head, submit=True)
    address = f"{ADDRESS}{page.format(delegation=head.delegation_id)}"
    queries(address)
    with_one = queries(address)
    for number in range(3):
        more = cast.delegate(name=f"Adviser {number}", role="adviser")
        save(more)
        save(cast.delegate(f"City {number}"), submit=True)
        naming.nominate(more.delegation, by=None, form="original", signed_by="M", signed_on=dt.date(2019, 1, 1))
    actions.approve(Registration.objects.all()[:2], by=None)

    # A paper that is there is shown with who handed it in.
    assert queries(address) <= with_one + (1 if page else 0)
