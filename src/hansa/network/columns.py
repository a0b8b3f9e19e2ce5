"""The columns of the register: what each shows on the page and what it says in a file, from the same row."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from hansa.base.templatetags.house import body, mark, own, who
from hansa.base.words import country_name, with_commas
from hansa.network.changes import mandate_title
from hansa.network.regions import subregion_of
from hansa.network.register import SUSPENDED, Row


@dataclass(frozen=True)
class Column:
    """``html`` is a cell of the page, ``plain`` of a file; ``label`` stands before it on a phone.

    ``same`` names what the cell depends on, where many rows have the same: such a cell is made once for a page.
    """

    title: Promise
    html: Callable[[Row], str]
    plain: Callable[[Row], Any]
    same: Callable[[Row], Any] | None = None
    sort: str = ""
    label: Promise | str = ""
    for_officers: bool = False


def name_cell(row: Row) -> SafeString:
    """The head of a line: the reader's name with the way to the page, and the own name."""
    address = reverse("organization", args=[row.entry.pk])
    return format_html('<a href="{}">{}</a> {}', address, body(row.organization), own(row.organization))


def state_mark(row: Row) -> SafeString:
    """The standing on the day: a mark and a word."""
    if not row.membership:
        return format_html("{}", "")
    state = row.entry.state
    sign = {"candidate": "wait", "observer": "half", SUSPENDED: "wrong"}.get(state, "done")
    return format_html('<span class="state">{}{}</span>', mark(sign), state_word(row))


def state_word(row: Row) -> str:
    """The standing on the day as it is counted; "" for none."""
    if row.entry.is_suspended:
        return _("suspended")
    return str(row.membership.get_standing_display()) if row.membership else ""


def category(row: Row) -> str:
    """What the statutes call the membership, and whether it founded the network."""
    if not row.membership:
        return ""
    parts = [row.membership.category] if row.membership.category else []
    if row.membership.founding:
        parts.append(_("founding"))
    return with_commas(parts)


def _since(row: Row) -> str:
    started = row.membership.started if row.membership else None
    return format_html('<span class="nowrap">{}</span>', started) if started else ""


def _since_iso(row: Row) -> str:
    return row.membership.started.isoformat() if row.membership and row.membership.started else ""


def _mandates(row: Row) -> str:
    return "; ".join(mandate_title(mandate) for mandate in row.mandates)


def _region(row: Row) -> str:
    return country_name(subregion_of(row.entry.country))


def _country(row: Row) -> str:
    return country_name(row.entry.country)


def _kind(row: Row) -> str:
    return str(row.organization.get_kind_display())


def _head_html(row: Row) -> str:
    return who(row.head.person) if row.head else ""


def _focal_html(row: Row) -> str:
    if not row.focal_points:
        return format_html('<span class="quiet">{}</span>', _("vacant"))
    return format_html_join(", ", "<bdi>{}</bdi>", ((user,) for user in row.focal_points))


def _focal_plain(row: Row) -> str:
    return "; ".join(str(user) for user in row.focal_points)


def _of_country(row: Row) -> Any:
    return row.entry.country


def _of_category(row: Row) -> Any:
    return (row.membership.category, row.membership.founding) if row.membership else None


def _of_start(row: Row) -> Any:
    return (row.membership.started_on, row.membership.started_precision) if row.membership else None


def _of_state(row: Row) -> Any:
    return (row.entry.state, row.entry.is_suspended) if row.membership else None


COLUMNS: dict[str, Column] = {
    "own_name": Column(
        gettext_lazy("Own name"),
        lambda row: format_html(
            '<bdi lang="{}">{}</bdi>', row.organization.own_language or "und", row.organization.own_name
        ),
        lambda row: row.organization.own_name,
    ),
    "country": Column(gettext_lazy("Country"), _country, _country, _of_country, sort="country"),
    "region": Column(gettext_lazy("Region"), _region, _region, _of_country, sort="region"),
    "kind": Column(gettext_lazy("Kind"), _kind, _kind, lambda row: row.organization.kind),
    "category": Column(gettext_lazy("Category"), category, category, _of_category),
    "since": Column(gettext_lazy("Since"), _since, _since_iso, _of_start, sort="since", label=gettext_lazy("since")),
    "standing": Column(gettext_lazy("On this day"), state_mark, state_word, _of_state, sort="standing"),
    "mandates": Column(gettext_lazy("Mandates"), _mandates, _mandates),
    "head": Column(
        gettext_lazy("Head of the city"),
        _head_html,
        lambda row: str(row.head.person) if row.head else "",
        label=pgettext_lazy("of an organisation", "head"),
    ),
    "focal_point": Column(
        gettext_lazy("Focal point"),
        _focal_html,
        _focal_plain,
        label=gettext_lazy("focal point"),
        for_officers=True,
    ),
    "place": Column(
        gettext_lazy("GeoNames number"), lambda row: row.organization.place, lambda row: row.organization.place
    ),
}
USUAL = ("country", "category", "since", "standing", "mandates", "focal_point")


def allowed(is_officer: bool) -> list[str]:
    """The columns that this reader may ask for."""
    return [key for key, column in COLUMNS.items() if is_officer or not column.for_officers]


def chosen(wanted: list[str], is_officer: bool) -> list[str]:
    """The columns to show, in the order of COLUMNS: those asked for, or else the usual ones."""
    asked = [key for key in wanted if key in COLUMNS]
    return [key for key in allowed(is_officer) if key in (asked or USUAL)]


def exported_line(row: Row, is_officer: bool) -> list[Any]:
    """A line of the file: number, name and every column that this reader may see."""
    return [row.entry.pk, row.entry.name, *(COLUMNS[key].plain(row) for key in allowed(is_officer))]


def exported_titles(is_officer: bool) -> list[str]:
    """The heads of ``exported_line``."""
    return [_("Number"), _("Name"), *(str(COLUMNS[key].title) for key in allowed(is_officer))]


def lines(shown: Iterable[Row], keys: list[str]) -> list[tuple[SafeString, SafeString]]:
    """Each line of the page: its head, and its cells with the label that stands before them on a phone.

    Made here and not cell by cell in the template, which took half of the page's time.
    """
    made: dict[tuple[str, Any], SafeString] = {}
    labels = {key: str(COLUMNS[key].label) for key in keys}

    def cell(key: str, row: Row) -> SafeString:
        column = COLUMNS[key]
        if column.same is None:
            return _cell(column.html(row), labels[key])
        found = made.get((key, column.same(row)))
        if found is None:
            found = made[key, column.same(row)] = _cell(column.html(row), labels[key])
        return found

    # Every cell is escaped already.
    return [(name_cell(row), mark_safe("".join([cell(key, row) for key in keys]))) for row in shown]  # noqa: S308


def _cell(html: str, label: str) -> SafeString:
    return format_html('<td data-label="{}">{}</td>', label, html) if label else format_html("<td>{}</td>", html)
