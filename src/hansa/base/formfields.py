"""Fields of forms that more than one room uses."""

import zoneinfo
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from hansa.base.dates import YEARS


class MomentField(forms.DateTimeField):
    """A moment on the clock of a zone, whatever the server's or the browser's: what is shown is what comes back.

    It is typed as text, 24 hours, since browsers draw their own pickers in their own language and habit.
    """

    def __init__(self, zone: zoneinfo.ZoneInfo, **kwargs: Any) -> None:
        self.zone = zone
        widget = forms.DateTimeInput(attrs={"dir": "ltr", "autocomplete": "off", "size": 17}, format="%Y-%m-%d %H:%M")
        wrong = {"invalid": gettext_lazy("Write the day and the time as 2019-06-12 16:40.")}
        super().__init__(required=False, widget=widget, error_messages=wrong, **kwargs)

    def to_python(self, value: Any) -> Any:
        with timezone.override(self.zone):
            moment = super().to_python(value)
        if moment is not None and moment.year not in YEARS:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid")
        return moment

    def prepare_value(self, value: Any) -> Any:
        with timezone.override(self.zone):
            return super().prepare_value(value)
