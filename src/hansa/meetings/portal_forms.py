"""What people type about requests: whom to show, what to ask and answer, the rule of a round."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansa.base.formfields import MomentField
from hansa.base.words import country_name, language_name
from hansa.meetings.models import MeetingRequest, Round
from hansa.meetings.portal_queries import Portal, Wanted


class FilterForm(forms.Form):
    """The filters of the page; what cannot be read filters nothing."""

    q = forms.CharField(required=False, max_length=200)
    theme = forms.ChoiceField(required=False)
    language = forms.ChoiceField(required=False)
    country = forms.ChoiceField(required=False)
    met = forms.ChoiceField(required=False, choices=[("", gettext_lazy("any")), ("1", gettext_lazy("yes"))])

    def __init__(self, data: Any, *, shown: Portal) -> None:
        super().__init__(data)
        anything = [("", gettext_lazy("any"))]
        named = {
            "theme": [(theme.key, str(theme)) for theme in shown.themes],
            "language": [(code, language_name(code)) for code in shown.languages],
            "country": [(code, country_name(code)) for code in shown.countries],
        }
        for name, choices in named.items():
            self.fields[name].choices = [*anything, *sorted(choices, key=lambda choice: choice[1])]

    def wanted(self) -> Wanted:
        self.full_clean()
        read = self.cleaned_data
        return Wanted(
            words=read.get("q", ""),
            theme=read.get("theme", ""),
            language=read.get("language", ""),
            country=read.get("country", ""),
            met=read.get("met") == "1",
        )


class AskForm(forms.Form):
    """What one would like to talk about, and how much one would."""

    topic = forms.CharField(max_length=300, required=False)
    priority = forms.TypedChoiceField(choices=MeetingRequest.Priority.choices, coerce=int, initial=2)


class AnswerForm(forms.Form):
    """Yes, no, or never; why, where one likes to say it."""

    answer = forms.ChoiceField(choices=[choice for choice in MeetingRequest.Answer.choices if choice[0]])
    reason = forms.CharField(max_length=300, required=False)


class RuleForm(forms.Form):
    """The rule of a round and its last moments, on the event's clock."""

    rule = forms.ChoiceField(label=gettext_lazy("What a request needs"), choices=Round.Rule.choices)

    def __init__(self, data: Any, *, of: Round) -> None:
        names = ("rule", "requests_until", "answers_until")
        super().__init__(data, initial={name: getattr(of, name) for name in names}, label_suffix="")
        titles = {"requests_until": _("Delegations may ask until"), "answers_until": _("Delegations may answer until")}
        for name, title in titles.items():
            help_text = _("As 2019-06-12 16:40; empty: as long as they like.")
            self.fields[name] = MomentField(of.event.tz, label=title, help_text=help_text)

    @property
    def said(self) -> list[str]:
        """What is wrong with what was typed, in sentences."""
        return [f"{self.fields[name].label}: {error}" for name, errors in self.errors.items() for error in errors]
