"""Finds the places that a phrase may mean: exactly first, then by readings that guess, then misspelt.

Each way of guessing mends a kind of trouble and marks what it found as not sure, so that a person confirms it.
"""

from collections.abc import Callable, Iterable

from hansa.gazetteer import fuzzy
from hansa.gazetteer.countries import belongs, country_code, country_of_key
from hansa.gazetteer.folding import key
from hansa.gazetteer.parsing import Phrase
from hansa.gazetteer.quality import CLASS_BITS, CODE, DERIVED, ENGLISH, LABEL, UNLIKE
from hansa.gazetteer.scoring import IS_CITY, Hit, is_same_place, lies_in, weigh
from hansa.gazetteer.store import Store
from hansa.gazetteer.wrappers import (
    CITY,
    MUNICIPALITY,
    Reading,
    is_no_name,
    names_an_organization,
    nominatives,
    readings,
)

_CODE_PROMINENCE = 6.5  # "NYC" is a city, "TBD" is not the airport of a small town
_FORMER_NAME_PROMINENCE = 6.1  # "Saigon" is a city's former name; "Google" was Topeka's for a month
_KNOWN_CITY = 6.0  # a city that may stand as a qualifier, or begin the name of its agglomeration
_WELL_KNOWN = 6.5
_WIDELY_READ = 13  # languages, in the order of the packed data, in which a country's name makes a city doubtful
_WEAK = 6.0  # an exact hit below this is a village, or a name nobody uses
_LONE_PAIR = 4.8  # least prominence of "Paris Texas" where no country is known: persons have such names too
_SHORTEST_SCRAMBLED = 6  # "Chigaco": the right letters in a wrong order
_MOST_WAYS = 3  # readings of a name that are looked for misspelt

Filter = Callable[[int], bool]


def find(data: Store, phrase: Phrase, hint: str | None) -> list[Hit]:
    """Return the places that a phrase may mean, unordered. `hint` is a country's code; it filters."""
    if is_no_name(key(phrase.whole)):
        return _well_known_cities(data, phrase.whole)
    if _is_bare_country(data, phrase.whole, hint):
        return _capital_of_same_name(data, phrase.whole, hint)
    passes: Filter = (lambda at: belongs(data.country(at), hint)) if hint else (lambda at: True)
    if not phrase.qualifiers:
        hits = _find_name(data, phrase.name, passes, hint)
        return hits if hint else _doubt_homonyms(data, phrase.name, hits)
    whole = _exact(data, phrase.whole, passes)
    tests = [qualifier(data, text, hint) for text in phrase.qualifiers]
    known = [test for test in tests if test is not None]
    hits = _find_name(data, phrase.name, lambda at: passes(at) and all(test(at) for test in known), hint)
    if len(known) < len(tests):
        _doubt(hits)
    if not hits and known:
        hits = _doubt(_find_name(data, phrase.name, passes, hint))
    # "Frankfurt (Oder)" and "Bolzano/Bozen" are names as they stand.
    return whole if whole and (not known or _best(whole) > _best(hits)) else hits


def _best(hits: Iterable[Hit]) -> float:
    return max((hit.value for hit in hits), default=0.0)


def _doubt(hits: list[Hit]) -> list[Hit]:
    for hit in hits:
        hit.sure = False
    return hits


def _find_name(data: Store, name: str, passes: Filter, hint: str | None) -> list[Hit]:
    hits = _exact(data, name, passes, known=hint is not None)
    if _best(hits) >= _WEAK or (hits and hint):
        return hits
    if not hits:
        for guess in (_genitive, _leading_city, _joined, _trailing_qualifier):
            hits = guess(data, name, passes, hint)
            if hits:
                return _doubt(hits)
    # A village may be called as a misspelt metropolis: "Warsow" is asked about, the greater place first.
    misspelt = _misspelt(data, name, passes, hint)
    return hits + misspelt if _best(misspelt) > _best(hits) + 1.0 else hits


# Exactly


def _exact(data: Store, name: str, passes: Filter, *, known: bool = False) -> list[Hit]:
    hits: dict[int, Hit] = {}
    for reading in readings(key(name)):
        if reading.depth and (names_an_organization(reading.core) or _hides_a_country(data, reading)):
            continue
        _collect(data, hits, reading, passes, capitals=name.isupper(), known=known)
    _add_genitive_twins(data, hits, passes)
    return list(hits.values())


def _collect(
    data: Store,
    hits: dict[int, Hit],
    reading: Reading,
    passes: Filter,
    *,
    capitals: bool = False,
    known: bool = False,
) -> None:
    index = data.find(reading.core)
    if index is None:
        return
    for at, quality in data.postings(index):
        if not passes(at):
            continue
        if quality & CODE and not (capitals and data.prominence(at) >= _CODE_PROMINENCE):
            continue
        if quality & UNLIKE and not known and data.prominence(at) < _FORMER_NAME_PROMINENCE:
            continue
        hit = weigh(data, at, quality, reading)
        if at not in hits or hit.value > hits[at].value:
            hits[at] = hit


def _hides_a_country(data: Store, reading: Reading) -> bool:
    """ "Government of Kenya" is no place of ours; "City of Mexico" is."""
    return not reading.classes & (CITY | MUNICIPALITY) and country_of_key(reading.core, data) is not None


def _add_genitive_twins(data: Store, hits: dict[int, Hit], passes: Filter) -> None:
    """ "Stockholms stad" is on record as a municipality; its city is called Stockholm."""
    for unit in [hit for hit in hits.values() if data.kinds[hit.at] != IS_CITY]:
        if unit.reading.classes & (CITY | MUNICIPALITY) and unit.reading.core.endswith("s"):
            twins: dict[int, Hit] = {}
            way = unit.reading.of(unit.reading.core[:-1])
            _collect(data, twins, way, passes)
            hits.update({at: hit for at, hit in twins.items() if is_same_place(data, at, unit.at)})


# By readings that guess


def _genitive(data: Store, name: str, passes: Filter, hint: str | None) -> list[Hit]:
    """ "Администрация города Казани": the name is bent by the words before it."""
    for reading in readings(key(name)):
        usable = reading.depth and not names_an_organization(reading.core)
        for core in nominatives(reading.core) if usable else ():
            hits: dict[int, Hit] = {}
            if len(core) > 3:
                _collect(data, hits, reading.of(core), passes)
            if hits:
                return list(hits.values())
    return []


def _joined(data: Store, name: str, passes: Filter, hint: str | None) -> list[Hit]:
    """ "Brighton & Hove", "Ampelokipoi-Menemeni": two towns that were made one, near each other."""
    if names_an_organization(key(name)):
        return []
    for sign in ("&", " and ", "-", "–", " et ", " y ", " und "):
        first, found, second = name.partition(sign)
        if not found:
            continue
        others = [hit.at for hit in _exact(data, second, passes)] if second.strip() else []
        hits = _exact(data, first, passes) if others else []
        near = [hit for hit in hits if any(0.0 < data.distance(hit.at, other) < 15.0 for other in others[:50])]
        if near:
            return near
    return []


def _trailing_qualifier(data: Store, name: str, passes: Filter, hint: str | None) -> list[Hit]:
    """ "Paris Texas": a name whose last words are a country or region it lies in."""
    words = [] if names_an_organization(key(name)) else name.split()
    for count in range(1, min(4, len(words))):
        test = qualifier(data, " ".join(words[-count:]), None)
        hits = _exact(data, " ".join(words[:-count]), passes) if test else []
        within = [hit for hit in hits if test and test(hit.at) and (hint or data.prominence(hit.at) >= _LONE_PAIR)]
        if within:
            return within
    return []


def _leading_city(data: Store, name: str, passes: Filter, hint: str | None) -> list[Hit]:
    """ "Grenoble Alpes Métropole": an agglomeration that is called by its city and something more."""
    for reading in readings(key(name))[1:]:
        words = reading.core.split(" ")
        if reading.classes & MUNICIPALITY and not names_an_organization(reading.core):
            for count in range(len(words) - 1, 0, -1):
                hits: dict[int, Hit] = {}
                way = reading.of(" ".join(words[:count]))
                _collect(data, hits, way, lambda at: passes(at) and data.prominence(at) >= _KNOWN_CITY)
                if hits:
                    return list(hits.values())
    return []


def _misspelt(data: Store, name: str, passes: Filter, hint: str | None) -> list[Hit]:
    index = fuzzy.of_country(hint) if hint else fuzzy.of_prominent_places()
    least = 0.0 if hint else fuzzy.LEAST_PROMINENCE
    ways = [way for way in readings(key(name)) if not names_an_organization(way.core)][:_MOST_WAYS]
    for edits in (1, 2):
        hits: dict[int, Hit] = {}
        for way in ways:
            long_enough = len(way.core) >= _least_length(way.core, edits, hint is not None)
            if not long_enough and len(way.core) < _SHORTEST_SCRAMBLED:
                continue
            for near in index.near(way.core, edits, same_letters=not long_enough):
                if near.edits and _is_likely_slip(
                    way.core, data.key_at(near.index), near.edits, known=hint is not None
                ):
                    _collect_near(data, hits, way, near, lambda at: passes(at) and data.prominence(at) >= least)
        if hits:
            return list(hits.values())
    return []


def _is_likely_slip(written: str, meant: str, edits: int, *, known: bool) -> bool:
    """Say whether a hand slips so: not in the first letter and not in a whole short word, or by the letters' order."""
    if sorted(written) == sorted(meant):
        return True
    if edits > 1 and _differ_in_a_short_word(written, meant):
        return False
    return known or written[0] == meant[0]


def _differ_in_a_short_word(written: str, meant: str) -> bool:
    """ "FC Barcelona" is not a slip for "La Barcelona"."""
    first, second = written.split(" "), meant.split(" ")
    return len(first) == len(second) > 1 and any(
        one != other and len(one) <= 3 for one, other in zip(first, second, strict=True)
    )


def _collect_near(data: Store, hits: dict[int, Hit], way: Reading, near: fuzzy.Near, passes: Filter) -> None:
    corrected = way.of(data.key_at(near.index))
    for at, quality in data.postings(near.index):
        derived = quality & DERIVED and data.kinds[at] == IS_CITY
        if not derived and not quality & (CODE | UNLIKE) and passes(at):
            hit = weigh(data, at, quality, corrected, near.edits)
            if at not in hits or hit.value > hits[at].value:
                hits[at] = hit


def _least_length(core: str, edits: int, known: bool) -> int:
    """How long a name must be to be taken for misspelt: a syllable of Korean says as much as two or three letters."""
    alphabetic = core[0] < "\u3040" or ("\u30a0" <= core[0] <= "\u30ff")
    least = 5 if alphabetic else 4
    return least + (0 if known else 1) + (edits - 1) * 3


# Filtering


def qualifier(data: Store, text: str, hint: str | None) -> Filter | None:
    """Return the test that a qualifier puts to a place, or None where it is no place we know."""
    name = key(text)
    units: set[int] = set()
    near: list[int] = []
    if text.replace(".", "").isupper() and len(name.replace(" ", "")) <= 3:
        short = name.replace(" ", "").upper()
        units = {at for code, at in data.regions_by_code.get(short, []) if hint in (None, code)}
    nation = country_of_key(name, data)
    code = nation[0] if nation else country_code(text) if len(text) <= 3 else None
    for reading in readings(name):
        index = data.find(reading.core)
        for at, quality in data.postings(index) if index is not None else ():
            if data.kinds[at] != IS_CITY:
                units.add(at)
            elif not quality & CODE and data.prominence(at) > _KNOWN_CITY:
                near.append(at)
    if not (units or code or near):
        return None

    def test(at: int) -> bool:
        if code is not None and belongs(data.country(at), code):
            return True
        if any(lies_in(data, at, unit) for unit in units):
            return True
        return any(data.distance(at, other) < 40.0 for other in near)

    return test


def _is_bare_country(data: Store, text: str, hint: str | None) -> bool:
    nation = country_of_key(key(text), data)
    if nation is None:
        return False
    code, rank = nation
    if hint is not None:
        return hint == code
    # In some language a country is called as a city is in others ("Tunis", "عمان"): a well-known city wins.
    return rank == 0 or not _well_known_cities(data, text)


def _well_known_cities(data: Store, text: str) -> list[Hit]:
    hits = _exact(data, text, lambda at: data.kinds[at] == IS_CITY)
    return [hit for hit in hits if hit.value > _WELL_KNOWN and hit.quality >= LABEL]


def _doubt_homonyms(data: Store, text: str, hits: list[Hit]) -> list[Hit]:
    """ "Алжир" is the city or the country, and Russian is read by many: the city is a proposal."""
    nation = country_of_key(key(text), data)
    return _doubt(hits) if nation is not None and nation[1] < _WIDELY_READ else hits


def _capital_of_same_name(data: Store, text: str, hint: str | None) -> list[Hit]:
    """Singapore and Macau are cities too; Luxembourg may be meant; Georgia is refused."""
    nation = country_of_key(key(text), data)
    code = nation[0] if nation else ""
    _, capital, people = data.country_facts.get(code, ("", "", 0))
    named_alike = country_of_key(capital, data) is not None if capital else False

    def passes(at: int) -> bool:
        return data.country(at) == code and data.kinds[at] == IS_CITY

    hits = _exact(data, text, passes) or (_exact(data, capital, passes) if named_alike else [])
    least = LABEL if hint else ENGLISH
    kept = []
    for hit in hits:
        is_the_country = data.populations[hit.at] > 0.6 * people
        if hit.quality & CLASS_BITS >= least and (hint or is_the_country or key(text) == capital):
            hit.sure = hint is not None or is_the_country
            kept.append(hit)
    return kept
