"""Names are kept when they change; a focal point proposes, an officer decides, and nothing is overwritten unseen."""

import unicodedata

import pytest

from hansa.base.errors import Refused
from hansa.base.models import LogEntry
from hansa.network import actions
from hansa.network.models import FormerName, Organization, Proposal
from tests import cast
from tests.network.rows import WHY, city, last_entry, on

pytestmark = pytest.mark.django_db


def found(word: str) -> list[str]:
    return [one.name for one in Organization.objects.filter(search__contains=word)]


def test_renamed_city_keeps_its_old_name_and_is_found_by_it() -> None:
    astana = city("Astana", "KZ")

    actions.rename(astana, by=None, name="Nur-Sultan", on=on("2019-03-23"), reason=WHY)
    actions.rename(astana, by=None, name="Astana", on=on("2022-09-17"), reason=WHY)

    former = [(one.name, one.started and one.started.isoformat(), one.ended) for one in FormerName.objects.all()]
    assert former == [
        ("Astana", None, on("2019-03-22")),
        ("Nur-Sultan", "2019-03-23", on("2022-09-16")),
    ]
    assert (found("nur-sultan"), found("astana")) == (["Astana"], ["Astana"])
    assert last_entry() == (
        "organization.renamed",
        "Astana",
        {"name": ["Nur-Sultan", "Astana"], "day": [None, "2022-09-17"], "reason": [None, WHY]},
    )


def test_name_of_another_city_there_and_its_own_are_refused() -> None:
    city("Tallinn", "EE")
    tartu = city("Tartu", "EE")

    with pytest.raises(Refused, match="another organisation of that country"):
        actions.rename(tartu, by=None, name="Tallinn", on=on("2019"), reason=WHY)
    with pytest.raises(Refused, match="called Tartu already"):
        actions.rename(tartu, by=None, name=" Tartu ", on=on("2019"), reason=WHY)


def test_identity_is_exact_where_search_is_not() -> None:
    city("Muller", "DE")

    made = city("Müller", "DE")

    assert made.pk
    assert found("muller") == ["Muller", "Müller"]


def test_names_arrive_composed_and_are_found_without_marks() -> None:
    city(unicodedata.normalize("NFD", "서울"), "KR")  # decomposed, as a Mac types it
    city("Łódź", "PL")
    city("Đà Nẵng", "VN")
    city("Kahramanmaraş", "TR", own_name="Kahramanmaraş")

    assert (found("서울"), found("lodz"), found("da nang"), found("kahramanmaras")) == (
        ["서울"],
        ["Łódź"],
        ["Đà Nẵng"],
        ["Kahramanmaraş"],
    )


def test_place_brings_its_names_and_where_it_lies() -> None:
    daegu = city("Daegu Metropolitan City", "KR", place="1835329")

    assert (found("대구"), found("大邱")) == (["Daegu Metropolitan City"], ["Daegu Metropolitan City"])
    assert (round(daegu.latitude, 1), round(daegu.longitude, 1)) == (35.9, 128.6)


def test_identifier_names_one_organization() -> None:
    actions.identify(city(), by=None, scheme="Wikidata", value="Q1309")

    with pytest.raises(Refused, match="wikidata Q1309 is Maastricht already"):
        actions.identify(city("Tallinn", "EE"), by=None, scheme="wikidata", value="Q1309")


def test_profile_is_revised_by_field_and_logged_by_field() -> None:
    made = city()

    changes = actions.revise_profile(
        made, by=None, values={"profile.fr": "Ville", "own_name": "Mestreech", "website": ""}, reason=WHY
    )

    made.refresh_from_db()
    assert changes == {"profile.fr": ["", "Ville"], "own_name": ["", "Mestreech"]}
    assert (made.profile, made.own_name) == ({"fr": "Ville"}, "Mestreech")
    assert last_entry()[2] == {**changes, "reason": [None, WHY]}
    assert actions.revise_profile(made, by=None, values={"own_name": "Mestreech"}, reason=WHY) == {}


def test_themes_are_set_by_key() -> None:
    for key in ("mobility", "water"):
        actions.record_theme(by=None, key=key, name={"en": key.title()})

    actions.revise_profile(city(), by=None, values={"themes": "water mobility"}, reason=WHY)

    assert [theme.key for theme in city().themes.all()] == ["mobility", "water"]


def test_proposal_changes_nothing_until_it_is_accepted() -> None:
    bram = cast.bram()
    made = actions.propose_changes(city(), by=bram, values={"names.fr": "Maëstricht"}, reason="As printed")
    assert city().names == {}

    actions.accept_proposal(made, by=cast.ana())

    made.refresh_from_db()
    assert (city().names, made.state, str(made.decided_by)) == ({"fr": "Maëstricht"}, "accepted", "Ana (sample)")
    assert [entry.verb for entry in LogEntry.objects.all()] == ["proposal.accepted", "proposal.made"]


def test_proposal_is_not_accepted_over_a_newer_change() -> None:
    made = actions.propose_changes(city(), by=cast.bram(), values={"website": "https://a.example"}, reason="")
    actions.revise_profile(city(), by=None, values={"website": "https://b.example"}, reason=WHY)

    with pytest.raises(Refused, match="changed since this was proposed: website"):
        actions.accept_proposal(made, by=cast.ana())

    assert (city().website, Proposal.objects.get().state) == ("https://b.example", "waiting")


def test_proposal_is_decided_once() -> None:
    made = actions.propose_changes(city(), by=cast.bram(), values={"website": "https://a.example"}, reason="")
    actions.decline_proposal(made, by=cast.ana(), reason="Not reachable")

    with pytest.raises(Refused, match="decided already: declined"):
        actions.accept_proposal(made, by=cast.ana())
    with pytest.raises(Refused, match="Nothing differs"):
        actions.propose_changes(city(), by=cast.bram(), values={"website": ""}, reason="")

    assert Proposal.objects.get().answer == "Not reachable"


def test_profile_opens_and_closes() -> None:
    made = actions.open_profile(city(), by=None, reason=WHY)
    assert made.profile_opened_at is not None

    with pytest.raises(Refused, match="open already"):
        actions.open_profile(made, by=None, reason=WHY)
    assert actions.close_profile(made, by=None, reason=WHY).profile_opened_at is None
