"""Maps, figures, changes, terms and seats as pages; what the register lends to the first page."""

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from hansa.base.dates import PartialDate
from hansa.network import actions
from hansa.network.atlas import HEIGHT, WIDTH, bow, land, on_map
from hansa.network.maps import Place, points
from hansa.network.terms import A_DAY
from tests import cast
from tests.network.rows import WHY, city, member, on

pytestmark = pytest.mark.django_db


def world() -> None:
    for name, country, place in (("Seoul", "KR", "1835848"), ("Suva", "FJ", "2198148"), ("Lisbon", "PT", "2267057")):
        made = city(name, country, place=place)
        actions.admit(cast.network(), made, actions.Terms(), by=None, on=on("2012"), reason=WHY)
    member("Nowhere", "FR", "2012")
    parties = [city("Seoul"), city("Lisbon")]
    actions.record_agreement(by=None, kind="friendship", parties=parties, on=on("1999"), source="A list")


def test_places_lie_within_the_drawing() -> None:
    corners = [on_map(latitude, longitude) for latitude in (78.2, 0.0, -54.8) for longitude in (-180.0, 0.0, 180.0)]

    assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in corners)
    assert on_map(0, 0) == (500.0, 241.4)
    assert bow((10, 10), (20, 10)) == bow((20, 10), (10, 10)) == "M10 10Q15 7.8 20 10"


def test_land_is_one_path_without_anything_else() -> None:
    assert land()[0] == "M"
    assert land()[-1] == "z"
    assert set(land()) <= set("Mlz0123456789.- ")


def test_labels_stand_where_they_run_into_nothing() -> None:
    crowd = [Place(at, f"City {at}", "NL", 50 + at / 10, 4 + at / 10) for at in range(30)]

    found = points(crowd, marked={7})

    assert found[0].place.pk == 7
    assert found[0].label == "City 7"
    assert 0 < sum(1 for point in found if point.label) < 30


def test_map_shows_members_with_links_and_the_same_as_a_list(client: Client) -> None:
    world()

    page = client.get(reverse("network_map"), {"on": "2019"}).content.decode()

    assert page.count("<circle class=") == 3
    assert f'<a href="{reverse("organization", args=[city("Suva").pk])}" aria-label="Suva, Fiji">' in page
    assert "1 member has no place on record and is only in the list." in page
    assert 'role="img"' not in page
    assert page.count('<ul class="columns">') == 1


def test_web_shows_agreements_of_a_day_as_lines_and_as_a_table(client: Client) -> None:
    world()

    now = client.get(reverse("agreements_web")).content.decode()
    before = client.get(reverse("agreements_web"), {"on": "1998"}).content.decode()

    assert now.count('class="way"') == 1
    assert "Lisbon – Seoul: friendship agreement" in now
    assert before.count('class="way"') == 0
    assert "proposed" in before


@pytest.mark.parametrize(
    ("query", "n"), [({"q": "seoul"}, 1), ({"q": "suva"}, 0), ({"kind": "sister city"}, 0), ({"kind": "x"}, 1)]
)
def test_web_is_narrowed(query: dict, n: int, client: Client) -> None:
    world()

    assert len(client.get(reverse("agreements_web"), query).context["table"]) == n


def test_figures_say_definition_and_day(client: Client) -> None:
    world()

    page = client.get(reverse("register_figures"), {"on": "2019"}).content.decode()

    assert "Figures on 31 December 2019" in page
    assert "members and associates, suspended ones included" in page
    assert '<a href="/en/register/?region=142&amp;on=2019">Asia</a>' in page
    assert "31 December 2013" in page


def test_changes_are_told_between_two_days(client: Client) -> None:
    world()

    page = client.get(reverse("register_changes"), {"from": "2012", "to": "2013"}).content.decode()
    wrong = client.get(reverse("register_changes"), {"from": "2013", "to": "2011"}).content.decode()

    assert "4 changes" in page
    assert "The second day lies before the first." in wrong


def test_terms_are_for_officers(ana: Client, bram: Client, client: Client) -> None:
    soon = PartialDate(timezone.localdate() + 30 * A_DAY)
    actions.take_office(city(), cast.person("Piet Smit"), by=None, title="Mayor", on=on("2010"), until=soon, reason=WHY)

    page = ana.get(reverse("terms_ending")).content.decode()

    assert "Mayor: Piet Smit (sample) leaves office" in page
    assert [one.get(reverse("terms_ending")).status_code for one in (bram, client)] == [404, 404]


def test_seats_page_shows_vacancies_and_quotas(client: Client) -> None:
    actions.set_up_seat(
        cast.network(), by=None, kind="executive committee", title="Seat 1", region="142", on=on("2010"), reason=WHY
    )

    page = client.get(reverse("seats")).content.decode()

    assert "vacant" in page
    assert '<th scope="row">Asia</th><td>executive committee</td><td class="num" data-label="seats">1</td>' in page
    assert "Set up a seat" not in page


def test_first_page_has_the_figure_and_what_waits(ana: Client) -> None:
    member()
    soon = PartialDate(timezone.localdate() + 30 * A_DAY)
    actions.take_office(city(), cast.person("Piet Smit"), by=None, title="Mayor", on=on("2010"), until=soon, reason=WHY)
    actions.propose_changes(city(), by=cast.bram(), values={"website": "https://a.example"}, reason="")

    page = ana.get("/en/").content.decode()

    assert "member of the network <span>members and associates today, suspended ones included</span>" in page
    assert f'<a href="{reverse("proposals")}">1 proposed change waits</a>' in page
    assert "1 term ends within ninety days" in page


def test_first_page_of_a_focal_point_has_none_of_it(bram: Client) -> None:
    actions.propose_changes(city(), by=cast.bram(), values={"website": "https://a.example"}, reason="")

    page = bram.get("/en/").content.decode()

    assert "proposed change" not in page
    assert "members of the network" not in page
