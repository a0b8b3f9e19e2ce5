"""Cleaning what the intake's forms send."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from hansa.gazetteer import country_code
from hansa.intake.columns import SHEETS
from hansa.intake.dates import Wrong, read_partial
from hansa.intake.fates import LABELS
from hansa.intake.lists.encodings import ENCODINGS
from hansa.network.models import Membership

MOST_PASTED = 1_000_000  # characters
SEPARATORS = [
    ("", _("as it looks")),
    (",", _("comma")),
    (";", _("semicolon")),
    ("\t", _("tab")),
    ("|", _("upright line")),
]


class UploadForm(forms.Form):
    """One file."""

    file = forms.FileField(
        label=_("Workbook"),
        max_length=255,
        error_messages={"required": _("Choose a file first."), "empty": _("This file is empty.")},
    )


class ListForm(forms.Form):
    """A file, or a text that was copied from somewhere."""

    file = forms.FileField(required=False, max_length=255, error_messages={"empty": _("This file is empty.")})
    text = forms.CharField(required=False, max_length=MOST_PASTED, strip=False, widget=forms.Textarea)

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or {}
        if not self.errors and not cleaned.get("file") and not (cleaned.get("text") or "").strip():
            self.add_error("file", _("Choose a file, or paste the list into the box."))
        return cleaned


class OpeningForm(forms.Form):
    """How a list is opened, among what is possible for this file."""

    encoding = forms.ChoiceField(label=_("Encoding"), required=False)
    delimiter = forms.ChoiceField(label=_("Cells are parted by"), required=False, choices=SEPARATORS)
    sheet = forms.ChoiceField(label=_("Sheet"), required=False)
    top = forms.IntegerField(
        label=_("Row of the headings"),
        required=False,
        min_value=0,
        max_value=200,
        help_text=_("0 where there are none."),
    )

    def __init__(self, *args: Any, opened: dict[str, Any], **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["encoding"].choices = ENCODINGS.items()  # type: ignore[attr-defined]
        self.fields["sheet"].choices = [(name, name) for name in opened.get("sheets", [])]  # type: ignore[attr-defined]
        if not opened.get("encoding"):
            del self.fields["encoding"], self.fields["delimiter"]
        if len(opened.get("sheets", [])) < 2:
            del self.fields["sheet"]

    @property
    def choices(self) -> dict[str, str]:
        """As ``actions.look_again`` takes them."""
        return {name: "" if value is None else str(value) for name, value in self.cleaned_data.items()}


class WholeListForm(forms.Form):
    """What holds for every row that does not say otherwise."""

    standing = forms.ChoiceField(
        label=_("Who is on this list"),
        required=False,
        choices=[("", _("not said; only put them on record")), *Membership.Standing.choices],
        help_text=_("Where a row says otherwise, the row counts."),
    )
    since = forms.CharField(label=_("Since"), required=False, max_length=40, help_text=_("A year or a month will do."))
    country = forms.CharField(label=_("Country of all"), required=False, max_length=60)
    source = forms.CharField(
        label=_("Source"), required=False, max_length=200, help_text=_("Kept beside what the list says.")
    )

    def clean_since(self) -> str:
        text: str = self.cleaned_data["since"]
        try:
            return read_partial(text).isoformat() if text.strip() else ""
        except Wrong as wrong:
            raise forms.ValidationError(str(wrong)) from None

    def clean_country(self) -> str:
        text: str = self.cleaned_data["country"]
        if text.strip() and country_code(text) is None:
            raise forms.ValidationError(_("No country is called so."))
        return text

    @property
    def choices(self) -> dict[str, str]:
        """As ``actions.choose_columns`` takes them."""
        return dict(self.cleaned_data)


class FilterForm(forms.Form):
    """Which rows of a workbook to show."""

    sheet = forms.ChoiceField(
        required=False, choices=[("", _("all sheets")), *((one.key, one.title) for one in SHEETS), ("list", _("List"))]
    )
    fate = forms.ChoiceField(required=False, choices=[("", _("all rows")), *LABELS.items()])

    @property
    def wanted(self) -> dict[str, Any]:
        """What is asked for; what makes no sense asks for everything."""
        cleaned = self.cleaned_data if self.is_valid() else {}
        return {"sheet": cleaned.get("sheet", ""), "fate": cleaned.get("fate", "")}
