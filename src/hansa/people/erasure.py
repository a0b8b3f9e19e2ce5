"""A person is forgotten: names, contact details and account go, everywhere; counts stay, with a tombstone."""

from typing import Any

from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansa.base import log
from hansa.base.errors import Refused
from hansa.base.models import LogEntry
from hansa.base.text import nfc
from hansa.people.models import Person, User
from hansa.people.signals import person_erased
from hansa.people.traces import Names, names_of, replaced, traces

ERASED = log.verb("person.erased", gettext_lazy("erased %(subject)s"))


@transaction.atomic
def erase_person(person: Person, *, by: User | None, reason: str) -> Person:
    """Forget a person. What counted them still counts: their rows stay and point at a tombstone without a name.

    The log keeps that somebody did what they did, not who. An account is closed and signed out. Afterwards a search
    of the whole database for the name finds nothing (but see ``traces`` for a name that others bear).
    """
    current = Person.objects.select_for_update().get(pk=person.pk)
    if current.erased_at is not None:
        raise Refused(_("This person was erased already."))
    account = User.objects.filter(person=current).first()
    if account is not None and by is not None and account.pk == by.pk:
        raise Refused(_("You cannot erase yourself; ask a colleague."))
    names, tombstone = names_of(current), f"[{current.pk}]"
    changed = _take_out(current, names, tombstone)
    _bury(current, tombstone)
    if account is not None:
        _close(account, tombstone)
    person_erased.send(sender=Person, person=current, account=account, by=by)
    reason = replaced(nfc(reason), names.own, tombstone)
    log.record(ERASED, current, by=by, changes={"reason": [None, reason], "rows": [None, changed]})
    return current


def _take_out(person: Person, names: Names, tombstone: str) -> int:
    """Write the tombstone wherever the name stands; answers in how many rows."""
    account = User.objects.filter(person=person).first()
    if account is not None:
        LogEntry.objects.filter(by=account).update(by_name=tombstone)
    found = list(traces(person, names))
    for trace, forms in found:
        values: dict[str, Any] = {}
        for column in trace.columns:
            value = replaced(getattr(trace.row, column), forms, tombstone)
            field = trace.row._meta.get_field(column)
            if isinstance(field, models.CharField) and field.max_length:
                value = value[: field.max_length]
            values[column] = value
        # Not by save(): an act's own bookkeeping must not run for what is no act on that record.
        type(trace.row)._default_manager.filter(pk=trace.row.pk).update(**values)
    return len(found)


def _bury(person: Person, tombstone: str) -> None:
    person.full_name = tombstone
    for name in ("family_name", "latin_name", "language", "email", "phone", "held_by", "held_for"):
        setattr(person, name, "")
    person.held_until, person.is_sample, person.erased_at = None, False, timezone.now()
    person.save()


def _close(account: User, tombstone: str) -> None:
    """The account stays as a row that others point at; nobody signs in by it again."""
    for session in Session.objects.iterator():
        if session.get_decoded().get("_auth_user_id") == str(account.pk):
            session.delete()
    account.email, account.name, account.language = f"erased-{account.pk}@invalid", tombstone, ""
    account.is_active = account.is_staff = account.is_superuser = False
    account.set_unusable_password()
    account.save()
