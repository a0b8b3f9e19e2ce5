"""Splits what a person typed into a name and what qualifies it: "Mérida, Yucatán", "Hamilton (NZ)", "Izmir/Turkey"."""

import re
import unicodedata
from dataclasses import dataclass

_SPLIT = re.compile(r"\s*[,;，、،(（)）/|\[\]]+\s*|\s+[-–—]+\s+")
# What lists print beside a city and that says nothing about where it is.
_REMARK = re.compile(
    r"[(\[（]\s*(?:observer|candidate|member|full member|associate(?: member)?|tbc|tbd|sample|host|president"
    r"|vice[- ]president|city|capital|new|\*+|\d+)\s*[)\]）]|^\s*\d{1,3}\s*[.)]\s+|[*†‡]+|^\s*[-–•·]\s+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Phrase:
    """A name and its qualifiers as typed, in order; `whole` is the text without remarks."""

    whole: str
    name: str
    qualifiers: tuple[str, ...]


def parse(query: str) -> Phrase:
    """Return the parts of a query. Anything is a phrase; a text without letters has an empty name."""
    text = unicodedata.normalize("NFC", query)
    whole = " ".join(_REMARK.sub(" ", text).split())
    parts = [part for part in _SPLIT.split(whole) if part and any(map(str.isalpha, part))]
    if not parts:
        return Phrase(whole, "", ())
    return Phrase(whole, parts[0], tuple(parts[1:]))
