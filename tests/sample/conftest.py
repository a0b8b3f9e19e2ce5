import csv
from pathlib import Path

import pytest

from hansa.intake.columns import SHEETS

Lists = dict[str, list[dict[str, str]]]

FORUM = Path(__file__).parents[2] / "sample" / "forum"


@pytest.fixture(scope="session")
def lists() -> Lists:
    """The sample's lists by the sheet's key, each row by the column's key."""
    found = {}
    for sheet in SHEETS:
        with (FORUM / f"{sheet.title.lower()}.csv").open(encoding="utf-8", newline="") as file:
            _, *rows = csv.reader(file)
        keys = [column.key for column in sheet.columns]
        found[sheet.key] = [dict(zip(keys, row, strict=True)) for row in rows]
    return found
