"""The addresses after a meeting against each kind of visitor, for ``tests/test_access.py``."""

from typing import Any

from hansa.followup import actions
from hansa.followup.models import Minutes, Outcome, Promise
from hansa.meetings.actions import Present, note_contact
from hansa.meetings.models import Contact, Meeting
from hansa.network.models import Membership
from tests import cast

# Whoever has a duty for an organization; a side and the event's office; the two sides and the office; one side alone.
ON_DUTY = (404, 404, 200, 200, 200, 200)
OWN = (404, 404, 200, 404, 200, 200)
BOTH_SIDES = (404, 404, 200, 200, 200, 200)
ONE_SIDE = (404, 404, 200, 404, 404, 404)
NOBODY_BY_GET = (405,) * 6
STRANGERS = ("public", "dana", "chidi")


def _nothing(world: Any) -> dict[str, Any]:
    return {}


def _file(world: Any) -> dict[str, Any]:
    return {"kind": "csv"}


def _meeting(world: Any) -> dict[str, Any]:
    """The published one of Maastricht and Tallinn."""
    return {"pk": Meeting.objects.get().pk}


def _minutes(world: Any) -> dict[str, Any]:
    meeting, owner = Meeting.objects.get(), cast.organization()
    if not Minutes.objects.exists():
        actions.write_minutes(meeting, owner, by=None, text="Ours", based_on=0)
    return {"pk": meeting.pk, "owner": owner.pk}


def _contact(world: Any) -> dict[str, Any]:
    mine, event = cast.organization(), cast.event()
    found = Contact.objects.first() or note_contact(
        mine, ([Present(mine)], [Present(free_name="Somebody")]), by=None, once="access", event=event
    )
    return {"pk": found.pk}


def _promise(world: Any) -> dict[str, Any]:
    mine, linz = cast.organization(), cast.organization("Linz", country="AT")
    found = Promise.objects.first() or actions.record_promise(
        mine, by=None, once="access", by_organization=mine, to_organization=linz, what="A map", event=cast.event()
    )
    return {"pk": found.pk}


def _outcome(world: Any) -> dict[str, Any]:
    found = Outcome.objects.first() or actions.record_outcome(
        Meeting.objects.get(), cast.organization(), by=None, once="access", kind="other", line="A start"
    )
    return {"pk": found.pk}


def _other(world: Any) -> dict[str, Any]:
    linz = cast.organization("Linz", country="AT")
    Membership.objects.get_or_create(network=cast.network(), organization=linz)
    return {"pk": linz.pk}


ROWS = {
    "promises": (_nothing, ON_DUTY),
    "promises_export": (_file, ON_DUTY),
    "record_promise": (_nothing, ON_DUTY),
    "promise": (_promise, OWN),
    "revise_promise": (_promise, OWN),
    "close_promise": (_promise, NOBODY_BY_GET),
    "reopen_promise": (_promise, NOBODY_BY_GET),
    "share_promise": (_promise, NOBODY_BY_GET),
    "contacts": (_nothing, ON_DUTY),
    "contacts_export": (_file, ON_DUTY),
    "note_contact": (_nothing, ON_DUTY),
    "contact_people": (_nothing, ON_DUTY),
    "contact": (_contact, OWN),
    # Its author for a day (here a command), afterwards who manages the event.
    "revise_contact": (_contact, (404, 404, 404, 404, 200, 200)),
    "strike_contact": (_contact, NOBODY_BY_GET),
    "meetings_followed": (_nothing, ON_DUTY),
    "meeting_followup": (_meeting, BOTH_SIDES),
    "report_meeting": (_meeting, NOBODY_BY_GET),
    "minutes": (_minutes, ONE_SIDE),
    "share_minutes": (_minutes, NOBODY_BY_GET),
    "record_outcome": (lambda world: {"kind": "meeting", **_meeting(world)}, BOTH_SIDES),
    "withdraw_outcome": (_outcome, NOBODY_BY_GET),
    "history_with": (_other, ON_DUTY),
}
REFUSED_BY_POST: dict[str, tuple[Any, tuple[str, ...]]] = {
    "close_promise": (_promise, STRANGERS),
    "reopen_promise": (_promise, STRANGERS),
    "share_promise": (_promise, STRANGERS),
    "record_promise": (_nothing, ("public", "dana")),
    "revise_promise": (_promise, STRANGERS),
    "note_contact": (_nothing, ("public", "dana")),
    "revise_contact": (_contact, (*STRANGERS, "bram")),
    "strike_contact": (_contact, (*STRANGERS, "bram")),
    "report_meeting": (_meeting, ("public", "dana")),
    "minutes": (_minutes, (*STRANGERS, "wen", "ana")),
    "share_minutes": (_minutes, (*STRANGERS, "wen", "ana")),
    "record_outcome": (lambda world: {"kind": "meeting", **_meeting(world)}, ("public", "dana")),
    "withdraw_outcome": (_outcome, (*STRANGERS, "wen")),
}
