"""Fixtures for all rooms: clients signed in as the cast."""

import pytest
from django.test import Client
from django.utils import translation

from tests import cast


@pytest.fixture(autouse=True)
def reader_of_english() -> None:
    """Each test begins in English, whatever language the page was in that the one before read last."""
    translation.activate("en")


def signed_in(user: object) -> Client:
    client = Client()
    client.force_login(user)  # type: ignore[arg-type]
    return client


@pytest.fixture
def ana(db: None) -> Client:
    return signed_in(cast.ana())


@pytest.fixture
def wen(db: None) -> Client:
    return signed_in(cast.wen())


@pytest.fixture
def bram(db: None) -> Client:
    return signed_in(cast.bram())


@pytest.fixture
def chidi(db: None) -> Client:
    return signed_in(cast.chidi())


@pytest.fixture
def dana(db: None) -> Client:
    return signed_in(cast.dana())
