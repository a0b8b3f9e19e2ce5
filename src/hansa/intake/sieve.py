"""Read a spreadsheet in a process of its own, with bounded memory and time: a hostile file can end only this process.

Plain Python, no Django. Prints JSON: {"sheets": [{"name", "height", "width", "rows", "merged"}]} or {"error"}. A sheet
over the limits comes without its rows. Cells are text, number, true/false, null, or ["date" | "time" | "moment", ISO].
"""

import datetime as dt
import json
import math
import sys
from contextlib import suppress
from typing import Any

import python_calamine

MOST_MEMORY = 1_000_000_000  # bytes of address space
MOST_SECONDS = 60  # of processor time
# A merged range is followed only this far; nobody heads a sheet with more.
MOST_MERGED = 5_000


def bound() -> None:
    """Give this process its limits, where the system knows them."""
    with suppress(ImportError, ValueError, OSError):
        import resource  # deferred: Windows has none

        resource.setrlimit(resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.setrlimit(resource.RLIMIT_CPU, (MOST_SECONDS, MOST_SECONDS))


def plain(value: Any) -> Any:
    """A cell as JSON can hold it."""
    if isinstance(value, dt.datetime):
        return ["moment", value.isoformat(timespec="seconds")]
    if isinstance(value, dt.date):
        return ["date", value.isoformat()]
    if isinstance(value, dt.time):
        return ["time", value.isoformat(timespec="seconds")]
    if isinstance(value, dt.timedelta):
        # A duration of less than a day is a time that was formatted as [h]:mm.
        return value.total_seconds() / 86_400
    if isinstance(value, float) and not math.isfinite(value):
        # A number that is none (1E400): empty, as the reader makes cells in which a formula failed.
        return None
    return None if value == "" else value


def read(path: str, most_rows: int, most_columns: int) -> dict[str, Any]:
    """All sheets of the workbook; those over the limits with their size alone."""
    workbook = python_calamine.CalamineWorkbook.from_path(path)
    sheets = []
    for name in workbook.sheet_names:
        sheet = workbook.get_sheet_by_name(name)
        height, width = (sheet.end[0] + 1, sheet.end[1] + 1) if sheet.end else (0, 0)
        found: dict[str, Any] = {"name": name, "height": height, "width": width, "rows": None, "merged": []}
        if height <= most_rows and width <= most_columns:
            rows = sheet.to_python(skip_empty_area=False) if height else []
            found["rows"] = [[plain(value) for value in row] for row in rows]
            found["merged"] = (sheet.merged_cell_ranges or [])[:MOST_MERGED]
        sheets.append(found)
    return {"sheets": sheets}


def main(path: str, most_rows: str, most_columns: str) -> None:
    """Print what was read, or the reader's own words of why not."""
    bound()
    try:
        found = read(path, int(most_rows), int(most_columns))
    except (python_calamine.CalamineError, MemoryError) as error:
        found = {"error": f"{type(error).__name__}: {error}"}
    json.dump(found, sys.stdout, ensure_ascii=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
