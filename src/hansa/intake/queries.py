"""Questions about uploads and their reports."""

from typing import Any

from hansa.intake.fates import LABELS, Fate
from hansa.intake.models import Upload

# Choices of so few letters stand side by side.
SHORT = 24
# A mark for each fate, of the house's sprite.
MARKS = {
    Fate.CREATED: "new",
    Fate.UPDATED: "moved",
    Fate.UNCHANGED: "done",
    Fate.ASKED: "half",
    Fate.REFUSED: "wrong",
    Fate.LEFT_OUT: "gone",
}

FIRST_SHOWN = [Fate.REFUSED, Fate.ASKED, Fate.UPDATED, Fate.CREATED, Fate.LEFT_OUT, Fate.UNCHANGED]


def state_now(upload: Upload) -> str:
    """The upload's state; "shown" again where the work that was to apply it has ended and applied nothing.

    Records and state change in one transaction, so a state that still says "applying" then means: nothing was done.
    """
    ended = upload.state == "applying" and upload.job is not None and not upload.job.is_open
    return "shown" if ended else str(upload.state)


def rows_of(upload: Upload, *, sheet: str = "", fate: str = "") -> list[dict[str, Any]]:
    """The rows of the report, of one sheet or one fate where that is asked, each with its sheet's title.

    What needs a person comes first, what changes nothing last; within that the order is the file's.
    """
    found = [
        {**row, "sheet": one["title"], "label": LABELS[Fate(row["fate"])], "mark": MARKS[Fate(row["fate"])]}
        for one in upload.report.get("sheets", [])
        if sheet in ("", one["key"])
        for row in one["rows"]
        if fate in ("", row["fate"])
    ]
    return sorted(found, key=lambda row: FIRST_SHOWN.index(row["fate"]))


def counts_of(upload: Upload) -> list[dict[str, Any]]:
    """For each sheet its title and (fate, label, count) in the order of fates."""
    return [
        {
            "key": one["key"],
            "title": one["title"],
            "counts": [(str(fate), label, one["counts"].get(fate, 0)) for fate, label in _labels(upload)],
            "total": len(one["rows"]),
        }
        for one in upload.report.get("sheets", [])
    ]


def _labels(upload: Upload) -> list[tuple[Fate, Any]]:
    """The fates that a file of its kind may have: of a workbook no row is left out."""
    return [one for one in LABELS.items() if one[0] != Fate.LEFT_OUT or upload.kind == Upload.Kind.LIST]


def totals_of(upload: Upload) -> dict[str, int]:
    """How many rows of all sheets have each fate."""
    sheets = upload.report.get("sheets", [])
    return {str(fate): sum(one["counts"].get(fate, 0) for one in sheets) for fate in Fate}


def questions_of(upload: Upload) -> list[dict[str, Any]]:
    """What is asked, once each, with its choices and the rows that hang on it."""
    questions = upload.report.get("questions", {})
    return [
        {
            "key": key,
            **question,
            "is_short": all(len(text) <= SHORT for _value, text in question["choices"]),
            "rows": [
                {"sheet": one["title"], "row": row["row"]}
                for one in upload.report["sheets"]
                for row in one["rows"]
                if key in row["questions"]
            ],
        }
        for key, question in questions.items()
    ]
