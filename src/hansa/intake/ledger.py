"""What is on record and what the workbook speaks of, side by side while a workbook is brought in.

All rows that the workbook may touch are fetched in a fixed number of queries and kept here by what they are known by,
so that a second import of five thousand unchanged rows asks the database no more than one of five.
"""

import datetime as dt
import zoneinfo
from collections import defaultdict
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from hansa.base.errors import Refused
from hansa.base.text import nfc
from hansa.delegations.models import Delegate, Delegation
from hansa.events.models import Event, EventRole
from hansa.events.rules import managed_by
from hansa.gazetteer import resolve
from hansa.intake.columns import EVENT, ORGANISATIONS, PEOPLE, Sheet
from hansa.intake.fates import Report, Row
from hansa.intake.layout import Workbook
from hansa.intake.values import nearest
from hansa.network.models import Office, Organization
from hansa.network.queries import only_network
from hansa.network.rules import is_officer
from hansa.people.models import Person, User


def name_key(text: str) -> str:
    """By what a name is told from another: composed, in any case, with its marks."""
    return nfc(text).casefold()


class Ledger:
    """One import: who brings it in, what they answered, and every record by name."""

    def __init__(self, book: Workbook, by: User | None, answers: dict[str, str]) -> None:
        self.book, self.by, self.answers = book, by, answers
        # The command on the server is the secretariat's own.
        self.is_office = by is None or is_officer(by)
        self.managed = None if self.is_office or by is None else set(managed_by(by).values_list("pk", flat=True))
        self.report = Report(rows=[row for rows in book.rows.values() for row in rows], notices=list(book.notices))
        self.network = only_network()
        self.hosts: dict[int, Organization] = {}
        self.sends: dict[int, tuple[Event, str]] = {}
        # Rows that are refused, by sheet and name, and heads of delegation among them by organization: what waits for
        # one says so. Filled once a sheet is done, since thousands may ask.
        self.refused: dict[tuple[str, str], Row] = {}
        self.refused_heads: dict[int, Row] = {}
        # Keys of the organizations that have a row of their own.
        self.listed: set[int] = set()
        self._fetch_events()
        self._fetch_organizations()

    # -- events

    def _fetch_events(self) -> None:
        self.events = {event.key: event for event in Event.objects.select_related("part_of", "city")}
        for role in EventRole.objects.filter(role="host").select_related("organization"):
            self.hosts.setdefault(role.event_id, role.organization)
        first = self.book.of(EVENT)[0]
        self.main_key = first.get("key", "")

    @property
    def main(self) -> Event:
        """The event that the workbook is about: the first of the sheet Event."""
        return self.event_of(None)

    def event_of(self, row: Row | None) -> Event:
        """The event of a row by its key, the main one where the cell is empty. Raises Refused."""
        key = (row.get("event") if row else None) or self.main_key
        event = self.events.get(key)
        if event is not None:
            return event
        if any(other.get("key") == key for other in self.book.of(EVENT)):
            raise Refused(_("Its event “%(key)s” is refused; put that row right first.") % {"key": key})
        raise Refused(_("There is no event “%(key)s” in the sheet Event.") % {"key": key})

    def manages(self, event: Event) -> bool:
        """Whether whoever brings this in manages the event."""
        return self.managed is None or event.pk in self.managed

    def demand_event(self, event: Event) -> None:
        """Refused unless whoever brings this in manages the event."""
        if not self.manages(event):
            raise Refused(_("The event “%(key)s” is not one that you manage.") % {"key": event.key})

    def passes_over(self, row: Row, key: str) -> bool:
        """Whether a row is about an event beside the main one that others manage: said, and left as it is on record.

        So that a host may send again the very workbook that the secretariat has brought in for it.
        """
        event = self.events.get(key)
        if event is None or self.manages(event) or key == self.main_key:
            return False
        row.notes.append(_("The event “%(key)s” is not one that you manage; this was passed over.") % {"key": key})
        return True

    def moment(self, naive: dt.datetime, event: Event) -> dt.datetime:
        """A moment in the event's zone. Refused where the clocks skip it."""
        if naive.tzinfo is not None:
            return naive
        moment = naive.replace(tzinfo=event.tz)
        if moment.astimezone(dt.UTC).astimezone(event.tz).replace(tzinfo=None) != naive:
            raise Refused(
                _("%(time)s does not exist in %(zone)s: the clocks are put forward then.")
                % {"time": f"{naive:%Y-%m-%d %H:%M}", "zone": event.zone}
            )
        return moment

    def period(self, row: Row, event: Event) -> tuple[dt.datetime, dt.datetime]:
        """Start and end of a row with Day, Start and End; an end at midnight is the next day's. Raises Refused."""
        day, start, end = row.get("day"), row.get("start"), row.get("end")
        last = day + dt.timedelta(days=1) if end == dt.time(0) else day
        starts, ends = (self.moment(dt.datetime.combine(*pair), event) for pair in ((day, start), (last, end)))
        if ends <= starts:
            raise Refused(_("It ends at %(end)s, before it starts.") % {"end": f"{end:%H:%M}"})
        if not event.starts_on - dt.timedelta(days=3) <= day <= event.ends_on + dt.timedelta(days=3):
            row.notes.append(_("This day is far from those of the event."))
        return starts, ends

    # -- organizations

    def _fetch_organizations(self) -> None:
        self.by_place: dict[str, Organization] = {}
        self.by_name: dict[tuple[str, str], Organization] = {}
        self.named: dict[str, dict[int, Organization]] = defaultdict(dict)
        for organization in Organization.objects.all():
            self.know(organization)

    def know(self, organization: Organization, *names: str) -> None:
        """Remember an organization by its place, its name and country, and every name it is called by."""
        if organization.place and organization.kind in ("city", "region"):
            self.by_place.setdefault(organization.place, organization)
        self.by_name[name_key(organization.name), organization.country] = organization
        every = {organization.name, organization.own_name, *organization.names.values(), *names} - {""}
        for name in every:
            for key in (name, f"{name}, {organization.country}", f"{name} ({organization.country})"):
                self.named[name_key(key)][organization.pk] = organization

    def organization(self, name: str) -> Organization:
        """The organization that a cell names: as in the sheet, as on record, or by another name of its place."""
        found = list(self.named.get(name_key(name), {}).values())
        listed = [organization for organization in found if organization.pk in self.listed]
        found = listed or found
        if not found:
            place = resolve(name)
            found = [self.by_place[place.id]] if place.certain and place.id in self.by_place else []
        if len(found) == 1:
            return found[0]
        if found:
            raise Refused(
                _("“%(name)s” can be several organisations; write the country behind it: %(choices)s.")
                % {"name": name, "choices": "; ".join(f"{one.name}, {one.country}" for one in found)}
            )
        raise self._no_organization(name)

    def _no_organization(self, name: str) -> Refused:
        row = self.refused.get((ORGANISATIONS.key, name_key(name)))
        if row is not None:
            return Refused(
                _("“%(name)s” waits for row %(row)s of Organisations, which is refused.")
                % {"name": name, "row": row.number}
            )
        near = nearest(name, [row.get("name", "") for row in self.book.of(ORGANISATIONS)])
        if near:
            return Refused(
                _("“%(name)s” is not in the sheet Organisations. Did you mean %(near)s?") % {"name": name, "near": near}
            )
        return Refused(_("“%(name)s” is not in the sheet Organisations. Add a row for it there.") % {"name": name})

    def note_refused(self, sheet: Sheet) -> None:
        """Remember the refused rows of a sheet that is done, by name."""
        for row in self.book.of(sheet):
            if row.refusals:
                self.refused.setdefault((sheet.key, name_key(row.get("name", ""))), row)
                if row.get("role") == "head":
                    for pk in self.named.get(name_key(row.get("organisation", "")), ()):
                        self.refused_heads.setdefault(pk, row)

    # -- people

    def fetch_people(self) -> None:
        """The persons whom the workbook may mean: by address, and by office or delegation of its organizations."""
        addresses = {row.get("email") for rows in self.book.rows.values() for row in rows if row.get("email")}
        self.by_email: dict[str, list[Person]] = defaultdict(list)
        for person in Person.objects.filter(email__in=addresses):
            self.by_email[person.email].append(person)
        self.by_post: dict[tuple[int, str], dict[int, Person]] = defaultdict(dict)
        bodies = self.listed
        self.offices: dict[tuple[int, int], list[Office]] = defaultdict(list)
        for office in Office.objects.filter(organization__in=bodies).select_related("person"):
            self.by_post[office.organization_id, name_key(office.person.full_name)][office.person_id] = office.person
            self.offices[office.organization_id, office.person_id].append(office)
        posts = Delegate.objects.filter(delegation__organization__in=bodies).select_related(
            "person", "delegation__event"
        )
        self.delegates: dict[tuple[int, int], Delegate] = {}
        for post in posts:
            self.by_post[post.delegation.organization_id, name_key(post.person.full_name)][post.person_id] = post.person
            self.delegates[post.delegation_id, post.person_id] = post
        self.called: dict[str, dict[int, Person]] = defaultdict(dict)
        self.members: set[tuple[int, int]] = set()

    def fetch_delegations(self) -> None:
        """The delegations to the events of the workbook, by event and organization."""
        found = Delegation.objects.filter(event__key__in=list(self.events)).select_related("event", "organization")
        self.delegations = {(one.event_id, one.organization_id): one for one in found}

    def call(self, person: Person, body: Organization) -> None:
        """Remember a person of the sheet People by every name other sheets may use, and whose they are."""
        self.members.add((person.pk, body.pk))
        for name in {person.full_name, person.latin_name, person.email} - {""}:
            self.called[name_key(name)][person.pk] = person

    def people(self, names: Iterable[str]) -> list[Person]:
        """The persons whom a cell names. Raises Refused for the first that cannot be told."""
        return [self.person(name) for name in names]

    def person(self, name: str) -> Person:
        """The person of the sheet People with that name, Latin name or address."""
        found = list(self.called.get(name_key(name), {}).values())
        if len(found) == 1:
            return found[0]
        if found:
            raise Refused(_("Several people are called “%(name)s”; write the e-mail address instead.") % {"name": name})
        row = self.refused.get((PEOPLE.key, name_key(name)))
        if row is not None:
            raise Refused(
                _("“%(name)s” waits for row %(row)s of People, which is refused.") % {"name": name, "row": row.number}
            )
        near = nearest(name, [row.get("name", "") for row in self.book.of(PEOPLE)])
        if near:
            raise Refused(
                _("“%(name)s” is not in the sheet People. Did you mean %(near)s?") % {"name": name, "near": near}
            )
        raise Refused(_("“%(name)s” is not in the sheet People. Add a row there.") % {"name": name})


def doubled(rows: Iterable[Row], identity: Any) -> list[tuple[Row, Row]]:
    """Pairs of rows that are the same thing, by that function of a row (None: not to be compared)."""
    seen: dict[Any, Row] = {}
    pairs = []
    for row in rows:
        key = identity(row)
        if key is None:
            continue
        if key in seen:
            pairs.append((seen[key], row))
        seen.setdefault(key, row)
    return pairs


def refuse_doubles(rows: Iterable[Row], identity: Any, *keys: str) -> None:
    """Refuse both rows of each pair, each naming the other."""
    for one, other in doubled(rows, identity):
        for row, twin in ((one, other), (other, one)):
            row.refuse(_("Rows %(one)s and %(other)s are the same; delete one.") % {
                "one": row.number, "other": twin.number
            }, *keys)  # fmt: skip


def zone_named(text: str) -> str:
    """The name of a time zone as it is written; Refused with the nearest where there is none."""
    zones = sorted(zone for zone in zoneinfo.available_timezones() if "/" in zone or zone == "UTC")
    if text in zones:
        return text
    # A zone is a place: one that is merely spelt alike (Asia/Pekin, Asia/Taipei) is no help.
    near = nearest(text, zones, likeness=85)
    if near:
        raise Refused(_("“%(text)s” is no time zone. Did you mean %(near)s?") % {"text": text, "near": near})
    raise Refused(_("“%(text)s” is no time zone. Write Continent/City, such as Asia/Shanghai.") % {"text": text})
