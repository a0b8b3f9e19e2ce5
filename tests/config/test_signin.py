"""Sign-in by a code sent to an address on record."""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client

from hansa.people.models import User
from tests import cast

SIGN_IN = "/en/accounts/sign-in/"
CODE = "/en/accounts/sign-in/code/"


@pytest.fixture(autouse=True)
def no_earlier_attempts(db: None) -> None:
    cache.clear()


def ask_for_code(client: Client, email: str, language: str = "en") -> str:
    """Ask as a person would; the code out of the last letter, "" where none was sent."""
    mail.outbox.clear()
    client.post(SIGN_IN.replace("/en/", f"/{language}/"), {"email": email})
    found = re.search(r"^\s*([A-Z0-9-]{5,})\s*$", mail.outbox[-1].body, re.MULTILINE) if mail.outbox else None
    return found.group(1) if found else ""


def test_sign_in_with_the_code_of_the_letter() -> None:
    cast.ana()
    client = Client()

    code = ask_for_code(client, "ANA@Example.org")
    answer = client.post(CODE, {"code": code}, follow=True)

    assert answer.redirect_chain[-1][0] == "/en/"
    assert "Ana (sample)" in answer.text


def test_sign_in_with_a_wrong_code_is_told_and_refused() -> None:
    cast.ana()
    client = Client()
    ask_for_code(client, "ana@example.org")

    answer = client.post(CODE, {"code": "WRONG1"})

    assert "That is not the code of the last letter" in answer.text
    assert "_auth_user_id" not in client.session


def test_sign_in_with_three_wrong_codes_asks_for_a_new_one() -> None:
    cast.ana()
    client = Client()
    code = ask_for_code(client, "ana@example.org")

    for _attempt in range(3):
        client.post(CODE, {"code": "WRONG1"})
    client.post(CODE, {"code": code})

    assert "_auth_user_id" not in client.session


def test_sign_in_does_not_say_who_is_on_record() -> None:
    cast.ana()
    known, stranger = Client(), Client()

    of_known = known.post(SIGN_IN, {"email": "ana@example.org"}, follow=True)
    of_stranger = stranger.post(SIGN_IN, {"email": "nobody@example.org"}, follow=True)

    token = r'csrfmiddlewaretoken" value="\w+"'
    assert re.sub(token, "", of_known.text) == re.sub(token, "", of_stranger.text)
    assert len(mail.outbox) == 1
    assert User.objects.count() == 1


def test_code_signs_in_once() -> None:
    cast.ana()
    client = Client()
    code = ask_for_code(client, "ana@example.org")
    client.post(CODE, {"code": code})
    client.post("/en/accounts/sign-out/")

    client.post(CODE, {"code": code})

    assert "_auth_user_id" not in client.session


def test_code_of_another_visit_does_not_sign_in() -> None:
    cast.ana()
    code = ask_for_code(Client(), "ana@example.org")
    other = Client()
    other.post(SIGN_IN, {"email": "nobody@example.org"})

    other.post(CODE, {"code": code})

    assert "_auth_user_id" not in other.session


def test_new_code_is_sent_on_asking_again_and_makes_the_old_one_worthless() -> None:
    cast.ana()
    client = Client()
    old = ask_for_code(client, "ana@example.org")

    client.post("/en/accounts/sign-out/", {"next": SIGN_IN})
    new = ask_for_code(client, "ana@example.org")
    client.post(CODE, {"code": old})
    by_old = "_auth_user_id" in client.session
    client.post(CODE, {"code": new})

    assert not by_old
    assert "_auth_user_id" in client.session


def test_fourth_letter_within_a_minute_is_refused_alike_for_known_and_unknown() -> None:
    cast.ana()

    told = {
        email: [Client().post(SIGN_IN, {"email": email}).status_code for _letter in range(4)]
        for email in ("ana@example.org", "nobody@example.org")
    }

    assert told["ana@example.org"] == told["nobody@example.org"]
    assert len(mail.outbox) == 3


def test_one_network_address_asks_for_twenty_letters_a_minute() -> None:
    statuses = [Client().post(SIGN_IN, {"email": f"p{number}@example.org"}).status_code for number in range(21)]

    assert statuses == [302] * 20 + [200]


def test_one_network_address_tries_ten_passkeys_a_minute() -> None:
    answers = [Client().post("/en/accounts/sign-in/passkey/", {"credential": "{}"}) for _attempt in range(11)]

    assert [answer.status_code for answer in answers] == [302] * 10 + [429]
    assert "Wait a few minutes, then try again." in answers[-1].text


def test_sign_in_of_a_closed_account_is_refused() -> None:
    ana = cast.ana()
    ana.is_active = False
    ana.save()
    client = Client()

    code = ask_for_code(client, "ana@example.org")
    client.post(CODE, {"code": code})

    assert "_auth_user_id" not in client.session


@pytest.mark.parametrize("address", ["signup/", "password/reset/", "email/", "login/", "password/change/"])
def test_other_pages_of_the_library_do_not_exist(address: str) -> None:
    assert Client().get(f"/en/accounts/{address}").status_code == 404


def test_sign_out_only_by_post(ana: Client) -> None:
    ana.get("/en/accounts/sign-out/")
    still = "_auth_user_id" in ana.session

    ana.post("/en/accounts/sign-out/")

    assert still
    assert "_auth_user_id" not in ana.session


def test_language_changes_the_page_and_stays() -> None:
    client = Client()

    answer = client.post("/language/", {"language": "ar", "next": "/en/accounts/sign-in/"})

    assert answer.headers["Location"] == "/ar/accounts/sign-in/"
    assert client.get("/").headers["Location"] == "/ar/"


@pytest.mark.parametrize("target", ["https://elsewhere.example/", "//elsewhere.example/x", "javascript:alert(1)"])
def test_language_never_leads_elsewhere(target: str) -> None:
    answer = Client().post("/language/", {"language": "fr", "next": target})

    assert answer.headers["Location"] == "/"
