"""The usual questions, as a secretariat asks them: one click, then changed as one likes."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override


@dataclass(frozen=True)
class Usual:
    """A question before it belongs to an event. ``only_if`` is the place in this list, and the answer."""

    category: str
    kind: str
    text: Promise
    options: list[Promise] = field(default_factory=list)
    is_sensitive: bool = False
    required: bool = False
    only_if: tuple[int, str] | None = None


USUAL = [
    Usual("diet", "choice", _("Diet"), [
        _("no restriction"), _("vegetarian"), _("vegan"), _("halal"), _("kosher"), _("another"),
    ], is_sensitive=True, required=True),
    Usual("diet", "text", _("Which diet, or which allergies"), is_sensitive=True, only_if=(0, "5")),
    Usual("access", "yes no", _("Do you need any assistance, or step-free access?"), is_sensitive=True),
    Usual("access", "text", _("What do you need?"), is_sensitive=True, only_if=(2, "yes")),
    Usual("hotel", "yes no", _("Shall we reserve a room?"), required=True),
    Usual("hotel", "date", _("First night"), only_if=(4, "yes"), required=True),
    Usual("hotel", "date", _("Day of departure"), only_if=(4, "yes"), required=True),
    Usual("flights", "text", _("Flight or train of arrival, with its number")),
    Usual("flights", "text", _("Flight or train of departure, with its number")),
    Usual("visa", "yes no", _("Do you need a letter for a visa?"), is_sensitive=True, required=True),
    Usual("visa", "text", _("Nationality, as in the passport"), is_sensitive=True, only_if=(9, "yes"), required=True),
    Usual("emergency", "text", _("Whom may we call in an emergency?"), is_sensitive=True),
]  # fmt: skip


def in_all_languages(words: Promise) -> dict[str, str]:
    """A text by language, in every language of the house."""
    found = {}
    for code, _name in settings.LANGUAGES:
        with override(code):
            found[code] = str(words)
    return found


def values() -> Iterator[tuple[dict[str, Any], tuple[int, str] | None]]:
    """The columns of each usual question, and on which of them it hangs."""
    for order, one in enumerate(USUAL):
        columns = {
            "order": order, "category": one.category, "kind": one.kind, "text": in_all_languages(one.text),
            "options": [in_all_languages(words) for words in one.options], "is_sensitive": one.is_sensitive,
            "required": one.required,
        }  # fmt: skip
        yield columns, one.only_if
