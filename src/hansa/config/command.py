"""The ``hansa`` command. Each subcommand imports what it needs and no more: planning a file loads no Django."""

import argparse
import os
import sys
from collections.abc import Callable
from importlib import import_module

# Subcommand: (room's command module, needs Django, what it does).
ROOMS = {
    "match": ("hansa.matching.command", False, "plan a problem: the most valuable meetings, proved where it can be"),
    "resolve": ("hansa.gazetteer.command", False, "names of places, in any script, to GeoNames numbers"),
    "import": ("hansa.intake.command", True, "a host's workbook into the database, or what it would do"),
}
MANAGE = "manage"


def parser_of(room: str) -> argparse.ArgumentParser:
    """The arguments of one subcommand."""
    module, _needs, about = ROOMS[room]
    parser = argparse.ArgumentParser(prog=f"hansa {room}", description=about)
    import_module(module).add_arguments(parser)
    return parser


def listed() -> str:
    """The commands, a line each."""
    lines = [f"  {name:<9}{about}" for name, (_module, _needs, about) in ROOMS.items()]
    lines.append(f"  {MANAGE:<9}Django's own commands: migrate, createsuperuser, tick, db_worker …")
    return "usage: hansa COMMAND …        (hansa COMMAND --help tells more)\n\n" + "\n".join(lines)


def main(argv: list[str] | None = None) -> int:
    """Run a subcommand; 0 done, 1 refused with a sentence, 2 wrong usage."""
    words = sys.argv[1:] if argv is None else argv
    if not words or words[0] in ("-h", "--help", "help"):
        print(listed())
        return 0
    name, *rest = words
    if name == MANAGE:
        return manage(rest)
    if name not in ROOMS:
        print(f"hansa: there is no command “{name}”.\n\n{listed()}", file=sys.stderr)
        return 2
    if ROOMS[name][1]:
        start_django()
    run: Callable[[argparse.Namespace], int] = import_module(ROOMS[name][0]).run
    return run(parser_of(name).parse_args(rest))


def start_django() -> None:
    """Load the settings and the rooms."""
    import django  # deferred: match and resolve must not pay for it

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hansa.config.settings")
    django.setup()


def manage(words: list[str]) -> int:
    """Django's management commands."""
    from django.core.management import execute_from_command_line  # deferred: match and resolve must not pay for it

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hansa.config.settings")
    execute_from_command_line(["hansa manage", *words])
    return 0


if __name__ == "__main__":
    sys.exit(main())
