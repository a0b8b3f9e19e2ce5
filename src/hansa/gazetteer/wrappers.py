"""Takes official words off a name: "City of Cape Town" → "cape town", "İzmir Büyükşehir Belediyesi" → "izmir".

The words are in data/wrappers.toml, by class; this file knows only how to peel. A peeled name keeps what its words said
about the kind of place, so that "Fukuoka Prefecture" is the prefecture and "City of Seoul" the city.
"""

import tomllib
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from hansa.gazetteer.folding import key

CITY, MUNICIPALITY, REGION, DISTRICT, OFFICE = 1, 2, 4, 8, 16
_CLASSES = {"city": CITY, "municipality": MUNICIPALITY, "region": REGION, "district": DISTRICT, "office": OFFICE}
_DEEPEST = 4  # "Government of the City of Edinburgh Council" peels four times; more is no name of a place


@dataclass(frozen=True, slots=True)
class Reading:
    """One way of reading a name: `core` is a key, `classes` the bits of the words taken off, `depth` how many."""

    core: str
    classes: int = 0
    depth: int = 0


@dataclass(frozen=True, slots=True)
class _Words:
    before: dict[str, int]
    after: dict[str, int]
    elided: tuple[tuple[str, int], ...]
    glued: dict[str, int]
    longest_before: int
    longest_after: int
    longest_glued: int
    refused: frozenset[str]
    refused_endings: tuple[str, ...]
    genitive: dict[str, tuple[tuple[str, str], ...]]


def _is_unspaced(char: str) -> bool:
    return "\u3040" <= char <= "\u30ff" or "\u3400" <= char <= "\u9fff" or "\uac00" <= char <= "\ud7af"


def _bits(table: dict[str, list[str]]) -> dict[str, int]:
    bits: dict[str, int] = {}
    for name, words in table.items():
        for word in words:
            bits[key(word)] = bits.get(key(word), 0) | _CLASSES[name]
    return bits


@lru_cache(maxsize=1)
def _words() -> _Words:
    data: dict[str, Any] = tomllib.loads(
        files("hansa.gazetteer").joinpath("data/wrappers.toml").read_text(encoding="utf-8")
    )
    before, after = _bits(data["before"]), _bits(data["after"])
    elided = [
        (key(word), _CLASSES[name]) for name, words in data["before"].items() for word in words if word.endswith("'")
    ]
    glued = {word: bits for word, bits in after.items() if _is_unspaced(word[-1])}
    refused = {key(word) for word in data["refused"]["words"]}
    return _Words(
        before=before,
        after=after,
        elided=tuple(elided),
        glued=glued,
        longest_before=max(word.count(" ") + 1 for word in before),
        longest_after=max(word.count(" ") + 1 for word in after),
        longest_glued=max(map(len, glued)),
        refused=frozenset(word for word in refused if not _is_unspaced(word[-1])),
        refused_endings=tuple(word for word in refused if _is_unspaced(word[-1])),
        genitive={
            script: tuple((ending, base) for ending, base in pairs) for script, pairs in data["genitive"].items()
        },
    )


def readings(name: str) -> list[Reading]:
    """Return the ways of reading a name's key, itself first, then with words taken off; no core stands twice."""
    seen = {name}
    found = [Reading(name)]
    for reading in found:  # grows while it is walked
        if reading.depth == _DEEPEST:
            break
        for core, bits in _peel_once(reading.core):
            if core and core not in seen:
                seen.add(core)
                found.append(Reading(core, reading.classes | bits, reading.depth + 1))
    return found


def _peel_once(name: str) -> list[tuple[str, int]]:
    words = _words()
    peeled: list[tuple[str, int]] = []
    tokens = name.split(" ")
    for count in range(min(len(tokens) - 1, words.longest_before), 0, -1):
        bits = words.before.get(" ".join(tokens[:count]))
        if bits:
            peeled.append((" ".join(tokens[count:]), bits))
    for count in range(min(len(tokens) - 1, words.longest_after), 0, -1):
        bits = words.after.get(" ".join(tokens[-count:]))
        if bits:
            peeled.append((" ".join(tokens[:-count]), bits))
    if _is_unspaced(name[-1:] or " "):
        for length in range(min(len(name) - 2, words.longest_glued), 0, -1):
            bits = words.glued.get(name[-length:])
            if bits:
                peeled.append((name[:-length].rstrip(), bits))
    for prefix, bits in words.elided:
        if name.startswith(prefix) and len(name) > len(prefix) + 2:
            peeled.append((name[len(prefix) :], bits))
    return peeled


def names_an_organization(name: str) -> bool:
    """Say whether a key holds a word that only organizations, schools, companies or agreements bear."""
    words = _words()
    return not words.refused.isdisjoint(name.split(" ")) or name.endswith(words.refused_endings)


def nominatives(core: str) -> list[str]:
    """Return what a key may be in the nominative, if it is a genitive: "stockholms" → "stockholm"."""
    script = "cyrillic" if "\u0400" <= core[-1:] <= "\u04ff" else "latin"
    pairs = _words().genitive[script]
    return [core[: len(core) - len(ending)] + base for ending, base in pairs if core.endswith(ending)]
