"""What the press release says must stand in the lists, and nothing that it does not say."""

from tests.sample.conftest import Lists

NAMED = {
    "Austin",
    "Daegu Metropolitan City",
    "Izmir",
    "Lodz",
    "Maastricht",
    "Merida",
    "Tallinn",
    "Tel Aviv-Yafo",
    "Vientiane",
}
SPEAKING = NAMED - {"Tallinn", "Vientiane"}


def guests(lists: Lists) -> list[dict[str, str]]:
    return [row for row in lists["organisations"] if (row["event"], row["role"]) == ("forum", "guest")]


def roles(lists: Lists, event: str) -> dict[str, str]:
    return {
        row["name"]: row["role"]
        for row in lists["organisations"]
        if row["event"] == event and row["role"] not in ("guest", "none")
    }


def test_forum_stands_first_and_inside_the_expo(lists: Lists) -> None:
    places = [(row["key"], row["part_of"], row["edition"], row["city"], row["zone"]) for row in lists["event"]]

    assert places == [
        ("forum", "expo", "", "Chengdu", "Asia/Shanghai"),
        ("expo", "", "5", "Chengdu", "Asia/Shanghai"),
        ("excom", "", "", "Seongnam", "Asia/Seoul"),
    ]


def test_announced_figures_are_the_expos_alone(lists: Lists) -> None:
    figures = {row["key"]: (row["people"], row["countries"], row["source"]) for row in lists["event"]}

    assert figures == {
        "forum": ("", "", ""),
        "expo": ("over 500", "22", "WeGO, press release of 13 June 2019"),
        "excom": ("", "", ""),
    }


def test_committee_has_a_month_and_no_day(lists: Lists) -> None:
    days = {row["key"]: (row["first_day"], row["last_day"]) for row in lists["event"]}

    assert days == {"forum": ("2019-06-13", "2019-06-14"), "expo": ("2019-06", ""), "excom": ("2019-10", "")}


def test_each_event_has_its_own_organisations(lists: Lists) -> None:
    assert roles(lists, "forum") == {"Chengdu": "host", "WeGO Secretariat": "supporter"}
    assert roles(lists, "expo") == {"Chengdu Municipal People’s Government": "organiser"}
    assert roles(lists, "excom") == {"Seongnam": "host"}


def test_guests_are_25_cities_with_an_agreement_and_not_members(lists: Lists) -> None:
    rows = guests(lists)

    assert len({row["name"] for row in rows}) == len(rows) == 25
    assert {row["kind"] for row in rows} == {"city"}
    assert {row["standing"] for row in rows} == {""}
    assert all(row["agreement"] and row["agreement_source"] for row in rows)
    assert {row["name"] for row in rows} >= NAMED


def test_guests_come_from_another_number_of_countries_than_the_expo(lists: Lists) -> None:
    assert len({row["country"] for row in guests(lists)}) == 21


def test_members_are_the_host_and_dujiangyan(lists: Lists) -> None:
    members = [
        (row["name"], row["standing"], row["founding"], row["member_since"])
        for row in lists["organisations"]
        if row["standing"] or row["founding"] or row["member_since"]
    ]

    assert members == [("Chengdu", "member", "yes", ""), ("Dujiangyan", "member", "", "")]


def test_mandates_are_the_regional_office_and_the_secretariat(lists: Lists) -> None:
    mandates = {
        row["name"]: (row["mandate"], row["mandate_since"], row["mandate_for"])
        for row in lists["organisations"]
        if row["mandate"]
    }

    assert mandates == {
        "Chengdu": ("regional office", "2013", "East Asia"),
        "WeGO Secretariat": ("secretariat", "", ""),
    }


def test_agreements_without_a_date_say_so(lists: Lists) -> None:
    undated = {row["name"]: row["agreement_source"] for row in guests(lists) if not row["agreed_on"]}

    assert set(undated) == (NAMED - {"Daegu Metropolitan City"}) | {"Baku", "Knoxville"}
    assert all("no date" in source or "no year" in source for source in undated.values())


def test_conflicting_agreements_name_the_preferred_source(lists: Lists) -> None:
    preferred = {row["name"]: row["agreed_on"] for row in guests(lists) if "preferred" in row["agreement_source"]}

    assert preferred == {"Bonn": "2009", "Montpellier": "1981"}


def test_speakers_of_the_cities_are_those_of_the_seven_named(lists: Lists) -> None:
    home = {row["name"]: row["organisation"] for row in lists["people"]}
    panels = [row for row in lists["sessions"] if row["kind"] == "plenary"]
    speakers = {home[name] for row in panels for name in row["speakers"].split("; ")}

    assert speakers == SPEAKING


def test_secretary_general_gives_the_keynote_and_goes_on_both_visits(lists: Lists) -> None:
    keynotes = [row["speakers"] for row in lists["sessions"] if row["kind"] == "keynote"]
    visits = {row["kind"]: "Kyong-yul Lee" in row["people"].split("; ") for row in lists["visits"]}

    assert keynotes == ["Kyong-yul Lee"]
    assert visits == {"exhibition": True, "study visit": True}


def test_secretary_general_has_two_meetings_outside_the_tables(lists: Lists) -> None:
    outside = [
        (row["from_person"], row["to"], row["day"], row["start"], row["end"]) for row in lists["requests"] if row["end"]
    ]

    assert outside == [
        ("Kyong-yul Lee", "Chengdu", "2019-06-13", "17:15", "17:45"),
        ("Kyong-yul Lee", "Dujiangyan", "2019-06-14", "17:00", "17:30"),
    ]


def test_only_the_secretary_general_is_real(lists: Lists) -> None:
    people = lists["people"] + lists["interpreters"]

    assert [row["name"] for row in people if row["sample"] != "yes"] == ["Kyong-yul Lee"]
    assert all(row["email"].endswith("@example.org") for row in people if row["sample"] == "yes")
