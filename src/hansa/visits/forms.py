"""What people type about places on visits."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansa.base.formfields import MomentField
from hansa.base.text import nfc
from hansa.delegations.models import Delegate
from hansa.events.models import Visit
from hansa.visits.models import Terms

MOST_PLACES = 10_000


class TermsForm(forms.Form):
    """On what terms a visit may be joined. Moments are typed and shown on the event's clock."""

    capacity = forms.IntegerField(
        label=gettext_lazy("Places"), min_value=0, max_value=MOST_PLACES, required=False,
        help_text=gettext_lazy("Empty: as many as like."),
    )  # fmt: skip
    quota = forms.IntegerField(
        label=gettext_lazy("Places for each delegation"), min_value=1, max_value=MOST_PLACES, required=False,
        help_text=gettext_lazy("Empty: no limit of its own."),
    )  # fmt: skip
    either_or = forms.CharField(
        label=gettext_lazy("Either … or"), max_length=40, required=False,
        help_text=gettext_lazy("Of the visits with the same word here, each person takes one."),
    )  # fmt: skip
    offer_hours = forms.IntegerField(
        label=gettext_lazy("An offer stands for, in hours"), min_value=1, max_value=24 * 14,
    )  # fmt: skip
    bus = forms.CharField(label=gettext_lazy("Where the bus leaves"), max_length=200, required=False)

    def __init__(self, data: Any, *, visit: Visit, terms: Terms | None) -> None:
        names = ("capacity", "quota", "either_or", "offer_hours", "bus", "opens_at", "closes_at", "bus_leaves_at")
        terms = terms or Terms(visit=visit)
        super().__init__(data, initial={name: getattr(terms, name) for name in names}, label_suffix="")
        titles = {
            "opens_at": _("Delegations may choose from"),
            "closes_at": _("Delegations may choose until"),
            "bus_leaves_at": _("When the bus leaves"),
        }
        for name, title in titles.items():
            self.fields[name] = MomentField(visit.event.tz, label=title, help_text=_("As 2019-06-12 16:40."))
        self.order_fields(["capacity", "quota", "either_or", "opens_at", "closes_at", "offer_hours", "bus"])

    def clean_either_or(self) -> str:
        return nfc(self.cleaned_data["either_or"]).casefold()


class PutOnForm(forms.Form):
    """Somebody whom an officer puts on a visit."""

    delegate = forms.ModelChoiceField(Delegate.objects.none(), label=gettext_lazy("Who"))
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)

    def __init__(self, data: Any, *, visit: Visit) -> None:
        super().__init__(data, label_suffix="")
        people = Delegate.objects.coming().filter(delegation__event=visit.event_id)
        going = visit.participants.values("pk")
        self.fields["delegate"].queryset = (
            people.exclude(person__in=going)
            .select_related("person", "delegation__organization")
            .order_by("delegation__organization__name", "person__family_name", "pk")
        )
