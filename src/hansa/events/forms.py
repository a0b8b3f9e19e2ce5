"""What people type about the programme: times on the event's own clock, names as they stand on record."""

import datetime as dt
import zoneinfo
from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from hansa.base.dates import YEARS
from hansa.base.fields import Multilingual
from hansa.base.text import fold, nfc
from hansa.base.words import language_code, language_name, with_commas
from hansa.events.clashes import hall_names
from hansa.events.lines import Line
from hansa.events.models import Event, Session, Visit
from hansa.people.models import Person

MOST_PEOPLE = 200
# What a form calls its times, and the columns that they make.
WHEN = ("day", "starts", "ends", "ends_on")


class LanguagesTyped(forms.CharField):
    """Languages by name or code with commas between, the most used one first."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", gettext_lazy("By name or code, with commas between: Korean, en"))
        super().__init__(required=False, max_length=300, **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return with_commas(language_name(code) for code in value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:  # type: ignore[override]
        typed = super().clean(value)
        for comma in "،、;":
            typed = typed.replace(comma, ",")
        words = [word.strip() for word in typed.split(",") if word.strip()]
        for word in words:
            if not language_code(word):
                said = _("“%(word)s” is no language we know. Write its name, or its code such as “ko”.")
                raise forms.ValidationError(said % {"word": word})
        return list(dict.fromkeys(language_code(word) for word in words))


class PeopleTyped(forms.CharField):
    """Persons on record, a line each, in their order. Nobody's name is offered: who types knows whom they mean."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("help_text", gettext_lazy("One name a line, in their order, as each writes it."))
        super().__init__(required=False, widget=forms.Textarea({"rows": 3, "autocomplete": "off"}), **kwargs)

    def prepare_value(self, value: Any) -> Any:
        return "\n".join(_written(person) for person in value) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[Person | str]:  # type: ignore[override]
        """Each a person, or the name of somebody who is not on record yet."""
        names = [nfc(line) for line in super().clean(value).splitlines() if nfc(line)]
        if len(names) > MOST_PEOPLE:
            raise forms.ValidationError(_("More than %(n)s names. Is this the right list?") % {"n": MOST_PEOPLE})
        found = [_person(name) for name in names]
        keys = [one.pk if isinstance(one, Person) else fold(one) for one in found]
        if len(set(keys)) != len(keys):
            twice = next(name for name, key in zip(names, keys, strict=True) if keys.count(key) > 1)
            raise forms.ValidationError(_("%(name)s stands here twice.") % {"name": twice})
        return found


def _written(person: Person) -> str:
    """The name, with its number where others bear it too."""
    others = Person.objects.filter(full_name=person.full_name).exclude(pk=person.pk).exists()
    return f"{person.full_name} #{person.pk}" if others else person.full_name


def _person(name: str) -> Person | str:
    plain, _hash, number = name.rpartition(" #")
    if plain and number.isdecimal() and len(number) < 19:
        one = Person.objects.filter(pk=int(number), full_name=plain).first()
        if one is not None:
            return one
    same = Person.objects.filter(search__contains=fold(name), erased_at=None)
    found = [one for one in same if fold(name) in (fold(one.full_name), fold(one.latin_name))]
    if len(found) > 1:
        choices = with_commas(f"{one.full_name} #{one.pk}" for one in found[:6])
        said = _("%(name)s may mean several persons. Write one of: %(choices)s.")
        raise forms.ValidationError(said % {"name": name, "choices": choices})
    return found[0] if found else name


class HappeningForm(forms.Form):
    """What a session and a visit share: titles by language, a day and two times on the event's clock."""

    people_are = ""
    where_is = ""
    TITLES = tuple(f"title_{code}" for code, _name in settings.LANGUAGES)

    day = forms.DateField(label=gettext_lazy("Day"), help_text=gettext_lazy("Year, month and day, as 2019-06-13"))
    starts = forms.TimeField(label=gettext_lazy("Start"), help_text=gettext_lazy("24 hours, as 14:00"))
    ends = forms.TimeField(
        label=gettext_lazy("End"), help_text=gettext_lazy("An end before the start is on the next day.")
    )
    ends_on = forms.DateField(label=gettext_lazy("Last day, if it is another one"), required=False)
    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    new_people = forms.BooleanField(label=gettext_lazy("Put those on record who are not on record yet"), required=False)

    def __init__(self, data: Any, *, event: Event, record: Session | Visit | None) -> None:
        self.event, self.record = event, record
        super().__init__(data, initial=self._initial(), label_suffix="")
        for code, _name in settings.LANGUAGES:
            label = _("Title in %(language)s") % {"language": language_name(code)}
            self.fields[f"title_{code}"] = forms.CharField(label=label, required=False, max_length=300)
            self.fields[f"title_{code}"].widget.attrs["lang"] = code
            self.fields[f"title_{code}"].widget.attrs["dir"] = "auto"
        for name in ("day", "ends_on", "starts", "ends"):
            self.fields[name].widget.attrs.update({"dir": "ltr", "autocomplete": "off", "size": 12})
        for name in ("starts", "ends"):
            self.fields[name].widget.format = "%H:%M"
        self.order_fields([*self.TITLES, "day", "starts", "ends", "ends_on", "kind", self.where_is])

    def _initial(self) -> dict[str, Any]:
        record = self.record
        if record is None:
            return {"day": self.event.starts_on, "seen": None}
        start, end = self.event.local(record.starts_at), self.event.local(record.ends_at)
        crosses = end.date() not in (start.date(), start.date() + dt.timedelta(days=1))
        late = end.date() > start.date() and end.time() > start.time()
        return {
            **{f"title_{code}": text for code, text in record.title.items()},
            "day": start.date(),
            "starts": start.time(),
            "ends": end.time(),
            "ends_on": end.date() if crosses or late else None,
            "seen": record.revision,
        }

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        if not any(said.get(name) for name in self.TITLES):
            self.add_error(self.TITLES[0], _("Give the title in one language at least."))
        if all(said.get(name) is not None for name in ("day", "starts", "ends")):
            self._clean_times(said)
        unknown = [one for one in said.get(self.people_are) or [] if isinstance(one, str)]
        if unknown and not said.get("new_people"):
            sentence = _("Not on record: %(names)s. Write the name as it stands on record, or tick the box below.")
            self.add_error(self.people_are, sentence % {"names": with_commas(unknown)})
        return said

    def _clean_times(self, said: dict[str, Any]) -> None:
        last = said.get("ends_on") or said["day"]
        if not said.get("ends_on") and said["ends"] <= said["starts"]:
            last = said["day"] + dt.timedelta(days=1)
        if any(day.year not in YEARS for day in (said["day"], last)):
            self.add_error("day", _("Look at the year again."))
            return
        kept = (self.record.starts_at, self.record.ends_at) if self.record else (None, None)
        for name, field, day, clock, before in (
            ("starts_at", "starts", said["day"], said["starts"], kept[0]),
            ("ends_at", "ends", last, said["ends"], kept[1]),
        ):
            try:
                said[name] = moment(day, clock, self.event.tz, before)
            except forms.ValidationError as error:
                self.add_error(field, error)

    @property
    def values(self) -> dict[str, Any]:
        """The act's arguments."""
        said = dict(self.cleaned_data)
        codes = [code for code, _name in settings.LANGUAGES]
        title = Multilingual({code: said.pop(f"title_{code}") for code in codes})
        own = {name: value for name, value in said.items() if name not in (*WHEN, "seen", "new_people")}
        # Languages that this house does not offer keep their text; an emptied one loses it.
        kept = {code: text for code, text in self.record.title.items() if code not in codes} if self.record else {}
        return {**own, "title": Multilingual({**kept, **{code: text for code, text in title.items() if text}})}

    def line(self) -> Line:
        """The line as it would stand in the programme, for what clashes with it."""
        said = self.cleaned_data
        people = [one.pk for one in said.get(self.people_are) or [] if isinstance(one, Person)]
        return Line(
            uid=str(self.record.uid) if self.record else "",
            is_visit=self.where_is == "place",
            kind=said.get("kind", ""),
            title=self.values["title"],
            starts_at=said["starts_at"],
            ends_at=said["ends_at"],
            where=said.get(self.where_is, ""),
            everybody=bool(said.get("everybody")),
            people=tuple(people),
        )


def moment(day: dt.date, clock: dt.time, zone: zoneinfo.ZoneInfo, before: dt.datetime | None) -> dt.datetime:
    """That time of that day on the zone's clock. What was not changed is the moment on record, also in the hour that
    autumn has twice; a time that spring skips is refused."""
    written = dt.datetime.combine(day, clock)
    if before is not None:
        local = before.astimezone(zone).replace(tzinfo=None, fold=0)
        if local.replace(second=0, microsecond=0) == written:
            return before
    found = written.replace(tzinfo=zone)
    if found.astimezone(dt.UTC).astimezone(zone).replace(tzinfo=None, fold=0) != written:
        raise forms.ValidationError(_("The clocks skip this time on that day. Choose another one."))
    return found


class SessionForm(HappeningForm):
    """A session of the programme."""

    people_are, where_is = "speakers", "hall"

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Session.Kind.choices, initial="session")
    hall = forms.CharField(label=gettext_lazy("Hall"), required=False, max_length=120)
    track = forms.CharField(label=gettext_lazy("Track"), required=False, max_length=80)
    spoken = LanguagesTyped(label=gettext_lazy("Spoken"))
    interpreted = LanguagesTyped(label=gettext_lazy("Interpreted into"))
    everybody = forms.BooleanField(label=gettext_lazy("Everybody attends"), required=False)
    speakers = PeopleTyped(label=gettext_lazy("Speakers"))

    def __init__(self, data: Any, *, event: Event, record: Session | None) -> None:
        super().__init__(data, event=event, record=record)
        tracks = Session.objects.filter(event=event).exclude(track="").values_list("track", flat=True)
        self.lists = {"hall": hall_names(event), "track": sorted(set(tracks))}
        for name in self.lists:
            self.fields[name].widget.attrs.update({"list": f"known-{name}", "autocomplete": "off"})

        self.order_fields(
            [*self.TITLES, *WHEN, "kind", "hall", "track", "spoken", "interpreted", "everybody", "speakers"]
        )

    def _initial(self) -> dict[str, Any]:
        record: Any = self.record
        if record is None:
            return super()._initial()
        names = ("kind", "hall", "track", "spoken", "interpreted", "everybody")
        own = {name: getattr(record, name) for name in names}
        return {
            **super()._initial(),
            **own,
            "speakers": [one.person for one in record.speeches.select_related("person")],
        }


class VisitForm(HappeningForm):
    """An exhibition or a study visit."""

    people_are, where_is = "participants", "place"

    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Visit.Kind.choices, initial="study visit")
    place = forms.CharField(label=gettext_lazy("Place"), required=False, max_length=200)
    participants = PeopleTyped(label=gettext_lazy("Who goes"), help_text=gettext_lazy("One name a line."))
    lists: dict[str, list[str]] = {}

    def __init__(self, data: Any, *, event: Event, record: Visit | None) -> None:
        super().__init__(data, event=event, record=record)
        self.order_fields([*self.TITLES, *WHEN, "kind", "place", "participants"])

    def _initial(self) -> dict[str, Any]:
        record: Any = self.record
        if record is None:
            return super()._initial()
        own = {"kind": record.kind, "place": record.place, "participants": list(record.participants.all())}
        return {**super()._initial(), **own}


class ReasonForm(forms.Form):
    """Why something is cancelled: told to those concerned."""

    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=300)


class HallForm(forms.Form):
    """A hall of the venue."""

    name = forms.CharField(label=gettext_lazy("Hall"), max_length=120)
    capacity = forms.IntegerField(
        label=pgettext_lazy("hall", "Seats"), required=False, min_value=1, max_value=1_000_000
    )
