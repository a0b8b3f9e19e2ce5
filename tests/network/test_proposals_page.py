"""A focal point proposes on a page, an officer decides on another."""

import pytest
from django.test import Client
from django.urls import reverse

from hansa.network import actions
from hansa.network.models import Proposal
from tests import cast
from tests.network.rows import WHY, city

pytestmark = pytest.mark.django_db


def proposed() -> Proposal:
    return actions.propose_changes(city(), by=cast.bram(), values={"website": "https://a.example"}, reason="Moved")


def test_focal_point_proposes_and_the_record_waits(bram: Client) -> None:
    typed = {"names.fr": "Maëstricht", "profile.fr": "Ville.", "reason": "As printed"}

    response = bram.post(reverse("propose_changes", args=[city().pk]), typed, follow=True)

    assert "The secretariat will decide" in response.content.decode()
    assert Proposal.objects.get().changes == {"names.fr": ["", "Maëstricht"], "profile.fr": ["", "Ville."]}
    assert city().names == {}


def test_nobody_proposes_for_another_city(chidi: Client, dana: Client, ana: Client, client: Client) -> None:
    city()

    answers = [one.get(reverse("propose_changes", args=[city().pk])) for one in (chidi, dana, ana, client)]

    assert [one.status_code for one in answers] == [404, 404, 404, 404]


def test_officer_reads_before_and_after_and_accepts(ana: Client) -> None:
    made = proposed()

    page = ana.get(reverse("proposals")).content.decode()
    ana.post(reverse("decide_proposal", args=[city().pk, made.pk]), {"act": "accept", "reason": "Thank you"})

    assert "<ins><bdi>https://a.example</bdi></ins>" in page
    assert city().website == "https://a.example"
    made.refresh_from_db()
    assert (made.state, made.answer) == ("accepted", "Thank you")


def test_conflict_is_told_and_nothing_is_overwritten(ana: Client) -> None:
    made = proposed()
    actions.revise_profile(city(), by=None, values={"website": "https://b.example"}, reason=WHY)

    response = ana.post(reverse("decide_proposal", args=[city().pk, made.pk]), {"act": "accept"}, follow=True)

    assert "The record has changed since this was proposed: website." in response.content.decode()
    assert city().website == "https://b.example"


def test_focal_point_takes_back_their_own_and_decides_nothing(bram: Client) -> None:
    made = proposed()
    place = reverse("decide_proposal", args=[city().pk, made.pk])

    assert bram.post(place, {"act": "accept"}).status_code == 404
    assert bram.get(reverse("proposals")).status_code == 404
    bram.post(place, {"act": "take-back"})

    made.refresh_from_db()
    assert made.state == "withdrawn"


def test_strangers_decide_nothing(chidi: Client, client: Client) -> None:
    made = proposed()
    place = reverse("decide_proposal", args=[city().pk, made.pk])

    assert [one.post(place, {"act": "accept"}).status_code for one in (chidi, client)] == [404, 404]
    assert Proposal.objects.get().state == "waiting"


def test_answer_is_read_by_whoever_proposed(bram: Client) -> None:
    actions.decline_proposal(proposed(), by=cast.ana(), reason="Not reachable")

    page = bram.get(reverse("organization", args=[city().pk])).content.decode()

    assert "Not reachable" in page
    assert "declined" in page
