"""What people choose about the order of precedence."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from hansa.base.words import language_name
from hansa.delegations.models import Delegation
from hansa.network.models import Mandate
from hansa.precedence.models import ALPHABETS, Override, Ranking

MOST_OFFICES = 3


class RuleForm(forms.Form):
    """The rule of an event. Offices of the network are chosen one by one, the highest first."""

    rule = forms.ChoiceField(label=gettext_lazy("Within a rank group"), choices=Ranking.Rule.choices)
    language = forms.ChoiceField(label=gettext_lazy("Alphabet of"))
    host = forms.ChoiceField(label=gettext_lazy("The host stands"), choices=Ranking.Host.choices)

    def __init__(self, data: Any, *, ranking: Ranking) -> None:
        chosen = {f"office_{n}": kind for n, kind in enumerate(ranking.offices)}
        values = {"rule": ranking.rule, "language": ranking.language, "host": ranking.host}
        super().__init__(data, initial={**values, **chosen}, label_suffix="")
        self.fields["language"].choices = [(code, language_name(code)) for code in ALPHABETS]
        kinds = [("", _("none")), *Mandate.Kind.choices]
        titles = (_("Highest office of the network"), _("Second office"), _("Third office"))
        for number, title in enumerate(titles):
            self.fields[f"office_{number}"] = forms.ChoiceField(label=title, choices=kinds, required=False)

    def clean(self) -> dict[str, Any]:
        read = super().clean() or {}
        offices = [read.pop(f"office_{number}", "") for number in range(MOST_OFFICES)]
        read["offices"] = [kind for kind in offices if kind]
        if len(set(read["offices"])) != len(read["offices"]):
            raise forms.ValidationError(_("An office of the network is chosen twice. Choose each once."))
        return read


class PlaceForm(forms.Form):
    """One delegation's place, changed by hand."""

    counts_as = forms.ChoiceField(
        label=gettext_lazy("Which rank counts at this event"),
        choices=[("", gettext_lazy("as the records say")), *Override.CountsAs.choices],
        required=False,
    )
    moved = forms.ChoiceField(
        label=pgettext_lazy("in an order", "Place"),
        choices=[("", gettext_lazy("where the rule puts it")), *Override.Moved.choices],
        required=False,
    )
    after = forms.ModelChoiceField(Delegation.objects.none(), label=gettext_lazy("After which one"), required=False)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=300,
        help_text=gettext_lazy("It stands beside the place for all officers."),
    )

    def __init__(self, data: Any, *, delegation: Delegation, known: Override | None) -> None:
        names = ("counts_as", "moved", "after", "reason")
        super().__init__(data, initial={name: getattr(known, name) for name in names} if known else {}, label_suffix="")
        others = Delegation.objects.coming().filter(event=delegation.event_id).exclude(pk=delegation.pk)
        self.fields["after"].queryset = others.select_related("organization")
        self.fields["after"].empty_label = _("none")
