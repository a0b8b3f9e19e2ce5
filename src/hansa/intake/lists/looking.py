"""The first look at a list: what the officer is shown, to say which column is what. And the reading that follows."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.utils.translation import gettext as _

from hansa.base.errors import Refused
from hansa.intake.lists.columns import BY_KEY
from hansa.intake.lists.guessing import fingerprint, guess_roles, samples
from hansa.intake.lists.listing import Listing, prepare
from hansa.intake.lists.memory import recalled_mapping
from hansa.intake.lists.opening import Source, open_source
from hansa.intake.lists.printed import standing_of
from hansa.intake.lists.reading import Options, read_rows
from hansa.intake.lists.tables import Table, lay_table
from hansa.intake.values import plain

LOOKED_AT = 2_000  # lines by which the first look guesses
SHOWN_LINES = 6


def look(path: Path, name: str, options: dict[str, Any]) -> dict[str, Any]:
    """What stands in the file, as plain data for ``Upload.opened``: text, sheets, columns with samples and guesses."""
    source, table, sheet = _open(path, name, options)
    found = fingerprint(table)
    recalled = recalled_mapping(found)
    is_remembered = recalled is not None and len(recalled.columns) == len(table.heads)
    roles = list(recalled.columns) if recalled is not None and is_remembered else guess_roles(table)
    return {
        "encoding": source.encoding,
        "certain": source.is_certain,
        "delimiter": source.delimiter,
        "sample": source.sample,
        "sheets": [grid.name for grid in source.grids],
        "sheet": sheet,
        "top": table.top,
        "title": [line[:200] for line in table.title],
        "rows": len(table.lines),
        "notices": table.notices,
        "columns": [
            {"head": head, "samples": shown, "role": role}
            for head, shown, role in zip(table.heads, samples(table), roles, strict=True)
        ],
        "first": [[plain(cell)[:40] for cell in line.cells] for line in table.lines[:SHOWN_LINES]],
        "fingerprint": found,
        "remembered": is_remembered,
        "standing": _likely_standing(table, name, roles),
        "options": dict(recalled.options) if recalled is not None and is_remembered else {},
    }


def read_list(
    path: Path,
    name: str,
    options: dict[str, Any],
    answers: dict[str, str],
    told: Callable[[float], None] = lambda share: None,
) -> Listing:
    """The rows of the list by the columns that the officer chose, all names looked up. Raises Refused."""
    source, table, _sheet = _open(path, name, options)
    roles = list(options.get("columns") or guess_roles(table))
    if "name" not in roles:
        raise Refused(_("No column is the name. Say which one is."))
    if len(roles) != len(table.heads):
        raise Refused(_("The list has other columns than those that were chosen; say again which column is what."))
    chosen = Options.of({"source": name, **options})
    rows = read_rows(table, roles, chosen)
    if not rows:
        raise Refused(_("The list has no row with a name. Look whether the right column was chosen."))
    notices = [*table.notices]
    if not source.is_certain:
        notices.append(_("The file does not say how its letters are coded; it was read as a guess. Look at the names."))
    return prepare(rows, notices, chosen, answers, told)


def _open(path: Path, name: str, options: dict[str, Any]) -> tuple[Source, Table, str]:
    source = open_source(path, name, encoding=options.get("encoding") or "", delimiter=options.get("delimiter") or "")
    wanted = options.get("sheet") or ""
    grid = next((grid for grid in source.grids if grid.name == wanted), None) or max(
        source.grids, key=lambda grid: sum(map(bool, grid.rows))
    )
    top = options.get("top")
    table = lay_table(grid, int(top) if top not in (None, "") else None)
    if not table.lines:
        raise Refused(_("%(name)s has no rows below its headings.") % {"name": grid.name})
    return source, table, grid.name


def _likely_standing(table: Table, name: str, roles: list[str]) -> str:
    """What a list without a column of standings is likely a list of, by its title or the name of its file."""
    if "standing" in roles or "partner" in roles:
        return ""
    said = [standing_of(text) for text in (*table.title, name.replace("_", " ").replace("-", " "))]
    return next((standing for standing in said if standing and standing != "withdrawn"), "")


def checked_roles(roles: list[str]) -> list[str]:
    """The roles as they were chosen. Refused where one is unknown, twice, or where none is the name."""
    unknown = [role for role in roles if role and role not in BY_KEY]
    if unknown:
        raise Refused(_("“%(role)s” is no part that a column may play.") % {"role": unknown[0]})
    for role in dict.fromkeys(roles):
        if role and role != "remark" and roles.count(role) > 1:
            raise Refused(
                _("Two columns are “%(role)s”. Choose one, and another part or none for the other.")
                % {"role": BY_KEY[role].label}
            )
    if "name" not in roles:
        raise Refused(_("No column is the name. Say which one is."))
    return roles
