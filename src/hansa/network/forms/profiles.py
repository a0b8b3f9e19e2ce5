"""What an organization says of itself: one form for the officer and for a focal point's proposal."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansa.base.words import language_code
from hansa.network.forms.acts import ActForm
from hansa.network.models import Theme
from hansa.network.profiles import PLAIN, field_title, value_of


class ProfileForm(ActForm):
    """Names and profile in the languages of the house, own name, website, themes."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        assert self.organization is not None
        reason = self.fields.pop("reason")
        languages = [code for code, _name in settings.LANGUAGES]
        for name in (*(f"names.{code}" for code in languages), *PLAIN, *(f"profile.{code}" for code in languages)):
            self.fields[name] = _field(name)
            self.initial[name] = value_of(self.organization, name)
        themes = [(theme.key, str(theme)) for theme in Theme.objects.all()]
        if themes:
            self.fields["themes"] = forms.MultipleChoiceField(
                label=gettext_lazy("Themes"), choices=themes, required=False, widget=forms.CheckboxSelectMultiple
            )
            self.initial["themes"] = value_of(self.organization, "themes").split()
        self.fields["reason"] = reason

    def clean_own_language(self) -> str:
        # The name of the field holds no dot, so that Django finds this.
        text = self.cleaned_data["own_language"]
        code = language_code(text) if text else ""
        if text and not code:
            raise forms.ValidationError(_("“%(word)s” is no language we know.") % {"word": text})
        return code

    @property
    def values(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        reason = said.pop("reason")
        if "themes" in said:
            # In the order in which the record gives them, so that nothing differs where nothing was changed.
            said["themes"] = " ".join(sorted(said["themes"]))
        return {"values": said, "reason": reason}


def _field(name: str) -> forms.Field:
    title = field_title(name)
    if name == "website":
        return forms.URLField(label=title, required=False, max_length=200, assume_scheme="https")
    if name.startswith("profile."):
        attributes = {"rows": 4, "lang": name.partition(".")[2], "dir": "auto"}
        return forms.CharField(label=title, required=False, max_length=2_000, widget=forms.Textarea(attrs=attributes))
    return forms.CharField(label=title, required=False, max_length=12 if name == "own_language" else 200)
