"""The sheets Event and Organisations: places, roles, standing, agreements, claims."""

from pathlib import Path

import pytest

from hansa.base.models import LogEntry
from hansa.delegations.models import Delegation
from hansa.events.models import Event, EventClaim, EventRole
from hansa.intake.fates import Report
from hansa.network.models import Agreement, AgreementClaim, Mandate, Membership, Network, Organization
from tests import cast
from tests.intake.books import EVENT, GUEST, HEAD, HOST, MAYOR, bring, fates, refusals

pytestmark = pytest.mark.django_db
OFFICE = {
    "Name": "WeGO Secretariat",
    "Country": "KR",
    "Kind": "association",
    "Role": "supporter",
    "Mandate": "secretariat",
}
MERIDA = {"Name": "Merida", "Role": "guest"}
YUCATAN, SPAIN = "3523349", "2513917"


def test_event_with_its_host_and_guest_is_recorded(tmp_path: Path) -> None:
    report = bring(tmp_path)

    event = Event.objects.get()
    assert (event.key, event.zone, str(event.city), event.starts_precision) == (
        "forum",
        "Asia/Shanghai",
        "Chengdu",
        "day",
    )
    assert [str(role) for role in EventRole.objects.all()] == ["Chengdu, host"]
    assert sorted((str(one), one.capacity) for one in Delegation.objects.all()) == [
        ("Chengdu", "host"),
        ("Maastricht", "guest"),
    ]
    assert fates(report, "Organisations") == ["created", "created"]
    assert not report.is_blocked


def test_same_workbook_twice_changes_nothing(tmp_path: Path) -> None:
    bring(tmp_path)
    entries = LogEntry.objects.count()

    report = bring(tmp_path)

    assert {str(row.fate) for row in report.rows} == {"unchanged"}
    assert report.is_idle
    assert LogEntry.objects.count() == entries


def test_dry_run_writes_nothing_and_says_the_same(tmp_path: Path) -> None:
    shown = bring(tmp_path, keep=False)

    assert (Event.objects.count(), Organization.objects.count(), LogEntry.objects.count()) == (0, 0, 0)
    assert shown.digest == bring(tmp_path).digest


def test_place_is_kept_beside_the_printed_name(tmp_path: Path) -> None:
    bring(
        tmp_path,
        Organisations=[HOST, {"Name": "Daegu Metropolitan City", "Country": "Korea", "Role": "guest"}],
        People=[],
    )

    daegu = Organization.objects.get(country="KR")
    assert (daegu.name, daegu.place, daegu.place_name, str(daegu)) == (
        "Daegu Metropolitan City",
        "1835329",
        "Daegu",
        "Daegu",
    )


def test_lodz_and_its_own_spelling_are_one_city(tmp_path: Path) -> None:
    bring(tmp_path, Organisations=[HOST, {"Name": "Lodz", "Role": "guest"}], People=[])

    report = bring(tmp_path, Organisations=[HOST, {"Name": "Łódź", "Role": "guest"}], People=[])

    assert fates(report, "Organisations") == ["unchanged", "unchanged"]
    assert list(Organization.objects.filter(country="PL").values_list("name", "place_name")) == [("Lodz", "Łódź")]


def test_two_rows_for_one_city_name_each_other(tmp_path: Path) -> None:
    rows = [HOST, {"Name": "Lodz", "Role": "guest"}, {"Name": "Łódź", "Role": "guest"}]

    report = bring(tmp_path, Organisations=rows, People=[])

    assert refusals(report) == [
        "Organisations 3: Name: Rows 3 and 4 are the same; delete one.",
        "Organisations 4: Name: Rows 4 and 3 are the same; delete one.",
    ]
    assert Organization.objects.count() == 0


def merida(report: Report) -> list[tuple[str, str]]:
    return [choice for question in report.questions().values() for choice in question.choices]


def test_merida_is_asked_and_nothing_is_applied(tmp_path: Path) -> None:
    report = bring(tmp_path, Organisations=[HOST, MERIDA], People=[{**HEAD, "Organisation": "Merida"}])

    assert fates(report, "Organisations") == ["created", "asked"]
    assert fates(report, "People") == ["created"]
    assert list(report.questions()) == ["merida|"]
    assert merida(report) == [
        (YUCATAN, "Mérida, Yucatán, Mexico"),
        ("3632308", "Mérida, Venezuela"),
        (SPAIN, "Mérida, Extremadura, Spain"),
        ("none", "none of these; keep it without a place"),
    ]
    assert Organization.objects.count() == 0


def test_answered_merida_is_not_asked_again(tmp_path: Path) -> None:
    bring(tmp_path, Organisations=[HOST, MERIDA], People=[], answers={"merida|": SPAIN})

    again = bring(tmp_path, Organisations=[HOST, MERIDA], People=[])

    taken = (
        "“Merida” is taken as Mérida, Extremadura, Spain, which is on record; write the country if another is meant."
    )
    assert again.rows[2].notes == [taken]
    assert list(Organization.objects.filter(name="Merida").values_list("place", "country")) == [(SPAIN, "ES")]
    assert fates(again, "Organisations") == ["unchanged", "unchanged"]


@pytest.mark.parametrize("hint", [{"Country": "MX"}, {"Place": YUCATAN}])
def test_merida_with_a_country_or_a_number_is_certain(tmp_path: Path, hint: dict[str, str]) -> None:
    bring(tmp_path, Organisations=[HOST, {**MERIDA, **hint}], People=[])

    assert list(Organization.objects.filter(name="Merida").values_list("place", "country")) == [(YUCATAN, "MX")]


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"Place": "1"}, "Place: There is no place with the number 1."),
        (
            {"Place": YUCATAN, "Country": "ES"},
            "Place: The place 3523349 is Mérida in MX, not in ES.",
        ),
        ({"Event": "gala"}, "There is no event “gala” in the sheet Event."),
    ],
)
def test_row_that_contradicts_itself_is_refused(tmp_path: Path, cells: dict[str, str], sentence: str) -> None:
    report = bring(tmp_path, Organisations=[HOST, {**MERIDA, "Country": "MX", **cells}], People=[])

    assert refusals(report) == [f"Organisations 3: {sentence}"]


def test_small_place_that_is_not_known_is_kept_with_a_note(tmp_path: Path) -> None:
    report = bring(tmp_path, Organisations=[HOST, {"Name": "Xyzzyville", "Country": "NL", "Role": "guest"}], People=[])

    assert report.rows[2].notes == [
        "No place of this name is known; it is kept without one. A GeoNames number in Place sets it."
    ]
    assert Organization.objects.get(name="Xyzzyville").place == ""


def test_government_is_not_taken_for_its_city(tmp_path: Path) -> None:
    body = {"Name": "Chengdu Municipal People’s Government", "Country": "CN", "Kind": "government", "Role": "organiser"}

    bring(tmp_path, Organisations=[HOST, body], People=[])

    assert dict(Organization.objects.values_list("name", "place")) == {"Chengdu": "1815286", body["Name"]: ""}


def test_secretariat_sets_up_the_network_in_which_others_stand(tmp_path: Path) -> None:
    host = {**HOST, "Standing in the network": "member", "Founding member": "yes", "Mandate": "regional office",
            "Mandate since": 2013, "Mandate for": "East Asia"}  # fmt: skip

    bring(tmp_path, Organisations=[host, OFFICE], People=[])

    assert str(Network.objects.get().secretariat) == "WeGO Secretariat"
    assert str(Network.objects.get()) == "WeGO"
    standing = Membership.objects.get()
    assert (str(standing), standing.founding, standing.started) == ("Chengdu, member", True, None)
    assert sorted((str(one), str(one.started)) for one in Mandate.objects.all()) == [
        ("Chengdu, regional office", "2013, year only"),
        ("WeGO Secretariat, secretariat", "None"),
    ]


def test_standing_without_a_network_is_refused(tmp_path: Path) -> None:
    report = bring(tmp_path, Organisations=[{**HOST, "Standing in the network": "member"}], People=[])

    assert refusals(report) == [
        "Organisations 2: No network is on record, or several are. "
        "Give its office the mandate secretariat in this sheet."
    ]


def test_change_of_standing_is_left_to_the_register(tmp_path: Path) -> None:
    cast.network()
    bring(tmp_path, Organisations=[{**HOST, "Standing in the network": "candidate"}], People=[])

    report = bring(tmp_path, Organisations=[{**HOST, "Standing in the network": "member"}], People=[])

    assert refusals(report) == [
        "Organisations 2: On record it is candidate. "
        "A change of standing has a day and is made in the register, not here."
    ]


def test_guest_does_not_become_a_member(tmp_path: Path) -> None:
    cast.network()

    bring(tmp_path)

    assert Membership.objects.count() == 0


def test_two_sources_of_one_agreement_are_both_kept(tmp_path: Path) -> None:
    agreed = {
        **GUEST,
        "Agreement with the host": "sister city",
        "Agreed on": "2012",
        "Source of the agreement": "List A",
    }
    bring(tmp_path, Organisations=[HOST, agreed])

    report = bring(
        tmp_path, Organisations=[HOST, {**agreed, "Agreed on": "2013-05", "Source of the agreement": "List B"}]
    )

    assert Agreement.objects.count() == 1
    assert [
        (one.source, one.started.isoformat(), one.is_preferred) for one in AgreementClaim.objects.order_by("pk")
    ] == [
        ("List A", "2012", True),
        ("List B", "2013-05", False),
    ]
    assert report.rows[2].changes == [["agreed on", "–", "May 2013"]]


def test_corrected_date_of_one_source_is_an_update(tmp_path: Path) -> None:
    agreed = {
        **GUEST,
        "Agreement with the host": "sister city",
        "Agreed on": "2012",
        "Source of the agreement": "List A",
    }
    bring(tmp_path, Organisations=[HOST, agreed])

    report = bring(tmp_path, Organisations=[HOST, {**agreed, "Agreed on": "2014"}])

    assert fates(report, "Organisations") == ["unchanged", "updated"]
    assert AgreementClaim.objects.get().started.isoformat() == "2014"


def test_figures_are_claims_of_the_event_that_they_are_said_of(tmp_path: Path) -> None:
    expo = {**EVENT, "Key": "expo", "Name": "Expo", "Kind": "expo", "First day": "2019-06", "Last day": None,
            "People as announced": "over 500", "Countries as announced": 22, "Source": "Release"}  # fmt: skip

    bring(tmp_path, Event=[{**EVENT, "Part of": "expo"}, expo])

    assert sorted(
        (one.event.key, one.measure, one.number, one.is_floor, one.source) for one in EventClaim.objects.all()
    ) == [
        ("expo", "countries", 22, False, "Release"),
        ("expo", "people", 500, True, "Release"),
    ]
    around = Event.objects.get(key="expo")
    assert Event.objects.get(key="forum").part_of == around
    assert (str(around.starts), str(around.ends_on)) == ("June 2019", "2019-06-30")


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"Time zone": "Asia/Shangai"}, "“Asia/Shangai” is no time zone. Did you mean Asia/Shanghai?"),
        ({"Time zone": "asia/shanghai"}, "“asia/shanghai” is no time zone. Did you mean Asia/Shanghai?"),
        ({"Time zone": "Asia/Pekin"}, "“Asia/Pekin” is no time zone. Write Continent/City, such as Asia/Shanghai."),
        ({"Time zone": "EST"}, "“EST” is no time zone. Write Continent/City, such as Asia/Shanghai."),
        ({"Part of": "forum"}, "An event cannot be part of itself."),
        ({"Part of": "gala"}, "There is no event “gala” for it to be part of."),
        ({"Last day": "2019-06-01"}, "The last day is before the first."),
        ({"People as announced": "many"}, "People as announced: “many” names no number."),
        ({"People as announced": "2.5 thousand"}, "People as announced: “2.5 thousand” names no number."),
        (
            {"People as announced": "over 9,000,000,000"},
            "People as announced: 9000000000 is too large a number; at most 100000000.",
        ),
    ],
)
def test_event_that_cannot_be_is_refused(tmp_path: Path, cells: dict[str, str], sentence: str) -> None:
    report = bring(tmp_path, Event=[{**EVENT, **cells}], People=[])

    assert [one.removeprefix("Part of: ") for one in report.rows[0].refusals] == [sentence]
    assert Event.objects.count() == 0


def test_empty_cells_leave_what_is_on_record(tmp_path: Path) -> None:
    bring(tmp_path, Event=[{**EVENT, "Venue": "Hall 1", "Edition": 5, "Name (fr)": "Le forum"}])

    report = bring(tmp_path, Event=[EVENT])

    event = Event.objects.get()
    assert fates(report, "Event") == ["unchanged"]
    assert (event.venue, event.edition, event.name["fr"]) == ("Hall 1", 5, "Le forum")


def test_changed_event_says_before_and_after(tmp_path: Path) -> None:
    bring(tmp_path, Event=[{**EVENT, "Venue": "Hall 1"}])

    report = bring(tmp_path, Event=[{**EVENT, "Venue": "Hall 2", "Last day": "2019-06-15"}])

    assert report.rows[0].changes == [["venue", "Hall 1", "Hall 2"], ["ends on", "2019-06-14", "2019-06-15"]]


def test_who_hosts_and_supports_comes_as_the_host(tmp_path: Path) -> None:
    rows = [{**HOST, "Role": "supporter"}, HOST, GUEST]
    bring(tmp_path, Organisations=rows, People=[MAYOR])

    report = bring(tmp_path, Organisations=rows, People=[MAYOR])

    assert Delegation.objects.get(organization__name="Chengdu").capacity == "host"
    assert report.is_idle
