"""`hansa resolve`: names to places, one line of JSON a name."""

import argparse
import csv
import json
import sys
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path

from hansa.gazetteer import country_code, resolve, resolve_column
from hansa.gazetteer.records import Answer

DONE, REFUSED, WRONG_USAGE = 0, 1, 2


class _RefusedError(Exception):
    """Carries the sentence that tells why the input was refused."""


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Declare the command's arguments."""
    parser.add_argument("names", metavar="NAME", nargs="*", help="a name of a place, in any script")
    parser.add_argument("--country", metavar="CC", help="only places of this country (a code or a name)")
    parser.add_argument("--csv", metavar="FILE", type=Path, help="resolve the columns query,country_hint of a file")


def run(args: argparse.Namespace) -> int:
    """Print the answers. Returns 0, 1 where the input was refused, 2 on wrong usage."""
    if bool(args.names) == bool(args.csv) or (args.csv and args.country):
        print("Give either names, with --country if they lie in one country, or --csv FILE.", file=sys.stderr)
        return WRONG_USAGE
    try:
        answers = _of_file(args.csv) if args.csv else _of_names(args.names, args.country)
    except _RefusedError as refusal:
        print(refusal, file=sys.stderr)
        return REFUSED
    for answer in answers:
        print(_line(answer))
    return DONE


def _of_names(names: Iterable[str], country: str | None) -> list[Answer]:
    if country is not None and country_code(country) is None:
        raise _RefusedError(f"“{country}” is no country that is known; give a code such as KR or a country's name.")
    return [resolve(name, country) for name in names]


def _of_file(path: Path) -> list[Answer]:
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            rows = csv.DictReader(file, strict=True)
            if "query" not in (rows.fieldnames or ()):
                raise _RefusedError(f"{path} has no column “query”; the columns are query and country_hint.")
            pairs = [(row["query"] or "", row.get("country_hint") or None) for row in rows]
    except OSError as error:
        raise _RefusedError(f"{path} cannot be read: {error.strerror or error}.") from error
    except UnicodeDecodeError as error:
        raise _RefusedError(f"{path} is not in UTF-8 (byte {error.start}); save it as CSV in UTF-8.") from error
    except csv.Error as error:
        raise _RefusedError(f"{path} is no CSV file: {error}.") from error
    return resolve_column(pairs)


def _line(answer: Answer) -> str:
    fields = asdict(answer)
    return json.dumps(fields, ensure_ascii=False)
