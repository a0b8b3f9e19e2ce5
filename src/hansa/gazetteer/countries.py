"""Names of countries, in some eighty languages, to ISO 3166 codes."""

import re
from functools import lru_cache

from rapidfuzz.distance import OSA

from hansa.gazetteer.folding import key
from hansa.gazetteer.store import Store, store

# What CLDR's lists do not hold: how offices shorten names, and long official names in the country's own languages.
_SHORT = {
    "AE": ("uae",),
    "AR": ("republica argentina",),
    "BR": ("brasil", "republica federativa do brasil"),
    "CD": ("drc", "dr congo", "democratic republic of congo", "rdc"),
    "CG": ("congo",),
    "CI": ("ivory coast",),
    "CN": ("prc", "pr china", "中华人民共和国"),
    "CV": ("cape verde",),
    "CZ": ("czech republic", "ceska republika", "republique tcheque", "tschechische republik", "republica checa"),
    "DE": ("bundesrepublik deutschland", "brd"),
    "ES": ("reino de espana",),
    "GB": ("uk", "great britain", "royaume uni", "vereinigtes konigreich"),
    "GM": ("the gambia",),
    "GR": ("hellas", "hellenic republic"),
    "IR": ("persia",),
    "KG": ("kyrgyz republic", "кыргызская республика"),
    "KP": ("dprk",),
    "KR": ("rok", "korea", "south korea", "republic of korea"),
    "LA": ("lao pdr",),
    "LK": ("ceylon",),
    "MK": ("macedonia",),
    "MM": ("burma",),
    "MX": ("estados unidos mexicanos",),
    "NL": ("holland",),
    "PS": ("palestine",),
    "RU": ("russian federation", "российская федерация"),
    "SA": ("ksa",),
    "SZ": ("swaziland",),
    "TH": ("siam",),
    "TR": ("turkiye cumhuriyeti",),
    "TW": ("中华民国",),
    "US": ("usa", "us", "america"),
    "VA": ("vatican",),
    "ZA": ("rsa",),
}
# Parts of a state that stand where a country is asked for; alone they are regions, not countries.
_PARTS = {"england": "GB", "scotland": "GB", "wales": "GB", "northern ireland": "GB"}
# Territories that people file under the state they belong to. The last two letters are the state.
_STATES = (
    "HKCN MOCN PRUS GUUS VIUS ASUS MPUS REFR GPFR MQFR GFFR YTFR NCFR PFFR PMFR BLFR MFFR WFFR GIGB JEGB GGGB "
    "IMGB BMGB KYGB FKGB VGGB TCGB AIGB MSGB SHGB AWNL CWNL SXNL BQNL GLDK FODK AXFI SJNO CXAU CCAU NFAU CKNZ NUNZ TKNZ"
)
_STATE_OF = {pair[:2]: pair[2:] for pair in _STATES.split()}
_FORMS = re.compile(
    r"^(?:the |la |el |le |il )?(?:(?:federal |islamic |democratic |socialist |peoples |united |arab |plurinational )*"
    r"(?:republic|kingdom|state|commonwealth|sultanate|principality|federation|union|states) of (?:the )?|"
    r"republique (?:de |du |d)?(?:la )?|republica (?:de |del |do |da )?|republik |republika |"
    r"repubblica (?:di )?|республика |королевство )?"
)


@lru_cache(maxsize=1)
def _codes_of_short() -> dict[str, str]:
    return {key(name): code for code, names in _SHORT.items() for name in names}


def country_of_key(name: str, data: Store) -> tuple[str, int] | None:
    """Return code and rank of the language for the key of a country's name, or None."""
    short = _codes_of_short().get(name)
    if short:
        return short, 0
    known = data.countries_by_name.get(name)
    if known is None:
        bare = _FORMS.sub("", name)
        known = data.countries_by_name.get(bare) if bare != name else None
    return known


def belongs(territory: str, state: str) -> bool:
    """Say whether a code is a country's own or that of a territory filed under it: Hong Kong under China."""
    return territory == state or _STATE_OF.get(territory) == state


def nearly_country_code(name: str) -> str | None:
    """Return the code of the only country whose name in English is one letter away: "Spaim"."""
    wanted = key(name.partition("(")[0])
    near = {
        code
        for known, (code, rank) in store().countries_by_name.items()
        if rank == 0 and code and len(wanted) > 4 and OSA.distance(wanted, known, score_cutoff=1) <= 1
    }
    return near.pop() if len(near) == 1 else None


@lru_cache(maxsize=4096)
def country_code(name_or_code: str) -> str | None:
    """Return the ISO 3166 code of a country given by its code (two or three letters) or its name in any language.

    What stands in brackets after the name is passed over: "UAE (Asia)", "Hong Kong (China)".
    """
    data = store()
    text = name_or_code.strip()
    if (text.isascii() and text.isalpha() and text.isupper()) or len(text) == 2:
        code = text.upper()
        if code in data.country_facts:
            return code
        if len(code) == 3:
            for iso2, (iso3, _, _) in data.country_facts.items():
                if iso3 == code:
                    return iso2
    for part in (text, text.partition("(")[0], text.partition(",")[0]):
        known = country_of_key(key(part), data)
        code = known[0] if known else _PARTS.get(key(part), "")
        if code:
            return code
    return None
