"""What an officer says when something changed. Times are chosen among the event’s days and the round’s slots."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansa.base.text import fold
from hansa.delegations.models import Delegate
from hansa.events.models import Event
from hansa.meetings.models import Interpreter, Meeting, MeetingRequest, Round, Slot
from hansa.meetings.sentences import day, latin
from hansa.network.models import Office

# How many days before and after its event people may still travel.
AROUND = 3
Choices = list[tuple[Any, Any]]


def _moment(event: Event, moment: dt.datetime) -> str:
    local = event.local(moment)
    return _("%(day)s, %(clock)s") % {"day": day(local), "clock": f"{local:%H:%M}"}


def people(event: Event) -> list[Delegate]:
    """Those who come, by delegation and precedence, each with organization and person."""
    comers = Delegate.objects.coming().filter(delegation__event=event).select_related("person")
    found = comers.select_related("person", "delegation__organization", "delegation__event__city")
    return sorted(found, key=lambda one: (fold(str(one.delegation.organization)), one.delegation_id, one.precedence))


def by_delegation(delegates: Iterable[Delegate], *, whole: bool) -> Choices:
    """Persons under their delegations; before them, where ``whole``, all of the delegation at once."""
    groups: dict[int, tuple[str, list[tuple[str, str]]]] = {}
    for one in delegates:
        name = str(one.delegation.organization)
        first = [(f"g{one.delegation_id}", _("%(name)s, all of them") % {"name": name})] if whole else []
        _name, choices = groups.setdefault(one.delegation_id, (name, first))
        choices.append((f"d{one.pk}", f"{latin(one.person)} {one.person.mark}".rstrip()))
    return [("", ""), *groups.values()]


class ClockField(forms.TimeField):
    """A time of day, typed as text in 24 hours."""

    def __init__(self, **kwargs: Any) -> None:
        attributes = {"dir": "ltr", "autocomplete": "off", "placeholder": "16:40"}
        wrong = {"invalid": gettext_lazy("Write the time as 16:40.")}
        super().__init__(widget=forms.TimeInput(attrs=attributes, format="%H:%M"), error_messages=wrong, **kwargs)


class SlotChoice(forms.TypedChoiceField):
    """One of the slots of the round, by its start or its end."""

    def __init__(self, slots: list[Slot], event: Event, *, ends: bool = False, empty: str = "", **kwargs: Any) -> None:
        by_key = {str(slot.pk): slot.ends_at if ends else slot.starts_at for slot in slots}
        shown: Choices = [(key, _moment(event, moment)) for key, moment in by_key.items()]
        super().__init__(
            choices=[("", empty), *shown] if empty else shown, coerce=by_key.get, empty_value=None, **kwargs
        )


class Disturbance(forms.Form):
    """What all of these forms share: the round, and labels without a colon."""

    def __init__(self, data: Any, *, of: Round) -> None:
        super().__init__(data, label_suffix="")
        self.of, self.event = of, of.event
        self.prepare()

    def prepare(self) -> None:
        """Fill in what there is to choose from."""

    def chosen(self, value: str) -> list[Delegate]:
        """The people that a choice of ``by_delegation`` stands for."""
        return [one for one in self.comers if value in (f"d{one.pk}", f"g{one.delegation_id}")]

    def days(self) -> Choices:
        first, last = self.event.starts_on, self.event.ends_on
        span = range(-AROUND, (last - first).days + AROUND + 1)
        return [("", ""), *((str(first + dt.timedelta(n)), day(first + dt.timedelta(n))) for n in span)]

    comers: list[Delegate] = []


class Withdrawal(Disturbance):
    """A delegation, or one of its people, does not come."""

    who = forms.ChoiceField(label=gettext_lazy("Who does not come"))

    def prepare(self) -> None:
        self.comers = people(self.event)
        self.fields["who"].choices = by_delegation(self.comers, whole=True)


class Travel(Disturbance):
    """Somebody arrives late, or leaves early."""

    who = forms.ChoiceField(label=gettext_lazy("Who"))
    what = forms.ChoiceField(
        label=gettext_lazy("What changed"),
        choices=[("arrives_at", gettext_lazy("the arrival")), ("departs_at", gettext_lazy("the departure"))],
    )
    day = forms.ChoiceField(label=gettext_lazy("Day"))
    time = ClockField(label=gettext_lazy("Time"))

    def prepare(self) -> None:
        self.comers = people(self.event)
        self.fields["who"].choices = by_delegation(self.comers, whole=True)
        self.fields["day"].choices = self.days()

    def clean(self) -> dict[str, Any]:
        read: dict[str, Any] = super().clean() or {}
        if read.get("day") and read.get("time"):
            moment = dt.datetime.combine(dt.date.fromisoformat(read["day"]), read["time"], self.event.tz)
            read["moment"] = moment.astimezone(dt.UTC)
        return read


class Closing(Disturbance):
    """A room, or some of its tables, cannot be used for a time."""

    tables = forms.MultipleChoiceField(
        label=gettext_lazy("Tables"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one table.")},
    )
    reason = forms.CharField(label=gettext_lazy("Why"), max_length=200, required=False)

    def prepare(self) -> None:
        slots, tables = list(self.of.slots.all()), list(self.of.tables.all())
        halls = list(dict.fromkeys(table.hall for table in tables if table.hall))
        self.by_key = {str(table.pk): table for table in tables}
        whole = [(f"hall {n}", _("all of %(hall)s") % {"hall": hall}) for n, hall in enumerate(halls)]
        self.in_hall = {f"hall {n}": [t for t in tables if t.hall == hall] for n, hall in enumerate(halls)}
        self.fields["tables"].choices = [*whole, *((key, f"T{table.number}") for key, table in self.by_key.items())]
        self.fields["starts_at"] = SlotChoice(slots, self.event, label=_("From"))
        self.fields["ends_at"] = SlotChoice(slots, self.event, ends=True, label=_("Until"))
        self.order_fields(["tables", "starts_at", "ends_at", "reason"])

    def clean(self) -> dict[str, Any]:
        read: dict[str, Any] = super().clean() or {}
        picked = [table for key in read.get("tables", ()) for table in self.in_hall.get(key, ())]
        picked += [self.by_key[key] for key in read.get("tables", ()) if key in self.by_key]
        read["tables"] = list(dict.fromkeys(picked))
        return _in_order(self, read)


class Absence(Disturbance):
    """An interpreter falls ill, or is called away."""

    interpreter = forms.ModelChoiceField(
        Interpreter.objects.none(), label=gettext_lazy("Interpreter"), empty_label=None
    )

    def prepare(self) -> None:
        slots = list(self.of.slots.all())
        self.fields["interpreter"].queryset = self.of.interpreters.select_related("person").prefetch_related("leaves")
        self.fields["starts_at"] = SlotChoice(slots, self.event, label=_("Away from"))
        self.fields["ends_at"] = SlotChoice(
            slots, self.event, ends=True, empty=_("does not come back"), required=False, label=_("Until")
        )

    def clean(self) -> dict[str, Any]:
        return _in_order(self, super().clean() or {})


class Asking(Disturbance):
    """Somebody asks for somebody after all."""

    asker = forms.ChoiceField(label=gettext_lazy("Who asks"))
    asked = forms.ChoiceField(label=gettext_lazy("For whom"))
    priority = forms.TypedChoiceField(
        label=gettext_lazy("Priority"), choices=MeetingRequest.Priority.choices, coerce=int, initial=2
    )
    topic = forms.CharField(label=gettext_lazy("Topic"), max_length=300, required=False)

    def prepare(self) -> None:
        self.comers = people(self.event)
        for name in ("asker", "asked"):
            self.fields[name].choices = by_delegation(self.comers, whole=False)


class Call(forms.Form):
    """A meeting outside the tables. Whom it is between is settled once; the rest may change."""

    first = forms.ChoiceField(label=gettext_lazy("Who"))
    second = forms.ChoiceField(label=gettext_lazy("With whom"))
    day = forms.DateField(
        label=gettext_lazy("Day"),
        widget=forms.DateInput(
            attrs={"dir": "ltr", "autocomplete": "off", "placeholder": "2019-06-13"}, format="%Y-%m-%d"
        ),
        input_formats=["%Y-%m-%d"],
        error_messages={"invalid": gettext_lazy("Write the day as 2019-06-13.")},
    )
    start = ClockField(label=gettext_lazy("From"))
    end = ClockField(label=gettext_lazy("Until"))
    place = forms.CharField(label=gettext_lazy("Place"), max_length=200, required=False)
    topic = forms.CharField(label=gettext_lazy("Topic"), max_length=300, required=False)
    in_spite = forms.BooleanField(
        label=gettext_lazy("Arrange it all the same"), required=False, widget=forms.CheckboxInput
    )

    def __init__(self, data: Any, *, event: Event, meeting: Meeting | None = None, clashing: bool = False) -> None:
        super().__init__(data, label_suffix="", initial=_of_call(event, meeting))
        self.event, self.comers = event, people(event)
        self.offices = [] if meeting else holders(self.comers)
        for name in ("first", "second"):
            if meeting:
                del self.fields[name]
                continue
            register = [(f"o{one.pk}", f"{one.organization}, {latin(one.person)}, {one.title}") for one in self.offices]
            self.fields[name].choices = [*by_delegation(self.comers, whole=False), (_("In the register"), register)]
        if not clashing:
            del self.fields["in_spite"]

    def side(self, value: str) -> Delegate | Office | None:
        """Who stands behind a choice."""
        both: list[Delegate | Office] = [*self.comers, *self.offices]
        return next((one for one in both if value == f"{'d' if isinstance(one, Delegate) else 'o'}{one.pk}"), None)

    def clean(self) -> dict[str, Any]:
        read: dict[str, Any] = super().clean() or {}
        if {"day", "start", "end"} <= set(read):
            for name, field in (("starts_at", "start"), ("ends_at", "end")):
                moment = dt.datetime.combine(read["day"], read[field], self.event.tz)
                read[name] = moment.astimezone(dt.UTC)
            _in_order(self, read, "end")
        return read


def holders(but: Iterable[Delegate]) -> list[Office]:
    """Heads and deputies of organizations in the register today who do not come to the event anyway."""
    known = {one.person_id for one in but}
    posts = Office.objects.on(timezone.localdate()).filter(title_class__in=(Office.Class.HEAD, Office.Class.DEPUTY))
    found = [one for one in posts.select_related("organization", "person") if one.person_id not in known]
    return sorted(found, key=lambda one: (fold(str(one.organization)), one.pk))


def _of_call(event: Event, meeting: Meeting | None) -> dict[str, Any]:
    """What stands in the form of a meeting that is arranged already."""
    if meeting is None:
        return {}
    start, end = event.local(meeting.starts_at), event.local(meeting.ends_at)
    return {
        "day": start.date(),
        "start": start.time(),
        "end": end.time(),
        "place": meeting.place,
        "topic": meeting.topic,
    }


def _in_order(form: forms.Form, read: dict[str, Any], field: str = "ends_at") -> dict[str, Any]:
    starts, ends = read.get("starts_at"), read.get("ends_at")
    if starts and ends and ends <= starts:
        form.add_error(field, _("It ends before it starts."))
    return read
