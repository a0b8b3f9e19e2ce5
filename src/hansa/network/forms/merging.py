"""Two records that are one organization: choose the other, then which of both stays."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansa.network.forms.acts import READ_BY
from hansa.network.forms.fields import OrganizationField
from hansa.network.models import Organization
from hansa.network.rules import Visitor


class OtherForm(forms.Form):
    """The record that is the same organization as this one."""

    organization_name = OrganizationField(label=gettext_lazy("The other record"))

    def __init__(self, *args: object, reader: Visitor, organization: Organization, **more: object) -> None:
        super().__init__(*args, **more)
        self.fields["organization_name"].reader = reader
        self.organization = organization

    def clean_organization_name(self) -> Organization | None:
        other: Organization | None = self.cleaned_data["organization_name"]
        if other is not None and other.pk == self.organization.pk:
            raise forms.ValidationError(_("Choose two different records."))
        return other


class MergeForm(forms.Form):
    """Which of both stays, and why they are one."""

    kept = forms.TypedChoiceField(label=gettext_lazy("Which record stays"), coerce=int, widget=forms.RadioSelect)
    reason = forms.CharField(label=gettext_lazy("Reason, for the log"), max_length=300, help_text=READ_BY)

    def __init__(self, *args: object, pair: tuple[Organization, Organization], **more: object) -> None:
        super().__init__(*args, **more)
        self.fields["kept"].choices = [(one.pk, f"{one.name} ({one.pk})") for one in pair]  # type: ignore[attr-defined]
        self.fields["kept"].initial = pair[0].pk
