"""The filters of the promises in force, in words, each with its way out; the ways in which the list can be sorted."""

from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.utils.functional import Promise as Sentence
from django.utils.translation import gettext_lazy as _

SORTS: dict[str, Sentence] = {
    "by": _("Who promised"),
    "to": _("To whom"),
    "made": _("Promised on"),
    "due": _("By when"),
    "state": _("State"),
}
NAMES: dict[str, Sentence] = {
    "q": _("what holds"),
    "side": _("side"),
    "state": _("state"),
    "by": _("promised by"),
    "to": _("promised to"),
    "event": _("event"),
}


@dataclass(frozen=True)
class Filter:
    """One filter in force: its name, its value in words, the address of the list without it."""

    name: Sentence
    value: str
    without: str


def in_force(query: QueryDict, form: Any) -> list[Filter]:
    """The filters that were read and narrow the list."""
    found = []
    for key, name in NAMES.items():
        value = form.cleaned_data.get(key)
        if value:
            choices = getattr(form.fields[key], "choices", None)
            found.append(Filter(name, str(dict(choices)[value]) if choices else value, address(query, {key: ""})))
    return found


def sorts(query: QueryDict, now: str) -> list[dict[str, Any]]:
    """For each column that sorts: its key, its title, its address, whether the list is sorted by it now."""
    return [
        {"key": key, "title": title, "address": address(query, {"sort": key}), "is_now": key == now}
        for key, title in SORTS.items()
    ]


def address(query: QueryDict, changes: dict[str, str]) -> str:
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
