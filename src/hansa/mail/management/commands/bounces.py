"""Read what came back: one message from standard input, files, or a Maildir."""

import sys
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management import BaseCommand, CommandError

from hansa.mail.bounces import LARGEST, note, read_notice


class Command(BaseCommand):
    help = "Mark letters that came back, from delivery status notifications: files, folders (Maildir), or - for one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("paths", nargs="+", metavar="FILE", help="a message, a folder, or - for standard input")

    def handle(self, *, paths: list[str], **options: Any) -> None:
        found: Counter[str] = Counter()
        for raw in self._messages(paths):
            notice = read_notice(raw)
            if notice is None:
                found["no notice about a letter of ours"] += 1
            elif note(notice):
                found["came back"] += 1
            else:
                found[f"{notice.fate}, nothing to mark"] += 1
        for what, number in sorted(found.items()):
            self.stdout.write(f"{number} {what}")

    def _messages(self, paths: list[str]) -> Iterator[bytes]:
        for name in paths:
            if name == "-":
                yield sys.stdin.buffer.read(LARGEST + 1)
                continue
            path = Path(name)
            if not path.exists():
                raise CommandError(f"There is no file “{name}”.")
            for file in sorted(one for one in path.rglob("*") if one.is_file()) if path.is_dir() else [path]:
                with file.open("rb") as opened:
                    yield opened.read(LARGEST + 1)
