"""The order from the records: which rank counts, why, by whose hand, in lists and speaking order."""

import csv
import datetime as dt
import io

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from hansa.base.errors import Refused
from hansa.base.models import LogEntry
from hansa.delegations.actions import withdraw_delegation
from hansa.events import actions as events
from hansa.network.models import Mandate, Membership, Office
from hansa.precedence import actions
from hansa.precedence.models import Override
from hansa.precedence.queries import order_of, places_of, ranking_of, speaking_order
from hansa.precedence.reasons import reasons
from tests import cast

pytestmark = pytest.mark.django_db
ADDRESS = "/en/events/forum/precedence/"
RULE = {"rule": "city", "language": "en", "offices": ["vice-president"], "host": "in order"}


def cities() -> list[str]:
    return [str(place.delegation) for place in order_of(cast.event())]


def why(city: str) -> list[str]:
    event = cast.event()
    ranking = ranking_of(event)
    return next(reasons(place, ranking) for place in order_of(event, ranking) if str(place.delegation) == city)


def three() -> None:
    cast.delegate("Tallinn", title="Deputy Mayor")
    cast.delegate("Maastricht", title="Mayor")
    cast.delegate("Aachen", title="Head of office")


def mandate(city: str, kind: str, **dates) -> Mandate:
    return Mandate.objects.create(network=cast.network(), organization=cast.organization(city), kind=kind, **dates)


def test_heads_deputies_and_others_each_with_their_reason():
    three()

    assert cities() == ["Maastricht", "Tallinn", "Aachen"]
    assert why("Tallinn") == [
        "deputy, by the title “Deputy Mayor”",
        "by the name of the city in English: Tallinn",
    ]


def test_office_of_the_network_comes_first_and_the_highest_counts():
    three()
    mandate("Tallinn", "assembly host")
    mandate("Aachen", "vice-president")
    mandate("Aachen", "assembly host")

    assert cities() == ["Aachen", "Tallinn", "Maastricht"]
    assert why("Aachen")[0] == "office of the network: vice-president"


def test_office_that_ended_before_the_event_counts_no_more():
    three()
    mandate("Aachen", "vice-president", ended_on=dt.date(2019, 6, 12))

    assert cities() == ["Maastricht", "Tallinn", "Aachen"]


def test_office_that_the_rule_does_not_name_does_not_count():
    three()
    mandate("Aachen", "executive committee")

    assert cities() == ["Maastricht", "Tallinn", "Aachen"]


def test_delegation_without_a_head_stands_last_and_says_so():
    three()
    cast.delegation("Aarhus")

    assert cities() == ["Maastricht", "Tallinn", "Aachen", "Aarhus"]
    assert why("Aarhus")[0] == "no head is named yet: other representative"


def test_rank_follows_the_register_where_the_delegation_prints_no_title():
    head = cast.delegate("Maastricht", title="")
    Office.objects.create(organization=head.delegation.organization, person=head.person, title="Burgemeester")
    cast.delegate("Aachen", title="Deputy Mayor")

    assert cities() == ["Maastricht", "Aachen"]
    assert why("Maastricht")[0] == "head of its city, by the title “Burgemeester”"


def test_withdrawn_delegation_has_no_place():
    three()
    withdraw_delegation(cast.delegation("Maastricht"), by=None)

    assert cities() == ["Tallinn", "Aachen"]


@pytest.mark.parametrize(
    ("language", "expected"),
    [
        ("en", ["Cologne", "Munich", "Vienna"]),
        ("de", ["Cologne", "Munich", "Vienna"]),
        ("fr", ["Cologne", "Vienna", "Munich"]),
    ],
)
def test_alphabet_is_that_of_the_chosen_language_whoever_reads(language, expected):
    names = {
        "Cologne": {"de": "Köln", "fr": "Cologne"},
        "Munich": {"de": "München", "fr": "Zmunich"},
        "Vienna": {"de": "Wien", "fr": "Vienne"},
    }
    for city, in_words in names.items():
        cast.organization(city, names={"en": city, **in_words})
        cast.delegate(city)
    actions.choose_rule(cast.event(), by=None, **{**RULE, "language": language})

    assert cities() == expected


def test_by_day_in_office_then_the_alphabet_and_unknown_last():
    for city, day in (("Maastricht", dt.date(2015, 7, 1)), ("Tallinn", dt.date(2012, 1, 1)), ("Aachen", None)):
        head = cast.delegate(city, title="Mayor")
        Office.objects.create(
            organization=head.delegation.organization, person=head.person, title="Mayor", started_on=day
        )
    actions.choose_rule(cast.event(), by=None, **{**RULE, "rule": "office"})

    assert cities() == ["Tallinn", "Maastricht", "Aachen"]
    assert why("Tallinn")[1] == "in office since 1 January 2012"
    assert why("Aachen")[1:] == ["the day on which the head took office is not on record: after all that are"]


def test_by_day_of_joining_members_before_others():
    three()
    for city, day in (("Aachen", dt.date(2010, 9, 7)), ("Maastricht", dt.date(2014, 1, 1))):
        Membership.objects.create(network=cast.network(), organization=cast.organization(city), started_on=day)
    for city in ("Aachen", "Maastricht", "Tallinn"):
        actions.change_place(cast.delegation(city), by=None, counts_as="head", reason="All are heads here")
    actions.choose_rule(cast.event(), by=None, **{**RULE, "rule": "joining"})

    assert cities() == ["Aachen", "Maastricht", "Tallinn"]
    assert why("Tallinn")[1] == "no member on the first day of the event: after all members"


def test_host_stands_where_the_rule_says():
    three()
    host = cast.delegate("Chengdu", title="Mayor").delegation
    host.capacity = "host"
    host.save()
    actions.choose_rule(cast.event(), by=None, **{**RULE, "host": "end"})

    assert cities() == ["Maastricht", "Tallinn", "Aachen", "Chengdu"]
    assert why("Chengdu")[-1] == "the host stands last"


def test_hand_changes_rank_and_place_with_a_reason_that_is_kept():
    three()
    ana = cast.ana()

    actions.change_place(cast.delegation("Aachen"), by=ana, counts_as="head", reason="Minister of state")
    actions.change_place(
        cast.delegation("Maastricht"), by=ana, moved="after", after=cast.delegation("Tallinn"), reason="Asked for it"
    )

    assert cities() == ["Aachen", "Tallinn", "Maastricht"]
    assert why("Aachen")[-1] == "Ana (sample) said which rank counts: Minister of state"
    assert why("Maastricht")[-1] == "Ana (sample) put it after Tallinn: Asked for it"
    entry = LogEntry.objects.filter(verb="precedence.changed").first()
    assert (entry.subject, entry.by, entry.changes) == (
        "Maastricht",
        ana,
        {"moved": ["", "after"], "after": [None, "Tallinn"], "reason": ["", "Asked for it"]},
    )


def test_taking_back_lets_the_rule_decide_and_the_log_keep_the_reason():
    three()
    actions.change_place(cast.delegation("Aachen"), by=None, moved="front", reason="Doyen")

    actions.take_back(cast.delegation("Aachen"), by=None)

    assert cities() == ["Maastricht", "Tallinn", "Aachen"]
    assert LogEntry.objects.get(verb="precedence.taken_back").changes == {
        "moved": ["front", None], "reason": ["Doyen", None],
    }  # fmt: skip
    with pytest.raises(Refused, match="where the rule puts it already"):
        actions.take_back(cast.delegation("Aachen"), by=None)


def test_who_follows_one_that_withdraws_stands_where_the_rule_puts_it():
    three()
    actions.change_place(
        cast.delegation("Maastricht"), by=None, moved="after", after=cast.delegation("Tallinn"), reason="Asked"
    )
    withdraw_delegation(cast.delegation("Tallinn"), by=None)

    assert cities() == ["Maastricht", "Aachen"]
    assert why("Maastricht")[-1] == "was to go after Tallinn, which does not come"


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ({"moved": "front", "reason": "  "}, "Give the reason"),
        ({"reason": "Because"}, "Nothing was changed"),
        ({"moved": "after", "reason": "Because"}, "Say after which delegation"),
    ],
)
def test_change_by_hand_is_refused_with_a_sentence(values, sentence):
    three()

    with pytest.raises(Refused, match=sentence):
        actions.change_place(cast.delegation("Aachen"), by=None, **values)

    assert not Override.objects.exists()


def test_two_cannot_go_after_each_other():
    three()
    aachen, tallinn, maastricht = (cast.delegation(city) for city in ("Aachen", "Tallinn", "Maastricht"))
    actions.change_place(aachen, by=None, moved="after", after=tallinn, reason="1")
    actions.change_place(tallinn, by=None, moved="after", after=maastricht, reason="2")

    with pytest.raises(Refused, match="Aachen goes after Maastricht already"):
        actions.change_place(maastricht, by=None, moved="after", after=aachen, reason="3")


def test_database_keeps_an_override_without_sense_out():
    made = cast.delegation()
    base = {"delegation": made, "at": cast.at("2019-06-01 10:00")}
    for wrong in (
        {"moved": "front", "reason": ""},
        {"reason": "x"},
        {"moved": "after", "reason": "x"},
        {"moved": "front", "after": cast.delegation("Tallinn"), "reason": "x"},
        {"moved": "after", "after": made, "reason": "x"},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Override.objects.create(**base, **wrong)


@pytest.mark.parametrize("wrong", [["mayor"], ["vice-president", "vice-president"]])
def test_rule_takes_each_office_once(wrong):
    with pytest.raises(Refused, match="Each office of the network may count once"):
        actions.choose_rule(cast.event(), by=None, **{**RULE, "offices": wrong})


def test_speakers_are_put_into_the_order_and_who_comes_with_none_speaks_last():
    three()
    event = cast.event()
    people = {city: cast.delegation(city).delegates.get().person for city in ("Tallinn", "Maastricht", "Aachen")}
    guest = cast.person("Somebody Else")
    times = {"starts_at": cast.at("2019-06-13 09:00"), "ends_at": cast.at("2019-06-13 10:00")}
    session = events.record_session(
        event, by=None, speakers=[guest, people["Aachen"], people["Tallinn"], people["Maastricht"]],
        title={"en": "Opening"}, **times,
    )  # fmt: skip

    actions.let_speak_in_order(session, by=None)

    session.refresh_from_db()
    stands = [speech.person for speech in session.speeches.all()]
    assert stands == [people["Maastricht"], people["Tallinn"], people["Aachen"], guest]
    assert [speech.person for _place, speech in speaking_order(session)] == stands


def test_page_shows_each_place_with_its_reasons_and_the_file_the_same(wen: Client):
    three()

    page = wen.get(ADDRESS)
    file = wen.get(f"{ADDRESS}list.csv")

    assert [place.number for place, _why in page.context["places"]] == [1, 2, 3]
    assert "deputy, by the title “Deputy Mayor”" in page.content.decode()
    rows = list(csv.reader(io.StringIO(b"".join(file.streaming_content).decode("utf-8-sig"))))
    assert rows[1] == [
        "1", "Maastricht", "Netherlands", "Head of Maastricht (sample)", "Mayor",
        "head of its city, by the title “Mayor” · by the name of the city in English: Maastricht",
    ]  # fmt: skip
    assert [row[1] for row in rows] == ["Delegation", "Maastricht", "Tallinn", "Aachen"]


def test_page_of_an_event_without_delegations_says_so(wen: Client):
    cast.event()

    assert "No delegation is on record for this event yet" in wen.get(ADDRESS).content.decode()


def test_rule_is_chosen_on_the_page(wen: Client):
    three()
    wanted = {
        "rule": "country",
        "language": "fr",
        "host": "front",
        "office_0": "secretariat",
        "office_1": "",
        "office_2": "",
    }

    answer = wen.post(f"{ADDRESS}rule/", wanted)

    assert answer.status_code == 302
    ranking = ranking_of(cast.event())
    assert (ranking.rule, ranking.language, ranking.host, ranking.offices) == (
        "country",
        "fr",
        "front",
        ["secretariat"],
    )
    twice = wen.post(f"{ADDRESS}rule/", {**wanted, "office_1": "secretariat"})
    assert (twice.status_code, "Choose each once" in twice.content.decode()) == (422, True)


def test_place_is_changed_and_taken_back_on_the_page(wen: Client):
    three()
    address = reverse("precedence_place", args=["forum", cast.delegation("Aachen").pk])

    missing = wen.post(address, {"moved": "after", "reason": "Because"})
    done = wen.post(address, {"moved": "front", "reason": "Doyen of the corps"})

    assert (missing.status_code, "Say after which delegation" in missing.content.decode()) == (409, True)
    assert (done.status_code, cities()) == (302, ["Aachen", "Maastricht", "Tallinn"])
    assert wen.post(f"{address}take-back/").status_code == 302
    assert cities() == ["Maastricht", "Tallinn", "Aachen"]
    assert wen.post(f"{address}take-back/").status_code == 409


def test_list_of_delegations_is_sorted_by_precedence(wen: Client):
    three()

    page = wen.get("/en/events/forum/delegations/", {"sort": "precedence"})

    assert [str(row.delegation) for row in page.context["page"]] == ["Maastricht", "Tallinn", "Aachen"]
    assert places_of(cast.event()) == {
        cast.delegation(city).pk: n for n, city in enumerate(["Maastricht", "Tallinn", "Aachen"], 1)
    }


def queries(client: Client) -> int:
    with CaptureQueriesContext(
        connection,
    ) as captured:
        assert client.get(ADDRESS).status_code == 200
    return len(captured)


def test_number_of_queries_does_not_grow(wen: Client):
    cast.delegate("Maastricht")
    wen.get(ADDRESS)
    with_one = queries(wen)
    for city in ("Tallinn", "Aachen", "Aarhus"):
        head = cast.delegate(city)
        mandate(city, "vice-president")
        Office.objects.create(organization=head.delegation.organization, person=head.person, title="Mayor")
        actions.change_place(head.delegation, by=None, counts_as="other", reason="x")

    assert queries(wen) == with_one
