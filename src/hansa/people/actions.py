"""Persons are recorded and revised; accounts are opened for those who have a duty."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansa.base import log
from hansa.base.errors import Refused
from hansa.base.text import nfc
from hansa.people.models import Person, User

RECORDED = log.verb("person.recorded", gettext_lazy("recorded %(subject)s"))
REVISED = log.verb("person.revised", gettext_lazy("revised %(subject)s"))
CONTACT = log.verb("person.contact", gettext_lazy("set the contact details of %(subject)s"))
PURGED = log.verb("person.purged", gettext_lazy("removed the contact details of %(subject)s, whose end was reached"))
OPENED = log.verb("account.opened", gettext_lazy("opened an account for %(subject)s"))


@transaction.atomic
def record_person(*, by: User | None, full_name: str, email: str = "", **values: Any) -> Person:
    """Put a person on record: ``family_name``, ``latin_name``, ``language``, ``is_sample`` may come along."""
    if not nfc(full_name):
        raise Refused(_("A person needs a name."))
    if email:
        values.setdefault("held_by", str(by) if by is not None else str(log.BY_COMMAND))
        values.setdefault("held_for", str(_("the work for which it was given")))
    person = Person.objects.create(full_name=full_name, email=email.strip().casefold(), **values)
    log.record(RECORDED, person, by=by)
    return person


def revise_person(person: Person, *, by: User | None, **values: Any) -> dict[str, list[Any]]:
    """Set these fields; answers [before, after] of what differed, {} where nothing did (then nothing is logged)."""
    values = {name: nfc(value) if isinstance(value, str) else value for name, value in values.items()}
    changes = log.differences(person, values)
    if not changes:
        return changes
    with transaction.atomic():
        for name in changes:
            setattr(person, name, values[name])
        person.save()
        log.record(REVISED, person, by=by, changes=changes)
    return changes


@transaction.atomic
def set_contact(
    person: Person,
    *,
    by: User | None,
    email: str,
    phone: str,
    held_by: str,
    held_for: str,
    held_until: dt.date | None,
    reason: str,
) -> dict[str, list[Any]]:
    """Set contact details with who answers for them, for what they are held and until when; {} where nothing differs.

    The log says which of them changed and never their values: an address that was taken back must not live on in it.
    """
    values: dict[str, Any] = {
        "email": email.strip().casefold(),
        "phone": nfc(phone),
        "held_by": nfc(held_by),
        "held_for": nfc(held_for),
        "held_until": held_until,
    }
    has_any = bool(values["email"] or values["phone"])
    if has_any and not (values["held_by"] and values["held_for"] and held_until):
        raise Refused(_("Contact details need somebody who answers for them, a purpose and an end."))
    changes = log.differences(person, values)
    if not changes:
        return {}
    for name, value in values.items():
        setattr(person, name, value)
    person.save()
    log.record(CONTACT, person, by=by, changes={"fields": [None, ", ".join(changes)], "reason": [None, nfc(reason)]})
    return changes


@transaction.atomic
def purge_contacts(*, by: User | None, on: dt.date) -> int:
    """Remove the contact details whose end lies before that day; answers of how many persons."""
    ended = list(Person.objects.select_for_update().filter(held_until__lt=on).exclude(email="", phone=""))
    for person in ended:
        person.email, person.phone, person.held_by, person.held_for, person.held_until = "", "", "", "", None
        person.save()
        log.record(PURGED, person, by=by)
    return len(ended)


@transaction.atomic
def open_account(*, by: User | None, email: str, person: Person | None, name: str = "") -> User:
    """The account with that address, opened if there is none, for that person. They sign in by a code sent to it.

    ``name`` is what an account is called that belongs to no person on record.
    """
    account = User.objects.filter(email=email.strip().casefold()).first()
    if account is None:
        account = User.objects.create_user(email, name or (person.full_name if person else ""), person=person)
    elif person is None or account.person_id == person.pk:
        return account
    elif account.person_id:
        raise Refused(_("The account %(email)s belongs to somebody else; use another address.") % {"email": email})
    elif User.objects.filter(person=person).exists():
        raise Refused(_("%(person)s has an account with another address.") % {"person": person})
    else:
        account.person = person
        account.save(update_fields=["person"])
    log.record(OPENED, person or account, by=by)
    return account
