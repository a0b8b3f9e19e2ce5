"""What a focal point finds on the first page: the way to their own delegations, and to nobody else's."""

from django.test import Client

from tests import cast


def test_focal_point_finds_their_delegation_and_its_diary(bram: Client) -> None:
    own, other = cast.delegation("Maastricht"), cast.delegation("Tallinn")

    text = bram.get("/en/").text

    assert f"/en/events/forum/diaries/{own.pk}/" in text
    assert f"/en/events/forum/delegations/{own.pk}/" in text
    assert f"/diaries/{other.pk}/" not in text


def test_officer_and_an_account_without_duty_find_none(ana: Client, dana: Client) -> None:
    cast.delegation("Maastricht")

    assert "Your delegations" not in ana.get("/en/").text
    assert "Your delegations" not in dana.get("/en/").text
