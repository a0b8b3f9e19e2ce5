"""In which encoding a text without a mark is written: the one in which it makes most sense.

Small lists are too short for letter statistics, but their words are names. So each encoding in which the bytes can be
read without loss is tried, and judged by how many of the words beyond ASCII are names of places and countries, and by
how many signs stand where letters should (ideas of charset-normalizer, with the gazetteer as the dictionary).
"""

import re
import unicodedata
from itertools import pairwise

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hansa.gazetteer import country_code
from hansa.gazetteer.folding import key
from hansa.gazetteer.store import store

ENCODINGS: dict[str, str | Promise] = {
    "utf-8": "UTF-8",
    "utf-16": "UTF-16",
    "cp1252": _("Western European (Windows-1252)"),
    "cp1250": _("Central European (Windows-1250)"),
    "cp1251": _("Cyrillic (Windows-1251)"),
    "cp1253": _("Greek (Windows-1253)"),
    "cp1254": _("Turkish (Windows-1254)"),
    "cp1255": _("Hebrew (Windows-1255)"),
    "cp1256": _("Arabic (Windows-1256)"),
    "cp949": _("Korean (CP949)"),
    "gb18030": _("Chinese, simplified (GB 18030)"),
    "big5": _("Chinese, traditional (Big5)"),
    "cp932": _("Japanese (Shift JIS)"),
    "cp874": _("Thai (Windows-874)"),
}
# In the order in which equals are preferred.
_GUESSED = [name for name in ENCODINGS if name not in ("utf-8", "utf-16")]
_NULS = 0.2  # share of NUL bytes by which UTF-16 without a mark is known
_MOST_WORDS = 300
_PLAIN_SIGNS = frozenset("–—‘’“”„…·•°«»€ \u200e\u200f")  # what word processors write in any language
# The part of each East Asian set that holds its common characters, by the narrower encoding and its lead bytes.
_COMMON = {
    "cp949": ("euc_kr", range(0xB0, 0xC9)),
    "gb18030": ("gb2312", range(0xB0, 0xD8)),
    "big5": ("big5", range(0xA4, 0xC7)),
    "cp932": ("shift_jis", range(0x82, 0x98)),
}


def guess(data: bytes) -> tuple[str, bool]:
    """(encoding, whether the bytes leave no doubt)."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")) or data[:400].count(0) > _NULS * len(data[:400]):
        return "utf-16", True
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        pass
    else:
        return "utf-8", True
    scores = {name: _score(data, name) for name in _GUESSED}
    return max(_GUESSED, key=lambda name: scores[name]), False


def _score(data: bytes, encoding: str) -> float:
    """How much sense the bytes make; below every other where they cannot be read without loss."""
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError:
        return -100.0
    if text.encode(encoding, errors="replace") != data:
        return -50.0
    text = unicodedata.normalize("NFC", text)
    words = list(dict.fromkeys(word for word in re.findall(r"[^\s,;\t|\"()/]+", text) if not word.isascii()))
    words = words[:_MOST_WORDS]
    letters = [char for word in words for char in word if not char.isascii()]
    if not letters:
        return 0.0
    known = sum(map(_is_name, words)) / len(words)
    odd = sum(_is_odd(char, encoding) for char in letters) / len(letters)
    return 3 * known - 2 * odd - sum(map(_is_ragged, words)) / len(words)


def _is_name(word: str) -> bool:
    text = key(word)
    return len(text) > 1 and (store().find(text) is not None or country_code(word) is not None)


def _is_odd(char: str, encoding: str) -> bool:
    """Whether it is no letter that a list is likely to hold in that encoding."""
    if char in _PLAIN_SIGNS:
        return False
    if encoding in _COMMON:
        narrow, leads = _COMMON[encoding]
        try:
            code = char.encode(narrow)
        except UnicodeEncodeError:
            return True
        return len(code) != 2 or code[0] not in leads
    return unicodedata.category(char)[0] not in "LM"


def _is_ragged(word: str) -> bool:
    """Whether a capital follows a small letter, or two scripts meet in a word: "gr£nD", "BiaÅystok"."""
    if re.search(r"[^\W\d_A-Z][A-ZÀ-ÖØ-Þ]", word) and not word.startswith("Mc"):
        return any(a.islower() and b.isupper() for a, b in pairwise(word))
    scripts = {unicodedata.name(char, "?").split()[0] for char in word if char.isalpha()}
    return len(scripts - {"IDEOGRAPHIC", "FULLWIDTH", "MODIFIER"}) > 1
