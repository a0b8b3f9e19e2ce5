"""A form for each act on an organization. The reason for the log is part of every one of them."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansa.base.text import nfc
from hansa.base.words import country_codes, country_name
from hansa.network.admission import Terms
from hansa.network.forms.fields import DayField, OrganizationField
from hansa.network.models import Agreement, Appointment, Mandate, Membership, Office, Organization, Seat
from hansa.network.regions import TREE
from hansa.network.rules import Visitor
from hansa.people.models import Person

READ_BY = gettext_lazy("Read by your colleagues in the log, never by the public.")


class ActForm(forms.Form):
    """What every act asks: why. ``record`` is the row that the act is about, if there is one."""

    reason = forms.CharField(label=gettext_lazy("Reason, for the log"), max_length=300, help_text=READ_BY)

    def __init__(
        self, *args: Any, reader: Visitor, organization: Organization | None, record: Any, **more: Any
    ) -> None:
        super().__init__(*args, **more)
        self.reader, self.organization, self.record = reader, organization, record
        for field in self.fields.values():
            if isinstance(field, OrganizationField):
                field.reader = reader
        # Asked last, whatever the act asks before it.
        self.order_fields([name for name in self.fields if name != "reason"])

    @property
    def values(self) -> dict[str, Any]:
        """The act's arguments."""
        return self.cleaned_data


class DayForm(ActForm):
    """An act that takes effect on a day."""

    on = DayField(label=gettext_lazy("Day"))


class LastDayForm(ActForm):
    """An act that ends something."""

    on = DayField(label=gettext_lazy("Last day"))


class TermForm(ActForm):
    """An act from a first day, perhaps to a last one."""

    on = DayField(label=gettext_lazy("First day"))
    until = DayField(label=gettext_lazy("Last day, if there is one"), required=False)


class SourceMixin(forms.Form):
    """Where it is written."""

    source = forms.CharField(label=gettext_lazy("Source"), max_length=300, required=False)


class StandingForm(SourceMixin, ActForm):
    """Admission, readmission, another standing."""

    on = DayField(label=gettext_lazy("In effect from"))
    standing = forms.ChoiceField(
        label=gettext_lazy("Standing"),
        choices=[choice for choice in Membership.Standing.choices if choice[0] != "suspended"],
        initial="member",
    )
    category = forms.CharField(
        label=gettext_lazy("Category"),
        max_length=80,
        required=False,
        help_text=gettext_lazy("What the statutes call it, such as “full”."),
    )
    founding = forms.BooleanField(label=gettext_lazy("Founding member"), required=False)
    approved_by = forms.CharField(label=gettext_lazy("Approved by"), max_length=160, required=False)
    approved_on = DayField(label=gettext_lazy("Approved on"), required=False)

    @property
    def values(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        on, reason = said.pop("on"), said.pop("reason")
        return {"terms": Terms(**said), "on": on, "reason": reason}


class SuspendForm(SourceMixin, TermForm):
    """Rights rest from a day."""


class LiftForm(ActForm):
    on = DayField(label=gettext_lazy("Rights given back from"))


class WithdrawForm(LastDayForm):
    """How a membership ends."""

    ended_as = forms.ChoiceField(
        label=gettext_lazy("How it ends"),
        choices=[choice for choice in Membership.Ending.choices if choice[0] != "changed"],
    )


class MandateForm(SourceMixin, TermForm):
    """A seat that is vacant, or a task that is no seat."""

    seat = forms.ModelChoiceField(
        Seat.objects.none(),
        label=gettext_lazy("Seat"),
        required=False,
        empty_label=gettext_lazy("none: a task without a seat"),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Task"), choices=[("", "—"), *Mandate.Kind.choices], required=False)
    scope = forms.CharField(label=gettext_lazy("For"), max_length=120, required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        seats: Any = self.fields["seat"]
        seats.queryset = Seat.objects.filter(ended_on=None)
        self.order_fields(["seat", "kind", "scope", "on", "until", "source", "reason"])

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if not said.get("seat") and not said.get("kind"):
            self.add_error("kind", _("Choose a seat, or a task."))
        return said


class HandOnForm(SourceMixin, TermForm):
    organization_name = OrganizationField(label=gettext_lazy("Successor"))

    @property
    def values(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        return {"organization": said.pop("organization_name"), **said}


class GiveSeatForm(HandOnForm):
    organization_name = OrganizationField(label=gettext_lazy("Organisation"))


class SeatForm(ActForm):
    """A new seat of the network."""

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Seat.Kind.choices)
    title = forms.CharField(label=gettext_lazy("Title"), max_length=120)
    region = forms.ChoiceField(label=gettext_lazy("Reserved for"), required=False)
    term_months = forms.IntegerField(label=gettext_lazy("Months of a term"), required=False, min_value=1, max_value=600)
    on = DayField(label=gettext_lazy("First day"), required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        regions: Any = self.fields["region"]
        regions.choices = [
            ("", _("nobody in particular")),
            *(
                (country_name(code), [(one, country_name(one)) for one in (code, *below)])
                for code, below in TREE.items()
            ),
        ]


class OfficeForm(SourceMixin, TermForm):
    """Who holds which post. Somebody of that name on record is asked about, never taken silently."""

    person = forms.CharField(label=gettext_lazy("Name, as the person writes it"), max_length=200)
    latin_name = forms.CharField(label=gettext_lazy("Name in Latin letters"), max_length=200, required=False)
    title = forms.CharField(label=gettext_lazy("Title, as printed"), max_length=160)
    title_class = forms.ChoiceField(
        label=gettext_lazy("Post"),
        choices=[("", gettext_lazy("as the title says")), *Office.Class.choices],
        required=False,
    )
    same_as = forms.ChoiceField(label=gettext_lazy("Which person"), required=False)

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        typed = nfc(self.data.get("person", "")) if self.is_bound else ""
        known = Person.objects.filter(full_name=typed).prefetch_related("offices__organization") if typed else []
        same_as: Any = self.fields["same_as"]
        same_as.choices = [
            ("", _("choose")),
            *((str(person.pk), _described(person)) for person in known),
            ("new", _("somebody else of this name")),
        ]
        if not known:
            del self.fields["same_as"]
        self.order_fields(
            ["person", "same_as", "latin_name", "title", "title_class", "on", "until", "source", "reason"]
        )

    def clean(self) -> dict[str, Any]:
        said = self.cleaned_data
        if "same_as" in self.fields and not said.get("same_as"):
            self.add_error("same_as", _("Somebody of this name is on record. Say whether it is the same person."))
        return said

    @property
    def values(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        chosen = said.pop("same_as", "")
        known = Person.objects.get(pk=chosen) if chosen and chosen != "new" else None
        name, latin = said.pop("person"), said.pop("latin_name")
        return {"person": known, "full_name": name, "latin_name": latin, **said}


def _described(person: Person) -> str:
    posts = [f"{office.title}, {office.organization}" for office in person.offices.all()]  # type: ignore[attr-defined]
    return (
        f"{person}: {'; '.join(posts)}" if posts else _("%(person)s, number %(n)s") % {"person": person, "n": person.pk}
    )


class AppointForm(ActForm):
    """A duty, by address."""

    email = forms.EmailField(label=gettext_lazy("E-mail"))
    full_name = forms.CharField(
        label=gettext_lazy("Name, if the address is new"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("An address that is on record keeps its name."),
    )
    duty = forms.ChoiceField(label=gettext_lazy("Duty"), choices=Appointment.Duty.choices, initial="focal point")
    on = DayField(label=gettext_lazy("First day"), must_be_known=True, help_text="")


class RenameForm(SourceMixin, ActForm):
    name = forms.CharField(label=gettext_lazy("New name, as printed"), max_length=200)
    on = DayField(label=gettext_lazy("Called so from"))


class IdentifyForm(ActForm):
    scheme = forms.CharField(
        label=gettext_lazy("Register"), max_length=40, help_text=gettext_lazy("Such as wikidata, iso3166-2.")
    )
    value = forms.CharField(label=gettext_lazy("Identifier"), max_length=200)


class RecordForm(ActForm):
    """A new organization on record."""

    name = forms.CharField(label=gettext_lazy("Name, as printed"), max_length=200)
    country = forms.CharField(label=gettext_lazy("Country"), max_length=80, required=False)
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Organization.Kind.choices)
    own_name = forms.CharField(label=gettext_lazy("Own name"), max_length=200, required=False)
    own_language = forms.CharField(label=gettext_lazy("Language of own name, as a code"), max_length=12, required=False)

    def clean_country(self) -> str:
        text = nfc(self.cleaned_data["country"])
        if not text:
            return ""
        exact = [code for code in country_codes(text.casefold()) if country_name(code).casefold() == text.casefold()]
        found = exact or country_codes(text.casefold())
        if country_name(text.upper()) != text.upper() and len(text) == 2:
            found = [text.upper()]
        if len(found) != 1:
            raise forms.ValidationError(_("Write the country’s name, or its two letters."))
        return found[0]


class ProposeAgreementForm(ActForm):
    """An agreement that is not signed, or one that a source tells of."""

    partners = forms.CharField(
        label=gettext_lazy("With"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("One organisation a line; more than one where there are more parties."),
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Agreement.Kind.choices)
    printed = forms.CharField(label=gettext_lazy("Kind, as printed"), max_length=160, required=False)
    on = DayField(label=gettext_lazy("Proposed on"))

    def clean_partners(self) -> list[Organization]:
        field = OrganizationField()
        field.reader = self.reader
        lines = [line.strip() for line in self.cleaned_data["partners"].splitlines() if line.strip()]
        return [found for line in lines if (found := field.clean(line))]

    @property
    def values(self) -> dict[str, Any]:
        said = dict(self.cleaned_data)
        return {"parties": [self.organization, *said.pop("partners")], **said}


class RecordAgreementForm(ProposeAgreementForm):
    on = DayField(label=gettext_lazy("Signed on"), required=False)
    source = forms.CharField(label=gettext_lazy("Source"), max_length=300)


class SignForm(SourceMixin, TermForm):
    on = DayField(label=gettext_lazy("Signed on"))
    source = forms.CharField(label=gettext_lazy("Source"), max_length=300)


class RenewForm(SourceMixin, TermForm):
    """A further term."""


class EndAgreementForm(LastDayForm):
    ended_as = forms.ChoiceField(label=gettext_lazy("How it ends"), choices=Agreement.Ending.choices)


class ClaimForm(ActForm):
    source = forms.CharField(label=gettext_lazy("Source"), max_length=300)
    on = DayField(label=gettext_lazy("Date of signature it gives"), required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind it gives"), choices=[("", "—"), *Agreement.Kind.choices], required=False
    )
    printed = forms.CharField(label=gettext_lazy("Kind, as printed"), max_length=160, required=False)


class PaperForm(ActForm):
    file = forms.FileField(label=gettext_lazy("File"), help_text=gettext_lazy("PDF, a picture or a text document."))
