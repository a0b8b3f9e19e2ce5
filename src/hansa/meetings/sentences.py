"""What the planner knows, said to a person: whole sentences in the reader's language, with the delegations' names.

The engine speaks in ids and kinds. Each kind has one sentence for what stands in the way and, where something can be
done, a second one for what to do.
"""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language_bidi, ngettext, pgettext
from django.utils.translation import gettext as _

from hansa.base.words import language_name, with_commas
from hansa.meetings.availability import AFTER_ARRIVAL, BEFORE_DEPARTURE, Absence
from hansa.meetings.models import Slot
from hansa.meetings.planner import Cause, Violation, key_from, pair_from
from hansa.meetings.rows import Pair, Rows
from hansa.people.models import FAMILY_FIRST, Person


@dataclass(frozen=True)
class Said:
    """What stands in the way, and what one can do; the second may be empty."""

    what: str
    then: str = ""

    def __str__(self) -> str:
        return f"{self.what} {self.then}".strip()


class Names:
    """The engine's ids in words: delegations, slots, interpreters, pairs; isolated where lines run right to left."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows

    @cached_property
    def _of_delegation(self) -> Counter[int]:
        """How many of each delegation meet; more than one are told apart by their persons."""
        meeting = {pk for pair in (*self.rows.requests, *self.rows.standing) for pk in pair}
        return Counter(self.rows.delegates[pk].delegation_id for pk in meeting if pk in self.rows.delegates)

    def is_deputy(self, pk: int) -> bool:
        """Whether it must be said who of the delegation meets: not its head, and others of it meet as well."""
        delegate = self.rows.delegates.get(pk)
        return bool(delegate and delegate.role != "head" and self._of_delegation[delegate.delegation_id] > 1)

    def delegate(self, pk: int) -> str:
        """The delegation's name, with the person's where it is not the head and several of it meet."""
        delegate = self.rows.delegates.get(pk)
        if delegate is None:
            return _("somebody who is no longer on record")
        name = isolated(str(delegate.delegation.organization))
        if not self.is_deputy(pk):
            return name
        person = isolated(f"{latin(delegate.person)} {delegate.person.mark}".rstrip())
        return _("%(delegation)s, %(person)s") % {"delegation": name, "person": person}

    def pair(self, pair: Pair) -> str:
        return f"{self.delegate(pair[0])} – {self.delegate(pair[1])}"

    def wish(self, wish: str | None) -> str:
        return self.pair(pair_from(wish)) if wish else ""

    def party(self, party: str) -> str:
        return self.delegate(key_from(party))

    def slot(self, pk: int) -> str:
        """ "Thu 13 June, 14:00" in the event's zone."""
        slot = self.rows.slot_by_pk.get(pk)
        return self.moment(slot) if slot else _("a time that is no longer in the round")

    def moment(self, slot: Slot) -> str:
        local = self.rows.round.event.local(slot.starts_at)
        return isolated(_("%(day)s, %(clock)s") % {"day": day(local), "clock": f"{local:%H:%M}"})

    def interpreter(self, name: str | None) -> str:
        interpreter = self.rows.interpreters.get(key_from(name)) if name else None
        return isolated(str(interpreter.person)) if interpreter else _("an interpreter who is no longer on record")

    def table(self, slot: str | None, number: int | None) -> str:
        tables = self.rows.open_tables.get(key_from(slot), ()) if slot else ()
        return str(tables[number].number) if number is not None and 0 <= number < len(tables) else "?"

    def languages(self, codes: Iterable[str]) -> str:
        """ "Lao and Korean"."""
        return listed(language_name(code) for code in codes)


def day(when: dt.date) -> str:
    """ "Thu 13 June" in the reader's language."""
    # The format is a text as well: not every language has short names of days that stand before a date.
    return date_format(dt.date(when.year, when.month, when.day), pgettext("format of a day in a line", "D j F"))


def isolated(text: str) -> str:
    """The text kept together in a line of the other direction (Unicode's isolates, UAX 9); itself in any other line."""
    return f"\u2068{text}\u2069" if get_language_bidi() else text


def latin(person: Person) -> str:
    """A person's name in letters that every reader can read aloud, where it is on record."""
    return person.latin_name or person.full_name


def family(person: Person) -> str:
    """The family part of that name, for where there is little room."""
    if not person.latin_name or person.latin_name == person.full_name:
        return person.family_name or person.full_name
    words = person.latin_name.split()
    return words[0] if person.language in FAMILY_FIRST else words[-1]


def listed(names: Iterable[str]) -> str:
    """ "Linz, Baku and Haifa", as the reader's language joins them."""
    *most, last = [*names] or [""]
    return _("%(names)s and %(last)s") % {"names": with_commas(most), "last": last} if most else last


# ---- why a move, or a plan, is forbidden --------------------------------------


def of_violation(names: Names, violation: Violation) -> Said:
    """What forbids a place, and what to do about it."""
    words: dict[str, object] = {
        "pair": names.wish(violation.wish),
        "party": names.party(violation.parties[0]) if violation.parties else "",
        "time": names.slot(key_from(violation.slot)) if violation.slot else "",
        "other": names.wish(violation.other_wish),
        "interpreter": names.interpreter(violation.interpreter) if violation.interpreter else "",
        "table": names.table(violation.slot, violation.table),
        "pinned": names.slot(key_from(violation.pinned_slot)) if violation.pinned_slot else "",
        "limit": violation.limit,
    }
    if violation.kind == "party_unavailable":
        return _away(names, violation, words)
    if violation.kind == "interpreter_needed":
        return _no_interpreter(names, violation.parties, words["time"])
    if violation.kind == "unknown_wish":
        return Said(no_longer_asked(names, pair_from(violation.wish)), _("Take it off the board."))
    what = _whats().get(violation.kind, _("%(pair)s cannot stand there."))
    return Said(what % words, _thens().get(violation.kind, ""))


def no_longer_asked(names: Names, pair: Pair) -> str:
    """Why a pair is no wish any more: one of the two does not come, or the request was withdrawn."""
    for delegate in (names.rows.delegates.get(pk) for pk in pair):
        gone = delegate and (delegate.delegation.withdrawn_on or delegate.withdrawn_on)
        if delegate and gone:
            return _("%(party)s withdrew on %(day)s.") % {"party": names.delegate(delegate.pk), "day": day(gone)}
    return _("Nobody asks for %(pair)s any more.") % {"pair": names.pair(pair)}


def _whats() -> dict[str, str]:
    return {
        "unknown_slot": _("That time is no longer in the round."),
        "unknown_interpreter": _("The interpreter of %(pair)s no longer comes."),
        "placed_twice": _("%(pair)s stands on the board twice."),
        "pinned_elsewhere": _("%(pair)s is promised for %(pinned)s."),
        "pinned_unplaced": _("%(pair)s is promised for %(pinned)s, but has no place."),
        "slot_excluded": _("%(pair)s may not be held on %(time)s."),
        "must_not_meet": _("%(pair)s must not meet."),
        "party_busy": _("%(party)s meets on %(time)s already: %(other)s."),
        "day_full": _("%(party)s may have only %(limit)s meetings on that day."),
        "interpreter_cannot_bridge": _("%(interpreter)s does not speak a language of both %(pair)s."),
        "interpreter_unavailable": _("%(interpreter)s is not there on %(time)s."),
        "interpreter_busy": _("%(interpreter)s interprets %(other)s on %(time)s."),
        "no_such_table": _("That table is closed on %(time)s."),
        "not_its_table": _("%(party)s has a table of its own."),
        "table_taken": _("Table %(table)s is taken on %(time)s by %(other)s."),
    }


def _thens() -> dict[str, str]:
    other_interpreter = _("Move the meeting: it is then given another interpreter.")
    return {
        "unknown_slot": _("Choose another time."),
        "unknown_interpreter": other_interpreter,
        "placed_twice": _("Take one of them off."),
        "pinned_elsewhere": _("Unpin it before you move it."),
        "pinned_unplaced": _("Place it there or unpin it."),
        "party_busy": _("Move that meeting first, or choose another time."),
        "day_full": _("Choose another day."),
        "interpreter_cannot_bridge": other_interpreter,
        "interpreter_unavailable": other_interpreter,
        "interpreter_busy": _("Move one of the two."),
        "no_such_table": _("Choose another table."),
        "not_its_table": _("Choose that table."),
        "table_taken": _("Choose another table, or let the two change places."),
    }


def _away(names: Names, violation: Violation, words: dict[str, object]) -> Said:
    """Not "not available" but why."""
    if not violation.parties or not violation.slot:
        return Said(_("%(party)s cannot meet on %(time)s.") % words)
    return of_absence(names, key_from(violation.parties[0]), key_from(violation.slot)) or Said(
        _("%(party)s cannot meet on %(time)s.") % words, _("Choose another time.")
    )


def of_absence(names: Names, delegate: int, slot: int) -> Said | None:
    """What keeps the delegate from meeting in that slot; None where nothing does."""
    absence = names.rows.absence(delegate, slot)
    return absent(names, delegate, absence, names.rows.slot_by_pk[slot]) if absence else None


def absent(names: Names, delegate: int, absence: Absence, slot: Slot) -> Said:
    """The same of an absence that is known."""
    words: dict[str, object] = {"party": names.delegate(delegate), "time": names.moment(slot)}
    return Said(_absence(names, absence, slot, words), _("Choose another time."))


def _absence(names: Names, absence: Absence, slot: Slot, words: dict[str, object]) -> str:
    event = names.rows.round.event
    moment = event.local(absence.title if absence.why in ("arrives", "departs") else absence.starts_at)  # type: ignore[arg-type]
    words = {
        **words,
        "title": absence.title,
        "day": isolated(day(moment)),
        "start": f"{moment:%H:%M}",
        "end": "" if absence.why in ("arrives", "departs") else f"{event.local(absence.ends_at):%H:%M}",
    }
    margin = _margin(absence, slot)
    if margin:
        return {
            "arrives": _("%(party)s arrives on %(day)s at %(start)s, less than %(minutes)s minutes before %(time)s."),
            "departs": _("%(party)s departs on %(day)s at %(start)s, less than %(minutes)s minutes after %(time)s."),
        }[absence.why] % {**words, "minutes": margin}
    texts = {
        "arrives": _("%(party)s arrives on %(day)s at %(start)s, too late for %(time)s."),
        "departs": _("%(party)s departs on %(day)s at %(start)s, too early for %(time)s."),
        "speaks": _("%(party)s speaks in “%(title)s”, %(start)s–%(end)s."),
        "attends": _("Everybody attends “%(title)s”, %(start)s–%(end)s."),
        "visits": _("%(party)s is on the visit “%(title)s”, %(start)s–%(end)s."),
        "meets": _("%(party)s has a meeting outside the tables, %(start)s–%(end)s."),
    }
    return texts[absence.why] % words


def _margin(absence: Absence, slot: Slot) -> int:
    """The minutes that the way takes, where one is there at the time of the slot but for the way; else 0."""
    if absence.why == "arrives" and absence.ends_at - AFTER_ARRIVAL <= slot.starts_at:
        return AFTER_ARRIVAL // dt.timedelta(minutes=1)
    if absence.why == "departs" and absence.starts_at + BEFORE_DEPARTURE >= slot.ends_at:
        return BEFORE_DEPARTURE // dt.timedelta(minutes=1)
    return 0


def _no_interpreter(names: Names, parties: tuple[str, ...], time: object) -> Said:
    """No interpreter at all for the two, or none who is free then."""
    first, second = (names.rows.delegates[key_from(party)].languages for party in parties)
    pair = names.languages([*first[:1], *second[:1]])
    bridges = [i for i in names.rows.interpreters.values() if {*i.languages} & {*first} and {*i.languages} & {*second}]
    if not bridges:
        return _no_bridge(names, pair)
    return Said(
        _("No interpreter for %(languages)s is free on %(time)s.") % {"languages": pair, "time": time},
        _("Choose another time, or move the meeting that has one."),
    )


def _no_bridge(names: Names, languages: str) -> Said:
    count = len(names.rows.interpreters)
    what = ngettext(
        "The only interpreter does not speak both %(languages)s.",
        "None of the %(count)s interpreters speaks both %(languages)s.",
        count,
    )
    if not count:
        what = _("There is no interpreter, and they share no language.")
    return Said(
        what % {"count": count, "languages": languages},
        _("An interpreter for %(languages)s would place it.") % {"languages": languages},
    )


# ---- why a wish has no place --------------------------------------------------


def of_cause(names: Names, cause: Cause) -> Said:
    """Why a pair found no place, and what would give it one."""
    if cause.parts:
        told = [of_cause(names, part) for part in cause.parts]
        return Said(
            " ".join(dict.fromkeys(part.what for part in told)),
            _("While all else stays where it is, all of this would have to change before the meeting has a place."),
        )
    party, other = (*(names.party(party) for party in cause.parties), "", "")[:2]
    words = {
        "party": party,
        "other": other,
        "pair": names.wish(cause.wish),
        "time": names.slot(key_from(cause.slots[0])) if cause.slots else "",
        "languages": names.languages(cause.languages),
        "count": len(cause.meetings),
        "capacity": cause.capacity,
        "times": listed(names.slot(key_from(slot)) for slot in cause.slots),
    }
    return _cause_texts(names, cause, words)


def _cause_texts(names: Names, cause: Cause, words: dict[str, object]) -> Said:
    match cause.kind:
        case "party_full":
            return _full(cause, words)
        case "no_bridge":
            return _no_bridge(names, str(words["languages"]))
        case "no_common_slot":
            violation = Violation("party_unavailable", cause.wish, parties=cause.parties[:1], slot=cause.slots[0])
            then = _("They are never there at the same time; this is the nearest they come.")
            return Said(_away(names, violation, words).what, then)
    texts = {
        "no_common_free_slot": (
            _("%(party)s has other meetings whenever %(other)s could come: %(times)s."),
            _("One of these meetings would have to move."),
        ),
        "no_interpreter": (
            _("Every interpreter for %(languages)s is taken or away on %(time)s, when both are free."),
            _("One more interpreter for %(languages)s would place it."),
        ),
        "no_table": (
            _("All %(capacity)s tables are taken on %(time)s, when both are free."),
            _("One more table would place it."),
        ),
        "day_full": (_("%(party)s may have only %(capacity)s meetings on that day."), ""),
        "must_not_meet": (_("%(pair)s must not meet."), ""),
        "slots_too_narrow": (_("%(pair)s may not be held on %(time)s, the only time left."), ""),
        "no_slots": (_("The round has no times."), _("Cut it into slots first.")),
        "by_hand": (_("It was taken off the board by hand."), _("Place it where it is wanted, or propose again.")),
        "nothing": (_("Nothing is in its way any more."), _("Place it by hand, or propose again.")),
    }
    what, then = texts.get(cause.kind, (_("No place was found."), _("Propose a plan again.")))
    return Said(what % words, then % words)


def _full(cause: Cause, words: dict[str, object]) -> Said:
    if not cause.meetings:
        never = _("%(party)s is never free in the times of the round.") % words
        return Said(never, _("Look at its arrival, departure and programme."))
    what = ngettext(
        "%(party)s is full with %(count)s meeting: it has no free time left.",
        "%(party)s is full with %(count)s meetings: it has no free time left.",
        len(cause.meetings),
    )
    return Said(what % words, _("Give one of them up for it, or ask whether a deputy may stand in."))


def of_relief(names: Names, relief: Mapping[str, Any]) -> str:
    """What one more interpreter or table would do, as it was tried."""
    slot = names.rows.slot_by_pk.get(relief["slot"])
    words = {
        "count": relief["count"],
        "languages": names.languages(relief["languages"]),
        "day": isolated(day(names.rows.round.event.local(slot.starts_at))) if slot else "?",
    }
    if relief["kind"] == "table":
        return (
            ngettext(
                "One more table on %(day)s would place one more meeting.",
                "One more table on %(day)s would place %(count)s more meetings.",
                relief["count"],
            )
            % words
        )
    return (
        ngettext(
            "One more interpreter for %(languages)s on %(day)s would place one more meeting.",
            "One more interpreter for %(languages)s on %(day)s would place %(count)s more meetings.",
            relief["count"],
        )
        % words
    )
