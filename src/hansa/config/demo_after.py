"""What the sample forum left behind: a contact, promises, an invitation. The persons are invented and marked."""

from django.utils import timezone

from hansa.base.dates import PartialDate
from hansa.delegations.models import Delegation
from hansa.events.models import Event
from hansa.followup import actions
from hansa.meetings.actions import Present, note_contact
from hansa.meetings.models import Contact, Meeting, Party
from hansa.network.models import Network, Organization
from hansa.people.actions import record_person
from hansa.people.models import Person, User


def write_up(officer: User, event: Event, city: str) -> None:
    """Once: the secretariat met a deputy mayor in passing and invited him; a city met another and promised."""
    if Contact.objects.exists() or event.starts_on > timezone.localdate():
        return
    office = Network.objects.get().secretariat
    coming = Delegation.objects.coming().filter(event=event, capacity=Delegation.Capacity.GUEST)
    own = Organization.objects.get(delegations__in=coming, place=city)
    other = coming.exclude(organization=own).order_by("pk").first()
    if other is not None:
        _in_passing(officer, event, office, other.organization)
    _in_a_meeting(officer, event, own)


def _in_passing(officer: User, event: Event, office: Organization, city: Organization) -> None:
    deputy = Person.objects.filter(full_name="Joris Hallema", is_sample=True).first() or record_person(
        by=None, full_name="Joris Hallema", family_name="Hallema", is_sample=True
    )
    met_at = event.noon
    contact = note_contact(
        office, ([Present(office, officer.person)], [Present(city, deputy)]), by=officer, once="demo", met_at=met_at,
        event=event, place="Foyer", line="The deputy mayor wants to see how others finance their ports of data.",
    )  # fmt: skip
    actions.record_outcome(
        contact, office, by=officer, once="demo", kind="invitation", organization=city, person=deputy,
        line="Invited to the executive committee in October",
    )  # fmt: skip
    actions.record_promise(
        office, by=officer, once="demo-1", by_organization=office, to_organization=city, to_person=deputy,
        what="Send the invitation to the executive committee", due=PartialDate.parse(f"{event.starts_on.year}-09"),
        contact=contact,
    )  # fmt: skip
    actions.record_promise(
        office, by=officer, once="demo-2", by_organization=city, to_organization=office, by_person=deputy,
        by_title="Deputy Mayor", what="Bring the figures of the port project to the committee", contact=contact,
        due=PartialDate.parse(f"{event.starts_on.year}-10"), shared=True,
    )  # fmt: skip


def _in_a_meeting(officer: User, event: Event, own: Organization) -> None:
    mine = Party.objects.filter(organization=own).values("meeting")
    meeting = Meeting.objects.standing().filter(event=event, pk__in=mine).order_by("starts_at").first()
    other = meeting.parties.exclude(organization=own).first() if meeting else None
    if meeting is not None and other is not None:
        actions.record_promise(
            own, by=None, once="demo-3", by_organization=own, to_organization=other.organization, meeting=meeting,
            what="Share the plans of the sensor network along the river",
        )  # fmt: skip
