"""Persons in office and accounts with a duty: taken up, left, appointed, ended. The mayor changes, the city stays."""

from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansa.base import log
from hansa.base.dates import PartialDate
from hansa.base.errors import Refused
from hansa.base.text import nfc
from hansa.network.actions.entries import demand_period, entry, first_overlap, lock, span
from hansa.network.models import Appointment, Office, Organization
from hansa.network.titles import title_class as class_of
from hansa.people.actions import open_account, record_person
from hansa.people.models import Person, User

TOOK_OFFICE = log.verb("office.taken", gettext_lazy("recorded who holds an office in %(subject)s"))
LEFT_OFFICE = log.verb("office.left", gettext_lazy("closed a term of office in %(subject)s"))
APPOINTED = log.verb("appointment.given", gettext_lazy("appointed somebody for %(subject)s"))
ENDED = log.verb("appointment.ended", gettext_lazy("ended an appointment for %(subject)s"))


@transaction.atomic
def take_office(
    organization: Organization,
    person: Person,
    *,
    by: User | None,
    title: str,
    on: PartialDate | None,
    until: PartialDate | None = None,
    title_class: str = "",
    reason: str,
    source: str = "",
) -> Office:
    """Record that a person holds a post from that day. An organization has one head at a time."""
    if not nfc(title):
        raise Refused(_("An office needs a title."))
    demand_period(on, until)
    lock(organization)
    office = Office(organization=organization, person=person, title=nfc(title), source=nfc(source))
    office.title_class = title_class or class_of(title)
    office.start(on)
    office.end(until)
    posts = Office.objects.filter(organization=organization).select_related("person")
    again = first_overlap(office, posts.filter(person=person, title=office.title))
    if again is not None:
        raise Refused(_("%(person)s holds this office already, %(span)s.") % {"person": person, "span": span(again)})
    heads = posts.filter(title_class=Office.Class.HEAD) if office.title_class == Office.Class.HEAD else []
    head = first_overlap(office, heads)
    if head is not None:
        raise Refused(
            _("The seat of %(title)s is held by %(person)s, %(span)s. Close that term first, or start later.")
            % {"title": head.title, "person": head.person, "span": span(head)}
        )
    office.save()
    changes = entry(on, reason, office=[None, str(office)], until=[None, until.isoformat() if until else None])
    log.record(TOOK_OFFICE, organization, by=by, changes=changes)
    return office


@transaction.atomic
def record_holder(
    organization: Organization,
    person: Person | None,
    *,
    by: User | None,
    full_name: str = "",
    latin_name: str = "",
    **office: Any,
) -> Office:
    """As ``take_office``, for somebody who is put on record with it where ``person`` is None."""
    if person is None:
        person = record_person(by=by, full_name=full_name, latin_name=nfc(latin_name))
    return take_office(organization, person, by=by, **office)


@transaction.atomic
def leave_office(office: Office, *, by: User | None, on: PartialDate, reason: str) -> Office:
    """End a term of office; that day is its last."""
    current = lock(office)
    if current.ended_on is not None and current.ended_on < on.first:
        raise Refused(_("This term has ended already: %(span)s.") % {"span": span(current)})
    demand_period(current.started, on)
    before = current.ended.isoformat() if current.ended else None
    current.end(on)
    current.save()
    changes = entry(None, reason, office=[None, str(current)], until=[before, on.isoformat()])
    log.record(LEFT_OFFICE, current.organization, by=by, changes=changes)
    return current


@transaction.atomic
def appoint_person(
    organization: Organization,
    *,
    by: User | None,
    email: str,
    full_name: str = "",
    duty: str = "focal point",
    on: PartialDate,
    reason: str,
) -> Appointment:
    """Give somebody a duty for an organization, by their address; an account is opened where there is none.

    An address that has an account keeps its name: it is asked for only where somebody is new, never overwritten.
    """
    lock(organization)
    account = User.objects.filter(email=email.strip().casefold()).first()
    if account is None:
        if not nfc(full_name):
            raise Refused(_("Nobody on record has this address. Give the person’s name too."))
        account = open_account(by=by, email=email, person=record_person(by=by, full_name=full_name, email=email))
    if not account.is_active:
        raise Refused(_("The account of %(person)s is closed.") % {"person": account})
    appointment = Appointment(organization=organization, user=account, duty=duty)
    appointment.start(on)
    held = first_overlap(appointment, Appointment.objects.filter(organization=organization, user=account, duty=duty))
    if held is not None:
        raise Refused(_("%(person)s has this duty already, %(span)s.") % {"person": account, "span": span(held)})
    appointment.save()
    log.record(APPOINTED, organization, by=by, changes=entry(on, reason, **{duty: [None, str(account)]}))
    return appointment


@transaction.atomic
def end_appointment(appointment: Appointment, *, by: User | None, on: PartialDate, reason: str) -> Appointment:
    """End a duty; that day is its last. The account stays, with whatever other duties it has."""
    current = lock(appointment)
    if current.ended_on is not None and current.ended_on < on.first:
        raise Refused(_("This appointment has ended already: %(span)s.") % {"span": span(current)})
    demand_period(current.started, on)
    if by is not None and current.user_id == by.pk and on.last <= timezone.localdate():
        raise Refused(_("You cannot end your own appointment; ask a colleague."))
    current.end(on)
    current.save()
    log.record(
        ENDED, current.organization, by=by, changes=entry(on, reason, **{current.duty: [str(current.user), None]})
    )
    return current
