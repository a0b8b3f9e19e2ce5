"""Which column of a list is what: by its heading, in many languages, and by what stands in it.

A guess. The officer sees it with samples, puts it right, and is not asked again for a list of this shape.
"""

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass
from itertools import combinations, islice

from hansa.gazetteer import country_code, resolve
from hansa.gazetteer.folding import key
from hansa.intake.dates import Wrong
from hansa.intake.lists.columns import BY_KEY, REPEATED, ROLES, bare_heading
from hansa.intake.lists.printed import is_said, read_date, read_mandate, read_name, region_code, standing_of
from hansa.intake.lists.tables import Table
from hansa.intake.values import plain
from hansa.network.titles import OTHER, title_class

_LOOKED_AT = 40  # values of each column
_LEAST = 1.0  # a score below this is no guess
_EXACT, _WITHIN = 3.0, 1.4
_STAMPS = ("timestamp", "horodateur", "zeitstempel", "marca temporal", "타임스탬프", "时间戳", "submitted", "id", "no")
# Headings of columns that hold nothing for the register, whatever their values look like.
_NOTHING = ("meeting", "event", "session", "evidence", "population", "lat", "lon", "latitude", "longitude", "rank")
_PAIRED = re.compile(r"\b(?:b|2|two|second|to|with)\b")
_TIME = re.compile(r"\d:\d\d")
_YEARS = range(1850, 2101)


@dataclass(frozen=True)
class Contents:
    """What shares of a column's values are of some kind, from 0 to 1."""

    places: float = 0.0
    countries: float = 0.0
    dates: float = 0.0
    emails: float = 0.0
    items: float = 0.0
    regions: float = 0.0
    standings: float = 0.0
    mandates: float = 0.0
    addresses: float = 0.0
    stamps: float = 0.0


def guess_roles(table: Table) -> list[str]:
    """For each column the key of its role, "" for none."""
    contents = [_look(column) for column in _columns(table)]
    scores = {
        (at, role.key): _score(key(head), role.key, contents[at])
        for at, head in enumerate(table.heads)
        for role in ROLES
    }
    found = [""] * len(table.heads)
    taken: set[str] = set()
    for (at, role), score in sorted(scores.items(), key=lambda item: (-item[1], item[0][0])):
        if score >= _LEAST and not found[at] and role not in taken:
            found[at] = role
            if role not in REPEATED:
                taken.add(role)
    _find_name(found, contents)
    _find_partner(found, table.heads, contents)
    return found


def fingerprint(table: Table) -> str:
    """By what a list of the same shape is known again: its headings in order. "" where it has none."""
    heads = [key(head) for head in table.heads]
    return hashlib.sha256("\n".join(heads).encode()).hexdigest() if any(heads) else ""


def samples(table: Table, number: int = 3) -> list[list[str]]:
    """For each column some of its values, none twice."""
    return [list(dict.fromkeys(value[:60] for value in column))[:number] for column in _columns(table)]


def _columns(table: Table) -> list[list[str]]:
    """The first values of each column that say something."""
    columns: list[list[str]] = [[] for _head in table.heads]
    for line in table.lines:
        for at, cell in enumerate(line.cells[: len(columns)]):
            if cell is not None and len(columns[at]) < _LOOKED_AT and is_said(text := plain(cell)):
                columns[at].append(text)
    return columns


def _look(values: list[str]) -> Contents:
    if not values:
        return Contents()

    def share(test: Callable[[str], object]) -> float:
        return sum(bool(test(value)) for value in values) / len(values)

    return Contents(
        places=share(_is_place),
        countries=share(country_code),
        dates=share(_is_date),
        emails=share(lambda value: re.fullmatch(r"[^\s@]+@[^\s@]+\.\w+", value)),
        items=share(lambda value: re.fullmatch(r"Q\d+", value)),
        regions=share(lambda value: region_code(value) is not None),
        standings=share(lambda value: len(value) < 60 and standing_of(value)),
        mandates=share(lambda value: len(value) < 80 and read_mandate(value)),
        addresses=share(lambda value: re.match(r"https?://|www\.", value)),
        stamps=share(_TIME.search),
    )


def _is_place(value: str) -> bool:
    """Whether it may be a city: neither a country alone, nor the title of somebody ("Mayor of Athens")."""
    if country_code(value) or len(value) > 80 or title_class(value) != OTHER:
        return False
    printed = read_name(value)
    return resolve(printed.name, printed.country or None).id is not None


def _is_date(value: str) -> bool:
    try:
        date = read_date(int(value) if value.isdecimal() else value)
    except Wrong:
        return bool(re.fullmatch(r"\d{1,2}[-/.]\d{1,2}[-/.]\d{4}", value))
    return date is not None and date.first.year in _YEARS and not _TIME.search(value)


def _score(head: str, role: str, holds: Contents) -> float:
    """How likely the column plays that part."""
    score = _by_heading(head, role)
    if head in _NOTHING or (head and not score and role in ("city", "since", "agreed_on")):
        return 0.0
    if role == "email":
        return score + 4 * holds.emails - (2 if holds.emails < 0.3 else 0)
    if role in ("wikidata", "partner_wikidata"):
        return score * (holds.items > 0.5) + (2 if role == "wikidata" else 1.5) * holds.items
    if role == "country":
        return score + 3 * holds.countries - (2 if holds.countries < 0.3 else 0)
    if role in ("since", "agreed_on"):
        return score + (1.5 if role == "since" else 0.5) * holds.dates - (3 if holds.dates < 0.5 else 0)
    if role == "region":
        return score * (holds.regions > 0.3) + 2.5 * holds.regions - 2 * holds.countries
    if role == "standing":
        return score * (holds.standings > 0.1 or score >= _EXACT) + 1.6 * holds.standings - 3 * holds.places
    if role == "mandate":
        return score * (holds.mandates > 0.2) + 2 * holds.mandates
    if role in ("name", "city"):
        evidence = (2.0 if role == "name" else 1.8) * holds.places
        return score + evidence - 3 * (holds.dates + holds.emails + holds.items + holds.addresses)
    if role == "source":
        return score + 0.8 * holds.addresses
    return score


def _by_heading(head: str, role: str) -> float:
    """The surer, the more of the heading the word is; a timestamp and a running number are nothing."""
    if not head or head in _STAMPS or head.split()[0] in _STAMPS[:-2]:
        return 0.0
    best = 0.0
    for word in (key(word) for word in BY_KEY[role].words):
        if word in (head, bare_heading(head)):
            return _EXACT
        if word.isascii():
            stands = re.search(rf"\b{re.escape(word)}\b", head) is not None and len(word) > 2
        else:
            stands = word in head
        if stands:
            best = max(best, _WITHIN + len(word) / (2 * len(head)))
    return best


def _find_name(found: list[str], contents: list[Contents]) -> None:
    """A list without a column of names: the city is the name."""
    if "name" in found:
        return
    if "city" in found:
        found[found.index("city")] = "name"
        return
    free = [at for at, role in enumerate(found) if not role and contents[at].places > 0]
    if free:
        found[max(free, key=lambda at: contents[at].places)] = "name"


def _find_partner(found: list[str], heads: list[str], contents: list[Contents]) -> None:
    """In a list of agreements, the second column of places is the other party, and a date is that of the agreement."""
    if "partner" not in found:
        free = [at for at, role in enumerate(found) if role in ("", "name", "city") and contents[at].places > 0.5]
        pairs = ((one, two) for one, two in combinations(free, 2) if _is_pair(key(heads[one]), key(heads[two])))
        for one, two in islice(pairs, 1):
            found[:] = ["" if role in ("name", "city") else role for role in found]
            found[one], found[two] = "name", "partner"
    if "partner" not in found:
        for at, role in enumerate(found):
            if role in ("partner_wikidata", "partner_country", "agreed_on", "agreement"):
                found[at] = ""
        return
    for role, other in (("since", "agreed_on"), ("kind", "agreement"), ("standing", "agreement")):
        if role in found and other not in found:
            found[found.index(role)] = other


def _is_pair(one: str, other: str) -> bool:
    """ "a as printed" and "b as printed", "City 1" and "City 2", or two columns without a heading."""
    if not one and not other:
        return True
    bare = [re.sub(r"\b(?:a|b|1|2|one|two|first|second|from|to|with)\b", "", head).split() for head in (one, other)]
    return bare[0] == bare[1] and one != other and bool(_PAIRED.search(other))
