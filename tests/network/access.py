"""The addresses of the register and of people against each kind of visitor, for ``tests/test_access.py``."""

from typing import Any

from django.core.files.base import ContentFile

from hansa.network import actions
from hansa.network.acts import ACTS
from hansa.network.models import Agreement, AgreementClaim, Appointment, Mandate, Membership, Office, Proposal, Seat
from hansa.people.models import Person
from tests import cast

EVERYBODY = (200,) * 6
OFFICERS = (404, 404, 404, 404, 404, 200)
NOBODY_BY_GET = (405,) * 6
PUBLIC = ("register", "network_map", "agreements_web", "register_figures", "register_changes", "seats")
STRANGERS = ("public", "dana", "bram", "chidi", "wen")


def _organization() -> dict[str, Any]:
    """A member, so that the public may read its page."""
    made = cast.organization()
    Membership.objects.get_or_create(network=cast.network(), organization=made)
    return {"pk": made.pk}


def _agreement() -> Agreement:
    """Signed, with its paper, between two members."""
    found = Agreement.objects.first()
    if found is None:
        parties = [cast.organization(), cast.organization("Tallinn", country="EE")]
        for party in parties:
            Membership.objects.get_or_create(network=cast.network(), organization=party)
        found = actions.record_agreement(by=None, kind="friendship", parties=parties, source="A list")
        found.file.name = "agreements/paper.pdf"
        found.file.storage.save(found.file.name, ContentFile(b"%PDF"))
        found.save()
    return found


def _row(name: str) -> int:
    """The key of a row that the act is about."""
    made, network = cast.organization(), cast.network()
    if name in ("change_standing", "suspend", "withdraw", "lift"):
        held = Membership.objects.get(network=network, organization=made)
        return held.suspensions.get_or_create()[0].pk if name == "lift" else held.pk
    if name in ("close_mandate", "hand_on"):
        return Mandate.objects.get_or_create(network=network, organization=made, kind="regional office")[0].pk
    if name == "leave_office":
        person = cast.person() if not Office.objects.exists() else Office.objects.get().person
        return Office.objects.get_or_create(organization=made, person=person, title="Mayor")[0].pk
    if name == "end_appointment":
        return Appointment.objects.get_or_create(organization=made, user=cast.bram(), duty="focal point")[0].pk
    agreement = _agreement()
    return AgreementClaim.objects.get(agreement=agreement).pk if name == "prefer_claim" else agreement.pk


def _of_act(name: str) -> Any:
    return lambda world: {**_organization(), **({"row": _row(name)} if ACTS[name].rows else {})}


def _of_organization(world: Any) -> dict[str, Any]:
    return _organization()


def _of_proposal(world: Any) -> dict[str, Any]:
    keys = _organization()
    found = Proposal.objects.first() or actions.propose_changes(
        cast.organization(), by=cast.bram(), values={"website": "https://a.example"}, reason=""
    )
    return {**keys, "row": found.pk}


def _of_person(world: Any) -> dict[str, Any]:
    return {"pk": (Person.objects.first() or cast.person()).pk}


def _of_seat(world: Any) -> dict[str, Any]:
    values = {"network": cast.network(), "kind": "vice-president", "title": "1"}
    return {"row": (Seat.objects.filter(**values).first() or Seat.objects.create(**values)).pk}


def _of_paper(world: Any) -> dict[str, Any]:
    return {"row": _agreement().pk}


def _nothing(world: Any) -> dict[str, Any]:
    return {}


ROWS: dict[str, tuple[Any, tuple[int, ...]]] = {
    **dict.fromkeys(PUBLIC, (_nothing, EVERYBODY)),
    "register_export": (lambda world: {"kind": "csv"}, EVERYBODY),
    **dict.fromkeys(("terms_ending", "set_up_seat", "record_organization", "proposals"), (_nothing, OFFICERS)),
    **dict.fromkeys(("give_seat", "abolish_seat"), (_of_seat, OFFICERS)),
    "organization_names": (_nothing, (404, 200, 200, 200, 200, 200)),
    "organization": (_of_organization, EVERYBODY),
    "organization_log": (_of_organization, OFFICERS),
    "merge_organizations": (_of_organization, OFFICERS),
    "agreement_paper": (_of_paper, (404, 404, 200, 200, 404, 200)),
    "propose_changes": (_of_organization, (404, 404, 200, 404, 404, 404)),
    "decide_proposal": (_of_proposal, NOBODY_BY_GET),
    "person_list": (_nothing, OFFICERS),
    "person": (_of_person, OFFICERS),
    "erase_person": (_of_person, NOBODY_BY_GET),
    "purge_contacts": (_nothing, NOBODY_BY_GET),
    **{name: (_of_act(name), OFFICERS) for name in ACTS},
}  # fmt: skip
REFUSED_BY_POST: dict[str, tuple[Any, tuple[str, ...]]] = {
    **{name: (_of_act(name), STRANGERS) for name in ACTS},
    **dict.fromkeys(("give_seat", "abolish_seat"), (_of_seat, STRANGERS)),
    **dict.fromkeys(("set_up_seat", "record_organization"), (_nothing, STRANGERS)),
    "merge_organizations": (_of_organization, STRANGERS),
    "propose_changes": (_of_organization, ("public", "dana", "chidi", "wen")),
    "decide_proposal": (_of_proposal, STRANGERS),
    "person": (_of_person, STRANGERS),
    "erase_person": (_of_person, STRANGERS),
    "purge_contacts": (_nothing, STRANGERS),
}
