"""docs/workbook.md says the same as the list of columns from which everything is made."""

from pathlib import Path

from hansa.intake.columns import SHEETS, Column, Sheet

DOC = Path(__file__).resolve().parents[2] / "docs" / "workbook.md"


def described(sheet: Sheet) -> str:
    """The section of a sheet as it must stand in the document."""
    need = "" if sheet.required else " The sheet may be missing."
    lines = [f"### {sheet.title}", "", f"{sheet.help}{need}", "", "| column | holds | example |", "|---|---|---|"]
    return "\n".join([*lines, *(line_of(column) for column in sheet.columns)])


def line_of(column: Column) -> str:
    heading = f"**{column.heading}** *" if column.required else column.heading
    choices = f" One of: {', '.join(column.choices)}." if column.choices else ""
    also = f" Also headed: {', '.join(column.also)}." if column.also else ""
    return f"| {heading} | {column.help}{choices}{also} | {column.example} |"


def test_document_describes_every_sheet_and_column() -> None:
    text = DOC.read_text(encoding="utf-8")

    missing = [sheet.title for sheet in SHEETS if described(sheet) not in text]

    assert missing == []
    assert text.count("\n### ") == len(SHEETS)
