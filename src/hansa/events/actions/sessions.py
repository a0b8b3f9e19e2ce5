"""The programme is written: sessions and visits are recorded, revised, cancelled and taken up again.

Nothing here reaches the public: that is what a released version is for.
"""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansa.base import log
from hansa.base.errors import Refused
from hansa.base.fields import Multilingual
from hansa.events.actions.writing import Changes, check_times, demand_unchanged, write
from hansa.events.models import Event, Hall, Session, Speech, Visit
from hansa.people.actions import record_person
from hansa.people.models import Person, User

SESSION = log.verb("session.recorded", gettext_lazy("recorded the session %(subject)s"))
SESSION_REVISED = log.verb("session.revised", gettext_lazy("revised the session %(subject)s"))
VISIT = log.verb("visit.recorded", gettext_lazy("recorded the visit %(subject)s"))
VISIT_REVISED = log.verb("visit.revised", gettext_lazy("revised the visit %(subject)s"))
CANCELLED = log.verb("programme.cancelled", gettext_lazy("cancelled %(subject)s"))
RESTORED = log.verb("programme.restored", gettext_lazy("took %(subject)s up again"))
HALL = log.verb("hall.recorded", gettext_lazy("recorded the hall %(subject)s"))
HALL_GONE = log.verb("hall.removed", gettext_lazy("took the hall %(subject)s off the list"))

# Persons on record, or the names of those whom the act puts there.
Named = Sequence[Person | str]


@transaction.atomic
def record_session(event: Event, *, by: User | None, speakers: Named | None = None, **values: Any) -> Session:
    """Put a part of the programme on record, with its speakers in their order."""
    check_times(event, values["starts_at"], values["ends_at"])
    session = Session.objects.create(event=event, changed_at=timezone.now(), **values)
    Speech.objects.bulk_create(
        Speech(session=session, person=person, order=order) for order, person in enumerate(_on_record(speakers, by))
    )
    log.record(SESSION, session, by=by, event=event)
    return session


def revise_session(
    session: Session,
    *,
    by: User | None,
    seen: int | None = None,
    speakers: Named | None = None,
    **values: Any,
) -> Changes:
    """Set these fields and, where given, who speaks; a change of time, place or title raises ``sequence``.

    ``seen`` is the revision that the officer had before them; an older one is refused.
    """
    if "title" in values:
        values["title"] = Multilingual({**session.title, **values["title"]})
    changes = log.differences(session, values)
    now_speaking = [speech.person for speech in session.speeches.all()]
    speaks_anew = speakers is not None and list(speakers) != now_speaking
    if speaks_anew:
        changes["speakers"] = [_names(now_speaking), _names(speakers or [])]
    if not changes:
        return changes
    check_times(session.event, values.get("starts_at", session.starts_at), values.get("ends_at", session.ends_at))
    with transaction.atomic():
        demand_unchanged(session, seen)
        if speaks_anew:
            session.speeches.all().delete()
            Speech.objects.bulk_create(
                Speech(session=session, person=person, order=order)
                for order, person in enumerate(_on_record(speakers, by))
            )
        return write(session, SESSION_REVISED, session.event, by, values, changes)


@transaction.atomic
def record_visit(event: Event, *, by: User | None, participants: Named | None = None, **values: Any) -> Visit:
    """Put a visit on record, with who goes on it."""
    check_times(event, values["starts_at"], values["ends_at"])
    visit = Visit.objects.create(event=event, changed_at=timezone.now(), **values)
    visit.participants.set(_on_record(participants, by))
    log.record(VISIT, visit, by=by, event=event)
    return visit


def revise_visit(
    visit: Visit,
    *,
    by: User | None,
    seen: int | None = None,
    participants: Named | None = None,
    **values: Any,
) -> Changes:
    """Set these fields and, where given, who goes; else as ``revise_session``."""
    if "title" in values:
        values["title"] = Multilingual({**visit.title, **values["title"]})
    changes = log.differences(visit, values)
    going = list(visit.participants.all())
    if participants is not None and set(participants) != set(going):
        changes["participants"] = [_names(going), _names(participants)]
    if not changes:
        return changes
    check_times(visit.event, values.get("starts_at", visit.starts_at), values.get("ends_at", visit.ends_at))
    with transaction.atomic():
        demand_unchanged(visit, seen)
        if "participants" in changes:
            visit.participants.set(_on_record(participants, by))
        return write(visit, VISIT_REVISED, visit.event, by, values, changes)


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


def cancel(happening: Session | Visit, *, by: User | None, reason: str, seen: int | None = None) -> None:
    """It does not take place. It stays on record, and with the next version those who were told hear of it."""
    if happening.cancelled_at is not None:
        raise Refused(_("“%(title)s” was cancelled before.") % {"title": happening})
    values = {"cancelled_at": timezone.now(), "cancelled_for": reason}
    with transaction.atomic():
        demand_unchanged(happening, seen)
        write(happening, CANCELLED, happening.event, by, values, log.differences(happening, values))


def restore(happening: Session | Visit, *, by: User | None, seen: int | None = None) -> None:
    """Take back that it was cancelled."""
    if happening.cancelled_at is None:
        raise Refused(_("“%(title)s” is not cancelled.") % {"title": happening})
    values = {"cancelled_at": None, "cancelled_for": ""}
    with transaction.atomic():
        demand_unchanged(happening, seen)
        write(happening, RESTORED, happening.event, by, values, log.differences(happening, values))


@transaction.atomic
def record_hall(event: Event, *, by: User | None, name: str, capacity: int | None = None) -> Hall:
    """Put a hall of the venue on the list, or say anew how many it seats."""
    hall, is_new = Hall.objects.get_or_create(event=event, name=name, defaults={"capacity": capacity})
    changes = {"capacity": [None if is_new else hall.capacity, capacity]}
    if is_new or hall.capacity != capacity:
        hall.capacity = capacity
        hall.save(update_fields=["capacity"])
        log.record(HALL, hall, by=by, event=event, changes=changes)
    return hall


@transaction.atomic
def remove_hall(hall: Hall, *, by: User | None) -> None:
    """Take it off the list; sessions keep the name that they have."""
    log.record(HALL_GONE, hall, by=by, event=hall.event, changes={"capacity": [hall.capacity, None]})
    hall.delete()


def _on_record(named: Named | None, by: User | None) -> list[Person]:
    """Each a person; whoever is only a name is put on record."""
    return [one if isinstance(one, Person) else record_person(by=by, full_name=one) for one in named or []]


def _names(people: Sequence[Person | str]) -> str:
    return "; ".join(str(person) for person in people)
