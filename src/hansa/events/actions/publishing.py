"""What of an event the public may see: its page, its programme, who comes; each opened and taken back on its own."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from hansa.base import log
from hansa.base.errors import Refused
from hansa.events.actions.releasing import open_programme, release_programme
from hansa.events.models import Event
from hansa.events.releases import last_release
from hansa.people.models import User

ANNOUNCED = log.verb("event.announced", gettext_lazy("announced %(subject)s"))
PARTICIPANTS = log.verb("event.participants", gettext_lazy("published the participants of %(subject)s"))
CLOSED = log.verb("event.closed", gettext_lazy("closed the page of %(subject)s to the public"))
PROGRAMME_BACK = log.verb("event.programme_back", gettext_lazy("took back the programme of %(subject)s"))
PARTICIPANTS_BACK = log.verb("event.participants_back", gettext_lazy("took back the participants of %(subject)s"))


def announce(event: Event, *, by: User | None) -> None:
    """Open the event's page to the public."""
    _publish(event, "announced_at", ANNOUNCED, by)


def publish_programme(event: Event, *, by: User | None) -> None:
    """Let the public read the last version of the programme; the first one is released with it."""
    if event.programme_published_at is not None:
        raise Refused(_("This was published before."))
    if last_release(event) is None:
        release_programme(event, by=by)
    else:
        open_programme(event, by=by)


def publish_participants(event: Event, *, by: User | None) -> None:
    """Let the public read who comes."""
    _publish(event, "participants_published_at", PARTICIPANTS, by)


def close(event: Event, *, by: User | None) -> None:
    """Close the event's page to the public; with it its programme and who comes are out of sight."""
    _take_back(event, "announced_at", CLOSED, by)


def take_back_programme(event: Event, *, by: User | None) -> None:
    """The public no longer reads sessions and visits; diaries and feeds no longer hold them."""
    _take_back(event, "programme_published_at", PROGRAMME_BACK, by)


def take_back_participants(event: Event, *, by: User | None) -> None:
    """The public no longer reads who comes."""
    _take_back(event, "participants_published_at", PARTICIPANTS_BACK, by)


@transaction.atomic
def _publish(event: Event, field: str, act: str, by: User | None) -> None:
    if getattr(event, field) is not None:
        raise Refused(_("This was published before."))
    setattr(event, field, timezone.now())
    event.save(update_fields=[field])
    log.record(act, event, by=by, event=event)


@transaction.atomic
def _take_back(event: Event, field: str, act: str, by: User | None) -> None:
    if getattr(event, field) is None:
        raise Refused(_("This is not published."))
    before = getattr(event, field)
    setattr(event, field, None)
    event.save(update_fields=[field])
    log.record(act, event, by=by, event=event, changes={field: [before, None]})
