"""Which place a city's name means: certain, asked about, or not known. Only cities and regions have places."""

from typing import Any

from django.utils.translation import gettext as _

from hansa.base import words
from hansa.base.text import fold
from hansa.gazetteer import Answer, Candidate, Place, place, resolve
from hansa.intake.fates import Question, Row
from hansa.intake.ledger import Ledger, name_key

# The answer "none of these": the city is kept without a place.
NONE = "none"


def settle(ledger: Ledger, row: Row, name: str, country: str, number: str = "") -> dict[str, str] | None:
    """Columns ``place``, ``place_name``, ``country`` of the city; None where it is refused or asked about.

    ``number`` is the GeoNames number that the row itself gives. A place that the gazetteer does not know leaves
    ``place`` empty, with a note: a small town is no fault of the workbook's.
    """
    key = f"{name_key(name)}|{country}"
    chosen = number or ledger.answers.get(key, "")
    if not chosen:
        chosen = _on_record(ledger, name, country)
        _say_which(row, name, country, chosen)
    if chosen == NONE:
        return {"country": country}
    if chosen:
        found = place(chosen)
        if found is None:
            row.refuse(_("There is no place with the number %(number)s.") % {"number": chosen}, "place")
            return None
        if country and found.country != country:
            row.refuse(
                _("The place %(number)s is %(name)s in %(other)s, not in %(country)s.")
                % {"number": chosen, "name": found.name, "other": found.country, "country": country},
                "place",
            )
            return None
        return {"place": found.id, "place_name": found.name, "country": found.country}
    answer = resolve(name, country or None)
    if answer.certain and answer.id:
        return {"place": answer.id, "place_name": answer.name or "", "country": country or answer.country or ""}
    if answer.candidates:
        row.questions.append(question_about(key, name, answer))
        # For the rows that hang on it: in a preview the city is there, without a place.
        return {"country": country}
    row.notes.append(_("No place of this name is known; it is kept without one. A GeoNames number in Place sets it."))
    return {"country": country}


def _on_record(ledger: Ledger, name: str, country: str) -> str:
    """The place of the only city of that name on record, so that what was once answered is not asked again."""
    found = {
        organization.place
        for organization in ledger.named.get(name_key(name), {}).values()
        if organization.place and country in ("", organization.country)
    }
    return found.pop() if len(found) == 1 else ""


def _say_which(row: Row, name: str, country: str, number: str) -> None:
    """What is taken from the record although the name alone could be another place is said, never silent."""
    if not number or country or resolve(name).certain:
        return
    found = place(number)
    if found is not None:
        row.notes.append(
            _("“%(name)s” is taken as %(place)s, which is on record; write the country if another is meant.")
            % {"name": name, "place": in_words(found)}
        )


def question_about(key: str, name: str, answer: Answer) -> Question:
    """Which of its candidates is meant, or none of them."""
    choices = [(candidate.id, in_words(candidate)) for candidate in answer.candidates]
    return Question(
        key,
        _("“%(name)s” can be %(count)s places. Which one is meant?") % {"name": name, "count": len(choices)}
        if len(choices) > 1
        else _("Is “%(name)s” this place?") % {"name": name},
        (*choices, (NONE, str(_("none of these; keep it without a place")))),
        _("fill in Place, as one of %(choices)s, or Country")
        % {"choices": "; ".join(f"{number} ({text})" for number, text in choices)},
    )


def in_words(candidate: Candidate | Place) -> str:
    """A candidate with its region and country, as it is told from its namesakes."""
    region = f"{candidate.admin}, " if candidate.admin and fold(candidate.admin) != fold(candidate.name) else ""
    return f"{candidate.name}, {region}{words.country_name(candidate.country)}"


def short_names(name: str, settled: dict[str, str]) -> dict[str, Any]:
    """The English name without "Metropolitan City" and the like, where the place has it so."""
    short = settled.get("place_name", "")
    return {"en": short} if short and fold(name).startswith(f"{fold(short)} ") else {}
