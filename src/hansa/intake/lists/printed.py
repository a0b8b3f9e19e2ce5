"""What is printed beside a name: remarks in brackets, footnote signs, standing, mandates, years.

The words stand in ``words.toml``, by language. What is not understood is left in the name.
"""

import re
import tomllib
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files

from babel import Locale

from hansa.base.dates import PartialDate
from hansa.base.text import nfc
from hansa.gazetteer import country_code
from hansa.gazetteer.folding import key
from hansa.intake.dates import Wrong, ascii_digits, read_partial

_BRACKETS = re.compile(r"\s*[(\[（]([^()\[\]（）]*)[)\]）]\s*")
_SIGNS = re.compile(r"(?<=\S)\s*([*†‡§¶°¹²³⁰-⁹]+|\[\d{1,2}\])\s*$|^\s*([*†‡§¶]+)\s*(?=\S)")
_DASHED = re.compile(r"\s+[-–—:]\s+")
_YEAR = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)(?!\d)")
_SPAN = re.compile(r"(?<!\d)(1[89]\d\d|20\d\d)\s*[-–/]\s*(1[89]\d\d|20\d\d)(?!\d)")
_DAYS = re.compile(r"^(\d{4}-\d{2}-\d{2})\s*(?:/|–|bis|to)\s*\S+$")
_NOT_SAID = {"", "-", "–", "—", "?", "n a", "na", "none", "unknown", "tbd", "tbc", "nil", "없음", "无", "k a", "s d"}

_Words = dict[str, tuple[str, ...]]


def _table(name: str) -> _Words:
    return {kind: tuple(words) for kind, words in _TABLES[name].items()}


_TABLES = tomllib.loads(files("hansa.intake.lists").joinpath("words.toml").read_text(encoding="utf-8"))
STANDINGS, MANDATES, AGREEMENTS, KINDS = map(_table, ("standings", "mandates", "agreements", "kinds"))
_FOUNDING = _table("founding")["words"]
_REGIONS: dict[str, str] = _TABLES["regions"]
_REMARKS = (*STANDINGS.values(), *MANDATES.values(), _FOUNDING)
REGION_LANGUAGES = ("en", "fr", "ar", "es", "de", "it", "pt", "ko", "zh", "ru", "ja", "tr")


@dataclass
class Printed:
    """A name as it is to be recorded, with what stood around it."""

    name: str
    country: str = ""
    remarks: list[str] = field(default_factory=list)


@dataclass
class Office:
    """A mandate that a text names."""

    kind: str
    scope: str = ""
    since: PartialDate | None = None
    until: PartialDate | None = None


@dataclass
class Said:
    """What a text says of an organization's place in the network; ``category`` is as printed, without mandates."""

    standing: str = ""
    category: str = ""
    founding: bool = False
    since: PartialDate | None = None
    mandates: list[Office] = field(default_factory=list)


def is_said(text: str) -> bool:
    """Whether a cell says anything: "n/a", "-" and the like do not."""
    return key(text) not in _NOT_SAID


def has_word(text: str, words: tuple[str, ...]) -> bool:
    """Whether one of these words stands in the text; in scripts without spaces, whether its letters do."""
    spaced = f" {key(text)} "
    return any(_stands(key(word), spaced) for word in words)


def _stands(word: str, spaced: str) -> bool:
    if not word:
        return False
    if word.isascii() or "\u0400" <= word[0] <= "\u06ff":
        # A plural or a declined form still begins so: "observers", "observateurs"; short words must stand alone.
        return f" {word} " in spaced or (len(word) > 5 and f" {word}" in spaced)
    return word in spaced


def read_name(text: str, legend: dict[str, str] | None = None) -> Printed:
    """Part a printed name from its remarks: "Buenos Aires (Observer)*", "Abu Dhabi, UAE (full member)"."""
    found = Printed(text)
    for sign in _take_signs(found):
        if legend and sign in legend:
            found.remarks.append(legend[sign])
    found.name = _BRACKETS.sub(lambda match: _bracket(found, match), found.name).strip(" ,;")
    head, *tail = _DASHED.split(found.name)
    if tail and _is_remark(tail[-1]):
        found.remarks.append(tail[-1])
        found.name = " – ".join([head, *tail[:-1]])
    elif len(tail) == 1 and not found.country and _is_country(tail[0]):
        found.name, found.country = head, tail[0]
    parts = [part.strip() for part in found.name.split(",")]
    while len(parts) > 1 and _is_remark(parts[-1]) and not country_code(parts[-1]):
        found.remarks.append(parts.pop())
    if len(parts) > 1 and not found.country and _is_country(parts[-1]):
        found.country = parts.pop()
    found.name = ", ".join(parts)
    return found


def _take_signs(found: Printed) -> list[str]:
    signs: list[str] = []
    while match := _SIGNS.search(found.name):
        sign = (match[1] or match[2]).strip("[]")
        signs.append(sign)
        found.name = (found.name[: match.start()] + found.name[match.end() :]).strip()
    return signs


def _bracket(found: Printed, match: re.Match[str]) -> str:
    """What becomes of a bracket in a name: a remark, a country, or a part of the name."""
    inside = match[1].strip()
    if _is_remark(inside):
        found.remarks.append(inside)
        return " "
    if not found.country and _is_country(inside):
        found.country = inside
        return " "
    return match[0]


def _is_country(text: str) -> bool:
    """Whether what stands beside a name is a country; two letters may as well be a state ("San Jose, CA")."""
    return (len(text) > 2 or text == "UK" or not text.isascii()) and country_code(text) is not None


def _is_remark(text: str) -> bool:
    """Whether a text speaks of the network and not of the place."""
    words = (*(word for many in STANDINGS.values() for word in many), *_FOUNDING)
    offices = tuple(word for many in MANDATES.values() for word in many)
    return (
        has_word(text, words)
        or has_word(text, offices)
        or bool(re.fullmatch(r"(?:since |seit |depuis |desde )?\d{4}", key(text)))
    )


def read_standing(text: str) -> Said:
    """Standing, category and mandates: "full (founding)", "member; EXCOM 2021-2023", "regional office (Africa)"."""
    said = Said()
    parts = [part.strip() for part in re.split(r"[;；\n]+|\s+/\s+", text) if is_said(part)]
    kept = []
    for part in parts:
        office = read_mandate(part)
        if office is not None:
            said.mandates.append(office)
            continue
        kept.append(part)
        said.founding = said.founding or has_word(part, _FOUNDING)
        said.standing = said.standing or standing_of(part)
        years = _YEAR.findall(ascii_digits(part))
        if len(years) == 1 and said.since is None:
            said.since = PartialDate.parse(years[0])
    said.category = "; ".join(kept)[:80]
    if said.founding and not said.standing:
        said.standing = "member"
    return said


def standing_of(text: str) -> str:
    """The standing that a text names; "" for none."""
    return next((standing for standing, words in STANDINGS.items() if has_word(text, words)), "")


def read_mandate(text: str) -> Office | None:
    """The mandate that a text names, with what it is for and its years; None for none."""
    kind = next((kind for kind, words in MANDATES.items() if has_word(text, words)), None)
    if kind is None:
        return None
    office, digits = Office(kind), ascii_digits(text)
    if span := _SPAN.search(digits):
        office.since, office.until = PartialDate.parse(span[1]), PartialDate.parse(span[2])
    elif year := _YEAR.search(digits):
        office.since = PartialDate.parse(year[1])
    inside = [part.strip() for part in _BRACKETS.findall(text)]
    office.scope = next((part for part in inside if part and not _YEAR.search(ascii_digits(part))), "")[:120]
    return office


def agreement_kind(text: str) -> str:
    """The class of an agreement by what it is called; "relations" where that says nothing."""
    return next((kind for kind, words in AGREEMENTS.items() if has_word(text, words)), "relations")


def kind_of(text: str) -> str:
    """What an organization is by its name or category: association, company or institution; "" where nothing says."""
    return next((kind for kind, words in KINDS.items() if has_word(text, words)), "")


def read_date(value: object) -> PartialDate | None:
    """A day, month or year; of "2014-11-03/06" and "since 2012" the first. None where nothing is said. Raises Wrong."""
    if isinstance(value, str):
        text = ascii_digits(nfc(value)).strip()
        if not is_said(text) or not any(map(str.isdigit, text)):
            return None
        days = _DAYS.match(text)
        try:
            return read_partial(days[1] if days else value)
        except Wrong:
            years = set(_YEAR.findall(text))
            # "12/05/2011" can be two days: one year in a text is a year only where no day stands beside it.
            if len(years) == 1 and not re.search(r"\d[./-]\d", text):
                return PartialDate.parse(years.pop())
            raise
    return read_partial(value)


@lru_cache(maxsize=1)
def _region_names() -> dict[str, str]:
    found: dict[str, str] = {}
    for language in REGION_LANGUAGES:
        for code, name in Locale.parse(language).territories.items():
            if code.isdigit() and code not in ("001", "QO"):
                found.setdefault(key(name), code)
    return found | {key(name): code for name, code in _REGIONS.items()}


def region_code(text: str) -> str | None:
    """The M49 number of a part of the world; "" for one that has none, None for what is no part of the world."""
    return _region_names().get(key(re.sub(r"[(（:：–-]*\s*\d+[^)]*[)）]?\s*$|[:：]\s*$", "", text)))


def read_section(text: str) -> dict[str, str]:
    """What a heading between rows says of the rows below it: "Asia (24)", "Observers:", "Spain"; {} for no heading."""
    bare = re.sub(
        r"\s*[(（\[–-]?\s*\d+\s*(?:members|cities|membres|villes|개|个)?\s*[)）\]]?\s*$|[:：]\s*$",
        "",
        text.strip(),
        flags=re.IGNORECASE,
    )
    if region_code(bare) is not None:
        return {"region": bare}
    words = key(bare).split()
    if len(words) <= 4 and standing_of(bare) and not country_code(bare):
        return {"standing": bare}
    if country_code(bare) and not bare.isupper() | (len(bare) < 4):
        return {"country": bare}
    if bare.isupper() and len(bare) > 3 and country_code(bare.title()):
        return {"country": bare.title()}
    return {}
