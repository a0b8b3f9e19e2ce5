"""From a name to an answer: read it, look it up, filter by what is known, weigh, and say whether it is certain."""

from collections.abc import Callable, Iterable
from functools import lru_cache

from hansa.gazetteer.countries import country_code, country_of_key
from hansa.gazetteer.folding import key
from hansa.gazetteer.fuzzy import FuzzyIndex
from hansa.gazetteer.parsing import Phrase, parse
from hansa.gazetteer.quality import CODE
from hansa.gazetteer.records import KINDS, Answer, Candidate
from hansa.gazetteer.scoring import IS_CITY, Hit, is_same_place, lies_in, weigh
from hansa.gazetteer.store import Store, store
from hansa.gazetteer.wrappers import (
    CITY,
    DISTRICT,
    MUNICIPALITY,
    REGION,
    Reading,
    names_an_organization,
    nominatives,
    readings,
)

MARGIN = 1.0  # a second place must be ten times less likely before the first is certain
_SHOWN = 2.2  # candidates this much less likely than the first are not worth a question
_MOST_SHOWN = 8
_FUZZY_PROMINENCE = 5.0  # misspelt names are looked for among places of some ten thousand inhabitants and more
_LEAST_CERTAIN = 4.2  # smaller places are certain only with a country or region beside them

Filter = Callable[[int], bool]


def resolve(query: str, country: str | None = None) -> Answer:
    """Return the place that a name means, or what must be asked, or a refusal.

    `country` (an ISO code, or a name in any of some ninety languages) filters; one that is no country is passed over,
    and then nothing is certain. Never raises for any text.
    """
    data = store()
    phrase = parse(query)
    if not phrase.name:
        return Answer(query)
    hint = country_code(country) if country and country.strip() else None
    lost_hint = bool(country and country.strip()) and hint is None
    hits = _find(data, phrase, hint)
    if lost_hint:
        for hit in hits:
            hit.sure = False
    return _answer(data, query, hits, known=hint is not None or bool(phrase.qualifiers))


# Finding


def _find(data: Store, phrase: Phrase, hint: str | None) -> list[Hit]:
    if _is_bare_country(data, phrase.whole, hint):
        return _capital_of_same_name(data, phrase.whole, hint)
    passes: Filter = (lambda at: data.country(at) == hint) if hint else (lambda at: True)
    if not phrase.qualifiers:
        return _find_name(data, phrase.name, passes, hint is not None)
    whole = _exact(data, phrase.whole, passes)
    filters = [_qualifier(data, text, hint) for text in phrase.qualifiers]
    found = [test for test in filters if test is not None]
    hits = _find_name(data, phrase.name, lambda at: passes(at) and all(test(at) for test in found), True)
    if len(found) < len(filters):
        for hit in hits:
            hit.sure = False
    if not hits and found:
        hits = _find_name(data, phrase.name, passes, hint is not None)
        for hit in hits:
            hit.sure = False
    best_whole = max((hit.value for hit in whole), default=0.0)
    return whole if whole and (not found or best_whole > max((hit.value for hit in hits), default=0.0)) else hits


def _find_name(data: Store, name: str, passes: Filter, known: bool) -> list[Hit]:
    hits = _exact(data, name, passes)
    if hits:
        return hits
    ways = readings(key(name))
    hits = _genitive(data, ways, passes) or _trailing_qualifier(data, name, passes)
    if hits or names_an_organization(key(name)):
        return hits
    return _fuzzy(data, ways, passes, known)


def _exact(data: Store, name: str, passes: Filter) -> list[Hit]:
    hits: dict[int, Hit] = {}
    whole = key(name)
    organization = names_an_organization(whole)
    for reading in readings(whole):
        if reading.depth and (organization or _hides_a_country(data, reading)):
            continue
        index = data.find(reading.core)
        for at, quality in data.postings(index) if index is not None else ():
            if (quality & CODE and not name.isupper()) or not passes(at):
                continue
            hit = weigh(data, at, quality, reading)
            if at not in hits or hit.value > hits[at].value:
                hits[at] = hit
    return list(hits.values())


def _hides_a_country(data: Store, reading: Reading) -> bool:
    """ "Government of Kenya" is no place of ours; "City of Mexico" is."""
    return not reading.classes & (CITY | MUNICIPALITY) and country_of_key(reading.core, data) is not None


def _genitive(data: Store, ways: Iterable[Reading], passes: Filter) -> list[Hit]:
    for reading in ways:
        if not reading.depth:
            continue
        for core in nominatives(reading.core):
            index = data.find(core) if len(core) > 3 else None
            if index is not None:
                way = Reading(core, reading.classes, reading.depth)
                hits = [weigh(data, at, quality, way) for at, quality in data.postings(index) if passes(at)]
                for hit in hits:
                    hit.sure = False
                if hits:
                    return hits
    return []


def _trailing_qualifier(data: Store, name: str, passes: Filter) -> list[Hit]:
    """ "Paris Texas": a name whose last words are a country or region it lies in."""
    words = name.split()
    for count in (1, 2, 3):
        if len(words) <= count:
            break
        test = _qualifier(data, " ".join(words[-count:]), None)
        if test is None:
            continue
        hits = [hit for hit in _exact(data, " ".join(words[:-count]), passes) if test(hit.at)]
        for hit in hits:
            hit.sure = False
        if hits:
            return hits
    return []


def _fuzzy(data: Store, ways: list[Reading], passes: Filter, known: bool) -> list[Hit]:
    hits: dict[int, Hit] = {}
    for edits in (1, 2):
        for reading in ways[:3]:
            if len(reading.core) < (5 if known else 6) + 3 * (edits - 1) and reading.core.isascii():
                continue
            for near in _fuzzy_index().near(reading.core, edits):
                way = Reading(data.key_at(near.index), reading.classes, reading.depth)
                for at, quality in data.postings(near.index):
                    if quality & CODE or not passes(at) or data.prominence(at) < _FUZZY_PROMINENCE:
                        continue
                    hit = weigh(data, at, quality, way, near.edits)
                    if at not in hits or hit.value > hits[at].value:
                        hits[at] = hit
        if hits:
            break
    return list(hits.values())


@lru_cache(maxsize=1)
def _fuzzy_index() -> FuzzyIndex:
    return FuzzyIndex(store(), _FUZZY_PROMINENCE)


# Filtering


def _qualifier(data: Store, text: str, hint: str | None) -> Filter | None:
    """Return the test that a qualifier puts to a place, or None where it is no place we know."""
    name = key(text)
    units: set[int] = set()
    if text.replace(".", "").isupper() and len(name) <= 3:
        units = {at for code, at in data.regions_by_code.get(name.upper(), []) if hint in (None, code)}
    nation = country_of_key(name, data)
    code = nation[0] if nation else country_code(text) if len(text) <= 3 else None
    near: list[int] = []
    for reading in readings(name):
        index = data.find(reading.core)
        for at, quality in data.postings(index) if index is not None else ():
            if data.kinds[at] != IS_CITY:
                units.add(at)
            elif not quality & CODE and data.prominence(at) > 6.0:
                near.append(at)
    if not (units or code or near):
        return None
    return lambda at: (
        (code is not None and data.country(at) == code)
        or any(lies_in(data, at, unit) for unit in units)
        or any(data.distance(at, other) < 40.0 for other in near)
    )


def _is_bare_country(data: Store, text: str, hint: str | None) -> bool:
    nation = country_of_key(key(text), data)
    if nation is None:
        return False
    code, rank = nation
    if hint is not None:
        return hint == code
    if rank == 0:
        return True
    # In some language a country is called as a city is in others ("Tunis", "Алжир"): a well-known city wins.
    return not any(
        data.kinds[hit.at] == IS_CITY and hit.value > 7.0 and data.country(hit.at) == code
        for hit in _exact(data, text, lambda at: True)
    )


def _capital_of_same_name(data: Store, text: str, hint: str | None) -> list[Hit]:
    """Singapore and Monaco are cities too; Luxembourg may be meant; Georgia is refused."""
    nation = country_of_key(key(text), data)
    code = nation[0] if nation else ""
    _, capital, people = data.country_facts.get(code, ("", "", 0))
    hits = [hit for hit in _exact(data, text, lambda at: data.country(at) == code) if data.kinds[hit.at] == IS_CITY]
    named = [hit for hit in hits if key(data.name(hit.at)) == capital]
    for hit in named:
        hit.sure = hint is not None or data.populations[hit.at] > 0.6 * people
    if hint is None:
        named = [hit for hit in named if capital == key(text) or hit.sure]
    return named


# Choosing


def _answer(data: Store, query: str, hits: list[Hit], *, known: bool) -> Answer:
    if not hits:
        return Answer(query)
    hits.sort(key=lambda hit: -hit.value)
    first = _proper_twin(data, hits)
    rivals = [hit for hit in hits if hit is not first and not is_same_place(data, hit.at, first.at)]
    margin = first.value - rivals[0].value if rivals else 9.0
    prominent = known or data.prominence(first.at) >= _LEAST_CERTAIN
    certain = first.certain_name and prominent and margin >= MARGIN
    shown = [first] if certain else [first, *(hit for hit in rivals if first.value - hit.value < _SHOWN)]
    candidates = tuple(_candidate(data, hit) for hit in _without_twins(data, shown)[:_MOST_SHOWN])
    best = candidates[0]
    return Answer(query, best.id, best.name, best.country, best.kind, best.score, certain, candidates)


def _proper_twin(data: Store, hits: list[Hit]) -> Hit:
    """Of a city and the unit that bears its name, return the one that the words around the name ask for."""
    first = hits[0]
    wants_unit = bool(first.reading.classes & (REGION | DISTRICT))
    if wants_unit or data.kinds[first.at] == IS_CITY:
        return first
    for hit in hits[1:]:
        near_enough = data.prominence(hit.at) > data.prominence(first.at) - 2.0
        if data.kinds[hit.at] == IS_CITY and near_enough and is_same_place(data, hit.at, first.at):
            return hit
    return first


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
