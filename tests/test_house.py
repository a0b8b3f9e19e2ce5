"""House rules that import-linter and ruff cannot see: keys, addresses and templates point down; files stay small."""

import ast
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings
from django.db.migrations.loader import MigrationLoader
from django.urls import URLPattern, URLResolver, get_resolver

ROOT = Path(__file__).resolve().parents[1]
SOURCE = ROOT / "src" / "hansa"
# From the top; those side by side share a number. The same order stands in pyproject.toml for import-linter.
ORDER = {
    "config": 99,
    "diaries": 80, "intake": 80, "followup": 80,
    "meetings": 70,
    "precedence": 65, "registration": 65, "visits": 65, "invitations": 65,
    "delegations": 60,
    "events": 50,
    "network": 40,
    "mail": 35,
    "people": 30,
    "base": 20,
    "gazetteer": 10, "matching": 10,
}  # fmt: skip
# The page frame links to the house's front door, which every room may name.
FRONT_DOOR = {"home", "account_login", "account_logout", "mfa_index", "set_language"}
NAMES_THAT_SAY_NOTHING = {"utils", "helpers", "common", "services", "managers", "misc"}


def python_files() -> Iterator[Path]:
    for folder in ("src/hansa", "tests", "tools", "bench", "sample", ".ci"):
        yield from (path for path in (ROOT / folder).rglob("*.py") if "migrations" not in path.parts)
    yield ROOT / "run"


def room_of(path: Path) -> str:
    return path.relative_to(SOURCE).parts[0]


def may_point(room: str, target: str) -> bool:
    """Down, or within the room; those side by side are strangers."""
    return room == target or ORDER[room] > ORDER[target]


def named_addresses() -> dict[str, str]:
    """Each named address of our own, with the room of its view."""
    found: dict[str, str] = {}

    def walk(patterns: list[URLPattern | URLResolver]) -> None:
        for pattern in patterns:
            if isinstance(pattern, URLResolver):
                walk(pattern.url_patterns)
            elif pattern.name:
                module = getattr(pattern.callback, "__module__", "")
                found[pattern.name] = module.split(".")[1] if module.startswith("hansa.") else "config"

    walk(get_resolver().url_patterns)
    return found


def test_rooms_are_all_placed() -> None:
    rooms = {path.name for path in SOURCE.iterdir() if (path / "__init__.py").exists()}

    assert rooms == set(ORDER)


def lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    """import-linter over a copy of the house."""
    command = [Path(sys.executable).parent / "lint-imports", "--no-logo", "--no-cache"]
    environment = {"PYTHONPATH": str(folder / "src"), "PATH": "/usr/bin:/bin"}
    return subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True)


@pytest.fixture
def copy_of_house(tmp_path: Path) -> Path:
    shutil.copytree(SOURCE, tmp_path / "src" / "hansa", ignore=shutil.ignore_patterns("__pycache__", "data", "static"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    return tmp_path


def test_upward_import_is_refused(copy_of_house: Path) -> None:
    model = copy_of_house / "src" / "hansa" / "people" / "models.py"

    before = lint_imports(copy_of_house)
    model.write_text("import hansa.events.models\n" + model.read_text())
    after = lint_imports(copy_of_house)

    assert before.returncode == 0, before.stdout
    assert after.returncode == 1
    assert "hansa.people is not allowed to import hansa.events" in after.stdout


def test_new_room_and_new_file_name_need_a_place(copy_of_house: Path) -> None:
    (copy_of_house / "src" / "hansa" / "cellar").mkdir()
    (copy_of_house / "src" / "hansa" / "cellar" / "__init__.py").touch()
    (copy_of_house / "src" / "hansa" / "people" / "utils.py").touch()

    told = lint_imports(copy_of_house)

    assert told.returncode == 1
    assert "cellar" in told.stdout
    assert "utils" in told.stdout


def test_keys_point_down() -> None:
    wrong = []
    for model in apps.get_models():
        room = model.__module__.split(".")[1] if model.__module__.startswith("hansa.") else ""
        for field in model._meta.get_fields():
            target = getattr(field, "related_model", None)
            if not room or field.auto_created or target is None or not target.__module__.startswith("hansa."):
                continue
            if target._meta.label != settings.AUTH_USER_MODEL and not may_point(room, target.__module__.split(".")[1]):
                wrong.append(f"{model._meta.label}.{field.name} → {target._meta.label}")

    assert wrong == []


def test_addresses_point_down() -> None:
    rooms = named_addresses()
    wrong, seen = [], 0
    for path in [*SOURCE.rglob("*.html"), *SOURCE.rglob("*.py")]:
        pattern = r"{%\s*url\s+['\"]([\w-]+)['\"]" if path.suffix == ".html" else r"\breverse\(\s*['\"]([\w-]+)['\"]"
        for name in re.findall(pattern, path.read_text(encoding="utf-8")):
            seen += 1
            if name not in FRONT_DOOR and not may_point(room_of(path), rooms.get(name, "config")):
                wrong.append(f"{path.relative_to(SOURCE)}: {name}")

    assert wrong == []
    assert seen > 10


def test_templates_point_down() -> None:
    wrong = []
    for path in SOURCE.rglob("*.html"):
        for name in re.findall(r"{%\s*(?:extends|include)\s+['\"]([^'\"]+)['\"]", path.read_text(encoding="utf-8")):
            if name.split("/")[0] not in ORDER or not may_point(room_of(path), name.split("/")[0]):
                wrong.append(f"{path.relative_to(SOURCE)}: {name}")

    assert wrong == []


def test_templates_hold_no_style_and_no_script() -> None:
    inline = re.compile(r"\sstyle=|<style|<script(?![^>]*\bsrc=)(?![^>]*application/ld\+json)|\son\w+=", re.IGNORECASE)

    found = [str(path) for path in SOURCE.rglob("*.html") if inline.search(path.read_text(encoding="utf-8"))]

    assert found == []


def test_views_and_forms_are_private() -> None:
    wrong = []
    for path in SOURCE.rglob("*.py"):
        for target in re.findall(r"(?:from|import) hansa\.(\w+)\.(?:views|forms)\b", path.read_text(encoding="utf-8")):
            if target != room_of(path) and room_of(path) != "config":
                wrong.append(f"{path.relative_to(SOURCE)} → {target}")

    assert wrong == []


@pytest.mark.parametrize("path", sorted(python_files()), ids=lambda path: str(path.relative_to(ROOT)))
def test_file_and_its_functions_are_small(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    functions = [
        f"{node.name}: {(node.end_lineno or 0) - node.lineno + 1} lines"
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and (node.end_lineno or 0) - node.lineno >= 40
    ]

    assert functions == []
    assert len(text.splitlines()) <= 400
    assert path.stem not in NAMES_THAT_SAY_NOTHING


def test_each_room_has_one_leaf_migration() -> None:
    loader = MigrationLoader(None)
    ours = [label for label in ORDER if label in loader.migrated_apps]

    leaves = {label: loader.graph.leaf_nodes(label) for label in ours}

    assert all(len(found) == 1 for found in leaves.values()), leaves
    assert [name for label, name in loader.disk_migrations if label in ours and "_auto_" in name] == []


def test_no_committed_file_holds_a_registry() -> None:
    if not (ROOT / ".git").exists():
        pytest.skip("not a git checkout")
    listed = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split(
        "\n"
    )
    locks = [name for name in listed if "lock" in name or name in ("run", ".ci/run", "pyproject.toml")]

    found = [name for name in locks if re.search(r"https?://", (ROOT / name).read_text(encoding="utf-8"))]

    assert found == []
    assert "requirements.lock" in locks
