"""What of a programme a reader sees: which events' lines, narrowed by day, track, hall and language."""

import datetime as dt
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

from hansa.base.words import language_name
from hansa.events.lines import Line
from hansa.events.models import Event
from hansa.events.queries import Day, Item
from hansa.events.releases import public_of, working_of
from hansa.events.rules import may_manage, may_see_programme
from hansa.gazetteer import place, resolve
from hansa.network.rules import Visitor


def sections_for(user: Visitor, event: Event, in_work: bool) -> list[tuple[Event, list[Line]]]:
    """The event's own lines and those of its parts, as far as this reader may see them."""
    parts = list(Event.objects.filter(part_of=event).order_by("starts_on", "key"))
    if in_work:
        found = working_of([event, *parts])
        return [(one, found[one.pk]) for one in (event, *parts)]
    # Who manages the whole manages its parts, and reads here what the public reads.
    seen = [event, *(part for part in parts if may_see_programme(user, part) or may_manage(user, part))]
    found = public_of([one for one in seen if one.announced_at is not None or one is event])
    return [(one, found[one.pk]) for one in seen if one.pk in found]


class Filters:
    """The choices that there are in these days, what of them is chosen, and the days that are left."""

    def __init__(self, asked: Any, event: Event, days: list[Day]) -> None:
        lines = [item.line for day in days for item in day.items]
        self.tracks = sorted({line.track for line in lines if line.track})
        self.halls = sorted({line.where for line in lines if line.where})
        codes = {code for line in lines for code in (*line.spoken, *line.interpreted)}
        self.languages = sorted(((code, language_name(code)) for code in codes), key=lambda choice: choice[1])
        self.dates = [day.date for day in days]
        self.day = _one_of(asked.get("day"), [date.isoformat() for date in self.dates])
        self.track = _one_of(asked.get("track"), self.tracks)
        self.hall = _one_of(asked.get("hall"), self.halls)
        self.language = _one_of(asked.get("language"), [code for code, _name in self.languages])
        self.columns = _one_of(asked.get("columns"), ["hall", "track"]) or ("track" if self.tracks else "hall")
        kept = [(day.date, [item for item in day.items if self._keeps(day.date, item)]) for day in days]
        self.days = [Day(date, items) for date, items in kept if items]

    @property
    def is_narrowed(self) -> bool:
        return bool(self.day or self.track or self.hall or self.language)

    def _keeps(self, date: dt.date, item: Item) -> bool:
        line = item.line
        return (
            self.day in ("", date.isoformat())
            and self.track in ("", line.track)
            and self.hall in ("", line.where)
            and (not self.language or self.language in (*line.spoken, *line.interpreted))
        )


def _one_of(asked: str | None, choices: list[str]) -> str:
    return asked if asked in choices else ""


def zone_named(text: str) -> tuple[ZoneInfo | None, bool]:
    """(the zone that is meant by its name or by a city's, whether the text could not be read)."""
    if not text:
        return None, False
    if text in _zones():
        return ZoneInfo(text), False
    known = resolve(text).id
    found = place(known) if known else None
    zone = found.zone if found else ""
    return (ZoneInfo(zone), False) if zone in _zones() else (None, True)


@lru_cache(maxsize=1)
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())
