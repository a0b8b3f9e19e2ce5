"""Ten and three thousand organizations cost the same number of queries: the list, its files, the map, the figures."""

import datetime as dt

import pytest
from django.test import Client

from hansa.network.models import Mandate, Membership, Organization
from tests import cast

pytestmark = pytest.mark.django_db
COUNTRIES = ("KR", "FR", "TN", "BR", "NZ")


def fill(n: int) -> None:
    network = cast.network()
    made = Organization.objects.bulk_create(
        Organization(
            name=f"City {at:04}", country=COUNTRIES[at % 5], search=f"city {at:04}", latitude=10, longitude=at % 170
        )
        for at in range(n)
    )
    Membership.objects.bulk_create(
        Membership(network=network, organization=one, started_on=dt.date(2010 + at % 9, 1, 1))
        for at, one in enumerate(made)
    )
    Mandate.objects.bulk_create(
        Mandate(network=network, organization=one, kind="regional office", scope=str(one.pk)) for one in made[::10]
    )


@pytest.mark.parametrize(
    ("address", "queries"),
    [
        ("/en/register/", 19),
        ("/en/register/?q=city+00&region=142&standing=member&sort=-since", 19),
        ("/en/register/list.json", 14),
        ("/en/register/map/", 14),
        ("/en/register/figures/", 14),
    ],
)
def test_number_of_queries_does_not_grow(address, queries, ana: Client, django_assert_num_queries) -> None:
    fill(10)
    with django_assert_num_queries(queries):
        b"".join(ana.get(address))

    fill_more()
    with django_assert_num_queries(queries):
        b"".join(ana.get(address))


def fill_more() -> None:
    """Three thousand beside the first ten."""
    made = Organization.objects.bulk_create(
        Organization(name=f"Town {at:04}", country=COUNTRIES[at % 5], search=f"town {at:04}") for at in range(2_990)
    )
    Membership.objects.bulk_create(
        Membership(network=cast.network(), organization=one, started_on=dt.date(2015, 1, 1)) for one in made
    )
