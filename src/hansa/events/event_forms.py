"""What people type about an event itself: its names, days, place and mode."""

import datetime as dt
from typing import Any
from zoneinfo import available_timezones

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansa.base.dates import PartialDate
from hansa.base.fields import Multilingual
from hansa.base.text import nfc
from hansa.base.words import language_name
from hansa.events.actions.moving import Destination
from hansa.events.models import Event
from hansa.network.days import DayError, as_typed, typed
from hansa.network.models import Organization
from hansa.network.queries import called_by_country, named
from hansa.network.rules import Visitor


def organization_named(reader: Visitor, text: str) -> Organization:
    """The one organization that the text names, or a sentence."""
    found = named(reader, text)
    if not found:
        raise forms.ValidationError(_("No organisation on record is called “%(name)s”.") % {"name": text})
    if len(found) > 1:
        names = ", ".join(called_by_country(one) for one in found[:6])
        raise forms.ValidationError(_("This name may mean: %(names)s. Write one of them.") % {"names": names})
    return found[0]


class PlaceForm(forms.Form):
    """When and where an event is held, how, and by whom."""

    starts = forms.CharField(label=gettext_lazy("First day"), max_length=40)
    ends_on = forms.CharField(label=gettext_lazy("Last day"), max_length=40, required=False)
    zone = forms.CharField(label=gettext_lazy("Time zone"), max_length=60, help_text=gettext_lazy("As Asia/Seoul"))
    city = forms.CharField(label=gettext_lazy("City"), max_length=300, required=False)
    venue = forms.CharField(label=gettext_lazy("Venue"), max_length=200, required=False)
    mode = forms.ChoiceField(label=gettext_lazy("Mode"), choices=Event.Mode.choices)
    hosts = forms.CharField(
        label=gettext_lazy("Hosts"),
        required=False,
        widget=forms.Textarea({"rows": 2}),
        help_text=gettext_lazy("One organisation a line, by any of its names."),
    )
    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, reader: Visitor, event: Event | None, hosts: list[Organization]) -> None:
        self.reader, self.event = reader, event
        super().__init__(data, initial=self._initial(hosts), label_suffix="")

    def _initial(self, hosts: list[Organization]) -> dict[str, Any]:
        if self.event is None:
            return {"mode": Event.Mode.ON_SITE}
        own = {name: getattr(self.event, name) for name in ("zone", "venue", "mode")}
        return {
            **own,
            "starts": as_typed(self.event.starts),
            "ends_on": self.event.ends_on.isoformat() if self.event.starts_precision == "day" else "",
            "city": called_by_country(self.event.city) if self.event.city else "",
            "hosts": "\n".join(called_by_country(one) for one in hosts),
            "seen": self.event.revision,
        }

    def clean_starts(self) -> PartialDate:
        try:
            return typed(self.cleaned_data["starts"])
        except DayError as error:
            raise forms.ValidationError(str(error)) from None

    def clean_ends_on(self) -> dt.date | None:
        text = self.cleaned_data["ends_on"]
        try:
            return typed(text).last if text else None
        except DayError as error:
            raise forms.ValidationError(str(error)) from None

    def clean_zone(self) -> str:
        zone = self.cleaned_data["zone"]
        if zone not in available_timezones() or "/" not in zone:
            raise forms.ValidationError(_("This is no time zone. Write it as Asia/Seoul."))
        return zone

    def clean_city(self) -> Organization | None:
        text = self.cleaned_data["city"]
        return organization_named(self.reader, text) if text else None

    def clean_hosts(self) -> list[Organization]:
        lines = [nfc(line) for line in self.cleaned_data["hosts"].splitlines() if nfc(line)]
        return [organization_named(self.reader, line) for line in lines[:20]]

    @property
    def destination(self) -> Destination:
        """Where the form leads."""
        said = self.cleaned_data
        own = {name: said[name] for name in ("starts", "zone", "mode", "city", "venue", "hosts")}
        return Destination(ends_on=said["ends_on"] or said["starts"].last, **own)


class MoveForm(PlaceForm):
    """Other days, another place or mode; told to everybody with the reason."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)


class EventForm(forms.Form):
    """What an event is called and what it is; ``MoveForm`` moves it."""

    TITLES = tuple(f"name_{code}" for code, _name in settings.LANGUAGES)

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Event.Kind.choices)
    edition = forms.IntegerField(label=gettext_lazy("Edition"), required=False, min_value=1, max_value=999)
    part_of = forms.ModelChoiceField(Event.objects.none(), label=gettext_lazy("Part of"), required=False)
    note = forms.CharField(label=gettext_lazy("Note"), required=False, widget=forms.Textarea({"rows": 3}))
    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, event: Event | None, wholes: Any) -> None:
        self.event = event
        initial: dict[str, Any] = {}
        if event is not None:
            initial = {name: getattr(event, name) for name in ("kind", "edition", "part_of", "note")}
            initial |= {f"name_{code}": text for code, text in event.name.items()} | {"seen": event.revision}
        super().__init__(data, initial=initial, label_suffix="")
        choices: Any = self.fields["part_of"]
        choices.queryset = wholes
        for code, _name in settings.LANGUAGES:
            label = _("Name in %(language)s") % {"language": language_name(code)}
            self.fields[f"name_{code}"] = forms.CharField(label=label, required=False, max_length=300)
            self.fields[f"name_{code}"].widget.attrs.update({"lang": code, "dir": "auto"})
        if event is None:
            self.fields["key"] = forms.SlugField(
                label=_("Key"), max_length=60, help_text=_("Its word in addresses, as forum-2019; it stays for ever.")
            )
        self.order_fields([*self.TITLES, "key", "kind", "edition", "part_of", "note"])

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not any(said.get(name) for name in self.TITLES):
            self.add_error(self.TITLES[0], _("Give the name in one language at least."))
        return said

    @property
    def values(self) -> dict[str, Any]:
        """The act's arguments."""
        said = dict(self.cleaned_data)
        said.pop("seen", None)
        name = {code: said.pop(f"name_{code}") for code, _name in settings.LANGUAGES}
        return {**said, "name": Multilingual({code: text for code, text in name.items() if text})}
