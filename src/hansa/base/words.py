"""Names of countries, languages and zones in the reader's language, from Unicode's CLDR through Babel."""

import datetime as dt
from collections.abc import Iterable
from functools import lru_cache

from babel import Locale
from babel.core import UnknownLocaleError
from babel.dates import get_timezone_name
from django.utils.translation import get_language, pgettext

from hansa.base.text import fold


@lru_cache(maxsize=32)
def _locale(code: str) -> Locale:
    try:
        return Locale.parse(code, sep="-")
    except (UnknownLocaleError, ValueError):
        return Locale("en")


def reader() -> Locale:
    """The locale of whoever reads now."""
    return _locale(get_language() or "en")


def country_name(code: str) -> str:
    """The country's name, "" for none, the code itself for one that is unknown."""
    return reader().territories.get(code.upper(), code) if code else ""


def country_codes(word: str) -> list[str]:
    """The countries in whose name, in the reader's language, that folded word stands; three letters at least."""
    if len(word) < 3:
        return []
    return [code for code, name in reader().territories.items() if len(code) == 2 and word in fold(name)]


def language_code(text: str) -> str:
    """The code of a language that is written as its code or as its name in the reader's language; "" for neither."""
    languages, wanted = reader().languages, fold(text)
    if wanted in languages:
        return wanted
    return next((code for code, name in languages.items() if fold(name) == wanted), "")


def language_name(code: str) -> str:
    """The language's name in the reader's; the code itself for one that is unknown."""
    return reader().languages.get(code.replace("-", "_"), code)


def offset(moment: dt.datetime) -> str:
    """ "UTC+8", "UTC+5:30", "UTC" of an aware moment in its own zone."""
    seconds = int((moment.utcoffset() or dt.timedelta()).total_seconds())
    hours, minutes = divmod(abs(seconds) // 60, 60)
    sign = "+" if seconds > 0 else "−"
    return "UTC" if not seconds else f"UTC{sign}{hours}" + (f":{minutes:02}" if minutes else "")


def comma() -> str:
    """The comma of the reader's language, with its space."""
    return pgettext("between the parts of a list", ", ")


def with_commas(parts: Iterable[str]) -> str:
    """The parts with the comma of the reader's language between them: "Lao, Korean"."""
    return comma().join(parts)


def zone_name(moment: dt.datetime) -> str:
    """The zone of an aware moment in words with its offset: "China Standard Time (UTC+8)"."""
    return f"{get_timezone_name(moment, 'long', locale=reader())} ({offset(moment)})"
