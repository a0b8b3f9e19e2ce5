"""Whoever is forgotten is found nowhere in the database; what counted them still counts."""

import datetime as dt
import json
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hansa.base.errors import Refused
from hansa.base.jobs import enqueue
from hansa.base.models import LogEntry
from hansa.network import actions as network
from hansa.network.models import Appointment, Office
from hansa.people import actions
from hansa.people.erasure import erase_person
from hansa.people.models import Person, User
from hansa.people.queries import holdings
from tests import cast
from tests.conftest import signed_in
from tests.network.rows import WHY, city, on

pytestmark = pytest.mark.django_db


def dump() -> str:
    """Every cell of every table, with what JSON hides behind escapes written out."""
    cells: list[str] = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            cells += [str(cell) for row in cursor.fetchall() for cell in row if cell is not None]
    plain = [json.dumps(found, ensure_ascii=False) for found in map(_structure, cells) if found is not None]
    return "\n".join(cells + plain)


def _structure(cell: str) -> Any:
    try:
        return json.loads(cell)
    except ValueError:
        return None


def known(name: str = "高云", latin: str = "Gao Yun", email: str = "Gao.Yun@chengdu.example") -> Person:
    """A mayor and focal point who has left traces in every way that there is."""
    ana = cast.ana()
    person = actions.record_person(by=ana, full_name=name, latin_name=latin, email="old@chengdu.example", language="zh")
    actions.revise_person(person, by=ana, email=email.casefold(), family_name=name[:1])
    actions.set_contact(
        person, by=ana, email=email, phone="+86 28 5555", held_by="Secretariat", held_for="Forum",
        held_until=dt.date(2099, 1, 1), reason=WHY,
    )  # fmt: skip
    network.take_office(city(), person, by=ana, title="Mayor", on=on("2015"), reason=f"Letter of {latin}")
    account = actions.open_account(by=ana, email=email, person=person)
    network.appoint(account, city(), by=ana, duty="focal point")
    network.propose_changes(city(), by=account, values={"profile.en": f"Mayor {latin} greets you."}, reason=latin)
    enqueue("test.nothing", {"asked": name, latin: [1]}, by=account)
    signed_in(account)
    return person


def test_dump_holds_nothing_of_the_name_afterwards() -> None:
    person = known()
    before = dump()
    signs = ["高云", "Gao Yun", "gao yun", "gao.yun@chengdu.example", "old@chengdu.example", "+86 28 5555"]
    assert [sign for sign in signs if sign not in before] == []

    erase_person(person, by=cast.ana(), reason="Asked for by Gao Yun")

    after = dump().casefold()
    assert [sign for sign in signs if sign.casefold() in after] == []


def test_statistics_stay_with_a_tombstone() -> None:
    person = known()

    erase_person(person, by=cast.ana(), reason="Asked for")

    office = Office.objects.get()
    assert (str(office.person), office.title, office.started_on) == (
        f"erased person {person.pk}",
        "Mayor",
        dt.date(2015, 1, 1),
    )
    entry = LogEntry.objects.filter(verb="person.erased").get()
    assert (entry.subject, entry.by_name) == (f"erased person {person.pk}", "Ana (sample)")
    assert entry.changes["reason"] == [None, "Asked for"]
    assert LogEntry.objects.filter(verb="person.recorded", subject=f"[{person.pk}]").exists()


def test_account_is_closed_signed_out_and_answers_for_nobody() -> None:
    person = known()
    account = User.objects.get(person=person)
    client = signed_in(account)
    assert client.get(reverse("propose_changes", args=[city().pk])).status_code == 200

    erase_person(person, by=cast.ana(), reason="Asked for")

    assert client.get(reverse("propose_changes", args=[city().pk])).status_code == 404
    assert Session.objects.count() == 0
    account.refresh_from_db()
    assert (account.is_active, account.email) == (False, f"erased-{account.pk}@invalid")
    assert Appointment.objects.get(user=account).ended_on == timezone.localdate()


def test_other_of_the_same_name_keeps_it_everywhere() -> None:
    one = cast.person("Anne Green", is_sample=False)
    other = cast.person("Anne Green", is_sample=False)
    for person in (one, other):
        network.take_office(city(), person, by=None, title=f"Deputy {person.pk}", on=on("2015"), reason=WHY)
        actions.revise_person(person, by=None, language="en")

    erase_person(one, by=None, reason="Asked for")

    other.refresh_from_db()
    assert (one.full_name, other.full_name) == ("Anne Green", "Anne Green")
    assert Person.objects.get(pk=one.pk).full_name == f"[{one.pk}]"
    assert [entry.subject for entry in LogEntry.objects.filter(verb="person.revised").order_by("pk")] == [
        f"[{one.pk}]",
        "Anne Green",
    ]


def test_mononym_is_taken_from_what_is_about_them_and_from_nothing_else() -> None:
    paris = city("Paris", "FR")
    person = actions.record_person(by=None, full_name="Paris")
    network.take_office(paris, person, by=None, title="Mayor", on=on("2015"), reason=WHY)
    network.open_profile(paris, by=None, reason=WHY)

    erase_person(person, by=None, reason="Asked for")

    subjects = list(LogEntry.objects.order_by("pk").values_list("verb", "subject"))
    assert subjects == [
        ("person.recorded", f"[{person.pk}]"),
        ("office.taken", "Paris"),
        ("profile.opened", "Paris"),
        ("person.erased", f"erased person {person.pk}"),
    ]
    assert city("Paris", "FR").name == "Paris"
    assert LogEntry.objects.get(verb="office.taken").changes["office"] == [None, f"[{person.pk}]"]


def test_nobody_is_erased_twice_and_nobody_erases_themselves() -> None:
    person = known()

    with pytest.raises(Refused, match="cannot erase yourself"):
        erase_person(person, by=User.objects.get(person=person), reason="x")
    erase_person(person, by=None, reason="x")
    with pytest.raises(Refused, match="erased already"):
        erase_person(person, by=None, reason="x")


def test_what_is_held_is_listed_before() -> None:
    found = {holding.what: holding.number for holding in holdings(known())}

    assert found["office"] == 1
    assert found["appointment"] == 1
    assert found["proposal"] >= 1
    assert found["log entry"] >= 5


def test_contact_details_need_owner_purpose_and_end() -> None:
    person = cast.person("Piet Smit")
    values: dict[str, Any] = {"email": "p@example.org", "phone": "", "held_by": "", "held_for": "", "held_until": None}

    with pytest.raises(Refused, match="a purpose and an end"):
        actions.set_contact(person, by=None, reason=WHY, **values)
    values |= {"held_by": "Ana", "held_for": "Forum", "held_until": dt.date(2020, 1, 1)}
    assert "email" in actions.set_contact(person, by=None, reason=WHY, **values)
    assert actions.set_contact(person, by=None, reason=WHY, **values) == {}
    assert "p@example.org" not in json.dumps(LogEntry.objects.first().changes)


def test_recorded_address_has_an_end_without_being_told() -> None:
    person = actions.record_person(by=cast.ana(), full_name="Piet Smit", email="p@example.org")

    assert (person.held_by, person.held_until) == ("Ana (sample)", timezone.localdate() + dt.timedelta(days=730))


def test_details_that_reached_their_end_are_removed_and_no_others() -> None:
    for name, until in (("Old", dt.date(2019, 6, 10)), ("Today", dt.date(2019, 6, 11)), ("New", dt.date(2020, 1, 1))):
        cast.person(name, email=f"{name}@example.org".casefold(), held_until=until)

    n = actions.purge_contacts(by=None, on=dt.date(2019, 6, 11))

    assert n == 1
    assert [person.email for person in Person.objects.order_by("pk")] == ["", "today@example.org", "new@example.org"]


def test_pages_are_for_officers(ana: Client, wen: Client, bram: Client, dana: Client, client: Client) -> None:
    person = cast.person("Piet Smit")
    places = [reverse("person_list"), reverse("person", args=[person.pk])]

    assert [ana.get(place).status_code for place in places] == [200, 200]
    for stranger in (wen, bram, dana, client):
        assert [stranger.get(place).status_code for place in places] == [404, 404]
        assert stranger.post(reverse("erase_person", args=[person.pk]), {"name": "Piet Smit"}).status_code == 404
        assert stranger.post(reverse("purge_contacts")).status_code == 404


def test_name_is_typed_once_more_before_somebody_is_erased(ana: Client) -> None:
    person = cast.person("Piet Smit")
    place = reverse("erase_person", args=[person.pk])

    wrong = ana.post(place, {"name": "Piet", "reason": "x"})
    right = ana.post(place, {"name": "Piet Smit", "reason": "Asked for"}, follow=True)

    assert (wrong.status_code, "This is not the name on record." in wrong.content.decode()) == (422, True)
    assert f"erased person {person.pk}" in right.content.decode()
    assert "Piet Smit" not in right.content.decode()


def test_list_finds_by_any_script_and_shows_what_has_ended(ana: Client) -> None:
    cast.person("高云", latin_name="Gao Yun", family_name="")
    cast.person("Piet Smit", email="p@example.org", held_until=dt.date(2019, 1, 1))

    def listed(**query: str) -> list[str]:
        return [one.full_name for one in ana.get(reverse("person_list"), query).context["page"]]

    assert (listed(q="gao"), listed(q="高云"), listed(ended="1")) == (["高云"], ["高云"], ["Piet Smit"])


def test_contact_details_are_set_on_the_page(ana: Client) -> None:
    person = cast.person("Piet Smit")
    typed = {
        "email": "p@example.org",
        "held_by": "Ana",
        "held_for": "Forum",
        "held_until": "2030-01-31",
        "reason": "Letter",
    }

    refused = ana.post(reverse("person", args=[person.pk]), {**typed, "held_for": ""})
    done = ana.post(reverse("person", args=[person.pk]), typed)

    assert (refused.status_code, done.status_code) == (409, 302)
    person.refresh_from_db()
    assert (person.email, person.held_until) == ("p@example.org", dt.date(2030, 1, 31))
