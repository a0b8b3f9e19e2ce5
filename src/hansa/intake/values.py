"""What stands in a cell, as the kind of its column: text, names, choices, countries, languages, days and times.

An empty cell is None and says nothing. ``Wrong`` carries the sentence for whoever filled it in.
"""

import datetime as dt
import re
from collections.abc import Callable
from functools import cache, lru_cache
from typing import Any

from babel import Locale
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _
from rapidfuzz import fuzz, process

from hansa.base.text import fold, nfc
from hansa.gazetteer import country_code
from hansa.intake.columns import Column
from hansa.intake.dates import Wrong, read_day, read_moment, read_partial, read_time

# Characters that nobody types: controls, zero-width spaces, marks of byte order.
_UNSEEN = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u200b\u2060\ufeff]")
_SPACES = re.compile(r"\s+")
_KEY = re.compile(r"[\w-]{1,60}")
_BETWEEN = re.compile(r"[,;،、/\n]+")
_PEOPLE = re.compile(r"[;；\n]+")
# A hint is worth no more time than this: ten thousand slips are compared with so many names in some seconds.
MOST_COMPARED = 700
# How long a text may be, where the record keeps fewer characters than any cell should hold.
LENGTHS = {"title": 160, "hall": 120, "family": 120, "mandate_for": 120, "zone": 60}
MOST_TEXT = {"name": 200, "text": 300}
# What a cell that is no text may hold: a list of names or languages, or one word.
MOST_LISTED, MOST_WORD = 20_000, 300
_LISTS = ("people", "languages")
MOST_NUMBER = 32_767
LONG = {"note": 4_000}
_YES = {"yes": ("y", "true", "1", "x", "oui", "نعم", "si", "ja"), "no": ("n", "false", "0", "non", "لا", "nein")}
# What is written for a language where a country's code slips in.
_SLIPS = {"cn": "zh", "jp": "ja", "dk": "da", "cz": "cs", "ua": "uk", "us": "en", "gb": "en", "ir": "fa", "il": "he"}


def read_cell(column: Column, value: Any) -> Any:
    """The value of a cell by its column's kind; None where it is empty. Raises Wrong."""
    if value is None or (isinstance(value, str) and not plain(value)):
        return None
    if column.kind not in MOST_TEXT:
        _demand_length(plain(value), MOST_LISTED if column.kind in _LISTS else MOST_WORD)
    return _READ[column.kind](column, value)


def plain(value: Any) -> str:
    """A cell as text: composed, one space between words, whole numbers without ".0"."""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float) and value == int(value):
        value = int(value)
    if isinstance(value, dt.time):
        return f"{value:%H:%M}"
    return _SPACES.sub(" ", nfc(_UNSEEN.sub("", str(value)))).strip()


def nearest(word: str, words: list[str], *, likeness: int = 75) -> str:
    """The one of these words that is most like it, in any case and with any marks; "" where none is.

    ``likeness`` is the least that counts, from 0 to 100 (the same).
    """
    if len(words) > MOST_COMPARED:
        return ""
    keys = _folded(tuple(words))
    found = process.extractOne(fold(word), keys.keys(), scorer=fuzz.ratio, score_cutoff=likeness)
    return keys[found[0]] if found else ""


@lru_cache(maxsize=16)
def _folded(words: tuple[str, ...]) -> dict[str, str]:
    return {fold(word): word for word in words}


def _text(column: Column, value: Any) -> str:
    text = plain(value)
    most = LONG.get(column.key) or LENGTHS.get(column.key) or MOST_TEXT.get(column.kind, 300)
    return _demand_length(text, most)


def _demand_length(text: str, most: int) -> str:
    """The text, unless it is longer than what is kept; a sentence then says how long it is and does not repeat it."""
    if len(text) > most:
        raise Wrong(
            _("The text has %(length)s characters; at most %(most)s are kept.") % {"length": len(text), "most": most}
        )
    return text


def _choice(column: Column, value: Any) -> str:
    said = fold(plain(value)).replace("_", " ")
    for choice in column.choices:
        if said in (fold(choice), *_YES.get(choice, ())):
            return choice
    near = nearest(said, list(column.choices))
    allowed = ", ".join(column.choices)
    if near:
        raise Wrong(
            _("“%(text)s” is not one of %(allowed)s. Did you mean %(near)s?")
            % {"text": plain(value), "allowed": allowed, "near": near}
        )
    raise Wrong(_("“%(text)s” is not one of %(allowed)s.") % {"text": plain(value), "allowed": allowed})


def _country(_column: Column, value: Any) -> str:
    text = plain(value)
    code = country_code(text.upper() if len(text) == 2 else text)
    if code is None:
        raise Wrong(_("“%(text)s” is no country that is known here. Write its code of two letters.") % {"text": text})
    return code


@cache
def _languages() -> dict[str, str]:
    """Codes and English and French names of languages, folded, to their codes."""
    found = {}
    for reader in ("fr", "en"):
        for code, name in Locale(reader).languages.items():
            if "_" not in code and code not in ("mul", "und", "zxx"):
                found[fold(name)] = code
                found[code] = code
    return found


def _language(_column: Column, value: Any) -> str:
    text = _demand_length(plain(value), MOST_WORD)
    base, _dash, rest = text.replace("_", "-").partition("-")
    code = _languages().get(fold(text)) or _languages().get(base.lower())
    if code is None:
        near = _SLIPS.get(base.lower(), "")
        if near:
            raise Wrong(_("“%(text)s” is no code of a language. Did you mean %(near)s?") % {"text": text, "near": near})
        raise Wrong(_("“%(text)s” is no code of a language; write one such as en, fr, ar or ko.") % {"text": text})
    return f"{code}-{rest.title()}" if len(rest) == len("Hans") and code == base.lower() else code


def _several(column: Column, value: Any) -> list[str]:
    parts = [part for part in _BETWEEN.split(str(value)) if plain(part)]
    if len(parts) == 1 and all(len(word) <= 3 for word in parts[0].split()):
        parts = parts[0].split()
    return list(dict.fromkeys(_language(column, part).partition("-")[0] for part in parts))


def _number(_column: Column, value: Any) -> int:
    text = plain(value)
    if not text.isdecimal():
        raise Wrong(_("“%(text)s” is no whole number.") % {"text": text})
    if int(text) > MOST_NUMBER:
        raise Wrong(_("%(text)s is too large a number; at most %(most)s.") % {"text": text, "most": MOST_NUMBER})
    return int(text)


def _email(_column: Column, value: Any) -> str:
    text = plain(value).removeprefix("mailto:")
    try:
        validate_email(text)
    except ValidationError:
        raise Wrong(_("“%(text)s” is no e-mail address.") % {"text": text}) from None
    return text.casefold()


def _key(_column: Column, value: Any) -> str:
    text = plain(value).lower()
    if not _KEY.fullmatch(text):
        raise Wrong(_("“%(text)s” is no key: use letters, digits and hyphens.") % {"text": plain(value)})
    return text


def _people(_column: Column, value: Any) -> list[str]:
    names = (_demand_length(plain(part), MOST_TEXT["name"]) for part in _PEOPLE.split(str(value)))
    return list(dict.fromkeys(name for name in names if name))


_READ: dict[str, Callable[[Column, Any], Any]] = {
    "text": _text,
    "name": _text,
    "choice": _choice,
    "country": _country,
    "language": _language,
    "languages": _several,
    "number": _number,
    "email": _email,
    "key": _key,
    "people": _people,
    "day": lambda _column, value: read_day(value),
    "partial": lambda _column, value: read_partial(value),
    "time": lambda _column, value: read_time(value),
    "moment": lambda _column, value: read_moment(value),
}
