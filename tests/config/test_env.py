"""Settings from the environment are typed and refused when malformed."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.exceptions import ImproperlyConfigured

from hansa.config.env import Env, read_dotenv


@pytest.mark.parametrize(
    ("value", "found"), [("yes", True), ("1", True), ("off", False), ("FALSE", False), ("", False)]
)
def test_flag_reads(value: str, found: bool) -> None:
    assert Env({"X": value}).flag("X") is found


def test_flag_refuses_a_guess() -> None:
    with pytest.raises(ImproperlyConfigured, match="X must be yes or no, not “perhaps”"):
        Env({"X": "perhaps"}).flag("X")


def test_number_refuses_words() -> None:
    with pytest.raises(ImproperlyConfigured, match="X must be a whole number, not “many”"):
        Env({"X": "many"}).number("X", 3)


def test_dotenv_stands_under_the_environment(tmp_path: Path) -> None:
    path = tmp_path / ".env"
    path.write_text("# a remark\nA=1\n\nB = two words \n", encoding="utf-8")

    assert read_dotenv(path, {"A": "9"}) == {"A": "9", "B": "two words"}


def start(home: Path, **values: str) -> subprocess.CompletedProcess[str]:
    """The exit and the last words of a start with these settings."""
    environment = {"PATH": os.environ["PATH"], "HANSA_HOME": str(home), **values}
    command = [sys.executable, "-c", "import hansa.config.settings"]
    return subprocess.run(command, env=environment, capture_output=True, text=True)


def test_start_without_a_key_is_refused(tmp_path: Path) -> None:
    assert "There is no secret key: run ./run setup" in start(tmp_path).stderr


@pytest.mark.parametrize("key", ["django-insecure-" + "x" * 50, "change-me-" + "x" * 50, "short"])
def test_start_with_a_default_key_is_refused(tmp_path: Path, key: str) -> None:
    assert "The secret key is a default or too short" in start(tmp_path, HANSA_SECRET_KEY=key).stderr


@pytest.mark.parametrize("address", ["nonsense", "mysql://localhost/x"])
def test_start_with_an_unfit_database_is_refused(tmp_path: Path, address: str) -> None:
    told = start(tmp_path, HANSA_SECRET_KEY="k" * 50, DATABASE_URL=address)

    assert "DATABASE_URL" in told.stderr
    assert told.returncode == 1


def test_demo_never_opens_another_database(tmp_path: Path) -> None:
    code = "from hansa.config import settings; print(settings.DATABASES['default']['NAME'])"
    environment = {
        "PATH": os.environ["PATH"], "HANSA_HOME": str(tmp_path), "HANSA_SECRET_KEY": "k" * 50, "HANSA_DEMO": "yes",
        "DATABASE_URL": "postgresql://localhost/precious",
    }  # fmt: skip

    told = subprocess.run([sys.executable, "-c", code], env=environment, capture_output=True, text=True, check=True)

    assert told.stdout.strip() == str(tmp_path / "var" / "demo.sqlite3")
