"""The environment, typed: a malformed value stops the start with a sentence, never a guess."""

import os
from collections.abc import Mapping
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


def read_dotenv(path: Path, environ: Mapping[str, str]) -> dict[str, str]:
    """Lines NAME=value of a .env file under what the environment says; comments and empty lines are passed over."""
    values: dict[str, str] = {}
    if path.is_file():
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
            if not line.strip() or line.lstrip().startswith("#"):
                continue
            name, separator, value = line.partition("=")
            if not separator:
                raise ImproperlyConfigured(f"{path.name}, line {number}: write NAME=value.")
            values[name.strip()] = value.strip()
    return {**values, **environ}


class Env:
    """Reads settings from a mapping; each method refuses what it cannot read."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self.values = values

    @classmethod
    def of(cls, root: Path) -> "Env":
        return cls(read_dotenv(root / ".env", os.environ))

    def text(self, name: str, default: str = "") -> str:
        return self.values.get(name, "") or default

    def flag(self, name: str, default: bool = False) -> bool:
        value = self.values.get(name, "").lower()
        if value in ("", "1", "true", "yes", "on", "0", "false", "no", "off"):
            return default if not value else value in ("1", "true", "yes", "on")
        raise ImproperlyConfigured(f"{name} must be yes or no, not “{value}”.")

    def number(self, name: str, default: int) -> int:
        value = self.values.get(name, "")
        if not value:
            return default
        if not value.isdecimal():
            raise ImproperlyConfigured(f"{name} must be a whole number, not “{value}”.")
        return int(value)

    def listed(self, name: str, default: tuple[str, ...] = ()) -> list[str]:
        value = self.values.get(name, "")
        return [part.strip() for part in value.split(",") if part.strip()] if value else list(default)
