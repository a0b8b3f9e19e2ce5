"""Names of places, in any script, to GeoNames ids. Plain Python; the data is loaded on first use.

>>> from hansa.gazetteer import resolve
>>> resolve("대구광역시").id
'1835329'
>>> [candidate.country for candidate in resolve("Merida").candidates]
['MX', 'VE', 'ES']
"""

from collections.abc import Mapping

from hansa.gazetteer.columns import resolve_column
from hansa.gazetteer.countries import country_code
from hansa.gazetteer.folding import fold
from hansa.gazetteer.records import Answer, Candidate, Place
from hansa.gazetteer.resolver import resolve
from hansa.gazetteer.store import store

__all__ = [
    "Answer", "Candidate", "Place", "country_code", "fold", "names_of", "place", "resolve", "resolve_column",
]  # fmt: skip


def place(id: str) -> Place | None:
    """Return the place of an id ("1835848", "gb2260:510181"), or None."""
    at = store().position(id)
    return None if at is None else store().place(at)


def names_of(id: str) -> Mapping[str, str]:
    """Return a place's name by language where the language is known; "" holds the name it is filed under."""
    at = store().position(id)
    if at is None:
        return {}
    names = store().names(at)
    return {"": names[0][0]} | {language: name for name, languages in names for language in languages}
