"""What an organization says of itself: the fields that its focal point may propose and an officer writes.

A field is named "website", "own_name", "profile.fr", "names.ar", "themes". Its value is a text; themes are their keys
with spaces between.
"""

from collections.abc import Mapping

from django.utils.translation import gettext as _

from hansa.base.errors import Refused
from hansa.base.fields import Multilingual
from hansa.base.text import nfc
from hansa.base.words import language_name
from hansa.network.models import Organization, Theme

PLAIN = ("own_name", "own_language", "website")
BY_LANGUAGE = ("names", "profile")
LONGEST = {"profile": 2_000, "names": 200, "own_name": 200, "own_language": 12, "website": 200}


def field_title(field: str) -> str:
    """What a field is called: "profile in French"."""
    name, _dot, language = field.partition(".")
    titles = {
        "own_name": _("own name"),
        "own_language": _("language of own name"),
        "website": _("website"),
        "themes": _("themes"),
    }
    if name == "names":
        return _("name in %(language)s") % {"language": language_name(language)}
    if name == "profile":
        return _("profile in %(language)s") % {"language": language_name(language)}
    return titles.get(name, field)


def value_of(organization: Organization, field: str) -> str:
    """What the record says now."""
    name, _dot, language = field.partition(".")
    if name in BY_LANGUAGE and language:
        return str(getattr(organization, name).get(language, ""))
    if name == "themes":
        return " ".join(theme.key for theme in organization.themes.all())
    if name in PLAIN:
        return str(getattr(organization, name))
    raise ValueError(field)


def differences(organization: Organization, values: Mapping[str, str]) -> dict[str, list[str]]:
    """[before, after] of the fields that these values would change. ValueError for a field that there is not."""
    before = {field: value_of(organization, field) for field in values}
    return {field: [before[field], nfc(text)] for field, text in values.items() if before[field] != nfc(text)}


def write(organization: Organization, changes: Mapping[str, list[str]]) -> None:
    """Set the fields to what they shall be and save. Called by acts alone, inside their transaction."""
    for field, (_before, after) in changes.items():
        name, _dot, language = field.partition(".")
        if len(after) > LONGEST.get(name, 2_000):
            raise Refused(
                _("“%(field)s” is too long: %(n)s characters at most.")
                % {"field": field_title(field), "n": LONGEST.get(name, 2_000)}
            )
        if name == "themes":
            organization.themes.set(Theme.objects.filter(key__in=after.split()))
        elif name in BY_LANGUAGE:
            kept = {**getattr(organization, name), language: after}
            setattr(organization, name, Multilingual({code: text for code, text in kept.items() if text}))
        else:
            setattr(organization, name, after)
    organization.save()
