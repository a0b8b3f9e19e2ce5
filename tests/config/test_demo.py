"""The demo's doors exist under the demo alone."""

from pathlib import Path
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test import Client, RequestFactory, override_settings
from django.urls import NoReverseMatch, reverse

from hansa.config import demo, demo_steps
from hansa.people.models import User


def test_doors_have_no_address_elsewhere(db: None) -> None:
    User.objects.create_user(demo.OFFICERS["officer"], "Officer")

    with pytest.raises(NoReverseMatch):
        reverse("demo_enter", args=["officer"])
    assert Client().post("/en/demo/officer/").status_code == 404


@pytest.mark.parametrize(
    ("host", "address", "is_on", "name", "open_"),
    [
        ("localhost:8000", "127.0.0.1", True, "demo.sqlite3", True),
        ("127.0.0.1:8000", "127.0.0.1", True, "demo.sqlite3", True),
        ("127.0.0.1:8000", "127.0.0.1", False, "demo.sqlite3", False),
        ("127.0.0.1:8000", "127.0.0.1", True, "hansa.sqlite3", False),
        ("127.0.0.1:8000", "192.0.2.7", True, "demo.sqlite3", False),
        ("hansa.example.org", "127.0.0.1", True, "demo.sqlite3", False),
    ],
)
def test_doors_need_demo_database_and_loopback(
    host: str, address: str, is_on: bool, name: str, open_: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(connection.settings_dict, "NAME", tmp_path / name)
    request = RequestFactory().post("/", headers={"host": host}, REMOTE_ADDR=address)

    with override_settings(DEMO=is_on, DEMO_DATABASE=tmp_path / "demo.sqlite3", ALLOWED_HOSTS=["*"]):
        found = demo.is_demo(request)

    assert found is open_


@pytest.mark.parametrize("header", ["x-forwarded-for", "x-forwarded-host", "x-real-ip", "forwarded", "via"])
def test_doors_are_shut_behind_a_proxy_or_a_tunnel(
    header: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(connection.settings_dict, "NAME", tmp_path / "demo.sqlite3")
    headers = {"host": "localhost:8000", header: "192.0.2.7"}
    request = RequestFactory().post("/", headers=headers, REMOTE_ADDR="127.0.0.1")

    with override_settings(DEMO=True, DEMO_DATABASE=tmp_path / "demo.sqlite3", ALLOWED_HOSTS=["*"]):
        found = demo.is_demo(request)

    assert found is False


def test_database_of_this_version_is_known_by_its_columns(db: None) -> None:
    assert demo_steps.is_of_this_version()


def test_database_that_lacks_a_column_is_of_another_version(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    described = connection.introspection.get_table_description
    monkeypatch.setattr(
        connection.introspection,
        "get_table_description",
        lambda cursor, table: [column for column in described(cursor, table) if column.name != "full_name"],
    )

    assert not demo_steps.is_of_this_version()


def test_demo_that_is_set_aside_is_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(demo_steps, "connection", SimpleNamespace(close=lambda: None))
    for name in ("demo.sqlite3", "demo.sqlite3-wal", "demo.sqlite3-shm"):
        (tmp_path / name).write_text("as it was")

    kept = demo_steps.set_aside(tmp_path / "demo.sqlite3")

    assert [path.name for path in tmp_path.iterdir()] == ["demo.old.sqlite3"]
    assert kept.read_text() == "as it was"
