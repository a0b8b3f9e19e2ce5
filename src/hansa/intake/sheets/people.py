"""The sheet People: who they are, the delegation they come with, the post they hold, whom they answer for.

A person is known by e-mail address, else by organisation and name. A name is never changed because an address agrees,
and two people of one name are never made one: both are asked about.
"""

from collections import defaultdict
from typing import Any

from django.utils.translation import gettext as _

from hansa.base.errors import Refused
from hansa.delegations import actions as delegations
from hansa.intake.columns import PEOPLE
from hansa.intake.fates import Question, Row
from hansa.intake.ledger import Ledger, name_key
from hansa.intake.sheets.organisations import delegation_of
from hansa.network import actions as network
from hansa.network.models import Appointment, Organization
from hansa.network.queries import duties_in_force
from hansa.people import actions as people
from hansa.people.models import Person, User

# A title that an import recorded may be corrected by the next.
SOURCE = "workbook"
ABSENT = "not attending"
SAME, OTHER = "same", "other"


def record(ledger: Ledger) -> None:
    """Everybody; heads of delegations last, so that a delegation may change its head within one workbook."""
    ledger.fetch_people()
    rows = ledger.book.of(PEOPLE)
    bodies: dict[int, Organization] = {}
    for row in rows:
        if not row.refusals:
            try:
                bodies[row.number] = ledger.organization(row.get("organisation"))
            except Refused as refusal:
                row.refuse(str(refusal), "organisation")
    _refuse_doubles(ledger, [row for row in rows if row.number in bodies], bodies)
    _refuse_two_heads(rows, bodies)
    duties = duties_in_force("focal point", bodies.values())
    for row in sorted(rows, key=lambda row: row.get("role") == "head"):
        if row.refusals or row.number not in bodies:
            continue
        try:
            _record_one(ledger, row, bodies[row.number], duties)
        except Refused as refusal:
            row.refuse(str(refusal))


def _refuse_doubles(ledger: Ledger, rows: list[Row], bodies: dict[int, Organization]) -> None:
    """Two rows with one address, or with one name in one organisation, name each other."""
    by_email: dict[str, list[Row]] = defaultdict(list)
    by_name: dict[Any, list[Row]] = defaultdict(list)
    for row in rows:
        if row.get("email"):
            by_email[row.get("email")].append(row)
        by_name[bodies[row.number].pk, name_key(row.get("name"))].append(row)
    for group in by_email.values():
        for row in group if len(group) > 1 else ():
            row.refuse(_("Rows %(rows)s have one address; each person needs their own.") % _numbers(group), "email")
    for group in by_name.values():
        if len(group) < 2 or any(row.refusals for row in group):
            continue
        for row in group:
            if all(row.get("email") for row in group):
                _ask_if_two(ledger, row, group)
            else:
                row.refuse(
                    _("Rows %(rows)s are one person. Delete one; or if they are two, give each an e-mail address.")
                    % _numbers(group),
                    "name",
                )


def _numbers(group: list[Row]) -> dict[str, str]:
    return {"rows": ", ".join(str(row.number) for row in group)}


def _ask_if_two(ledger: Ledger, row: Row, group: list[Row]) -> None:
    key = "two|" + "|".join(sorted(row.get("email") for row in group))
    if ledger.answers.get(key) == OTHER:
        return
    row.questions.append(
        Question(
            key,
            _("Rows %(rows)s have one name and different addresses. Are they different people?") % _numbers(group),
            ((OTHER, str(_("different people of one name"))),),
            _("delete the row that is too many"),
        )
    )


def _refuse_two_heads(rows: list[Row], bodies: dict[int, Organization]) -> None:
    heads: dict[int, list[Row]] = defaultdict(list)
    for row in rows:
        if row.number in bodies and row.get("role") == "head":
            heads[bodies[row.number].pk].append(row)
    for group in heads.values():
        for row in group if len(group) > 1 else ():
            row.refuse(_("Rows %(rows)s are heads of one delegation; it has one.") % _numbers(group), "role")


def _record_one(ledger: Ledger, row: Row, body: Organization, duties: dict[Any, Appointment]) -> None:
    if row.get("arrives") and row.get("departs") and row.get("departs") <= row.get("arrives"):
        row.refuse(_("The departure is before the arrival."), "arrives", "departs")
        return
    event_and_capacity = ledger.sends.get(body.pk)
    attends = row.get("role") != ABSENT
    if attends and event_and_capacity is None:
        row.refuse(
            _("%(name)s sends no delegation: it needs the role guest, host or supporter in the sheet Organisations.")
            % {"name": body.name},
            "role",
        )
        return
    row.record = _person(ledger, row, body)
    ledger.call(row.record, body)
    if event_and_capacity is not None:
        _join(ledger, row, body, attends)
    if row.get("title") and row.get("role") in ("head", ABSENT):
        _hold_office(ledger, row, body)
    if row.get("focal_point") == "yes":
        _answer_for(ledger, row, body, duties)


def _person(ledger: Ledger, row: Row, body: Organization) -> Person:
    """The person of the row, recorded or revised. Empty cells leave what is on record."""
    values: dict[str, Any] = row.given(family_name="family", latin_name="latin", language="language", email="email")
    if row.get("sample"):
        values["is_sample"] = row.get("sample") == "yes"
    found = find_person(ledger, row, body)
    if found is None:
        row.is_new = True
        made = people.record_person(by=ledger.by, full_name=row.get("name"), **values)
        if made.email:
            ledger.by_email[made.email].append(made)
        return made
    row.changed(people.revise_person(found, by=ledger.by, **values))
    return found


def find_person(ledger: Ledger, row: Row, body: Organization | None) -> Person | None:
    """Who on record the row speaks of; None for somebody new. Refused where it cannot be told."""
    email, name = row.get("email", ""), name_key(row.get("name"))
    same_address = ledger.by_email.get(email, []) if email else []
    for person in same_address:
        if name_key(person.full_name) == name:
            return person
    if same_address:
        on_record = same_address[0].full_name if ledger.is_office else _("another name")
        raise Refused(
            _("This address is on record under %(name)s. If it is the same person, correct the name; else the address.")
            % {"name": on_record}
        )
    known = list(ledger.by_post.get((body.pk, name), {}).values()) if body else []
    if len(known) > 1 and not email:
        raise Refused(_("Several people of this name are on record there; give the e-mail address."))
    if email and known and all(person.email for person in known):
        return _ask_if_same(ledger, row, known)
    unaddressed = [person for person in known if not person.email] if email else known
    return unaddressed[0] if unaddressed else None


def _ask_if_same(ledger: Ledger, row: Row, known: list[Person]) -> Person | None:
    key = f"same|{known[0].pk}|{row.get('email')}"
    answer = ledger.answers.get(key)
    if answer == OTHER:
        return None
    if answer != SAME:
        before = known[0].email if ledger.is_office else "…"
        row.questions.append(
            Question(
                key,
                _("Somebody of this name is on record there with the address %(email)s. Is it the same person?")
                % {"email": before},
                ((SAME, str(_("the same, with a new address"))), (OTHER, str(_("another person of that name")))),
                _("write the address that is on record"),
            )
        )
    return known[0]


def _join(ledger: Ledger, row: Row, body: Organization, attends: bool) -> None:
    event, capacity = ledger.sends[body.pk]
    known = ledger.delegations.get((event.pk, body.pk))
    delegate = ledger.delegates.get((known.pk, row.record.pk)) if known else None
    if not attends:
        if delegate is not None and delegate.withdrawn_on is None:
            delegations.withdraw_delegate(delegate, by=ledger.by)
            row.changed({"role": [delegate.role, ABSENT]})
        return
    values = row.given(title="title", languages="languages")
    for field, key in (("arrives_at", "arrives"), ("departs_at", "departs")):
        if row.get(key) is not None:
            values[field] = ledger.moment(row.get(key), event)
    if delegate is None:
        delegation = delegation_of(ledger, body, event, capacity)
        delegate = delegations.name_delegate(delegation, row.record, by=ledger.by, role=row.get("role"), **values)
        ledger.delegates[delegation.pk, row.record.pk] = delegate
        row.changed({"role": [None, row.get("role")]})
    elif delegate.withdrawn_on:
        row.notes.append(_("This person has withdrawn; the row was passed over."))
    else:
        row.changed(delegations.revise_delegate(delegate, by=ledger.by, role=row.get("role"), **values), event)


def _hold_office(ledger: Ledger, row: Row, body: Organization) -> None:
    """The post of whoever leads a delegation, or is named without coming: the register knows mayors by it."""
    held = ledger.offices.get((body.pk, row.record.pk), [])
    if any(office.title == row.get("title") for office in held):
        return
    own = [office for office in held if office.source == SOURCE and office.ended_on is None]
    if own:
        row.changed({"office": network.revise_office(own[0], by=ledger.by, title=row.get("title"))["title"]})
    else:
        network.record_office(body, row.record, by=ledger.by, title=row.get("title"), source=SOURCE)
        row.changed({"office": [None, row.get("title")]})


def _answer_for(ledger: Ledger, row: Row, body: Organization, duties: dict[Any, Appointment]) -> None:
    """A focal point signs in, so an address is needed; only the secretariat opens that door."""
    if not row.record.email:
        row.refuse(_("A focal point signs in by e-mail; give the address."), "email", "focal_point")
        return
    if (body.pk, row.record.email) in duties:
        return
    if not ledger.is_office:
        row.notes.append(_("Focal points are appointed by the secretariat; this was passed over."))
        return
    account: User = people.open_account(by=ledger.by, email=row.record.email, person=row.record)
    network.appoint(account, body, by=ledger.by, duty="focal point")
    row.changed({"focal point": [None, row.record.email]})
