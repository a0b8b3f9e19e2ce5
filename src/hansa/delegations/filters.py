"""The filters in force, in words, each with its way out; the ways in which the list can be sorted."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

SORTS: dict[str, Promise] = {
    "name": _("Delegation"),
    "precedence": _("Precedence"),
    "country": _("Country"),
    "people": _("People"),
    "arrival": _("First arrival"),
}
LACKS: dict[str, Promise] = {"head": _("a head of delegation"), "arrival": _("an arrival")}
NAMES: dict[str, Promise] = {
    "q": _("what holds"),
    "capacity": _("capacity"),
    "country": _("country"),
    "language": _("speaks"),
    "before": _("somebody arrives before"),
    "lacks": _("lacks"),
    "state": _("state"),
}


@dataclass(frozen=True)
class Filter:
    """One filter in force: its name, its value in words, the address of the list without it."""

    name: Promise
    value: str
    without: str


def in_force(query: QueryDict, form: Any) -> list[Filter]:
    """The filters that were read and narrow the list."""
    return [
        Filter(name, _in_words(key, form), _address(query, {key: ""}))
        for key, name in NAMES.items()
        if form.cleaned_data.get(key)
    ]


def sorts(query: QueryDict, now: str) -> dict[str, dict[str, Any]]:
    """For each column that sorts: its title, its address, whether the list is sorted by it now."""
    return {
        key: {"title": title, "address": _address(query, {"sort": key}), "is_now": key == now}
        for key, title in SORTS.items()
    }


def _in_words(key: str, form: Any) -> str:
    value = form.cleaned_data[key]
    if key == "before":
        return value.astimezone(form.fields["before"].zone).strftime("%Y-%m-%d %H:%M")
    if key == "lacks":
        return str(LACKS[value])
    if key == "state":
        return str(_("withdrawn"))
    return str(dict(form.fields[key].choices)[value]) if hasattr(form.fields[key], "choices") else value


def _address(query: QueryDict, changes: dict[str, str]) -> str:
    """The list with these changes; an empty value leaves a filter out, and one is back on the first page."""
    wanted = query.copy()
    wanted.pop("page", None)
    for key, value in changes.items():
        wanted.pop(key, None)
        if value:
            wanted[key] = value
    for key in [key for key, value in wanted.items() if not value]:
        wanted.pop(key)
    return f"?{wanted.urlencode()}"
