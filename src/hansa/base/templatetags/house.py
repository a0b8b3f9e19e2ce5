"""How names, times and marks are set in every template of the house.

Moments are printed by ``clock`` and ``day`` alone, which take the zone: Django's own ``date`` filter would turn them
into the server's.
"""

import datetime as dt
import zoneinfo
from typing import Any

from django import template
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from hansa.base import words
from hansa.base.dates import with_weekday
from hansa.base.fieldnames import field_name
from hansa.base.fields import Multilingual
from hansa.base.panels import lent as lent_to

register = template.Library()
POINTING = frozenset({"moved"})


@register.simple_tag
def mark(name: str) -> SafeString:
    """A state mark of the sprite; those that point are mirrored from right to left."""
    turns = " turns" if name in POINTING else ""
    return format_html('<svg class="mark{}" aria-hidden="true"><use href="#m-{}"/></svg>', turns, name)


@register.simple_tag
def who(person: Any) -> SafeString:
    """A person's name in its own script, the Latin form behind it, and "(sample)" where it is one."""
    if getattr(person, "erased_at", None):
        return format_html('<span class="quiet">{}</span>', person)
    shown = format_html('<bdi lang="{}">{}</bdi>', person.language or "und", person.full_name)
    if person.latin_name and person.latin_name != person.full_name:
        shown += format_html(' <bdi lang="und-Latn" class="quiet">{}</bdi>', person.latin_name)
    return shown + format_html(' <span class="quiet">{}</span>', person.mark) if person.is_sample else shown


@register.simple_tag
def body(organization: Any) -> SafeString:
    """An organization's name in the reader's form."""
    return format_html('<bdi lang="{}">{}</bdi>', *organization.shown)


@register.simple_tag
def own(organization: Any) -> SafeString | str:
    """An organization's own name in its own language, or nothing where it is what was said already."""
    if not organization.own_name or organization.own_name == organization.shown[1]:
        return ""
    return format_html(
        '<bdi lang="{}" class="quiet">{}</bdi>', organization.own_language or "und", organization.own_name
    )


@register.simple_tag
def said(text: Any) -> SafeString | str:
    """A multilingual text in the reader's language, or marked with the one it is in."""
    if not isinstance(text, Multilingual):
        return str(text)
    language, chosen = text.chosen()
    return format_html('<bdi lang="{}">{}</bdi>', language, chosen) if chosen else ""


@register.simple_tag
def clock(start: dt.datetime, end: dt.datetime | None, tz: zoneinfo.ZoneInfo) -> SafeString:
    """ "09:00–09:20" in that zone, 24 hours, en dash; a range keeps its order in a right-to-left line by isolation."""
    begin = start.astimezone(tz)
    shown = begin.strftime("%H:%M")
    if end is not None:
        shown += "–" + end.astimezone(tz).strftime("%H:%M")
    return format_html('<time datetime="{}">{}</time>', begin.isoformat(), shown)


@register.simple_tag
def hours(start: dt.datetime, end: dt.datetime | None, tz: zoneinfo.ZoneInfo) -> SafeString:
    """As ``clock``, with the end in a span of its own, which a list on a phone may leave out."""
    begin = start.astimezone(tz)
    till = format_html('<span class="till">–{}</span>', end.astimezone(tz).strftime("%H:%M")) if end else ""
    return format_html('<time datetime="{}">{}{}</time>', begin.isoformat(), begin.strftime("%H:%M"), till)


@register.simple_tag
def day(moment: dt.datetime | dt.date, tz: zoneinfo.ZoneInfo | None = None) -> str:
    """ "Thursday 13 June 2019" in the reader's language."""
    when = moment.astimezone(tz) if isinstance(moment, dt.datetime) and tz else moment
    return with_weekday(when.date() if isinstance(when, dt.datetime) else when)


@register.simple_tag
def moment(when: dt.datetime | None, tz: zoneinfo.ZoneInfo) -> SafeString | str:
    """ "12 June, 16:40" in that zone; nothing for nothing."""
    if when is None:
        return ""
    local = when.astimezone(tz)
    shown = words.with_commas((date_format(local.date(), "MONTH_DAY_FORMAT"), f"{local:%H:%M}"))
    return format_html('<time datetime="{}">{}</time>', local.isoformat(), shown)


@register.simple_tag
def zone(moment: dt.datetime, tz: zoneinfo.ZoneInfo) -> str:
    """The zone in words with its offset at that moment."""
    return words.zone_name(moment.astimezone(tz))


@register.simple_tag
def comma() -> str:
    """The comma of the reader's language, with its space, between two parts that a template sets side by side."""
    return words.comma()


@register.filter
def commas(parts: list[Any]) -> str:
    """The parts of a list with that comma between them."""
    return words.with_commas(str(part) for part in parts)


@register.filter
def named_changes(changes: dict[str, list[Any]]) -> list[tuple[str, Any, Any]]:
    """(what the field is called, before, after) of an entry of the log."""
    return [(field_name(name), before, after) for name, (before, after) in changes.items()]


@register.filter
def country(code: str) -> str:
    """A country's name in the reader's language."""
    return words.country_name(code)


@register.filter
def languages(codes: list[str]) -> str:
    """Languages by name in the reader's, with commas."""
    return words.with_commas(words.language_name(code) for code in codes)


@register.filter
def language(code: str) -> str:
    """A language by name in the reader's."""
    return words.language_name(code)


@register.simple_tag(takes_context=True)
def lent(context: template.Context, frame: str, **extra: Any) -> SafeString:
    """The fragments that upper rooms lend to this frame of the page."""
    # Each lender renders a template of its own, so what it answers is escaped already.
    return mark_safe("".join(lent_to(frame, context["request"], **extra)))  # noqa: S308
