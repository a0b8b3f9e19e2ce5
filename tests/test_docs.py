"""Documents are kept true: settings, commands, rooms, models and links that they name exist, and none is left out."""

import re
from pathlib import Path

import pytest
from django.apps import apps

from hansa.config import command
from tests.test_house import ORDER

ROOT = Path(__file__).resolve().parents[1]
DOCUMENTS = sorted([ROOT / "README.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").rglob("*.md")])


def read(name: str) -> str:
    return (ROOT / name).read_text(encoding="utf-8")


def settings_read() -> set[str]:
    """Every variable that the settings take from the environment."""
    source = read("src/hansa/config/settings.py")
    return set(re.findall(r'env\.\w+\(\s*"(\w+)"', source)) | {"HANSA_HOME"}


def test_settings_are_all_documented() -> None:
    named = set(re.findall(r"`((?:HANSA_\w+|DATABASE_URL))[`=]", read("docs/host.md")))

    assert named == settings_read()


def test_example_lists_all_settings() -> None:
    assert set(re.findall(r"^(\w+)=", read(".env.example"), re.MULTILINE)) == settings_read()


def test_commands_are_all_documented() -> None:
    source = read("run")
    of_run = set(re.findall(r'"(\w+)": \w+', source[source.index("COMMANDS = {") :].split("}")[0])) | {"setup"}
    of_hansa = {*command.ROOMS, command.MANAGE}

    documented = read("docs/architecture.md")

    assert set(re.findall(r"^\| `\./run (\w+)` \|", documented, re.MULTILINE)) == of_run
    assert set(re.findall(r"^\| `hansa (\w+)` \|", documented, re.MULTILINE)) == of_hansa
    assert {word for word in of_run if f"./run {word}" not in source} == set()  # its own help


def test_rooms_stand_in_the_documented_order() -> None:
    picture = read("docs/architecture.md").split("```")[1]
    lines = [re.split(r"\s{2,}", line)[0] for line in picture.strip().splitlines()]
    drawn = [set(line.split(" | ")) for line in lines]

    levels = sorted(set(ORDER.values()), reverse=True)

    assert drawn == [{room for room, level in ORDER.items() if level == at} for at in levels]


def test_glossary_names_every_record() -> None:
    glossary = read("docs/glossary.md")
    ours = {model.__name__ for model in apps.get_models() if model.__module__.startswith("hansa.")}
    supporting = {"User", "Person", "LogEntry", "Closure", "Interpreter", "Shift", "Speech"}

    missing = {name for name in ours - supporting if f"`{name}`" not in glossary and f"`{name}." not in glossary}

    assert missing == set()


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(ROOT)))
def test_links_lead_somewhere(document: Path) -> None:
    links = re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", document.read_text(encoding="utf-8"))

    broken = [link for link in links if not (document.parent / link).exists()]

    assert broken == []
