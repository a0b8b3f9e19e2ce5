"""Those whose meetings change are told, and nobody else: a letter to each who answers for an affected delegation.

Each letter holds the recipient's own changes, in the recipient's language, with old and new place; never why the
planner preferred another meeting, and nothing of anybody else's diary.
"""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, override

from hansa.base.words import zone_name
from hansa.delegations.queries import focal_points_of
from hansa.events.models import Event
from hansa.mail import actions as mail
from hansa.mail.kinds import kind
from hansa.mail.languages import language_for
from hansa.mail.models import Letter
from hansa.meetings.models import Interpreter, Meeting, Party, Round, Table
from hansa.meetings.sentences import day
from hansa.network.models import Organization
from hansa.people.models import User

KIND = kind("diary changed", gettext_lazy("changes in a diary"))


@dataclass(frozen=True)
class Standing:
    """Where a meeting stood."""

    starts_at: dt.datetime
    table_id: int | None
    interpreter_id: int | None
    place: str = ""


def _of(meeting: Meeting) -> Standing:
    return Standing(meeting.starts_at, meeting.table_id, meeting.interpreter_id, meeting.place)


@dataclass
class Changes:
    """What a publication did, as meetings, and the letters that tell it.

    ``before`` says by key where those stood that people held; one that is not in it is new to them.
    """

    made: list[Meeting] = field(default_factory=list)
    moved: list[Meeting] = field(default_factory=list)
    cancelled: list[Meeting] = field(default_factory=list)
    before: dict[int, Standing] = field(default_factory=dict)
    letters: list[Letter] = field(default_factory=list)

    def note(self, meeting: Meeting) -> None:
        """Keep where it stands, before it is changed."""
        self.before[meeting.pk] = _of(meeting)

    @property
    def all(self) -> list[Meeting]:
        return [*self.made, *self.moved, *self.cancelled]


@dataclass(frozen=True)
class Words:
    """What the letters of one publication are made of, read once."""

    event: Event
    # With the recipient it names each letter, so that none is drafted twice.
    once: str
    is_first: bool
    changes: Changes
    parties: Mapping[int, list[Party]]
    tables: Mapping[int, Table]
    interpreters: Mapping[int, Interpreter]

    def place(self, at: Standing) -> str:
        """ "Thu 13 June, 14:00, table 3"; outside the tables the place by name."""
        local = self.event.local(at.starts_at)
        when = _("%(day)s, %(clock)s") % {"day": day(local), "clock": f"{local:%H:%M}"}
        found = self.tables.get(at.table_id or 0)
        if found:
            return _("%(time)s, table %(table)s") % {"time": when, "table": found.number}
        return _("%(time)s, %(place)s") % {"time": when, "place": at.place} if at.place else when

    def line(self, meeting: Meeting, own: int) -> str:
        """One meeting as the organization with the key ``own`` reads it."""
        others = [party for party in self.parties[meeting.pk] if party.organization_id != own]
        before = self.before(meeting)
        helper = self.interpreters.get(meeting.interpreter_id or 0)
        words = {
            "other": "; ".join(str(party.organization) for party in others),
            "now": self.place(_of(meeting)),
            "was": self.place(before),
            "interpreter": helper.person if helper else _("none"),
        }
        if meeting.cancelled_at:
            gone = any(p.delegate and (p.delegate.withdrawn_on or p.delegate.delegation.withdrawn_on) for p in others)
            if gone:
                return _("%(other)s: the meeting on %(was)s does not take place; %(other)s does not come.") % words
            return _("%(other)s: the meeting on %(was)s does not take place.") % words
        if meeting.pk not in self.changes.before:
            return _("%(other)s: a new meeting on %(now)s.") % words
        if words["was"] != words["now"]:
            return _("%(other)s: no longer on %(was)s, but on %(now)s.") % words
        if before.interpreter_id != meeting.interpreter_id:
            return _("%(other)s, %(now)s: the interpreter changes to %(interpreter)s.") % words
        words |= {"end": f"{self.event.local(meeting.ends_at):%H:%M}", "hall": meeting.place}
        return _("%(other)s, %(now)s: until %(end)s, %(hall)s.") % words

    def before(self, meeting: Meeting) -> Standing:
        """Where it stood; of a new one, where it stands."""
        return self.changes.before.get(meeting.pk) or _of(meeting)


def tell(of: Round, changes: Changes, *, by: User | None) -> list[Letter]:
    """Draft the letters; in the transaction of the publication. The same version drafts each letter once."""
    if not changes.all:
        return []
    tables, interpreters = of.tables.all(), of.interpreters.select_related("person")
    return _tell(
        Words(
            of.event,
            f"diary:{of.pk}:{of.version}",
            of.version == 1,
            changes,
            _parties(changes),
            {table.pk: table for table in tables},
            {interpreter.pk: interpreter for interpreter in interpreters},
        ),
        by=by,
    )


def tell_of_call(meeting: Meeting, changes: Changes, *, by: User | None) -> list[Letter]:
    """The same of one meeting outside the tables."""
    once = f"call:{meeting.pk}:{meeting.sequence}"
    return _tell(Words(meeting.event, once, bool(changes.made), changes, _parties(changes), {}, {}), by=by)


def _tell(words: Words, *, by: User | None) -> list[Letter]:
    changes = words.changes
    concerned: dict[int, list[Meeting]] = {}
    organizations: dict[int, Organization] = {}
    for meeting in sorted(changes.all, key=lambda one: (words.before(one).starts_at, one.pk)):
        for party in words.parties[meeting.pk]:
            organizations[party.organization_id] = party.organization
            listed = concerned.setdefault(party.organization_id, [])
            if meeting not in listed:
                listed.append(meeting)
    people = focal_points_of(concerned)
    return [
        _letter(words, organizations[key], user, meetings, by=by)
        for key, meetings in sorted(concerned.items())
        for user in people.get(key, ())
        if user.email
    ]


def _parties(changes: Changes) -> dict[int, list[Party]]:
    """Both sides of each meeting, by its key."""
    parties: dict[int, list[Party]] = {meeting.pk: [] for meeting in changes.all}
    found = Party.objects.filter(meeting__in=list(parties)).select_related("organization", "delegate__delegation")
    for party in found:
        parties[party.meeting_id].append(party)
    return parties


def _letter(words: Words, own: Organization, user: User, meetings: list[Meeting], *, by: User | None) -> Letter:
    event, chosen = words.event, language_for(user.language)
    with override(chosen.language):
        subject, opening = _opening(is_first=words.is_first, count=len(meetings))
        names = {"event": event.name, "delegation": str(own), "count": len(meetings)}
        zone = zone_name(event.local(meetings[0].starts_at))
        body = [
            opening % names,
            "\n".join(f"– {words.line(meeting, own.pk)}" for meeting in meetings),
            _("All times are those of the event: %(zone)s.") % {"zone": zone},
            _("Whatever is not named here stays as it was. Your diary on the site and its calendar show it already."),
        ]
        return mail.draft(
            KIND,
            by=by,
            once=f"{words.once}:{own.pk}:{user.pk}",
            address=user.email,
            language=chosen.language,
            wanted_language=chosen.wanted,
            subject=subject % names,
            body="\n\n".join(body),
            to=user.person,
            name=str(user),
            folder=f"event:{event.pk}",
        )


def _opening(*, is_first: bool, count: int) -> tuple[str, str]:
    """Subject and first sentence: the first version arranges, each later one changes."""
    if is_first:
        return _("Your meetings at %(event)s"), ngettext(
            "One meeting is arranged for %(delegation)s at %(event)s.",
            "%(count)s meetings are arranged for %(delegation)s at %(event)s.",
            count,
        )
    return _("Changes in your meetings at %(event)s"), ngettext(
        "One meeting of %(delegation)s at %(event)s has changed.",
        "%(count)s meetings of %(delegation)s at %(event)s have changed.",
        count,
    )
