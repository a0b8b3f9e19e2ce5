"""A passkey from end to end, with Chromium's own virtual authenticator, under the page's own policy."""

from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.core.cache import cache
from playwright.sync_api import BrowserContext, Page, expect
from pytest_django.live_server_helper import LiveServer

from tests import cast
from tests.browser.conftest import axe_findings, overflow
from tests.conftest import signed_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def site(live_server: LiveServer, context: BrowserContext, page: Page, settings: Any) -> str:
    """The site under a name that a passkey may belong to, in a browser that has an authenticator."""
    cache.clear()
    settings.SECOND_FACTOR = True
    address = f"http://localhost:{live_server.url.rsplit(':', 1)[1]}"
    tools = context.new_cdp_session(page)
    tools.send("WebAuthn.enable")
    options = {
        "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
        "isUserVerified": True, "automaticPresenceSimulation": True,
    }  # fmt: skip
    tools.send("WebAuthn.addVirtualAuthenticator", {"options": options})
    session = signed_in(cast.ana()).cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": session, "url": address}])
    return address


def test_officer_adds_a_passkey_and_signs_in_by_it(page: Page, site: str) -> None:
    page.goto(f"{site}/en/register/")
    expect(page.get_by_text("Your duty needs a second key.")).to_be_visible()
    assert axe_findings(page) == []

    page.get_by_role("link", name="Add a passkey").click()
    assert axe_findings(page) == []
    page.get_by_label("Name").fill("Office laptop")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("heading", name="Recovery codes", level=1)).to_be_visible()
    page.get_by_role("link", name="I have kept them").click()
    expect(page.get_by_role("rowheader", name="Office laptop")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()

    page.goto(f"{site}/en/accounts/sign-in/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", name="Today", level=1)).to_be_visible()

    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{site}/ar/accounts/mine/")
    assert axe_findings(page) == []
    assert overflow(page) == 0


def test_passkey_of_a_closed_account_is_refused(page: Page, site: str) -> None:
    page.goto(f"{site}/en/accounts/mine/passkeys/add/")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("heading", name="Recovery codes", level=1)).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    ana = Authenticator.objects.filter(type="webauthn").get().user
    ana.is_active = False
    ana.save()

    page.goto(f"{site}/en/accounts/sign-in/")
    page.get_by_role("button", name="Sign in with a passkey").click()

    expect(page.get_by_role("heading", name="This account is closed")).to_be_visible()
