"""What people type about registration: answers, people, papers; and what the office asks."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansa.base.formfields import MomentField
from hansa.base.text import nfc
from hansa.base.words import language_code, language_name
from hansa.delegations.models import Delegate, Delegation
from hansa.registration.asking import UnreadableError, asked, option, read, typed
from hansa.registration.models import Nomination, Question, Questionnaire
from hansa.registration.queries import Wanted
from hansa.registration.sentences import STATES

DAY = {"dir": "ltr", "autocomplete": "off", "size": 12}


def day_field(label: Any, *, required: bool = False, help_text: Any = "") -> forms.DateField:
    """A day as 2019-05-31."""
    return forms.DateField(
        label=label, required=required, input_formats=["%Y-%m-%d"],
        widget=forms.DateInput(attrs=dict(DAY), format="%Y-%m-%d"),
        help_text=help_text or gettext_lazy("As 2019-05-31."),
        error_messages={"invalid": gettext_lazy("Write the day as 2019-05-31.")},
    )  # fmt: skip


class AnswersForm(forms.Form):
    """The questions that somebody is asked, given what is answered: a condition that comes true shows its question."""

    edition = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, data: Any, *, questions: list[Question], role: str, answers: Mapping[str, Any]) -> None:
        self.questions, self.role = questions, role
        self.answers, self.unreadable = (dict(answers), {}) if data is None else self._read(data)
        self.listed = asked(questions, role, self.answers)
        initial = {one.name: typed(one, answers.get(one.name)) for one in self.listed}
        super().__init__(data, initial=initial, label_suffix="")
        for question in self.listed:
            self.fields[question.name] = self._field(question)

    def _read(self, data: Any) -> tuple[dict[str, Any], dict[str, str]]:
        answers: dict[str, Any] = {}
        wrong: dict[str, str] = {}
        for question in self.questions:
            several = question.kind == Question.Kind.SEVERAL
            given = data.getlist(question.name) if several else data.get(question.name)
            try:
                answers[question.name] = read(question, given)
            except UnreadableError as sentence:
                wrong[question.name] = str(sentence)
        return answers, wrong

    def _field(self, question: Question) -> forms.Field:
        label, kind = str(question.text), question.kind
        hangs = any(one.only_if_id == question.pk for one in self.questions)
        attrs = {"hx-post": "", "hx-trigger": "change"} if hangs else {}
        places = [(str(n), option(question, n)) for n in range(len(question.options))]
        if kind == Question.Kind.YES_NO:
            choices = [("yes", _("yes")), ("no", _("no"))]
            return forms.ChoiceField(label=label, choices=choices, required=False, widget=forms.RadioSelect(attrs))
        if kind == Question.Kind.CHOICE:
            return forms.ChoiceField(
                label=label, choices=[("", "—"), *places], required=False, widget=forms.Select(attrs)
            )
        if kind == Question.Kind.SEVERAL:
            widget = forms.CheckboxSelectMultiple(attrs)
            return forms.MultipleChoiceField(label=label, choices=places, required=False, widget=widget)
        if kind == Question.Kind.TEXT:
            return forms.CharField(label=label, required=False, widget=forms.TextInput({"dir": "auto", **attrs}))
        widget = forms.TextInput({"dir": "ltr", "size": 12, **attrs})
        help_text = _("As 2019-06-12.") if kind == Question.Kind.DATE else ""
        return forms.CharField(label=label, required=False, widget=widget, help_text=help_text)

    def clean(self) -> dict[str, Any]:
        for name, sentence in self.unreadable.items():
            if name in self.fields:
                self.add_error(name, sentence)
        return super().clean() or {}

    def mark_unanswered(self, missing: list[Question]) -> None:
        """Say beside each question that must be answered that it is not."""
        for question in missing:
            self.add_error(question.name, _("Please answer this."))


class PersonForm(forms.Form):
    """Somebody who is named. ``person`` is one on record, "new" for somebody who is not, "" before it was asked."""

    full_name = forms.CharField(
        label=gettext_lazy("Name, as they write it"), max_length=200, widget=forms.TextInput(attrs={"dir": "auto"})
    )
    family_name = forms.CharField(label=gettext_lazy("Family name, of it"), max_length=120, required=False)
    latin_name = forms.CharField(label=gettext_lazy("Name in Latin letters"), max_length=200, required=False)
    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=Delegate.Role.choices, initial=Delegate.Role.DELEGATE)
    title = forms.CharField(label=gettext_lazy("Title, as printed"), max_length=160, required=False)
    languages = forms.CharField(
        label=gettext_lazy("Languages, the best one first"), max_length=200, required=False,
        help_text=gettext_lazy("By name or code, with commas between: Korean, en"),
    )  # fmt: skip
    person = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, data: Any, *, delegation: Delegation) -> None:
        super().__init__(data, label_suffix="")
        zone = delegation.event.tz
        for name, title in (("arrives_at", _("Arrival")), ("departs_at", _("Departure"))):
            self.fields[name] = MomentField(zone, label=title, help_text=_("As 2019-06-12 16:40; empty if not known."))

    def clean_full_name(self) -> str:
        return nfc(self.cleaned_data["full_name"])

    def clean_languages(self) -> list[str]:
        words = self.cleaned_data["languages"].replace("،", ",").replace("、", ",").replace(";", ",").split(",")
        codes = [(word.strip(), language_code(word.strip())) for word in words if word.strip()]
        for word, code in codes:
            if not code:
                raise forms.ValidationError(
                    _("“%(word)s” is no language we know. Write its name, or its code such as “ko”.") % {"word": word}
                )
        return list(dict.fromkeys(code for _word, code in codes))

    @property
    def stay(self) -> dict[str, Any]:
        names = ("title", "languages", "arrives_at", "departs_at")
        return {name: self.cleaned_data[name] for name in names}


class RoleForm(forms.Form):
    """Role and title of somebody who was named."""

    role = forms.ChoiceField(label=gettext_lazy("Role"), choices=Delegate.Role.choices)
    title = forms.CharField(label=gettext_lazy("Title, as printed"), max_length=160, required=False)


class NominationForm(forms.Form):
    """The signed paper."""

    signed_by = forms.CharField(label=gettext_lazy("Signed by, with the office"), max_length=200)
    form = forms.ChoiceField(label=gettext_lazy("Received as"), choices=Nomination.Form.choices)
    file = forms.FileField(
        label=gettext_lazy("Scan"), required=False, help_text=gettext_lazy("PDF, PNG or JPEG, 10 MB at most."),
        widget=forms.FileInput(attrs={"accept": ".pdf,.png,.jpg,.jpeg"}),
    )  # fmt: skip

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, label_suffix="", **kwargs)
        self.fields["signed_on"] = day_field(_("Signed on"), required=True)
        self.order_fields(["signed_by", "signed_on", "form", "file"])


class DeputyForm(forms.Form):
    """Who stands in for the head."""

    delegate = forms.ModelChoiceField(Delegate.objects.none(), label=gettext_lazy("Who stands in"))
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)

    def __init__(self, data: Any, *, delegation: Delegation) -> None:
        super().__init__(data, initial={"from_on": timezone.localdate()}, label_suffix="")
        people = Delegate.objects.coming().filter(delegation=delegation).exclude(role=Delegate.Role.HEAD)
        self.fields["delegate"].queryset = people.select_related("person", "delegation__organization")
        self.fields["from_on"] = day_field(_("From"), required=True)
        self.fields["until_on"] = day_field(_("Until"), help_text=_("Empty: until the head is back."))


class AddressForm(forms.Form):
    address = forms.EmailField(label=gettext_lazy("Their e-mail address"))


class FilterForm(forms.Form):
    """The filters of the office's list; what cannot be read filters nothing."""

    q = forms.CharField(required=False, max_length=200)
    state = forms.ChoiceField(required=False)
    role = forms.ChoiceField(required=False)
    capacity = forms.ChoiceField(required=False)
    missing = forms.ChoiceField(required=False)

    def __init__(self, data: Any) -> None:
        super().__init__(data)
        anything = [("", _("any"))]
        self.fields["state"].choices = [*anything, *STATES.items()]
        self.fields["role"].choices = [*anything, *Delegate.Role.choices]
        self.fields["capacity"].choices = [*anything, *Delegation.Capacity.choices]
        self.fields["missing"].choices = [*anything, *Questionnaire.Demand.choices]

    @property
    def wanted(self) -> Wanted:
        """What of it could be read."""
        self.is_valid()
        read_ = self.cleaned_data
        return Wanted(read_.get("q", ""), *(read_.get(n, "") for n in ("state", "role", "capacity", "missing")))


class TermsForm(forms.Form):
    """From when until when, what a badge needs, and when sensitive answers go."""

    demands = forms.MultipleChoiceField(
        label=gettext_lazy("Needed for a badge"), choices=Questionnaire.Demand.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, data: Any, *, terms: Questionnaire) -> None:
        names = ("opens_on", "closes_on", "late_from", "purge_on", "demands")
        super().__init__(data, initial={name: getattr(terms, name) for name in names}, label_suffix="")
        self.fields["opens_on"] = day_field(_("Registration opens on"))
        self.fields["closes_on"] = day_field(_("Last day of registration"))
        self.fields["late_from"] = day_field(_("Changes are late from"))
        self.fields["purge_on"] = day_field(_("Sensitive answers are deleted on"), required=True)
        self.order_fields(["opens_on", "closes_on", "late_from", "purge_on", "demands"])


class QuestionForm(forms.Form):
    """A question, in each language of the house. Choices are written one a line, in the same order in each language."""

    category = forms.ChoiceField(label=gettext_lazy("Category"), choices=Question.Category.choices, initial="other")
    kind = forms.ChoiceField(label=gettext_lazy("Kind of answer"), choices=Question.Kind.choices)
    required = forms.BooleanField(label=gettext_lazy("Must be answered"), required=False)
    is_sensitive = forms.BooleanField(
        label=gettext_lazy("Sensitive: kept apart, in no log, deleted on its day"), required=False
    )
    roles = forms.MultipleChoiceField(
        label=gettext_lazy("Asked of (nobody chosen: of all)"), choices=Delegate.Role.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip
    condition = forms.ChoiceField(label=gettext_lazy("Asked only if"), required=False)

    def __init__(self, data: Any, *, question: Question | None, others: list[Question]) -> None:
        super().__init__(data, initial=self._initial(question), label_suffix="")
        self.others = {one.pk: one for one in others if question is None or one.pk != question.pk}
        for code, _name in settings.LANGUAGES:
            name = language_name(code)
            attrs = {"dir": "auto", "lang": code}
            self.fields[f"text_{code}"] = forms.CharField(
                label=_("Question, %(language)s") % {"language": name}, max_length=300, required=False,
                widget=forms.TextInput(attrs),
            )  # fmt: skip
            self.fields[f"options_{code}"] = forms.CharField(
                label=_("Choices, %(language)s, one a line") % {"language": name}, max_length=5000, required=False,
                widget=forms.Textarea({**attrs, "rows": 4}),
            )  # fmt: skip
        self.fields["condition"].choices = [("", _("always")), *self._conditions()]

    @staticmethod
    def _initial(question: Question | None) -> dict[str, Any]:
        if question is None:
            return {}
        names = ("category", "kind", "required", "is_sensitive", "roles")
        found = {name: getattr(question, name) for name in names}
        if question.only_if_id:
            found["condition"] = f"{question.only_if_id}:{question.only_if_answer}"
        for code, _name in settings.LANGUAGES:
            found[f"text_{code}"] = question.text.get(code, "")
            found[f"options_{code}"] = "\n".join(one.get(code, "") for one in question.options)
        return found

    def _conditions(self) -> list[tuple[str, str]]:
        found = []
        for one in self.others.values():
            if one.kind == Question.Kind.YES_NO:
                answers = [("yes", _("yes")), ("no", _("no"))]
            elif one.kind in (Question.Kind.CHOICE, Question.Kind.SEVERAL):
                answers = [(str(n), option(one, n)) for n in range(len(one.options))]
            else:
                continue
            found += [(f"{one.pk}:{code}", f"{one}: {words}") for code, words in answers]
        return found

    @property
    def values(self) -> dict[str, Any]:
        """The columns of the question."""
        read_ = self.cleaned_data
        names = ("category", "kind", "required", "is_sensitive", "roles")
        found: dict[str, Any] = {name: read_[name] for name in names}
        codes = [code for code, _name in settings.LANGUAGES]
        found["text"] = {code: nfc(read_[f"text_{code}"]) for code in codes if nfc(read_[f"text_{code}"])}
        lines = {code: [nfc(line) for line in read_[f"options_{code}"].splitlines()] for code in codes}
        longest = max((len(one) for one in lines.values()), default=0)
        options = [
            {code: lines[code][n] for code in codes if n < len(lines[code]) and lines[code][n]} for n in range(longest)
        ]
        found["options"] = [one for one in options if one]
        key, _colon, wanted = read_["condition"].partition(":")
        found["only_if"] = self.others[int(key)] if key else None
        found["only_if_answer"] = wanted
        return found
