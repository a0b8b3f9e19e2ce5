"""What happens where and when: events inside events, the roles of organizations, sessions and visits."""

import datetime as dt
import uuid
import zoneinfo
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from hansa.base.dates import PartialDate, period
from hansa.base.fields import PRECISION, LanguagesField, MultilingualField
from hansa.network.models import Organization
from hansa.people.models import Person


class EventQuerySet(models.QuerySet):
    def announced(self) -> Self:
        """Those whose page the public may read."""
        return self.exclude(announced_at=None)


class Event(models.Model):
    """An assembly, a forum, a fair. Days may be known to the month only; times are shown in its zone."""

    class Kind(models.TextChoices):
        FORUM = "forum", _("forum")
        EXPO = "expo", _("expo")
        ASSEMBLY = "assembly", _("assembly")
        CONFERENCE = "conference", _("conference")
        COMMITTEE = "committee", _("committee meeting")
        SEMINAR = "seminar", _("seminar")

    class Mode(models.TextChoices):
        ON_SITE = "on site", _("on site")
        ONLINE = "online", _("online")
        HYBRID = "hybrid", _("on site and online")

    key = models.SlugField(_("key"), max_length=60, unique=True, allow_unicode=True)
    name = MultilingualField(_("name"))
    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    part_of = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="parts")
    edition = models.PositiveSmallIntegerField(_("edition"), null=True, blank=True)
    starts_on = models.DateField(_("first day"))
    starts_precision = models.CharField(max_length=5, choices=PRECISION, default="day")
    ends_on = models.DateField(_("last day"))
    zone = models.CharField(_("time zone"), max_length=60)
    city = models.ForeignKey(Organization, models.PROTECT, null=True, blank=True, related_name="+")
    venue = models.CharField(_("venue"), max_length=200, blank=True)
    mode = models.CharField(_("mode"), max_length=8, choices=Mode.choices, default=Mode.ON_SITE)
    note = models.TextField(_("note"), blank=True)
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)
    cancelled_for = models.CharField(_("reason"), max_length=300, blank=True)
    # Raised by each change, so that two officers cannot write over each other unseen.
    revision = models.PositiveIntegerField(default=0)
    # What the public may see, each since when: the page; the programme; who comes.
    announced_at = models.DateTimeField(null=True, blank=True)
    programme_published_at = models.DateTimeField(null=True, blank=True)
    participants_published_at = models.DateTimeField(null=True, blank=True)

    objects = EventQuerySet.as_manager()

    class Meta:
        ordering = ["-starts_on", "key"]
        constraints = [
            models.CheckConstraint(name="events_event_ends_after_start", condition=Q(ends_on__gte=F("starts_on"))),
            models.CheckConstraint(name="events_event_not_part_of_itself", condition=~Q(part_of=F("id"))),
        ]

    def __str__(self) -> str:
        return str(self.name)

    @property
    def folder(self) -> str:
        """Where its letters lie in the outbox."""
        return f"event:{self.pk}"

    @property
    def tz(self) -> zoneinfo.ZoneInfo:
        return zoneinfo.ZoneInfo(self.zone)

    @property
    def starts(self) -> PartialDate:
        return PartialDate(self.starts_on, self.starts_precision)

    @property
    def days(self) -> str:
        """Its days in the reader's words; where only the month or the year is known, that is said."""
        if self.starts_precision == "day":
            return period(self.starts_on, self.ends_on)
        if self.starts_precision == "month":
            return gettext("%(month)s, month only") % {"month": self.starts}
        return str(self.starts)

    @property
    def noon(self) -> dt.datetime:
        """Noon of its first day in its own zone: the moment at which the zone is named."""
        return dt.datetime.combine(self.starts_on, dt.time(12), self.tz)

    def local(self, moment: dt.datetime) -> dt.datetime:
        """A moment in the event's own time."""
        return moment.astimezone(self.tz)


class EventClaim(models.Model):
    """A figure that somebody announced about an event: kept with its source, never mixed with what is counted."""

    class Measure(models.TextChoices):
        PEOPLE = "people", _("people")
        COUNTRIES = "countries", _("countries")

    event = models.ForeignKey(Event, models.CASCADE, related_name="claims")
    measure = models.CharField(max_length=12, choices=Measure.choices)
    number = models.PositiveIntegerField()
    # "over 500" is a floor, not a count.
    is_floor = models.BooleanField(_("at least"), default=False)
    source = models.CharField(_("source"), max_length=300, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["event", "measure", "source"], name="events_claim_once_a_source"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.get_measure_display()}"


class Hall(models.Model):
    """A room of the event's venue and how many it seats. Sessions name it as it is written here."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="halls")
    name = models.CharField(_("name"), max_length=120)
    capacity = models.PositiveIntegerField(pgettext_lazy("hall", "seats"), null=True, blank=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["event", "name"], name="events_hall_once")]

    def __str__(self) -> str:
        return self.name


class EventRole(models.Model):
    """What an organization is at an event: who hosts it, who organises it, who supports it. Guests are delegations."""

    class Role(models.TextChoices):
        HOST = "host", _("host")
        ORGANISER = "organiser", _("organiser")
        SUPPORTER = "supporter", _("supporter")
        PARTNER = "partner", _("partner")

    event = models.ForeignKey(Event, models.CASCADE, related_name="roles")
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="event_roles")
    role = models.CharField(_("role"), max_length=12, choices=Role.choices)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["event", "organization", "role"], name="events_role_once"),
        ]

    def __str__(self) -> str:
        return f"{self.organization}, {self.get_role_display()}"


class HappeningQuerySet(models.QuerySet):
    def standing(self) -> Self:
        """Those that take place: not cancelled."""
        return self.filter(cancelled_at=None)


class Happening(models.Model):
    """What sessions and visits share: a time, a title, and an identity in calendars."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="%(class)ss")
    title = MultilingualField(_("title"))
    starts_at = models.DateTimeField(_("start"))
    ends_at = models.DateTimeField(_("end"))
    # For calendars: known by this for ever, in every installation; raised by each change of time, place or title.
    uid = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    sequence = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()
    # What was cancelled stays on record, so that those who were told can be told again.
    cancelled_at = models.DateTimeField(_("cancelled"), null=True, blank=True)
    cancelled_for = models.CharField(_("reason"), max_length=300, blank=True)
    # Raised by each change, so that two officers cannot write over each other unseen.
    revision = models.PositiveIntegerField(default=0)

    objects = HappeningQuerySet.as_manager()

    class Meta:
        abstract = True
        ordering = ["starts_at", "pk"]
        constraints = [
            models.CheckConstraint(
                name="%(app_label)s_%(class)s_ends_after_start", condition=Q(ends_at__gt=F("starts_at"))
            ),
        ]

    def __str__(self) -> str:
        return str(self.title)


class Session(Happening):
    """A part of the programme. Who speaks in it, or everybody where all attend, cannot meet anybody then."""

    class Kind(models.TextChoices):
        PLENARY = "plenary", _("plenary")
        KEYNOTE = "keynote", _("keynote")
        SESSION = "session", _("session")
        SIDE_EVENT = "side event", _("side event")
        CEREMONY = "ceremony", _("ceremony")
        RECEPTION = "reception", _("reception")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.SESSION)
    hall = models.CharField(_("hall"), max_length=120, blank=True)
    track = models.CharField(_("track"), max_length=80, blank=True)
    spoken = LanguagesField(_("spoken"))
    interpreted = LanguagesField(_("interpreted into"))
    everybody = models.BooleanField(_("everybody attends"), default=False)
    speakers = models.ManyToManyField(Person, through="Speech", related_name="sessions")


class Speech(models.Model):
    """A person speaks in a session, in this order."""

    session = models.ForeignKey(Session, models.CASCADE, related_name="speeches")
    person = models.ForeignKey(Person, models.PROTECT, related_name="speeches")
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["session", "person"], name="events_speech_once")]

    def __str__(self) -> str:
        return f"{self.person}, {self.session}"


class Visit(Happening):
    """An exhibition or a study visit. Who goes on it cannot meet anybody then."""

    class Kind(models.TextChoices):
        EXHIBITION = "exhibition", _("exhibition")
        STUDY_VISIT = "study visit", _("study visit")

    kind = models.CharField(_("kind"), max_length=12, choices=Kind.choices, default=Kind.STUDY_VISIT)
    place = models.CharField(_("place"), max_length=200, blank=True)
    participants = models.ManyToManyField(Person, related_name="visits", blank=True)


class Release(models.Model):
    """The programme as it was told to the world: a version that is never changed.

    ``content`` holds the lines as ``lines.as_data`` writes them. Persons stand in it by key, never by name: whoever is
    erased is gone from the old versions too.
    """

    event = models.ForeignKey(Event, models.CASCADE, related_name="releases")
    version = models.PositiveIntegerField(_("version"))
    at = models.DateTimeField(_("released"))
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    note = models.CharField(_("note"), max_length=300, blank=True)
    content = models.JSONField(default=list)

    class Meta:
        ordering = ["-version"]
        constraints = [models.UniqueConstraint(fields=["event", "version"], name="events_release_version_once")]

    def __str__(self) -> str:
        return f"{self.event}, {self.version}"


class EventPlan(models.Model):
    """When, where and how an event was to be held before it was moved: until when that was so, and why it ended."""

    event = models.ForeignKey(Event, models.CASCADE, related_name="earlier_plans")
    number = models.PositiveIntegerField(_("number"))
    starts_on = models.DateField(_("first day"))
    starts_precision = models.CharField(max_length=5, choices=PRECISION, default="day")
    ends_on = models.DateField(_("last day"))
    zone = models.CharField(_("time zone"), max_length=60)
    city = models.ForeignKey(Organization, models.PROTECT, null=True, blank=True, related_name="+")
    venue = models.CharField(_("venue"), max_length=200, blank=True)
    mode = models.CharField(_("mode"), max_length=8, choices=Event.Mode.choices, default=Event.Mode.ON_SITE)
    hosts = models.ManyToManyField(Organization, blank=True, related_name="+")
    valid_until = models.DateTimeField(_("held until"))
    reason = models.CharField(_("reason"), max_length=300)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["event", "number"], name="events_plan_number_once")]

    def __str__(self) -> str:
        return f"{self.event}, {self.days}"

    @property
    def starts(self) -> PartialDate:
        return PartialDate(self.starts_on, self.starts_precision)

    @property
    def days(self) -> str:
        """Its days in the reader's words."""
        return Event(starts_on=self.starts_on, starts_precision=self.starts_precision, ends_on=self.ends_on).days
