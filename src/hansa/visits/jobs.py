"""What comes due by the clock: offers expire, and who waits is offered what has become free."""

from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone

from hansa.base.jobs import chore
from hansa.events.models import Visit
from hansa.visits.actions import serve
from hansa.visits.models import Booking


@chore("visits.offers")
def keep_offers_moving() -> int:
    """Serve the visits on which something is due: an offer is over, somebody who has a place does not come any more."""
    now = timezone.now()
    over = Q(state=Booking.State.OFFERED, offered_until__lte=now)
    gone = Q(delegate__withdrawn_on__isnull=False) | Q(delegate__delegation__withdrawn_on__isnull=False)
    due = Booking.objects.open().filter(over | gone, visit=OuterRef("pk"))
    visits = Visit.objects.filter(Exists(due), terms__isnull=False).select_related("event").order_by(F("pk").asc())
    return sum(serve(visit) for visit in visits)
