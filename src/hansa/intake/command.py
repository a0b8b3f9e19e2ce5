"""``hansa import``: a host's workbook into the database, or what it would do."""

import argparse
import sys
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from hansa.base.errors import Refused
from hansa.intake.bringing import bring_in, read_workbook
from hansa.intake.fates import LABELS, Fate, Report


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The file or folder, and whether to look only."""
    parser.add_argument("workbook", type=Path, help="an XLSX, ODS or XLS workbook, a zip or a folder of CSV files")
    parser.add_argument("--dry-run", action="store_true", help="show what would happen and change nothing")
    parser.add_argument(
        "--answer",
        action="append",
        default=[],
        metavar="KEY=VALUE",
        type=_answer,
        help="answer a question that an earlier run asked, such as merida|=3523349; may be given several times",
    )


def _answer(text: str) -> tuple[str, str]:
    key, equals, value = text.rpartition("=")
    if not equals or not key or not value:
        raise argparse.ArgumentTypeError("write KEY=VALUE")
    return key, value


def run(args: argparse.Namespace) -> int:
    """Bring the workbook in; 0 done, 1 refused, with a sentence for each refusal on standard error."""
    try:
        book = read_workbook(args.workbook, args.workbook.name)
        report = bring_in(book, by=None, answers=dict(args.answer), keep=not args.dry_run)
    except Refused as refusal:
        print(refusal, file=sys.stderr)
        return 1
    print_report(report)
    if report.is_blocked:
        print_refusals(report)
        return 1
    print(_("Nothing was changed: this was a dry run.") if args.dry_run else _("Done."))
    return 0


def print_report(report: Report) -> None:
    """Each sheet with its counts, each row with its fate, what it is and what changes."""
    found = report.as_json()
    for notice in found["notices"]:
        print(notice)
    for sheet in found["sheets"]:
        counts = ", ".join(f"{count} {LABELS[Fate(fate)]}" for fate, count in sheet["counts"].items() if count)
        print(f"\n{sheet['title']}: {counts}")
        for row in sheet["rows"]:
            print(_line(row))


def _line(row: dict[str, Any]) -> str:
    """One row; changes are told of those that are updated, since of new ones everything is new."""
    said = [*row["why"], *row["notes"]]
    if row["fate"] == Fate.UPDATED:
        said += [f"{name}: {before} → {after}" for name, before, after in row["changes"]]
    line = f"  {row['row']:>5}  {LABELS[Fate(row['fate'])]!s:<12}{row['what']}"
    return line + "".join(f"\n{'':21}{sentence}" for sentence in said)


def print_refusals(report: Report) -> None:
    """On standard error: one sentence for each refusal and question, with sheet and row."""
    rows = [row for row in report.rows if row.refusals or row.questions]
    for row in rows:
        where = _("%(sheet)s, row %(row)s") % {"sheet": row.sheet.title, "row": row.number}
        for sentence in row.refusals:
            print(f"{where}, {sentence}", file=sys.stderr)
        for question in row.questions:
            what_to_do = _("Please %(do)s, or give --answer “%(key)s=…”.") % {
                "do": question.instead,
                "key": question.key,
            }
            print(f"{where}, {question.sentence} {what_to_do}", file=sys.stderr)
    print(
        ngettext(
            "Nothing was changed: %(count)s row must be put right first.",
            "Nothing was changed: %(count)s rows must be put right first.",
            len(rows),
        )
        % {"count": len(rows)},
        file=sys.stderr,
    )
