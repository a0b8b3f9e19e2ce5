"""The filters of the register: what was typed into the address, the filters in force in words, the ways to sort."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hansa.base.dates import PartialDate
from hansa.base.words import country_name
from hansa.network.days import as_typed, day_of
from hansa.network.forms.fields import DayField, PlainSelect
from hansa.network.models import Membership, Organization, Theme
from hansa.network.regions import TREE
from hansa.network.register import ALL, IN_NETWORK, SORTS, WITHOUT, Wanted, choices
from hansa.network.rules import Reader

NAMES: dict[str, Promise] = {
    "q": _("what holds"),
    "standing": _("standing"),
    "region": _("region"),
    "country": _("country"),
    "kind": _("kind"),
    "theme": _("theme"),
}


@dataclass(frozen=True)
class Filter:
    """One filter in force: its name, its value in words, the address of the list without it."""

    name: Promise
    value: str
    without: str


class FilterForm(forms.Form):
    """Reads the address of the list. What cannot be read filters nothing; a day that is none says so."""

    q = forms.CharField(required=False, max_length=200)
    on = DayField(required=False)
    standing = forms.ChoiceField(required=False, widget=PlainSelect)
    region = forms.ChoiceField(required=False, widget=PlainSelect)
    country = forms.ChoiceField(required=False, widget=PlainSelect)
    kind = forms.ChoiceField(required=False, choices=[("", _("any")), *Organization.Kind.choices], widget=PlainSelect)
    theme = forms.ChoiceField(required=False, widget=PlainSelect)

    def __init__(self, data: QueryDict, *, reader: Reader, today: dt.date) -> None:
        super().__init__(data)
        self.today = today
        countries, regions = choices(reader)
        fields: dict[str, Any] = self.fields
        fields["country"].choices = [("", _("any")), *((code, country_name(code)) for code in countries)]
        fields["region"].choices = [("", _("any")), *_regions(regions)]
        fields["theme"].choices = [("", _("any")), *((theme.key, str(theme)) for theme in Theme.objects.all())]
        fields["standing"].choices = _standings(reader.is_officer)
        self.is_valid()

    @property
    def asked(self) -> PartialDate | None:
        """The day as it was typed; None for today."""
        return self.cleaned_data.get("on")

    @property
    def day(self) -> dt.date:
        """The day asked about."""
        return day_of(self.asked, self.today) if self.asked else self.today

    @property
    def typed_day(self) -> str:
        """What stands in the field: what was typed where it could not be read, else the day in words."""
        if "on" in self.errors:
            return str(self.data.get("on", ""))
        return as_typed(self.asked)

    @property
    def wanted(self) -> Wanted:
        said = self.cleaned_data.get
        sort = self.data.get("sort", "name")
        return Wanted(
            on=self.day,
            words=said("q") or "",
            standing=said("standing") or IN_NETWORK,
            region=said("region") or "",
            country=said("country") or "",
            kind=said("kind") or "",
            theme=said("theme") or "",
            sort=sort.lstrip("-") if sort.lstrip("-") in SORTS else "name",
            minus=sort.startswith("-"),
        )

    def in_force(self) -> list[Filter]:
        """The filters that narrow the list, each with its way out."""
        return [
            Filter(name, self._in_words(key), address(self.data, {key: ""}))
            for key, name in NAMES.items()
            if self.cleaned_data.get(key)
        ]

    def sort_address(self, column: str) -> str:
        """The list sorted by a column; by the same one again, the other way round."""
        now = self.data.get("sort", "name")
        return address(self.data, {"sort": f"-{column}" if now == column else column})

    def _in_words(self, key: str) -> str:
        value = self.cleaned_data[key]
        options = getattr(self.fields[key], "choices", None)
        if options is None:
            return str(value)
        flat = [pair for option in options for pair in (option[1] if isinstance(option[1], list) else [option])]
        return str(dict(flat).get(value, value))


def address(query: Any, changes: dict[str, str]) -> str:
    """The list with these changes; an empty value leaves a filter out, and one is back on the first page."""
    wanted = query.copy()
    wanted.pop("page", None)
    for key, value in changes.items():
        wanted.pop(key, None)
        if value:
            wanted[key] = value
    for key in [key for key in wanted if not any(wanted.getlist(key))]:
        wanted.pop(key)
    return f"?{wanted.urlencode()}"


def _standings(for_officer: bool) -> list[tuple[str, Any]]:
    hidden = () if for_officer else (Membership.Standing.CANDIDATE,)
    found = [
        (IN_NETWORK, _("in the network")),
        *(pair for pair in Membership.Standing.choices if pair[0] not in hidden),
    ]
    return [*found, (WITHOUT, _("not in the network on that day")), (ALL, _("all that are listed"))]


def _regions(present: list[str]) -> list[tuple[str, Any]]:
    """Each region with its subregions, as far as somebody lies there."""
    return [
        (country_name(region), [(code, country_name(code)) for code in (region, *below) if code in present])
        for region, below in TREE.items()
        if region in present
    ]
