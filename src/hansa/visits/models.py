"""Places on study visits: how many there are, who has one, who waits, and until when an offer stands."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from hansa.delegations.models import Delegate
from hansa.events.models import Visit


class Terms(models.Model):
    """On what terms a visit may be joined. A visit without them is filled by the office alone.

    Whoever takes or gives up a place holds the lock on this row: so the last place is never given twice.
    """

    visit = models.OneToOneField(Visit, models.CASCADE, related_name="terms")
    # Empty: as many as like.
    capacity = models.PositiveIntegerField(_("places"), null=True, blank=True)
    quota = models.PositiveIntegerField(_("places for each delegation"), null=True, blank=True)
    # Of the visits of one event with the same mark a delegate takes one.
    either_or = models.CharField(_("either … or"), max_length=40, blank=True)
    opens_at = models.DateTimeField(_("opens"), null=True, blank=True)
    closes_at = models.DateTimeField(_("closes"), null=True, blank=True)
    offer_hours = models.PositiveSmallIntegerField(_("hours for which an offer stands"), default=24)
    bus = models.CharField(_("where the bus leaves"), max_length=200, blank=True)
    bus_leaves_at = models.DateTimeField(_("when the bus leaves"), null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="visits_terms_close_after_opening",
                condition=Q(opens_at=None) | Q(closes_at=None) | Q(closes_at__gt=F("opens_at")),
            ),
            models.CheckConstraint(name="visits_terms_offer_stands", condition=Q(offer_hours__gte=1)),
        ]

    def __str__(self) -> str:
        return str(self.visit)


class BookingQuerySet(models.QuerySet):
    def open(self) -> Self:
        """Those that still want or have a place."""
        return self.filter(state__in=Booking.OPEN)

    def holding(self) -> Self:
        """Those that take a place away from others now: confirmed, or offered and not yet expired."""
        stands = Q(state=Booking.State.OFFERED, offered_until__gt=timezone.now())
        return self.filter(Q(state=Booking.State.CONFIRMED) | stands)

    def waiting(self) -> Self:
        """The waiting list, the first in front."""
        return self.filter(state=Booking.State.WAITING).order_by("turn", "pk")


class Booking(models.Model):
    """A delegate's place on a visit, or their turn on its waiting list. What was given up stays on record."""

    class State(models.TextChoices):
        CONFIRMED = "confirmed", pgettext_lazy("place on a visit", "confirmed")
        WAITING = "waiting", pgettext_lazy("place on a visit", "waiting")
        OFFERED = "offered", pgettext_lazy("place on a visit", "offered")
        EXPIRED = "expired", pgettext_lazy("place on a visit", "offer expired")
        GIVEN_UP = "given up", pgettext_lazy("place on a visit", "given up")

    # The steps that acts may take; nothing else changes ``state``.
    STEPS = {
        State.WAITING: (State.CONFIRMED, State.OFFERED, State.GIVEN_UP),
        State.OFFERED: (State.CONFIRMED, State.EXPIRED, State.GIVEN_UP),
        State.CONFIRMED: (State.GIVEN_UP,),
        State.EXPIRED: (),
        State.GIVEN_UP: (),
    }
    OPEN = (State.CONFIRMED, State.WAITING, State.OFFERED)

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="bookings")
    delegate = models.ForeignKey(Delegate, models.CASCADE, related_name="bookings")
    state = models.CharField(_("state"), max_length=10, choices=State.choices)
    asked_at = models.DateTimeField()
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")
    # Who waits is served in this order: the moment of asking as a number, unless an officer has put somebody forward.
    turn = models.FloatField(default=0)
    offered_until = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)

    objects = BookingQuerySet.as_manager()

    class Meta:
        ordering = ["turn", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["visit", "delegate"],
                condition=Q(state__in=["confirmed", "waiting", "offered"]),
                name="visits_booking_one_open",
            ),
            models.CheckConstraint(
                name="visits_booking_offer_has_an_end", condition=~Q(state="offered") | Q(offered_until__isnull=False)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.delegate.person}, {self.visit}"

    @property
    def is_offer(self) -> bool:
        """An offer that still stands: truth by the clock, whether a sweep has passed or not."""
        return (
            self.state == self.State.OFFERED and self.offered_until is not None and self.offered_until > timezone.now()
        )
