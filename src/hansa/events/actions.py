"""Events are recorded, announced and filled: roles of organizations, figures announced, sessions, visits.

What revises answers [before, after] by field and logs nothing where nothing differs.
"""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansa.base import log
from hansa.base.dates import PartialDate
from hansa.base.errors import Refused
from hansa.base.fields import Multilingual
from hansa.events.models import Event, EventClaim, EventRole, Session, Speech, Visit
from hansa.network.models import Organization
from hansa.people.models import Person, User

Changes = dict[str, list[Any]]

RECORDED = log.verb("event.recorded", gettext_lazy("recorded the event %(subject)s"))
REVISED = log.verb("event.revised", gettext_lazy("revised the event %(subject)s"))
ANNOUNCED = log.verb("event.announced", gettext_lazy("announced %(subject)s"))
PROGRAMME = log.verb("event.programme", gettext_lazy("published the programme of %(subject)s"))
PARTICIPANTS = log.verb("event.participants", gettext_lazy("published the participants of %(subject)s"))
CLOSED = log.verb("event.closed", gettext_lazy("closed the page of %(subject)s to the public"))
PROGRAMME_BACK = log.verb("event.programme_back", gettext_lazy("took back the programme of %(subject)s"))
PARTICIPANTS_BACK = log.verb("event.participants_back", gettext_lazy("took back the participants of %(subject)s"))
CLAIMED = log.verb("event.claim", gettext_lazy("noted a figure announced about %(subject)s"))
ROLE = log.verb("event.role", gettext_lazy("gave a role at the event to %(subject)s"))
SESSION = log.verb("session.recorded", gettext_lazy("recorded the session %(subject)s"))
SESSION_REVISED = log.verb("session.revised", gettext_lazy("revised the session %(subject)s"))
VISIT = log.verb("visit.recorded", gettext_lazy("recorded the visit %(subject)s"))
VISIT_REVISED = log.verb("visit.revised", gettext_lazy("revised the visit %(subject)s"))

# A change of these must reach the calendars of those who were told.
TOLD = frozenset({"title", "starts_at", "ends_at", "hall", "place"})


@transaction.atomic
def record_event(
    *, by: User | None, key: str, starts: PartialDate, ends_on: dt.date | None = None, **values: Any
) -> Event:
    """Put an event on record; without a last day it ends on the last day that its first may be."""
    if Event.objects.filter(key=key).exists():
        raise Refused(_("There is an event with the key %(key)s already.") % {"key": key})
    ends_on = ends_on or starts.last
    _check_days(starts.first, ends_on)
    event = Event.objects.create(
        key=key, starts_on=starts.first, starts_precision=starts.precision, ends_on=ends_on, **values
    )
    log.record(RECORDED, event, by=by, event=event)
    return event


def revise_event(event: Event, *, by: User | None, **values: Any) -> Changes:
    """Set these fields. ``name`` adds languages to the name on record and takes none away."""
    if "name" in values:
        values["name"] = Multilingual({**event.name, **values["name"]})
    changes = log.differences(event, values)
    if not changes:
        return changes
    _check_days(values.get("starts_on", event.starts_on), values.get("ends_on", event.ends_on))
    if _is_inside(values.get("part_of"), event):
        raise Refused(_("An event cannot be part of itself."))
    return _write(event, REVISED, event, by, values, changes)


def announce(event: Event, *, by: User | None) -> None:
    """Open the event's page to the public."""
    _publish(event, "announced_at", ANNOUNCED, by)


def publish_programme(event: Event, *, by: User | None) -> None:
    """Let the public read sessions and visits."""
    _publish(event, "programme_published_at", PROGRAMME, by)


def publish_participants(event: Event, *, by: User | None) -> None:
    """Let the public read who comes."""
    _publish(event, "participants_published_at", PARTICIPANTS, by)


def close(event: Event, *, by: User | None) -> None:
    """Close the event's page to the public; with it its programme and who comes are out of sight."""
    _take_back(event, "announced_at", CLOSED, by)


def take_back_programme(event: Event, *, by: User | None) -> None:
    """The public no longer reads sessions and visits; diaries and feeds no longer hold them."""
    _take_back(event, "programme_published_at", PROGRAMME_BACK, by)


def take_back_participants(event: Event, *, by: User | None) -> None:
    """The public no longer reads who comes."""
    _take_back(event, "participants_published_at", PARTICIPANTS_BACK, by)


@transaction.atomic
def claim_figure(
    event: Event, *, by: User | None, measure: str, number: int, is_floor: bool = False, source: str = ""
) -> tuple[EventClaim, Changes]:
    """Note a figure that a source announced; the same source speaks once and may be corrected."""
    claim = EventClaim.objects.filter(event=event, measure=measure, source=source).first()
    values = {"number": number, "is_floor": is_floor}
    if claim is None:
        claim = EventClaim.objects.create(event=event, measure=measure, source=source, **values)
        changes: Changes = {measure: [None, number]}
    else:
        changes = log.differences(claim, values)
        claim.number, claim.is_floor = number, is_floor
        if changes:
            claim.save()
    if changes:
        log.record(CLAIMED, event, by=by, event=event, changes=changes)
    return claim, changes


@transaction.atomic
def give_role(event: Event, organization: Organization, *, by: User | None, role: str) -> EventRole:
    """Say what an organization is at an event; one that it is already is answered."""
    held, is_new = EventRole.objects.get_or_create(event=event, organization=organization, role=role)
    if is_new:
        log.record(ROLE, organization, by=by, event=event, changes={"role": [None, role]})
    return held


@transaction.atomic
def record_session(event: Event, *, by: User | None, speakers: list[Person] | None = None, **values: Any) -> Session:
    """Put a part of the programme on record, with its speakers in their order."""
    _check_times(values["starts_at"], values["ends_at"])
    session = Session.objects.create(event=event, changed_at=timezone.now(), **values)
    Speech.objects.bulk_create(
        Speech(session=session, person=person, order=order) for order, person in enumerate(speakers or [])
    )
    log.record(SESSION, session, by=by, event=event)
    return session


def revise_session(
    session: Session, *, by: User | None, speakers: list[Person] | None = None, **values: Any
) -> Changes:
    """Set these fields and, where given, who speaks; a change of time, place or title raises ``sequence``."""
    if "title" in values:
        values["title"] = Multilingual({**session.title, **values["title"]})
    changes = log.differences(session, values)
    now_speaking = [speech.person for speech in session.speeches.all()]
    speaks_anew = speakers is not None and speakers != now_speaking
    if speaks_anew:
        changes["speakers"] = [_names(now_speaking), _names(speakers or [])]
    if not changes:
        return changes
    _check_times(values.get("starts_at", session.starts_at), values.get("ends_at", session.ends_at))
    with transaction.atomic():
        if speaks_anew:
            session.speeches.all().delete()
            Speech.objects.bulk_create(
                Speech(session=session, person=person, order=order) for order, person in enumerate(speakers or [])
            )
        return _write(session, SESSION_REVISED, session.event, by, values, changes)


@transaction.atomic
def record_visit(event: Event, *, by: User | None, participants: list[Person] | None = None, **values: Any) -> Visit:
    """Put a visit on record, with who goes on it."""
    _check_times(values["starts_at"], values["ends_at"])
    visit = Visit.objects.create(event=event, changed_at=timezone.now(), **values)
    visit.participants.set(participants or [])
    log.record(VISIT, visit, by=by, event=event)
    return visit


def revise_visit(visit: Visit, *, by: User | None, participants: list[Person] | None = None, **values: Any) -> Changes:
    """Set these fields and, where given, who goes; a change of time, place or title raises ``sequence``."""
    if "title" in values:
        values["title"] = Multilingual({**visit.title, **values["title"]})
    changes = log.differences(visit, values)
    going = list(visit.participants.all())
    if participants is not None and {person.pk for person in participants} != {person.pk for person in going}:
        changes["participants"] = [_names(going), _names(participants)]
    if not changes:
        return changes
    _check_times(values.get("starts_at", visit.starts_at), values.get("ends_at", visit.ends_at))
    with transaction.atomic():
        if "participants" in changes:
            visit.participants.set(participants or [])
        return _write(visit, VISIT_REVISED, visit.event, by, values, changes)


@transaction.atomic
def join_visit(visit: Visit, person: Person, *, by: User | None) -> None:
    """Somebody goes on a visit, whoever else joins or leaves it at the same time."""
    visit.participants.add(person)
    log.record(VISIT_REVISED, visit, by=by, event=visit.event, changes={"participants": [None, str(person)]})


@transaction.atomic
def leave_visit(visit: Visit, person: Person, *, by: User | None) -> None:
    """Somebody does not go on a visit any more."""
    visit.participants.remove(person)
    log.record(VISIT_REVISED, visit, by=by, event=visit.event, changes={"participants": [str(person), None]})


def _write(record: Any, act: str, event: Event, by: User | None, values: dict[str, Any], changes: Changes) -> Changes:
    with transaction.atomic():
        for name in changes:
            if name in values:
                setattr(record, name, values[name])
        if TOLD & changes.keys() and hasattr(record, "sequence"):
            record.sequence, record.changed_at = record.sequence + 1, timezone.now()
        record.save()
        log.record(act, record, by=by, event=event, changes=changes)
    return changes


@transaction.atomic
def _publish(event: Event, field: str, act: str, by: User | None) -> None:
    if getattr(event, field) is not None:
        raise Refused(_("This was published before."))
    setattr(event, field, timezone.now())
    event.save(update_fields=[field])
    log.record(act, event, by=by, event=event)


@transaction.atomic
def _take_back(event: Event, field: str, act: str, by: User | None) -> None:
    if getattr(event, field) is None:
        raise Refused(_("This is not published."))
    before = getattr(event, field)
    setattr(event, field, None)
    event.save(update_fields=[field])
    log.record(act, event, by=by, event=event, changes={field: [before, None]})


def _is_inside(around: Event | None, event: Event) -> bool:
    """Whether the event around is the event itself or lies inside it."""
    seen: set[int] = set()
    while around is not None and around.pk not in seen:
        if around.pk == event.pk:
            return True
        seen.add(around.pk)
        around = around.part_of
    return False


def _names(people: list[Person]) -> str:
    return "; ".join(str(person) for person in people)


def _check_days(first: dt.date, last: dt.date) -> None:
    if last < first:
        raise Refused(_("The last day is before the first."))


def _check_times(start: dt.datetime, end: dt.datetime) -> None:
    if end <= start:
        raise Refused(_("It ends before it starts."))
