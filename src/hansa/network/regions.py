"""Regions of the world as the United Nations count them (M49), from ``regions.csv``, which names its source.

A region is told by its number: "142" Asia, "030" Eastern Asia. Names in the reader's language: ``words.country_name``.
"""

import csv
from importlib.resources import files

_LINES = files("hansa.network").joinpath("regions.csv").read_text(encoding="utf-8").splitlines()
_ROWS = list(csv.DictReader(line for line in _LINES if not line.startswith("#")))
_REGION_OF = {country: row["region"] for row in _ROWS for country in row["countries"].split()}
_SUBREGION_OF = {country: row["subregion"] for row in _ROWS for country in row["countries"].split()}

# The five regions, and below each its subregions.
TREE: dict[str, list[str]] = {}
for _row in _ROWS:
    TREE.setdefault(_row["region"], []).append(_row["subregion"])
# Every region and subregion with its countries (ISO 3166-1 alpha-2).
REGIONS: dict[str, frozenset[str]] = {
    code: frozenset(country for country, of in (*_REGION_OF.items(), *_SUBREGION_OF.items()) if of == code)
    for code in (*TREE, *(row["subregion"] for row in _ROWS))
}


def region_of(country: str) -> str:
    """The region's number of a country's letters; "" for one that has none, such as an empty one."""
    return _REGION_OF.get(country, "")


def subregion_of(country: str) -> str:
    """The subregion's number of a country's letters; "" for one that has none."""
    return _SUBREGION_OF.get(country, "")
