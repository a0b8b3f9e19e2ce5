"""Bilateral meetings: asked for, planned, held. A round is the slots and tables of one event."""

import uuid
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hansa.base.fields import LanguagesField
from hansa.base.models import Job
from hansa.delegations.models import Delegate
from hansa.events.models import Event
from hansa.meetings.past import Attendee, Contact, ContactPerson, Report
from hansa.meetings.wishes import MeetingRequest
from hansa.network.models import Organization
from hansa.people.models import Person

__all__ = [
    "Attendee",
    "Closure",
    "Contact",
    "ContactPerson",
    "Interpreter",
    "Meeting",
    "MeetingRequest",
    "Party",
    "Placement",
    "Plan",
    "Refusal",
    "Report",
    "Round",
    "Shift",
    "Slot",
    "Table",
]


class Round(models.Model):
    """The slots and tables of one event. ``version`` counts what was published: nobody publishes over another."""

    class Rule(models.TextChoices):
        """What a request needs to be a wish that the planner places."""

        ACCEPTANCE = "needs acceptance", _("a request needs to be accepted")
        SILENCE = "accepted unless declined", _("a request counts unless it is declined")

    event = models.OneToOneField(Event, models.CASCADE, related_name="round")
    version = models.PositiveIntegerField(default=0)
    # What the planner would like, by name of ``hansa.matching.preferences``; empty: the greatest value alone.
    preferences: Any = models.JSONField(default=dict)
    rule = models.CharField(_("rule"), max_length=30, choices=Rule.choices, default=Rule.SILENCE)
    # Until when delegations ask and answer on their own page; empty: as long as they like.
    requests_until = models.DateTimeField(_("delegations may ask until"), null=True, blank=True)
    answers_until = models.DateTimeField(_("delegations may answer until"), null=True, blank=True)

    def __str__(self) -> str:
        return str(self.event)


class Slot(models.Model):
    """A time in which meetings are held."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="slots")
    starts_at = models.DateTimeField(_("start"))
    ends_at = models.DateTimeField(_("end"))

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.UniqueConstraint(fields=["round", "starts_at"], name="meetings_slot_once"),
            models.CheckConstraint(name="meetings_slot_ends_after_start", condition=Q(ends_at__gt=F("starts_at"))),
        ]

    def __str__(self) -> str:
        return f"{self.starts_at:%Y-%m-%d %H:%M}"


class Table(models.Model):
    """A numbered table of a round."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="tables")
    number = models.PositiveSmallIntegerField(_("number"))
    hall = models.CharField(_("hall"), max_length=120, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="meetings_table_once"),
        ]

    def __str__(self) -> str:
        return str(self.number)


class Closure(models.Model):
    """A table that is not there in one slot: so the round was cut, or somebody closed it since, for a reason."""

    slot = models.ForeignKey(Slot, models.CASCADE, related_name="closures")
    table = models.ForeignKey(Table, models.CASCADE, related_name="closures")
    # Tables that were closed together share the moment, and are opened again together.
    closed_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=200, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["slot", "table"], name="meetings_closure_once")]

    def __str__(self) -> str:
        return f"{self.slot}, {self.table}"


class Interpreter(models.Model):
    """Who interprets in a round, between which languages. Without shifts they are there all the time."""

    round = models.ForeignKey(Round, models.CASCADE, related_name="interpreters")
    person = models.ForeignKey(Person, models.PROTECT, related_name="interpreting")
    languages = LanguagesField(_("languages"))

    class Meta:
        ordering = ["pk"]
        constraints = [models.UniqueConstraint(fields=["round", "person"], name="meetings_interpreter_once")]

    def __str__(self) -> str:
        return str(self.person)


class Shift(models.Model):
    """A period in which an interpreter is there."""

    interpreter = models.ForeignKey(Interpreter, models.CASCADE, related_name="shifts")
    starts_at = models.DateTimeField(_("start"))
    ends_at = models.DateTimeField(_("end"))

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.UniqueConstraint(fields=["interpreter", "starts_at"], name="meetings_shift_once"),
            models.CheckConstraint(name="meetings_shift_ends_after_start", condition=Q(ends_at__gt=F("starts_at"))),
        ]

    def __str__(self) -> str:
        return f"{self.interpreter}: {self.starts_at}"


class Leave(models.Model):
    """A period in which an engaged interpreter is not there after all; without an end it is for good.

    Why is nobody's business: an illness is not kept.
    """

    interpreter = models.ForeignKey(Interpreter, models.CASCADE, related_name="leaves")
    starts_at = models.DateTimeField(_("start"))
    ends_at = models.DateTimeField(_("end"), null=True, blank=True)

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.UniqueConstraint(fields=["interpreter", "starts_at"], name="meetings_leave_once"),
            models.CheckConstraint(
                name="meetings_leave_ends_after_start", condition=Q(ends_at=None) | Q(ends_at__gt=F("starts_at"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.interpreter}: {self.starts_at}"

    def covers(self, slot: Slot) -> bool:
        """Whether it touches the slot."""
        return self.starts_at < slot.ends_at and (self.ends_at is None or slot.starts_at < self.ends_at)


class Plan(models.Model):
    """One answer of the planner, or of a hand: proposed, then published or not. Earlier ones stay readable."""

    class State(models.TextChoices):
        DRAWING = "drawing", _("being drawn up")
        PROPOSED = "proposed", pgettext_lazy("plan", "proposed")
        PUBLISHED = "published", _("published")
        SUPERSEDED = "superseded", pgettext_lazy("plan", "superseded")
        DISCARDED = "discarded", pgettext_lazy("plan", "discarded")

    class Way(models.TextChoices):
        """How a plan came about."""

        DRAWN = "drawn", pgettext_lazy("plan", "drawn up")
        REPAIRED = "repaired", pgettext_lazy("plan", "repaired")
        TAKEN_BACK = "taken back", pgettext_lazy("plan", "an earlier one taken back")
        BY_HAND = "by hand", pgettext_lazy("plan", "changed by hand")

    # The steps that acts may take; nothing else changes ``state``.
    STEPS = {
        State.DRAWING: (State.PROPOSED, State.DISCARDED),
        State.PROPOSED: (State.PUBLISHED, State.DISCARDED),
        State.PUBLISHED: (State.SUPERSEDED,),
        State.SUPERSEDED: (),
        State.DISCARDED: (),
    }

    round = models.ForeignKey(Round, models.CASCADE, related_name="plans")
    number = models.PositiveIntegerField(_("number"))
    state = models.CharField(max_length=12, choices=State.choices, default=State.DRAWING)
    way = models.CharField(max_length=12, choices=Way.choices, default=Way.DRAWN)
    # What each published meeting that leaves its slot costs, in units of weight.
    move_price = models.PositiveIntegerField(default=0)
    # The earlier plan to which this one goes back.
    earlier = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    job = models.ForeignKey(Job, models.SET_NULL, null=True, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    asked_at = models.DateTimeField()
    # When the rows it is made of were read: what changed after that is not in it.
    read_at = models.DateTimeField(null=True)
    # The problem that ``bound`` was proved for: its name without the pins, and the pins.
    digest = models.CharField(max_length=64, blank=True)
    pins = models.JSONField(default=list)
    drawn_at = models.DateTimeField(null=True)
    # The published version that it was drawn beside, and the one that it became.
    based_on = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(null=True, blank=True)
    published_at = models.DateTimeField(null=True)
    published_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    value = models.PositiveIntegerField(default=0)
    bound = models.PositiveIntegerField(default=0)
    gaps = models.PositiveIntegerField(default=0)
    # The preferences with which it was drawn, and who is below their floor in it (delegations by key).
    preferences: Any = models.JSONField(default=dict)
    short: Any = models.JSONField(default=list)
    seconds = models.FloatField(default=0)
    # What would place more, tried when it was drawn up (``reliefs.find``); its sentences are made for the reader.
    reliefs = models.JSONField(default=list)
    # Raised by each hand move, so that two hands cannot move over each other unseen.
    edition = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="meetings_plan_number"),
            models.UniqueConstraint(
                fields=["round"], condition=Q(state="published"), name="meetings_plan_one_published"
            ),
            models.UniqueConstraint(
                fields=["round"], condition=Q(state__in=["drawing", "proposed"]), name="meetings_plan_one_open"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round}, {self.number}"

    @property
    def is_proven(self) -> bool:
        return self.value == self.bound


class Pair(models.Model):
    """Two delegates in a plan, in the order of their keys."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="%(class)ss")
    first = models.ForeignKey(Delegate, models.CASCADE, related_name="+")
    second = models.ForeignKey(Delegate, models.CASCADE, related_name="+")
    weight = models.PositiveIntegerField(default=1)

    class Meta:
        abstract = True
        constraints = [
            models.UniqueConstraint(fields=["plan", "first", "second"], name="meetings_%(class)s_pair_once"),
            models.CheckConstraint(name="meetings_%(class)s_pair_in_order", condition=Q(first__lt=F("second"))),
        ]


class Placement(Pair):
    """A pair at a table in a slot, perhaps with an interpreter."""

    slot = models.ForeignKey(Slot, models.PROTECT, related_name="placements")
    table = models.ForeignKey(Table, models.PROTECT, related_name="placements")
    interpreter = models.ForeignKey(Interpreter, models.PROTECT, null=True, blank=True, related_name="placements")
    is_pinned = models.BooleanField(_("pinned"), default=False)

    class Meta(Pair.Meta):
        constraints = [
            *Pair.Meta.constraints,
            models.UniqueConstraint(fields=["plan", "slot", "table"], name="meetings_placement_table_once"),
            models.UniqueConstraint(fields=["plan", "slot", "interpreter"], name="meetings_placement_interpreter_once"),
        ]

    def __str__(self) -> str:
        return f"{self.first} – {self.second}"


class Refusal(Pair):
    """A pair that found no place, and the planner's cause in structured form; its sentence is made for the reader."""

    cause = models.JSONField(default=dict)

    class Meta(Pair.Meta):
        pass

    def __str__(self) -> str:
        return f"{self.first} – {self.second}"


class MeetingQuerySet(models.QuerySet):
    def standing(self) -> Self:
        """Those that are to be held or were held: not cancelled."""
        return self.filter(cancelled_at=None)


class Meeting(models.Model):
    """A bilateral that those concerned were told of. Its calendar entry is known by ``uid`` for ever.

    In a round it has a slot and a table; outside any round (a courtesy call) it has a place. Its times are its own,
    copied from the slot, so that it can be read after the round was cut anew.
    """

    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    event = models.ForeignKey(Event, models.PROTECT, related_name="meetings")
    round = models.ForeignKey(Round, models.PROTECT, null=True, blank=True, related_name="meetings")
    starts_at = models.DateTimeField(_("start"))
    ends_at = models.DateTimeField(_("end"))
    place = models.CharField(_("place"), max_length=200, blank=True)
    topic = models.CharField(_("topic"), max_length=300, blank=True)
    slot = models.ForeignKey(Slot, models.PROTECT, null=True, blank=True, related_name="meetings")
    table = models.ForeignKey(Table, models.PROTECT, null=True, blank=True, related_name="meetings")
    interpreter = models.ForeignKey(Interpreter, models.PROTECT, null=True, blank=True, related_name="meetings")
    published_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)
    # RFC 5545, 3.8.7.4: raised by each change that an attendee must hear of.
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(name="meetings_meeting_ends_after_start", condition=Q(ends_at__gt=F("starts_at"))),
            models.UniqueConstraint(
                fields=["slot", "table"], condition=Q(cancelled_at=None), name="meetings_meeting_table_once"
            ),
            models.UniqueConstraint(
                fields=["slot", "interpreter"], condition=Q(cancelled_at=None), name="meetings_meeting_interpreter_once"
            ),
        ]

    def __str__(self) -> str:
        return " – ".join(str(party.organization) for party in self.parties.all())


class Party(models.Model):
    """One side of a meeting: who of which organization. A delegate where the meeting belongs to a round."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="parties")
    side = models.PositiveSmallIntegerField()
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="meeting_parties")
    person = models.ForeignKey(Person, models.PROTECT, related_name="meeting_parties")
    delegate = models.ForeignKey(Delegate, models.SET_NULL, null=True, blank=True, related_name="meeting_parties")
    # The slot while the meeting stands, so that the database itself keeps a delegate from being in two places.
    slot = models.ForeignKey(Slot, models.PROTECT, null=True, blank=True, related_name="+")

    class Meta:
        ordering = ["side"]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "side"], name="meetings_party_side_once"),
            models.CheckConstraint(name="meetings_party_two_sides", condition=Q(side__in=[1, 2])),
            models.UniqueConstraint(fields=["slot", "delegate"], name="meetings_party_one_place"),
        ]

    def __str__(self) -> str:
        return f"{self.person}, {self.organization}"
