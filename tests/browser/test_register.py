"""The register in a real browser: search as one types, an edit with its history, the directory in French and Arabic."""

import pytest
from django.conf import settings
from django.urls import reverse
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from hansa.network import actions
from hansa.network.models import Organization
from tests import cast
from tests.browser.conftest import axe_findings, overflow
from tests.conftest import signed_in
from tests.network.rows import WHY, city, member, on

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def seoul(transactional_db: None) -> Organization:
    """A member with a mayor, an agreement and names and profile in French and Arabic; and two others."""
    made = member("Seoul", "KR", "2010-09-07", category="full", founding=True).organization
    names = {"fr": "Séoul", "ar": "سول"}
    actions.revise_organization(made, by=None, names=names, own_name="서울특별시", own_language="ko")
    Organization.objects.filter(pk=made.pk).update(latitude=37.6, longitude=127.0)
    other = member("Łódź", "PL", "2012").organization
    member("Tunis", "TN", "2014")
    actions.take_office(made, cast.person("박서연", language="ko"), by=None, title="시장", on=on("2018"), reason=WHY)
    actions.record_agreement(by=None, kind="friendship", parties=[made, other], on=on("2015"), source="A list")
    profile = {"profile.fr": "Une ville au bord du Han.", "profile.ar": "مدينة على نهر هان."}
    actions.revise_profile(city("Seoul"), by=None, values=profile, reason=WHY)
    return actions.open_profile(city("Seoul"), by=None, reason=WHY)


@pytest.fixture
def officer(transactional_db: None, context: BrowserContext, live_server: LiveServer) -> None:
    cookie = signed_in(cast.ana()).cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])


def test_list_narrows_while_one_types_and_the_address_follows(page: Page, seoul: Organization) -> None:
    page.goto("/en/register/")
    rows = page.locator("#rows tbody tr")
    expect(rows).to_have_count(3)

    page.get_by_label("Search in any script").press_sequentially("lodz", delay=20)
    expect(rows).to_have_count(1)
    page.reload()

    expect(rows).to_have_count(1)
    expect(page.get_by_role("link", name="Łódź")).to_be_visible()
    page.get_by_label("Drop the filter: what holds").click()
    expect(rows).to_have_count(3)


def test_filter_is_chosen_by_keyboard(page: Page, seoul: Organization) -> None:
    page.goto("/en/register/")
    page.get_by_text("Filters and columns").press("Enter")

    page.locator("#id_region").select_option(label="Europe")

    expect(page.locator("#rows tbody tr")).to_have_count(1)
    expect(page.locator(".filters")).to_contain_text("region Europe")


def test_edit_with_its_day_reason_and_history(page: Page, seoul: Organization, officer: None) -> None:
    page.goto(reverse("organization", args=[seoul.pk]))
    page.get_by_role("link", name="Suspend").click()

    page.get_by_label("First day").fill("March 2019")
    page.get_by_label("Reason, for the log").fill("Fee unpaid")
    page.get_by_role("button", name="Suspend").click()

    expect(page.get_by_text("Suspended since March 2019.")).to_be_visible()
    newest = page.locator(".lines.log > li").first
    expect(newest).to_contain_text("suspended Seoul")
    expect(newest).to_contain_text("reason: Fee unpaid")
    expect(newest).to_contain_text("Ana (sample)")


def test_name_of_an_organization_is_offered_while_one_types(page: Page, seoul: Organization, officer: None) -> None:
    seat = actions.set_up_seat(cast.network(), by=None, kind="vice-president", title="1", reason=WHY)
    page.goto(reverse("give_seat", args=[seat.pk]))

    page.get_by_label("Organisation").press_sequentially("서울", delay=20)

    expect(page.locator("#organization-names option")).to_have_attribute("value", "Seoul, South Korea")


@pytest.mark.parametrize(
    ("language", "name", "profile"),
    [("fr", "Séoul", "Une ville au bord du Han."), ("ar", "سول", "مدينة على نهر هان.")],
)
def test_public_directory_speaks_the_readers_language(
    page: Page, seoul: Organization, language: str, name: str, profile: str
) -> None:
    page.goto(f"/{language}/register/")

    page.get_by_role("link", name=name, exact=True).click()

    expect(page.locator("h1")).to_contain_text(name)
    expect(page.get_by_text(profile)).to_be_visible()
    assert page.locator("html").get_attribute("dir") == ("rtl" if language == "ar" else "ltr")
    assert overflow(page) == 0


def test_map_is_walked_by_keyboard(page: Page, seoul: Organization) -> None:
    page.goto("/en/register/map/")

    page.locator(".map a").first.focus()
    page.keyboard.press("Enter")

    expect(page.locator("h1")).to_contain_text("Seoul")


@pytest.mark.parametrize(("language", "width"), [("en", 1280), ("ar", 390)])
def test_pages_fit_and_can_be_read_by_everybody(
    page: Page, seoul: Organization, officer: None, language: str, width: int
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    own = (f"{seoul.pk}/", f"{seoul.pk}/profile/")
    wrong = {}

    for address in ("", *own, "map/", "agreements/", "figures/", "seats/", "changes/"):
        page.goto(f"/{language}/register/{address}")
        found = axe_findings(page) + ([f"{overflow(page)} px too wide"] if overflow(page) else [])
        if found:
            wrong[address] = found

    assert wrong == {}
