"""Who is meant by each name of a list: an organization on record, a place, something without a place, or a question.

The whole column is resolved together, before anything is written. What is not certain is asked once for all rows that
hang on it; an answer is remembered, so that the next list does not ask again.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _

from hansa.base import words
from hansa.base.fields import Multilingual
from hansa.gazetteer import Answer, country_code, place, resolve_column
from hansa.gazetteer.countries import nearly_country_code
from hansa.gazetteer.folding import key
from hansa.intake.fates import Question
from hansa.intake.ledger import name_key
from hansa.intake.lists.memory import ON_RECORD
from hansa.intake.lists.printed import kind_of
from hansa.intake.lists.reading import Party
from hansa.intake.lists.records import Register
from hansa.intake.sheets.places import in_words, short_names
from hansa.network.models import Organization

OUT = "out"
AS_KIND = "kind:"
AT_ONCE = 500  # names between two signs of life
_NO_PLACE = ("city", "region", "government", "institution", "association", "company")


@dataclass
class Settled:
    """What a party turned out to be: on record, or the values of one to be recorded; or what must be asked first."""

    organization: Organization | None = None
    values: dict[str, object] = field(default_factory=dict)
    question: Question | None = None
    refusal: str = ""
    is_left_out: bool = False

    @property
    def identity(self) -> object:
        """By what two rows are the same organization; None while that is open."""
        if self.organization is not None:
            return self.organization.pk
        if not self.values:
            return None
        return self.values.get("place") or (name_key(str(self.values["name"])), self.values.get("country", ""))


class Settler:
    """Settles the parties of one list. ``answers`` are the officer's, with those remembered below them."""

    def __init__(self, answers: dict[str, str]) -> None:
        self.answers = answers
        self.found: dict[tuple[str, str], Answer] = {}
        self.codes: dict[str, str] = {}
        self.asked_countries: dict[str, Question] = {}
        # Names that the list gives several Wikidata numbers: several places, however likely one of them is.
        self._shared: set[tuple[str, str]] = set()
        self._settled: dict[tuple[str, ...], Settled] = {}

    def look_up(self, parties: Iterable[Party], told: Callable[[float], None] = lambda share: None) -> None:
        """Resolve the countries and the places of all names; ``told`` hears the share that is done."""
        parties = list(parties)
        for text in dict.fromkeys(party.country for party in parties):
            self.codes[text] = self._country(text)
        items: dict[tuple[str, str], set[str]] = defaultdict(set)
        for party in parties:
            items[_called(party)].add(party.wikidata)
        self._shared = {called for called, numbers in items.items() if len(numbers - {""}) > 1}
        pairs = list(dict.fromkeys(self._pair(text, party) for party in parties for text in _texts(party)))
        # The column as a whole tells which country is likely, so parts of it must not be too small.
        step = max(AT_ONCE, len(pairs) // 10)
        for first in range(0, len(pairs), step):
            part = pairs[first : first + step]
            answers = resolve_column([(text, hint or None) for text, hint in part])
            self.found.update(zip(part, answers, strict=True))
            told(min(1.0, (first + step) / len(pairs)))

    def _country(self, text: str) -> str:
        """The code of a printed country; of one that is nearly a country's name the likely one, to be confirmed."""
        if not text:
            return ""
        code = country_code(text)
        if code:
            return code
        asked = f"country|{key(text)}"[:320]
        answer = self.answers.get(asked)
        if answer:
            return "" if answer == "none" else answer
        near = nearly_country_code(text)
        if near:
            self.asked_countries[text] = Question(
                asked,
                _("Is “%(text)s” %(country)s?") % {"text": text, "country": words.country_name(near)},
                ((near, words.country_name(near)), ("none", str(_("no; pass it over")))),
                proposed=near,
            )
        return near or ""

    def _pair(self, text: str, party: Party) -> tuple[str, str]:
        """What is asked of the gazetteer. A country that nobody knows stays a doubt: nothing is certain beside it."""
        return text, self.codes[party.country] or ("" if self._is_passed_over(party.country) else party.country)

    def _is_passed_over(self, text: str) -> bool:
        return self.answers.get(f"country|{key(text)}"[:320]) == "none"

    def settle(self, party: Party, register: Register) -> Settled:
        """Who the party is; the same answer for the same words."""
        same = (party.name, party.country, party.city, party.place, party.wikidata, party.kind)
        if same not in self._settled:
            self._settled[same] = self._settle(party, register)
        return self._settled[same]

    def _settle(self, party: Party, register: Register) -> Settled:
        if party.country in self.asked_countries:
            return Settled(question=self.asked_countries[party.country])
        if party.wikidata in register.by_item:
            return Settled(register.by_item[party.wikidata])
        code = self.codes[party.country]
        asked = f"name|{name_key(party.name)}|{code or key(party.country)}"
        asked = (f"{asked}|{party.wikidata}" if _called(party) in self._shared else asked)[:320]
        answer = party.place or self.answers.get(asked, "")
        if answer:
            return self._answered(party, code, answer, register)
        found, about = self._place_of(party), self._known(party, code, register)
        is_shared = _called(party) in self._shared
        if len(about) == 1 and not is_shared and self._is_surely(about[0], found, code):
            return Settled(about[0])
        if about:
            return Settled(question=self._which(asked, party, about, found, register))
        if found.certain and found.id and not is_shared:
            return self._at_place(party, found.id, register)
        if found.candidates:
            return Settled(question=self._which(asked, party, [], found, register))
        near = register.like(party.name, code)
        return Settled(question=self._what(asked, party, near))

    def _place_of(self, party: Party) -> Answer:
        """Of a city beside a name, its place only where the name is the city's own."""
        own = self.found[self._pair(party.name, party)]
        if not party.city or party.kind in ("institution", "association", "company"):
            return own if party.kind not in ("institution", "association", "company") else Answer(party.name)
        city = self.found[self._pair(party.city, party)]
        if own.id and city.id and city.certain and city.id in [one.id for one in own.candidates]:
            return city
        return own

    def _known(self, party: Party, code: str, register: Register) -> list[Organization]:
        found = register.called(party.name, code)
        if party.kind:
            found = [one for one in found if one.kind == party.kind] or found
        return found

    def _is_surely(self, organization: Organization, found: Answer, code: str) -> bool:
        """Whether the only organization of that name is meant: nothing else that the name may be speaks against it."""
        if found.certain:
            return organization.place in ("", found.id)
        if not organization.place:
            return bool(code) or not found.candidates
        return bool(code) or all(one.id == organization.place for one in found.candidates)

    def _answered(self, party: Party, code: str, answer: str, register: Register) -> Settled:
        """As the officer said."""
        if answer == OUT:
            return Settled(is_left_out=True)
        if answer.startswith(ON_RECORD):
            organization = register.by_pk.get(int(answer.removeprefix(ON_RECORD)))
            return Settled(organization) if organization else Settled(refusal=_("What was answered is gone; ask anew."))
        if answer.startswith(AS_KIND):
            return self._new(party, code, {"kind": answer.removeprefix(AS_KIND)}, register)
        if place(answer) is None:
            return Settled(refusal=_("There is no place with the number %(number)s.") % {"number": answer})
        return self._at_place(party, answer, register)

    def _at_place(self, party: Party, number: str, register: Register) -> Settled:
        if number in register.by_place:
            return Settled(register.by_place[number])
        found = place(number)
        assert found is not None
        kind = "region" if found.kind == "admin" else "city"
        settled = {"place": found.id, "place_name": found.name}
        party = _bare(party, found.name)
        values: dict[str, object] = {"kind": kind, **settled, "names": Multilingual(short_names(party.name, settled))}
        code = self.codes[party.country] or found.country
        if register.called(party.name, code) and any(one.place != number for one in register.called(party.name, code)):
            # Two San Fernandos of one country are told apart by their regions.
            party = replace(party, name=f"{party.name}, {found.admin or found.id}")
        return self._new(party, code, values, register)

    def _new(self, party: Party, code: str, values: dict[str, object], register: Register) -> Settled:
        known = [one for one in register.called(party.name, code) if one.country == code]
        if known and "place" not in values:
            return Settled(known[0])
        values = {"name": party.name, "country": code, **values}
        if party.own_name:
            values["own_name"] = party.own_name
        if party.kind and "place" not in values:
            values["kind"] = party.kind
        return Settled(values=values)

    def _which(
        self, asked: str, party: Party, about: list[Organization], found: Answer, register: Register
    ) -> Question:
        """Which of the organizations and places is meant; one alone is proposed, and the one that is on record."""
        there = {one.place for one in about}
        choices = [(f"{ON_RECORD}{one.pk}", _on_record(one)) for one in about]
        for one in found.candidates:
            if one.id not in there:
                known = register.by_place.get(one.id)
                choices.append((f"{ON_RECORD}{known.pk}", _on_record(known)) if known else (one.id, in_words(one)))
        choices = list(dict.fromkeys(choices))
        known_ones = [value for value, _words in choices if value.startswith(ON_RECORD)]
        proposed = choices[0][0] if len(choices) == 1 else known_ones[0] if len(known_ones) == 1 else ""
        # "Merida, Spaim" says where it lies in words that nobody knows: then being on record is no reason.
        if len(choices) > 1 and ("," in party.name or (party.country and not self.codes[party.country])):
            proposed = ""
        name = f"{party.name}, {party.country}" if party.country else party.name
        sentence = (
            _("Is “%(name)s” this one?") % {"name": name}
            if len(choices) == 1
            else _("“%(name)s” can be %(count)s places. Which one is meant?") % {"name": name, "count": len(choices)}
        )
        none = ((f"{AS_KIND}{party.kind or 'city'}", _("none of these; keep it without a place")), _leave_out())
        return Question(asked, sentence, (*choices, *none), proposed=proposed)

    def _what(self, asked: str, party: Party, near: Organization | None) -> Question:
        """No place is called so: what is it?"""
        name = f"{party.name}, {party.country}" if party.country else party.name
        if near is not None:
            return Question(
                asked,
                _("Is “%(name)s” this one?") % {"name": name},
                ((f"{ON_RECORD}{near.pk}", _on_record(near)), *_without_place()),
                proposed=f"{ON_RECORD}{near.pk}",
            )
        kind = party.kind or kind_of(party.name)
        return Question(
            asked,
            _("No place is known as “%(name)s”. What is it?") % {"name": name},
            _without_place(),
            proposed=f"{AS_KIND}{kind}" if kind in _NO_PLACE else "",
        )


def _called(party: Party) -> tuple[str, str]:
    return name_key(party.name), party.country


def _bare(party: Party, place_name: str) -> Party:
    """The party without a bracket that is no part of the place's name: "Chengdu (place inferred)"."""
    head = party.name.partition("(")[0].strip()
    return replace(party, name=head) if head and head != party.name and key(head) == key(place_name) else party


def _texts(party: Party) -> list[str]:
    return [party.name, party.city] if party.city else [party.name]


def _on_record(organization: Organization) -> str:
    country = words.country_name(organization.country)
    called = f"{organization.name}, {country}" if country else organization.name
    return _("%(name)s (on record)") % {"name": called}


def _without_place() -> tuple[tuple[str, str], ...]:
    """What a name may be that is no place's; or the row does not count."""
    told = {
        "city": _("a city or town"),
        "region": _("a region"),
        "government": _("a government"),
        "institution": _("an institution"),
        "association": _("an association"),
        "company": _("a company"),
    }
    return (*((f"{AS_KIND}{kind}", text) for kind, text in told.items()), _leave_out())


def _leave_out() -> tuple[str, str]:
    return OUT, _("leave it out")
