"""Takes official words off a name: "City of Cape Town" → "cape town", "İzmir Büyükşehir Belediyesi" → "izmir".

The words are in data/wrappers.toml, by class; this file knows only how to peel. A peeled name keeps what its words said
about the kind of place, so that "Fukuoka Prefecture" is the prefecture and "City of Seoul" the city.
"""

import tomllib
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib.resources import files
from typing import Any

from hansa.gazetteer.folding import key

CITY, MUNICIPALITY, REGION, DISTRICT, OFFICE = 1, 2, 4, 8, 16
_CLASSES = {"city": CITY, "municipality": MUNICIPALITY, "region": REGION, "district": DISTRICT, "office": OFFICE}
_DEEPEST = 4  # "Government of the City of Edinburgh Council" peels four times; more is no name of a place


@dataclass(frozen=True, slots=True)
class Reading:
    """One way of reading a name.

    `core` is a key, `classes` the bits of the words taken off, `depth` how many they were, `countries` those whose
    offices use such words (empty where anybody does).
    """

    core: str
    classes: int = 0
    depth: int = 0
    countries: frozenset[str] = frozenset()

    def of(self, core: str) -> "Reading":
        """Return the same reading of another core."""
        return replace(self, core=core)


@dataclass(frozen=True, slots=True)
class _Words:
    before: dict[str, int]
    after: dict[str, int]
    elided: tuple[tuple[str, int], ...]
    elided_words: tuple[str, ...]
    glued: dict[str, int]
    longest_before: int
    longest_after: int
    longest_glued: int
    refused: frozenset[str]
    refused_endings: tuple[str, ...]
    fillers: frozenset[str]
    countries: dict[str, frozenset[str]]
    genitive: dict[str, tuple[tuple[str, str], ...]]


def _is_unspaced(char: str) -> bool:
    return "\u3040" <= char <= "\u30ff" or "\u3400" <= char <= "\u9fff" or "\uac00" <= char <= "\ud7af"


def _bits(table: dict[str, list[str]]) -> dict[str, int]:
    bits: dict[str, int] = {}
    for name, words in table.items():
        for word in words:
            bits[key(word)] = bits.get(key(word), 0) | _CLASSES[name]
    return bits


def _with_articles(words: list[str], articles: dict[str, list[str]]) -> list[str]:
    """Return words and their forms before an article: "Mairie de" → "Mairie du", "Mairie d'"."""
    forms = list(words)
    for word in words:
        stem, _, last = word.rpartition(" ")
        forms += [f"{stem} {article}" for article in articles.get(last, []) if stem]
    return forms


def _countries(table: dict[str, list[str]]) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for codes, words in table.items():
        for word in words:
            found[key(word)] = found.get(key(word), frozenset()) | frozenset(codes.split())
    return found


@lru_cache(maxsize=1)
def _words() -> _Words:
    data: dict[str, Any] = tomllib.loads(
        files("hansa.gazetteer").joinpath("data/wrappers.toml").read_text(encoding="utf-8")
    )
    prefixes = {name: _with_articles(words, data["articles"]) for name, words in data["before"].items()}
    before, after = _bits(prefixes), _bits(data["after"])
    elided = [(key(word), _CLASSES[name]) for name, words in prefixes.items() for word in words if word.endswith("'")]
    glued = {word: bits for word, bits in after.items() if _is_unspaced(word[-1])}
    refused = {key(word) for word in data["refused"]["words"]}
    return _Words(
        before=before,
        after=after,
        elided=tuple(elided),
        elided_words=tuple(word for word, _ in elided),
        glued=glued,
        longest_before=max(word.count(" ") + 1 for word in before),
        longest_after=max(word.count(" ") + 1 for word in after),
        longest_glued=max(map(len, glued)),
        refused=frozenset(word for word in refused if not _is_unspaced(word[-1])),
        refused_endings=tuple(word for word in refused if _is_unspaced(word[-1])),
        fillers=frozenset(map(key, data["refused"]["fillers"])),
        countries=_countries(data["countries"]),
        genitive={
            script: tuple((key(ending), key(base)) for ending, base in pairs)
            for script, pairs in data["genitive"].items()
        },
    )


@lru_cache(maxsize=1024)
def readings(name: str) -> tuple[Reading, ...]:
    """Return the ways of reading a name's key, itself first, then with words taken off; no core stands twice."""
    seen = {name}
    found = [Reading(name)]
    for reading in found:  # grows while it is walked
        if reading.depth == _DEEPEST:
            break
        for core, bits, word in _peel_once(reading.core):
            if core and core not in seen:
                seen.add(core)
                countries = reading.countries | _words().countries.get(word, frozenset())
                found.append(Reading(core, reading.classes | bits, reading.depth + 1, countries))
    return tuple(found)


def _peel_once(name: str) -> list[tuple[str, int, str]]:
    """Return what is left when one wrapper is taken off, the wrapper's class and the wrapper; longest first."""
    words = _words()
    peeled: list[tuple[str, int, str]] = []
    tokens = name.split(" ")
    for count in range(min(len(tokens) - 1, words.longest_before), 0, -1):
        word = " ".join(tokens[:count])
        if word in words.before:
            peeled.append((" ".join(tokens[count:]), words.before[word], word))
    for count in range(min(len(tokens) - 1, words.longest_after), 0, -1):
        word = " ".join(tokens[-count:])
        if word in words.after:
            peeled.append((" ".join(tokens[:-count]), words.after[word], word))
    if _is_unspaced(name[-1:] or " "):
        for length in range(min(len(name) - 2, words.longest_glued), 0, -1):
            word = name[-length:]
            if word in words.glued:
                peeled.append((name[:-length].rstrip(), words.glued[word], word))
    if name.startswith(words.elided_words):
        for word, bits in words.elided:
            if name.startswith(word) and len(name) > len(word) + 2:
                peeled.append((name[len(word) :], bits, word))
    return peeled


def names_an_organization(name: str) -> bool:
    """Say whether a key holds a word that only organizations, schools, companies or agreements bear."""
    words = _words()
    return not words.refused.isdisjoint(name.split(" ")) or name.endswith(words.refused_endings)


def is_no_name(name: str) -> bool:
    """Say whether a key is a filler ("none", "to be confirmed") or nothing but official words ("City Hall")."""
    words = _words()
    return name in words.fillers or name in words.before or name in words.after


def nominatives(core: str) -> list[str]:
    """Return what a key may be in the nominative, if it is a genitive: "stockholms" → "stockholm"."""
    script = "cyrillic" if "\u0400" <= core[-1:] <= "\u04ff" else "latin"
    pairs = _words().genitive[script]
    return [core[: len(core) - len(ending)] + base for ending, base in pairs if core.endswith(ending)]
