"""Fields that the register's forms share: a day of which a part may be unknown, an organization by its name."""

from typing import Any

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansa.base.dates import PartialDate
from hansa.network.days import DayError, as_typed, typed
from hansa.network.models import Organization
from hansa.network.queries import called_by_country, named
from hansa.network.rules import Visitor


class PlainSelect(forms.Select):
    """A select that is written at once: Django's own renders a template for each option."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        chosen = "" if value is None else str(value)
        written = [
            format_html('<optgroup label="{}">{}</optgroup>', key, _options(title, chosen))
            if isinstance(title, list)
            else _options([(key, title)], chosen)
            for key, title in self.choices
        ]
        attributes = flatatt({**self.build_attrs(self.attrs, attrs), "name": name})
        return format_html("<select{}>{}</select>", attributes, mark_safe("".join(written)))  # noqa: S308 - escaped above


def _options(choices: list[tuple[Any, Any]], chosen: str) -> SafeString:
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((key, mark_safe(" selected") if str(key) == chosen else "", title) for key, title in choices),
    )


class DayField(forms.CharField):
    """A day, a month or a year as people type it; None where it is empty."""

    def __init__(self, **kwargs: Any) -> None:
        self.must_be_known = kwargs.pop("must_be_known", False)
        kwargs.setdefault("max_length", 40)
        kwargs.setdefault("help_text", gettext_lazy("A year or a month will do where the day is not known."))
        super().__init__(**kwargs)
        self.widget.attrs.update({"autocomplete": "off", "size": 16})

    def prepare_value(self, value: Any) -> Any:
        return as_typed(value) if isinstance(value, PartialDate) else value

    def clean(self, value: Any) -> PartialDate | None:  # type: ignore[override]
        text = super().clean(value)
        if not text:
            return None
        try:
            found = typed(text)
        except DayError as error:
            raise forms.ValidationError(str(error)) from None
        if self.must_be_known and found.precision != "day":
            raise forms.ValidationError(_("Give the day itself here."))
        return found


class OrganizationField(forms.CharField):
    """An organization by any of its names, with its country behind a comma where the name alone is not enough."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("max_length", 300)
        kwargs.setdefault("help_text", gettext_lazy("By any of its names; where two share one, add “, country”."))
        super().__init__(**kwargs)
        # Filled while one types where there is JavaScript; without it the name is typed whole.
        self.widget.attrs.update({"list": "organization-names", "autocomplete": "off"})
        self.reader: Visitor | None = None

    def clean(self, value: Any) -> Organization | None:  # type: ignore[override]
        text = super().clean(value)
        if not text:
            return None
        assert self.reader is not None
        found = named(self.reader, text)
        if not found:
            raise forms.ValidationError(_("No organisation on record is called “%(name)s”.") % {"name": text})
        if len(found) > 1:
            called = ", ".join(called_by_country(one) for one in found[:6])
            raise forms.ValidationError(_("This name may mean: %(names)s. Write one of them.") % {"names": called})
        return found[0]
