"""The rows of a list into the register, by its acts: who is on record, their standing, mandates and focal points."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from hansa.base.dates import PartialDate
from hansa.base.errors import Refused
from hansa.base.words import country_name
from hansa.gazetteer.folding import key
from hansa.intake.fates import Question, Report, Row
from hansa.intake.lists.agreements import record_agreements
from hansa.intake.lists.listing import (
    Bringing,
    Listing,
    attempt,
    lies_in,
    more_exact,
    name_doubles,
    offer_leaving_out,
    said_by,
    settle_all,
)
from hansa.intake.lists.printed import Office, region_code
from hansa.intake.lists.records import WIKIDATA, Register
from hansa.network import actions as network
from hansa.network.actions import Terms
from hansa.network.models import Membership
from hansa.network.regions import REGIONS
from hansa.people.actions import open_account
from hansa.people.models import Person, User

_KEEP, _CHANGE = "keep", "change"


def bring(listing: Listing, by: User | None) -> Report:
    """Bring a list in, inside the caller's transaction. Its rows carry their fates away: a list is brought in once."""
    report = Report(rows=listing.rows, notices=list(listing.notices))
    bringing = Bringing(listing, by, Register(), report)
    settle_all(bringing)
    has_agreements = any(len(said_by(row).parties) > 1 for row in listing.rows)
    if not has_agreements:
        name_doubles(bringing)
    _record_organizations(bringing)
    if has_agreements:
        record_agreements(bringing)
    else:
        _record_standings(bringing)
        _record_mandates(bringing)
    _appoint_focal_points(bringing)
    offer_leaving_out(report)
    return report


def _record_organizations(bringing: Bringing) -> None:
    """Put those on record that are new, all at once; complete what the others lack."""
    new: dict[object, dict[str, Any]] = {}
    for row in bringing.report.rows:
        if not _is_open(row):
            for one in bringing.settled[row.number]:
                if one.organization is None and one.values:
                    new.setdefault(one.identity, one.values)
    made = network.record_organizations(list(new.values()), by=bringing.by, reason=bringing.reason)
    for identity, organization in zip(new, made, strict=True):
        bringing.made[identity] = organization
        bringing.register.know(organization)
    told: set[object] = set()
    for row in bringing.report.rows:
        if _is_open(row):
            continue
        for one in bringing.settled[row.number]:
            identity = one.identity
            if one.organization is None:
                one.organization = bringing.made[identity]
                if identity not in told:
                    row.is_new = True
                    row.changed({"recorded": [None, one.organization.name]})
                told.add(identity)
        row.record = bringing.settled[row.number][0].organization
        attempt(row, partial(_complete, bringing, row))


def _is_open(row: Row) -> bool:
    return bool(row.is_left_out or row.refusals or row.questions)


def _complete(bringing: Bringing, row: Row) -> None:
    """What the record lacks and the row says; what they say otherwise is told and left."""
    register = bringing.register
    for party, one in zip(said_by(row).parties, bringing.settled[row.number], strict=True):
        organization = one.organization
        assert organization is not None
        if party.own_name and not organization.own_name:
            row.changed(network.revise_organization(organization, by=bringing.by, own_name=party.own_name))
        if party.wikidata and register.items.get(organization.pk) != party.wikidata:
            if organization.pk in register.items or party.wikidata in register.by_item:
                row.notes.append(
                    _("On record another Wikidata number is kept for %(name)s than %(item)s.")
                    % {"name": organization.name, "item": party.wikidata}
                )
            else:
                network.identify(organization, by=bringing.by, scheme=WIKIDATA, value=party.wikidata)
                register.know_item(party.wikidata, organization)
                row.changed({WIKIDATA: [None, party.wikidata]})
    _check_regions(row)


def _check_regions(row: Row) -> None:
    """A region is only checked: what belongs to which is the United Nations' to say."""
    country = row.record.country
    for text in said_by(row).regions:
        code = region_code(text)
        if code and country and code in REGIONS and country not in REGIONS[code]:
            row.notes.append(
                _("The list files it under “%(region)s”; %(country)s is counted elsewhere here (UN M49).")
                % {"region": text, "country": country_name(country)}
            )


def _record_standings(bringing: Bringing) -> None:
    """Admit those without a standing, all at once; compare the rest with what is on record."""
    rows = [row for row in bringing.rows() if said_by(row).said.standing]
    if rows and bringing.register.network is None:
        for row in rows:
            row.refuse(_("No network is on record yet, so nobody can be its member. Set it up first."), "standing")
        return
    admitted: dict[int, tuple[Row, Terms, PartialDate | None]] = {}
    for row in rows:
        attempt(row, partial(_stand, bringing, row, admitted))
    if not admitted or bringing.register.network is None:
        return
    made = network.admit_many(
        bringing.register.network,
        [(row.record, terms, on) for row, terms, on in admitted.values()],
        by=bringing.by,
        reason=bringing.reason,
    )
    for membership, (row, terms, on) in zip(made, admitted.values(), strict=True):
        bringing.register.standings[row.record.pk] = membership
        row.changed({"standing": [None, terms.standing]})
        if on:
            row.changed({"since": [None, on.isoformat()]})


def _stand(bringing: Bringing, row: Row, admitted: dict[int, tuple[Row, Terms, PartialDate | None]]) -> None:
    listed, pk = said_by(row), row.record.pk
    said = listed.said
    terms = Terms(said.standing, said.category, said.founding, source=listed.source)
    if said.standing == "withdrawn":
        row.notes.append(
            _("The list calls it “%(text)s”. Leaving has a day; record it in the register.") % {"text": said.category}
        )
    elif pk in bringing.register.standings:
        _compare(bringing, row, bringing.register.standings[pk], terms)
    elif pk in bringing.register.past:
        _readmit(bringing, row, terms)
    elif pk not in admitted:
        admitted[pk] = (row, terms, listed.since)
    else:
        # Several rows of one organization complete each other.
        first, known, on = admitted[pk]
        complete = replace(known, category=known.category or terms.category, founding=known.founding or terms.founding)
        admitted[pk] = (first, complete, more_exact(on, listed.since))


def _readmit(bringing: Bringing, row: Row, terms: Terms) -> None:
    """It was in the network before: a list that says since when takes it in again; another says nothing new."""
    past, since = bringing.register.past[row.record.pk], said_by(row).since
    if since is None or (past.ended and since.first <= past.ended.last):
        row.notes.append(_("It has left the network (%(day)s); the list gives no later day.") % {"day": past.ended})
        return
    made = network.readmit(past.network, row.record, terms, by=bringing.by, on=since, reason=bringing.reason)
    bringing.register.standings[row.record.pk] = made
    row.changed({"standing": [None, terms.standing], "since": [None, since.isoformat()]})


def _compare(bringing: Bringing, row: Row, held: Membership, terms: Terms) -> None:
    """A standing on record and what the list says: completed, or asked where they differ."""
    since = said_by(row).since
    if held.standing != terms.standing:
        _ask_standing(bringing, row, held, terms, since)
        return
    category = terms.category if terms.category and not held.category else None
    if terms.category and held.category and key(terms.category) != key(held.category):
        row.notes.append(
            _("On record the category is “%(one)s”; the list says “%(other)s”.")
            % {"one": held.category, "other": terms.category}
        )
    row.changed(
        network.revise_membership(
            held,
            by=bringing.by,
            since=_agreed_since(bringing, row, held, since),
            founding=True if terms.founding else None,
            category=category,
        )
    )


def _ask_standing(bringing: Bringing, row: Row, held: Membership, terms: Terms, since: PartialDate | None) -> None:
    asked = f"standing|{row.number}"
    answer = bringing.answer(asked)
    may_change = since is not None and (held.started is None or since.first > held.started.first)
    if answer == _CHANGE and may_change:
        made = network.change_standing(held, terms, by=bringing.by, on=since, reason=bringing.reason)
        bringing.register.standings[row.record.pk] = made
        row.changed({"standing": [held.standing, terms.standing], "since": [None, since.isoformat() if since else ""]})
        return
    names = {"one": held.get_standing_display(), "other": Membership.Standing(terms.standing).label, "day": since}
    if answer == _KEEP:
        row.notes.append(_("The list says %(other)s; the record stays: %(one)s.") % names)
        return
    choices = [(_KEEP, _("the record: %(one)s") % names)]
    if may_change:
        choices.append((_CHANGE, _("the list: %(other)s since %(day)s") % names))
    sentence = _("Row %(row)s, %(name)s: on record %(one)s, in the list %(other)s. Which holds?") % {
        **names, "row": row.number, "name": row.record.name,
    }  # fmt: skip
    bringing.ask(row, Question(asked, sentence, tuple(choices)))


def _agreed_since(bringing: Bringing, row: Row, held: Membership, since: PartialDate | None) -> PartialDate | None:
    """The first day to be set: one that is not on record, or the same said more exactly; another is asked about."""
    known = held.started
    if since is None or known == since or (known and lies_in(known, since)):
        return None
    if known is None or lies_in(since, known):
        return since
    asked = f"since|{row.number}"
    answer = bringing.answer(asked)
    days = {"one": known, "other": since, "row": row.number, "name": row.record.name}
    if answer == _CHANGE:
        return since
    if answer == _KEEP:
        row.notes.append(_("The list says since %(other)s; the record stays: %(one)s.") % days)
    else:
        choices = ((_KEEP, _("the record: %(one)s") % days), (_CHANGE, _("the list: %(other)s") % days))
        sentence = _("Row %(row)s, %(name)s: since %(one)s on record, since %(other)s in the list. Which holds?") % days
        bringing.ask(row, Question(asked, sentence, choices))
    return None


def _record_mandates(bringing: Bringing) -> None:
    for row in bringing.rows():
        for office in said_by(row).said.mandates:
            try:
                _give(bringing, row, office)
            except Refused as refusal:
                # The rest of the row stands without it.
                row.notes.append(_("The mandate was not recorded. %(why)s") % {"why": refusal})


def _give(bringing: Bringing, row: Row, office: Office) -> None:
    """Give a mandate that is not on record; one that is the same but for its years is told and left."""
    register, name = bringing.register, row.record.pk
    held = register.mandates[name, office.kind, office.scope]
    if any(office.since is None or one.started == office.since for one in held):
        return
    if any(one.started is None for one in held) and len(held) == 1 and not office.until:
        row.changed(network.revise_mandate(held[0], by=bringing.by, since=office.since))
        return
    if register.network is None:
        row.notes.append(_("No network is on record yet; the mandate was passed over."))
        return
    given = network.give_mandate(
        register.network,
        row.record,
        by=bringing.by,
        kind=office.kind,
        scope=office.scope,
        on=office.since,
        until=office.until,
        reason=bringing.reason,
        source=said_by(row).source,
    )
    held.append(given)
    row.changed({"mandate": [None, f"{office.kind} {office.scope}".strip()]})


def _appoint_focal_points(bringing: Bringing) -> None:
    """Contact persons with an address answer for their organization from today; others are told."""
    rows = [row for row in bringing.rows() if said_by(row).email or said_by(row).contact]
    if not rows:
        return
    bringing.register.fetch_focal_points([row.record for row in rows])
    emails = {said_by(row).email for row in rows} - {""}
    accounts = {user.email: user for user in User.objects.filter(email__in=emails).select_related("person")}
    persons: dict[str, list[Person]] = {}
    for person in Person.objects.filter(email__in=emails):
        persons.setdefault(person.email, []).append(person)
    today = PartialDate(timezone.localdate())
    for row in rows:
        attempt(row, _appointing(bringing, row, accounts, persons, today))


def _appointing(
    bringing: Bringing, row: Row, accounts: dict[str, User], persons: dict[str, list[Person]], today: PartialDate
) -> Callable[[], None]:
    listed, organization = said_by(row), row.record

    def appoint() -> None:
        if not listed.email:
            row.notes.append(_("A focal point needs an e-mail address; %(name)s was passed over.") % {
                "name": listed.contact
            })  # fmt: skip
            return
        account = accounts.get(listed.email)
        if account and listed.contact and key(listed.contact) not in (key(str(account)), key(account.name)):
            row.notes.append(_("%(email)s is on record as %(name)s.") % {"email": listed.email, "name": account})
        if (organization.pk, listed.email) in bringing.register.focal_points:
            return
        known = persons.get(listed.email, [])
        if account is None and len(known) == 1:
            open_account(by=bringing.by, email=listed.email, person=known[0])
        made = network.appoint_person(
            organization,
            by=bringing.by,
            email=listed.email,
            full_name=listed.contact or listed.email,
            on=today,
            reason=bringing.reason,
        )
        accounts[listed.email] = made.user
        bringing.register.focal_points.add((organization.pk, listed.email))
        row.changed({"focal point": [None, listed.email]})

    return appoint
