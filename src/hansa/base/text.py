"""Text as it is stored and as it is searched."""

import unicodedata

from hansa.gazetteer.folding import fold

__all__ = ["fold", "nfc", "search_key"]


def nfc(text: str | None) -> str:
    """The text in Unicode's composed form, without space around it; "" for nothing (a Mac types Hangul decomposed)."""
    return unicodedata.normalize("NFC", text or "").strip()


def search_key(*texts: str | None) -> str:
    """All these texts folded, one after the other, for a column that is searched; never for identity."""
    return " ".join(dict.fromkeys(fold(text) for text in texts if text))
