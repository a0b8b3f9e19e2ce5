"""What people type after a meeting: in three fields on a phone, or at a desk."""

import datetime as dt
import zoneinfo
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from hansa.base.dates import YEARS, PartialDate
from hansa.base.text import nfc
from hansa.events.models import Event
from hansa.followup import finding
from hansa.followup.models import Outcome, Promise
from hansa.followup.queries import SORTS, Wanted
from hansa.meetings.models import Contact, Meeting, Report
from hansa.network.days import DayError, as_typed, typed
from hansa.network.models import Agreement, Organization
from hansa.network.rules import Visitor, agreements_seen_by


class DayField(forms.CharField):
    """A day, a month or a year as people type it; None where it is empty."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", gettext_lazy("A day, a month or a year: 2019-10-24, October 2019. Empty: open."))
        super().__init__(required=False, max_length=40, **kwargs)
        self.widget.attrs.update({"autocomplete": "off", "size": 16})

    def prepare_value(self, value: Any) -> Any:
        return as_typed(value) if isinstance(value, PartialDate) else value

    def clean(self, value: Any) -> PartialDate | None:  # type: ignore[override]
        text = super().clean(value)
        if not text:
            return None
        try:
            return typed(text)
        except DayError as error:
            raise forms.ValidationError(str(error)) from None


class MomentField(forms.DateTimeField):
    """A moment on the clock of a zone, typed as text, 24 hours: what is shown is what comes back."""

    def __init__(self, zone: dt.tzinfo, **kwargs: Any) -> None:
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


class Once(forms.Form):
    """A page that is sent twice is done once: ``once`` came with the page."""

    once = forms.CharField(max_length=40, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)


class ContactForm(Once):
    """Whom, where, one line; the rest is known or may be said."""

    words = forms.CharField(label=gettext_lazy("Whom did you meet?"), max_length=200)
    other = forms.CharField(required=False, max_length=60)
    organization = forms.CharField(
        label=gettext_lazy("Their organisation, where it is not on record"), required=False, max_length=200
    )
    place = forms.CharField(label=gettext_lazy("Where"), required=False, max_length=200)
    line = forms.CharField(label=gettext_lazy("In one line"), required=False, max_length=300)
    event = forms.ModelChoiceField(
        Event.objects.none(), label=gettext_lazy("At which event"), required=False,
        empty_label=gettext_lazy("at none"),
    )  # fmt: skip

    def __init__(self, data: Any, *, user: Visitor, events: Any, zone: dt.tzinfo, person: str = "", **kwargs: Any):
        super().__init__(data, **kwargs)
        self.user = user
        self.fields["event"].queryset = events
        self.fields["met_at"] = MomentField(zone, label=_("When, if not now"))
        self.fields["me"] = forms.CharField(label=_("Who of yours"), required=False, max_length=200, initial=person)

    def clean(self) -> dict[str, Any]:
        read = super().clean() or {}
        key = read.get("other") or finding.the_only_one(self.user, read.get("words", ""))
        found = finding.chosen(self.user, key) if key else None
        if read.get("other") and found is None:
            self.add_error("words", _("That choice is gone. Type the name again."))
        read["found"] = found
        return read


class MinutesForm(forms.Form):
    """A side's minutes, with the edition that was open."""

    text = forms.CharField(
        label=gettext_lazy("Minutes"), max_length=50_000, widget=forms.Textarea(attrs={"rows": 10, "dir": "auto"})
    )
    language = forms.CharField(label=gettext_lazy("Language"), required=False, max_length=12)
    edition = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, languages: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["language"] = forms.ChoiceField(
            label=_("Written in"), required=False, choices=[("", _("not said")), *languages]
        )


class ReportForm(forms.Form):
    """What became of a meeting, and who was there."""

    state = forms.ChoiceField(
        label=gettext_lazy("What became of it"), choices=Report.State.choices, widget=forms.RadioSelect
    )
    absent = forms.ChoiceField(label=gettext_lazy("Who did not come"), required=False)
    there = forms.MultipleChoiceField(
        label=gettext_lazy("Who was there"), required=False, widget=forms.CheckboxSelectMultiple
    )
    others = forms.CharField(
        label=gettext_lazy("Others who were there, with commas between"), required=False, max_length=500
    )
    note = forms.CharField(label=gettext_lazy("Note"), required=False, max_length=300)
    edition = forms.IntegerField(min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, meeting: Meeting, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        sides = [(str(party.organization_id), str(party.organization)) for party in meeting.parties.all()]
        self.fields["absent"].choices = [("", _("nobody")), *dict(sides).items()]  # type: ignore[attr-defined]
        self.fields["there"].choices = people  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        read = super().clean() or {}
        if read.get("state") != Report.State.NO_SHOW:
            read["absent"] = ""
        return read

    @property
    def free_names(self) -> list[str]:
        typed_in = self.cleaned_data["others"].replace("،", ",").replace("、", ",").replace(";", ",")
        return [nfc(name) for name in typed_in.split(",") if nfc(name)]


class PromiseForm(Once):
    """Who promises whom what by when."""

    by_organization = forms.ModelChoiceField(Organization.objects.none(), label=gettext_lazy("Who promises"))
    to_organization = forms.ModelChoiceField(Organization.objects.none(), label=gettext_lazy("To whom"))
    what = forms.CharField(
        label=gettext_lazy("What"), max_length=500, widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"})
    )
    due = DayField(label=gettext_lazy("By when"))
    by_person = forms.ChoiceField(label=gettext_lazy("Who said it"), required=False)
    by_title = forms.CharField(label=gettext_lazy("In which office"), required=False, max_length=160)
    shared = forms.BooleanField(label=gettext_lazy("The other side reads it too"), required=False)

    def __init__(self, *args: Any, organizations: Any, people: list[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("by_organization", "to_organization"):
            self.fields[name].queryset = organizations  # type: ignore[attr-defined]
        self.fields["by_person"].choices = [("", _("not said")), *people]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        read = super().clean() or {}
        if read.get("by_organization") and read.get("by_organization") == read.get("to_organization"):
            self.add_error("to_organization", _("A promise is made to somebody else."))
        return read


class RevisionForm(forms.Form):
    """A promise in better words, or with another day."""

    what = forms.CharField(label=gettext_lazy("What"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    due = DayField(label=gettext_lazy("By when"))
    by_title = forms.CharField(label=gettext_lazy("In which office"), required=False, max_length=160)

    def __init__(self, data: Any, *, promise: Promise) -> None:
        initial = {"what": promise.what, "due": promise.due, "by_title": promise.by_title}
        super().__init__(data, initial=initial, label_suffix="")


class ClosingForm(forms.Form):
    """How a promise ends."""

    state = forms.ChoiceField(
        label=gettext_lazy("How it ends"), choices=[one for one in Promise.State.choices if one[0] != "open"]
    )
    how = forms.CharField(label=gettext_lazy("How it was kept, or why it need not be"), required=False, max_length=300)
    evidence = forms.CharField(label=gettext_lazy("Evidence: a link, a paper’s number"), required=False, max_length=300)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)


class OutcomeForm(Once):
    """What came of it."""

    kind = forms.ChoiceField(label=gettext_lazy("What came of it"), choices=Outcome.Kind.choices)
    line = forms.CharField(label=gettext_lazy("In one line"), required=False, max_length=300)
    agreement = forms.ModelChoiceField(
        Agreement.objects.none(), label=gettext_lazy("Which agreement"), required=False,
        empty_label=gettext_lazy("none"),
    )  # fmt: skip
    event = forms.ModelChoiceField(
        Event.objects.none(), label=gettext_lazy("Invited to which event"), required=False,
        empty_label=gettext_lazy("none on record"),
    )  # fmt: skip
    person = forms.ChoiceField(label=gettext_lazy("Who is invited"), required=False)

    def __init__(
        self, *args: Any, user: Visitor, of: Meeting | Contact, events: Any, people: list[tuple[str, str]],
        sides: list[int], **kwargs: Any,
    ) -> None:  # fmt: skip
        super().__init__(*args, **kwargs)
        seen = agreements_seen_by(user)
        for side in sides:
            seen = seen.filter(pk__in=Agreement.parties.through.objects.filter(organization=side).values("agreement"))
        self.fields["agreement"].queryset = seen if len(sides) > 1 else seen.none()  # type: ignore[attr-defined]
        self.fields["event"].queryset = events  # type: ignore[attr-defined]
        self.fields["person"].choices = [("", _("not said")), *people]  # type: ignore[attr-defined]


class FilterForm(forms.Form):
    """The filters of the promises; what cannot be read filters nothing."""

    q = forms.CharField(required=False, max_length=200)
    side = forms.ChoiceField(
        required=False,
        choices=[("", gettext_lazy("both")), ("given", gettext_lazy("given by us")),
                 ("received", gettext_lazy("made to us"))],
    )  # fmt: skip
    state = forms.ChoiceField(
        required=False,
        choices=[
            ("", pgettext_lazy("promise", "open")),
            ("overdue", gettext_lazy("overdue")),
            ("kept", pgettext_lazy("promise", "kept")),
            ("released", pgettext_lazy("promise", "released")),
            ("withdrawn", pgettext_lazy("promise", "withdrawn")),
            ("all", gettext_lazy("all")),
        ],
    )
    by = forms.ChoiceField(required=False)
    to = forms.ChoiceField(required=False)
    event = forms.ChoiceField(required=False)
    sort = forms.ChoiceField(required=False, choices=[(key, key) for key in ("", *SORTS)])

    def __init__(self, data: Any, *, choices: dict[str, list[tuple[str, str]]]) -> None:
        super().__init__(data)
        for name in ("by", "to", "event"):
            self.fields[name].choices = [("", _("any")), *choices[name]]  # type: ignore[attr-defined]

    @property
    def wanted(self) -> Wanted:
        """What of it could be read."""
        self.is_valid()
        read = self.cleaned_data
        return Wanted(
            words=read.get("q", ""),
            side=read.get("side", ""),
            state=read.get("state") or "open",
            by=int(read["by"]) if read.get("by") else None,
            to=int(read["to"]) if read.get("to") else None,
            event=read.get("event", ""),
            sort=read.get("sort") or "due",
        )


def zone_of(event: Event | None) -> dt.tzinfo:
    """The event's zone, else the server's."""
    return event.tz if event else zoneinfo.ZoneInfo(timezone.get_current_timezone_name())
