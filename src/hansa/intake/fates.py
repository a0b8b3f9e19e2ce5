"""What becomes of each row: created, updated, unchanged, refused or asked about, and why."""

import datetime as dt
import hashlib
import json
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansa.base.fieldnames import field_name
from hansa.intake.columns import Sheet


class Fate(StrEnum):
    """In the order in which they are counted."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    ASKED = "asked"
    REFUSED = "refused"
    LEFT_OUT = "left out"


LABELS = {
    Fate.CREATED: gettext_lazy("created"),
    Fate.UPDATED: gettext_lazy("updated"),
    Fate.UNCHANGED: gettext_lazy("unchanged"),
    Fate.ASKED: gettext_lazy("asked about"),
    Fate.REFUSED: gettext_lazy("refused"),
    Fate.LEFT_OUT: gettext_lazy("left out"),
}


@dataclass(frozen=True)
class Question:
    """Something that only a person can decide: by what key, and among which answers (value, words)."""

    key: str
    sentence: str
    choices: tuple[tuple[str, str], ...]
    # What to write into the workbook instead of answering on the page.
    instead: str = ""
    # The answer that is likely, chosen beforehand: confirmed by whoever sends the form, never by itself.
    proposed: str = ""
    # Only offers to leave a refused row out: what is wrong is said already.
    is_offer: bool = False


@dataclass
class Row:
    """A row of a sheet with its values by column, and what has become of it so far."""

    sheet: Sheet
    number: int
    values: dict[str, Any]
    what: str = ""
    refusals: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    changes: list[list[str]] = field(default_factory=list)
    trace: list[str] = field(default_factory=list)
    is_new: bool = False
    # A person said that this row does not count.
    is_left_out: bool = False
    record: Any = None

    def get(self, key: str, default: Any = None) -> Any:
        """The value in that column; the default where the cell is empty."""
        value = self.values.get(key)
        return default if value is None else value

    def given(self, **columns: str) -> dict[str, Any]:
        """Values by field, of those columns that are not empty: ``given(title="title", hall="hall")``."""
        return {name: self.values[key] for name, key in columns.items() if self.values.get(key) is not None}

    def refuse(self, sentence: str, *keys: str) -> None:
        """Say what is wrong, with the headings of the columns that it is about."""
        headings = ", ".join(self.sheet.column(key).heading for key in keys)
        self.refusals.append(f"{headings}: {sentence}" if headings else sentence)

    def changed(self, changes: dict[str, list[Any]], event: Any = None) -> None:
        """Note what an act has changed, [before, after] by field."""
        for name, (before, after) in changes.items():
            self.trace.append(f"{name}: {before!r} → {after!r}")
            label = field_name(name)
            self.changes.append([label, readable(before, event), readable(after, event)])

    @property
    def fate(self) -> Fate:
        if self.is_left_out:
            return Fate.LEFT_OUT
        if self.refusals:
            return Fate.REFUSED
        if self.questions:
            return Fate.ASKED
        if self.is_new:
            return Fate.CREATED
        return Fate.UPDATED if self.changes else Fate.UNCHANGED


def readable(value: Any, event: Any = None) -> str:
    """A value before or after a change, in words; moments in the time of the event."""
    if value is None or value in ("", [], {}):
        return "–"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(value, dt.datetime):
        return f"{event.local(value) if event else value:%Y-%m-%d %H:%M}"
    if isinstance(value, list | tuple):
        return ", ".join(map(str, value))
    return "; ".join(f"{key}: {text}" for key, text in value.items()) if isinstance(value, dict) else str(value)


@dataclass
class Report:
    """What became of a whole workbook. Plain data by ``as_json``, in the language of whoever had it read."""

    rows: list[Row] = field(default_factory=list)
    notices: list[str] = field(default_factory=list)
    events: list[str] = field(default_factory=list)
    is_kept: bool = False

    @property
    def digest(self) -> str:
        """Tells whether what would happen is still what was shown; the same in every language."""
        fates = [(row.sheet.key, row.number, str(row.fate), row.trace) for row in self.rows]
        return hashlib.sha256(json.dumps(fates, ensure_ascii=True).encode()).hexdigest()

    @property
    def is_blocked(self) -> bool:
        """One refused or open row holds up all: nothing is ever half applied."""
        return any(row.fate in (Fate.ASKED, Fate.REFUSED) for row in self.rows)

    @property
    def is_idle(self) -> bool:
        """Nothing in it is new."""
        return all(row.fate in (Fate.UNCHANGED, Fate.LEFT_OUT) for row in self.rows)

    def questions(self) -> dict[str, Question]:
        """What is asked, once each."""
        return {question.key: question for row in self.rows for question in row.questions}

    def as_json(self) -> dict[str, Any]:
        """For the upload's row: sheets with their counts and rows, notices, questions."""
        sheets: dict[str, dict[str, Any]] = {}
        for row in self.rows:
            empty = {"key": row.sheet.key, "title": row.sheet.title, "counts": dict.fromkeys(map(str, Fate), 0)}
            sheet = sheets.setdefault(row.sheet.key, {**empty, "rows": []})
            sheet["counts"][row.fate] += 1
            sheet["rows"].append(
                {
                    "row": row.number,
                    "what": row.what,
                    "fate": str(row.fate),
                    "why": [*row.refusals, *(question.sentence for question in row.questions if not question.is_offer)],
                    "notes": row.notes,
                    "changes": row.changes,
                    "questions": [question.key for question in row.questions],
                }
            )
        questions = {
            key: {
                "sentence": question.sentence,
                "choices": [list(choice) for choice in question.choices],
                "proposed": question.proposed,
            }
            for key, question in self.questions().items()
        }
        return {
            "sheets": list(sheets.values()),
            "notices": self.notices,
            "questions": questions,
            "events": self.events,
            "blocked": self.is_blocked,
            "idle": self.is_idle,
            "digest": self.digest,
        }
