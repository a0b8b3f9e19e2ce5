"""The lines of a list as rows: each cell by the part that its column plays. Nothing is looked up on record yet."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils.translation import gettext as _

from hansa.base.dates import PartialDate
from hansa.gazetteer.folding import key
from hansa.intake.columns import Column
from hansa.intake.dates import Wrong
from hansa.intake.fates import Row
from hansa.intake.lists.columns import LIST
from hansa.intake.lists.printed import (
    AGREEMENTS,
    Said,
    agreement_kind,
    is_said,
    kind_of,
    read_date,
    read_name,
    read_standing,
    region_code,
)
from hansa.intake.lists.tables import Line, Table
from hansa.intake.values import plain, read_cell
from hansa.network.models import Organization

_EMAIL = Column("email", "E-mail", "email", "")
_PARTNERS = re.compile(r"\s*[;；\n]\s*")
_MOST = 200  # characters of a name
_SHORT_REMARK = 60  # a longer one tells a story in which words of standing prove nothing
_KINDS = set(Organization.Kind.values)


@dataclass
class Party:
    """An organization as a row names it: whose name, with which country as printed, and what else tells it."""

    name: str
    country: str = ""
    city: str = ""
    kind: str = ""
    place: str = ""
    wikidata: str = ""
    own_name: str = ""


@dataclass
class Options:
    """What the officer says of the whole list."""

    standing: str = ""
    since: PartialDate | None = None
    country: str = ""
    source: str = ""

    @classmethod
    def of(cls, values: Mapping[str, Any]) -> "Options":
        """From the options of an upload."""
        since = str(values.get("since") or "")
        return cls(
            str(values.get("standing") or ""),
            PartialDate.parse(since) if since else None,
            str(values.get("country") or ""),
            str(values.get("source") or ""),
        )


@dataclass
class Listed:
    """What a row says, read and not yet looked up."""

    parties: list[Party] = field(default_factory=list)
    said: Said = field(default_factory=Said)
    since: PartialDate | None = None
    regions: list[str] = field(default_factory=list)
    contact: str = ""
    email: str = ""
    agreement: str = ""
    printed: str = ""
    agreed_on: PartialDate | None = None
    source: str = ""

    @property
    def main(self) -> Party:
        return self.parties[0]


def read_rows(table: Table, roles: list[str], options: Options) -> list[Row]:
    """A row for each line that names anybody; its ``values`` hold one ``Listed`` under "listed"."""
    has_partners = "partner" in roles
    rows = []
    for line in table.lines:
        cells: dict[str, Any] = {}
        for role, cell in zip(roles, line.cells, strict=False):
            if role and cell is not None and is_said(plain(cell)):
                cells[role] = f"{cells[role]}; {plain(cell)}" if role in cells else cell
        if not cells.get("name"):
            continue
        row = Row(LIST, line.number, {})
        row.values["listed"] = _read(row, cells, line, table.legend, options, has_partners)
        rows.append(row)
    return rows


def _read(
    row: Row, cells: dict[str, Any], line: Line, legend: dict[str, str], options: Options, has_partners: bool
) -> Listed:
    texts = {role: plain(cell) for role, cell in cells.items()}
    listed, printed = Listed(), read_name(texts["name"], legend)
    row.what = texts["name"][:_MOST]
    if not printed.name or len(printed.name) > _MOST:
        row.refuse(_("This is no name of an organisation."), "name")
        printed.name = printed.name[:_MOST] or "?"
    listed.regions = [text for text in (texts.get("region", ""), line.section.get("region", "")) if text]
    country = texts.get("country") or printed.country or line.section.get("country", "") or options.country
    kind = key(texts.get("kind", ""))
    listed.parties = [
        Party(
            printed.name,
            _without_region(country, listed),
            texts.get("city", ""),
            kind if kind in _KINDS else kind_of(texts.get("kind", "")),
            texts.get("place", ""),
            texts.get("wikidata", ""),
            texts.get("own_name", "")[:_MOST],
        )
    ]
    listed.source = (texts.get("source") or options.source)[:300]
    _read_email(row, listed, texts)
    if has_partners:
        _read_agreement(row, listed, cells, texts)
    else:
        _read_standing(row, listed, texts, [*printed.remarks, line.section.get("standing", "")], options)
        listed.since = _date(row, cells, "since") or listed.said.since or options.since
    return listed


def _without_region(text: str, listed: Listed) -> str:
    """A country without the part of the world that some lists print behind it: "UAE (Asia)"."""
    head, bracket, rest = text.partition("(")
    inside = rest.rstrip(") ")
    if bracket and region_code(inside) is not None:
        listed.regions.append(inside)
        return head.strip()
    return text


def _read_email(row: Row, listed: Listed, texts: dict[str, str]) -> None:
    listed.contact = texts.get("contact", "")[:_MOST]
    if not texts.get("email"):
        return
    first = re.split(r"[;,\s]+", texts["email"])[0]
    try:
        listed.email = read_cell(_EMAIL, first) or ""
    except Wrong as wrong:
        row.notes.append(_("%(wrong)s It was passed over.") % {"wrong": wrong})


def _read_standing(row: Row, listed: Listed, texts: dict[str, str], remarks: list[str], options: Options) -> None:
    """From the column, else from remarks beside the name, a short remark, the heading above, the whole list."""
    said = read_standing(texts.get("standing", ""))
    beside = [read_standing(text) for text in remarks if text]
    remark = texts.get("remark", "")
    if remark and len(remark) <= _SHORT_REMARK:
        # What a remark tells of offices and years is a story, not a mandate.
        beside.insert(len(beside) - 1, replace(read_standing(remark), mandates=[], since=None))
    for more in beside:
        if said.standing and more.standing and more.standing != said.standing:
            row.notes.append(
                _("Beside its name it is called “%(other)s”; the column counts.") % {"other": more.category}
            )
        if not said.standing and more.standing:
            said.standing, said.category = more.standing, said.category or more.category
        said.founding = said.founding or more.founding
        said.since = said.since or more.since
        said.mandates += more.mandates
    said.mandates += read_standing(texts.get("mandate", "")).mandates
    if not said.standing and options.standing:
        said.standing = options.standing
    listed.said = said


def _read_agreement(row: Row, listed: Listed, cells: dict[str, Any], texts: dict[str, str]) -> None:
    names = [name for name in _PARTNERS.split(texts.get("partner", "")) if name]
    for name in names:
        printed = read_name(name)
        country = texts.get("partner_country") or printed.country
        item = texts.get("partner_wikidata", "") if len(names) == 1 else ""
        listed.parties.append(Party(printed.name[:_MOST], _without_region(country, listed), wikidata=item))
    row.what = f"{listed.main.name} – {', '.join(party.name for party in listed.parties[1:]) or '?'}"[:_MOST]
    if not names:
        row.refuse(_("This cell is empty and must be filled in."), "partner")
    if len(names) > 1:
        row.notes.append(_("Read as %(n)s agreements, one with each partner.") % {"n": len(names)})
    text = texts.get("agreement", "")
    listed.agreement, listed.printed = agreement_kind(text), "" if text in AGREEMENTS else text[:160]
    listed.agreed_on = _date(row, cells, "agreed_on") or _date(row, cells, "since")


def _date(row: Row, cells: dict[str, Any], role: str) -> PartialDate | None:
    if role not in cells:
        return None
    value = cells[role]
    try:
        found = read_date(int(value) if isinstance(value, str) and value.strip().isdecimal() else value)
    except Wrong as wrong:
        row.refuse(str(wrong), role)
        return None
    if found is None:
        row.notes.append(_("“%(text)s” is no day; it was passed over.") % {"text": plain(value)})
    return found
