"""Weighs one place under one reading of a name. All figures are in tenfolds of population, so that they add up."""

from dataclasses import dataclass
from functools import lru_cache

from hansa.gazetteer.quality import CLASS_BITS, CODE, DERIVED, weight
from hansa.gazetteer.store import NOWHERE, Store
from hansa.gazetteer.wrappers import CITY, DISTRICT, MUNICIPALITY, REGION, Reading

IS_CITY = 0

# What the words around a name say for and against each kind of place: city, region, district.
_PLAIN = (0.3, 0.0, -0.5)
_LEANINGS = (
    (CITY, (0.3, -1.0, -0.3)),
    (MUNICIPALITY, (0.0, -0.5, 0.2)),
    (REGION, (-2.0, 1.0, 0.3)),
    (DISTRICT, (-0.3, -1.0, 1.0)),
)
_PEELED = 0.3  # each word taken off costs a little, so that a name as written wins: Mexico City, Quezon City
_OWN_WORDS = 1.0  # "Brest Métropole" is the Brest whose offices speak French
_EDIT = 2.2  # each wrong letter costs as much as being two hundred times smaller


@dataclass(slots=True)
class Hit:
    """A place that a name may mean, with what speaks for it."""

    at: int
    value: float
    reading: Reading
    quality: int
    edits: int = 0
    sure: bool = True  # False where something had to be guessed: a qualifier passed over, a genitive undone

    @property
    def name_is_plain(self) -> bool:
        """True where nothing was guessed in reading the name: no letter, no ending, no code, no word left out."""
        derived_latin = self.quality & DERIVED and self.reading.core.isascii()
        return self.sure and not self.edits and not self.quality & CODE and not derived_latin

    @property
    def score(self) -> float:
        """How well the name fits, 0 to 1."""
        base = (0.9, 0.97, 1.0, 1.0)[self.quality & CLASS_BITS]
        base -= 0.02 * self.reading.depth + (0.05 if self.quality & DERIVED else 0.0) + (0.0 if self.sure else 0.1)
        return round(max(0.05, base * (1.0 - self.edits / max(4, len(self.reading.core)))), 3)


@lru_cache(maxsize=32)
def leaning(classes: int) -> tuple[float, float, float]:
    """Return what the words taken off say for city, region and district."""
    sums = [leans for bit, leans in _LEANINGS if classes & bit]
    if not sums:
        return _PLAIN
    city, region, district = (sum(column) / len(sums) for column in zip(*sums, strict=True))
    return city, region, district


def weigh(data: Store, at: int, quality: int, reading: Reading, edits: int = 0) -> Hit:
    """Return a hit with its value: how prominent the place, how good the name, how fitting the words around it."""
    value = data.prominence(at) + weight(quality) + leaning(reading.classes)[data.kinds[at]]
    if reading.countries and data.country(at) in reading.countries:
        value += _OWN_WORDS
    return Hit(at, value - _PEELED * reading.depth - _EDIT * edits, reading, quality, edits)


def is_same_place(data: Store, first: int, second: int) -> bool:
    """Say whether two records are one place to a person: a city and the unit that bears its name, or a double."""
    if data.country(first) != data.country(second):
        return False
    for inner, outer in ((first, second), (second, first)):
        if outer in (data.regions[inner], data.districts[inner]) and data.kinds[outer] != IS_CITY:
            return True
    return data.distance(first, second) < 15.0


def is_unit(data: Store, at: int) -> bool:
    """Say whether a place is a region or a district."""
    return bool(data.kinds[at] != IS_CITY)


def lies_in(data: Store, at: int, unit: int) -> bool:
    """Say whether a place is a unit or lies in it."""
    region = data.regions[at]
    return unit in (at, region, data.districts[at]) or (region != NOWHERE and data.regions[region] == unit)
