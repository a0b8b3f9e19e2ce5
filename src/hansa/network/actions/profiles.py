"""What an organization is called and says of itself: renamed, revised, opened; proposed and decided."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansa.base import log
from hansa.base.dates import PartialDate
from hansa.base.errors import Refused
from hansa.base.text import fold, nfc
from hansa.network.actions.entries import entry, lock
from hansa.network.models import FormerName, Identifier, Organization, Proposal, Theme
from hansa.network.profiles import differences, field_title, value_of, write
from hansa.network.terms import day_after, day_before
from hansa.people.models import User

RENAMED = log.verb("organization.renamed", gettext_lazy("renamed %(subject)s"))
IDENTIFIED = log.verb("organization.identified", gettext_lazy("recorded an identifier of %(subject)s"))
REVISED = log.verb("profile.revised", gettext_lazy("revised the profile of %(subject)s"))
OPENED = log.verb("profile.opened", gettext_lazy("opened the profile of %(subject)s to the public"))
CLOSED = log.verb("profile.closed", gettext_lazy("closed the profile of %(subject)s"))
PROPOSED = log.verb("proposal.made", gettext_lazy("proposed changes to %(subject)s"))
ACCEPTED = log.verb("proposal.accepted", gettext_lazy("accepted proposed changes to %(subject)s"))
DECLINED = log.verb("proposal.declined", gettext_lazy("declined proposed changes to %(subject)s"))
TAKEN_BACK = log.verb("proposal.withdrawn", gettext_lazy("took back proposed changes to %(subject)s"))
THEMED = log.verb("theme.recorded", gettext_lazy("recorded the theme %(subject)s"))


@transaction.atomic
def rename(
    organization: Organization, *, by: User | None, name: str, on: PartialDate, reason: str, source: str = ""
) -> FormerName:
    """Give an organization a new printed name from that day; the old one is kept and found by search."""
    current = lock(organization)
    new = nfc(name)
    if not new:
        raise Refused(_("An organisation needs a name."))
    if new == current.name:
        raise Refused(_("It is called %(name)s already.") % {"name": new})
    if Organization.objects.filter(name=new, country=current.country).exists():
        raise Refused(_("%(name)s is on record already as another organisation of that country.") % {"name": new})
    last = day_before(on)
    newest = current.former_names.exclude(ended_on=None).order_by("-ended_on").first()
    if newest is not None and last.last <= newest.ended_on:
        raise Refused(_("It was renamed on a later day already, from %(name)s.") % {"name": newest})
    former = FormerName(organization=current, name=current.name, source=nfc(source))
    former.start(day_after(newest.ended) if newest is not None else None)
    former.end(last)
    former.save()
    before, current.name = current.name, new
    # A short name in English that was the old printed one would hide the new one.
    if current.names.get("en") == before:
        current.names["en"] = new
    current.save()
    log.record(RENAMED, current, by=by, changes=entry(on, reason, name=[before, new]))
    return former


@transaction.atomic
def identify(organization: Organization, *, by: User | None, scheme: str, value: str, reason: str = "") -> Identifier:
    """Record what another register calls it; one number names one organization."""
    scheme, value = fold(nfc(scheme)), nfc(value)
    if not scheme or not value:
        raise Refused(_("An identifier has a register and a number."))
    taken = Identifier.objects.filter(scheme=scheme, value=value).select_related("organization").first()
    if taken is not None:
        raise Refused(_("%(identifier)s is %(name)s already.") % {"identifier": taken, "name": taken.organization})
    identifier = Identifier.objects.create(organization=organization, scheme=scheme, value=value)
    log.record(IDENTIFIED, organization, by=by, changes=entry(None, reason, **{scheme: [None, value]}))
    return identifier


@transaction.atomic
def record_theme(*, by: User | None, key: str, name: dict[str, str]) -> Theme:
    """Put a theme on record under a key."""
    if Theme.objects.filter(key=key).exists():
        raise Refused(_("The theme %(key)s is on record already.") % {"key": key})
    theme = Theme.objects.create(key=key, name=name)
    log.record(THEMED, theme, by=by)
    return theme


@transaction.atomic
def revise_profile(
    organization: Organization, *, by: User | None, values: Mapping[str, str], reason: str
) -> dict[str, list[str]]:
    """Set what it says of itself (see ``network.profiles`` for the fields); logs nothing where nothing differs."""
    current = lock(organization)
    changes = differences(current, values)
    if changes:
        write(current, changes)
        log.record(REVISED, current, by=by, changes={**changes, **entry(None, reason)})
    return changes


@transaction.atomic
def open_profile(organization: Organization, *, by: User | None, reason: str) -> Organization:
    """Let the public read the profile, and who is in office."""
    current = lock(organization)
    if current.profile_opened_at is not None:
        raise Refused(_("The profile is open already."))
    current.profile_opened_at = timezone.now()
    current.save()
    log.record(OPENED, current, by=by, changes=entry(None, reason))
    return current


@transaction.atomic
def close_profile(organization: Organization, *, by: User | None, reason: str) -> Organization:
    """Take the profile back from the public; the entry in the directory stays while the rule says so."""
    current = lock(organization)
    if current.profile_opened_at is None:
        raise Refused(_("The profile is not open."))
    current.profile_opened_at = None
    current.save()
    log.record(CLOSED, current, by=by, changes=entry(None, reason))
    return current


@transaction.atomic
def propose_changes(organization: Organization, *, by: User | None, values: Mapping[str, str], reason: str) -> Proposal:
    """Ask for changes to what an organization says of itself; nothing changes until an officer accepts."""
    current = lock(organization)
    changes = differences(current, values)
    if not changes:
        raise Refused(_("Nothing differs from what is on record."))
    proposal = Proposal.objects.create(
        organization=current, changes=changes, reason=nfc(reason)[:300], by=by, at=timezone.now()
    )
    log.record(PROPOSED, current, by=by, changes={**changes, **entry(None, reason)})
    return proposal


@transaction.atomic
def accept_proposal(proposal: Proposal, *, by: User | None, reason: str = "") -> Proposal:
    """Write what was proposed, unless the record says something else by now than when it was proposed."""
    current = _waiting(proposal)
    organization = lock(current.organization)
    moved = [
        field_title(field)
        for field, (before, after) in current.changes.items()
        if value_of(organization, field) not in (before, after)
    ]
    if moved:
        raise Refused(
            _("The record has changed since this was proposed: %(fields)s. Decline it, or revise the profile by hand.")
            % {"fields": ", ".join(moved)}
        )
    write(organization, current.changes)
    _decide(current, Proposal.State.ACCEPTED, by, reason)
    log.record(ACCEPTED, organization, by=by, changes={**current.changes, **entry(None, reason)})
    return current


@transaction.atomic
def decline_proposal(proposal: Proposal, *, by: User | None, reason: str) -> Proposal:
    """Leave the record as it is; whoever proposed reads the reason."""
    current = _waiting(proposal)
    _decide(current, Proposal.State.DECLINED, by, reason)
    log.record(DECLINED, current.organization, by=by, changes=entry(None, reason))
    return current


@transaction.atomic
def take_back_proposal(proposal: Proposal, *, by: User | None) -> Proposal:
    """Whoever proposed does not want it any more."""
    current = _waiting(proposal)
    _decide(current, Proposal.State.WITHDRAWN, by, "")
    log.record(TAKEN_BACK, current.organization, by=by)
    return current


def _waiting(proposal: Proposal) -> Proposal:
    current = lock(proposal)
    if current.state != Proposal.State.WAITING:
        raise Refused(_("This proposal is decided already: %(state)s.") % {"state": current.get_state_display()})
    return current


def _decide(proposal: Proposal, state: Any, by: User | None, answer: str) -> None:
    proposal.state, proposal.decided_by, proposal.decided_at = state, by, timezone.now()
    proposal.answer = nfc(answer)[:300]
    proposal.save()
