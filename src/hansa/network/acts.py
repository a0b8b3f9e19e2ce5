"""Every act that has a page: its title, its form, the row it is about, and the verb it calls."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from hansa.network import actions
from hansa.network.forms import acts as forms
from hansa.network.forms.profiles import ProfileForm
from hansa.network.models import (
    Agreement,
    AgreementClaim,
    Appointment,
    Mandate,
    Membership,
    Office,
    Organization,
    Suspension,
)
from hansa.network.queries import only_network
from hansa.people.models import User

Verb = Callable[[Organization, Any, User, dict[str, Any]], Any]
Rows = Callable[[Organization], QuerySet[Any]]


@dataclass(frozen=True)
class Act:
    """An act with a page of its own. ``path`` follows the organization's; ``rows`` are those that it may be about."""

    path: str
    title: Promise
    form: type[forms.ActForm]
    verb: Verb
    rows: Rows | None = None


def _memberships(organization: Organization) -> QuerySet[Membership]:
    return Membership.objects.filter(organization=organization).select_related("network", "organization")


def _suspensions(organization: Organization) -> QuerySet[Suspension]:
    return Suspension.objects.filter(membership__organization=organization).select_related("membership__organization")


def _mandates(organization: Organization) -> QuerySet[Mandate]:
    return Mandate.objects.filter(organization=organization).select_related("organization", "seat")


def _offices(organization: Organization) -> QuerySet[Office]:
    return Office.objects.filter(organization=organization).select_related("organization", "person")


def _appointments(organization: Organization) -> QuerySet[Appointment]:
    return Appointment.objects.filter(organization=organization).select_related("organization", "user__person")


def _agreements(organization: Organization) -> QuerySet[Agreement]:
    return Agreement.objects.filter(parties=organization)


def _claims(organization: Organization) -> QuerySet[AgreementClaim]:
    return AgreementClaim.objects.filter(agreement__parties=organization).select_related("agreement")


def _on_row(verb: Callable[..., Any]) -> Verb:
    """An act on the row itself."""
    return lambda _organization, row, by, values: verb(row, by=by, **values)


def _on_organization(verb: Callable[..., Any]) -> Verb:
    """An act on the organization."""
    return lambda organization, _row, by, values: verb(organization, by=by, **values)


def _in_network(verb: Callable[..., Any]) -> Verb:
    """An act of the one network on the organization."""
    return lambda organization, _row, by, values: verb(only_network(), organization, by=by, **values)


def _give(organization: Organization, _row: Any, by: User, values: dict[str, Any]) -> Any:
    """A seat where one was chosen, else a task."""
    seat, kind, scope = values.pop("seat"), values.pop("kind"), values.pop("scope")
    if seat is not None:
        return actions.give_seat(seat, organization, by=by, **values)
    return actions.give_mandate(only_network(), organization, by=by, kind=kind, scope=scope, **values)


def _plain(verb: Callable[..., Any]) -> Verb:
    """An act whose form names all that it needs."""
    return lambda _organization, _row, by, values: verb(by=by, **values)


ACTS: dict[str, Act] = {
    "admit": Act("admit/", _("Admit to the network"), forms.StandingForm, _in_network(actions.admit)),
    "readmit": Act("readmit/", _("Readmit to the network"), forms.StandingForm, _in_network(actions.readmit)),
    "change_standing": Act(
        "memberships/<int:row>/change/",
        _("Change the standing"),
        forms.StandingForm,
        _on_row(actions.change_standing),
        _memberships,
    ),
    "suspend": Act(
        "memberships/<int:row>/suspend/", _("Suspend"), forms.SuspendForm, _on_row(actions.suspend), _memberships
    ),
    "lift": Act(
        "suspensions/<int:row>/lift/", _("Lift the suspension"), forms.LiftForm, _on_row(actions.lift), _suspensions
    ),
    "withdraw": Act(
        "memberships/<int:row>/withdraw/",
        _("End the membership"),
        forms.WithdrawForm,
        _on_row(actions.withdraw),
        _memberships,
    ),
    "give_mandate": Act("mandates/give/", _("Give a mandate"), forms.MandateForm, _give),
    "close_mandate": Act(
        "mandates/<int:row>/close/",
        _("Close the mandate"),
        forms.LastDayForm,
        _on_row(actions.close_mandate),
        _mandates,
    ),
    "hand_on": Act(
        "mandates/<int:row>/hand-on/", _("Hand the seat on"), forms.HandOnForm, _on_row(actions.hand_on), _mandates
    ),
    "take_office": Act(
        "offices/take/",
        _("Record who holds an office"),
        forms.OfficeForm,
        _on_organization(actions.record_holder),
    ),
    "leave_office": Act(
        "offices/<int:row>/leave/",
        _("Close the term of office"),
        forms.LastDayForm,
        _on_row(actions.leave_office),
        _offices,
    ),
    "appoint": Act("appointments/give/", _("Appoint"), forms.AppointForm, _on_organization(actions.appoint_person)),
    "end_appointment": Act(
        "appointments/<int:row>/end/",
        _("End the appointment"),
        forms.LastDayForm,
        _on_row(actions.end_appointment),
        _appointments,
    ),
    "rename": Act("rename/", _("Rename"), forms.RenameForm, _on_organization(actions.rename)),
    "identify": Act("identify/", _("Record an identifier"), forms.IdentifyForm, _on_organization(actions.identify)),
    "revise_profile": Act(
        "profile/", _("Revise names and profile"), ProfileForm, _on_organization(actions.revise_profile)
    ),
    "open_profile": Act(
        "profile/open/", _("Open the profile to the public"), forms.ActForm, _on_organization(actions.open_profile)
    ),
    "close_profile": Act(
        "profile/close/", _("Close the profile"), forms.ActForm, _on_organization(actions.close_profile)
    ),
    "propose_agreement": Act(
        "agreements/propose/",
        _("Record a proposed agreement"),
        forms.ProposeAgreementForm,
        _plain(actions.propose_agreement),
    ),
    "record_agreement": Act(
        "agreements/record/",
        _("Record an agreement"),
        forms.RecordAgreementForm,
        _plain(actions.record_agreement),
    ),
    "sign_agreement": Act(
        "agreements/<int:row>/sign/",
        _("Record the signature"),
        forms.SignForm,
        _on_row(actions.sign_agreement),
        _agreements,
    ),
    "renew_agreement": Act(
        "agreements/<int:row>/renew/",
        _("Renew the agreement"),
        forms.RenewForm,
        _on_row(actions.renew_agreement),
        _agreements,
    ),
    "end_agreement": Act(
        "agreements/<int:row>/end/",
        _("End the agreement"),
        forms.EndAgreementForm,
        _on_row(actions.end_agreement),
        _agreements,
    ),
    "record_claim": Act(
        "agreements/<int:row>/claim/",
        _("Add what a source says"),
        forms.ClaimForm,
        _on_row(actions.record_claim),
        _agreements,
    ),
    "prefer_claim": Act(
        "claims/<int:row>/prefer/",
        _("Prefer this source"),
        forms.ActForm,
        _on_row(actions.prefer_claim),
        _claims,
    ),
    "file_paper": Act(
        "agreements/<int:row>/file/",
        _("File the paper"),
        forms.PaperForm,
        _on_row(actions.file_paper),
        _agreements,
    ),
}
