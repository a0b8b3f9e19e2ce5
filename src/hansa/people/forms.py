"""Contact details with their basis, and the reason for forgetting somebody."""

from django import forms
from django.utils.translation import gettext_lazy as _


class ContactForm(forms.Form):
    """How somebody is reached; who answers for that, for what, until when."""

    email = forms.EmailField(label=_("E-mail"), required=False)
    phone = forms.CharField(label=_("Telephone"), max_length=40, required=False)
    held_by = forms.CharField(label=_("Who answers for these details"), max_length=200, required=False)
    held_for = forms.CharField(label=_("For what they are held"), max_length=200, required=False)
    held_until = forms.DateField(
        label=_("Held until"), required=False, widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    )
    reason = forms.CharField(label=_("Reason, for the log"), max_length=300)


class ErasureForm(forms.Form):
    """Why somebody is forgotten; the name is typed once more, since there is no way back."""

    name = forms.CharField(label=_("The name, once more"), max_length=200)
    reason = forms.CharField(label=_("Reason, for the log"), max_length=300)
