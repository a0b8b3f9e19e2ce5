"""What people type about letters."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansa.mail.kinds import kinds
from hansa.mail.models import Letter
from hansa.mail.queries import Wanted


class FilterForm(forms.Form):
    """The filters of the outbox; what cannot be read filters nothing."""

    q = forms.CharField(required=False, max_length=200)
    state = forms.ChoiceField(required=False)
    kind = forms.ChoiceField(required=False)
    language = forms.ChoiceField(required=False)
    folder = forms.ChoiceField(required=False)

    def __init__(self, data: Any, *, folders: dict[str, str]) -> None:
        super().__init__(data)
        anything = [("", _("any"))]
        self.fields["state"].choices = [*anything, *Letter.State.choices]
        self.fields["kind"].choices = [*anything, *((one.code, str(one.title)) for one in kinds())]
        self.fields["language"].choices = [*anything, *settings.LANGUAGES]
        self.fields["folder"].choices = [*anything, *folders.items()]

    @property
    def wanted(self) -> Wanted:
        """What of it could be read."""
        self.is_valid()
        read = self.cleaned_data
        return Wanted(read.get("q", ""), *(read.get(name, "") for name in ("state", "kind", "language", "folder")))


class LetterForm(forms.Form):
    """What a letter says. ``edition`` is the one that was shown."""

    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=300)
    body = forms.CharField(
        label=gettext_lazy("Text"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 16, "dir": "auto"})
    )
    edition = forms.IntegerField(widget=forms.HiddenInput)
