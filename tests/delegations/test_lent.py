"""What delegations lend to other pages: participants as far as published, figures, what waits, the rows of rooms."""

import re

import pytest
from django.test import Client
from django.utils import timezone

from hansa.delegations.models import Delegation
from hansa.events.models import Event
from tests import cast

pytestmark = pytest.mark.django_db
EVENT = "/en/events/forum/"


def text_of(response) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def some_come() -> None:
    cast.organization("Tallinn", country="EE")
    cast.delegate("Maastricht", "Marijke Anders", title="Alderwoman")
    cast.delegate("Tallinn", "Märt Õunapuu", role="delegate")
    cast.organization("Eindhoven", country="NL")
    cast.delegation("Eindhoven")
    cast.organization("A guild", kind="association", country="DE")
    cast.delegation("A guild")
    cast.organization("Linz", country="AT")
    cast.delegation("Linz", withdrawn_on=timezone.localdate())
    cast.delegation("Chengdu", capacity="host")


def test_participants_are_kept_from_the_public_until_published(client: Client, wen: Client):
    some_come()

    before, office = text_of(client.get(EVENT)), text_of(wen.get(EVENT))
    Event.objects.update(participants_published_at=timezone.now())
    after = text_of(client.get(EVENT))

    assert "Marijke Anders" not in before
    assert "The participants are not published yet." in before
    assert "Marijke Anders (sample) Alderwoman" in office
    assert "Marijke Anders (sample) Alderwoman" in after
    assert "Märt" not in after  # of a delegation only its head is published
    assert "Linz" not in after


def test_the_count_of_cities_has_its_definition_beside_it_and_is_right(client: Client):
    some_come()
    Event.objects.update(participants_published_at=timezone.now())

    page = text_of(client.get(EVENT))

    # Neither the host, nor the guild, nor the one that withdrew; two of the three lie in one country.
    assert "3 cities send a delegation (guests of the host, not withdrawn)" in page
    assert "they lie in 2 countries, counted by city" in page


def test_figures_are_counted_live_for_those_who_manage(wen: Client, bram: Client):
    some_come()

    before = text_of(wen.get("/en/"))
    Delegation.objects.filter(organization__name="Tallinn").update(withdrawn_on=timezone.localdate())
    after = text_of(wen.get(EVENT))

    assert "cities send a delegation guests of the host, not withdrawn 3" in before
    assert "people come all delegations, not withdrawn 2" in before
    assert "cities send a delegation guests of the host, not withdrawn 2" in after
    assert "country of those cities one each, by city 1" in after
    assert "cities send a delegation guests" not in text_of(bram.get("/en/"))


def test_what_is_missing_waits_for_the_officer_and_for_the_focal_point(wen: Client, bram: Client, chidi: Client):
    cast.delegate("Maastricht")
    cast.delegate("Tallinn", role="delegate", arrives_at=cast.at("2019-06-12 09:00"))

    office, focal, done = (text_of(visitor.get("/en/")) for visitor in (wen, bram, chidi))

    assert "1 delegation has no head Tallinn" in office
    assert "1 delegate has no arrival" in office
    assert "1 of your people has no arrival" in focal
    assert "has no head" not in focal
    assert "Nothing waits for you." in done


def test_the_rooms_lead_to_what_one_may_enter(client: Client, dana: Client, bram: Client, wen: Client):
    own = cast.delegate("Maastricht").delegation

    assert f'<a href="{EVENT}delegations/">Delegations</a>' in wen.get("/en/").content.decode()
    assert f'<a href="{EVENT}delegations/{own.pk}/">My delegation</a>' in bram.get("/en/").content.decode()
    for stranger in (client, dana):
        assert "/delegations/" not in stranger.get("/en/").content.decode()


def test_the_letterhead_says_the_duty_of_whoever_reads(bram: Client, dana: Client):
    assert "Bram (sample), focal point, Maastricht ·" in text_of(bram.get("/en/"))
    assert "Dana (sample) ·" in text_of(dana.get("/en/"))
