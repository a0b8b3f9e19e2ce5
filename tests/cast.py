"""A small world with people known by name. Plain functions: each makes one record and what it cannot be without.

Ana works for the secretariat, Wen is the host's protocol officer, Bram the focal point of Maastricht, Chidi of another
city; Dana has an account and no duty. All are invented.
"""

import datetime as dt
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone

from hansa.base.fields import Multilingual
from hansa.delegations.models import Delegate, Delegation
from hansa.events.models import Event, EventRole
from hansa.meetings.models import Interpreter, MeetingRequest, Round, Slot, Table
from hansa.network.models import Appointment, Network, Organization
from hansa.people.models import Person, User

CHENGDU = ZoneInfo("Asia/Shanghai")


def at(text: str, zone: ZoneInfo = CHENGDU) -> dt.datetime:
    """A moment in the event's zone: at("2019-06-13 14:00")."""
    return dt.datetime.fromisoformat(text).replace(tzinfo=zone)


def organization(name: str = "Maastricht", **fields: Any) -> Organization:
    return Organization.objects.get_or_create(name=name, defaults={"country": "NL", **fields})[0]


def network() -> Network:
    office = organization("WeGO Secretariat", kind="association", country="KR")
    return Network.objects.get_or_create(name="WeGO", defaults={"secretariat": office})[0]


def person(name: str = "Jana de Vries", **fields: Any) -> Person:
    return Person.objects.create(full_name=name, **{"family_name": name.split()[-1], "is_sample": True, **fields})


def user(email: str, name: str, duty: str = "", of: Organization | None = None) -> User:
    found = User.objects.filter(email=email).first() or User.objects.create_user(email, name)
    if duty:
        Appointment.objects.get_or_create(user=found, organization=of, duty=duty)
    return found


def ana() -> User:
    """Programme officer of the secretariat."""
    return user("ana@example.org", "Ana (sample)", "programme officer", network().secretariat)


def wen() -> User:
    """Protocol officer of the host city."""
    return user("wen@example.org", "Wen (sample)", "protocol officer", organization("Chengdu", country="CN"))


def bram() -> User:
    """Focal point of Maastricht."""
    return user("bram@example.org", "Bram (sample)", "focal point", organization())


def chidi() -> User:
    """Focal point of another city."""
    return user("chidi@example.org", "Chidi (sample)", "focal point", organization("Tallinn", country="EE"))


def dana() -> User:
    """An account without any duty."""
    return user("dana@example.org", "Dana (sample)")


def event(key: str = "forum", **fields: Any) -> Event:
    values: dict[str, Any] = {
        "name": Multilingual(en="Mayors’ Innovation Forum", fr="Forum de l’innovation", ar="منتدى الابتكار"),
        "kind": "forum",
        "starts_on": dt.date(2019, 6, 13),
        "ends_on": dt.date(2019, 6, 14),
        "zone": "Asia/Shanghai",
        "announced_at": timezone.now(),
    }
    made, new = Event.objects.get_or_create(key=key, defaults={**values, **fields})
    if new:
        EventRole.objects.create(event=made, organization=organization("Chengdu", country="CN"), role="host")
    return made


def delegation(city: str = "Maastricht", *, of: Event | None = None, **fields: Any) -> Delegation:
    return Delegation.objects.get_or_create(event=of or event(), organization=organization(city), defaults=fields)[0]


def delegate(city: str = "Maastricht", name: str = "", *, of: Event | None = None, **fields: Any) -> Delegate:
    values = {"role": "head", "title": "Mayor", "languages": ["en"], **fields}
    return Delegate.objects.create(
        delegation=delegation(city, of=of), person=person(name or f"Head of {city}"), **values
    )


def round_of(of: Event | None = None, *, slots: int = 4, tables: int = 2) -> Round:
    """A round of 20-minute slots with 5 minutes between them from 14:00 on the first day."""
    made = Round.objects.create(event=of or event())
    for number in range(slots):
        start = at("2019-06-13 14:00") + dt.timedelta(minutes=25 * number)
        Slot.objects.create(round=made, starts_at=start, ends_at=start + dt.timedelta(minutes=20))
    for number in range(1, tables + 1):
        Table.objects.create(round=made, number=number)
    return made


def interpreter(of: Round, *languages: str) -> Interpreter:
    return Interpreter.objects.create(round=of, person=person("Interpreter"), languages=list(languages))


def request(of: Round, asker: Delegate, asked: Delegate, **fields: Any) -> MeetingRequest:
    return MeetingRequest.objects.create(round=of, asker=asker, asked=asked, **fields)
