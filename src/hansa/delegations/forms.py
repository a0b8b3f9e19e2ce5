"""What people type about delegations: filters of the list, arrival and departure in the event's own time."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansa.base.formfields import MomentField
from hansa.base.words import country_name, language_code, language_name
from hansa.delegations.models import Delegate, Delegation
from hansa.delegations.queries import LACKS, Wanted
from hansa.events.models import Event


class FilterForm(forms.Form):
    """The filters of the list; what cannot be read filters nothing and says why."""

    q = forms.CharField(required=False, max_length=200, strip=True)
    capacity = forms.ChoiceField(required=False)
    country = forms.ChoiceField(required=False)
    language = forms.ChoiceField(required=False)
    lacks = forms.ChoiceField(required=False, choices=[(what, what) for what in ("", *LACKS)])
    state = forms.ChoiceField(required=False, choices=[(what, what) for what in ("", "withdrawn")])
    sort = forms.ChoiceField(
        required=False, choices=[(what, what) for what in ("", "name", "precedence", "country", "people", "arrival")]
    )

    def __init__(self, data: Any, *, event: Event) -> None:
        super().__init__(data)
        self.fields["before"] = MomentField(event.tz)
        anything = [("", gettext_lazy("any"))]
        here = Delegation.objects.filter(event=event).values_list("organization__country", flat=True)
        countries = sorted({(code, country_name(code)) for code in here if code}, key=lambda choice: choice[1])
        spoken = Delegate.objects.coming().filter(delegation__event=event).values_list("languages", flat=True)
        codes = {code for languages in spoken for code in languages}
        languages = sorted(((code, language_name(code)) for code in codes), key=lambda choice: choice[1])
        self.fields["capacity"].choices = [*anything, *Delegation.Capacity.choices]
        self.fields["country"].choices = [*anything, *countries]
        self.fields["language"].choices = [*anything, *languages]

    @property
    def wanted(self) -> Wanted:
        """What of it could be read."""
        self.is_valid()
        read = self.cleaned_data
        return Wanted(
            words=read.get("q", ""),
            capacity=read.get("capacity", ""),
            country=read.get("country", ""),
            language=read.get("language", ""),
            lacks=read.get("lacks", ""),
            before=read.get("before"),
            withdrawn=read.get("state") == "withdrawn",
            sort=read.get("sort") or "name",
        )


class DelegateForm(forms.Form):
    """Arrival, departure and languages of a delegate."""

    languages = forms.CharField(required=False, max_length=200, label=gettext_lazy("Languages, the best one first"))

    def __init__(self, data: Any, *, delegate: Delegate) -> None:
        names = ", ".join(language_name(code) for code in delegate.languages)
        stay = {"arrives_at": delegate.arrives_at, "departs_at": delegate.departs_at}
        super().__init__(data, initial={"languages": names, **stay}, label_suffix="")
        zone = delegate.delegation.event.tz
        self.fields["arrives_at"] = MomentField(zone, label=_("Arrival"))
        self.fields["departs_at"] = MomentField(zone, label=_("Departure"))
        self.order_fields(["arrives_at", "departs_at", "languages"])

    def clean_languages(self) -> list[str]:
        typed = self.cleaned_data["languages"].replace("،", ",").replace("、", ",").replace(";", ",")
        words = [word.strip() for word in typed.split(",") if word.strip()]
        codes = [language_code(word) for word in words]
        unknown = [word for word, code in zip(words, codes, strict=True) if not code]
        if unknown:
            raise forms.ValidationError(
                _("“%(word)s” is no language we know. Write its name, or its code such as “ko”.") % {"word": unknown[0]}
            )
        return list(dict.fromkeys(codes))
