"""Every text a person sees is there in each language: none missing, none fuzzy, placeholders alike."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po
from django.conf import settings

LOCALE = Path(settings.LOCALE_PATHS[0])
TRANSLATED = [code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%|<[^>]+>")


def messages(language: str) -> list[Message]:
    path = LOCALE / language / "LC_MESSAGES" / "django.po"
    with path.open("rb") as source:
        return [message for message in read_po(source, locale=language) if message.id]


def texts(message: Message) -> list[str]:
    return list(message.string) if isinstance(message.string, tuple | list) else [message.string]


@pytest.mark.parametrize("language", TRANSLATED)
def test_catalogue_is_complete(language: str) -> None:
    found = messages(language)

    missing = [message.id for message in found if not all(texts(message))]
    fuzzy = [message.id for message in found if message.fuzzy]

    assert len(found) > 100
    assert (missing, fuzzy) == ([], [])


@pytest.mark.parametrize("language", TRANSLATED)
def test_placeholders_are_those_of_the_original(language: str) -> None:
    wrong = []
    for message in messages(language):
        originals = message.id if isinstance(message.id, tuple | list) else [message.id]
        allowed = set(PLACEHOLDER.findall(" ".join(originals)))
        needed = set(PLACEHOLDER.findall(originals[-1])) if len(originals) == 1 else set()
        for text in texts(message):
            found = set(PLACEHOLDER.findall(text))
            if not needed <= found <= allowed:
                wrong.append((originals[0], text))

    assert wrong == []


@pytest.mark.parametrize("language", TRANSLATED)
def test_plural_forms_are_those_of_the_language(language: str) -> None:
    forms = {"fr": 2, "ar": 6}[language]

    wrong = [message.id for message in messages(language) if message.pluralizable and len(texts(message)) != forms]

    assert wrong == []


def test_no_text_is_left_out_of_the_catalogues(tmp_path: Path) -> None:
    if not shutil.which("xgettext"):
        pytest.skip("GNU gettext is not here; ./run messages needs it as well")
    package = Path(tmp_path / "hansa")
    shutil.copytree(LOCALE.parent, package, ignore=shutil.ignore_patterns("__pycache__", "*.mo", "data", "static"))
    command = [Path(sys.executable).parent / "django-admin", "makemessages", "--all", "--no-location", "--no-wrap"]

    # Collecting texts needs no settings, and those of the tests cannot be imported from there.
    environment = {name: value for name, value in os.environ.items() if name != "DJANGO_SETTINGS_MODULE"}
    subprocess.run([*command, "--no-obsolete"], cwd=package, check=True, capture_output=True, env=environment)

    for language in TRANSLATED:
        with (package / "locale" / language / "LC_MESSAGES" / "django.po").open("rb") as source:
            collected = {str(message.id) for message in read_po(source) if message.id}
        assert collected - {str(message.id) for message in messages(language)} == set(), language
