"""Two ways of writing a text down so that searching finds it.

`fold` drops what a searcher may leave out: case, marks, the shape of a letter. `key` goes further and is how names of
places are compared: punctuation, the dots of "St.", and (in scripts written without spaces) spaces go too. Both are
for search alone. Identity is never folded: Müller and Muller are two persons.
"""

import re
import unicodedata
from functools import lru_cache
from importlib.resources import files

# Letters that Unicode does not decompose, so that taking marks away leaves them as they are. ı is here because its
# capital I folds to i; İ because its own lower case is an i with a dot on top, two code points.
_LETTERS = {
    "ł": "l", "ø": "o", "đ": "d", "ð": "d", "ħ": "h", "ı": "i", "İ": "i", "ŧ": "t", "ß": "ss", "ẞ": "ss", "æ": "ae",
    "œ": "oe", "þ": "th", "ŋ": "n", "ĸ": "k", "ſ": "s", "ə": "a", "ɨ": "i", "ʉ": "u", "ɓ": "b", "ɗ": "d", "ƙ": "k",
    "ƴ": "y", "ɛ": "e", "ɔ": "o", "ŀ": "l", "ŉ": "n", "ё": "е", "ґ": "г", "ў": "у",
    # Arabic script: seats of hamza, the two ways of ending in -a and -i, and the Persian and Urdu twins of letters.
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ې": "ي", "ے": "ي", "ئ": "ي", "ؤ": "و", "ة": "ه",
    "ۀ": "ه", "ە": "ه", "ہ": "ه", "ھ": "ه", "ۃ": "ه", "ک": "ك", "ڪ": "ك", "گ": "ك", "ڤ": "ف", "پ": "ب", "چ": "ج",
    "ء": "", "ـ": "",
}  # fmt: skip

# Marks that a searcher leaves out: Latin, Greek and Cyrillic accents, Hebrew points (but not the hyphen among them),
# Arabic vowels, joiners and direction signs. The vowel signs of Indic scripts and of Thai are letters and stay.
_DROPPED = re.compile(
    "[\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u05bf\u05c1\u05c2\u05c4\u05c5\u05c7\u0610-\u061a\u064b-\u065f\u0670"
    "\u06d6-\u06dc\u06df-\u06e8\u06ea-\u06ed\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]"
)

_QUOTES = frozenset("'’‘ʼʻʿʾ`´ʹʺʽˈ״׳ʽ")
# Scripts written without spaces, or (Korean) with spaces that people set as they like.
_UNSPACED_LETTER = (
    "[\u0e00-\u0eff\u1000-\u109f\u1100-\u11ff\u1780-\u17ff\u3005\u3040-\u30ff\u3130-\u318f\u3400-\u9fff\uac00-\ud7af]"
)
_UNSPACED = re.compile(f"({_UNSPACED_LETTER}) +(?={_UNSPACED_LETTER})")
_INITIALS = re.compile(r"(?<=\b[a-z]) (?=[a-z]\b)")  # "d c", "u s a"
_WORDS = {"st": "saint", "ste": "sainte", "mt": "mount", "ft": "fort"}


class _Folder(dict[int, str]):
    """A table for `str.translate` that works out each character once."""

    def __init__(self) -> None:
        super().__init__()
        self._simplified = _simplified()

    def __missing__(self, code: int) -> str:
        char = chr(code)
        folded = self._fold(char)
        self[code] = folded
        return folded

    def _fold(self, char: str) -> str:
        if char in _LETTERS:
            return _LETTERS[char]
        if "\uac00" <= char <= "\ud7af":  # whole syllables; decomposing and composing again would be the identity
            return char
        parts = [_LETTERS.get(part, part) for part in unicodedata.normalize("NFKD", char).casefold()]
        text = _DROPPED.sub("", "".join(parts))
        return unicodedata.normalize("NFC", "".join(self._simplified.get(part, part) for part in text))


def _simplified() -> dict[str, str]:
    """Traditional to simplified Chinese characters, from OpenCC's table (see docs/gazetteer.md)."""
    lines = files("hansa.gazetteer").joinpath("data/traditional.txt").read_text(encoding="utf-8").splitlines()
    return {pair[0]: pair[1] for line in lines if not line.startswith("#") for pair in line.split()}


class _Keyer(dict[int, str]):
    """As `_Folder`, and signs become spaces (quotation marks and apostrophes, nothing)."""

    def __missing__(self, code: int) -> str:
        char = chr(code)
        if char in _QUOTES:
            text = ""
        else:
            text = "".join(" " if _is_sign(part) else part for part in _folder()[code])
        self[code] = text
        return text


def _is_sign(char: str) -> bool:
    return unicodedata.category(char)[0] in "PSZC"


@lru_cache(maxsize=1)
def _folder() -> _Folder:
    return _Folder()


@lru_cache(maxsize=1)
def _keyer() -> _Keyer:
    return _Keyer()


def fold(text: str) -> str:
    """Fold case, marks and letter forms for search: "Łódź" → "lodz", "İzmir" → "izmir", "臺北" → "台北".

    Folding twice changes nothing more. The result may be longer than the text ("ß" → "ss") or empty.
    """
    if text.isascii():
        return text.lower()
    folded = unicodedata.normalize("NFC", text).translate(_folder())
    return unicodedata.normalize("NFC", folded)


@lru_cache(maxsize=1024)
def key(text: str) -> str:
    """Return the form in which names of places are compared: folded, single spaces, no punctuation.

    "St. Louis" and "Saint-Louis" have one key; "서울 특별시" and "서울특별시" too.
    """
    composed = text if text.isascii() else unicodedata.normalize("NFC", text)
    folded = composed.translate(_keyer())
    spaced = _INITIALS.sub("", " ".join(_WORDS.get(word, word) for word in folded.split()))
    if spaced.isascii():
        return spaced
    return unicodedata.normalize("NFC", _UNSPACED.sub(r"\1", spaced))
