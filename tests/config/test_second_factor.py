"""A second factor for officers: who is led to set one up, what opens then, what stays shut."""

import re
from typing import Any

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.core.cache import cache
from django.core.management import CommandError, call_command
from django.test import Client

from hansa.people.models import User
from tests import cast
from tests.config.test_signin import CODE, ask_for_code
from tests.conftest import signed_in

MINE = "/en/accounts/mine/"
SECOND = "/en/accounts/sign-in/second/"
SECRET = "JBSWY3DPEHPK3PXP"


@pytest.fixture(autouse=True)
def asked_for(db: None, settings: Any) -> None:
    cache.clear()
    settings.SECOND_FACTOR = True


def app_code(secret: str = SECRET) -> str:
    """What the app shows now."""
    counters = list(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(secret, counters[len(counters) // 2]))


def by_letter(user: User) -> Client:
    """A visit that has given the letter's code."""
    client = Client()
    client.post(CODE, {"code": ask_for_code(client, user.email)})
    return client


def is_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("who", ["ana", "wen"])
def test_officer_without_a_factor_is_led_to_set_one_up(who: str) -> None:
    client = by_letter(getattr(cast, who)())

    answers = [client.get("/en/"), client.get("/en/register/"), client.post("/en/register/organizations/new/")]

    assert [answer.headers.get("Location") for answer in answers[:2]] == [MINE, MINE]
    assert "Your duty needs a second key." in client.get(MINE).text
    assert client.get("/en/events/", headers={"HX-Request": "true"}).headers["HX-Redirect"] == MINE


@pytest.mark.parametrize("who", ["bram", "dana"])
def test_others_need_no_factor(who: str) -> None:
    client = by_letter(getattr(cast, who)())

    assert client.get("/en/").status_code == 200
    assert "Your duty needs a second key." not in client.get(MINE).text


def test_setting_off_asks_nobody(settings: Any) -> None:
    settings.SECOND_FACTOR = False

    assert by_letter(cast.ana()).get("/en/").status_code == 200


@pytest.mark.django_db(transaction=True)
def test_setting_up_an_app_opens_the_rooms_and_shows_the_recovery_codes_once() -> None:
    client = by_letter(cast.ana())
    secret = re.search(r"<code dir=\"ltr\">(\w+)</code>", client.get(f"{MINE}app/").text)
    assert secret is not None

    answer = client.post(f"{MINE}app/", {"code": app_code(secret.group(1))}, follow=True)
    again = client.get(f"{MINE}recovery-codes/")

    assert answer.redirect_chain == [(f"{MINE}recovery-codes/", 302)]
    assert len(re.findall(r"\b\d{8}\b", answer.text)) == 10
    assert "They were shown once" in again.text
    assert re.findall(r"\b\d{8}\b", again.text) == []
    assert client.get("/en/").status_code == 200


def test_letter_then_app() -> None:
    ana = cast.ana()
    TOTP.activate(ana, SECRET)
    client = by_letter(ana)
    was_in = is_in(client)

    client.post(SECOND, {"code": app_code()})

    assert not was_in
    assert is_in(client)
    assert client.get("/en/").status_code == 200


def test_code_of_the_app_is_good_once() -> None:
    ana = cast.ana()
    TOTP.activate(ana, SECRET)
    code = app_code()
    first, second = by_letter(ana), by_letter(ana)

    first.post(SECOND, {"code": code})
    second.post(SECOND, {"code": code})

    assert [is_in(first), is_in(second)] == [True, False]


def test_recovery_code_is_good_once() -> None:
    ana = cast.ana()
    TOTP.activate(ana, SECRET)
    code = RecoveryCodes.activate(ana).get_unused_codes()[0]
    first, second = by_letter(ana), by_letter(ana)

    first.post(SECOND, {"code": code})
    second.post(SECOND, {"code": code})

    assert [is_in(first), is_in(second)] == [True, False]


def test_sixth_wrong_code_of_the_app_shuts_out_even_the_right_one() -> None:
    ana = cast.ana()
    TOTP.activate(ana, SECRET)
    client = by_letter(ana)

    for _attempt in range(6):
        client.post(SECOND, {"code": "000000"})
    client.post(SECOND, {"code": app_code()})

    assert not is_in(client)


def test_visit_from_before_the_factor_must_show_it() -> None:
    """Whoever reads the mailbox and signed in first does not keep what the owner has shut since."""
    ana = cast.ana()
    earlier = by_letter(ana)
    TOTP.activate(ana, SECRET)

    shut = earlier.get("/en/register/")
    earlier.post(shut.headers["Location"], {"code": app_code()})

    assert shut.headers["Location"] == f"{MINE}again/?next=%2Fen%2Fregister%2F"
    assert earlier.get("/en/register/").status_code == 200


def test_changing_factors_asks_for_one() -> None:
    ana = cast.ana()
    TOTP.activate(ana, SECRET)
    client = signed_in(ana)

    for page in ("app/remove/", "passkeys/add/", "recovery-codes/new/"):
        assert client.get(f"{MINE}{page}").headers["Location"].startswith(f"{MINE}again/?next="), page


def test_officer_who_removes_the_last_factor_is_led_to_set_one_up() -> None:
    ana = cast.ana()
    TOTP.activate(ana, SECRET)
    client = signed_in(ana)
    client.post(f"{MINE}again/?next={MINE}", {"code": app_code()})

    client.post(f"{MINE}app/remove/")

    assert list(Authenticator.objects.all()) == []
    assert client.get("/en/").headers["Location"] == MINE
    assert [one for one in client.session[AUTHENTICATION_METHODS_SESSION_KEY] if one["method"] == "mfa"] == []


def test_passkey_of_another_does_not_exist() -> None:
    key = Authenticator.objects.create(user=cast.ana(), type="webauthn", data={"name": "Key", "credential": {}})
    client = signed_in(cast.dana())

    assert client.post(f"{MINE}passkeys/{key.pk}/remove/").status_code == 404
    assert Authenticator.objects.count() == 1


@pytest.mark.parametrize("credential", ["", "null", "[]", "{}", '{"response": {}}', "nonsense"])
def test_passkey_that_is_none_is_refused_in_the_same_words(credential: str) -> None:
    client = Client()
    client.get("/en/accounts/sign-in/passkey/", headers={"Accept": "application/json"})

    answer = client.post("/en/accounts/sign-in/passkey/", {"credential": credential})

    assert answer.headers["Location"] == "/en/accounts/sign-in/"
    assert not is_in(client)


def test_forget_factors_lets_the_owner_set_up_anew() -> None:
    ana = cast.ana()
    TOTP.activate(ana, SECRET)
    client = signed_in(ana)

    call_command("forget_factors", "ANA@example.org")

    assert not is_in(client)
    assert by_letter(ana).get("/en/").headers["Location"] == MINE


def test_forget_factors_of_nobody_says_so() -> None:
    with pytest.raises(CommandError, match=r"No account has the address x@example\.org"):
        call_command("forget_factors", "x@example.org")
