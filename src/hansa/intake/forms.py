"""Cleaning what the intake's forms send."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hansa.intake.columns import SHEETS
from hansa.intake.fates import LABELS


class UploadForm(forms.Form):
    """One file."""

    file = forms.FileField(
        label=_("Workbook"),
        max_length=255,
        error_messages={"required": _("Choose a file first."), "empty": _("This file is empty.")},
    )


class FilterForm(forms.Form):
    """Which rows of a workbook to show."""

    sheet = forms.ChoiceField(
        required=False, choices=[("", _("all sheets")), *((one.key, one.title) for one in SHEETS)]
    )
    fate = forms.ChoiceField(required=False, choices=[("", _("all rows")), *LABELS.items()])

    @property
    def wanted(self) -> dict[str, Any]:
        """What is asked for; what makes no sense asks for everything."""
        cleaned = self.cleaned_data if self.is_valid() else {}
        return {"sheet": cleaned.get("sheet", ""), "fate": cleaned.get("fate", "")}
