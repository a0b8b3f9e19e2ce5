"""The log: each act leaves one readable entry."""

from django.test import Client
from django.utils.translation import gettext_lazy

from hansa.base import log
from hansa.base.models import LogEntry
from tests import cast

TOLD = log.verb("tests.told", gettext_lazy("told %(subject)s"))


def test_record_keeps_who_what_and_both_values(db: None) -> None:
    city, ana = cast.organization(), cast.ana()

    entry = log.record(TOLD, city, by=ana, changes={"name": ["Mosa", "Maastricht"]})

    assert (entry.by_name, entry.subject, entry.subject_type) == ("Ana (sample)", "Maastricht", "network.organization")
    assert entry.changes == {"name": ["Mosa", "Maastricht"]}
    assert log.sentence_of(entry) == "told Maastricht"


def test_sentence_of_a_forgotten_act_is_its_code(db: None) -> None:
    entry = LogEntry(verb="old.act", subject="100% Maastricht")

    assert log.sentence_of(entry) == "old.act 100% Maastricht"


def test_differences_leave_out_what_stays(db: None) -> None:
    city = cast.organization()

    found = log.differences(city, {"name": "Maastricht", "country": "BE"})

    assert found == {"country": ["NL", "BE"]}


def test_log_page_shows_entries_and_finds_them(ana: Client) -> None:
    log.record(TOLD, cast.organization("Maastricht"), by=cast.ana(), changes={"country": ["BE", "NL"]})
    log.record(TOLD, cast.organization("Tallinn", country="EE"), by=None)

    whole, found = ana.get("/en/log/").text, ana.get("/en/log/?q=tallinn").text

    assert "told Maastricht" in whole
    assert "<del><bdi>BE</bdi></del> <bdi>NL</bdi>" in whole
    assert "told Tallinn" in found
    assert "told Maastricht" not in found


def test_log_page_needs_the_same_queries_for_one_and_for_many(ana: Client, django_assert_num_queries: object) -> None:
    for number in range(3):
        log.record(TOLD, cast.organization(f"City {number}"), by=cast.ana())

    # Session, account, the duty of an officer, the count, the page.
    with django_assert_num_queries(5):  # type: ignore[operator]
        ana.get("/en/log/", headers={"HX-Request": "true"})


def test_log_speaks_the_readers_language(ana: Client) -> None:
    log.record(TOLD, cast.organization("Maastricht"), by=None, changes={"since": [None, "2013"], "own_word": [1, 2]})

    english, arabic = ana.get("/en/log/").text, ana.get("/ar/log/").text

    assert "a command on the server" in english
    assert "own word: <del><bdi>1</bdi></del> <bdi>2</bdi>" in english
    assert "a command on the server" not in arabic
    assert '<span class="more">since' not in arabic
