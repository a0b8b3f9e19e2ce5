"""From a name to an answer: find what it may mean, choose, and say whether it is certain."""

from hansa.gazetteer.countries import country_code, nearly_country_code
from hansa.gazetteer.finding import find
from hansa.gazetteer.folding import key
from hansa.gazetteer.parsing import parse
from hansa.gazetteer.quality import ALIKE, ALTERNATE, CLASS_BITS, ENGLISH
from hansa.gazetteer.records import KINDS, Answer, Candidate
from hansa.gazetteer.scoring import IS_CITY, Hit, is_same_place, lies_in, weigh
from hansa.gazetteer.store import Store, store
from hansa.gazetteer.wrappers import DISTRICT, REGION, nominatives, readings

_MARGIN = 1.0  # in tenfolds of population: a second place must be that much less likely before the first is certain
_WIDE_MARGIN = 2.0  # where the second is a great city itself, or the name is of doubtful class
_GREAT = 500_000  # inhabitants
_OUTNUMBERED = 5  # a namesake town with more than a fifth of the inhabitants is asked about, however little known
_SHOWN = 2.2  # places this much less likely than the first are not worth a question
_MOST_SHOWN = 8
_LONGEST = 200  # characters
_LEAST_CERTAIN = 5.0  # smaller places are certain only with a country or region beside them


def resolve(query: str, country: str | None = None) -> Answer:
    """Return the place that a name means, or what must be asked, or a refusal.

    `country` (an ISO code, or a name in any of some eighty languages) filters; one that is no country is passed over,
    and then nothing is certain. Never raises for any text; one of more than 200 characters is no name.
    """
    data = store()
    phrase = parse(query) if len(query) <= _LONGEST else None
    if phrase is None or not phrase.name:
        return Answer(query)
    printed = (country or "")[:_LONGEST].strip()
    hint = country_code(printed) if printed else None
    doubtful = bool(printed) and hint is None
    if doubtful:
        hint = nearly_country_code(printed)
    hits = find(data, phrase, hint)
    if doubtful:
        for hit in hits:
            hit.sure = False
    return _answer(data, query, hits, known=hint is not None or bool(phrase.qualifiers))


def _answer(data: Store, query: str, hits: list[Hit], *, known: bool) -> Answer:
    if not hits:
        return Answer(query)
    hits.sort(key=lambda hit: -hit.value)
    first = _proper_twin(data, hits)
    close = [hit for hit in hits if hit is not first and first.value - hit.value < _SHOWN]
    rivals = [hit for hit in close if not is_same_place(data, hit.at, first.at)]
    certain = _is_certain(data, first, rivals, known=known)
    shown = [first] if certain else [first, *rivals]
    candidates = tuple(_candidate(data, hit) for hit in _without_twins(data, shown)[:_MOST_SHOWN])
    best = candidates[0]
    return Answer(query, best.id, best.name, best.country, best.kind, best.score, certain, candidates)


def _is_certain(data: Store, first: Hit, rivals: list[Hit], *, known: bool) -> bool:
    if not first.name_is_plain or (not known and _is_obscure(data, first)):
        return False
    doubtful = first.quality & CLASS_BITS == ALTERNATE
    if doubtful and not known:
        return False
    return not any(_rivals(data, first, rival, _WIDE_MARGIN if doubtful else _MARGIN) for rival in rivals)


def _is_obscure(data: Store, hit: Hit) -> bool:
    """Say whether a place is too little known to be meant without a country or a word that says its kind."""
    of_unknown_size = data.kinds[hit.at] != IS_CITY and not data.populations[hit.at] and not hit.reading.classes
    return of_unknown_size or data.prominence(hit.at) < (
        _LEAST_CERTAIN if not hit.reading.classes else _LEAST_CERTAIN - 1
    )


def _rivals(data: Store, first: Hit, other: Hit, margin: float) -> bool:
    """Say whether another place is likely enough to be meant that a person must choose."""
    if not first.reading.depth and other.reading.depth and first.quality & CLASS_BITS >= ENGLISH:
        return False  # Quezon City is not the province of Quezon
    if data.kinds[other.at] != IS_CITY or data.kinds[first.at] != IS_CITY:
        return first.value - other.value < margin
    if data.populations[other.at] >= _GREAT:
        margin = _WIDE_MARGIN
    behind = first.value - other.value
    well_named = other.quality & CLASS_BITS != ALTERNATE and not other.quality & ALIKE
    sizeable = data.populations[first.at] < _OUTNUMBERED * data.populations[other.at]
    return behind < margin or (sizeable and well_named)


def _proper_twin(data: Store, hits: list[Hit]) -> Hit:
    """Of a city and the unit that bears its name, return the one that the words around the name ask for."""
    first = hits[0]
    if first.reading.classes & (REGION | DISTRICT) or data.kinds[first.at] == IS_CITY:
        return first
    near_enough = data.prominence(first.at) - 2.0
    for hit in hits[1:]:
        good_name = hit.quality & CLASS_BITS != ALTERNATE
        prominent_city = data.kinds[hit.at] == IS_CITY and data.prominence(hit.at) > near_enough
        if prominent_city and good_name and is_same_place(data, hit.at, first.at):
            return hit
    return _city_of_unit(data, first, near_enough) or first


def _city_of_unit(data: Store, unit: Hit, least: float) -> Hit | None:
    """ "Rio" is on record for the municipality only; who writes it means the city of the municipality's full name."""
    cores = [reading.core for reading in readings(key(data.name(unit.at)))]
    cores += [core for bent in cores[1:] for core in nominatives(bent)]  # "Göteborgs stad"
    for core in cores:
        index = data.find(core)
        for at, quality in data.postings(index) if index is not None else ():
            prominent_city = data.kinds[at] == IS_CITY and data.prominence(at) > least
            if prominent_city and quality & CLASS_BITS != ALTERNATE and lies_in(data, at, unit.at):
                hit = weigh(data, at, quality, unit.reading, unit.edits)
                hit.value, hit.sure, hit.quality = unit.value, unit.sure, unit.quality
                return hit
    return None


def _without_twins(data: Store, hits: list[Hit]) -> list[Hit]:
    kept: list[Hit] = []
    for hit in hits:
        if not any(is_same_place(data, hit.at, other.at) for other in kept):
            kept.append(hit)
    return kept


def _candidate(data: Store, hit: Hit) -> Candidate:
    at = hit.at
    return Candidate(
        data.identifier(at), data.name(at), data.country(at), KINDS[data.kinds[at]], hit.score, data.region_name(at)
    )
