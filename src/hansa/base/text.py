"""Text as it is stored and as it is searched."""

import re
import unicodedata

from hansa.gazetteer.folding import fold

__all__ = ["fold", "nfc", "search_key"]

# Marks that turn the direction of what follows: they come along with copied text, nobody sees them, and one that is
# not closed turns the rest of the line round. Pages isolate names by their own means.
_DIRECTIONS = re.compile(r"[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")


def nfc(text: str | None) -> str:
    """The text in Unicode's composed form, without space around it; "" for nothing (a Mac types Hangul decomposed).

    Unseen marks of direction are left out.
    """
    return unicodedata.normalize("NFC", _DIRECTIONS.sub("", text or "")).strip()


def search_key(*texts: str | None) -> str:
    """All these texts folded, one after the other, for a column that is searched; never for identity."""
    return " ".join(dict.fromkeys(fold(text) for text in texts if text))
