"""What has been: contacts noted in passing, and what became of a meeting. Its nouns; ``models`` hands them on.

A contact counts as past contact and never as a meeting. What was said, promised and agreed, the room above keeps.
"""

from typing import TYPE_CHECKING, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hansa.events.models import Event
from hansa.network.models import Organization
from hansa.people.models import Person

if TYPE_CHECKING:
    from django.db.models.manager import RelatedManager


class ContactQuerySet(models.QuerySet):
    def standing(self) -> Self:
        """Those that were not struck out."""
        return self.filter(struck_at=None)


class Contact(models.Model):
    """Somebody met somebody, somewhere: one line, noted in passing. It belongs to the side that noted it."""

    noted_for = models.ForeignKey(
        Organization, models.PROTECT, verbose_name=_("noted for"), related_name="contacts_noted"
    )
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    noted_at = models.DateTimeField()
    met_at = models.DateTimeField(_("when"))
    event = models.ForeignKey(Event, models.PROTECT, null=True, blank=True, related_name="contacts")
    place = models.CharField(_("where"), max_length=200, blank=True)
    line = models.CharField(_("in one line"), max_length=300, blank=True)
    # What the page that sent it called it: the same key again is the same contact, however poor the line was.
    once = models.CharField(max_length=40, editable=False)
    struck_at = models.DateTimeField(null=True, blank=True)

    objects = ContactQuerySet.as_manager()
    if TYPE_CHECKING:
        people: RelatedManager["ContactPerson"]

    class Meta:
        ordering = ["-met_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["noted_by", "once"], name="meetings_contact_noted_once")]

    def __str__(self) -> str:
        return " – ".join(str(one) for one in self.people.all())


class ContactPerson(models.Model):
    """Who of which organization, on which of the two sides; by a free name where nobody is on record."""

    contact = models.ForeignKey(Contact, models.CASCADE, related_name="people")
    side = models.PositiveSmallIntegerField()
    organization = models.ForeignKey(Organization, models.PROTECT, null=True, blank=True, related_name="contact_sides")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="contact_sides")
    free_name = models.CharField(_("name"), max_length=200, blank=True)
    free_organization = models.CharField(_("organisation"), max_length=200, blank=True)

    class Meta:
        ordering = ["side", "pk"]
        constraints = [
            models.CheckConstraint(name="meetings_contact_two_sides", condition=Q(side__in=[1, 2])),
            models.CheckConstraint(
                name="meetings_contact_somebody",
                condition=Q(organization__isnull=False)
                | Q(person__isnull=False)
                | ~Q(free_name="")
                | ~Q(free_organization=""),
            ),
        ]

    def __str__(self) -> str:
        who = str(self.person) if self.person else self.free_name
        where = str(self.organization) if self.organization else self.free_organization
        return f"{who}, {where}" if who and where else who or where


class Report(models.Model):
    """What became of a meeting. Without one, a meeting whose time is over counts as held."""

    class State(models.TextChoices):
        HELD = "held", pgettext_lazy("meeting", "held")
        POSTPONED = "postponed", pgettext_lazy("meeting", "postponed")
        NO_SHOW = "no-show", _("somebody did not come")
        CANCELLED = "cancelled", _("called off on the spot")

    meeting = models.OneToOneField("meetings.Meeting", models.CASCADE, related_name="report")
    state = models.CharField(_("what became of it"), max_length=10, choices=State.choices)
    # Who did not come, where somebody did not.
    absent = models.ForeignKey(
        Organization, models.PROTECT, verbose_name=_("who did not come"), null=True, blank=True, related_name="+"
    )
    note = models.CharField(_("note"), max_length=300, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    at = models.DateTimeField()
    # Raised by each change, so that two who report at once see each other.
    edition = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="meetings_report_absent_of_no_show", condition=Q(absent=None) | Q(state="no-show")
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting}: {self.get_state_display()}"

    @property
    def is_held(self) -> bool:
        return self.state == self.State.HELD


class Attendee(models.Model):
    """Who was there, by the report: somebody on record, or a name; on a side, or (an interpreter) on none."""

    report = models.ForeignKey(Report, models.CASCADE, related_name="attendees")
    organization = models.ForeignKey(Organization, models.PROTECT, null=True, blank=True, related_name="+")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="meetings_attended")
    free_name = models.CharField(_("name"), max_length=200, blank=True)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["report", "person"], condition=Q(person__isnull=False), name="meetings_attendee_once"
            ),
            models.CheckConstraint(
                name="meetings_attendee_somebody", condition=Q(person__isnull=False) | ~Q(free_name="")
            ),
        ]

    def __str__(self) -> str:
        return str(self.person) if self.person else self.free_name
