"""What every page shows around its matter: who reads it, the rooms they may enter, the languages."""

from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import get_language, get_language_bidi, override
from django.utils.translation import gettext_lazy as _

from hansa.base.panels import lent

# The demo's doors as a page shows them: the role of the address, its title, what one can see there.
DOORS = [
    ("officer", _("Programme officer"), _("the secretariat: everything")),
    ("protocol", _("Protocol officer"), _("the host: this forum, its delegations and the board")),
    ("focal-point", _("Focal point"), _("one city: its delegation and its diary")),
]


def page_frame(request: HttpRequest) -> dict[str, Any]:
    """For ``base/frame.html``. Lists are lazy and asked once: an error page asks nothing of the database."""
    return {
        "rooms": cache(lambda: lent("rooms", request)),
        "duty": cache(lambda: next(iter(lent("duty", request)), "")),
        "languages": [(code, _own_name(code)) for code, _name in settings.LANGUAGES],
        "page_language": get_language() or settings.LANGUAGE_CODE,
        "page_direction": "rtl" if get_language_bidi() else "ltr",
        "is_demo": settings.DEMO,
        "doors": DOORS if settings.DEMO else [],
    }


def _own_name(code: str) -> str:
    with override(code):
        return str(dict(settings.LANGUAGES)[code])
