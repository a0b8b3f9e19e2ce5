"""What people type about invitations."""

import datetime as dt
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansa.base.text import nfc
from hansa.events.models import Event
from hansa.invitations.models import Answer, Invitation
from hansa.invitations.queries import OVERDUE, UNCONFIRMED, Wanted
from hansa.network.models import Organization

MOST_PLACES = 500
STATES = [
    ("", gettext_lazy("any")),
    *Invitation.State.choices,
    (OVERDUE, gettext_lazy("no answer in time")),
    (UNCONFIRMED, gettext_lazy("answered, not confirmed")),
]


class FilterForm(forms.Form):
    """The filters of the list; what cannot be read filters nothing."""

    q = forms.CharField(required=False, max_length=200)
    state = forms.ChoiceField(required=False, choices=STATES)
    capacity = forms.ChoiceField(required=False, choices=[("", gettext_lazy("any")), *Invitation.Capacity.choices])
    language = forms.ChoiceField(required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        self.fields["language"].choices = [("", _("any")), *settings.LANGUAGES]

    @property
    def wanted(self) -> Wanted:
        """What of it could be read."""
        self.is_valid()
        return Wanted(
            self.cleaned_data.get("q", ""), *(self.cleaned_data.get(n, "") for n in ("state", "capacity", "language"))
        )


class TermsForm(forms.Form):
    """In which capacity, for how many, until when."""

    capacity = forms.ChoiceField(label=gettext_lazy("In which capacity"), choices=Invitation.Capacity.choices)
    places = forms.IntegerField(label=gettext_lazy("Places"), min_value=1, max_value=MOST_PLACES, initial=3)
    answer_by = forms.DateField(
        label=gettext_lazy("Last day for an answer"),
        widget=forms.DateInput(attrs={"dir": "ltr", "autocomplete": "off"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d"],
        help_text=gettext_lazy("As 2019-05-31."),
        error_messages={"invalid": gettext_lazy("Write the day as 2019-05-31.")},
    )

    def __init__(self, data: Any, *, event: Event, initial: dict[str, Any] | None = None) -> None:
        usual = max(timezone.localdate(), min(event.starts_on - dt.timedelta(days=30), event.ends_on))
        fresh = {"answer_by": min(usual, event.ends_on)}
        super().__init__(data, initial={**fresh, **(initial or {})}, label_suffix="")


class InvitationForm(TermsForm):
    """One invitation: to whom it goes, besides its terms."""

    name = forms.CharField(
        label=gettext_lazy("To whom"), max_length=200, required=False,
        help_text=gettext_lazy("A person or an office, as it stands in the address."),
    )  # fmt: skip
    address = forms.EmailField(label=gettext_lazy("E-mail address"))
    language = forms.ChoiceField(label=gettext_lazy("Language"))

    def __init__(self, data: Any, *, event: Event, known: Invitation | None = None) -> None:
        names = ("capacity", "places", "answer_by", "name", "address", "language")
        super().__init__(data, event=event, initial={n: getattr(known, n) for n in names} if known else None)
        choices = list(settings.LANGUAGES)
        if known and known.language not in dict(choices):
            choices.append((known.language, known.language))
        self.fields["language"].choices = choices
        if known is None:
            invited = Invitation.objects.filter(event=event).values("organization")
            self.fields["organization"] = forms.ModelChoiceField(
                Organization.objects.exclude(pk__in=invited).order_by("name"), label=_("Organisation")
            )
        self.order_fields(["organization", "name", "address", "language", "capacity", "places", "answer_by"])


class ManyForm(TermsForm):
    """Many at once: who, as of which day."""

    which = forms.ChoiceField(
        label=gettext_lazy("Whom"),
        choices=[
            ("members", gettext_lazy("members and associates")),
            ("observers", gettext_lazy("observers")),
            ("cities", gettext_lazy("all cities on record")),
        ],
    )
    on = forms.DateField(
        label=gettext_lazy("As of"), input_formats=["%Y-%m-%d"], help_text=gettext_lazy("As 2019-05-31."),
        widget=forms.DateInput(attrs={"dir": "ltr", "autocomplete": "off"}, format="%Y-%m-%d"),
        error_messages={"invalid": gettext_lazy("Write the day as 2019-05-31.")},
    )  # fmt: skip

    def __init__(self, data: Any, *, event: Event) -> None:
        super().__init__(data, event=event, initial={"on": timezone.localdate()})
        self.order_fields(["which", "on", "capacity", "places", "answer_by"])


class WordsForm(forms.Form):
    """The office's own words of a letter."""

    subject = forms.CharField(label=gettext_lazy("Subject"), max_length=300)
    body = forms.CharField(
        label=gettext_lazy("Text"), max_length=20_000, widget=forms.Textarea(attrs={"rows": 16, "dir": "auto"})
    )


class AnswerForm(forms.Form):
    """An answer. It works without script: what belongs to another choice is passed over."""

    choice = forms.ChoiceField(
        label=gettext_lazy("Your answer"), choices=Answer.Choice.choices, widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose an answer.")},
    )  # fmt: skip
    substitute = forms.CharField(label=gettext_lazy("Who comes instead"), max_length=200, required=False)
    substitute_title = forms.CharField(label=gettext_lazy("As what"), max_length=160, required=False)
    reason = forms.CharField(
        label=gettext_lazy("Reason, if you decline"), max_length=300, required=False,
        help_text=gettext_lazy("You need not give one."),
    )  # fmt: skip
    given_by = forms.CharField(label=gettext_lazy("Your name and office"), max_length=200)

    def clean(self) -> dict[str, Any]:
        read: dict[str, Any] = {name: nfc(value) for name, value in (super().clean() or {}).items()}
        if read.get("choice") == Answer.Choice.SUBSTITUTE and not read.get("substitute"):
            self.add_error("substitute", _("Write who comes instead."))
        if read.get("choice") != Answer.Choice.SUBSTITUTE:
            read |= {"substitute": "", "substitute_title": ""}
        if read.get("choice") != Answer.Choice.DECLINE:
            read["reason"] = ""
        return read


class CodeForm(forms.Form):
    """The code that came by letter."""

    code = forms.CharField(
        label=gettext_lazy("Code"), max_length=40,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code", "dir": "ltr"}),
    )  # fmt: skip
