"""What a title says about the post: the head of a city, a deputy, or something else. A proposal that a person corrects.

Titles come as printed, in any language: "Mayor", "Vice Mayor of Barcelona", "Maire adjointe", "副市长", "نائب العمدة".
All words below are folded. "City director" and the like differ from place to place and are left as other.
"""

import re

from hansa.base.text import fold

HEAD, DEPUTY, OTHER = "head", "deputy", "other"
_HEADS = (
    "mayor", "lord mayor", "maire", "alcalde", "burgermeister", "oberburgermeister", "burgemeester", "burgmester",
    "borgmester", "ordforer", "sindac", "prefeit", "presidente da camara", "burmistrz", "prezydent miasta", "primator",
    "starosta", "polgarmester", "fopolgarmester", "primar", "zupan", "gradonacelni", "meras", "linnapea", "pormestari",
    "belediye baskani", "governor", "gouverneur", "gobernador", "δημαρχ", "мэр", "мер", "кмет", "градоначални", "市长",
    "市長", "知事", "区长", "区長", "县长", "시장", "도지사", "군수", "구청장", "عمده", "رييس البلديه",
    "رييس بلديه", "محافظ", "ראש העיר", "thi truong", "wali kota", "walikota",
    "head of the city", "head of the executive power", "datuk bandar", "ເຈົ້າຄອງນະຄອນ", "นายกเทศมนตรี", "ผู้ว่าราชการ",
)  # fmt: skip
# Beside a head's word these make a deputy of it.
_BESIDE = (
    "deputy", "vice", "pro tem", "assistant", "adjoint", "teniente", "stellvertret", "loco", "zastepca", "namestni",
    "заместител", "вице", "заступник", "副", "부시장", "부지사", "نايب", "סגן", "pho ", "wakil", "ຮອງ", "รอง",
    "yardimcisi",
)  # fmt: skip
# These are deputies by themselves.
_DEPUTIES = (
    "wethouder", "assessor", "vizeburgermeister", "burgermeisterstellvertret", "viceburgemeester", "vicesindac",
    "viceprimar", "wiceprezydent", "podzupan", "alpolgarmester", "abilinnapea", "apulaispormestari", "viceborgmester",
    "варамерия",
)  # fmt: skip
# Those who work for a head, or were one.
_OTHERS = re.compile(
    r"(?<!\w)(advis|assistant to|office of|mayor.s |chief of staff|cabinet|secretar|spokes|representative|former|ex-|"
    r"ancien|conseill|interpret|bureau)"
)
_UNSPACED = re.compile(r"[\u0e00-\u0eff\u3040-\u9fff\uac00-\ud7af\u0600-\u06ff]")


def title_class(title: str) -> str:
    """HEAD, DEPUTY or OTHER, of a title in any language."""
    text = fold(title)
    if _OTHERS.search(text):
        return OTHER
    if _any(_DEPUTIES, text):
        return DEPUTY
    if not _any(_HEADS, text):
        return OTHER
    return DEPUTY if _any(_BESIDE, text) else HEAD


def _any(words: tuple[str, ...], text: str) -> bool:
    return any(_stands(fold(word), text) for word in words)


def _stands(word: str, text: str) -> bool:
    """Whether it begins a word of the text; in scripts that write words together, whether it stands there at all."""
    if _UNSPACED.search(word):
        return word in text
    return re.search(rf"(?<!\w){re.escape(word)}", text) is not None
